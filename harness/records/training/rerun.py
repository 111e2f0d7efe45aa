"""A shortened run carried out again by the true loop, so that every result and remark in it is true.

A newcomer's mistake: to answer from the whole tape. Services answer in recorded order, so only the events of kept
calls may be on it.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from harness.clock import SYSTEM_CLOCK
from harness.config import RunSettings
from harness.digests import canonical_json
from harness.errors import RecordError
from harness.events import Event, EventBus
from harness.eyes import Eyes
from harness.limits import Limits
from harness.pricing import FREE
from harness.providers.scripted import ScriptedProvider
from harness.records.training.path import Shortcut, shortcut
from harness.records.training.story import Story, compiles_of, turns_of
from harness.repetition import Repetition
from harness.resources import resource_dir
from harness.services import Services
from harness.session import open_session
from harness.tape import Tape, TraceEvent
from harness.taped_services import taped_services
from harness.trace import kind_of, payload_of
from harness.workspace import PROGRAM

_PLENTY = 1_000_000


class UntrueError(RecordError):
    """A shortened run does not come to the recorded program."""


def cleaned(story: Story, tape: Tape, *, services: Services, taped: bool) -> tuple[Story, Shortcut]:
    """The story of the run's shortest way to its program, carried out again, and what was left out.

    Args:
        story: what the tape tells.
        tape: the same run's tape.
        services: compiler and library.
        taped: answer compiles, probes and searches from the tape, in milliseconds; edits and pages are real.

    Raises:
        UntrueError: the program comes out differently, a kept call fails now, or the program does not compile
            clean although it did.
        RecordError: the tape lacks an answer.
    """
    way = shortcut(story)
    if taped:
        services = taped_services(_tape_of(tape, way), render_signals=services.render_signals)
    with tempfile.TemporaryDirectory(prefix="articraft-export-") as folder:
        told = asyncio.run(_carried_out(story, tape, way, services, Path(folder)))
    if len([done for turn in told.turns for done in turn.done]) < len(way.kept):
        raise UntrueError("the shortened run ends before its last call")
    for turn in told.turns:
        for done in turn.done:
            if not done.ok:
                raise UntrueError(f"{done.call.name} fails in the shortened run: {done.answer.content[:200]}")
    return told, way


async def _carried_out(story: Story, tape: Tape, way: Shortcut, services: Services, folder: Path) -> Story:
    recorded: list[tuple[str, Mapping[str, Any]]] = []

    def record(event: Event) -> None:
        recorded.append((kind_of(event), json.loads(canonical_json(payload_of(event)))))

    program_path = folder / PROGRAM
    program_path.write_text(story.scaffold, encoding="utf-8", newline="")
    session = open_session(
        program_path=program_path,
        workdir=folder / "work",
        docs_dir=resource_dir("docs/sdk"),
        provider=ScriptedProvider(way.replies, model_id=story.model_id),
        price=FREE,
        services=services,
        settings=RunSettings(
            profile=story.settings["profile"],
            compile_timeout_s=story.settings["compile_timeout_s"],
            remind_to_compile=story.settings["remind_to_compile"],
        ),
        limits=Limits(max_turns=_PLENTY),
        system=story.system,
        opening=story.opening,
        prompt=story.prompt,
        # A picture shows a program, and the kept programs are the recorded ones.
        eyes=Eyes({}, keep=len, recorded=Repetition.of(tape.events).pictures, draws=False),
        bus=EventBus([record]),
        clock=SYSTEM_CLOCK,
    )
    await session.loop.run()
    found = session.workspace.code_sha256
    if found != story.final_sha256:
        raise UntrueError(f"the shortened run comes to program {found[:12]}; want {story.final_sha256[:12]}")
    last = story.compile_of(story.final_sha256)
    was_clean = last is not None and last.result["status"] == "success"
    if was_clean and not (await session.workbench.compile()).is_clean:
        raise UntrueError("the program does not compile clean again")
    return replace(story, turns=turns_of(recorded, story.scaffold), compiles=compiles_of(recorded))


def _tape_of(tape: Tape, way: Shortcut) -> Tape:
    """The tape without the questions that are no longer asked."""
    left = [(done.call, done.answer) for done in way.kept]
    events: list[TraceEvent] = []
    pending: TraceEvent | None = None
    for event in tape.events:
        if event.kind == "tool_started":
            pending = event
        elif event.kind == "tool_finished" and pending is not None:
            if left and _is_answer(pending, event, left[0]):
                events += [pending, event]
                left.pop(0)
        else:
            events.append(event)
    return Tape(tuple(events), is_torn=False)


def _is_answer(started: TraceEvent, finished: TraceEvent, wanted: tuple[Any, Any]) -> bool:
    call, answer = wanted
    said = started.payload["call"]
    same_call = (said["name"], said["arguments"]) == (call.name, call.arguments)
    return same_call and finished.payload["message"]["content"] == answer.content
