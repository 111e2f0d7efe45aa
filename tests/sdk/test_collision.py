from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from sdk.collision import Collider
from sdk.model.shapes import Box
from sdk.scene.forms import form_of
from sdk.spatial import transform_from
from tests.strategies import lengths, points, rpys

SKIN = form_of(Box((1.0, 1.0, 1.0))).mesh
CUBE, CUBE_FACES = SKIN.vertices, SKIN.faces


@settings(max_examples=30, deadline=None)
@given(first=lengths, second=lengths, gap=lengths, at=points, turn=rpys)
def test_gap_of_two_spheres_in_any_frame(first, second, gap, at, turn):
    world_from_rig = transform_from(at, turn)
    place = world_from_rig @ transform_from((0.0, 0.0, first + second + gap))
    a, b = Collider.sphere(first), Collider.sphere(second)
    assert a.distance(world_from_rig, b, place) == pytest.approx(gap, abs=1e-9)
    assert not a.collides(world_from_rig, b, place)
    assert a.collides(world_from_rig, b, world_from_rig @ transform_from((0.0, 0.0, (first + second) * 0.99)))


def test_a_mesh_is_a_hollow_skin_and_a_box_is_solid():
    inside = Collider.box((0.1, 0.1, 0.1))
    skin, solid = Collider.mesh(CUBE, CUBE_FACES), Collider.box((1.0, 1.0, 1.0))
    here = np.eye(4)
    assert not skin.collides(here, inside, here)
    assert skin.distance(here, inside, here) == pytest.approx(0.45)
    assert solid.collides(here, inside, here)
    assert solid.collides(here, Collider.mesh(CUBE * 0.1, CUBE_FACES), here)


def test_touching_counts_as_meeting():
    box, mesh = Collider.box((1.0, 1.0, 1.0)), Collider.mesh(CUBE, CUBE_FACES)
    above = transform_from((0.0, 0.0, 1.0))
    assert box.collides(np.eye(4), mesh, above)
    assert box.collides(np.eye(4), Collider.box((1.0, 1.0, 1.0)), above)


def test_one_collider_can_be_asked_about_itself_elsewhere():
    box = Collider.box((1.0, 1.0, 1.0))
    assert box.distance(np.eye(4), box, transform_from((0.0, 0.1, 3.0))) == pytest.approx(2.0)
    assert box.collides(np.eye(4), box, np.eye(4))


def test_a_twin_is_placed_on_its_own():
    mesh = Collider.mesh(CUBE, CUBE_FACES)
    twin = mesh.twin()
    assert mesh.distance(np.eye(4), twin, transform_from((2.5, 0.0, 0.0))) == pytest.approx(1.5)
