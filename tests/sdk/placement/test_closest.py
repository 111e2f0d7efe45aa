from __future__ import annotations

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import ValidationError
from sdk.geometry.triangles import winding_numbers
from sdk.model.shapes import Box, Cylinder, Sphere
from sdk.placement.closest import SurfaceShape, TriangleSurface, closest_on, closest_on_triangles
from tests.strategies import points

QUERIES = np.random.default_rng(3).uniform(-2, 2, (300, 3))
BLOCK = trimesh.creation.box((1, 1.4, 0.6))
BALL = trimesh.creation.icosphere(subdivisions=3)
TUBE = trimesh.creation.annulus(0.4, 0.9, 1.2)

CASES: list[tuple[SurfaceShape, trimesh.Trimesh, float]] = [
    (Box((1, 1.4, 0.6)), BLOCK, 1e-9),
    (Sphere(1), BALL, 2e-2),
    (Cylinder(0.9, 1.2), trimesh.creation.cylinder(0.9, 1.2, sections=256), 1e-3),
    (TriangleSurface(TUBE.vertices, TUBE.faces), TUBE, 1e-9),
]


@pytest.mark.parametrize(("shape", "mesh", "slack"), CASES, ids=["box", "sphere", "cylinder", "triangles"])
def test_no_point_of_the_surface_is_nearer(shape: SurfaceShape, mesh: trimesh.Trimesh, slack: float) -> None:
    samples, _ = trimesh.sample.sample_surface(mesh, 4000, seed=1)
    found = closest_on(shape, QUERIES)
    distance = np.linalg.norm(found.points - QUERIES, axis=1)
    nearest = np.linalg.norm(samples[None] - QUERIES[:, None], axis=2).min(axis=1)
    assert (distance <= nearest + slack).all()
    assert (distance >= nearest - 0.12).all()  # samples lie about this close together
    assert np.linalg.norm(found.normals, axis=1) == pytest.approx(1.0)


@pytest.mark.parametrize(("shape", "mesh", "slack"), CASES, ids=["box", "sphere", "cylinder", "triangles"])
def test_normals_point_out_of_the_solid_for_queries_in_and_out(
    shape: SurfaceShape, mesh: trimesh.Trimesh, slack: float
) -> None:
    found = closest_on(shape, QUERIES)
    outward = np.einsum("ij,ij->i", found.normals, QUERIES - found.points)
    inside = winding_numbers(QUERIES, mesh.vertices, mesh.faces) > 0.5
    far = np.linalg.norm(QUERIES - found.points, axis=1) > slack
    assert ((outward < 0.0) == inside)[far].all()
    assert inside.any() and not inside.all()


def test_box_ties_go_to_the_first_axis_and_zero_counts_as_positive() -> None:
    found = closest_on(Box((2, 2, 2)), np.array([(0.0, 0, 0), (0, 0.5, -0.5), (3, 3, 3), (1, 2, -2)]))
    assert found.normals.tolist() == [[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 1, 0]]
    assert found.points.tolist() == [[1, 0, 0], [0, 1, -0.5], [1, 1, 1], [1, 1, -1]]


def test_round_shapes_have_an_answer_at_their_middle() -> None:
    middle = np.zeros((1, 3))
    assert closest_on(Sphere(2), middle).points.tolist() == [[2, 0, 0]]
    assert closest_on(Cylinder(1, 5), middle).normals.tolist() == [[1, 0, 0]]
    assert closest_on(Cylinder(5, 1), middle).normals.tolist() == [[0, 0, 1]]  # top wins over bottom
    assert closest_on(Cylinder(1, 2), middle).normals.tolist() == [[1, 0, 0]]  # side wins over caps


@settings(max_examples=60)
@given(st.tuples(points, points, points), points)
def test_nearest_point_of_one_triangle(corners: tuple, query: tuple) -> None:
    triangle, wanted = np.array(corners), np.array(query)
    found = closest_on_triangles(wanted[None], triangle[None])[0]
    steps = np.linspace(0, 1, 41)
    first, second = np.meshgrid(steps, steps)
    keep = first + second <= 1.0 + 1e-12
    first, second = first[keep], second[keep]
    grid = np.column_stack([1 - first - second, first, second]) @ triangle
    nearest = np.linalg.norm(grid - wanted, axis=1).min()
    assert np.linalg.norm(found - wanted) <= nearest + 1e-9
    inside, *_ = np.linalg.lstsq(np.vstack([triangle.T, np.ones(3)]), np.append(found, 1.0), rcond=None)
    assert triangle.T @ inside == pytest.approx(found, abs=1e-6)
    if np.linalg.norm(np.cross(triangle[1] - triangle[0], triangle[2] - triangle[0])) > 1e-2:
        assert inside.min() > -1e-6


def test_an_open_mesh_faces_the_query_and_a_reversed_one_is_turned() -> None:
    sheet = TriangleSurface(np.array([(0.0, 0, 0), (1, 0, 0), (0, 1, 0)]), np.array([(0, 1, 2)]))
    below_and_above = np.array([(0.2, 0.2, -1), (0.2, 0.2, 1)])
    assert sheet.closest(below_and_above).normals.tolist() == [[0, 0, -1], [0, 0, 1]]
    reversed_block = TriangleSurface(BLOCK.vertices, BLOCK.faces[:, ::-1])
    assert reversed_block.closest(np.array([(0, 0, 5.0)])).normals.tolist() == [[0, 0, 1]]


def test_at_a_shared_edge_the_face_that_looks_at_the_query_answers() -> None:
    block = TriangleSurface(BLOCK.vertices, BLOCK.faces)
    found = block.closest(np.array([(0.6, 0.0, 0.9)]))
    assert found.points[0] == pytest.approx((0.5, 0, 0.3))
    assert found.normals.tolist() == [[0, 0, 1]]


def test_a_mesh_without_area_has_no_surface() -> None:
    with pytest.raises(ValidationError, match="area"):
        TriangleSurface(np.zeros((3, 3)), np.array([(0, 1, 2)]))
