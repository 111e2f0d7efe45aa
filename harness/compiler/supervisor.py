"""Supervision of one worker: its start, its messages, its limits, and the end of everything that came of it.

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
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, Literal

from harness.compiler.channel import ChannelReader
from harness.compiler.children import Child, FreshChild
from harness.compiler.forking import NURSERY, ForkedChild, NotWarmError, kit_for
from harness.compiler.jobs import Cancelled, Ending, Job, PhaseListener, WorkerError
from harness.compiler.lines import GO, HEARD, Lines, unnamed_file
from harness.compiler.sandbox import Limits
from harness.errors import UsageError

KEPT_OUTPUT_BYTES = 64 * 1024
KEPT_STACK_BYTES = 256 * 1024
KEPT_PARTS = 10_000
TICK_S = 0.05
"""How often cancellation is looked for; messages wake the supervisor at once."""
_DEATH_TICK_S = 0.002
"""The same once the channel is closed, which nearly always means that the process is ending."""
_GRACE_S = 0.1
"""Between asking a process group to end and ending it."""
_READ_BYTES = 1 << 16


def kit_of(job: Job) -> str:
    """Kind of zygote that a job is forked from; a judge needs no CAD kernel."""
    kit = "plain" if job.kind == "judge" else kit_for(job.source)
    draws = job.kind == "render" or job.options.get("pictures", False)
    return "picture" if kit == "plain" and draws and job.kind != "compile" else kit


def refuse_cancelled(cancel: threading.Event | None) -> None:
    """Nothing, unless the caller asked for the job to stop.

    Raises:
        Cancelled: it did.
    """
    if cancel is not None and cancel.is_set():
        raise Cancelled("the job was cancelled")


class Supervisor:
    """One child process, from its start to the last of its group."""

    def __init__(self, job: Job, on_phase: PhaseListener | None) -> None:
        """Start it.

        Raises:
            WorkerError: it cannot be started.
        """
        self._job = job
        self._waited_s = 0.0
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
        self._child = self._start()
        while isinstance(self._child, ForkedChild) and self._child.is_outdated():
            self._child.end(in_namespace=False)
            self._lines.close_ours()
            NURSERY.drop(kit_of(job))
            self._child = self._start()
        self._phases[0] = ("fork", self._job.started)
        self._pipes = {name: self._lines.ours[name] for name in HEARD}
        for name, descriptor in self._pipes.items():
            self._selector.register(descriptor, selectors.EVENT_READ, name)

    def _start(self) -> Child:
        """A worker with the job in hand: forked from a warm zygote, or else in a fresh interpreter."""
        self._token = secrets.token_hex(16)
        self._reader = ChannelReader(token=self._token)
        self._lines = Lines()
        with ExitStack() as undo:
            undo.callback(self._lines.close_ours)
            try:
                child = self._fork()
            except NotWarmError as reason:
                child = self._start_fresh(str(reason))
            finally:
                self._lines.close_theirs()
            undo.pop_all()
        return child

    def _fork(self) -> Child:
        """A worker forked from a zygote; the time the zygote takes to load is not the job's.

        Raises:
            NotWarmError: there is no such zygote.
        """
        if "zygote" in self._job.without:
            raise NotWarmError("left out on request")
        kit = kit_of(self._job)
        zygote = NURSERY.warm(kit)
        with ExitStack() as undo:
            undo.callback(zygote.release)
            try:
                asked = time.monotonic()
                zygote.await_ready()
                self._job = replace(self._job, started=self._job.started + time.monotonic() - asked)
                asked = time.monotonic()
                with unnamed_file(self._description()) as description:
                    child = ForkedChild(zygote, description, self._lines)
                    self._keep(description)
                self._waited_s = time.monotonic() - asked  # it may be loading more for jobs to come
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
                self._keep(description)
                return FreshChild(description, self._lines, folder=self._job.folder)
            except OSError as error:
                raise WorkerError(f"the worker could not be started: {error}") from error

    def _description(self, *, not_warm: str = "") -> bytes:
        description = {
            "kind": self._job.kind,
            "folder": str(self._job.folder),
            "options": dict(self._job.options),
            "source": self._job.source,
            "deadline": self._deadline,
            "timeout_s": self._job.timeout_s,
            "limits": self._limits.to_dict(),
            "supervisor": os.getpid(),
            "token": self._token,
            "required": list(self._job.required),
            "without": sorted(self._job.without),
            "not_warm": not_warm,
        }
        return json.dumps(description).encode() + b"\n"

    @property
    def _deadline(self) -> float:
        return self._job.started + self._job.timeout_s + self._waited_s

    def _keep(self, description: int) -> None:
        """Hold on to the description of a judge's job, which `hand_over` adds to."""
        if self._job.kind == "judge":
            self._lines.keep("description", os.dup(description))

    @property
    def is_forked(self) -> bool:
        """Whether it came from a zygote."""
        return isinstance(self._child, ForkedChild)

    @property
    def job(self) -> Job:
        """The job, its clock moved on by what it did not have to wait for."""
        return self._job

    def hand_over(self, data: bytes, *, started: float, spent_ms: float) -> None:
        """Give a judge what it waits for.

        Args:
            data: JSON.
            started: reading of the monotonic clock when the work on the job began, in another process.
            spent_ms: what that process has spent of the job's time.
        """
        self._waited_s += self._job.started - started
        self._job = replace(self._job, started=started)
        self._phases[0] = ("fork", started + spent_ms / 1000)
        handle = self._lines.ours["description"]
        end = os.fstat(handle).st_size
        while data:
            written = os.pwrite(handle, data, end)
            data, end = data[written:], end + written
        os.write(self._lines.ours[GO], b"!")

    def watch(self, cancel: threading.Event | None) -> None:
        """Return when the job has an answer, has ended, or must be ended."""
        while True:
            now = time.monotonic()
            refuse_cancelled(cancel)
            if now >= self._deadline:
                self._cause = "timeout"
                return
            tick = TICK_S if self._is_open("channel") else _DEATH_TICK_S
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
        in_namespace = self._cause == "answered" and "process-namespace" in self._isolation
        if in_namespace and isinstance(self._child, ForkedChild) and self._is_harmless(self._child):
            self._child.leave(kill=self._job.kind != "judge")
        else:
            self._exit_status = self._child.end(in_namespace=in_namespace)
        for name in self._pipes:
            self._drain(name)
        self._selector.close()
        self._lines.close_ours()

    def _is_harmless(self, child: ForkedChild) -> bool:
        """Whether it can do nothing more when killed now: it ran no author code, or is alone and stands still."""
        return self._job.kind == "judge" or ("seccomp" in self._isolation and child.stop())

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
            self._isolation = self._isolation or tuple(message["layers"])  # the first precedes the program
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
