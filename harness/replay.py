"""Does a recorded run come out the same again? Replies are read from the tape, the rest runs anew.

A newcomer's mistake: to compare durations. A replay compares what the model was told, what the checks found
and the program that is left; nothing of that may depend on the clock, the machine or the folder.
"""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.clock import SYSTEM_CLOCK
from harness.config import RunSettings
from harness.digests import canonical_json, plain
from harness.errors import RecordError, UsageError
from harness.events import Event, EventBus, RunFinished
from harness.eyes import Eyes
from harness.fork import opening_of
from harness.limits import Limits
from harness.outcome import CANCELLED, Ending
from harness.pricing import FREE
from harness.prompts import system_prompt
from harness.providers.replay import TapeProvider
from harness.records.folder import is_locked
from harness.repetition import Repetition
from harness.resources import resource_dir
from harness.services import Services, uncached_services
from harness.session import open_session
from harness.taped_services import OffTapeError, taped_services
from harness.tools import TOOLS
from harness.trace import Tape, TraceEvent, kind_of, payload_of, read_trace
from harness.versions import versions

_UNLIMITED_TURNS = 1_000_000
_SHOWN_CHARACTERS = 240
_CONTEXT_CHARACTERS = 60
_VOLATILE = ("timings_ms", "isolation")
"""Fields of a compile result that may differ between machines."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_CANCELLED = json.dumps({"error": CANCELLED})


@dataclass(frozen=True)
class Divergence:
    """The first place where the replay differs."""

    position: int
    """How many events compared equal before it."""
    what: str
    """Kind of event, with the tool or rule it belongs to."""
    kind: str
    """``prompt``, ``schema``, ``numbers`` (only numbers differ) or ``structure``."""
    expected: str
    """The recorded text around the first differing character."""
    found: str


@dataclass(frozen=True)
class ReplayReport:
    """What a replay found."""

    run_id: str
    is_identical: bool
    is_complete: bool
    """False when the record breaks off, so that only its beginning could be compared."""
    compared: int
    """Events compared: tool results, guidance, compile results and the ending."""
    divergence: Divergence | None
    recorded_status: str
    replayed_status: str
    changed: tuple[str, ...]
    """Versions and prompts that differ from the recorded ones: where to look when the replay diverges."""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        data = {**vars(self), "changed": list(self.changed)}
        data["divergence"] = self.divergence and vars(self.divergence)
        return data


@dataclass(frozen=True)
class _Compared:
    what: str
    text: str


def replay(
    run_dir: Path,
    *,
    tools: bool = False,
    recompile: bool = False,
    strict: bool = False,
    until: int | None = None,
    services: Services | None = None,
) -> ReplayReport:
    """What differs when the run in `run_dir` is done again in a temporary folder; the record is only read.

    Args:
        run_dir: a run folder.
        tools: answer compiles, probes and example searches from the tape as well; edits are done for real.
        recompile: with `tools`, do the last compile for real nevertheless.
        strict: every request must be the recorded one too, to the byte: prompts, tool schemas, pages.
        until: sequence number of the last event to compare; all by default.
        services: compiler and library to use instead of the real ones.

    Raises:
        UsageError: there is no event `until`.
        RecordError: there is no trace, it is damaged, or the run is still going on.
    """
    if is_locked(run_dir):
        raise RecordError(f"{run_dir}: the run is still going on; want one that has ended")
    tape = read_trace(run_dir)
    start = tape.first("run_started")
    if start is None:
        raise RecordError(f"{run_dir}: the trace does not begin with run_started")
    if until is not None:
        tape = _shortened(tape, until)
    real = services or uncached_services()
    chosen = _services(tape, real, recompile=recompile) if tools else real
    with tempfile.TemporaryDirectory(prefix="articraft-replay-") as folder:
        events = asyncio.run(_replayed_events(tape, start, Path(folder), chosen))
    return _report(tape, start, events, strict=strict)


def _services(tape: Tape, real: Services, *, recompile: bool) -> Services:
    return taped_services(tape, render_signals=real.render_signals, otherwise=real if recompile else None)


def _shortened(tape: Tape, until: int) -> Tape:
    """The tape up to an event."""
    if not any(event.seq == until for event in tape.events):
        raise UsageError(f"event {until}: no such event; want 0 to {tape.events[-1].seq}")
    return Tape(tuple(event for event in tape.events if event.seq <= until), is_torn=False)


async def _replayed_events(
    tape: Tape, start: TraceEvent, folder: Path, services: Services
) -> list[tuple[str, Mapping[str, Any]]]:
    """(kind, payload) of everything the replayed run does."""
    recorded: list[tuple[str, Mapping[str, Any]]] = []

    def record(event: Event) -> None:
        recorded.append((kind_of(event), json.loads(canonical_json(payload_of(event)))))

    bus = EventBus([record])
    repetition = Repetition.of(tape.events)
    program_path = folder / "model.py"
    program_path.write_text(start.payload["scaffold"], encoding="utf-8", newline="")
    session = open_session(
        program_path=program_path,
        workdir=folder / "work",
        docs_dir=resource_dir("docs/sdk"),
        provider=TapeProvider(tape, model_id=start.payload["model_id"]),
        price=FREE,
        services=services,
        settings=_settings(start.payload["settings"]),
        limits=Limits(max_turns=_UNLIMITED_TURNS),
        system=start.payload["system"],
        opening=opening_of(start),
        prompt=start.payload.get("prompt", ""),
        eyes=Eyes({}, keep=len, recorded=repetition.pictures, draws=False),
        repetition=repetition,
        bus=bus,
        clock=SYSTEM_CLOCK,
    )
    try:
        ending = await session.loop.run()
        if any(event.payload["cause"] == "final" for event in tape.all("compile_finished")):
            ending, _ = await session.finish(ending, pictures=False)
    except OffTapeError as error:
        ending = Ending("failed", "off_tape", str(error))
    bus.emit(_finished(ending, session.workspace.code_sha256))
    return recorded


def _settings(recorded: Mapping[str, Any]) -> RunSettings:
    return RunSettings(
        profile=recorded["profile"],
        compile_timeout_s=recorded["compile_timeout_s"],
        remind_to_compile=recorded["remind_to_compile"],
    )


def _finished(ending: Ending, code_sha256: str) -> RunFinished:
    return RunFinished(ending.status, ending.reason, ending.message, 0, code_sha256)


def _report(
    tape: Tape, start: TraceEvent, events: Sequence[tuple[str, Mapping[str, Any]]], *, strict: bool
) -> ReplayReport:
    end = tape.first("run_finished")
    status = end.payload["status"] if end else "unfinished"
    is_complete = end is not None and status != "cancelled"
    expected = _compared([(event.kind, event.payload) for event in tape.events], strict=strict)
    found = _compared(events, strict=strict)
    if strict:
        expected, found = _first_request(start.payload) + expected, _request_now(start.payload) + found
    if not is_complete:
        length = min(len(expected), len(found))
        expected, found = expected[:length], found[:length]
    divergence = _first_divergence(expected, found)
    return ReplayReport(
        run_id=start.payload["run_id"],
        is_identical=divergence is None,
        is_complete=is_complete,
        compared=divergence.position if divergence else len(expected),
        divergence=divergence,
        recorded_status=status,
        replayed_status=next(payload["status"] for kind, payload in events if kind == "run_finished"),
        changed=_changed(start.payload),
    )


def _first_request(start: Mapping[str, Any]) -> list[_Compared]:
    """What was said before the first reply."""
    return [
        _Compared("system prompt", start["system"]),
        _Compared("tool schemas", canonical_json(start["tools"])),
    ]


def _request_now(start: Mapping[str, Any]) -> list[_Compared]:
    """What would be said today; a fork keeps its parent's system prompt."""
    schemas = tuple(tool.schema for tool in TOOLS.values())
    is_fork = (start.get("lineage") or {}).get("how") == "fork"
    return [
        _Compared("system prompt", start["system"] if is_fork else system_prompt(schemas)),
        _Compared("tool schemas", canonical_json(plain(schemas))),
    ]


def _compared(events: Sequence[tuple[str, Mapping[str, Any]]], *, strict: bool = False) -> list[_Compared]:
    """What of the events must come out equal, as text."""
    compared = []
    for kind, payload in events:
        if kind == "tool_finished":
            message = payload["message"]
            if message["content"] == _CANCELLED:
                break
            compared.append(_Compared(f"result of {message['name']}", message["content"]))
            compared.append(_Compared(f"model.py after {message['name']}", payload["code_sha256"]))
        elif kind == "model_replied" and strict:
            compared.append(_Compared(f"request of turn {payload['turn']}", payload["request_sha256"]))
        elif kind == "guidance_injected":
            message = payload["message"]
            words = "\n".join(part.get("text", "") for part in message["parts"])
            compared.append(_Compared(f"guidance {message['tag']}", words))
        elif kind == "compile_finished":
            entry = _Compared(f"findings of compile ({payload['cause']})", lasting_result(payload["result"]))
            if payload["cause"] == "final" and compared and compared[-1].what == entry.what:
                compared.pop()  # the first attempt failed over the picture
            compared.append(entry)
        elif kind == "run_finished" and payload["status"] != "cancelled":
            kept = {name: payload[name] for name in ("status", "reason", "code_sha256")}
            compared.append(_Compared("ending", canonical_json(kept)))
    return compared


def lasting_result(result: Mapping[str, Any]) -> str:
    """A compile result without what may differ; pictures are not made in a replay."""
    kept = {name: value for name, value in result.items() if name not in _VOLATILE}
    kept["artifacts"] = {
        path: digest for path, digest in result["artifacts"].items() if not path.endswith(".png")
    }
    return canonical_json(kept)


def _first_divergence(expected: Sequence[_Compared], found: Sequence[_Compared]) -> Divergence | None:
    for position, (want, have) in enumerate(zip(expected, found, strict=False)):
        if want.what != have.what:
            return Divergence(position, want.what, "structure", want.what, have.what)
        if want.text != have.text:
            return Divergence(position, want.what, _kind(want, have), *_windows(want.text, have.text))
    if len(expected) == len(found):
        return None
    position = min(len(expected), len(found))
    names = [
        events[position].what if position < len(events) else "nothing more" for events in (expected, found)
    ]
    return Divergence(position, "number of events", "structure", *names)


def _kind(want: _Compared, have: _Compared) -> str:
    """What sort of difference two texts of the same event have."""
    if want.what.startswith(("system prompt", "guidance", "request")):
        return "prompt"
    if want.what == "tool schemas":
        return "schema"
    is_hash = want.what.startswith("model.py")
    same = _NUMBER.sub("0", want.text) == _NUMBER.sub("0", have.text)
    return "numbers" if same and not is_hash else "structure"


def _windows(want: str, have: str) -> tuple[str, str]:
    """Both texts from a little before their first difference."""
    differs = next(
        (i for i, (a, b) in enumerate(zip(want, have, strict=False)) if a != b), min(len(want), len(have))
    )
    start = max(0, differs - _CONTEXT_CHARACTERS)
    return want[start : start + _SHOWN_CHARACTERS], have[start : start + _SHOWN_CHARACTERS]


def _changed(start: Mapping[str, Any]) -> tuple[str, ...]:
    now = versions()
    changed = [name for name, value in start["versions"].items() if now.get(name) != value]
    if system_prompt(tool.schema for tool in TOOLS.values()) != start["system"]:
        changed.append("system prompt")
    return tuple(changed)
