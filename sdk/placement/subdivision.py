"""Splitting the long edges of a triangle mesh, so that it can bend.

A newcomer's mistake: to split faces one by one. Each long edge is split once, for all faces that share it, so
a closed mesh stays closed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sdk.errors import GeometryError
from sdk.spatial import Array

_ROUNDS = 10
_SLACK = 1.0 + 1e-9
"""An edge this much over the limit is rounding, not length."""

# edges of a face that are split (0-1, 1-2, 2-0) -> its pieces; 0 to 2 are its corners, 3 to 5 the middles
_PIECES = {
    0b000: [(0, 1, 2)],
    0b001: [(0, 3, 2), (3, 1, 2)],
    0b010: [(1, 4, 0), (4, 2, 0)],
    0b100: [(2, 5, 1), (5, 0, 1)],
    0b011: [(3, 1, 4), (0, 3, 4), (0, 4, 2)],
    0b110: [(4, 2, 5), (1, 4, 5), (1, 5, 0)],
    0b101: [(5, 0, 3), (2, 5, 3), (2, 3, 1)],
    0b111: [(0, 3, 5), (3, 1, 4), (5, 4, 2), (3, 4, 5)],
}


def subdivide(
    vertices: Array, faces: NDArray[np.int64], *, max_edge: float
) -> tuple[Array, NDArray[np.int64]]:
    """The mesh with no edge longer than `max_edge`; given vertices come first, in their order.

    Args:
        vertices: (n, 3) metres.
        faces: (m, 3); one with three long edges becomes four.
        max_edge: metres, more than 0.

    Raises:
        GeometryError: an edge is more than about a thousand times the limit.
    """
    for _ in range(_ROUNDS + 1):
        edges = np.sort(faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
        unique, edge_of = np.unique(edges, axis=0, return_inverse=True)
        length = np.linalg.norm(vertices[unique[:, 0]] - vertices[unique[:, 1]], axis=1)
        long = length > max_edge * _SLACK
        if not long.any():
            return vertices, faces
        middle_of = len(vertices) + np.cumsum(long) - 1
        middles = vertices[unique[long]].mean(axis=1)
        per_face = edge_of.reshape(-1, 3)
        six = np.concatenate([faces, middle_of[per_face]], axis=1)
        pattern = long[per_face] @ (1, 2, 4)
        faces = np.concatenate(
            [six[pattern == key][:, pieces].reshape(-1, 3) for key, pieces in _PIECES.items()]
        )
        vertices = np.concatenate([vertices, middles])
    wanted = f"a limit that {_ROUNDS} halvings reach"
    raise GeometryError.at("max_edge", given=max_edge, wanted=wanted, code="max-edge")
