"""Broken programs, what the checks found, and the program that mended at least one failure without a new one.

A newcomer's mistake: to pair a failing compile with the next clean one. The work between may have been another
design; the first compile that failed less, and in nothing new, is the repair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from harness.records.training.columns import COUNT, SIGNALS, TEXT, TEXTS
from harness.records.training.programs import programs_of
from harness.records.training.runs import RecordedRun
from harness.records.training.story import Compile
from harness.records.training.views.base import Making, Row, View
from harness.records.training.views.edits import patch_between, reports_of

_SHOWN = ("severity", "code", "kind", "summary", "parts", "joint", "measured", "limit", "line")


def rows(runs: Sequence[RecordedRun], making: Making) -> Iterator[Row]:
    """One row for each failing state of a program that was mended."""
    return making.each(runs, _rows_of)


def _rows_of(run: RecordedRun, making: Making) -> Iterable[Row]:
    story, facts = making.told(run)
    states = programs_of(story)
    reports = {state: text for _, state, text in reversed(reports_of(story))}
    done: set[str] = set()
    for number, broken in enumerate(story.compiles):
        fixed = _repair_of(broken, story.compiles[number + 1 :])
        if fixed is None or broken.code_sha256 in done:
            continue
        done.add(broken.code_sha256)
        before, after = states[broken.code_sha256], states[fixed.code_sha256]
        yield {
            "id": f"{story.run_id}/{broken.code_sha256[:12]}",
            "prompt": story.prompt,
            "broken": before,
            "signals": [_signal(one) for one in broken.result["signals"]],
            "report": reports.get(broken.code_sha256, ""),
            "fixed": after,
            "patch": patch_between(before, after),
            "mended": sorted({failure[0] for failure in broken.failures - fixed.failures}),
            "remaining": len(fixed.failures),
            "meta": facts,
        }


def _repair_of(broken: Compile, later: Sequence[Compile]) -> Compile | None:
    return next(
        (
            one
            for one in later
            if broken.failures and one.failures < broken.failures and one.code_sha256 != broken.code_sha256
        ),
        None,
    )


def _signal(finding: object) -> dict[str, object]:
    """A finding as the row keeps it: what the checks measured, and where."""
    values = dict(finding) if isinstance(finding, dict) else {}
    kept = {name: values.get(name) for name in _SHOWN}
    return {
        **{name: str(kept[name] or "") for name in ("severity", "code", "kind", "summary")},
        "parts": [str(part) for part in kept["parts"] or ()],
        "joint": kept["joint"],
        "measured": kept["measured"],
        "limit": kept["limit"],
        "line": kept["line"],
    }


VIEW = View(
    name="repair",
    about="One repair a row: a program that failed its checks, what they found, and the program that failed less.",
    columns={
        "prompt": TEXT,
        "broken": TEXT,
        "signals": SIGNALS,
        "report": TEXT,
        "fixed": TEXT,
        "patch": TEXT,
        "mended": TEXTS,
        "remaining": COUNT,
    },
    rows=rows,
    text=lambda row: f"{row['broken']}\n{row['fixed']}",
)
