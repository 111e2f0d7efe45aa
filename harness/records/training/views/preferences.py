"""Two answers to one request, the better one first.

A newcomer's mistake: to compare runs of one prompt that were shown other documentation or tools. The request is the
whole of what the model saw first, and only equal requests are paired.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from harness.digests import canonical_json
from harness.records.training.columns import MESSAGES, TEXT, TOOLS
from harness.records.training.dialogue import messages_of, tools_of
from harness.records.training.runs import RecordedRun
from harness.records.training.views.base import Making, Row, View

_ENDINGS = {"success": 3, "success_at_limit": 3, "partial": 2, "failed": 1}
"""Ending -> how good it is; runs that ended for reasons outside the program are not compared."""
_REASONS = ("rating", "ending", "failures", "warnings", "turns")
"""What decides, first difference first."""


def rows(runs: Sequence[RecordedRun], making: Making) -> Iterator[Row]:
    """For each request, its best run with every worse one."""
    asked: dict[str, list[RecordedRun]] = defaultdict(list)
    for run in runs:
        if run.status in _ENDINGS:
            asked[run.request_sha256].append(run)
    for request in sorted(asked):
        ordered = sorted(asked[request], key=_merit, reverse=True)
        if len(ordered) > 1:
            yield from making.each(
                ordered[1:], lambda worse, making, best=ordered[0]: _pair(best, worse, making)
            )


def _pair(best: RecordedRun, worse: RecordedRun, making: Making) -> Iterable[Row]:
    by = _reason(best, worse)
    if by is None:
        return
    as_it_went = making.as_it_went()  # the detours of the worse one are why it is worse
    story, facts = (as_it_went if best.status == "failed" else making).told(best)
    other_story, other_facts = as_it_went.told(worse)
    chosen, rejected = messages_of(story, making.manner), messages_of(other_story, making.manner)
    first = next(at for at, message in enumerate(chosen) if message["role"] == "assistant")
    other = next((at for at, message in enumerate(rejected) if message["role"] == "assistant"), None)
    if other is None:
        return
    yield {
        "id": f"{best.run_id}>{worse.run_id}",
        "prompt": chosen[:first],
        "chosen": chosen[first:],
        "rejected": rejected[other:],
        "tools": tools_of(story.tools),
        "by": by,
        "meta": facts,
        "rejected_meta": other_facts,
    }


def _merit(run: RecordedRun) -> tuple[Any, ...]:
    values = _values(run)
    return (*(values[name] if values[name] is not None else 0 for name in _REASONS), run.run_id)


def _reason(best: RecordedRun, worse: RecordedRun) -> str | None:
    """What makes the one better; None when nothing does, or when only one of them was rated."""
    one, other = _values(best), _values(worse)
    for name in _REASONS:
        better, lesser = one[name], other[name]
        if better is not None and lesser is not None and better != lesser:
            return name if better > lesser else None
    return None


def _values(run: RecordedRun) -> dict[str, float | None]:
    """Reason -> figure, more is better."""
    facts = run.facts
    return {
        "rating": facts["rating"],
        "ending": _ENDINGS[run.status],
        "failures": -facts["failures"],
        "warnings": -facts["warnings"],
        "turns": -facts["turns"],
    }


VIEW = View(
    name="preferences",
    about="Two answers to one request, the better one as chosen: by rating, ending, findings, or fewer turns.",
    columns={
        "prompt": MESSAGES,
        "chosen": MESSAGES,
        "rejected": MESSAGES,
        "tools": TOOLS,
        "by": TEXT,
        "rejected_meta": {"$ref": "#/$defs/meta"},
    },
    rows=rows,
    text=lambda row: canonical_json([row["chosen"], row["rejected"]]),
)
