from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk.errors import ValidationError
from sdk.model.origin import Origin
from sdk.model.part import Part
from sdk.model.shapes import Box, Cylinder, Sphere
from sdk.placement.closest import closest_on
from sdk.placement.mounting import place_on_surface
from sdk.placement.subject import subject_of
from sdk.placement.surfaces import surface_frame
from sdk.spatial import transform_of
from tests.strategies import angles, directions, shapes

AXES = ("+x", "-x", "+y", "-y", "+z", "-z")


def vector(axis: str) -> np.ndarray:
    return (1 if axis[0] == "+" else -1) * np.eye(3)["xyz".index(axis[1])]


@given(shapes, shapes, directions, st.sampled_from(AXES), angles, st.floats(-0.1, 0.5))
def test_the_child_stands_on_the_tangent_plane(child, target, direction, axis, spin, clearance) -> None:
    pose = place_on_surface(
        child, target, direction=direction, child_axis=axis, clearance=clearance, spin=spin
    )
    frame = surface_frame(target, direction=direction)
    target_from_child = transform_of(pose)
    assert target_from_child[:3, :3] @ vector(axis) == pytest.approx(np.array(frame.normal), abs=1e-7)
    offset = np.array(pose.xyz) - frame.point
    assert np.linalg.norm(np.cross(offset, frame.normal)) == pytest.approx(0.0, abs=1e-9)
    lowest = subject_of(child, "child").lowest_along(vector(axis))
    assert offset @ frame.normal + lowest == pytest.approx(clearance, abs=1e-9)


@given(shapes, directions)
def test_lowest_point_is_the_support_of_the_shape(shape: object, direction: tuple) -> None:
    along = np.array(direction) / np.linalg.norm(direction)
    surface = closest_on(shape, np.random.default_rng(0).normal(size=(400, 3)) * 3).points  # type: ignore[arg-type]
    lowest = subject_of(shape, "shape").lowest_along(along)
    assert (surface @ along).min() >= lowest - 1e-9
    assert (surface @ along).min() <= lowest + 2.0


def test_spin_turns_about_the_normal() -> None:
    turned = place_on_surface(
        Box((1, 1, 1)), Box((2, 2, 2)), direction=(0, 0, 1), up_hint=(1, 0, 0), spin=0.3
    )
    assert turned.rpy == pytest.approx((0, 0, 0.3))
    assert place_on_surface(Sphere(1), Sphere(1), direction=(0, 0, 1), up_hint=(1, 0, 0), spin=1e-10).rpy == (
        0,
        0,
        0,
    )


def test_parts_and_off_centre_children() -> None:
    child = Part("knob")
    child.visual(Cylinder(0.1, 0.2), origin=Origin((1, 0, 0.5)))
    pose = place_on_surface(child=child, target=Box((2, 2, 2)), direction=(0, 0, 1), up_hint=(1, 0, 0))
    assert pose.xyz == pytest.approx((0, 0, 1 - 0.4))


@pytest.mark.parametrize("axis", ["z", "", "w", "+w"])
def test_the_child_axis_needs_its_sign(axis: str) -> None:
    with pytest.raises(ValidationError, match="child_axis"):
        place_on_surface(Sphere(1), Sphere(1), direction=(0, 0, 1), child_axis=axis)
