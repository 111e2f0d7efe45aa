"""Colliders over the faces nearby against search trees over all faces."""

from __future__ import annotations

from math import cos, sin

import numpy as np
import pytest

from sdk.collision import Collider
from sdk.geometry.lathe import LatheGeometry
from sdk.geometry.mesh import MeshGeometry
from sdk.model.part import Visual
from sdk.model.shapes import Box, Cylinder, Sphere
from sdk.scene.element import Element
from sdk.scene.forms import Form, form_of, shared_mesh_form
from sdk.scene.nearby import MANY_FACES, colliders_near, is_fresh, most_apart
from sdk.spatial import transform_from


def vase(bulge: float) -> MeshGeometry:
    wall = [(0.3 + bulge * sin(step / 4), step / 40) for step in range(40)]
    inner = [(radius - 0.03, height) for radius, height in reversed(wall)]
    return LatheGeometry([*wall, *inner], segments=40)


def ring(radius: float, thickness: float) -> MeshGeometry:
    turns = np.linspace(0.0, 2.0 * np.pi, 40, endpoint=False)
    section = [(radius + thickness * cos(turn), thickness * sin(turn)) for turn in turns]
    return LatheGeometry(section, segments=60)


def mesh_element(geometry: MeshGeometry) -> Element:
    form = shared_mesh_form(np.array(geometry.vertices), np.array(geometry.faces, dtype=np.int64))
    vars(form).pop("collider", None)  # forms are shared, and an earlier test may have asked for its tree
    vars(form.mesh).pop("_lent", None)
    return element(form)


def element(form: Form) -> Element:
    return Element("part", 0, "it", Visual(Box((1.0, 1.0, 1.0))), form, np.eye(4))


def whole(each: Element) -> Collider:
    return each.form.collider if each.form.is_solid else Collider.mesh(each.mesh.vertices, each.mesh.faces)


OTHERS = {
    "ring": lambda: mesh_element(ring(0.22, 0.05)),
    "vase": lambda: mesh_element(vase(0.07)),
    "coarse ring": lambda: mesh_element(LatheGeometry([(0.1, 0.0), (0.2, 0.0), (0.15, 0.1)], segments=12)),
    "box": lambda: element(form_of(Box((0.2, 0.1, 0.3)))),
    "ball": lambda: element(form_of(Sphere(0.1))),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_near_answers_as_the_whole_does(name):
    draw = np.random.default_rng(7)
    met = set()
    for _ in range(12):
        pair = mesh_element(vase(0.05)), OTHERS[name]()
        assert len(pair[0].mesh.faces) >= MANY_FACES
        places = (
            transform_from(draw.uniform(-0.5, 0.5, 3), draw.uniform(-3.0, 3.0, 3)),
            transform_from(draw.uniform(-0.5, 0.5, 3), draw.uniform(-3.0, 3.0, 3)),
        )
        trees = whole(pair[0]), whole(pair[1])
        collides = trees[0].collides(places[0], trees[1], places[1])
        near = colliders_near(pair, places, by=0.0)
        assert (near is not None and near[0].collides(places[0], near[1], places[1])) == collides
        met.add(collides)
        if not collides:
            distance = trees[0].distance(places[0], trees[1], places[1])
            most = most_apart(pair, places)
            assert most >= distance - 1e-6
            near = colliders_near(pair, places, by=most)
            assert near is not None
            assert near[0].distance(places[0], near[1], places[1]) == pytest.approx(distance, abs=1e-6)
    assert met == {True, False}


@pytest.fixture
def trees(monkeypatch):
    """How many faces each search tree was built over."""
    built = []
    build = Collider.mesh.__func__

    def counted(cls, vertices, faces):
        built.append(len(faces))
        return build(cls, vertices, faces)

    monkeypatch.setattr(Collider, "mesh", classmethod(counted))
    return built


def test_two_rings_that_touch_in_one_place_need_trees_over_that_place_only(trees):
    pair = mesh_element(ring(0.3, 0.05)), mesh_element(ring(0.2, 0.03))
    places = np.eye(4), transform_from((0.021, 0.0, 0.0))
    near = colliders_near(pair, places, by=0.0)
    assert near is not None and near[0].collides(places[0], near[1], places[1])
    assert 0 < sum(trees) < 0.1 * (len(pair[0].mesh.faces) + len(pair[1].mesh.faces))


def test_no_tree_is_built_where_no_face_is_near(trees):
    pair = mesh_element(ring(0.3, 0.05)), mesh_element(ring(0.19, 0.02))
    assert colliders_near(pair, (np.eye(4), np.eye(4)), by=0.0) is None
    assert trees == []


def test_what_is_asked_for_again_and_again_gets_one_tree_over_all(trees):
    pair = mesh_element(ring(0.3, 0.05)), mesh_element(vase(0.05))
    for _ in range(200):
        colliders_near(pair, (np.eye(4), np.eye(4)), by=0.02)
    assert not is_fresh(pair[0]) and not is_fresh(pair[1])
    assert trees.count(len(pair[0].mesh.faces)) == trees.count(len(pair[1].mesh.faces)) == 1


def test_a_rod_in_a_ring_is_compared_with_what_faces_it(trees):
    pair = mesh_element(ring(0.3, 0.05)), element(form_of(Cylinder(radius=0.02, length=1.0)))
    places = np.eye(4), np.eye(4)
    assert most_apart(pair, places) == most_apart(pair[::-1], places) == pytest.approx(0.23, abs=1e-12)
    near = colliders_near(pair, places, by=most_apart(pair, places))
    assert near is not None
    assert near[0].distance(places[0], near[1], places[1]) == pytest.approx(
        0.25 * cos(np.pi / 60) - 0.02, abs=1e-6
    )
    assert sum(trees) <= 0.25 * len(pair[0].mesh.faces)
