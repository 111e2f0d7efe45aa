"""The blocks of a skin against the integral of solid angles and against every face."""

from __future__ import annotations

from math import sin

import numpy as np
import pytest

from sdk.geometry.lathe import LatheGeometry
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.primitives import BoxGeometry, SphereGeometry, TorusGeometry
from sdk.geometry.triangles import winding_numbers
from sdk.scene.skin import Skin


def bottle() -> MeshGeometry:
    wall = [(0.3 + 0.1 * sin(step / 4), step / 20) for step in range(30)]
    return LatheGeometry(
        [*wall, *((radius - 0.03, height) for radius, height in reversed(wall))], segments=48
    )


SHAPES = {
    "box": BoxGeometry((1.0, 0.6, 0.4)),
    "ball": SphereGeometry(0.5),
    "ring": TorusGeometry(0.4, 0.1),
    "bottle": bottle(),
    "two": BoxGeometry((1.0, 0.6, 0.4)).merge(BoxGeometry((1.0, 0.6, 0.4)).translate(0.5, 0.1, 0.1)),
}


@pytest.mark.parametrize("name", SHAPES)
def test_windings_are_those_of_the_solid_angles(name):
    vertices = np.array(SHAPES[name].vertices, dtype=float)
    faces = np.array(SHAPES[name].faces, dtype=np.int64)
    draw = np.random.default_rng(3)
    points = draw.uniform(vertices.min(axis=0) - 0.1, vertices.max(axis=0) + 0.1, (150, 3))
    points[:40] = np.round(points[:40], 1)  # below corners and edges, where rays graze
    expected = winding_numbers(points, vertices, faces)
    assert Skin(vertices, faces).windings(points) == pytest.approx(expected, abs=1e-9)
    inside_out = Skin(vertices, faces[:, ::-1]).windings(points[40:])  # none of these is on the skin itself
    assert inside_out == pytest.approx(-expected[40:], abs=1e-9)
    assert np.abs(expected).max() > 0.5


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_said_to_be_apart_is_apart(name):
    vertices = np.array(SHAPES[name].vertices, dtype=float)
    faces = np.array(SHAPES[name].faces, dtype=np.int64)
    skin = Skin(vertices, faces)
    corners = vertices[faces]
    draw = np.random.default_rng(4)
    answers = set()
    for middle in draw.uniform(vertices.min(axis=0) - 0.2, vertices.max(axis=0) + 0.2, (100, 3)):
        low, high = middle - 0.05, middle + 0.05
        near = ((corners.min(axis=1) <= high) & (corners.max(axis=1) >= low)).all(axis=1).any()
        assert bool(skin.may_be_near_each(low[None], high[None])[0]) == near
        answers.add(bool(near))
    assert answers == {True, False}
