from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import GeometryError
from sdk.geometry import kernel
from sdk.geometry.primitives import box_mesh, cylinder_mesh, sphere_mesh
from tests.asserts import assert_closed_solid, volume_of

quick = settings(max_examples=30, deadline=None)


def joined(*meshes: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    vertices, faces, offset = [], [], 0
    for points, triangles in meshes:
        vertices.append(points)
        faces.append(triangles + offset)
        offset += len(points)
    return np.concatenate(vertices), np.concatenate(faces)


def solid_volume(*meshes: tuple[np.ndarray, np.ndarray]) -> float:
    return kernel.volume(kernel.solid_from_mesh(*joined(*meshes)))


def box(size=(1.0, 1.0, 1.0), at=(0.0, 0.0, 0.0), *, inward: bool = False) -> tuple[np.ndarray, np.ndarray]:
    vertices, faces = box_mesh(size)
    return vertices + at, faces[:, ::-1] if inward else faces


def test_round_trip() -> None:
    vertices, faces = kernel.mesh_from_solid(kernel.solid_from_mesh(*box((1, 2, 3))))
    assert (len(vertices), len(faces)) == (8, 12)
    assert_closed_solid((vertices, faces))


def test_a_soup_is_welded() -> None:
    vertices, faces = sphere_mesh(1.0, width_segments=16, height_segments=8)
    soup = vertices[faces].reshape(-1, 3), np.arange(3 * len(faces)).reshape(-1, 3)
    assert solid_volume(soup) == pytest.approx(volume_of((vertices, faces)))


def test_a_nearly_closed_soup_is_welded() -> None:
    vertices, faces = box()
    soup = vertices[faces].reshape(-1, 3)
    shaken = soup + np.random.default_rng(0).uniform(-3e-8, 3e-8, soup.shape)
    assert solid_volume((shaken, np.arange(36).reshape(-1, 3))) == pytest.approx(1.0, abs=1e-6)


def test_an_inverted_shell_is_turned() -> None:
    assert solid_volume(box(inward=True)) == pytest.approx(1.0)


def test_mixed_winding_is_made_one() -> None:
    vertices, faces = box()
    mixed = faces.copy()
    mixed[2] = mixed[2, ::-1]
    assert solid_volume((vertices, mixed)) == pytest.approx(1.0)


def test_an_inner_inward_shell_is_a_cavity() -> None:
    assert solid_volume(box((2, 2, 2)), box(inward=True)) == pytest.approx(7.0)
    assert solid_volume(box((2, 2, 2), inward=True), box()) == pytest.approx(7.0)


def test_a_ball_in_a_cavity_stays() -> None:
    small = box((0.5, 0.5, 0.5))
    assert solid_volume(box((2, 2, 2)), box(inward=True), small) == pytest.approx(7.125)


def test_inverted_shells_side_by_side_are_both_turned() -> None:
    assert solid_volume(box(), box(at=(3, 0, 0), inward=True)) == pytest.approx(2.0)
    assert solid_volume(box((2, 2, 2)), box(at=(1.5, 0, 0), inward=True)) == pytest.approx(9.0)


def test_overlapping_shells_are_united() -> None:
    assert solid_volume(box(), box(at=(0.5, 0.5, 0.5))) == pytest.approx(1.875)
    assert solid_volume(box((2, 2, 2)), box()) == pytest.approx(8.0)
    assert solid_volume(box(), box()) == pytest.approx(1.0)


def test_touching_shells_are_accepted() -> None:
    assert solid_volume(box(), box(at=(1, 1, 0))) == pytest.approx(2.0)
    assert solid_volume(box(), box(at=(1, 0, 0))) == pytest.approx(2.0)


def test_open_meshes_are_refused_by_name() -> None:
    vertices, faces = cylinder_mesh(0.5, 1.0, segments=12, closed=False)
    with pytest.raises(GeometryError, match=r"lid: .*24 open") as raised:
        kernel.solid_from_mesh(vertices, faces, where="lid")
    assert raised.value.code == "not-closed"
    with pytest.raises(GeometryError):
        kernel.solid_from_mesh([(0, 0, 0), (1, 0, 0), (0, np.nan, 0)], [(0, 1, 2)])


def test_nothing_is_the_empty_solid() -> None:
    empty = kernel.solid_from_mesh([], [])
    assert kernel.volume(empty) == 0.0
    assert np.array_equal(kernel.bounds(empty), np.zeros((2, 3)))
    assert len(kernel.mesh_from_solid(empty)[1]) == 0


def test_bounds_and_box() -> None:
    solid = kernel.box_solid((-1, 0, 2), (1, 3, 4))
    assert kernel.bounds(solid) == pytest.approx(np.array([(-1, 0, 2), (1, 3, 4)]))
    assert kernel.volume(solid) == pytest.approx(12.0)


@quick
@given(st.integers(1, 6), st.integers(1, 6))
def test_points_in_line_give_no_sliver(rows: int, columns: int) -> None:
    """Square holes on a grid have corners in line with their neighbours'."""
    square = np.array([(-0.3, -0.3), (-0.3, 0.3), (0.3, 0.3), (0.3, -0.3)])
    holes = [square + np.array([column, row]) for row in range(rows) for column in range(columns)]
    rim = np.array([(-1.0, -1), (columns, -1), (columns, rows), (-1, rows)])
    triangles = kernel.triangulate([rim, *holes])
    points = np.concatenate([rim, *holes])
    corner, second, third = (points[triangles[:, k]] for k in range(3))
    first, other = second - corner, third - corner
    doubled = first[:, 0] * other[:, 1] - first[:, 1] * other[:, 0]
    assert doubled.min() > 1e-9
    assert doubled.sum() / 2 == pytest.approx((columns + 1) * (rows + 1) - 0.36 * rows * columns)
    assert len(triangles) == len(points) + 2 * len(holes) - 2


def test_outlines_that_cross_are_resolved() -> None:
    bow_tie = np.array([(0.0, 0), (1, 1), (1, 0), (0, 1)])
    loops = kernel.resolve_outline([bow_tie])
    assert len(loops) == 2
    first = np.array([(0.0, 0), (2, 0), (2, 1), (0, 1)])
    hole = np.array([(1.5, 0.25), (3, 0.25), (3, 0.75), (1.5, 0.75)])
    (notched,) = kernel.resolve_outline([first], [hole])
    assert {(2.0, 0.0), (0.0, 1.0)} <= set(
        map(tuple, notched.tolist())
    )  # the author's corners come back exactly
