"""Carries on a run that broke off, from its last complete event: `resume`.

A newcomer's mistake: to restore state. There is none to restore: the run is done again from its beginning, with
the replies and the compiles of the tape, in milliseconds, and goes live where the tape ends. What is repeated is
compared with the tape and not written twice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from harness.clock import SYSTEM_CLOCK, Clock
from harness.config import RunSettings, secrets_in
from harness.errors import RecordError, UsageError
from harness.events import EventBus, Sink
from harness.fork import opening_of
from harness.images import load_image
from harness.outcome import CANCELLED, LIMITS, RunOutcome
from harness.pricing import Price
from harness.providers.base import Provider, traits_of
from harness.providers.continuing import ContinuingProvider
from harness.records import folder as places
from harness.records.folder import RunFolder, read_manifest
from harness.redaction import redactor
from harness.repetition import Repetition
from harness.resources import resource_dir
from harness.run import Recording, eyes_for, provider_for, sendable_images, summarizer_for
from harness.services import Services, real_services
from harness.session import Session, open_session
from harness.tape import FILE, Tape, TraceEvent, read_trace
from harness.taped_services import taped_services
from harness.trace import TraceWriter

_CANCELLED = json.dumps({"error": CANCELLED})
_LIMITS = ("max_turns", "max_cost_usd", "max_wall_s", "max_tokens")
_EMPTY = Tape((), is_torn=False)


@dataclass(frozen=True)
class Resumption:
    """What a run folder offers to carry on."""

    run_dir: Path
    manifest: Mapping[str, Any]
    tape: Tape
    after: int
    """Sequence number of the last event that counts; -1 begins anew."""

    @property
    def kept(self) -> tuple[TraceEvent, ...]:
        """The events that count."""
        return tuple(event for event in self.tape.events if event.seq <= self.after)


async def resume(
    run_dir: Path,
    *,
    limits: Mapping[str, float] | None = None,
    sinks: Sequence[Sink] = (),
    provider: Provider | None = None,
    services: Services | None = None,
    environ: Mapping[str, str] | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> RunOutcome:
    """What became of the run in `run_dir`, carried on in its own folder.

    Args:
        run_dir: a run that was killed, interrupted, given up by its provider, or ended by a limit that is now
            higher.
        limits: new values by name: ``max_turns``, ``max_cost_usd``, ``max_wall_s``, ``max_tokens``; what was
            spent before counts.
        sinks: listeners for the run's events, the repeated ones too.
        provider: a provider to use instead of the one the run had; closed at the end.
        services: compiler and library to use instead of the real ones.
        environ: variables that keys and addresses come from; the process's by default.
        clock: what time it is.

    Raises:
        UsageError: the run has ended, or its provider cannot be had.
        RecordError: the record is damaged, in use, or does not come out the same again.
    """
    environ = os.environ if environ is None else environ
    redact = redactor(secrets_in(environ))
    folder = RunFolder.reopen(run_dir, redact=redact)
    try:
        found = find_resumption(run_dir, limits=limits or {})
        settings = _settings(found, limits or {})
        image = load_image(settings.image) if settings.image else None
        images = sendable_images(image)
        live, _ = provider_for(provider, settings, environ, images, clock)
        summarizer = summarizer_for(settings, environ, clock)
        rates = found.manifest.get("price")
        try:
            continuing = ContinuingProvider(found.kept, live)
            spent = {name: getattr(settings, name) for name in _LIMITS}
            trace = TraceWriter(
                run_dir, clock=clock, redact=redact, resumed=found.tape, after=found.after, limits=spent
            )
            try:
                run = Recording(
                    (run_dir / places.PROMPT).read_text(encoding="utf-8"),
                    settings,
                    folder,
                    continuing,
                    Price.from_dict(rates) if rates else None,
                    await traits_of(live),
                    image,
                    system="",
                    bus=EventBus([trace, *sinks]),
                    clock=clock,
                    images=images,
                    summarizer=summarizer,
                )
                session = _session(run, found, services or real_services())
                return await run.carry_out(session)
            finally:
                trace.close()
        finally:
            await live.close()
            if summarizer is not None:
                await summarizer.provider.close()
    finally:
        folder.release()


def find_resumption(run_dir: Path, *, limits: Mapping[str, float] | None = None) -> Resumption:
    """From which event on the run can be carried on.

    Raises:
        UsageError: it has ended for good.
        RecordError: the record is damaged, or too little of it was written.
    """
    manifest = read_manifest(run_dir)
    tape = read_trace(run_dir) if (run_dir / FILE).is_file() else _EMPTY
    broke_off = manifest["status"] == "running" or manifest["reason"] == "crash"
    if tape.first("run_started") is None and not broke_off:
        raise UsageError(
            f"{run_dir}: has no trace to carry on from; want `articraft edit` or `articraft rerun`"
        )
    if tape.first("run_started") is None:
        if manifest.get("lineage") is not None:
            raise RecordError(f"{run_dir}: broke off before its first event; want it started again")
        return Resumption(run_dir, manifest, tape, -1)
    cut = _first_void(tape, higher=frozenset(limits or {}))
    counting = [event.seq for event in tape.events if cut is None or event.seq < cut]
    return Resumption(run_dir, manifest, tape, counting[-1])


def _first_void(tape: Tape, *, higher: frozenset[str]) -> int | None:
    """Sequence number of the first event that does not count any more; None when all do."""
    end, limit = tape.first("run_finished"), tape.first("limit_reached")
    if end is None:
        return limit.seq if limit is not None else None  # it falls again, if it still holds
    status, reason = end.payload["status"], end.payload["reason"]
    if status == "cancelled" or reason == "crash":
        given_up = (
            event.seq
            for event in tape.all("tool_finished")
            if event.payload["message"]["content"] == _CANCELLED
        )
        return next(given_up, end.seq)
    if status == "provider_error":
        return _after_the_last_turn(tape)
    if limit is not None and reason in LIMITS and f"max_{reason}" in higher:
        return limit.seq
    if limit is not None and reason in LIMITS:
        raise UsageError(f"the run was ended by its limit {reason}; want a higher --max-{_option(reason)}")
    raise UsageError(f"the run has ended ({status}, {reason}); want `articraft edit` or `articraft rerun`")


def _after_the_last_turn(tape: Tape) -> int:
    """Where the final compile began, or the run's end."""
    last_turn = tape.all("turn_started")[-1].seq
    return next(
        event.seq
        for event in tape.events
        if event.seq > last_turn and event.kind in ("compile_finished", "run_finished")
    )


def _option(limit: str) -> str:
    return limit.replace("_", "-")


def _settings(found: Resumption, limits: Mapping[str, float]) -> RunSettings:
    """The run's own settings, with its latest limits."""
    run_dir, manifest = found.run_dir, found.manifest
    settings = RunSettings(
        **manifest["settings"],
        provider=manifest["provider"],
        model=manifest["model_id"] or None,
        image=next(iter(sorted((run_dir / places.INPUTS).glob("*"))), None),
        runs_dir=run_dir.parent,
        run_id=run_dir.name,
    )
    earlier = [event.payload["limits"] for event in found.tape.written if event.kind == "run_resumed"]
    return replace(settings, **{**(earlier[-1] if earlier else {}), **limits})


def _session(run: Recording, found: Resumption, services: Services) -> Session:
    """The session as it was when the run began."""
    if not found.kept:
        return run.open(services)
    start, folder = found.kept[0].payload, run.folder
    run.prompt = start["prompt"]
    run.manifest = dict(found.manifest)
    folder.write(places.PROGRAM, start["scaffold"])
    folder.write_manifest({**run.manifest, "status": "running"})
    repetition = Repetition.of(found.kept, blobs=folder.path / places.BLOBS)
    session = open_session(
        program_path=folder.path / places.PROGRAM,
        workdir=folder.path / places.WORK,
        docs_dir=resource_dir("docs/sdk"),
        provider=run.provider,
        price=run.price,
        services=taped_services(
            Tape(found.kept, is_torn=False), render_signals=services.render_signals, otherwise=services
        ),
        settings=run.settings,
        limits=run.settings.limits,
        system=start["system"],
        opening=opening_of(found.kept[0]),
        prompt=start["prompt"],
        summarizer=run.summarizer,
        traits=run.traits,
        eyes=eyes_for(run.settings, run.traits, run.images, folder, repetition),
        repetition=repetition,
        bus=run.bus,
        clock=run.clock,
    )
    session.budget.carry_over(_seconds(found.kept))
    return session


def _seconds(events: Sequence[TraceEvent]) -> float:
    return sum(event.payload.get("seconds", 0.0) for event in events if event.kind != "compile_finished")
