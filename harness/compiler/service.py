"""Runs one job in a child process and supervises it to its end, so that nothing of it is left behind.

A newcomer's mistake: to wait for the child to exit. The answer arrives on the private channel; after it the
whole process group is killed at once, so that no thread, grandchild or exit handler of the author outlives
the job.
"""

from __future__ import annotations

import json
import os
import secrets
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal

from harness.compiler.channel import ChannelReader
from harness.compiler.sandbox import Limits, environment
from harness.errors import ExitCode, HarnessError, UsageError

PhaseListener = Callable[[str, float], None]

PYTHON_OPTIONS = ("-s", "-P")
"""No user packages, and no import from the work folder."""
KEPT_OUTPUT_BYTES = 64 * 1024
KEPT_STACK_BYTES = 256 * 1024
_TICK_S = 0.05
"""How often cancellation is looked for; messages wake the supervisor at once."""
_DEATH_TICK_S = 0.002
"""The same once the channel is closed, which nearly always means that the process is ending."""
_GRACE_S = 0.1
"""Between asking a process group to end and ending it."""
_READ_BYTES = 1 << 16


class Cancelled(HarnessError):  # noqa: N818 - not an error, an end the caller asked for
    """The caller asked for the job to stop; nothing was published."""

    exit_code = ExitCode.INTERRUPTED


class WorkerError(HarnessError):
    """The worker failed before any author code ran: an incomplete installation, or a bug of ours."""


@dataclass(frozen=True)
class Job:
    """What a worker is asked to do."""

    kind: Literal["compile", "probe", "render"]
    folder: Path
    """Work folder holding ``model.py``; the child's current directory."""
    timeout_s: float
    """Seconds from `started`, all phases together."""
    options: Mapping[str, Any] = field(default_factory=dict)
    limits: Limits | None = None
    """None means those usual for `timeout_s`."""
    started: float = field(default_factory=time.monotonic)
    """Reading of the monotonic clock that the limit counts from."""


@dataclass(frozen=True)
class Ending:
    """How a job ended, and everything it said."""

    cause: Literal["answered", "timeout", "output", "exit"]
    """``exit`` means that the process ended without an answer."""
    phase: str
    """The phase it was in."""
    answer: Mapping[str, Any]
    """The worker's answer; empty unless `cause` is ``answered``."""
    timings_ms: Mapping[str, float]
    isolation: tuple[str, ...]
    exit_status: int = 0
    """As `subprocess` has it: negative for a signal. Only told when `cause` is ``exit``."""
    breakdown: str = ""
    """Lines of a traceback: the worker itself failed after author code had begun, perhaps by its doing."""
    exit_call: Mapping[str, Any] | None = None
    """``{"line", "status"}`` of an immediate exit the program asked for."""
    stack: str = ""
    """What the fault handler wrote: Python frames at a crash or at the limit."""
    stdout: str = ""
    stderr: str = ""


def run_job(
    job: Job, *, on_phase: PhaseListener | None = None, cancel: threading.Event | None = None
) -> Ending:
    """How `job` ended, after running it in a child process of its own.

    Raises:
        Cancelled: `cancel` was set.
        UsageError: the worker refused an option.
        WorkerError: the worker could not start.
    """
    supervisor = _Supervisor(job, on_phase)
    try:
        supervisor.watch(cancel)
    finally:
        supervisor.end()
    return supervisor.ending()


class _Supervisor:
    """One child process, from its start to the last of its group."""

    def __init__(self, job: Job, on_phase: PhaseListener | None) -> None:
        self._job = job
        self._limits = job.limits or Limits.for_timeout(job.timeout_s)
        self._deadline = job.started + job.timeout_s
        self._on_phase = on_phase
        self._phases: list[tuple[str, float]] = []
        self._answer: dict[str, Any] | None = None
        self._isolation: tuple[str, ...] = ()
        self._exit_call: dict[str, Any] | None = None
        self._cause: Literal["answered", "timeout", "output", "exit"] = "exit"
        self._breakdown = ""
        self._printed_bytes = 0
        self._kept = {"stack": bytearray(), "stdout": bytearray(), "stderr": bytearray()}
        self._selector = selectors.DefaultSelector()
        self._enter("fork", job.started)
        self._process = self._spawn()

    def _spawn(self) -> subprocess.Popen[bytes]:
        """Start a fresh interpreter; it reads its job from an unnamed file and answers on two pipes."""
        token = secrets.token_hex(16)
        self._reader = ChannelReader(token=token)
        channel, channel_end = os.pipe()
        stack, stack_end = os.pipe()
        description = {
            "kind": self._job.kind,
            "folder": str(self._job.folder),
            "options": dict(self._job.options),
            "deadline": self._deadline,
            "timeout_s": self._job.timeout_s,
            "limits": self._limits.to_dict(),
            "supervisor": os.getpid(),
            "token": token,
        }
        passed = (channel_end, stack_end)
        with _unnamed_file(json.dumps(description).encode()) as order:
            try:
                process = subprocess.Popen(
                    [sys.executable, *PYTHON_OPTIONS, "-m", "harness.compiler.worker"]
                    + [str(descriptor) for descriptor in (order.fileno(), *passed)],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    cwd=self._job.folder,
                    env=environment(self._job.folder),
                    pass_fds=(order.fileno(), *passed),
                    start_new_session=True,
                )
            except OSError as error:
                os.close(channel)
                os.close(stack)
                raise WorkerError(f"the worker could not be started: {error}") from error
            finally:
                os.close(channel_end)
                os.close(stack_end)
        self._pipes = {"channel": channel, "stack": stack}
        for name, stream in (("stdout", process.stdout), ("stderr", process.stderr)):
            assert stream is not None
            self._pipes[name] = stream.fileno()
        for name, descriptor in self._pipes.items():
            os.set_blocking(descriptor, False)
            self._selector.register(descriptor, selectors.EVENT_READ, name)
        return process

    def watch(self, cancel: threading.Event | None) -> None:
        """Return when the job has an answer, has ended, or must be ended."""
        while True:
            now = time.monotonic()
            if cancel is not None and cancel.is_set():
                raise Cancelled("the job was cancelled")
            if now >= self._deadline:
                self._cause = "timeout"
                return
            tick = _TICK_S if self._is_open("channel") else _DEATH_TICK_S
            ready = self._selector.select(min(tick, self._deadline - now))
            for key, _ in ready:
                self._read(key.data)
            if self._answer is not None:
                self._cause = "answered"
                return
            if self._printed_bytes > self._limits.output_bytes:
                self._cause = "output"
                return
            if not ready and self._has_exited():
                self._cause = "exit"
                return

    def end(self) -> None:
        """End every process of the group, read what is left in the pipes, and give back every descriptor."""
        if self._cause in ("timeout", "output"):
            self._signal_group(signal.SIGTERM)
            self._await_exit(_GRACE_S)
        self._signal_group(signal.SIGKILL)
        self._process.wait()
        for name in self._pipes:
            self._drain(name)
        self._selector.close()
        for descriptor in (self._pipes["channel"], self._pipes["stack"]):
            os.close(descriptor)
        for stream in (self._process.stdout, self._process.stderr):
            assert stream is not None
            stream.close()

    def ending(self) -> Ending:
        """What `watch` and `end` learned."""
        if self._phases[-1][0] == "fork" and self._cause == "exit":
            said = self._breakdown or self._text("stderr")
            raise WorkerError(f"the worker did not start:\n{said.strip()}")
        answer = self._answer or {}
        if refusal := answer.get("refusal"):
            raise UsageError(refusal)
        return Ending(
            cause=self._cause,
            phase=self._phases[-1][0],
            answer=answer,
            timings_ms=self._timings(float(answer.get("at", time.monotonic()))),
            isolation=self._isolation,
            exit_status=self._process.returncode if self._cause == "exit" else 0,
            breakdown=self._breakdown,
            exit_call=self._exit_call,
            stack=self._text("stack"),
            stdout=self._text("stdout"),
            stderr=self._text("stderr"),
        )

    def _read(self, name: str) -> bool:
        """Whether one read of a pipe brought something."""
        descriptor = self._pipes[name]
        try:
            data = os.read(descriptor, _READ_BYTES)
        except BlockingIOError:
            return False
        if not data:
            self._selector.unregister(descriptor)
            return False
        if name == "channel":
            for message in self._reader.feed(data):
                self._take(message)
            return True
        if name != "stack":
            self._printed_bytes += len(data)
        limit = KEPT_STACK_BYTES if name == "stack" else KEPT_OUTPUT_BYTES
        kept = self._kept[name]
        kept += data[: max(0, limit - len(kept))]
        return True

    def _drain(self, name: str) -> None:
        """Read what a pipe still holds, never to its end: a grandchild outside the group may keep it open."""
        if self._is_open(name):
            left = KEPT_STACK_BYTES
            while left > 0 and self._read(name):
                left -= _READ_BYTES

    def _is_open(self, name: str) -> bool:
        return self._pipes[name] in self._selector.get_map()

    def _take(self, message: Mapping[str, Any]) -> None:
        kind = message["kind"]
        if kind == "phase":
            self._enter(message["phase"], message["at"])
        elif kind == "isolation":
            self._isolation = tuple(message["layers"])
        elif kind == "exit":
            self._exit_call = dict(message)
        elif kind == "broken":
            self._breakdown = message["traceback"]
        elif kind == "answer" and self._answer is None:
            self._answer = dict(message)

    def _enter(self, phase: str, at: float) -> None:
        self._phases.append((phase, at))
        if self._on_phase is not None:
            self._on_phase(phase, (at - self._job.started) * 1000)

    def _timings(self, ended: float) -> dict[str, float]:
        ends = [at for _, at in self._phases[1:]] + [ended]
        spent = {
            phase: round((end - begun) * 1000, 3)
            for (phase, begun), end in zip(self._phases, ends, strict=True)
        }
        return spent | {"total": round((ended - self._job.started) * 1000, 3)}

    def _text(self, name: str) -> str:
        return self._kept[name].decode(errors="replace")

    def _has_exited(self) -> bool:
        """Whether the child is gone; it is left unreaped, so that its group id cannot be given away."""
        status = os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return status is not None

    def _await_exit(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._has_exited():
            time.sleep(0.005)

    def _signal_group(self, number: int) -> None:
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            pass
        except PermissionError:  # macOS says so of a group that holds only zombies
            pass


def _unnamed_file(data: bytes) -> IO[bytes]:
    """A file without a name that holds `data` and stands at its start."""
    handle = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    handle.write(data)
    handle.flush()
    handle.seek(0)
    return handle
