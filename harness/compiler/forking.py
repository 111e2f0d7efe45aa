"""The supervisor's side of warm workers: zygotes, started on use, and the children forked from them.

A newcomer's mistake: to close a zygote that has children. It is the first process of their namespace, so they
would die with it; a retired zygote is closed when its last child has ended.
"""

from __future__ import annotations

import atexit
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from harness.compiler.children import PYTHON_OPTIONS
from harness.compiler.codebase import fingerprint
from harness.compiler.lines import STOPPED, Lines
from harness.compiler.sandbox import environment
from sdk import PUBLIC

MAX_JOBS = 1000
"""Children after which a zygote is replaced."""
MAX_MEMORY_KIB = 2 * 1024 * 1024
"""Resident memory after which a zygote is replaced; with the CAD kernel one starts at half a gibibyte."""
START_S = 60.0
"""Longest wait for a zygote to load its kit; the CAD kernel takes about four seconds."""
SEEN_S = 0.05
"""How long a look at the source files holds good."""
_ANSWER_S = 10.0
_END_S = 5.0
_STOP_S = 0.1
_LONGEST_NOTE = 64


class NotWarmError(Exception):
    """No child can be forked here; the text says why."""


class ForkedChild:
    """A worker forked from a zygote, known by its keeper."""

    def __init__(self, zygote: Zygote, description: int, lines: Lines) -> None:
        """Have it forked.

        Raises:
            NotWarmError: the zygote could not.
        """
        bury_the_dead()
        self._zygote = zygote
        self._status: int | None = None
        self._is_still = False
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(_ANSWER_S)
        ends = [description, *lines.theirs.values(), theirs.fileno()]
        try:
            zygote.order(ends)
            theirs.close()
            note, descriptors, _, _ = socket.recv_fds(self._control, _LONGEST_NOTE, 2)
        except OSError as error:
            theirs.close()
            self._control.close()
            raise NotWarmError(f"the zygote does not answer ({error})") from error
        if not descriptors:
            self._control.close()
            raise NotWarmError("the zygote cannot fork safely")
        self._keeper, self._worker = descriptors
        zygote.memory_kib = int(note.split()[1])
        self._control.setblocking(False)

    def is_outdated(self) -> bool:
        """Whether it runs code that is on disk no more: to be asked when it works already, since it takes 2 ms."""
        return not self._zygote.has_the_code_on_disk()

    def has_exited(self) -> bool:
        """Whether the worker itself is gone."""
        while self._status is None:
            try:
                note = self._control.recv(_LONGEST_NOTE)
            except BlockingIOError:
                return False
            except ConnectionError:
                note = b""
            if note == STOPPED:
                self._is_still = True
            else:
                self._status = int(note.split()[1]) if note else -signal.SIGKILL
        return True

    def ask_to_end(self, *, grace_s: float) -> None:
        """Send the group the signal to end, and wait for the worker at most so long."""
        _signal(self._keeper, signal.SIGTERM)
        if not self.has_exited():
            select.select([self._control], [], [], grace_s)

    def end(self, *, in_namespace: bool) -> int:
        """Kill what is left of the group; the worker's exit status, negative for a signal.

        In a process namespace the keeper's death is the death of all; elsewhere the keeper kills the group.
        """
        if in_namespace:
            self._kill()
        elif not self.has_exited():
            _signal(self._keeper, signal.SIGUSR1)
            select.select([self._control], [], [], _END_S)
            self.has_exited()
        _signal(self._keeper, signal.SIGKILL)
        select.select([self._keeper], [], [], _END_S)
        self._bury()
        return -signal.SIGKILL if self._status is None else self._status

    def stop(self) -> bool:
        """Whether every thread of the worker stands still, which it does long before it could be gone.

        What its keeper noted before does not count: the program may have stopped itself, and gone on.
        """
        if self.has_exited():
            return False
        self._is_still = False
        _signal(self._worker, signal.SIGSTOP)
        deadline = time.monotonic() + _STOP_S
        while not self.has_exited() and not self._is_still and (left := deadline - time.monotonic()) > 0:
            select.select([self._control], [], [], left)
        return self._is_still

    def leave(self, *, kill: bool) -> None:
        """Leave a group, in a process namespace, to `bury_the_dead`, which gives back what is kept for it here.

        Args:
            kill: now, but do not wait until it has given back its memory; else kill it then. While a process dies,
                folders on the same disk are deleted slowly.
        """
        if kill:
            self._kill()
        with _dying_lock:
            _dying.append(self)

    def is_gone(self, *, within_s: float) -> bool:
        """Whether all processes of the group have ended, or do within that time."""
        return bool(select.select([self._keeper], [], [], within_s)[0])

    def _kill(self) -> None:
        for process in (self._worker, self._keeper):  # both, so that they give back their memory together
            _signal(process, signal.SIGKILL)

    def _bury(self) -> None:
        for descriptor in (self._keeper, self._worker):
            os.close(descriptor)
        self._control.close()
        self._zygote.release()


_dying: list[ForkedChild] = []
_dying_lock = threading.Lock()


def bury_the_dead(*, within_s: float = 0.0) -> None:
    """End the children left, and give back what is kept for those that are gone.

    Args:
        within_s: how long to wait for each.
    """
    with _dying_lock:
        for child in _dying:
            child._kill()
        gone = [child for child in _dying if child.is_gone(within_s=within_s)]
        for child in gone:
            _dying.remove(child)
            child._bury()


def _signal(process: int, number: int) -> None:
    """Send the signal, unless the process is gone."""
    with suppress(ProcessLookupError):
        signal.pidfd_send_signal(process, number)


class Zygote:
    """One warm process, and how many children it has."""

    def __init__(self, kit: str) -> None:
        """Start it; `await_ready` before the first order.

        Raises:
            NotWarmError: the interpreter cannot be started.
        """
        self.memory_kib = 0
        """Resident memory when it last forked."""
        self._lock = threading.Lock()
        self._orders = 0
        self._children = 0
        self._retired = False
        self._code = fingerprint()
        self._seen = time.monotonic()
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        variables = environment(Path("/"))
        try:
            self._process = subprocess.Popen(
                [sys.executable, *PYTHON_OPTIONS, "-m", "harness.compiler.zygote", str(theirs.fileno()), kit],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=variables,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        except OSError as error:
            self._line.close()
            raise NotWarmError(f"no zygote can be started ({error})") from error
        finally:
            theirs.close()
        self._is_ready = False

    def await_ready(self) -> None:
        """Return when its kit is loaded.

        Raises:
            NotWarmError: it ended, or takes too long.
        """
        with self._lock:
            if self._is_ready:
                return
            self._line.settimeout(START_S)
            try:
                self._is_ready = self._line.recv(_LONGEST_NOTE) == b"ready"
            except OSError as error:
                raise NotWarmError(f"the zygote did not start ({error})") from error
            if not self._is_ready:
                raise NotWarmError("the zygote ended while it loaded")
            self._line.settimeout(_ANSWER_S)

    def is_fit(self) -> bool:
        """Whether the next child may come from here: alive, and not worn out."""
        return (
            not self._retired
            and self._process.poll() is None
            and self._orders < MAX_JOBS
            and self.memory_kib < MAX_MEMORY_KIB
        )

    def has_the_code_on_disk(self) -> bool:
        """Whether no source file has changed since it loaded them; the jobs of one compile look only once."""
        if time.monotonic() - self._seen > SEEN_S:
            if self._code != fingerprint():
                return False
            self._seen = time.monotonic()
        return True

    def reserve(self) -> None:
        """Count a child to come, so that the zygote stays until `release`."""
        with self._lock:
            self._orders += 1
            self._children += 1

    def order(self, descriptors: list[int]) -> None:
        """Have one family forked.

        Raises:
            OSError: it is gone, or deaf.
        """
        with self._lock:
            socket.send_fds(self._line, [b"fork"], descriptors)

    def release(self) -> None:
        """One child has ended."""
        with self._lock:
            self._children -= 1
        if self._retired:
            self.retire()

    def retire(self, *, is_awaited: bool = True) -> None:
        """Take no more children, and end when there are none.

        Args:
            is_awaited: False returns before it has ended, which takes it a moment when it is rehearsing.
        """
        with self._lock:
            self._retired = True
            if self._children > 0:
                return
            self._line.close()
            if not self._is_ready:  # it would look up only when all is loaded
                self._process.kill()
            if not is_awaited:
                self._process.returncode = 0
            elif self._process.poll() is None:
                try:
                    self._process.wait(_END_S)
                except subprocess.TimeoutExpired:
                    self._process.kill()
                    self._process.wait()

    def forget(self) -> None:
        """Drop the line in a copy of this process that was forked; the zygote is the original's."""
        self._line.close()
        self._process.returncode = 0


class Nursery:
    """The zygotes of this process, at most one fit one of each kit."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._zygotes: dict[str, Zygote] = {}

    def warm(self, kit: str) -> Zygote:
        """A zygote of that kit, perhaps still loading; the caller has reserved a child and must release it.

        Raises:
            NotWarmError: this platform forks no workers safely, or none can be started.
        """
        with self._lock:
            zygote = self._fit(kit)
            zygote.reserve()
            return zygote

    def start(self, kit: str) -> None:
        """Have a zygote of that kit loading for jobs to come, where workers are forked."""
        with self._lock, suppress(NotWarmError):
            self._fit(kit)

    def drop(self, kit: str) -> None:
        """Retire the zygote of that kit, so that the next job starts a new one."""
        with self._lock:
            self._drop(kit)

    def close(self, *, is_awaited: bool = True) -> None:
        """Retire all, and wait until they have ended unless told not to."""
        bury_the_dead(within_s=_END_S)
        with self._lock:
            for kit in list(self._zygotes):
                self._drop(kit, is_awaited=is_awaited)

    def forget(self) -> None:
        """Drop all in a copy of this process that was forked."""
        self._lock = threading.Lock()
        _dying.clear()
        while self._zygotes:
            self._zygotes.popitem()[1].forget()

    def _fit(self, kit: str) -> Zygote:
        if sys.platform != "linux":
            raise NotWarmError(f"forking is not safe on {sys.platform}")
        zygote = self._zygotes.get(kit)
        if zygote is None or not zygote.is_fit():
            self._drop(kit)
            zygote = self._zygotes[kit] = Zygote(kit)
        return zygote

    def _drop(self, kit: str, *, is_awaited: bool = True) -> None:
        if zygote := self._zygotes.pop(kit, None):
            zygote.retire(is_awaited=is_awaited)


NURSERY = Nursery()
atexit.register(NURSERY.close, is_awaited=False)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=NURSERY.forget)


def kit_for(source: str) -> str:
    """Which kit a program will want: ``cad`` when it names CadQuery or what stands on it, or takes every name."""
    return "cad" if _cad_words().search(source) else "plain"


@lru_cache(maxsize=1)
def _cad_words() -> re.Pattern[str]:
    names = [name for name, module in PUBLIC.items() if module.startswith("sdk.cad")]
    return re.compile(rf"\b({'|'.join(['cadquery', *names])})\b|\bfrom\s+sdk\s+import\s+\*")
