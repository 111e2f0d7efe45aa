from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.geometry import kernel
from sdk.geometry.extrude import extrude_region
from sdk.geometry.outlines import signed_area
from sdk.geometry.pattern_lids import pattern_lid
from sdk.geometry.prisms import hole, rectangle, turned
from tests.asserts import assert_closed_solid

RIM = rectangle((-1.0, -1.0), (1.0, 1.0))


def rows_of(counts: list[int], shifts: list[float]) -> list[np.ndarray]:
    """Rows across the square, each with its own number of holes and its own shift."""
    height = 1.6 / len(counts)
    return [
        np.stack(
            [np.linspace(-0.7, 0.7, count) + 0.1 * shift, np.full(count, -0.8 + height * (row + 0.5))], axis=1
        )
        for row, (count, shift) in enumerate(zip(counts, shifts, strict=True))
    ]


@given(
    pattern=st.lists(st.tuples(st.integers(2, 9), st.floats(-1.0, 1.0)), min_size=2, max_size=6),
    radius=st.floats(0.001, 0.03),
    length=st.floats(0.0, 0.1),
    angle=st.floats(-1.5, 1.5),
)
@settings(max_examples=40, deadline=None)
def test_a_lid_fills_the_plate_around_any_rows_of_slots(
    pattern: list[tuple[int, float]], radius: float, length: float, angle: float
) -> None:
    punch = turned(hole(radius, stretch=length), angle)
    rows = rows_of([count for count, _ in pattern], [shift for _, shift in pattern])
    lid = pattern_lid(RIM, punch, rows)
    assert lid is not None
    loops = [RIM, *(punch[::-1] + centre for centre in np.concatenate(rows))]
    assert len(lid) == len(kernel.triangulate(loops))  # no more corners than a general triangulation has
    points = np.concatenate(loops)
    areas = np.array([signed_area(points[triangle]) for triangle in lid])
    assert (areas > 0.0).all()
    assert areas.sum() == pytest.approx(4.0 - (len(loops) - 1) * signed_area(punch), rel=1e-9)
    assert_closed_solid(extrude_region(loops, 0.1, lid=lid))


@pytest.mark.parametrize("counts", [[5], [3, 1], [1, 1, 1]])
def test_what_has_no_bands_is_left_to_the_general_triangulation(counts: list[int]) -> None:
    assert pattern_lid(RIM, hole(0.02), rows_of(counts, [0.0] * len(counts))) is None


def test_holes_that_cross_give_no_lid() -> None:
    rows = [np.array([[-0.3, y], [0.3, y]]) for y in (-0.1, 0.0)]
    assert pattern_lid(RIM, hole(0.2), rows) is None
