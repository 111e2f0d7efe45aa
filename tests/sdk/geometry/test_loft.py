from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import GeometryError
from sdk.geometry.loft import LoftGeometry
from sdk.geometry.profiles import rounded_rect_profile, superellipse_profile
from sdk.geometry.sweep import SweepGeometry
from tests.asserts import assert_closed_solid, bounds_of, volume_of
from tests.strategies import lengths, star_outlines

quick = settings(max_examples=30, deadline=None)
SQUARE = [(0, 0), (1, 0), (1, 1), (0, 1)]


def at(outline, z: float):
    return [(x, y, z) for x, y in outline]


@quick
@given(st.lists(st.floats(0.1, 2.0), min_size=2, max_size=6), st.integers(12, 40), st.booleans())
def test_frustums(scales, count: int, falling: bool) -> None:
    circle = superellipse_profile(1, 1, 2, segments=count)
    loops = [at([(x * s, y * s) for x, y in circle], z) for z, s in enumerate(scales)]
    loft = LoftGeometry(loops[::-1] if falling else loops)
    assert_closed_solid(loft)
    assert len(loft.faces) == 2 * count * (len(scales) - 1) + 2 * (count - 2)
    area = count / 2 * np.sin(2 * np.pi / count) / 4
    wanted = sum(area / 3 * (a * a + a * b + b * b) for a, b in pairwise(scales))
    assert volume_of(loft) == pytest.approx(wanted)


def test_clockwise_loops_are_turned() -> None:
    assert volume_of(LoftGeometry([at(SQUARE, 0), at(SQUARE[::-1], 1)])) > 0


def test_corners_without_straight_sides_pair_with_those_that_have() -> None:
    """A radius of half the side leaves equal neighbours in one outline and not in the other."""
    loops = [
        at(rounded_rect_profile(0.2, 0.1, radius), z) for radius, z in ((0.05, 0), (0.02, 0.1), (0.05, 0.2))
    ]
    assert_closed_solid(LoftGeometry(loops))


def test_open_lofts() -> None:
    assert len(LoftGeometry([at(SQUARE, 0), at(SQUARE, 1)], cap=False).faces) == 8
    assert len(LoftGeometry([at(SQUARE, 0), at(SQUARE, 1)], closed=False).faces) == 6
    up, down = (LoftGeometry([at(SQUARE, a), at(SQUARE, 1 - a)], cap=False) for a in (0, 1))
    for mesh in (up, down):
        corners = np.array(mesh.vertices)[np.array(mesh.faces)]
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        assert (np.einsum("ij,ij->i", normals[:, :2], corners.mean(axis=1)[:, :2] - 0.5) > 0).all()


@pytest.mark.parametrize(
    ("profiles", "code"),
    [
        ([at(SQUARE, 0)], "too-few-profiles"),
        ([at(SQUARE, 0), at(SQUARE[:3], 1)], "counts-differ"),
        ([at(SQUARE[:2], 0), at(SQUARE[:2], 1)], "too-few-points"),
        ([[(0, 0, 0), (0, 1, 0), (0, 1, 1)], [(1, 0, 0), (1, 1, 0), (1, 1, 1)]], "zero-area"),
        ([[(0, 0, 0), (1, 0, 0), (1, 1, 0.1), (0, 1, 0)], at(SQUARE, 1)], "not-level"),
        ([at(SQUARE, 0), at(SQUARE, float("nan"))], "not-finite"),
    ],
)
def test_errors(profiles, code: str) -> None:
    with pytest.raises(GeometryError) as raised:
        LoftGeometry(profiles)
    assert raised.value.code == code


@quick
@given(star_outlines(least=5), lengths, st.booleans())
def test_sweeps_keep_the_area_of_every_level(outline, height: float, falling: bool) -> None:
    points = np.array(outline)
    area = abs(
        (points[:, 0] * np.roll(points[:, 1], -1) - np.roll(points[:, 0], -1) * points[:, 1]).sum() / 2
    )
    if area < 0.02:
        return
    path = [(0, 0, 0), (0.3, 0.1, height), (0.3, 0.1, height), (-0.1, 0, 3 * height)]
    sweep = SweepGeometry(outline, path[::-1] if falling else path, cap=True)
    assert_closed_solid(sweep)
    assert volume_of(sweep) == pytest.approx(area * 3 * height)
    assert bounds_of(sweep)[:, 2] == pytest.approx((0, 3 * height))


def test_sweeps_are_open_unless_told_otherwise() -> None:
    assert len(SweepGeometry(SQUARE, [(0, 0, 0), (0, 0, 1)]).faces) == 8
    assert len(SweepGeometry(SQUARE, [(0, 0, 0), (0, 0, 1)], closed=False, cap=True).faces) == 6
    with pytest.raises(GeometryError):
        SweepGeometry(SQUARE, [(0, 0, 0), (0, 0, 0)])
