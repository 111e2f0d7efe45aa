"""What a view is: runs in, rows out, and the schema that every row passes.

A newcomer's mistake: to raise for a run that gives no rows. One bad run must not cost the export; it goes to
`Making.refused` with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.errors import RecordError
from harness.records.training.dialogue import Manner
from harness.records.training.rerun import cleaned
from harness.records.training.runs import RecordedRun
from harness.records.training.story import Story
from harness.services import Services

Row = dict[str, Any]


@dataclass
class Making:
    """How rows are made, and what went wrong on the way."""

    manner: Manner = field(default_factory=Manner)
    clean: bool = False
    """Keep only the way to the final program, its results made anew."""
    taped: bool = False
    """Answer from the tape when results are made anew."""
    services: Callable[[], Services] = lambda: _no_services()
    refused: dict[str, str] = field(default_factory=dict)
    """Run -> why it gives no rows."""
    on_run: Callable[[str], None] = lambda run_id: None
    """Told of each run before work on it begins."""
    _cleaned: dict[str, tuple[Story, dict[str, Any]]] = field(default_factory=dict)

    def each(
        self, runs: Iterable[RecordedRun], rows_of: Callable[[RecordedRun, Making], Iterable[Row]]
    ) -> Iterator[Row]:
        """The rows of every run, those of refused ones left out as a whole."""
        for run in runs:
            self.on_run(run.run_id)
            try:
                rows = list(rows_of(run, self))
            except RecordError as error:
                self.refused[run.run_id] = str(error)
                continue
            yield from rows

    def told(self, run: RecordedRun) -> tuple[Story, dict[str, Any]]:
        """The run's story, cleaned when that is wanted, and its facts for ``meta``.

        Raises:
            RecordError: the cleaned story is not true.
        """
        facts = {**run.facts, "cleaned": "no", "dropped_turns": 0, "dropped_calls": 0}
        if self.clean:
            story, changed = self._clean_story(run)
            facts |= changed
        else:
            _, story = run.read()
        return story, facts

    def as_it_went(self) -> Making:
        """The same without cleaning."""
        return Making(manner=self.manner)

    def _clean_story(self, run: RecordedRun) -> tuple[Story, dict[str, Any]]:
        """The cleaned story and what ``meta`` says about it, made once a run."""
        if run.run_id not in self._cleaned:
            tape, story = run.read()
            told, way = cleaned(story, tape, services=self.services(), taped=self.taped)
            changed = {
                "cleaned": "tape" if self.taped else "tools",
                "dropped_turns": way.dropped_turns,
                "dropped_calls": way.dropped_calls,
            }
            self._cleaned = {run.run_id: (told, changed)}  # the same run is asked for in a row only
        return self._cleaned[run.run_id]


@dataclass(frozen=True)
class View:
    """One kind of rows."""

    name: str
    about: str
    """One sentence for the data card."""
    columns: Mapping[str, Any]
    """Name -> JSON schema of each column besides ``id`` and ``meta``; all are required."""
    rows: Callable[[Sequence[RecordedRun], Making], Iterator[Row]]
    text: Callable[[Row], str]
    """What of a row decides whether it repeats another one."""


def _no_services() -> Services:
    raise AssertionError("nothing is made anew without clean")
