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
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from harness.compiler.channel import ChannelReader
from harness.compiler.children import Child, FreshChild
from harness.compiler.forking import NURSERY, ForkedChild, NotWarmError, kit_for
from harness.compiler.lines import Lines, unnamed_file
from harness.compiler.sandbox import Limits, required_layers
from harness.compiler.staging import PROGRAM
from harness.errors import ExitCode, HarnessError, UsageError

PhaseListener = Callable[[str, float], None]

MAX_CHILDREN = max(2, os.cpu_count() or 1)
"""Jobs of this process that run at once; the others wait, and their clocks with them."""
KEPT_OUTPUT_BYTES = 64 * 1024
KEPT_STACK_BYTES = 256 * 1024
KEPT_PARTS = 10_000
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
    required: tuple[str, ...] = ()
    """Layers of containment without which the worker refuses."""
    without: Collection[str] = ()
    """Layers left out, and ``zygote`` for a fresh process: how tests prove what the others do."""


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
    parts: tuple[str, ...] = ()
    """Names of the parts the program had begun, in order."""
    stack: str = ""
    """What the fault handler wrote: Python frames at a crash or at the limit."""
    stdout: str = ""
    stderr: str = ""


def layers_from_demand(require_isolation: str | Iterable[str] | None) -> tuple[str, ...]:
    """Layers that a caller's ``require_isolation`` stands for.

    Raises:
        UsageError: it names no layer.
    """
    try:
        return tuple(required_layers(require_isolation))
    except ValueError as error:
        raise UsageError(f"require_isolation: {error}") from error


_places = threading.BoundedSemaphore(MAX_CHILDREN)


def run_job(
    job: Job, *, on_phase: PhaseListener | None = None, cancel: threading.Event | None = None
) -> Ending:
    """How `job` ended, after running it in a child process of its own.

    Raises:
        Cancelled: `cancel` was set.
        UsageError: the worker refused an option, or to run with less isolation than required.
        WorkerError: the worker could not start.
    """
    job = _queue(job, cancel)
    try:
        supervisor = _Supervisor(job, on_phase)
        try:
            supervisor.watch(cancel)
        finally:
            supervisor.end()
    finally:
        _places.release()
    return supervisor.ending()


def _queue(job: Job, cancel: threading.Event | None) -> Job:
    """The job with its clock moved on by the time it waited for a place; the place is then its own."""
    queued = time.monotonic()
    if _places.acquire(blocking=False):
        return job
    while not _places.acquire(timeout=_TICK_S):
        _refuse_cancelled(cancel)
    return replace(job, started=job.started + time.monotonic() - queued)


def _refuse_cancelled(cancel: threading.Event | None) -> None:
    if cancel is not None and cancel.is_set():
        raise Cancelled("the job was cancelled")


class _Supervisor:
    """One child process, from its start to the last of its group."""

    def __init__(self, job: Job, on_phase: PhaseListener | None) -> None:
        self._job = job
        self._limits = job.limits or Limits.for_timeout(job.timeout_s)
        self._on_phase = on_phase
        self._phases: list[tuple[str, float]] = []
        self._answer: dict[str, Any] | None = None
        self._isolation: tuple[str, ...] = ()
        self._exit_call: dict[str, Any] | None = None
        self._cause: Literal["answered", "timeout", "output", "exit"] = "exit"
        self._breakdown = ""
        self._parts: list[str] = []
        self._printed_bytes = 0
        self._kept = {"stack": bytearray(), "stdout": bytearray(), "stderr": bytearray()}
        self._selector = selectors.DefaultSelector()
        self._enter("fork", job.started)
        self._lines = Lines()
        with ExitStack() as undo:
            undo.callback(self._lines.close_ours)
            try:
                self._child = self._start()
            finally:
                self._lines.close_theirs()
            undo.pop_all()
        self._phases[0] = ("fork", self._job.started)
        self._pipes = dict(self._lines.ours)
        for name, descriptor in self._pipes.items():
            self._selector.register(descriptor, selectors.EVENT_READ, name)

    def _start(self) -> Child:
        """A worker with the job in hand: forked from a warm zygote, or else in a fresh interpreter."""
        self._token = secrets.token_hex(16)
        self._reader = ChannelReader(token=self._token)
        try:
            return self._fork()
        except NotWarmError as reason:
            return self._start_fresh(str(reason))

    def _fork(self) -> Child:
        """A worker forked from a zygote; the time the zygote takes to load is not the job's.

        Raises:
            NotWarmError: there is no such zygote.
        """
        if "zygote" in self._job.without:
            raise NotWarmError("left out on request")
        kit = kit_for((self._job.folder / PROGRAM).read_text(encoding="utf-8"))
        zygote = NURSERY.warm(kit)
        with ExitStack() as undo:
            undo.callback(zygote.release)
            try:
                asked = time.monotonic()
                zygote.await_ready()
                self._job = replace(self._job, started=self._job.started + time.monotonic() - asked)
                with unnamed_file(self._description()) as description:
                    child = ForkedChild(zygote, description, self._lines)
            except NotWarmError:
                NURSERY.drop(kit)
                raise
            undo.pop_all()  # the child releases it when it ends
        return child

    def _start_fresh(self, not_warm: str) -> Child:
        """A worker in an interpreter of its own.

        Raises:
            WorkerError: it cannot be started.
        """
        with unnamed_file(self._description(not_warm=not_warm)) as description:
            try:
                return FreshChild(description, self._lines, folder=self._job.folder)
            except OSError as error:
                raise WorkerError(f"the worker could not be started: {error}") from error

    def _description(self, *, not_warm: str = "") -> bytes:
        description = {
            "kind": self._job.kind,
            "folder": str(self._job.folder),
            "options": dict(self._job.options),
            "deadline": self._deadline,
            "timeout_s": self._job.timeout_s,
            "limits": self._limits.to_dict(),
            "supervisor": os.getpid(),
            "token": self._token,
            "required": list(self._job.required),
            "without": sorted(self._job.without),
            "not_warm": not_warm,
        }
        return json.dumps(description).encode()

    @property
    def _deadline(self) -> float:
        return self._job.started + self._job.timeout_s

    def watch(self, cancel: threading.Event | None) -> None:
        """Return when the job has an answer, has ended, or must be ended."""
        while True:
            now = time.monotonic()
            _refuse_cancelled(cancel)
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
            if not ready and self._child.has_exited():
                self._cause = "exit"
                return

    def end(self) -> None:
        """End every process of the group, read what is left in the pipes, and give back every descriptor."""
        if self._cause in ("timeout", "output"):
            self._child.ask_to_end(grace_s=_GRACE_S)
        self._exit_status = self._child.end()
        for name in self._pipes:
            self._drain(name)
        self._selector.close()
        self._lines.close_ours()

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
            exit_status=self._exit_status if self._cause == "exit" else 0,
            breakdown=self._breakdown,
            exit_call=self._exit_call,
            parts=tuple(self._parts),
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
        elif kind == "part" and len(self._parts) < KEPT_PARTS:
            self._parts.append(str(message["name"]))
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
