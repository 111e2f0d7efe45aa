from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.geometry.primitives import box_mesh, sphere_mesh
from sdk.geometry.triangles import (
    component_labels,
    face_areas,
    is_closed_and_oriented,
    near_pairs,
    open_edge_count,
    rising_order,
    shell_labels,
    signed_volume,
    weld,
    winding_numbers,
    with_one_winding,
    without_repeated,
    without_unused,
)

quick = settings(max_examples=30, deadline=None)


def soup(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same surface with three own vertices for every face."""
    return vertices[faces].reshape(-1, 3), np.arange(3 * len(faces)).reshape(-1, 3)


def test_volume_far_from_the_origin_keeps_its_digits() -> None:
    vertices, faces = box_mesh((1e-3, 1e-3, 1e-3))
    assert signed_volume(vertices + 1000.0, faces) == pytest.approx(1e-9, rel=1e-6)


def test_areas_of_a_box() -> None:
    assert face_areas(*box_mesh((1, 2, 3))).sum() == pytest.approx(22.0)


@pytest.mark.parametrize("tolerance", [0.0, 1e-9])
def test_welding_a_soup_gives_the_mesh_back(tolerance: float) -> None:
    vertices, faces = sphere_mesh(1.0, width_segments=12, height_segments=6)
    welded, joined = weld(*soup(vertices, faces), tolerance=tolerance)
    assert len(welded) == len(vertices)
    assert is_closed_and_oriented(joined)
    assert signed_volume(welded, joined) == pytest.approx(signed_volume(vertices, faces))


def test_welding_joins_across_cells_of_any_grid() -> None:
    vertices, faces = soup(*box_mesh((1, 1, 1)))
    shaken = vertices + np.random.default_rng(1).uniform(-4e-10, 4e-10, vertices.shape)
    welded, joined = weld(shaken, faces, tolerance=1.5e-9)
    assert len(welded) == 8 and is_closed_and_oriented(joined)


@quick
@given(st.integers(1, 40), st.data())
def test_component_labels_are_those_of_a_search(count: int, data: st.DataObject) -> None:
    nodes = st.integers(0, count - 1)
    pairs = data.draw(st.lists(st.tuples(nodes, nodes), max_size=40))
    found = component_labels(count, np.array(pairs, dtype=np.int64).reshape(-1, 2))
    groups = {node: {node} for node in range(count)}
    for a, b in pairs:
        if groups[a] is not groups[b]:
            groups[a] |= groups[b]
            for node in groups[b]:
                groups[node] = groups[a]
    for a in range(count):
        for b in range(count):
            assert (found[a] == found[b]) == (b in groups[a])


def test_shells_are_joined_by_edges_not_by_corners() -> None:
    vertices, faces = box_mesh((1, 1, 1))
    corner_to_corner, both = weld(
        np.concatenate([vertices, vertices + 1]), np.concatenate([faces, faces + 8])
    )
    assert len(corner_to_corner) == 15
    assert sorted(np.bincount(shell_labels(both))) == [12, 12]


def test_winding_is_made_one_per_patch() -> None:
    vertices, faces = box_mesh((1, 1, 1))
    mixed = faces.copy()
    mixed[[1, 4, 7]] = mixed[[1, 4, 7], ::-1]
    assert not is_closed_and_oriented(mixed)
    assert abs(signed_volume(vertices, with_one_winding(mixed))) == pytest.approx(1.0)


def test_winding_numbers_tell_inside_from_outside() -> None:
    vertices, faces = sphere_mesh(1.0, width_segments=12, height_segments=6)
    points = np.array([(0.0, 0, 0), (0.3, 0.2, 0.5), (2, 0, 0), (0, 0, -5)])
    assert winding_numbers(points, vertices, faces) == pytest.approx([1, 1, 0, 0], abs=1e-9)
    assert winding_numbers(points[:1], vertices, faces[:, ::-1]) == pytest.approx([-1])


def test_clean_up() -> None:
    vertices, faces = box_mesh((1, 1, 1))
    assert len(without_repeated(np.concatenate([faces, faces[:3, [1, 2, 0]], faces[:2, ::-1]]))) == 12
    spare = np.concatenate([[(9.0, 9, 9)], vertices, [(8.0, 8, 8)]])
    kept, renumbered = without_unused(spare, faces + 1)
    assert np.array_equal(kept, vertices) and np.array_equal(renumbered, faces)
    assert open_edge_count(faces[1:]) == 3


@given(st.integers(0, 2**32 - 1), st.integers(1, 60), st.floats(0.01, 2.0))
def test_near_pairs_are_those_of_comparing_everything(seed: int, count: int, tolerance: float) -> None:
    points = np.random.default_rng(seed).random((count, 3))
    far = np.linalg.norm(points[:, None] - points[None], axis=2)
    first, second = np.nonzero(np.triu(far <= tolerance, k=1))
    np.testing.assert_array_equal(near_pairs(points, tolerance=tolerance), np.stack([first, second], axis=1))


@pytest.mark.parametrize("most", [5, 2**40, 2**62])
def test_rising_order_keeps_equal_numbers_in_their_order(most):
    keys = np.random.default_rng(2).integers(0, most, 500)
    keys[::7] = most - 1
    np.testing.assert_array_equal(rising_order(keys), np.argsort(keys, kind="stable"))
    assert len(rising_order(keys[:0])) == 0
