"""Strong assertions shared by the whole suite.

They measure with their own arithmetic, not the product's, so that a fault in one does not hide in the other.
"""

from __future__ import annotations

from typing import Any

import numpy as np

WELD = 1e-6


def mesh_arrays(mesh: Any) -> tuple[np.ndarray, np.ndarray]:
    """(n, 3) vertices and (m, 3) faces of anything with those two attributes, or of such a pair."""
    vertices, faces = (mesh.vertices, mesh.faces) if hasattr(mesh, "faces") else mesh
    return np.asarray(vertices, dtype=float).reshape(-1, 3), np.asarray(faces, dtype=int).reshape(-1, 3)


def volume_of(mesh: Any) -> float:
    """Signed volume, from the middle of the mesh so that its place costs no digits."""
    vertices, faces = mesh_arrays(mesh)
    corners = vertices[faces] - vertices.mean(axis=0)
    return float(np.linalg.det(corners).sum() / 6.0)


def area_of(mesh: Any) -> float:
    vertices, faces = mesh_arrays(mesh)
    corners = vertices[faces]
    return float(
        np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1).sum()
        / 2
    )


def bounds_of(mesh: Any) -> np.ndarray:
    """(2, 3) bounds of the vertices that faces use."""
    vertices, faces = mesh_arrays(mesh)
    used = vertices[np.unique(faces)]
    return np.array([used.min(axis=0), used.max(axis=0)])


def welded_faces(mesh: Any, *, weld: float = WELD) -> np.ndarray:
    """Faces over vertices rounded to `weld`, collapsed ones dropped."""
    vertices, faces = mesh_arrays(mesh)
    _, number = np.unique(np.round(vertices / weld).astype(np.int64), axis=0, return_inverse=True)
    welded = number.reshape(-1)[faces]
    first, second, third = welded.T
    return welded[(first != second) & (second != third) & (third != first)]


def open_edges(mesh: Any, *, weld: float = WELD) -> int:
    """Edges that do not have exactly one face on each side, walked in opposite directions."""
    directed = welded_faces(mesh, weld=weld)[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    _, counts = np.unique(np.sort(directed, axis=1), axis=0, return_counts=True)
    both_ways = len(np.unique(directed, axis=0)) == len(directed)
    return int((counts != 2).sum()) + (0 if both_ways else 1)


def assert_closed_solid(mesh: Any, *, weld: float = WELD, slivers: bool = False) -> None:
    """The mesh bounds a solid: closed, wound one way, outward, with sound faces and no spare vertices.

    `slivers` lets faces pass whose area is too small for their edges, where a case makes them on purpose.
    """
    vertices, faces = mesh_arrays(mesh)
    assert len(faces), "no faces"
    assert np.isfinite(vertices).all(), "a vertex is not finite"
    assert faces.min() >= 0 and faces.max() < len(vertices), "a face names no vertex"
    assert len(np.unique(faces)) == len(vertices), "unreferenced vertices"
    assert len(np.unique(np.sort(faces, axis=1), axis=0)) == len(faces), "duplicate faces"
    assert open_edges(mesh, weld=weld) == 0, f"{open_edges(mesh, weld=weld)} open edges"
    assert volume_of(mesh) > 0.0, "inside out"
    if not slivers:
        corners = vertices[faces]
        doubled = np.linalg.norm(
            np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
        )
        longest = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(axis=1)
        flat = doubled <= 1e-9 * longest**2
        assert not flat.any(), f"{int(flat.sum())} faces without area"


def piece_count(mesh: Any) -> int:
    """How many outward shells the mesh has: pieces that do not touch, their hollows not counted."""
    vertices, faces = mesh_arrays(mesh)
    parent = list(range(len(vertices)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for a, b, c in faces.tolist():
        parent[root(a)] = parent[root(b)] = root(c)
    shell = np.array([root(face[0]) for face in faces.tolist()])
    volumes = np.bincount(shell, weights=np.linalg.det(vertices[faces] - vertices.mean(axis=0)))
    return int((volumes > 0.0).sum())
