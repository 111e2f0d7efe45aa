"""The surface through a row of rings with equal counts: what lofts, sweeps, pipes and side lofts have in
common.

A newcomer's mistake: to pair rings of different direction. Nothing is reordered here; point j of a ring is
joined to point j of the next.
"""

from __future__ import annotations

import numpy as np

from sdk.geometry.kernel import triangulate
from sdk.geometry.triangles import (
    Floats,
    Ints,
    component_labels,
    signed_volume,
    without_degenerate,
    without_unused,
)


def skin(
    rings: Floats, *, caps: bool, closed_loop: bool = True, closed_path: bool = False
) -> tuple[Floats, Ints]:
    """Vertices and faces of the surface through (k, m, 3) rings, outward if these turn left.

    Neighbouring points that coincide become one vertex, so rings may pinch edges away.

    Args:
        rings: k rings of m points.
        caps: close the first and the last ring by flat lids.
        closed_loop: join the last point of each ring to its first.
        closed_path: join the last ring to the first; there are no caps then.
    """
    faces = _walls(len(rings), rings.shape[1], closed_loop=closed_loop, closed_path=closed_path)
    if caps and closed_loop and not closed_path:
        faces = np.concatenate([faces, _lids(rings)])
    return _without_pinches(rings, faces, closed_loop=closed_loop, closed_path=closed_path)


def solid_skin(rings: Floats, *, caps: bool) -> tuple[Floats, Ints]:
    """Vertices and outward faces of the solid through (k, m, 3) rings, however they turn or advance.

    Without `caps` the lids are left out, and the walls still face away from where the solid would be.
    """
    faces = _walls(len(rings), rings.shape[1], closed_loop=True, closed_path=False)
    whole = np.concatenate([faces, _lids(rings)])
    if signed_volume(rings.reshape(-1, 3), whole) < 0.0:
        faces, whole = faces[:, ::-1], whole[:, ::-1]
    return _without_pinches(rings, whole if caps else faces, closed_loop=True, closed_path=False)


def newell_normal(ring: Floats) -> Floats:
    """(3,) vector along which the (m, 3) ring turns left; its length is twice the enclosed area.

    Source:
        Newell's method: the sum of cross products of successive points, also for rings that are not quite
        flat.
    """
    around = ring - ring.mean(axis=0)
    return np.cross(around, np.roll(around, -1, axis=0)).sum(axis=0)


def plane_axes(normal: Floats) -> tuple[Floats, Floats]:
    """Two unit vectors u, v with u x v along a unit normal; X and Y for a normal along +Z."""
    helper = np.eye(3)[int(np.argmin(np.abs(normal)))] if abs(normal[2]) < 0.9 else np.array([0.0, 1.0, 0.0])
    u = np.cross(helper, normal)
    u /= np.linalg.norm(u)
    return u, np.cross(normal, u)


def lid(ring: Floats) -> Ints:
    """(k, 3) triangles over the points of one ring, facing the side from which the ring turns left."""
    normal = newell_normal(ring)
    length = float(np.linalg.norm(normal))
    u, v = plane_axes(normal / length) if length > 0.0 else (np.eye(3)[0], np.eye(3)[1])
    around = ring - ring.mean(axis=0)
    return triangulate([np.stack([around @ u, around @ v], axis=1)])


def _lids(rings: Floats) -> Ints:
    offset = (len(rings) - 1) * rings.shape[1]
    return np.concatenate([lid(rings[0])[:, ::-1], lid(rings[-1]) + offset])


def _walls(ring_count: int, points: int, *, closed_loop: bool, closed_path: bool) -> Ints:
    here = np.arange(points if closed_loop else points - 1)
    ahead = (here + 1) % points
    ring = np.arange(ring_count if closed_path else ring_count - 1)
    first, second = (ring * points)[:, None], ((ring + 1) % ring_count * points)[:, None]
    a, b, c, d = first + here, first + ahead, second + ahead, second + here
    return np.stack([a, b, c, a, c, d], axis=2).reshape(-1, 3)


def _without_pinches(
    rings: Floats, faces: Ints, *, closed_loop: bool, closed_path: bool
) -> tuple[Floats, Ints]:
    """The mesh with equal neighbours along and across rings made one; equal points elsewhere stay apart."""
    vertices = rings.reshape(-1, 3)
    number = np.arange(len(vertices)).reshape(rings.shape[:2])
    along = np.roll(number, -1, axis=1) if closed_loop else number[:, 1:]
    across = np.roll(number, -1, axis=0) if closed_path else number[1:]
    pairs = np.concatenate(
        [
            np.stack([number if closed_loop else number[:, :-1], along], axis=2).reshape(-1, 2),
            np.stack([number if closed_path else number[:-1], across], axis=2).reshape(-1, 2),
        ]
    )
    pairs = pairs[(vertices[pairs[:, 0]] == vertices[pairs[:, 1]]).all(axis=1)]
    if not len(pairs):
        return vertices, faces
    label = component_labels(len(vertices), pairs)
    representative = np.unique(label, return_index=True)[1][label]
    return without_unused(vertices, without_degenerate(representative[faces]))
