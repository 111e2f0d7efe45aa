"""What could meet is never denied where search trees find that it does, and running fits are cleared at once."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk import BoxGeometry, CylinderGeometry, LatheGeometry, MeshGeometry
from sdk.collision import Collider
from sdk.scene.gliding import could_meet, glide_of
from sdk.spatial import rotation_from_rpy

angle = st.floats(-pi, pi)
place = st.floats(-0.3, 0.3)
size = st.floats(0.02, 0.3)


def rigid(rpy=(0.0, 0.0, 0.0), xyz=(0.0, 0.0, 0.0)) -> np.ndarray:
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = rotation_from_rpy(rpy), xyz
    return matrix


def turn(about: np.ndarray, values: np.ndarray) -> np.ndarray:
    """(k, 4, 4) rotations about the z axis of a frame."""
    spun = np.stack([rigid((0.0, 0.0, float(value))) for value in values])
    return about @ spun @ np.linalg.inv(about)


def slide(about: np.ndarray, values: np.ndarray) -> np.ndarray:
    moved = np.stack([rigid(xyz=(0.0, 0.0, float(value))) for value in values])
    return about @ moved @ np.linalg.inv(about)


def swing(about: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Parallel to itself on a circle, and turning: any motion in a plane."""
    moved = np.stack(
        [rigid((0, 0, 2.0 * value), (0.1 * np.sin(value), 0.1 * value, 0.0)) for value in values.tolist()]
    )
    return about @ moved @ np.linalg.inv(about)


def triangles(geometry: MeshGeometry, at: np.ndarray) -> np.ndarray:
    vertices = np.array(geometry.vertices) @ at[:3, :3].T + at[:3, 3]
    return vertices[np.array(geometry.faces)]


def meets(first: np.ndarray, second: np.ndarray, motions: np.ndarray) -> np.ndarray:
    """By search trees, pose by pose."""
    trees = [
        Collider.mesh(corners.reshape(-1, 3), np.arange(len(corners) * 3).reshape(-1, 3))
        for corners in (first, second)
    ]
    return np.array([trees[0].collides(np.eye(4), trees[1], motion) for motion in motions])


@given(
    kind=st.sampled_from([turn, slide, swing]),
    about=st.builds(rigid, st.tuples(angle, angle, angle), st.tuples(place, place, place)),
    first=st.tuples(size, size, size),
    second=st.tuples(size, size),
    at=st.builds(rigid, st.tuples(angle, angle, angle), st.tuples(place, place, place)),
    reach=st.floats(0.05, 3.0),
)
def test_what_meets_is_never_denied(kind, about, first, second, at, reach) -> None:
    motions = kind(about, np.linspace(-reach, reach, 25))
    still = triangles(BoxGeometry(first), np.eye(4))
    moving = triangles(CylinderGeometry(second[0], second[1], radial_segments=9), at)
    glide = glide_of(motions)
    assert glide is not None
    assert glide.kind == {turn: "turn", slide: "line", swing: "plane"}[kind]
    met = meets(still, moving, motions)
    assert (could_meet(still, moving, glide) | ~met).all()


def tube(inner: float, outer: float, height: float) -> MeshGeometry:
    return LatheGeometry(
        [(inner, -height / 2), (outer, -height / 2), (outer, height / 2), (inner, height / 2)], segments=48
    )


@pytest.mark.parametrize("kind", [turn, slide])
def test_a_running_fit_is_cleared_without_placing_anything(kind) -> None:
    frame = rigid((0.3, -0.7, 1.1), (0.2, 0.1, -0.4))
    still, moving = triangles(tube(0.0102, 0.014, 0.2), frame), triangles(tube(0.004, 0.01, 0.2), frame)
    glide = glide_of(kind(frame, np.linspace(0.0, 1.0, 60)))
    assert glide is not None
    assert not could_meet(still, moving, glide).any()


def test_plates_in_two_layers_never_meet() -> None:
    still, moving = (triangles(BoxGeometry((0.3, 0.02, 0.004)), rigid(xyz=(0, 0, z))) for z in (0.0, 0.0042))
    glide = glide_of(swing(np.eye(4), np.linspace(0.0, 1.0, 20)))
    assert glide is not None
    assert not could_meet(still, moving, glide).any()
    assert could_meet(still, still, glide).all()


def test_where_a_slide_passes_a_stop_is_told() -> None:
    still, moving = (triangles(BoxGeometry((0.1, 0.1, 0.1)), rigid(xyz=(0, 0, z))) for z in (0.0, 0.5))
    values = np.linspace(-1.0, 0.0, 101)
    glide = glide_of(slide(np.eye(4), values))
    assert glide is not None
    assert np.array_equal(could_meet(still, moving, glide), np.abs(values + 0.5) <= 0.1 + 1e-9)


def test_a_screw_is_none_of_the_three() -> None:
    values = np.linspace(0.0, 1.0, 10)
    assert glide_of(slide(np.eye(4), 0.1 * values) @ turn(np.eye(4), values)) is None
