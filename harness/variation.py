"""Many objects from one entry of the library without a model: each set of values becomes a run of its own.

A newcomer's mistake: to look for half-made runs. A run is made in a hidden folder and moved into the runs folder when
it has ended and is wanted there; its name follows from program and profile, so what is there is not made again.
"""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from harness.clock import SYSTEM_CLOCK, Clock
from harness.config import RunSettings
from harness.digests import canonical_json, sha256_of
from harness.errors import HarnessError, RecordError
from harness.events import CompileFinished, Event
from harness.examples import Example
from harness.examples.sampling import Wish, distinct_sets, draw, ranges_of
from harness.phrasing import prompt_for
from harness.providers.variation import VariationProvider
from harness.records.folder import MANIFEST, RunFolder, is_locked, read_manifest
from harness.run import RunOutcome, generate
from harness.services import Services, real_services

if TYPE_CHECKING:
    from harness.compiler.result import CompileResult

STAGING = ".vary-"
"""How the folders in the runs folder begin in which runs are being made, one for each call."""
_GOOD = ("success", "success_at_limit")


@dataclass(frozen=True)
class Plan:
    """The sets of values to make of one entry."""

    example: Example
    sets: tuple[Mapping[str, float], ...]
    asked: int
    distinct: int | None
    """How many different sets there are; None when a parameter takes real numbers."""

    @property
    def entry_sha256(self) -> str:
        """Hash of the entry's program as it stands in the library."""
        return sha256_of(self.example.program)


@dataclass(frozen=True)
class Asset:
    """What became of one set of values."""

    entry: str
    number: int
    """Its place in the draw, from 0."""
    values: Mapping[str, float]
    run_id: str
    state: Literal["made", "there", "failed"]
    """Recorded now, recorded earlier, or not sound."""
    seconds: float
    run_dir: Path | None
    """None when nothing was kept."""
    failures: tuple[str, ...] = ()
    """Codes of what failed, each once."""
    summary: str = ""
    """The first failure in words."""
    warnings: int = 0

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        return {
            "entry": self.entry,
            "number": self.number,
            "values": dict(self.values),
            "state": self.state,
            "run_id": self.run_id,
            "run_dir": self.run_dir and str(self.run_dir),
            "seconds": round(self.seconds, 3),
            "failures": list(self.failures),
            "summary": self.summary,
            "warnings": self.warnings,
        }


@dataclass
class Variation:
    """What became of all the sets, in the order they ended; fewer than planned when it was interrupted."""

    plans: Sequence[Plan]
    assets: list[Asset] = field(default_factory=list)
    is_interrupted: bool = False
    wall_s: float = 0.0
    """From beginning to end, several at once."""

    def of(self, plan: Plan) -> list[Asset]:
        """The assets of one entry, in the order of the draw."""
        found = [asset for asset in self.assets if asset.entry == plan.example.example_id]
        return sorted(found, key=lambda asset: asset.number)

    def family(self, plan: Plan) -> dict[str, Any]:
        """One row of the table: counts, seconds, and failures by code."""
        assets = self.of(plan)
        states = Counter(asset.state for asset in assets)
        times = sorted(asset.seconds for asset in assets if asset.state != "there")
        codes = Counter(code for asset in assets for code in asset.failures)
        return {
            "entry": plan.example.example_id,
            "entry_sha256": plan.entry_sha256,
            "asked": plan.asked,
            "distinct": plan.distinct,
            "sets": len(plan.sets),
            **{state: states[state] for state in ("made", "there", "failed")},
            "warnings": sum(asset.warnings for asset in assets),
            "median_s": round(times[len(times) // 2], 3) if times else None,
            "failures": dict(codes.most_common()),
        }

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form: a row for each entry, and every asset."""
        return {
            "interrupted": self.is_interrupted,
            "wall_s": round(self.wall_s, 3),
            "families": [self.family(plan) for plan in self.plans],
            "assets": [asset.to_dict() for plan in self.plans for asset in self.of(plan)],
        }


def plan_for(example: Example, number: int, *, seed: int, wishes: Iterable[Wish] = ()) -> Plan:
    """`number` different sets of values for `example`, or all there are.

    Raises:
        UsageError: a wish cannot be had.
    """
    ranges = ranges_of(example, wishes)
    sets = draw(ranges, number, seed=seed, key=example.example_id)
    distinct = len(sets) if len(sets) < number else distinct_sets(ranges)
    return Plan(example, tuple(sets), number, distinct)


async def vary(
    plans: Sequence[Plan],
    settings: RunSettings,
    *,
    jobs: int,
    keep_failures: bool = False,
    services: Services | None = None,
    clock: Clock = SYSTEM_CLOCK,
    on_asset: Callable[[Asset], object] = lambda _: None,
) -> Variation:
    """What became of every set of `plans`; records of the sound ones are in ``settings.runs_dir``.

    Cancelling the task ends the compiles under way; what was finished is returned.

    Args:
        plans: what to make.
        settings: of every run; its seed is the one the sets were drawn with.
        jobs: how many at once.
        keep_failures: also keep the records of what is not sound.
        services: compiler and library to use instead of the real ones.
        clock: what time it is.
        on_asset: called with each as it ends.

    Raises:
        RecordError: a run folder cannot be made or written.
    """
    services = services or real_services()
    done, started = Variation(plans), clock.monotonic()
    places = asyncio.Semaphore(jobs)
    _discard_leftovers(settings.runs_dir)
    staging = RunFolder.create(settings.runs_dir, f"{STAGING}{secrets.token_hex(4)}", redact=str)
    maker = _Maker(settings, staging.path, keep_failures, services, clock)

    async def make(plan: Plan, number: int) -> None:
        async with places:
            asset = await maker.asset(plan, number)
        if asset is not None:
            done.assets.append(asset)
            on_asset(asset)

    tasks = [asyncio.ensure_future(make(plan, n)) for plan in plans for n in range(len(plan.sets))]
    try:
        await asyncio.gather(*tasks)
    except asyncio.CancelledError:  # so are the tasks by now
        done.is_interrupted = True
        current = asyncio.current_task()
        if current is not None:
            current.uncancel()
    except HarnessError:
        for task in tasks:
            task.cancel()
        raise
    finally:
        await asyncio.gather(*tasks, return_exceptions=True)
        staging.release()
        shutil.rmtree(staging.path, ignore_errors=True)
    done.wall_s = clock.monotonic() - started
    return done


@dataclass(frozen=True)
class _Maker:
    """Makes one asset after the other, each in the staging folder first."""

    settings: RunSettings
    staging: Path
    keep_failures: bool
    services: Services
    clock: Clock

    async def asset(self, plan: Plan, number: int) -> Asset | None:
        """What became of one set; None when it was interrupted."""
        example, values = plan.example, plan.sets[number]
        run_id = run_id_for(example, values, profile=self.settings.profile)
        target = self.settings.runs_dir / run_id
        if (target / MANIFEST).is_file():
            return _asset_there(plan, number, target)
        outcome, result = await self._run(plan, number, run_id)
        if outcome.status == "cancelled":
            return None
        is_kept = outcome.ok or self.keep_failures
        if is_kept:
            _move(outcome.run_dir, target)
        else:
            shutil.rmtree(outcome.run_dir, ignore_errors=True)
        return Asset(
            entry=example.example_id,
            number=number,
            values=values,
            run_id=run_id,
            state="made" if outcome.ok else "failed",
            seconds=outcome.wall_s,
            run_dir=target if is_kept else None,
            **_told([signal.to_dict() for signal in result.signals] if result else []),
        )

    async def _run(self, plan: Plan, number: int, run_id: str) -> tuple[RunOutcome, CompileResult | None]:
        """The run in the staging folder, and its last compile."""
        example, values = plan.example, plan.sets[number]
        results: list[CompileResult] = []

        def watch(event: Event) -> None:
            if isinstance(event, CompileFinished):
                results.append(event.result)

        record = {"entry_sha256": plan.entry_sha256, "seed": self.settings.seed, "sample": number}
        outcome = await generate(
            prompt_for(example, values),
            replace(self.settings, runs_dir=self.staging, run_id=run_id),
            sinks=[watch],
            provider=VariationProvider(example, values, record=record),
            services=replace(
                self.services, compile=_once(self.services.compile, pictures=self.settings.pictures)
            ),
            clock=self.clock,
        )
        return outcome, results[-1] if results else None


def _asset_there(plan: Plan, number: int, run_dir: Path) -> Asset:
    """A set whose record exists."""
    manifest = read_manifest(run_dir)
    is_good = manifest.get("status") in _GOOD
    return Asset(
        entry=plan.example.example_id,
        number=number,
        values=plan.sets[number],
        run_id=run_dir.name,
        state="there" if is_good else "failed",
        seconds=float((manifest.get("timings") or {}).get("wall_s") or 0.0),
        run_dir=run_dir,
        **_told((manifest.get("compile") or {}).get("signals") or ()),
    )


def run_id_for(example: Example, values: Mapping[str, float], *, profile: str) -> str:
    """Name of the run that holds this set of values of an entry, checked under `profile`."""
    digest = sha256_of(canonical_json([example.with_values(values), profile]))
    return f"vary-{example.example_id}-{digest[:12]}"


def _once(compile_source: Callable[..., CompileResult], *, pictures: bool) -> Callable[..., CompileResult]:
    """The compiler for one run, which compiles one program: the first compile answers for all.

    A sound object is not lost for want of a picture.
    """
    known: dict[str, CompileResult] = {}

    def answer(source: str, **options: Any) -> CompileResult:
        if source not in known:
            result = compile_source(source, **{**options, "pictures": pictures})
            if pictures and result.status != "success":
                result = compile_source(source, **{**options, "pictures": False})
            known[source] = result
        return known[source]

    return answer


def _told(signals: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What an asset says of its findings."""
    failures = [signal for signal in signals if signal["severity"] == "failure"]
    return {
        "failures": tuple(dict.fromkeys(signal["code"] for signal in failures)),
        "summary": failures[0]["summary"] if failures else "",
        "warnings": sum(signal["severity"] == "warning" for signal in signals),
    }


def _move(source: Path, target: Path) -> None:
    """Put an ended run in its place; one that another process put there in the meantime is the same."""
    try:
        source.replace(target)
    except OSError as error:
        if not (target / MANIFEST).is_file():
            raise RecordError(f"{target}: cannot be made ({error.strerror})") from error
        shutil.rmtree(source, ignore_errors=True)


def _discard_leftovers(runs_dir: Path) -> None:
    """Remove the staging folders of killed calls; those of calls under way are locked."""
    for folder in runs_dir.glob(f"{STAGING}*"):
        if not is_locked(folder):
            shutil.rmtree(folder, ignore_errors=True)
