"""Single edits: the program and what was known about it, then the patch.

A newcomer's mistake: to take the report for one on the patched program. It is what the model had been told about the
program before.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Sequence

from harness.messages import TextPart, UserMessage
from harness.records.training.columns import COUNT_OR_NULL, TEXT
from harness.records.training.programs import programs_of
from harness.records.training.runs import RecordedRun
from harness.records.training.story import Compile, Story, Turn
from harness.records.training.views.base import Making, Row, View
from harness.workspace import PROGRAM


def rows(runs: Sequence[RecordedRun], making: Making) -> Iterator[Row]:
    """One row for each call that changed a program."""
    return making.each(runs, _rows_of)


def patch_between(before: str, after: str) -> str:
    """Unified diff of two states of a program; empty when they are equal."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{PROGRAM}", f"b/{PROGRAM}"
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def reports_of(story: Story) -> list[tuple[int, str, str]]:
    """(turn, SHA-256 of the program, what the model was told) of every compile it heard of."""
    heard = []
    for number, turn in enumerate(story.turns):
        for done in turn.done:
            if done.call.name == "compile_model" and done.ok:
                heard.append((number, done.after, str(json.loads(done.answer.content)["result"])))
        heard += [
            (number, _state_after(story.turns, number), _words(message))
            for message in turn.told
            if message.tag == "compiled_for_you"
        ]
    return heard


def _rows_of(run: RecordedRun, making: Making) -> Iterable[Row]:
    story, facts = making.told(run)
    states, heard = programs_of(story), reports_of(story)
    for number, turn in enumerate(story.turns):
        for position, done in enumerate(turn.done):
            if not done.ok or done.before == done.after:
                continue
            known = [text for at, state, text in heard if at <= number and state == done.before]
            before, after = states[done.before], states[done.after]
            yield {
                "id": f"{story.run_id}/{number + 1}.{position + 1}",
                "instruction": story.prompt,
                "report": known[-1] if known else "",
                "intent": turn.reply.text if position == 0 else "",
                "before": before,
                "tool": done.call.name,
                "arguments": done.call.arguments,
                "patch": patch_between(before, after),
                "after": after,
                "failures_before": _failures(story.compile_of(done.before)),
                "failures_after": _failures(story.compile_of(done.after)),
                "meta": facts,
            }


def _failures(compiled: Compile | None) -> int | None:
    return None if compiled is None else len(compiled.failures)


def _state_after(turns: Sequence[Turn], number: int) -> str:
    return next((turn.done[-1].after for turn in reversed(turns[: number + 1]) if turn.done), "")


def _words(message: UserMessage) -> str:
    return "\n\n".join(part.text for part in message.parts if isinstance(part, TextPart))


VIEW = View(
    name="edits",
    about="One edit a row: the program, what the checks had said about it, and the patch that was made.",
    columns={
        "instruction": TEXT,
        "report": TEXT,
        "intent": TEXT,
        "before": TEXT,
        "tool": TEXT,
        "arguments": TEXT,
        "patch": TEXT,
        "after": TEXT,
        "failures_before": COUNT_OR_NULL,
        "failures_after": COUNT_OR_NULL,
    },
    rows=rows,
    text=lambda row: row["patch"],
)
