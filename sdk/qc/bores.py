"""Round holes in meshes, found from their triangles alone, and where they are in the posed object.

A newcomer's mistake: to look for a hole by a ray. A hole is a closed ring of faces that look at one axis, joined to
each other by hollow edges only; a rounded outside corner has the same normals, but bulging edges.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from sdk.facts import recalled
from sdk.geometry.triangles import component_labels, rising_order
from sdk.qc.sweep import Sweeps
from sdk.scene.forms import Form, MeshForm
from sdk.scene.mesh_data import MeshData
from sdk.spatial import apply_transform

MOST_FACES = 20_000
"""Meshes of more are left out: what has so many is ornament or cloth rather than a drilled plate."""
WIDEST_FOLD = np.cos(np.radians(61.0))
"""Two facets of one bore are turned by less than this; a bore has six facets or more."""
LEAST_FACES = 12
UNEVEN = 0.03
"""Of the radius: how far the ring's vertices may stray from a circle."""
TILTED = 0.05
"""Cosine: how far the wall may lean from the axis."""


@dataclass(frozen=True, eq=False)
class Bore:
    """A straight round hole; in its element's frame, or the world's once placed."""

    point: np.ndarray
    """(3,) middle of the hole."""
    axis: np.ndarray
    """(3,) unit."""
    radius: float
    length: float

    def placed(self, world_from_element: np.ndarray) -> Bore:
        """The same hole in the world."""
        point = apply_transform(world_from_element, self.point)
        return replace(self, point=point, axis=world_from_element[:3, :3] @ self.axis)


def world_bores(sweeps: Sweeps, index: int) -> tuple[Bore, ...]:
    """The holes of one element where it is at rest."""
    place = sweeps.posed.places[index]
    return tuple(bore.placed(place) for bore in find_bores(sweeps.posed.elements[index].form))


@lru_cache(maxsize=2048)
def find_bores(form: Form) -> tuple[Bore, ...]:
    """The round holes of a form, in its frame; none for primitives and for very fine meshes."""
    if not isinstance(form, MeshForm) or not LEAST_FACES < len(form.mesh.faces) <= MOST_FACES:
        return ()

    def measure() -> list[Any]:
        return [
            (bore.point.tolist(), bore.axis.tolist(), bore.radius, bore.length)
            for bore in _bores_of(form.mesh)
        ]

    found = recalled(measure, "bores", lambda: (form.digest,))
    return tuple(
        Bore(np.array(point), np.array(axis), radius, length) for point, axis, radius, length in found
    )


def _bores_of(mesh: MeshData) -> list[Bore]:
    corners = mesh.vertices[mesh.faces]
    crossed = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    doubled = np.linalg.norm(crossed, axis=1)
    normals = crossed / np.where(doubled > 0.0, doubled, 1.0)[:, None]
    pairs, bends = _hollow_links(mesh, normals)
    if not len(pairs):
        return []
    labels = component_labels(len(mesh.faces), pairs)
    hollow = np.unique(labels[pairs[bends, 0]])
    order = rising_order(labels)
    starts, stops = (np.searchsorted(labels[order], hollow, side=side) for side in ("left", "right"))
    large = stops - starts >= LEAST_FACES
    spans = zip(starts[large].tolist(), stops[large].tolist(), strict=True)
    walls = (order[start:stop] for start, stop in spans)
    found = (_ring(corners[wall], normals[wall], doubled[wall]) for wall in walls)
    return [bore for bore in found if bore is not None]


def _hollow_links(mesh: MeshData, normals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of faces that meet flat or at a hollow edge, (k, 2), and which of them do not meet flat, (k,)."""
    sides = mesh.joined_sides
    pairs = sides // 3
    columns = np.ascontiguousarray(normals.T)  # long rows: several times faster
    own = columns.take(pairs[:, 0], axis=1)
    cosine = (own * columns.take(pairs[:, 1], axis=1)).sum(axis=0)
    corners, points = mesh.faces.reshape(-1), np.ascontiguousarray(mesh.vertices.T)
    opposite = corners[3 * pairs[:, 1] + (sides[:, 1] % 3 + 2) % 3]
    rise = (own * (points.take(opposite, axis=1) - points.take(corners[sides[:, 0]], axis=1))).sum(axis=0)
    is_flat = cosine > 1.0 - 1e-6
    kept = (cosine > WIDEST_FOLD) & (is_flat | (rise > 0.0))
    return pairs[kept], ~is_flat[kept]


def _ring(corners: np.ndarray, normals: np.ndarray, areas: np.ndarray) -> Bore | None:
    """The hole that a connected set of faces is the wall of; None when it is none."""
    total = float(areas.sum())
    if total <= 0.0:
        return None
    if float(np.linalg.norm(areas @ normals)) > UNEVEN * total:
        return None
    weighted = normals * np.sqrt(areas)[:, None]
    _, _, directions = np.linalg.svd(weighted.T @ weighted)
    axis = directions[2]
    if float((np.abs(normals @ axis) * areas).sum()) > TILTED * total:
        return None
    points = np.unique(np.round(corners.reshape(-1, 3), 9), axis=0)
    along = points @ axis
    across = points - along[:, None] * axis
    middle = 0.5 * (across.min(axis=0) + across.max(axis=0))
    middle = _circle_middle(across, directions[:2], middle)
    radii = np.linalg.norm(across - middle, axis=1)
    radius = float(radii.mean())
    if radius <= 0.0 or float(np.abs(radii - radius).max()) > UNEVEN * radius:
        return None
    low, high = float(along.min()), float(along.max())
    return Bore(middle + 0.5 * (low + high) * axis, axis, radius, high - low)


def _circle_middle(across: np.ndarray, frame: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Middle of the circle that fits points of a plane best.

    Source:
        Kasa, "A circle fitting procedure and its error analysis", 1976.
    """
    flat = (across - start) @ frame.T
    system = np.concatenate([2.0 * flat, np.ones((len(flat), 1))], axis=1)
    solution, *_ = np.linalg.lstsq(system, (flat**2).sum(axis=1), rcond=None)
    return start + solution[:2] @ frame
