"""The table over the library: what a row counts, and one true compile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.library import Measured, Row, measure, row_of, table
from harness.examples.catalogue import load_example
from tests.harness.compiler.programs import SOUND
from tests.harness.examples.families import BOOKCASE, write_family

OWN = Measured(1.0, is_sound=True, codes=(), triangles=100, mass=2.5, parts=3, joints=2)


def test_a_row_counts_the_drawn_sets_apart_from_the_own_values() -> None:
    bad = replace(OWN, seconds=4.0, is_sound=False, codes=("X", "Y"), triangles=400)
    row = row_of("lamp", OWN, [OWN, bad, replace(bad, codes=("X",))])
    assert (row.sound, row.sets, row.own_is_sound) == (1, 3, True)
    assert (row.median_s, row.slowest_s) == (2.5, 4.0)
    assert (row.triangles, row.most_triangles) == (100, 400)
    assert row.codes == {"X": 2, "Y": 1}


def test_the_table_sums_up() -> None:
    rows = [
        row_of("lamp", OWN, [OWN]),
        row_of("crane", replace(OWN, triangles=20_000), [replace(OWN, is_sound=False)]),
    ]
    lines = table(rows).splitlines()
    assert len(lines) == 1 + 2 + 1 + 3
    assert "2 families, 2 sound with their own values; 1 of 2 drawn sets sound (50.0%)" in lines
    assert lines[-1] == "triangles: median 10050, most 20000 (crane); above 15000: crane"
    assert table([]).startswith("family")


def test_a_compile_is_measured_from_its_files(tmp_path: Path) -> None:
    write_family(tmp_path / "chest", BOOKCASE)
    example = load_example(tmp_path / "chest")
    chest = replace(example, parameters=(), program=SOUND)
    found = measure(chest, {})
    assert (found.parts, found.joints, found.triangles, found.mass) == (2, 1, 12, 0.0)
    assert found.codes == ("X_NO_HARDWARE_AT_AXIS",)
    assert not found.is_sound
    assert measure(replace(chest, program="1 / 0\n"), {}).parts == 0


@pytest.mark.parametrize("sets", [0, 1])
def test_a_row_needs_no_drawn_sets(sets: int) -> None:
    row: Row = row_of("lamp", OWN, [OWN] * sets)
    assert (row.sets, row.sound) == (sets, sets)
    assert table([row])
