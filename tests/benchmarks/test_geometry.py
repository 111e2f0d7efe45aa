from __future__ import annotations

from benchmarks.geometry import rows, table


def test_a_row_measures_what_was_built() -> None:
    (row,) = rows("box_unit")
    assert (row.case, row.triangles, row.reference_triangles) == ("box_unit", 12, 12)
    assert row.volume_deviation == row.bounds_deviation == 0.0
    assert row.median_ms > 0.0
    assert "box_unit" in table([row])
