"""Whole conversations that end in a sound object, for supervised training."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from harness.errors import RecordError
from harness.records.training.columns import MESSAGES, TEXT, TOOLS
from harness.records.training.dialogue import messages_of, tools_of
from harness.records.training.programs import programs_of
from harness.records.training.runs import RecordedRun
from harness.records.training.views.base import Making, Row, View

SOUND = frozenset({"success", "success_at_limit"})
"""Endings with a program that had compiled clean; a partial run has one too, but its words go beyond it."""


def rows(runs: Sequence[RecordedRun], making: Making) -> Iterator[Row]:
    """One row a run."""
    return making.each(runs, _rows_of)


def _rows_of(run: RecordedRun, making: Making) -> Iterable[Row]:
    status = run.status
    if status not in SOUND and not (making.clean and status == "partial"):
        raise RecordError(f"ended as {status}; want {' or '.join(sorted(SOUND))}")
    story, facts = making.told(run)
    messages = messages_of(story, making.manner)
    if not any(message["loss"] for message in messages):
        raise RecordError("nothing in it is worth learning from")
    yield {
        "id": story.run_id,
        "messages": messages,
        "tools": tools_of(story.tools),
        "program": programs_of(story)[story.final_sha256],
        "meta": facts,
    }


VIEW = View(
    name="sft",
    about="Whole conversations with tool calls, from the prompt to a program that compiled clean.",
    columns={"messages": MESSAGES, "tools": TOOLS, "program": TEXT},
    rows=rows,
    text=lambda row: f"{row['meta']['prompt']}\n{row['program']}",
)
