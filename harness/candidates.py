"""Best of several attempts at one prompt: all are kept, the soundest is named.

A newcomer's mistake: to let one failed attempt end the rest. Only what is wrong for all of them (a missing key, a
prompt of nothing) does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from harness.clock import SYSTEM_CLOCK, Clock
from harness.config import RunSettings
from harness.errors import UsageError
from harness.events import Sink
from harness.outcome import RunOutcome
from harness.providers.base import Provider
from harness.records.folder import new_run_id
from harness.run import generate
from harness.services import Services

MOST = 32
_RANKS = {"success": 0, "success_at_limit": 0, "partial": 1}
"""Status -> how good a result it leaves; others leave none."""


class Maker(Protocol):
    """Makes the provider of one attempt; None is the settings' own."""

    def __call__(self, number: int) -> Provider | None:
        """The provider of attempt `number`, counted from 1."""
        ...


@dataclass(frozen=True)
class Candidates:
    """Every attempt, in order, and which is best."""

    outcomes: tuple[RunOutcome, ...]

    @property
    def best(self) -> RunOutcome:
        """The one with the cleanest report, then most of the checklist met, then the lowest cost, then the first."""
        return min(self.outcomes, key=rank)

    def to_dict(self) -> dict[str, Any]:
        """JSON form: the best run's own, and the table."""
        return {**self.best.to_dict(), "candidates": self.table()}

    def table(self) -> list[dict[str, Any]]:
        """One row for each attempt: what it is judged by, and whether it is ``best``."""
        best = self.best
        return [{**_row(outcome), "best": outcome is best} for outcome in self.outcomes]


def rank(outcome: RunOutcome) -> tuple[float, ...]:
    """Smaller is better: status, failures, warnings, share of the checklist not met, cost (unknown is dearest)."""
    findings = outcome.findings
    return (
        _RANKS.get(outcome.status, 2),
        findings.get("failure", 0),
        findings.get("warning", 0),
        -outcome.coverage_share,
        float("inf") if outcome.cost_usd is None else outcome.cost_usd,
    )


def _row(outcome: RunOutcome) -> dict[str, Any]:
    return {
        "run_id": outcome.run_id,
        "status": outcome.status,
        "failures": outcome.findings.get("failure", 0),
        "warnings": outcome.findings.get("warning", 0),
        "coverage": dict(outcome.coverage),
        "cost_usd": outcome.cost_usd,
        "turns": outcome.turns,
        "wall_s": round(outcome.wall_s, 3),
    }


async def generate_best(
    prompt: str,
    settings: RunSettings,
    *,
    count: int,
    sinks: Sequence[Sink] = (),
    maker: Maker | None = None,
    services: Services | None = None,
    environ: Mapping[str, str] | None = None,
    clock: Clock = SYSTEM_CLOCK,
    on_attempt: Callable[[int, int], object] = lambda number, count: None,
) -> Candidates:
    """What became of `count` attempts, one after the other; a cancelled one is the last.

    Their run ids are the settings' with ``-1``, ``-2`` and so on; a seed counts up with them. The limits hold for
    each attempt.

    Args:
        prompt: the object wanted, in words.
        settings: of every attempt.
        count: how many.
        sinks: listeners for the events of all runs.
        maker: makes the provider of each attempt, instead of the one the settings name.
        services: compiler and library to use instead of the real ones.
        environ: variables that settings, keys and addresses come from; the process's by default.
        clock: what time it is.
        on_attempt: called with its number, from 1, and the count before each attempt.

    Raises:
        UsageError: `count` is out of range, or what `harness.run.generate` refuses.
        RecordError: a run folder cannot be made or written.
    """
    if not 1 <= count <= MOST:
        raise UsageError(f"candidates: got {count}; want 1 to {MOST}")
    stem = settings.run_id or new_run_id(prompt, clock=clock)
    outcomes: list[RunOutcome] = []
    for number in range(1, count + 1):
        on_attempt(number, count)
        seed = None if settings.seed is None else settings.seed + number - 1
        outcome = await generate(
            prompt,
            replace(settings, run_id=f"{stem}-{number}", seed=seed),
            sinks=sinks,
            provider=None if maker is None else maker(number),
            services=services,
            environ=environ,
            clock=clock,
        )
        outcomes.append(outcome)
        if outcome.status == "cancelled":
            break
    return Candidates(tuple(outcomes))
