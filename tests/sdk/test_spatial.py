from __future__ import annotations

from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from sdk.errors import ValidationError
from sdk.spatial import (
    apply_transform,
    as_nested,
    bounds_of,
    corners_of,
    invert_rigid,
    nearly_equal,
    quaternion_from_rotation,
    rotation_about,
    rotation_from_rpy,
    rpy_from_rotation,
    transform_bounds,
    transform_from,
    unit,
    unite_bounds,
)
from tests.strategies import angles, directions, points, rpys


@given(rpys)
def test_rotation_is_that_of_an_independent_library(rpy: tuple[float, float, float]) -> None:
    assert rotation_from_rpy(rpy) == pytest.approx(Rotation.from_euler("xyz", rpy).as_matrix(), abs=1e-12)


@given(rpys)
def test_rpy_round_trip(rpy: tuple[float, float, float]) -> None:
    rotation = rotation_from_rpy(rpy)
    assert rotation_from_rpy(rpy_from_rotation(rotation)) == pytest.approx(rotation, abs=1e-9)


@given(angles, angles, st.sampled_from([pi / 2, -pi / 2]), st.floats(-1e-9, 1e-9))
def test_rpy_round_trip_at_gimbal_lock(roll: float, yaw: float, pitch: float, off: float) -> None:
    rotation = rotation_from_rpy((roll, pitch + off, yaw))
    found = rpy_from_rotation(rotation)
    assert found[0] == 0.0
    assert rotation_from_rpy(found) == pytest.approx(rotation, abs=5e-8)


@given(directions, angles)
def test_rotation_about_an_axis_is_that_of_an_independent_library(
    axis: tuple[float, float, float], angle: float
) -> None:
    along = unit(axis)
    assert rotation_about(along, angle) == pytest.approx(
        Rotation.from_rotvec(angle * along).as_matrix(), abs=1e-12
    )


@given(rpys)
def test_quaternion_turns_as_its_matrix(rpy: tuple[float, float, float]) -> None:
    rotation = rotation_from_rpy(rpy)
    w, x, y, z = quaternion_from_rotation(rotation)
    assert w >= 0.0
    assert Rotation.from_quat([x, y, z, w]).as_matrix() == pytest.approx(rotation, abs=1e-9)


@pytest.mark.parametrize("axis", [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (-1, 2, 3)])
def test_quaternion_of_a_half_turn(axis: tuple[float, float, float]) -> None:
    w, *xyz = quaternion_from_rotation(rotation_about(unit(axis), pi))
    assert w == pytest.approx(0.0, abs=1e-12)
    assert abs(np.dot(xyz, unit(axis))) == pytest.approx(1.0)


@given(points, rpys, points)
def test_inverse_brings_a_point_back(
    xyz: tuple[float, float, float], rpy: tuple[float, float, float], point: tuple[float, float, float]
) -> None:
    transform = transform_from(xyz, rpy)
    moved = apply_transform(transform, point)
    assert apply_transform(invert_rigid(transform), moved) == pytest.approx(point, abs=1e-12)


@given(points, points, points, rpys)
def test_moved_bounds_hold_every_moved_point(
    first: tuple[float, float, float],
    second: tuple[float, float, float],
    xyz: tuple[float, float, float],
    rpy: tuple[float, float, float],
) -> None:
    bounds, transform = bounds_of([first, second]), transform_from(xyz, rpy)
    low, high = transform_bounds(transform, bounds)
    inside = apply_transform(transform, corners_of(bounds))
    assert (inside >= low).all() and (inside <= high).all()
    assert bounds_of(inside) == pytest.approx(np.array([low, high]))


def test_corners_are_the_eight_combinations() -> None:
    corners = corners_of([(0, 0, 0), (1, 2, 3)])
    assert {tuple(corner) for corner in corners.tolist()} == {
        (x, y, z) for x in (0, 1) for y in (0, 2) for z in (0, 3)
    }


def test_bounds_unite() -> None:
    assert unite_bounds([]) is None
    united = unite_bounds([[(0, 0, 0), (1, 1, 1)], [(-1, 0.5, 0), (0, 3, 0.5)]])
    assert united is not None
    assert as_nested(united) == ((-1.0, 0.0, 0.0), (1.0, 3.0, 1.0))


def test_a_vector_without_length_has_no_direction() -> None:
    with pytest.raises(ValidationError, match="want a direction"):
        unit((0, 0, 0))
    with pytest.raises(ValidationError):
        unit((1e-10, 0, 0), floor=1e-9)
    with pytest.raises(ValidationError):
        unit((float("nan"), 0, 0))


def test_nearly_equal_has_a_floor() -> None:
    assert nearly_equal(0.0, 9e-7) and not nearly_equal(0.0, 2e-6)
    assert nearly_equal(1000.0, 1000.0009) and not nearly_equal(1000.0, 1000.002)
