"""Child runs: a recorded run carried on differently, changed by an instruction, or made anew.

A newcomer's mistake: to change the parent. A child is a run with a folder of its own that names its parent by hashes;
what it takes over from the parent's tape it repeats on its own tape.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template
from typing import Any

from harness.clock import SYSTEM_CLOCK, Clock
from harness.config import RunSettings
from harness.digests import sha256_of
from harness.errors import RecordError, UsageError
from harness.events import Sink
from harness.images import load_image
from harness.messages import UserMessage, message_from_dict
from harness.origin import Origin
from harness.outcome import RunOutcome
from harness.providers import PROVIDERS
from harness.providers.base import Provider
from harness.providers.choice import choose_provider
from harness.providers.continuing import ContinuingProvider
from harness.records import folder as places
from harness.records.folder import is_locked, read_manifest
from harness.repetition import Repetition
from harness.resources import resource_dir
from harness.run import generate, provider_for, sendable_images
from harness.services import Services, real_services
from harness.tape import FILE, Tape, TraceEvent, read_trace
from harness.taped_services import taped_services

_KEPT_SETTINGS = ("effort", "profile", "compile_timeout_s", "seed", "pictures", "remind_to_compile")


@dataclass(frozen=True)
class Surroundings:
    """What a child run is carried out with; the same arguments as `harness.run.generate` has."""

    sinks: Sequence[Sink] = ()
    provider: Provider | None = None
    services: Services | None = None
    environ: Mapping[str, str] | None = None
    clock: Clock = SYSTEM_CLOCK

    def arguments(self) -> dict[str, Any]:
        """For `generate`."""
        return dict(vars(self))


async def fork(
    run_dir: Path,
    *,
    at: int,
    settings: RunSettings,
    prompt: str | None = None,
    surroundings: Surroundings | None = None,
) -> RunOutcome:
    """What became of a run that repeats `run_dir` up to event `at` and then goes on by itself.

    Args:
        run_dir: the parent.
        at: sequence number of the last event taken over.
        settings: of the child; its provider is the one that goes on.
        prompt: other words for the task; the parent's by default.
        surroundings: listeners, provider, services, environment, clock.

    Raises:
        UsageError: there is no such event, or the provider cannot be had.
        RecordError: the parent's record is damaged or still being written.
    """
    given = surroundings or Surroundings()
    environ = os.environ if given.environ is None else given.environ
    tape = _tape_of(run_dir)
    start, kept = started(tape), tuple(event for event in tape.events if event.seq <= at)
    if at < start.seq or not any(event.seq == at for event in tape.events):
        raise UsageError(f"event {at}: no such event in {run_dir}; want {start.seq} to {tape.events[-1].seq}")
    settings = with_picture_of(run_dir, settings)
    image = load_image(settings.image) if settings.image else None
    live, _ = provider_for(given.provider, settings, environ, sendable_images(image), given.clock)
    services = given.services or real_services()
    origin = Origin(
        lineage=lineage_of(run_dir, how="fork", after=at),
        scaffold=start.payload["scaffold"],
        system=start.payload["system"],
        opening=opening_of(start) if prompt is None else None,
        repetition=Repetition.of(kept, blobs=run_dir / places.BLOBS),
    )
    child = replace(
        given,
        provider=ContinuingProvider(kept, live, is_paid=False),
        services=taped_services(
            Tape(kept, is_torn=False), render_signals=services.render_signals, otherwise=services
        ),
    )
    words = start.payload["prompt"] if prompt is None else prompt
    return await generate(words, settings, origin=origin, **child.arguments())


async def edit(
    run_dir: Path, instruction: str, *, settings: RunSettings, surroundings: Surroundings | None = None
) -> RunOutcome:
    """What became of the program of `run_dir` and a wish for a change.

    Raises:
        UsageError: no instruction, or the provider cannot be had.
        RecordError: the parent's record cannot be read.
    """
    if not instruction.strip():
        raise UsageError("instruction: got nothing; want a sentence that says what to change")
    program = _text(run_dir / places.PROGRAM)
    words = _text(run_dir / places.PROMPT).strip()
    if _is_library(settings, surroundings or Surroundings()):  # it fits an example to one sentence
        prompt = f"{words}, {instruction}"
    else:
        template = Template((resource_dir("prompts") / "edit.md").read_text(encoding="utf-8"))
        prompt = template.substitute(prompt=words, instruction=instruction)
    lineage = lineage_of(run_dir, how="edit", instruction=instruction)
    return await generate(
        prompt.strip(),
        with_picture_of(run_dir, settings),
        origin=Origin(lineage=lineage, scaffold=program),
        **(surroundings or Surroundings()).arguments(),
    )


async def rerun(
    run_dir: Path, *, settings: RunSettings, surroundings: Surroundings | None = None
) -> RunOutcome:
    """What becomes of the prompt of `run_dir` when it is asked anew.

    Raises:
        UsageError: the provider cannot be had.
        RecordError: the parent's record cannot be read.
    """
    parent = read_manifest(run_dir).get("lineage") or {}
    program = started(_tape_of(run_dir)).payload["scaffold"] if parent.get("how") == "edit" else None
    return await generate(
        _text(run_dir / places.PROMPT),
        with_picture_of(run_dir, settings),
        origin=Origin(lineage=lineage_of(run_dir, how="rerun"), scaffold=program),
        **(surroundings or Surroundings()).arguments(),
    )


def _is_library(settings: RunSettings, given: Surroundings) -> bool:
    environ = os.environ if given.environ is None else given.environ
    name = choose_provider(settings, environ).name if given.provider is None else given.provider.name
    return name == "library"


def inherited_settings(run_dir: Path) -> dict[str, Any]:
    """What a child takes over from its parent's settings unless told otherwise: provider, effort, profile, ..."""
    manifest = read_manifest(run_dir)
    recorded = manifest["settings"]
    kept = {name: recorded[name] for name in _KEPT_SETTINGS if recorded.get(name) is not None}
    if manifest["provider"] not in PROVIDERS:  # of an imported record
        return kept
    return {**kept, "provider": manifest["provider"], "model": manifest["model_id"] or None}


def lineage_of(run_dir: Path, *, how: str, **more: Any) -> dict[str, Any]:
    """What a child says of its parent: its id, and hashes of its program and of its tape.

    Raises:
        RecordError: the parent is still at work, or lacks its program.
    """
    if is_locked(run_dir):
        raise RecordError(f"{run_dir}: the run is still going on; want one that has ended")
    trace = run_dir / FILE
    return {
        "how": how,
        "parent": run_dir.resolve().name,
        "parent_model_py": sha256_of(_text(run_dir / places.PROGRAM)),
        "parent_trace": sha256_of(trace.read_bytes()) if trace.is_file() else None,
        **more,
    }


def with_picture_of(run_dir: Path, settings: RunSettings) -> RunSettings:
    """The settings with the parent's reference picture, if it has one and no other is given."""
    if settings.image is not None or read_manifest(run_dir).get("image") is None:
        return settings
    return replace(settings, image=next(iter(sorted((run_dir / places.INPUTS).glob("*"))), None))


def started(tape: Tape) -> TraceEvent:
    """The first event of a tape.

    Raises:
        RecordError: it is not ``run_started``.
    """
    start = tape.first("run_started")
    if start is None:
        raise RecordError("the trace does not begin with run_started")
    return start


def opening_of(start: TraceEvent) -> tuple[UserMessage, ...]:
    """The messages before the first reply.

    Raises:
        RecordError: one of them is not the user's.
    """
    messages = [message_from_dict(message) for message in start.payload["opening"]]
    opening = tuple(message for message in messages if isinstance(message, UserMessage))
    if len(opening) < len(messages):
        raise RecordError("the trace opens with a message that is not the user's")
    return opening


def _tape_of(run_dir: Path) -> Tape:
    if is_locked(run_dir):
        raise RecordError(f"{run_dir}: the run is still going on; want one that has ended")
    return read_trace(run_dir)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{path}: cannot be read ({error})") from error
