from __future__ import annotations

from harness.records.training.runs import load_runs
from harness.records.training.views import VIEWS
from harness.records.training.views.base import Making
from tests.harness.fakes import CLEAN, DIRTY
from tests.harness.records.training.recorded import (
    COMPILE,
    DONE,
    SERVICES,
    recorded,
    recorded_way,
    swap,
    write,
)

REPAIR = VIEWS["repair"]
BOTH = DIRTY + '# MARK = "broken hinge"\n'


def rows_of(outcome, **options):
    runs, _ = load_runs([outcome.run_dir])
    return list(REPAIR.rows(runs, Making(services=lambda: SERVICES, **options)))


def test_a_broken_program_stands_with_the_one_that_mended_it(tmp_path):
    (row,) = rows_of(recorded_way("roundabout", tmp_path))
    assert (row["broken"], row["fixed"]) == (DIRTY, CLEAN)
    assert (row["mended"], row["remaining"]) == (["TEST"], 0)
    assert [(one["code"], one["parts"], one["severity"]) for one in row["signals"]] == [
        ("TEST", ["lid"], "failure")
    ]
    assert row["report"].startswith("failure: lid is broken")


def test_half_a_repair_counts_and_a_new_fault_does_not(tmp_path):
    script = [
        write(BOTH),
        COMPILE,
        swap("broken lid", "broken foot"),
        COMPILE,
        swap("broken foot", "clean"),
        COMPILE,
        swap("broken hinge", "clean"),
        COMPILE,
        DONE,
    ]
    rows = rows_of(recorded(script, tmp_path))
    assert [(row["remaining"], row["fixed"].count("broken")) for row in rows] == [(1, 1), (1, 1), (0, 0)]
    assert "foot" in rows[1]["broken"]
    assert all(row["broken"].count("broken") > row["remaining"] for row in rows)


def test_what_was_never_mended_gives_nothing(tmp_path):
    assert (
        rows_of(recorded([write(DIRTY), COMPILE, swap("lid", "hinge"), COMPILE], tmp_path, max_turns=4)) == []
    )
    assert rows_of(recorded_way("straight", tmp_path)) == []


def test_cleaned_repairs_are_those_on_the_way(tmp_path):
    assert len(rows_of(recorded_way("edited back", tmp_path))) == 1
    assert rows_of(recorded_way("edited back", tmp_path), clean=True) == []
