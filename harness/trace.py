"""The tape of a run: `trace.jsonl`, one event a line, only ever appended to.

A newcomer's mistake: to hold a line for written before it is synced. Each event is on the disk when
`TraceWriter` returns, so a killed run loses at most the line being written, and `read_trace` forgives exactly
that one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, Any

from harness.clock import Clock
from harness.digests import canonical_json, plain, sha256_of
from harness.errors import RecordError
from harness.events import CompilePhase, Event
from harness.files import write_atomic
from harness.redaction import Redact

SCHEMA = 1
FILE = "trace.jsonl"
BLOBS = "blobs"
MAX_INLINE_BYTES = 4096
"""Larger payloads go to the blob folder, so that a line can be read by eye."""

_PARENTS: Mapping[str, tuple[str, ...]] = {
    "turn_started": ("run_started",),
    "model_replied": ("turn_started",),
    "tool_started": ("model_replied",),
    "tool_finished": ("tool_started",),
    "compile_finished": ("tool_started", "model_replied", "run_started"),
    "guidance_injected": ("model_replied",),
    "limit_reached": ("run_started",),
    "run_finished": ("run_started",),
}


@dataclass(frozen=True)
class TraceEvent:
    """One line of a tape, its payload brought back from the blob folder."""

    seq: int
    time: str
    parent: int | None
    """Sequence number of the event this one belongs to."""
    kind: str
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Tape:
    """A whole trace as read from disk."""

    events: tuple[TraceEvent, ...]
    is_torn: bool
    """Whether the last line was cut off and left out."""

    def first(self, kind: str) -> TraceEvent | None:
        """The first event of a kind."""
        return next((event for event in self.events if event.kind == kind), None)

    def all(self, kind: str) -> tuple[TraceEvent, ...]:
        """Every event of a kind, in order."""
        return tuple(event for event in self.events if event.kind == kind)


class TraceWriter:
    """A sink that puts events on the tape of one run folder.

    Raises:
        RecordError: the folder cannot be written; also from every call.
    """

    def __init__(self, run_dir: Path, *, clock: Clock, redact: Redact) -> None:
        self._blobs = run_dir / BLOBS
        self._clock = clock
        self._redact = redact
        self._seq = 0
        self._latest: dict[str, int] = {}
        try:
            self._blobs.mkdir(exist_ok=True)
            self._stream: IO[bytes] = (run_dir / FILE).open("ab")
        except OSError as error:
            raise RecordError(f"{run_dir / FILE}: cannot be written ({error.strerror})") from error

    def __call__(self, event: Event) -> None:
        """Write one event; compile phases are progress, not record, and are left out."""
        if isinstance(event, CompilePhase):
            return
        kind = kind_of(event)
        payload = self._redact(canonical_json(payload_of(event)))
        digest = sha256_of(payload)
        try:
            if len(payload) > MAX_INLINE_BYTES:
                write_blob(self._blobs, payload.encode())
                stored: Any = {"blob": digest}
            else:
                stored = json.loads(payload)
            line = {
                "schema": SCHEMA,
                "seq": self._seq,
                "time": self._clock.timestamp(),
                "parent": self._parent(kind),
                "kind": kind,
                "payload": stored,
                "payload_sha256": digest,
            }
            self._stream.write(json.dumps(line, ensure_ascii=True).encode() + b"\n")
            self._stream.flush()
            os.fsync(self._stream.fileno())
        except OSError as error:
            raise RecordError(f"{self._stream.name}: cannot be written ({error.strerror})") from error
        self._latest[kind] = self._seq
        self._seq += 1

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


def read_trace(run_dir: Path) -> Tape:
    """The tape of a run, every payload checked against its hash.

    Raises:
        RecordError: there is none, a line other than a torn last one is damaged, the order has a gap, a
        payload does
            not match its hash, or a newer version wrote it.
    """
    path = run_dir / FILE
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecordError(f"{path}: cannot be read ({error.strerror}); want the trace of a run") from error
    *lines, rest = data.split(b"\n")
    events = []
    for number, line in enumerate(lines, start=1):
        events.append(_read_line(line, where=f"{path}:{number}", seq=number - 1, blobs=run_dir / BLOBS))
    return Tape(tuple(events), is_torn=bool(rest))


def _read_line(line: bytes, *, where: str, seq: int, blobs: Path) -> TraceEvent:
    try:
        entry = json.loads(line)
        schema, payload, digest = entry["schema"], entry["payload"], entry["payload_sha256"]
        event_seq, time, parent, kind = entry["seq"], entry["time"], entry["parent"], entry["kind"]
    except (ValueError, KeyError, TypeError) as error:
        raise RecordError(
            f"{where}: damaged ({type(error).__name__}: {error}); want one JSON event a line"
        ) from None
    if schema != SCHEMA:
        raise RecordError(f"{where}: schema {schema!r}; this version reads {SCHEMA}")
    if event_seq != seq:
        raise RecordError(f"{where}: sequence number {event_seq!r}; want {seq}")
    if isinstance(payload, dict) and set(payload) == {"blob"}:
        text = _read_blob(blobs / str(digest), where=where)
    else:
        text = canonical_json(payload)
    if sha256_of(text) != digest:
        raise RecordError(f"{where}: the payload does not match its hash {digest}; the record was changed")
    return TraceEvent(seq, time, parent, kind, json.loads(text))


def _read_blob(path: Path, *, where: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise RecordError(f"{where}: blob {path.name} is missing or unreadable") from None
