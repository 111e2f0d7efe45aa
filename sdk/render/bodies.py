"""What is drawn: each element of a scene as triangles with a colour and corner normals, in its part's frame.

A newcomer's mistake: to average normals per vertex. A corner is smooth only with the neighbours it meets
under `SMOOTH_BELOW_DEG`, so one vertex of a box carries three normals and one of a sphere carries a single
one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from sdk.model.material import Material
from sdk.scene import MeshData, Scene

SMOOTH_BELOW_DEG = 30.0
UNPAINTED = (
    (0.62, 0.66, 0.71),
    (0.78, 0.66, 0.52),
    (0.55, 0.66, 0.60),
    (0.70, 0.58, 0.60),
    (0.60, 0.60, 0.72),
    (0.74, 0.72, 0.58),
)
"""Muted sRGB colours given part by part to elements without a material, so that parts stay apart."""


@dataclass(frozen=True)
class Body:
    """One element in the frame of its part."""

    points: np.ndarray
    """(n, 3) places of its vertices, each at least once; what framing looks at."""
    corners: np.ndarray
    """(m, 3, 3) triangle corners."""
    normals: np.ndarray
    """(m, 3, 3) unit normals at those corners; zero on a triangle without area."""
    rgba: tuple[float, float, float, float]
    """sRGB colour and opacity, 0 to 1."""
    part: str


def bodies_of_scene(scene: Scene) -> list[Body]:
    """Every element with at least one usable triangle, in order of parts and elements."""
    bodies = []
    registered = {material.name: material for material in scene.model.materials}
    shaded: dict[MeshData, tuple[np.ndarray, np.ndarray, np.ndarray]] = {}
    for number, part in enumerate(scene.model.parts):
        for element in scene.elements(part.name):
            mesh = element.mesh
            if mesh not in shaded:
                shaded[mesh] = triangles_of(mesh.vertices, mesh.faces)
            points, corners, normals = shaded[mesh]
            if not len(corners):
                continue
            turn, shift = element.part_from_element[:3, :3].T, element.part_from_element[:3, 3]
            material = element.visual.material
            paint = _paint(registered.get(material) if isinstance(material, str) else material, number)
            bodies.append(
                Body(points @ turn + shift, corners @ turn + shift, normals @ turn, paint, part.name)
            )
    return bodies


def triangles_of(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(n, 3) points used, (m, 3, 3) corners and their unit normals, without non-finite triangles.

    A corner's normal is the mean over the fan of triangles reached across edges bent by less than
    `SMOOTH_BELOW_DEG`, weighted by their angles there.

    Source:
        Thürmer and Wüthrich, "Computing vertex normals from polygonal facets", J. Graphics Tools 3(1), 1998.
    """
    vertices = np.asarray(vertices, dtype=np.float64).reshape(-1, 3)
    faces = np.asarray(faces, dtype=np.int64).reshape(-1, 3)
    corners = vertices[faces]
    finite = np.isfinite(corners).all(axis=(1, 2))
    faces, corners = faces[finite], corners[finite]
    if not len(faces):
        return np.zeros((0, 3)), corners, corners.copy()
    flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    flat = _unit(flat)
    fan = _fans(_welded(vertices, faces), flat)
    weighted = flat[:, None, :] * _corner_angles(corners)[..., None]
    sums = np.stack(
        [np.bincount(fan, weights=weighted[..., axis].ravel()) for axis in range(3)],
        axis=1,
    )
    return vertices[np.unique(faces)], corners, _unit(sums)[fan].reshape(-1, 3, 3)


def _welded(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Faces over positions: vertices that agree to a millionth of the size count as one."""
    used = vertices[np.unique(faces)]
    size = float(np.ptp(used, axis=0).max()) or 1.0
    steps = np.nan_to_num((vertices - used.min(axis=0)) / (size * 1e-6), posinf=0.0, neginf=0.0)
    cells = np.clip(np.round(steps), -(2**40), 2**40).astype(np.int64)
    # Odd multipliers near 2^63 / golden ratio spread the three coordinates over one wrapping integer.
    keys = cells[:, 0] * 0x9E3779B97F4A7C1 ^ cells[:, 1] * 0xC2B2AE3D27D4EB5 ^ cells[:, 2] * 0x165667B19E3779F
    _, position = np.unique(keys, return_inverse=True)
    return position.reshape(-1)[faces]


def _fans(faces: np.ndarray, flat: np.ndarray) -> np.ndarray:
    """Fan number of each of the 3 m corners: corners joined across smooth edges share one."""
    count = len(faces)
    start = np.arange(3 * count)
    end = np.roll(start.reshape(-1, 3), -1, axis=1).ravel()
    at_start = faces.ravel()
    at_end = at_start[end]
    keys = np.minimum(at_start, at_end) * (int(at_start.max()) + 1) + np.maximum(at_start, at_end)
    order = np.argsort(keys, kind="stable")
    one, two = order[:-1], order[1:]
    bend_cosine = np.einsum("ij,ij->i", flat[one // 3], flat[two // 3])
    smooth = (keys[one] == keys[two]) & (bend_cosine > cos(radians(SMOOTH_BELOW_DEG)))
    one, two = one[smooth], two[smooth]
    crossed = at_start[one] != at_start[two]
    rows = np.concatenate([start[one], end[one]])
    columns = np.concatenate(
        [np.where(crossed, end[two], start[two]), np.where(crossed, start[two], end[two])]
    )
    links = coo_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(3 * count, 3 * count))
    return connected_components(links, directed=False)[1]


def _corner_angles(corners: np.ndarray) -> np.ndarray:
    angles = []
    for at in range(3):
        one = _unit(corners[:, (at + 1) % 3] - corners[:, at])
        two = _unit(corners[:, (at + 2) % 3] - corners[:, at])
        angles.append(np.arccos(np.clip(np.einsum("ij,ij->i", one, two), -1.0, 1.0)))
    return np.stack(angles, axis=1)


def _unit(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)


def _paint(material: Material | None, part_number: int) -> tuple[float, float, float, float]:
    if material is None or material.rgba is None:
        return (*UNPAINTED[part_number % len(UNPAINTED)], 1.0)
    values = [min(max(float(value), 0.0), 1.0) for value in material.rgba]
    red, green, blue, alpha = values if len(values) == 4 else (*values, 1.0)
    return red, green, blue, alpha
