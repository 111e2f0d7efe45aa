"""Rotations, rigid transforms and boxes as plain functions over arrays.

Names read from right to left: `world_from_part @ part_from_visual`. A newcomer's mistake: `rpy` is about
*fixed* axes, so the matrix is Rz(yaw) @ Ry(pitch) @ Rx(roll), not the other way round. Angles in radians,
quaternions wxyz.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import atan2, cos, hypot, sin
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sdk.errors import ValidationError
from sdk.tolerances import GIMBAL_COSINE, PRIMITIVE_TOLERANCE

Array = NDArray[np.float64]
Triple = tuple[float, float, float]
NestedBounds = tuple[Triple, Triple]

_STILL = np.eye(4)
_CORNERS = (np.arange(8)[:, None] >> np.arange(3)) & 1
"""(8, 3) whether each corner of a box is low or high, axis by axis."""


def nearly_equal(first: float, second: float) -> bool:
    """Whether two figures agree to one part in a million, or to 1e-6 when small."""
    return abs(first - second) <= PRIMITIVE_TOLERANCE * max(1.0, abs(first), abs(second))


def unit(vector: ArrayLike, *, where: str = "vector", floor: float = 0.0) -> Array:
    """The vector scaled to length 1.

    Raises:
        ValidationError: its length is `floor` or less.
    """
    given = np.asarray(vector, dtype=float)
    length = float(np.linalg.norm(given))
    if not length > floor:
        raise ValidationError.at(where, given=tuple(given.tolist()), wanted="a direction such as (0, 0, 1)")
    return given / length


def rotation_from_rpy(rpy: Sequence[float]) -> Array:
    """(3, 3) rotation Rz(yaw) @ Ry(pitch) @ Rx(roll), the URDF convention."""
    roll, pitch, yaw = rpy
    cr, sr, cp, sp, cy, sy = cos(roll), sin(roll), cos(pitch), sin(pitch), cos(yaw), sin(yaw)
    return np.array(
        [
            [cy * cp, cy * sp * sr - sy * cr, cy * sp * cr + sy * sr],
            [sy * cp, sy * sp * sr + cy * cr, sy * sp * cr - cy * sr],
            [-sp, cp * sr, cp * cr],
        ]
    )


def rpy_from_rotation(rotation: ArrayLike) -> Triple:
    """Roll, pitch, yaw of a (3, 3) rotation; roll is 0 where pitch is a quarter turn."""
    entry = np.asarray(rotation, dtype=float).tolist()
    cos_pitch = hypot(entry[0][0], entry[1][0])
    pitch = atan2(-entry[2][0], cos_pitch)
    if cos_pitch > GIMBAL_COSINE:
        return atan2(entry[2][1], entry[2][2]), pitch, atan2(entry[1][0], entry[0][0])
    return 0.0, pitch, atan2(-entry[0][1], entry[1][1])


def rotation_about(axis: ArrayLike, angle: float) -> Array:
    """(3, 3) right-handed rotation by `angle` about a unit `axis` (Rodrigues' formula)."""
    x, y, z = np.asarray(axis, dtype=float).tolist()
    c, s = cos(angle), sin(angle)
    t = 1.0 - c
    return np.array(
        [
            [t * x * x + c, t * x * y - s * z, t * x * z + s * y],
            [t * x * y + s * z, t * y * y + c, t * y * z - s * x],
            [t * x * z - s * y, t * y * z + s * x, t * z * z + c],
        ]
    )


def quaternion_from_rotation(rotation: ArrayLike) -> tuple[float, float, float, float]:
    """Unit quaternion (w, x, y, z) with w >= 0.

    Source:
        Shepperd, "Quaternion from rotation matrix", 1978: the largest of the four squares is taken first, so
        no small divisor occurs.
    """
    m = np.asarray(rotation, dtype=float)
    trace = float(np.trace(m))
    squares = np.array([trace, m[0, 0], m[1, 1], m[2, 2]]) * 2.0 + 1.0 - trace
    squares[0] = 1.0 + trace
    largest = int(np.argmax(squares))
    if largest == 0:
        found = np.array([squares[0], m[2, 1] - m[1, 2], m[0, 2] - m[2, 0], m[1, 0] - m[0, 1]])
    else:
        i = largest - 1
        j, k = (i + 1) % 3, (i + 2) % 3
        found = np.zeros(4)
        found[0] = m[k, j] - m[j, k]
        found[1 + i] = squares[largest]
        found[1 + j] = m[j, i] + m[i, j]
        found[1 + k] = m[k, i] + m[i, k]
    found /= np.linalg.norm(found)
    w, x, y, z = (found if found[0] >= 0.0 else -found).tolist()
    return w, x, y, z


def transform_from(xyz: Sequence[float] = (0.0, 0.0, 0.0), rpy: Sequence[float] = (0.0, 0.0, 0.0)) -> Array:
    """(4, 4) rigid transform: turn by `rpy`, then move by `xyz`."""
    result = _STILL.copy()
    if any(rpy):
        result[:3, :3] = rotation_from_rpy(rpy)
    result[:3, 3] = xyz
    return result


def transform_of(origin: Any) -> Array:
    """(4, 4) rigid transform of anything with `xyz` and `rpy`."""
    return transform_from(origin.xyz, origin.rpy)


def invert_rigid(transform: Array) -> Array:
    """(4, 4) inverse of a rigid transform, without solving."""
    result = _STILL.copy()
    turn = transform[:3, :3].T
    result[:3, :3] = turn
    result[:3, 3] = -turn @ transform[:3, 3]
    return result


def apply_transform(transform: Array, points: ArrayLike) -> Array:
    """(n, 3) points moved by a (4, 4) affine transform; one (3,) point gives one back."""
    return np.asarray(points, dtype=float) @ transform[:3, :3].T + transform[:3, 3]


def bounds_of(points: ArrayLike) -> Array:
    """(2, 3) lowest and highest corner of (n, 3) points, n >= 1."""
    columns = np.ascontiguousarray(np.asarray(points, dtype=float).T)  # long rows: many times faster
    return np.array([columns.min(axis=1), columns.max(axis=1)])


def corners_of(bounds: ArrayLike) -> Array:
    """(..., 8, 3) corners of (..., 2, 3) bounds."""
    return np.asarray(bounds, dtype=float)[..., _CORNERS, np.arange(3)]


def transform_bounds(transform: Array, bounds: ArrayLike) -> Array:
    """(2, 3) bounds of the eight moved corners: never too small, and larger than tight for turned shapes."""
    return bounds_of(apply_transform(transform, corners_of(bounds)))


def unite_bounds(many: Iterable[ArrayLike]) -> Array | None:
    """(2, 3) bounds around all of them; None when there are none."""
    stacked = [np.asarray(bounds, dtype=float) for bounds in many]
    if not stacked:
        return None
    return np.array([np.min([b[0] for b in stacked], axis=0), np.max([b[1] for b in stacked], axis=0)])


def as_nested(bounds: ArrayLike) -> NestedBounds:
    """The bounds as ((xmin, ymin, zmin), (xmax, ymax, zmax)) of plain floats."""
    low, high = np.asarray(bounds, dtype=float).tolist()
    return tuple(low), tuple(high)
