from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import GeometryError
from sdk.geometry.side_loft import (
    resample_side_sections,
    split_superellipse_side_loft,
    superellipse_side_loft,
)
from tests.asserts import assert_closed_solid, bounds_of, volume_of

quick = settings(max_examples=30, deadline=None)
sections = st.lists(
    st.tuples(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2), st.floats(0.0, 0.4)), min_size=2, max_size=6
)
BODY = [(-0.1, 0, 0.1, 0.2), (0, 0, 0.15, 0.1), (0.1, 0, 0.1, 0.2)]


@quick
@given(sections, st.integers(12, 40), st.booleans())
def test_any_sections_give_an_outward_solid(rows, segments: int, falling: bool) -> None:
    """Zero and swapped heights and zero widths included."""
    body = [(0.1 * row, *values) for row, values in enumerate(rows)]
    mesh = superellipse_side_loft(body[::-1] if falling else body, segments=segments)
    # superellipse corners crowd together: where they meet at the file's resolution only their faces may be flat
    assert_closed_solid(mesh, weld=1e-9, slivers=True)
    assert len(mesh.faces) == 2 * segments * (len(rows) - 1) + 2 * (segments - 2)
    low, high = bounds_of(mesh)
    assert (low[1], high[1]) == pytest.approx((0, 0.1 * (len(rows) - 1)))
    assert high[0] == pytest.approx(max(1e-4, *(width for _, _, width in rows)) / 2)


def test_elliptic_frustums_have_their_volume() -> None:
    mesh = superellipse_side_loft([(0, 0, 0.2, 0.2), (0.3, 0, 0.2, 0.2)], exponents=2, segments=60)
    assert volume_of(mesh) == pytest.approx(30 * math.sin(math.pi / 30) * 0.01 * 0.3)


def test_open_ones() -> None:
    assert len(superellipse_side_loft(BODY, cap=False, segments=20).faces) == 80
    assert len(superellipse_side_loft(BODY, closed=False, segments=20).faces) == 76


@pytest.mark.parametrize("split", [0.05, 0.0, -0.0999])
def test_parts_of_a_split_make_the_whole(split: float) -> None:
    exponents = [2.0, 3.0, 2.5]
    whole = superellipse_side_loft(BODY, exponents=exponents)
    rear, front, seam = split_superellipse_side_loft(BODY[::-1], split_y=split, exponents=exponents)
    assert_closed_solid(rear)
    assert_closed_solid(front)
    assert isinstance(seam, tuple) and seam[0] == pytest.approx(split)
    assert volume_of(rear) + volume_of(front) == pytest.approx(volume_of(whole), rel=2e-3)
    assert bounds_of(rear)[1, 1] == pytest.approx(split) == bounds_of(front)[0, 1]


def test_the_seam_is_between_its_neighbours() -> None:
    assert split_superellipse_side_loft(BODY, split_y=0.05)[2] == pytest.approx((0.05, 0, 0.125, 0.15))
    assert split_superellipse_side_loft(BODY, split_y=1e-10)[2] == BODY[1]


def test_resampling() -> None:
    assert resample_side_sections(BODY[::-1], samples_per_span=2) == pytest.approx(
        np.array([BODY[0], (-0.05, 0, 0.125, 0.15), BODY[1], (0.05, 0, 0.125, 0.15), BODY[2]])
    )
    smooth = resample_side_sections(BODY, samples_per_span=1, smooth_passes=1)
    assert smooth == pytest.approx(np.array([BODY[0], (0, 0, 0.125, 0.15), BODY[2]]))
    merged = resample_side_sections([(0, 0, 1, 1), (0, 0, 3, 3), (0, 0, 6, 0)], min_width=0.5)
    assert merged == [(0, 0, 4, 1)]
    flat = resample_side_sections(
        [(0, 1, 1, 0), (1, 3, 1, 1)], samples_per_span=1, min_height=0.5, min_width=0.1
    )
    assert flat == [(0, 0.75, 1.25, 0.1), (1, 1, 3, 1)]


@pytest.mark.parametrize(
    "call",
    [
        lambda: superellipse_side_loft(BODY[:1]),
        lambda: superellipse_side_loft(BODY, exponents=[2, 2]),
        lambda: superellipse_side_loft([(0, 0, math.nan, 1), (1, 0, 1, 1)]),
        lambda: split_superellipse_side_loft(BODY[:2], split_y=-0.05),
        lambda: split_superellipse_side_loft(BODY, split_y=0.1),
        lambda: split_superellipse_side_loft(BODY, split_y=math.nan),
        lambda: resample_side_sections(BODY[:1]),
    ],
)
def test_errors(call) -> None:
    with pytest.raises(GeometryError):
        call()
