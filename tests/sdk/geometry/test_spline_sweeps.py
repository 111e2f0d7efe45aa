from __future__ import annotations

import math

import numpy as np
import pytest

from sdk.errors import GeometryError
from sdk.geometry.profiles import rounded_rect_profile
from sdk.geometry.spline_sweeps import sweep_profile_along_spline, tube_from_spline_points
from tests.asserts import assert_closed_solid, volume_of

BEND = [(0, 0, 0), (0.1, 0.05, 0), (0.2, 0, 0.1), (0.3, 0.05, 0)]
CIRCLE = [(math.cos(k) * 0.2, math.sin(k) * 0.2, 0) for k in np.arange(0, 6, 0.5)]


@pytest.mark.parametrize(
    "spline", ["catmull_rom", "Catmull-Rom", "catmullrom", "", None, "bezier", " CUBIC-BEZIER "]
)
def test_spellings(spline) -> None:
    tube = tube_from_spline_points(BEND, radius=0.01, spline=spline)
    assert_closed_solid(tube)


@pytest.mark.parametrize("closed", [True, False])
def test_a_tube_is_its_section_times_its_centre_line(closed: bool) -> None:
    tube = tube_from_spline_points(CIRCLE, radius=0.01, closed_spline=closed)
    assert_closed_solid(tube)
    path = np.array(tube.construction.argument("path"))
    line = np.concatenate([path, path[:1]]) if closed else path
    length = np.linalg.norm(np.diff(line, axis=0), axis=1).sum()
    assert volume_of(tube) == pytest.approx(8 * math.sin(math.pi / 8) * 1e-4 * length, rel=1e-6)


def test_straight_runs_are_not_divided() -> None:
    assert len(tube_from_spline_points([(0, 0, 0), (0.1, 0, 0)], radius=0.01).faces) == 16 * 4 - 4
    assert len(tube_from_spline_points([(0, 0, 0), (0.1, 0, 0), (0.3, 0, 0)], radius=0.01).faces) == 60


def test_tubes_can_be_left_open() -> None:
    assert len(tube_from_spline_points([(0, 0, 0), (1, 0, 0)], radius=0.1, cap_ends=False).faces) == 32


@pytest.mark.parametrize("closed", [True, False])
def test_outlines_are_swept(closed: bool) -> None:
    sweep = sweep_profile_along_spline(
        CIRCLE, profile=rounded_rect_profile(0.02, 0.01, 0.002), closed_spline=closed
    )
    assert_closed_solid(sweep)


def test_closed_bezier_chains_end_where_they_begin() -> None:
    chain = [(0, 0, 0), (0.1, 0, 0), (0.1, 0.1, 0), (0, 0.1, 0), (-0.1, 0.1, 0), (-0.1, 0, 0), (0, 0, 0)]
    assert_closed_solid(tube_from_spline_points(chain, radius=0.005, spline="bezier", closed_spline=True))
    with pytest.raises(GeometryError):
        tube_from_spline_points([*chain[:-1], (0, 0, 0.1)], radius=0.005, spline="bezier", closed_spline=True)


@pytest.mark.parametrize(
    "change",
    [{"spline": "nurbs"}, {"radius": 0}, {"radial_segments": 5}, {"alpha": 2}, {"points": [(0, 0, 0)]}],
    ids=str,
)
def test_errors(change) -> None:
    with pytest.raises(GeometryError):
        tube_from_spline_points(**{"points": BEND, "radius": 0.01, **change})
