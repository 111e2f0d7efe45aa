"""Distance from a point to many triangles at once.

A newcomer's mistake: to project onto the planes only. The nearest point may lie on an edge or a corner; all
three candidates are measured.
"""

from __future__ import annotations

import numpy as np


def distance_to_triangles(corners: np.ndarray, point: np.ndarray) -> float:
    """Distance in metres from a (3,) point to the nearest of (m, 3, 3) triangles; flat triangles count as
    their edges.
    """
    return float(
        np.sqrt(min(_squared_to_edges(corners, point).min(), _squared_to_insides(corners, point).min()))
    )


def _squared_to_edges(corners: np.ndarray, point: np.ndarray) -> np.ndarray:
    starts = corners
    sides = np.roll(corners, -1, axis=1) - starts
    towards = point - starts
    lengths = np.maximum(np.einsum("mij,mij->mi", sides, sides), np.finfo(float).tiny)
    along = np.clip(np.einsum("mij,mij->mi", towards, sides) / lengths, 0.0, 1.0)
    gaps = towards - along[..., None] * sides
    return np.einsum("mij,mij->mi", gaps, gaps)


def _squared_to_insides(corners: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Squared distance to the plane where the foot of the perpendicular falls inside, infinity elsewhere."""
    sides = np.roll(corners, -1, axis=1) - corners
    normals = np.cross(sides[:, 0], sides[:, 1])
    squares = np.einsum("mi,mi->m", normals, normals)
    towards = point - corners
    inside = (np.einsum("mij,mj->mi", np.cross(sides, towards), normals) >= 0.0).all(axis=1) & (squares > 0.0)
    heights = np.einsum("mi,mi->m", towards[:, 0], normals)
    return np.where(inside, heights**2 / np.where(inside, squares, 1.0), np.inf)
