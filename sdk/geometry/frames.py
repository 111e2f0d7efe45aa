"""Directions carried along a path without turning about it.

A newcomer's mistake: to recompute a side vector from an up hint at every point; it jumps where the path
passes the hint.
"""

from __future__ import annotations

from itertools import pairwise
from math import atan2, sqrt

import numpy as np

from sdk.geometry.triangles import Floats

OPPOSITE_COSINE = -1.0 + 1e-12
"""Below this cosine two tangents are taken as opposite."""

UP_COSINE = 0.95
"""Above this cosine with the path an up hint gives way to +Y or +X."""


def first_side(ahead: Floats, up: Floats) -> Floats:
    """Unit vector up x ahead, for unit vectors, with another up where the given one runs along the path."""
    if abs(float(up @ ahead)) > UP_COSINE:
        up = np.array([0.0, 1.0, 0.0]) if abs(ahead[1]) < UP_COSINE else np.array([1.0, 0.0, 0.0])
    side = np.cross(up, ahead)
    return side / np.linalg.norm(side)


def carried(side: Floats, before: Floats, after: Floats) -> Floats:
    """Unit vector: `side`, square to `before`, under the smallest rotation from `before` to `after`.

    A half turn is made about the other side vector.
    """
    return carried_along(side, np.array([before, after]))[1]


def carried_along(side: Floats, ahead: Floats) -> Floats:
    """(n, 3) unit vectors: `side`, square to the first of (n, 3) tangents, carried to each of them.

    In plain floats: a path of a thousand points takes a few milliseconds.
    """
    found = [tuple(side.tolist())]
    tangents = ahead.tolist()
    for (bx, by, bz), (ax, ay, az) in pairwise(tangents):
        x, y, z = found[-1]
        cosine = bx * ax + by * ay + bz * az
        if cosine < OPPOSITE_COSINE:
            found.append((-x, -y, -z))
            continue
        lean = (x * ax + y * ay + z * az) / (1.0 + cosine)
        x, y, z = x - (bx + ax) * lean, y - (by + ay) * lean, z - (bz + az) * lean
        rest = x * ax + y * ay + z * az
        x, y, z = x - ax * rest, y - ay * rest, z - az * rest
        size = sqrt(x * x + y * y + z * z)
        found.append((x / size, y / size, z / size))
    return np.array(found)


def angle_about(ahead: Floats, start: Floats, end: Floats) -> float:
    """Angle about unit `ahead` from `start` to `end`, both square to it, in (-pi, pi]."""
    return atan2(float(end @ np.cross(ahead, start)), float(end @ start))
