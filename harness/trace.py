"""The tape of a run: `trace.jsonl`, one event a line, only ever appended to.

A newcomer's mistake: to hold a line for written before it is synced. Each event is on the disk when
`TraceWriter` returns, so a killed run loses at most the line being written. Reading is `harness.tape`'s.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from harness.clock import Clock
from harness.digests import canonical_json, plain, sha256_of
from harness.errors import RecordError
from harness.events import CompilePhase, Event, ReplyPhase, RunResumed
from harness.files import write_atomic
from harness.redaction import Redact
from harness.tape import BLOBS, FILE, SCHEMA, Tape, TraceEvent, lasting_payload, read_trace, sealed_line

__all__ = [
    "BLOBS",
    "FILE",
    "Tape",
    "TraceEvent",
    "TraceWriter",
    "kind_of",
    "payload_of",
    "read_trace",
    "write_blob",
]

MAX_INLINE_BYTES = 4096
"""Larger payloads go to the blob folder, so that a line can be read by eye."""

_PARENTS: Mapping[str, tuple[str, ...]] = {
    "turn_started": ("run_started",),
    "model_replied": ("turn_started",),
    "tool_started": ("model_replied",),
    "tool_finished": ("tool_started",),
    "compile_finished": ("tool_started", "model_replied", "run_started"),
    "guidance_injected": ("model_replied",),
    "compacted": ("run_started",),
    "limit_reached": ("run_started",),
    "run_finished": ("run_started",),
    "run_resumed": ("run_started",),
}


class TraceWriter:
    """A sink that puts events on the tape of one run folder.

    Args:
        resumed: the tape of a run that is carried on. Its story up to `after` is expected again, event by event,
            and not written twice; everything later is new.
        after: sequence number of the last event that counts, -1 for none.
        limits: what the resumed run may spend, to be put down.

    Raises:
        RecordError: the folder cannot be written, or the resumed run does not repeat its own beginning; also
            from every call.
    """

    def __init__(
        self,
        run_dir: Path,
        *,
        clock: Clock,
        redact: Redact,
        resumed: Tape | None = None,
        after: int = -1,
        limits: Mapping[str, Any] | None = None,
    ) -> None:
        self._blobs = run_dir / BLOBS
        self._clock = clock
        self._redact = redact
        self._seq = 0
        self._previous = ""
        self._is_broken = False
        self._latest: dict[str, int] = {}
        self._expected: deque[TraceEvent] = deque()
        try:
            self._blobs.mkdir(exist_ok=True)
            self._stream = (run_dir / FILE).open("ab", buffering=0)
        except OSError as error:
            raise RecordError(f"{run_dir / FILE}: cannot be written ({error.strerror})") from error
        if resumed is not None:
            self._go_on(resumed, after, limits or {})

    @property
    def is_repeating(self) -> bool:
        """Whether a resumed run has not yet come to what is new."""
        return bool(self._expected)

    def __call__(self, event: Event) -> None:
        """Write one event; phases of compiles and replies are progress, not record, and are left out."""
        if isinstance(event, CompilePhase | ReplyPhase):
            return
        kind, payload = kind_of(event), self._redact(canonical_json(payload_of(event)))
        if self._expected:
            self._compare(self._expected.popleft(), kind, json.loads(payload))
        else:
            self._write(kind, payload)

    def _append(self, data: bytes) -> None:
        """Write and sync; what a full disk takes of it stays, and nothing is put after it."""
        left = memoryview(data)
        while left:
            left = left[os.write(self._stream.fileno(), left) :]
        os.fsync(self._stream.fileno())

    def _write(self, kind: str, payload: str, *, start: bytes = b"") -> None:
        if self._is_broken:
            raise RecordError(f"{self._stream.name}: could not be written before; nothing is added to it")
        digest = sha256_of(payload)
        try:
            if len(payload) > MAX_INLINE_BYTES:
                write_blob(self._blobs, payload.encode())
                stored: Any = {"blob": digest}
            else:
                stored = json.loads(payload)
            entry = {
                "schema": SCHEMA,
                "seq": self._seq,
                "time": self._clock.timestamp(),
                "parent": self._parent(kind),
                "kind": kind,
                "payload": stored,
                "payload_sha256": digest,
                "previous": self._previous,
            }
            line = sealed_line(entry)
            self._append(start + line + b"\n")
        except OSError as error:
            self._is_broken = True
            raise RecordError(f"{self._stream.name}: cannot be written ({error.strerror})") from error
        self._previous = sha256_of(line)
        self._latest[kind] = self._seq
        self._seq += 1

    def _go_on(self, tape: Tape, after: int, limits: Mapping[str, Any]) -> None:
        """Take up the tape where it ends, and put down from which event on the run is carried on."""
        self._seq, self._previous = len(tape.written), tape.last_line_sha256
        self._expected = deque(event for event in tape.events if event.seq <= after)
        self._latest = {event.kind: event.seq for event in self._expected}
        begins_new_line = b"" if tape.ends_with_newline else b"\n"
        payload = canonical_json(payload_of(RunResumed(after, tape.torn, limits)))
        self._write("run_resumed", payload, start=begins_new_line)
        if self._expected and self._expected[0].kind == "run_started":
            self._expected.popleft()  # the session is built from it

    def _compare(self, recorded: TraceEvent, kind: str, payload: Mapping[str, Any]) -> None:
        if recorded.kind == kind and lasting_payload(recorded.payload) == lasting_payload(payload):
            return
        raise RecordError(
            f"{self._stream.name}: event {recorded.seq} ({recorded.kind}) does not come out the same again, got "
            f"{kind}; want the version of articraft that recorded it, or a fork of the run"
        )

    def close(self) -> None:
        """Close the file; the tape may be read at any time, closed or not."""
        self._stream.close()

    def _parent(self, kind: str) -> int | None:
        """The latest event of the nearest parent kind; a tool call that is over is nobody's parent."""
        for parent in _PARENTS.get(kind, ()):
            seq = self._latest.get(parent)
            is_over = parent == "tool_started" and self._latest.get("tool_finished", -1) > (seq or 0)
            if seq is not None and not (is_over and kind == "compile_finished"):
                return seq
        return None


def kind_of(event: Event) -> str:
    """Snake-case name of an event's class, e.g. ``tool_finished``."""
    name = type(event).__name__
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).removeprefix("_")


def payload_of(event: Event) -> dict[str, Any]:
    """JSON form of an event: what the tape holds and replays compare."""
    return {item.name: plain(getattr(event, item.name)) for item in fields(event)}


def write_blob(blobs: Path, data: bytes) -> str:
    """Keep `data` under its hash, which is given back; writing the same again does nothing.

    Raises:
        OSError: the folder cannot be written.
    """
    digest = sha256_of(data)
    if not (blobs / digest).exists():
        write_atomic(blobs / digest, data)
    return digest
