from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import GeometryError
from sdk.geometry.primitives import box_mesh
from sdk.geometry.triangles import is_closed_and_oriented, signed_volume
from sdk.placement.subdivision import subdivide
from tests.strategies import lengths


@settings(max_examples=30)
@given(st.tuples(lengths, lengths, lengths), st.floats(0.2, 3.0))
def test_a_closed_mesh_stays_closed_with_its_volume(size: tuple, limit: float) -> None:
    vertices, faces = box_mesh(size)
    fine, pieces = subdivide(vertices, faces, max_edge=limit)
    edges = fine[pieces[:, [0, 1, 1, 2, 2, 0]]].reshape(-1, 2, 3)
    assert np.linalg.norm(edges[:, 0] - edges[:, 1], axis=1).max() <= limit * (1 + 1e-6)
    assert is_closed_and_oriented(pieces)
    assert signed_volume(fine, pieces) == pytest.approx(np.prod(size))
    assert (fine[: len(vertices)] == vertices).all()


def test_a_mesh_of_short_edges_is_left_alone() -> None:
    vertices, faces = box_mesh((1, 1, 1))
    fine, pieces = subdivide(vertices, faces, max_edge=1.5)
    assert fine is vertices and pieces is faces


def test_a_hopeless_limit_is_refused() -> None:
    sliver = np.array([(0.0, 0, 0), (1, 0, 0), (1, 1e-9, 0)])
    with pytest.raises(ValueError, match="halvings"):
        subdivide(sliver, np.array([(0, 1, 2)]), max_edge=1e-5)
    assert issubclass(GeometryError, ValueError)
