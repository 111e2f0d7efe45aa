from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.geometry.frames import angle_about, carried, carried_along, first_side
from sdk.spatial import rotation_about
from tests.strategies import directions

quick = settings(max_examples=30, deadline=None)


def unit(vector) -> np.ndarray:
    return np.array(vector) / np.linalg.norm(vector)


@quick
@given(directions, directions, directions)
def test_carrying_is_the_smallest_rotation(first, second, up) -> None:
    before, after = unit(first), unit(second)
    axis = np.cross(before, after)
    if np.linalg.norm(axis) < 1e-3:
        return
    side = first_side(before, unit(up))
    turn = rotation_about(unit(axis), math.acos(np.clip(before @ after, -1, 1)))
    assert carried(side, before, after) == pytest.approx(turn @ side, abs=1e-6)


@quick
@given(directions, st.lists(directions, min_size=2, max_size=8))
def test_sides_stay_square_and_unit(up, tangents) -> None:
    ahead = np.array([unit(tangent) for tangent in tangents])
    sides = carried_along(first_side(ahead[0], unit(up)), ahead)
    assert np.einsum("ij,ij->i", sides, ahead) == pytest.approx(np.zeros(len(ahead)), abs=1e-9)
    assert np.linalg.norm(sides, axis=1) == pytest.approx(np.ones(len(ahead)))


def test_a_half_turn_goes_about_the_other_side() -> None:
    assert carried(np.array([0.0, 1, 0]), np.array([1.0, 0, 0]), np.array([-1.0, 0, 0])) == pytest.approx(
        (0, -1, 0)
    )


def test_hints_along_the_path_give_way() -> None:
    z, y = np.array([0.0, 0, 1]), np.array([0.0, 1, 0])
    assert first_side(z, z) == pytest.approx((1, 0, 0))
    assert first_side(y, y) == pytest.approx((0, 0, 1))


@quick
@given(st.floats(-3.1, 3.1))
def test_angles(angle: float) -> None:
    z, x = np.array([0.0, 0, 1]), np.array([1.0, 0, 0])
    assert angle_about(z, x, rotation_about(z, angle) @ x) == pytest.approx(angle)
