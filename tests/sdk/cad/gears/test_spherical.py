from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk.cad.gears.spherical import CircleArc, Parallel, SphericalInvolute, directions, involute_azimuth

T = np.linspace(0.0, 1.0, 33)


@given(base=st.floats(0.1, 1.3), rise=st.floats(0.02, 0.2), hand=st.sampled_from([1.0, -1.0]))
def test_a_flank_lies_on_the_sphere_and_gains_its_azimuth(base: float, rise: float, hand: float) -> None:
    points = SphericalInvolute(base, base, base + rise, 0.5, hand).at(T)
    assert np.linalg.norm(points, axis=1) == pytest.approx(1.0)
    polar = np.arccos(np.clip(-points[:, 2], -1, 1))
    assert (polar[0], polar[-1]) == (pytest.approx(base), pytest.approx(base + rise))
    azimuth = np.arctan2(points[-1, 1], points[-1, 0])
    assert azimuth == pytest.approx(0.5 + hand * involute_azimuth(base + rise, base))


@given(base=st.floats(0.2, 1.2), rise=st.floats(0.05, 0.2))
def test_a_flank_moves_square_to_the_plane_that_rolls_on_the_base_cone(base: float, rise: float) -> None:
    curve = SphericalInvolute(base, base, base + rise, 0.0, 1.0)
    step = 1e-5
    tangent = curve.at(T[1:-1] + step) - curve.at(T[1:-1] - step)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    # every point moves square to the rolling plane, which leans against the base cone at its angle to the axis
    assert np.arcsin(np.abs(tangent[:, 2])) == pytest.approx(base, abs=1e-4)


def test_below_the_base_cone_a_flank_is_a_meridian() -> None:
    points = SphericalInvolute(0.8, 0.79, 0.95, 0.3, 1.0).at(np.array([0.0, 0.02]))
    assert np.arctan2(points[:, 1], points[:, 0]) == pytest.approx(0.3)
    assert involute_azimuth(0.5, 0.8) == 0.0


def test_arcs_pass_through_their_ends_and_middle() -> None:
    arc = CircleArc(0.8, 0.7, 0.1, 0.3)
    expected = directions(np.array([0.8, 0.7, 0.8]), np.array([0.1, 0.2, 0.3]))
    assert arc.at(np.array([0.0, 0.5, 1.0])) == pytest.approx(expected)
    assert np.linalg.norm(arc.at(T), axis=1) == pytest.approx(1.0)
    flat = Parallel(0.8, 0.1, 0.3).at(T)
    assert flat[:, 2] == pytest.approx(-math.cos(0.8))
