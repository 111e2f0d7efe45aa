"""Making a sound mesh of one that is nearly so: welded, wound one way, outward, small holes closed.

A newcomer's mistake: to expect open tubes to be capped. Only holes of three or four edges are; a larger
opening is taken as meant.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry import kernel
from sdk.geometry.triangles import (
    Floats,
    Ints,
    is_closed_and_oriented,
    outward,
    shell_labels,
    weld,
    with_one_winding,
    without_repeated,
)

LARGEST_HOLE = 4
"""Holes of more edges than this stay open."""


def repaired(vertices: Floats, faces: Ints) -> tuple[Floats, Ints]:
    """The mesh welded and wound one way; a closed one comes back outward, overlapping shells united."""
    points, triangles = weld(vertices, faces, tolerance=kernel.WELD_MINIMUM)
    triangles = without_repeated(triangles)
    if not len(triangles):
        return points, triangles
    triangles = with_one_winding(triangles)
    triangles = np.concatenate([triangles, _patches(triangles)])
    if not is_closed_and_oriented(triangles):
        return points, triangles
    if shell_labels(triangles).max() == 0:
        return points, outward(points, triangles)
    try:
        return kernel.mesh_from_solid(kernel.solid_from_mesh(points, triangles))
    except GeometryError:
        return points, triangles  # closed, but overshared edges: better as it is than not at all


def _patches(faces: Ints) -> Ints:
    """(k, 3) faces that close the holes of up to four edges."""
    edges = set(map(tuple, faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2).tolist()))
    following = {b: a for a, b in edges if (b, a) not in edges}  # round the hole, against the faces beside it
    patches: list[tuple[int, int, int]] = []
    while following:
        start, here = following.popitem()
        loop = [start]
        while here != start and here in following:
            loop.append(here)
            here = following.pop(here)
        if here == start and 3 <= len(loop) <= LARGEST_HOLE:
            patches += [(loop[0], second, third) for second, third in pairwise(loop[1:])]
    return np.array(patches, dtype=np.int64).reshape(-1, 3)
