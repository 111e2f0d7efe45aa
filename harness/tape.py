"""Reads the tape of a run: every line checked, and the story it tells once resumptions are taken into account.

A newcomer's mistake: to take every line for part of the story. When a run was resumed, what came after the last
event that counted is void; it stays on the tape (`Tape.written`) and is left out of `Tape.events`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.digests import canonical_json, sha256_of
from harness.errors import RecordError

SCHEMA = 2
SCHEMAS = (1, 2)
"""Those that are read; lines of schema 1 are not chained to the line before."""
FILE = "trace.jsonl"
BLOBS = "blobs"
_VOLATILE = frozenset(
    {
        "seconds",
        "timings_ms",
        "isolation",
        "request_sha256",
        "cost_usd",
        "total_cost_usd",
        "images",
        "max_turns",
        "wire",
    }
)
"""Fields that a repetition need not bring about again: time, machine, prices, pictures, limits."""


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
class Problem:
    """Something wrong with one line of a tape."""

    line: int
    """Counted from 1."""
    kind: str
    """``damaged``, ``schema``, ``order``, ``chain``, ``payload`` or ``blob``."""
    message: str


@dataclass(frozen=True)
class Tape:
    """A whole trace as read from disk."""

    events: tuple[TraceEvent, ...]
    """The story: what counts."""
    is_torn: bool
    """Whether the last line was cut off and left out."""
    written: tuple[TraceEvent, ...] = ()
    """Everything, void events and resumptions too."""
    problems: tuple[Problem, ...] = ()
    torn: tuple[str, ...] = ()
    """SHA-256 of the half-written lines at the end."""
    last_line_sha256: str = ""
    ends_with_newline: bool = True

    def first(self, kind: str) -> TraceEvent | None:
        """The first event of a kind."""
        return next((event for event in self.events if event.kind == kind), None)

    def all(self, kind: str) -> tuple[TraceEvent, ...]:
        """Every event of a kind, in order."""
        return tuple(event for event in self.events if event.kind == kind)


def read_trace(run_dir: Path) -> Tape:
    """The tape of a run, every payload checked against its hash.

    Raises:
        RecordError: there is none, a line other than a torn last one is damaged, the order has a gap, a payload
            does not match its hash, a line does not follow the one before, or a newer version wrote it.
    """
    tape = scan_trace(run_dir)
    if tape.problems:
        first = tape.problems[0]
        raise RecordError(f"{run_dir / FILE}:{first.line}: {first.message}")
    return tape


def scan_trace(run_dir: Path) -> Tape:
    """The tape of a run with everything that is wrong with it in `Tape.problems`; unreadable lines are left out.

    Raises:
        RecordError: there is none.
    """
    path = run_dir / FILE
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecordError(f"{path}: cannot be read ({error.strerror}); want the trace of a run") from error
    return _Scan(run_dir / BLOBS).tape(data)


def lasting_payload(payload: Any) -> Any:
    """A payload without what a repetition need not bring about again: durations, machine, prices, pictures, limits."""
    if isinstance(payload, Mapping):
        return {name: lasting_payload(value) for name, value in payload.items() if name not in _VOLATILE}
    return [lasting_payload(value) for value in payload] if isinstance(payload, list) else payload


def story_of(written: tuple[TraceEvent, ...]) -> tuple[TraceEvent, ...]:
    """The events that count: a resumption voids those after the one it carries on from."""
    story: list[TraceEvent] = []
    for event in written:
        if event.kind == "run_resumed":
            after = event.payload.get("after", -1)
            story = [kept for kept in story if kept.seq <= after]
        else:
            story.append(event)
    return tuple(story)


class _Scan:
    """One pass over the lines of a tape."""

    def __init__(self, blobs: Path) -> None:
        self._blobs = blobs
        self._written: list[TraceEvent] = []
        self._problems: list[Problem] = []
        self._unread: list[tuple[Problem, str]] = []
        """Lines that are no events, with their hashes, until a resumption explains them."""
        self._previous = ""

    def tape(self, data: bytes) -> Tape:
        """All that the bytes of the file say."""
        *lines, rest = data.split(b"\n")
        ends_with_newline = not rest
        if rest and _is_event(rest):  # cut off just before its newline: nothing is lost
            lines.append(rest)
            rest = b""
        for number, line in enumerate(lines, start=1):
            self._take(number, line)
            self._previous = sha256_of(line)
        torn = tuple(digest for _, digest in self._unread) + ((sha256_of(rest),) if rest else ())
        written = tuple(self._written)
        return Tape(
            story_of(written),
            is_torn=bool(torn),
            written=written,
            problems=tuple(self._problems),
            torn=torn,
            last_line_sha256=sha256_of(rest) if rest else self._previous,
            ends_with_newline=ends_with_newline,
        )

    def _take(self, number: int, line: bytes) -> None:
        try:
            entry = json.loads(line)
            event = TraceEvent(int(entry["seq"]), str(entry["time"]), entry["parent"], str(entry["kind"]), {})
            schema, payload, digest = entry["schema"], entry["payload"], str(entry["payload_sha256"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            message = f"damaged ({type(error).__name__}: {error}); want one JSON event a line"
            self._unread.append((Problem(number, "damaged", message), sha256_of(line)))
            return
        if schema not in SCHEMAS:
            self._add(number, "schema", f"schema {schema!r}; this version reads {SCHEMAS[-1]} and older")
            return
        want = self._written[-1].seq + 1 if self._written else 0
        if event.seq != want:
            self._add(number, "order", f"sequence number {event.seq!r}; want {want}")
        if schema > 1 and entry.get("previous") != self._previous:
            self._add(
                number, "chain", "does not follow the line before; a line was changed, removed or moved"
            )
        if schema > 1 and not _is_sealed(entry, line):
            self._add(number, "chain", "does not match its hash; the line was changed")
        text = self._text_of(number, payload, digest)
        if text is not None:
            event = TraceEvent(event.seq, event.time, event.parent, event.kind, json.loads(text))
        self._explain_unread(event)
        self._written.append(event)

    def _text_of(self, number: int, payload: Any, digest: str) -> str | None:
        """Canonical JSON of a payload; None when it cannot be had."""
        if isinstance(payload, dict) and set(payload) == {"blob"}:
            try:
                text = (self._blobs / str(payload["blob"])).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                self._add(number, "blob", f"blob {payload['blob']} is missing or unreadable")
                return None
            if sha256_of(text) != payload["blob"] or payload["blob"] != digest:
                self._add(number, "blob", f"blob {payload['blob']} does not match its hash; it was replaced")
                return None
            return text
        try:
            text = canonical_json(payload)
        except ValueError:  # NaN or infinity, which we never write
            text = ""
        if sha256_of(text) != digest or not isinstance(payload, dict):
            self._add(
                number, "payload", f"the payload does not match its hash {digest}; the record was changed"
            )
        return text if isinstance(payload, dict) and text else None

    def _explain_unread(self, event: TraceEvent) -> None:
        """A resumption names the torn lines before it; any others are damage."""
        if not self._unread:
            return
        named = event.payload.get("torn") if event.kind == "run_resumed" else None
        if named != [digest for _, digest in self._unread]:
            self._problems += [problem for problem, _ in self._unread]
            self._problems.sort(key=lambda problem: problem.line)
        self._unread.clear()

    def _add(self, number: int, kind: str, message: str) -> None:
        self._problems.append(Problem(number, kind, message))


def sealed_line(entry: Mapping[str, Any]) -> bytes:
    """One line of a tape, without its newline: the entry with the hash of all that it says."""
    return json.dumps({**entry, "sha256": sha256_of(canonical_json(entry))}, ensure_ascii=True).encode()


def _is_sealed(entry: Mapping[str, Any], line: bytes) -> bool:
    """Whether a line is, byte for byte, as `sealed_line` wrote it."""
    content = {name: value for name, value in entry.items() if name != "sha256"}
    try:
        return sealed_line(content) == line
    except ValueError:
        return False


def _is_event(line: bytes) -> bool:
    """Whether the bytes are one whole event."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(entry, dict) and "payload_sha256" in entry


def raw_lines(run_dir: Path) -> Iterator[dict[str, Any]]:
    """The lines of a trace as they stand, without bringing back blobs; torn ones are left out.

    Raises:
        RecordError: there is no trace.
    """
    path = run_dir / FILE
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecordError(f"{path}: cannot be read ({error.strerror}); want the trace of a run") from error
    for line in data.split(b"\n"):
        if _is_event(line):
            yield json.loads(line)
