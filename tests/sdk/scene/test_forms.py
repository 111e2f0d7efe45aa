from __future__ import annotations

from math import pi, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import ValidationError
from sdk.model.shapes import Box, Cylinder, Mesh, Sphere
from sdk.scene import forms
from sdk.scene.forms import (
    ROUND_SEGMENTS,
    BoxForm,
    CylinderForm,
    Form,
    MeshForm,
    SphereForm,
    form_of,
    shared_mesh_form,
)
from sdk.spatial import apply_transform, bounds_of, transform_from
from tests.strategies import lengths, points, rpys


def dense(geometry) -> np.ndarray:
    """Many points on the skin of a primitive."""
    turn, height = np.meshgrid(np.linspace(0, 2 * pi, 721), np.linspace(-1, 1, 3))
    if isinstance(geometry, Box):
        corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
        return corners * np.array(geometry.size) / 2
    if isinstance(geometry, Cylinder):
        ring = np.stack([np.cos(turn), np.sin(turn), height], axis=-1).reshape(-1, 3)
        return ring * (geometry.radius, geometry.radius, geometry.length / 2)
    polar, turn = np.meshgrid(np.linspace(0, pi, 181), np.linspace(0, 2 * pi, 361))
    ball = np.stack([np.sin(polar) * np.cos(turn), np.sin(polar) * np.sin(turn), np.cos(polar)], axis=-1)
    return ball.reshape(-1, 3) * geometry.radius


@settings(max_examples=25, deadline=None)
@given(a=lengths, b=lengths, c=lengths, at=points, turn=rpys)
def test_world_box_is_the_true_support(a, b, c, at, turn):
    place = transform_from(at, turn)
    for geometry in (Box((a, b, c)), Cylinder(a, b), Sphere(a)):
        world = apply_transform(place, dense(geometry))
        box = form_of(geometry).world_box(place)
        slack = 2e-4 * max(a, b, c)
        assert np.all(box[0] <= world.min(axis=0) + 1e-8) and np.all(box[0] >= world.min(axis=0) - slack)
        assert np.all(box[1] >= world.max(axis=0) - 1e-8) and np.all(box[1] <= world.max(axis=0) + slack)


@settings(max_examples=25, deadline=None)
@given(at=st.lists(points, min_size=1, max_size=4), turn=rpys)
def test_world_boxes_of_a_mesh_are_those_of_its_vertices_wherever_it_is(at, turn):
    mesh = CylinderForm(0.3, 0.7).mesh
    form = MeshForm(mesh)
    for place in (transform_from(where, turn) for where in at):
        world = apply_transform(place, mesh.vertices)
        np.testing.assert_array_equal(form.world_box(place), [world.min(axis=0), world.max(axis=0)])


def test_a_mesh_turned_once_is_not_turned_again(monkeypatch):
    turned = []

    def counted(vertices):
        turned.append(len(vertices))
        return bounds_of(vertices)

    monkeypatch.setattr(forms, "bounds_of", counted)
    monkeypatch.setattr(forms, "TURNED_KEPT", 2)
    form = MeshForm(CylinderForm(0.3, 0.7).mesh)
    for angle in (0.1, 0.2, 0.1, 0.2, 0.3, 0.2, 0.1):  # the third leaves no room for the first
        form.world_box(transform_from((angle, 0.0, 0.0), (angle, 0.0, 0.0)))
    assert len(turned) == 4


@settings(max_examples=25, deadline=None)
@given(a=lengths, b=lengths, c=lengths)
def test_triangles_are_closed_outward_and_of_the_inscribed_volume(a, b, c):
    share = ROUND_SEGMENTS / (2 * pi) * sin(2 * pi / ROUND_SEGMENTS)
    for geometry, volume in ((Box((a, b, c)), a * b * c), (Cylinder(a, b), share * pi * a**2 * b)):
        mesh = form_of(geometry).mesh
        assert mesh.is_closed
        assert mesh.volume == pytest.approx(volume, rel=1e-9)
    ball = form_of(Sphere(a)).mesh
    assert ball.is_closed
    assert 0.99 < ball.volume / (4 / 3 * pi * a**3) < 1.0


@settings(max_examples=25, deadline=None)
@given(radius=lengths, length=lengths, point=points)
def test_distance_and_inside_agree_with_the_implicit_shapes(radius, length, point):
    at = np.array(point)
    ball, rod = form_of(Sphere(radius)), form_of(Cylinder(radius, length))
    assert ball.distance_to(at) == pytest.approx(max(np.linalg.norm(at) - radius, 0.0))
    outside = np.array([max(np.hypot(*at[:2]) - radius, 0.0), max(abs(at[2]) - length / 2, 0.0)])
    assert rod.distance_to(at) == pytest.approx(np.linalg.norm(outside))
    for form in (ball, rod):
        assert form.contains(at) == (form.distance_to(at) == 0.0)


@settings(max_examples=25, deadline=None)
@given(size=lengths, point=points)
def test_distance_to_a_mesh_is_to_its_skin(size, point):
    mesh = form_of(Box((size, size, size))).mesh
    at = np.array(point)
    beyond = np.abs(at) - size / 2
    expected = np.linalg.norm(np.maximum(beyond, 0.0)) if beyond.max() > 0 else -beyond.max()
    assert shared_mesh_form(mesh.vertices, mesh.faces).distance_to(at) == pytest.approx(expected, abs=1e-12)


def test_equal_content_is_one_form():
    mesh = form_of(Box((1.0, 2.0, 3.0))).mesh
    one = shared_mesh_form(mesh.vertices, mesh.faces)
    assert shared_mesh_form(mesh.vertices.copy(), mesh.faces.copy()) is one
    scaled = shared_mesh_form(mesh.vertices, mesh.faces, scale=(2.0, 1.0, 1.0))
    assert scaled is not one
    assert scaled.volume == pytest.approx(12.0)
    assert form_of(Box((1, 2, 3))) is form_of(Box((1.0, 2.0, 3.0)))


def test_what_cannot_be_read_says_why(tmp_path):
    with pytest.raises(ValidationError, match="str"):
        form_of("cube")
    (tmp_path / "empty.obj").write_text("v 0 0 0\n")
    with pytest.raises(ValidationError, match="at least one face"):
        form_of(Mesh(filename=str(tmp_path / "empty.obj")))
    with pytest.raises(ValidationError, match=r"\.obj"):
        form_of(Mesh(filename=str(tmp_path / "thing.stl")))


@pytest.mark.parametrize(
    "form", [BoxForm((0.2, 0.3, 0.4)), CylinderForm(0.1, 0.5), SphereForm(0.2), BoxForm((1.0, 1.0, 1.0))]
)
def test_distances_of_many_points_are_those_of_each(form: Form) -> None:
    points = np.random.default_rng(3).uniform(-0.6, 0.6, size=(50, 3))
    each = [form.distance_to(point) for point in points]
    assert form.distances_to(points).tolist() == each
    assert [distance == 0.0 for distance in each] == form.contains_each(points).tolist()
