"""The process that author code runs in: confine, do the one job it was given, answer on the private channel.

A newcomer's mistake: to report anything by printing. The program owns standard output; whatever appears
there is kept for the curious and proves nothing.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import signal
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any

from harness.compiler.channel import ChannelWriter, finite
from harness.compiler.program import Program
from harness.compiler.sandbox import confine
from harness.compiler.stages import Stages

JOBS = {
    "compile": ("harness.compiler.compile_job", "compile_program"),
    "probe": ("harness.compiler.probe_job", "probe_program"),
    "render": ("harness.compiler.render_job", "render_program"),
}
"""Kind of job -> module and function; loaded on use, so that a probe does not pay for exporters."""

STACK_MARGIN_S = 0.2
"""How long before the wall limit the stack is written, even inside C code, so that the line can be named."""

_TRACED_SIGNALS = ("SIGALRM", "SIGHUP", "SIGTERM", "SIGUSR1", "SIGUSR2", "SIGXCPU")
"""Deadly signals whose stack the fault handler does not write of its own accord."""


def main() -> None:
    """Do the job whose description is on the descriptor given first; channel and stack descriptors follow."""
    order, channel, stack = (int(argument) for argument in sys.argv[1:4])
    with os.fdopen(order, "rb") as handle:
        job = json.load(handle)
    for descriptor in (channel, stack):
        os.set_inheritable(descriptor, False)
    writer = ChannelWriter(channel, token=job.pop("token"))
    try:
        writer.send("isolation", layers=confine(job["limits"], supervisor=job["supervisor"]))
        _watch_faults(stack, seconds_left=job["deadline"] - time.monotonic(), timeout_s=job["timeout_s"])
        answer = _do(job, writer)
        _flush_output()
        writer.send("answer", at=time.monotonic(), **finite(answer))
    except BaseException:  # noqa: BLE001 - a bug of ours outside author code; the supervisor raises it anew
        with contextlib.suppress(OSError):
            _, *lines = traceback.format_exc().splitlines()
            writer.send("broken", traceback="\n".join(lines))


def _do(job: dict[str, Any], writer: ChannelWriter) -> dict[str, Any]:
    """The job's answer."""
    module, function = JOBS[job["kind"]]
    do = getattr(import_module(module), function)
    program = Program(Path(job["folder"]) / "model.py")
    _report_immediate_exit(writer, program.file)
    return do(Stages(program, writer), job["options"])


def _watch_faults(descriptor: int, *, seconds_left: float, timeout_s: float) -> None:
    """Have the stack written to `descriptor` at a crash, a deadly signal, and just before the wall limit."""
    faulthandler.enable(file=descriptor)
    for name in _TRACED_SIGNALS:
        if number := getattr(signal, name, None):
            faulthandler.register(number, file=descriptor, chain=True)
    margin = min(STACK_MARGIN_S, timeout_s / 10)
    faulthandler.dump_traceback_later(max(seconds_left - margin, 0.001), file=descriptor)


def _report_immediate_exit(writer: ChannelWriter, program_file: str) -> None:
    """Make an immediate exit, which no handler can catch, say first where it was asked for."""
    leave = os._exit

    def report_and_leave(status: int) -> None:
        stack = traceback.walk_stack(sys._getframe(1))
        frames = [
            {"line": line, "name": frame.f_code.co_name}
            for frame, line in stack
            if frame.f_code.co_filename == program_file
        ]
        writer.send("exit", status=status, frames=frames[::-1])
        leave(status)

    os._exit = report_and_leave  # pyright: ignore[reportAttributeAccessIssue]


def _flush_output() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError, ValueError):  # closed or replaced by the author
            stream.flush()


if __name__ == "__main__":
    main()
