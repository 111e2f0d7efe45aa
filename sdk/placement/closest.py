"""Nearest surface point and normal, on primitives and on triangles, for many queries at once.

Everything is in the shape's own frame. A newcomer's mistake: to read this as ray casting. A query near an
edge may get a point on either side; ties go to the first axis, the side before the caps, the top before the
bottom.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sdk.errors import ValidationError
from sdk.geometry.triangles import face_normals, is_closed_and_oriented, outward, weld
from sdk.model.shapes import Box, Cylinder, Sphere
from sdk.spatial import Array, bounds_of
from sdk.tolerances import VECTOR_EPSILON

_PAIRS_AT_ONCE = 100_000
_GROUP = 16
"""Neighbouring triangles looked at together."""
_TIE = 1e-8
"""Two triangles this nearly equally far from a query (metres) are both nearest."""


class Hits(NamedTuple):
    """(n, 3) surface points and (n, 3) unit normals, one per query."""

    points: Array
    normals: Array


class TriangleSurface:
    """A triangle mesh prepared for nearest-point queries.

    A closed mesh answers with its outward normal. An open one has no outside: its normals face the query.
    """

    def __init__(self, vertices: Array, faces: NDArray[np.int64]) -> None:
        """Weld and measure the mesh.

        Raises:
            ValidationError: no face has an area.
        """
        self.vertices = np.asarray(vertices, dtype=float)
        points, triangles = weld(self.vertices, faces)
        self.is_closed = len(triangles) > 0 and is_closed_and_oriented(triangles)
        """Whether the mesh has an inside."""
        if self.is_closed:
            triangles = outward(points, triangles)
        normals = face_normals(points, triangles)
        doubled_area = np.linalg.norm(normals, axis=1)
        solid = doubled_area > 0.0
        if not solid.any():
            raise ValidationError.at("mesh surface", given=len(faces), wanted="a face with an area")
        order = _near_together(points[triangles[solid]].mean(axis=1))
        # groups are filled up with the last face; one face twice does no harm
        order = np.pad(order, (0, -len(order) % _GROUP), mode="edge")
        self._corners = points[triangles[solid]][order]
        self._normals = (normals[solid] / doubled_area[solid, None])[order]
        self._low, self._high = self._corners.min(axis=1), self._corners.max(axis=1)
        starts = np.arange(0, len(order), _GROUP)
        self._group_low = np.minimum.reduceat(self._low, starts)
        self._group_high = np.maximum.reduceat(self._high, starts)

    def closest(self, queries: Array) -> Hits:
        """Nearest point on any triangle, with that triangle's normal."""
        rows = max(1, _PAIRS_AT_ONCE // len(self._group_low))
        found = [self._closest_chunk(queries[start : start + rows]) for start in range(0, len(queries), rows)]
        return Hits(
            np.concatenate([hit.points for hit in found]), np.concatenate([hit.normals for hit in found])
        )

    def _closest_chunk(self, queries: Array) -> Hits:
        # The nearest group bounds the distance from above. Only groups, and in them only triangles, whose
        # box is no farther than that can hold the nearest point.
        members = np.arange(_GROUP)
        at_least = _box_distance_squared(queries[:, None], self._group_low, self._group_high)
        first = (np.argmin(at_least, axis=1)[:, None] * _GROUP + members).reshape(-1)
        reached = closest_on_triangles(np.repeat(queries, _GROUP, axis=0), self._corners[first])
        away = reached.reshape(-1, _GROUP, 3) - queries[:, None]
        at_most = (np.sqrt((away * away).sum(axis=2).min(axis=1)) + _TIE) ** 2
        query, group = np.nonzero(at_least <= at_most[:, None])
        query, face = np.repeat(query, _GROUP), (group[:, None] * _GROUP + members).reshape(-1)
        near = _box_distance_squared(queries[query], self._low[face], self._high[face]) <= at_most[query]
        query, face = query[near], face[near]
        points = closest_on_triangles(queries[query], self._corners[face])
        toward = queries[query] - points
        distance = np.linalg.norm(toward, axis=1)
        nearest = np.full(len(queries), np.inf)
        np.minimum.at(nearest, query, distance)
        # Of faces that share the nearest edge or corner, the one that faces the query most squarely speaks.
        facing = np.abs(_dot(self._normals[face], toward))
        tied = distance <= nearest[query] + _TIE
        order = np.lexsort((face, -facing, ~tied, query))
        best = order[np.searchsorted(query[order], np.arange(len(queries)))]
        normals = self._normals[face[best]]
        if not self.is_closed:
            turned = _dot(normals, toward[best]) < 0.0
            normals = np.where(turned[:, None], -normals, normals)
        return Hits(points[best], normals)


SurfaceShape = Box | Cylinder | Sphere | TriangleSurface


def closest_on(shape: SurfaceShape, queries: Array) -> Hits:
    """Nearest surface points of a shape for (n, 3) queries, inside or outside."""
    if isinstance(shape, TriangleSurface):
        return shape.closest(queries)
    if isinstance(shape, Sphere):
        return _on_sphere(float(shape.radius), queries)
    if isinstance(shape, Cylinder):
        return _on_cylinder(shape.radius, shape.length / 2.0, queries)
    return _on_box(np.array([float(extent) for extent in shape.size]) / 2.0, queries)


def closest_on_triangles(queries: Array, corners: Array) -> Array:
    """(n, 3) nearest point of triangle i, corners (n, 3, 3), to query i; slivers without area are segments.

    It is the query's foot on the plane where that lies inside, else the nearest of the feet on the three
    edges.
    """
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    candidates = [_closest_on_segments(queries, start, end) for start, end in ((a, b), (b, c), (c, a))]
    normals = np.cross(b - a, c - a)
    squared = _dot(normals, normals)
    foot = queries - normals * _ratio(_dot(normals, queries - a), squared)[:, None]
    inside = squared > 0.0
    for start, end in ((a, b), (b, c), (c, a)):
        inside &= _dot(np.cross(end - start, foot - start), normals) >= 0.0
    distances = np.stack([np.linalg.norm(point - queries, axis=1) for point in candidates])
    edge = np.stack(candidates)[np.argmin(distances, axis=0), np.arange(len(queries))]
    return np.where(inside[:, None], foot, edge)


def _closest_on_segments(queries: Array, start: Array, end: Array) -> Array:
    along = end - start
    fraction = _ratio(_dot(queries - start, along), _dot(along, along)).clip(0.0, 1.0)
    return start + along * fraction[:, None]


def _on_sphere(radius: float, queries: Array) -> Hits:
    distance = np.linalg.norm(queries, axis=1)
    normals = _directions(queries, distance)
    return Hits(normals * radius, normals)


def _on_box(half: Array, queries: Array) -> Hits:
    rows = np.arange(len(queries))
    overshoot = np.abs(queries) - half
    outside: NDArray[np.bool_] = np.any(overshoot > 0.0, axis=1)
    # Outside, the axis overshot most; inside, the nearest face. Both are the largest overshoot.
    axis = np.argmax(np.where(outside[:, None], overshoot.clip(min=0.0), overshoot), axis=1)
    sign = np.where(queries[rows, axis] >= 0.0, 1.0, -1.0)
    points = queries.clip(-half, half)
    points[rows, axis] = np.where(outside, points[rows, axis], sign * half[axis])
    normals = np.zeros_like(queries)
    normals[rows, axis] = sign
    return Hits(points, normals)


def _on_cylinder(radius: float, half: float, queries: Array) -> Hits:
    flat = queries * np.array([1.0, 1.0, 0.0])
    distance = np.linalg.norm(flat, axis=1)
    radial = _directions(flat, distance)
    side = radial * radius
    side[:, 2] = queries[:, 2].clip(-half, half)
    top = np.where((distance <= radius)[:, None], flat, radial * radius)
    top[:, 2] = half
    bottom = top * (1.0, 1.0, -1.0)
    points = np.stack([side, top, bottom])
    up = np.broadcast_to((0.0, 0.0, 1.0), queries.shape)
    normals = np.stack([radial, up, -up])
    choice = np.argmin(np.linalg.norm(points - queries, axis=2), axis=0)
    rows = np.arange(len(queries))
    return Hits(points[choice, rows], normals[choice, rows])


def _directions(vectors: Array, lengths: Array) -> Array:
    """Unit vectors; +X for those too short to have a direction."""
    short = (lengths <= VECTOR_EPSILON)[:, None]
    return np.where(short, (1.0, 0.0, 0.0), vectors / np.where(short, 1.0, lengths[:, None]))


def _near_together(points: Array) -> NDArray[np.int64]:
    """Order that keeps neighbours together: along a space-filling curve (Morton, 1966), 10 bits per axis."""
    low, high = bounds_of(points)
    cells = ((points - low) / np.where(high > low, high - low, 1.0) * 1023.0).astype(np.int64)
    code = np.zeros(len(points), dtype=np.int64)
    for bit in range(10):
        for axis in range(3):
            code |= ((cells[:, axis] >> bit) & 1) << (3 * bit + axis)
    return np.argsort(code, kind="stable")


def _box_distance_squared(queries: Array, low: Array, high: Array) -> Array:
    """Squared distance from queries to boxes, 0 inside; leading axes broadcast."""
    overshoot = np.maximum(low - queries, queries - high).clip(min=0.0)
    return (overshoot * overshoot).sum(axis=-1)


def _dot(first: Array, second: Array) -> Array:
    return np.einsum("ij,ij->i", first, second)


def _ratio(above: Array, below: Array) -> Array:
    return np.divide(above, below, out=np.zeros_like(above), where=below != 0.0)
