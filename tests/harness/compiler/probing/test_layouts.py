from __future__ import annotations

import pytest

from harness.compiler.probing import layouts
from tests.harness.compiler.probing.objects import blocks


def names(count: int) -> list[str]:
    return [f"b{number}" for number in range(count)]


def test_a_row_has_pitches() -> None:
    view = blocks([(0.4, 0, 0), (0.0, 0, 0), (0.2, 0, 0)])
    report = layouts.layout_report(view, names(3))
    assert [item["name"] for item in report["ordered"]] == ["b1", "b2", "b0"]
    assert report["pitches"] == pytest.approx([0.2, 0.2])
    assert (report["span"], report["pitch_mean"]) == (pytest.approx(0.4), pytest.approx(0.2))
    assert report["pitch_stdev"] == pytest.approx(0.0)


def test_one_pitch_off_is_an_outlier() -> None:
    places = [(0.2 * number, 0.0, 0.0) for number in range(8)] + [(3.0, 0.0, 0.0)]
    assert layouts.layout_report(blocks(places), names(9))["outlier_indices"] == [7]


def test_nothing_has_no_pitch() -> None:
    report = layouts.layout_report(blocks([(0, 0, 0)]), [])
    assert (report["count"], report["pitch_mean"], report["span"]) == (0, None, 0.0)


def test_a_grid_counts_rows_and_columns() -> None:
    places = [(0.2 * column, 0.3 * row, 0.0) for row in range(2) for column in range(3)]
    report = layouts.grid_report(blocks(places), names(6))
    assert (report["rows"], report["cols"]) == (2, 3)
    assert report["axis_clusters"]["y"] == pytest.approx([0.0, 0.3])
    with pytest.raises(ValueError, match="exactly two"):
        layouts.grid_report(blocks(places), names(6), axes="x")


def test_mirrored_pairs_and_the_one_left_over() -> None:
    report = layouts.symmetry_report(blocks([(-0.3, 0.1, 0), (0.3, 0.11, 0), (0.0, 0.5, 0)]), names(3))
    (pair,) = report["pairs"]
    assert (pair["a"], pair["b"]) == ("b0", "b1")
    assert pair["mirror_error"] == pytest.approx(0.0, abs=1e-12)
    assert pair["off_axis"] == pytest.approx(0.01)
    assert report["unmatched"] == ["b2"]
    assert report["midplane"] == pytest.approx(0.0)
