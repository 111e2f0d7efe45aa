"""The process that author code runs in: confine, do the one job it was given, answer on the private channel.

A newcomer's mistake: to report anything by printing. The program owns standard output; whatever appears
there is kept for the curious and proves nothing.
"""

from __future__ import annotations

import contextlib
import errno
import faulthandler
import json
import os
import random
import signal
import sys
import time
import traceback
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from harness.compiler.channel import ChannelWriter, finite
from harness.compiler.containment.kernel import die_with
from harness.compiler.sandbox import SEPARATE_JUDGE, Layers, confine, isolate_folder, isolate_process

JOBS = {
    "compile": ("harness.compiler.compile_job", "compile_program"),
    "judge": ("harness.compiler.judge_job", "judge_object"),
    "probe": ("harness.compiler.probe_job", "probe_program"),
    "render": ("harness.compiler.render_job", "render_program"),
}
"""Kind of job -> module and function; loaded on use, so that a probe does not pay for exporters."""

STACK_MARGIN_S = 0.2
"""How long before the wall limit the stack is written, even inside C code, so that the line can be named."""

_TRACED_SIGNALS = ("SIGALRM", "SIGHUP", "SIGTERM", "SIGUSR1", "SIGUSR2", "SIGXCPU")
"""Deadly signals whose stack the fault handler does not write of its own accord."""


@dataclass(frozen=True)
class Order:
    """A job as its worker receives it, in descriptors."""

    description: int
    channel: int
    stack: int
    """What the fault handler writes goes here."""
    go: int
    """At its end, a judge finds what it is to judge at the end of the description."""


def main() -> None:
    """Do one job in this fresh interpreter; the descriptors of its order are the arguments."""
    order = Order(*(int(argument) for argument in sys.argv[1:5]))
    for descriptor in (order.channel, order.stack):
        os.set_inheritable(descriptor, False)
    job = read_job(order)
    layers = Layers(["fresh-process"], left_out=job["without"])
    layers.missing["zygote"] = job["not_warm"]
    layers.missing["process-namespace"] = "only a forked worker can enter one"
    die_with(job["supervisor"])
    isolate_process(layers)
    isolate_folder(layers, Path(job["folder"]))
    serve(job, order, layers)


def read_job(order: Order) -> dict[str, Any]:
    """The description of the job; where that is no judge's, closes what only a judge needs."""
    line, end, _ = _read_from(order.description, 0).partition(b"\n")  # what a judge waits for may follow
    job = {**json.loads(line), "size": len(line + end)}
    if job["kind"] != "judge":
        os.close(order.description)
        os.close(order.go)
    return job


def _read_from(descriptor: int, start: int) -> bytes:
    """Content of a file from an offset to its end, wherever another process reads or writes it."""
    return os.pread(descriptor, os.fstat(descriptor).st_size - start, start)


def _await_built(order: Order, start: int) -> dict[str, Any]:
    """What another process built, once the supervisor has put it at the end of the description."""
    os.read(order.go, 1)
    built = json.loads(_read_from(order.description, start))
    os.close(order.description)
    os.close(order.go)
    return built


def serve(job: dict[str, Any], order: Order, layers: Layers) -> bool:
    """Do the job in this process; whether an answer is on its channel.

    Args:
        job: what `read_job` gave.
        order: descriptors to answer on.
        layers: what contains this process already.
    """
    writer = ChannelWriter(order.channel, token=job.pop("token"))
    start = job["size"]
    try:
        sys.dont_write_bytecode = True
        confine(layers, job["limits"], folder=Path(job["folder"]))
        layers.put_up(SEPARATE_JUDGE, lambda: _require_warm(layers))
        job["options"]["apart"] = SEPARATE_JUDGE in layers.held
        writer.send("isolation", layers=layers.told())
        if lacking := layers.lacking(job["required"]):
            writer.send("answer", at=time.monotonic(), refusal=_refusal(lacking))
            return True
        _watch_faults(
            order.stack, seconds_left=job["deadline"] - time.monotonic(), timeout_s=job["timeout_s"]
        )
        if job["kind"] == "judge":
            job["options"]["built"] = _await_built(order, start)
        answer = _do(job, writer)
        _flush_output()
        writer.send("answer", at=time.monotonic(), **finite(answer))
        return True
    except BaseException:  # noqa: BLE001 - a bug of ours outside author code; the supervisor raises it anew
        with contextlib.suppress(OSError):
            _, *lines = traceback.format_exc().splitlines()
            writer.send("broken", traceback="\n".join(lines))
        return False


def _require_warm(layers: Layers) -> None:
    """Nothing, in a forked worker.

    Raises:
        OSError: this is a fresh process, and another one to judge would double the start.
    """
    if "zygote" not in layers.held:
        raise OSError(errno.ENOSYS, "only a warm worker leaves the judging to another")


def _refusal(lacking: list[str]) -> str:
    return f"required isolation: this machine lacks {', '.join(lacking)}; ask for less or run elsewhere"


def _do(job: dict[str, Any], writer: ChannelWriter) -> dict[str, Any]:
    """The job's answer."""
    from harness.compiler.program import Program  # the zygote enters its namespaces before these load
    from harness.compiler.progress import watch_parts
    from harness.compiler.stages import Stages

    module, function = JOBS[job["kind"]]
    do = getattr(import_module(module), function)
    program = Program(Path(job["folder"]) / "model.py", source=job["source"])
    _seed_chance()
    _report_immediate_exit(writer, program.file)
    watch_parts(lambda name: writer.send("part", name=name))
    return do(Stages(program, writer), job["options"])


def _watch_faults(descriptor: int, *, seconds_left: float, timeout_s: float) -> None:
    """Have the stack written to `descriptor` at a crash, a deadly signal, and just before the wall limit."""
    faulthandler.enable(file=descriptor)
    for name in _TRACED_SIGNALS:
        if number := getattr(signal, name, None):
            faulthandler.register(number, file=descriptor, chain=True)
    margin = min(STACK_MARGIN_S, timeout_s / 10)
    faulthandler.dump_traceback_later(max(seconds_left - margin, 0.001), file=descriptor)


def _seed_chance() -> None:
    """Have programs that draw without a seed draw the same every time."""
    random.seed(0)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(0)


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
