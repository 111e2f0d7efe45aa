"""Runs jobs, at most so many at once; a compile as two processes, of which the second judges.

A newcomer's mistake: to take the word of the process that ran the program for how it went. What it answers is
an object and what the program's own tests say; the verdict comes from one that never ran it.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

from harness.compiler.jobs import Ending, Job, PhaseListener
from harness.compiler.sandbox import SEPARATE_JUDGE, required_layers
from harness.compiler.supervisor import TICK_S, Supervisor, refuse_cancelled
from harness.errors import UsageError

MAX_CHILDREN = max(2, os.cpu_count() or 1)
"""Jobs of this process that run at once; the others wait, and their clocks with them."""


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
    with _place(job, cancel) as placed:
        supervisor = Supervisor(placed, on_phase)
        try:
            supervisor.watch(cancel)
        finally:
            supervisor.end()
    return supervisor.ending()


def run_compile(
    job: Job,
    *,
    facts: str = "",
    on_phase: PhaseListener | None = None,
    cancel: threading.Event | None = None,
) -> Ending:
    """How the compile `job` ended, judged by a second process where `isolation` says so.

    The judge is started beside the program's process and waits, so that its start costs no time; it is given
    what was built when no process that ran the program can do anything more. Errors are those of `run_job`.

    Args:
        job: what to compile.
        facts: what judges before this one measured, as one of them told it.
        on_phase: told of each phase as it begins.
        cancel: set it to end the compile at once.
    """
    with _place(job, cancel) as placed, ExitStack() as ends:
        builder = Supervisor(placed, on_phase)
        judge: Supervisor | None = None
        try:
            if builder.is_forked and SEPARATE_JUDGE not in job.without:
                judge = Supervisor(replace(builder.job, kind="judge"), _without_beginning(on_phase))
                ends.callback(judge.end)
            builder.watch(cancel)
        finally:
            builder.end()
        first = builder.ending()
        if judge is None or first.cause != "answered":
            return first
        built = _built(first.answer)
        if built is None:
            return first if _is_failure(first.answer) else _without_an_object(first)
        handed = json.dumps({**built, "facts": facts}).encode()
        judge.hand_over(handed, started=builder.job.started, spent_ms=first.timings_ms["total"])
        judge.watch(cancel)
        judge.end()
        ends.pop_all()
        second = judge.ending()
    told = second.answer.get("facts")
    return replace(
        second,
        measured=told if isinstance(told, str) else "",
        timings_ms=_summed(first.timings_ms, second.timings_ms),
        isolation=_in_both(first.isolation, second.isolation),
        parts=first.parts,
    )


@contextmanager
def _place(job: Job, cancel: threading.Event | None) -> Iterator[Job]:
    """The job with its clock moved on by the time it waited for a place; the place is its own meanwhile."""
    queued = time.monotonic()
    if not _places.acquire(blocking=False):
        while not _places.acquire(timeout=TICK_S):
            refuse_cancelled(cancel)
        job = replace(job, started=job.started + time.monotonic() - queued)
    try:
        yield job
    finally:
        _places.release()


def _without_beginning(on_phase: PhaseListener | None) -> PhaseListener | None:
    """The listener, not told of the phases of a judge that the program's process has begun."""
    if on_phase is None:
        return None
    return lambda phase, since_ms: None if phase in ("fork", "scene") else on_phase(phase, since_ms)


def _built(answer: Mapping[str, Any]) -> dict[str, Any] | None:
    """The object and what goes with it, if the answer has them in the form they should have."""
    built = answer.get("built")
    if not isinstance(built, dict) or not isinstance(built.get("object"), str):
        return None
    faults, ended_by = built.get("faults"), built.get("ended_by")
    if not isinstance(faults, list) or ended_by not in ("", "program", "limits"):
        return None
    return {"object": built["object"], "faults": faults, "ended_by": ended_by}


def _is_failure(answer: Mapping[str, Any]) -> bool:
    """Whether the answer owns up to a fault, and claims neither files nor an object."""
    signals = answer.get("signals", ())
    return not answer.get("files") and any(signal["severity"] == "failure" for signal in signals)


def _without_an_object(ending: Ending) -> Ending:
    told = "the worker answered without the object it was asked for"
    return replace(ending, cause="exit", answer={}, breakdown=told)


def _summed(first: Mapping[str, float], second: Mapping[str, float]) -> dict[str, float]:
    """Milliseconds of both by phase; the total of the second counts from the start of the first."""
    names = [name for name in dict.fromkeys((*first, *second)) if name != "total"]
    spent = {name: round(first.get(name, 0.0) + second.get(name, 0.0), 3) for name in names}
    return {**spent, "total": second["total"]}


def _in_both(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Layers in force in both processes, then what either lacks."""
    missing = [layer for layer in (*first, *second) if layer.startswith("missing ")]
    return tuple(dict.fromkeys((*(layer for layer in first if layer in second), *missing)))
