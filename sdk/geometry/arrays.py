"""Copies of a geometry: mirrored, in a row, around an axis, at a frame.

All give new geometries and leave the given one alone, other than its own `translate` and `rotate`, which move
it in place.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import pi
from typing import Any

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.inputs import number, triple
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.ported import PortedGeometry, moved_frame
from sdk.geometry.triangles import Floats
from sdk.model.coercion import is_pose
from sdk.spatial import rotation_about, transform_of, unit

MOST_COPIES = 2000


def mirror(geometry: MeshGeometry, plane: str | Sequence[Any] = "x") -> PortedGeometry:
    """The mirror image, faces still outward, ports mirrored (right-handed again).

    Args:
        geometry: any; not changed.
        plane: ``"x"``, ``"y"`` or ``"z"``, the normal of a plane through the origin, or (point, normal).

    Raises:
        GeometryError: something else.
    """
    if isinstance(plane, str) and plane in ("x", "y", "z"):
        point, normal = np.zeros(3), np.eye(3)["xyz".index(plane)]
    elif not isinstance(plane, str) and len(plane) == 2:
        point, normal = triple(plane[0], "mirror plane point"), unit(plane[1], where="mirror plane normal")
    else:
        raise GeometryError.at("mirror plane", given=plane, wanted="'x', 'y', 'z' or (point, normal)")
    matrix = np.eye(4)
    matrix[:3, :3] -= 2.0 * np.outer(normal, normal)
    matrix[:3, 3] = 2.0 * (point @ normal) * normal
    return _copied(geometry, matrix)


def array_linear(geometry: MeshGeometry, count: int, step: Sequence[float]) -> PortedGeometry:
    """The geometry `count` times, each moved by `step` from the one before; pieces ``copy_0``, ...

    Raises:
        GeometryError: a count below 1 or over 2000.
    """
    way = triple(step, "array_linear step")
    matrices = []
    for row in range(_copies(count, "array_linear")):
        matrix = np.eye(4)
        matrix[:3, 3] = row * way
        matrices.append(matrix)
    return _merged(geometry, matrices)


def array_polar(
    geometry: MeshGeometry,
    count: int,
    *,
    axis: Sequence[float] = (0.0, 0.0, 1.0),
    center: Sequence[float] = (0.0, 0.0, 0.0),
    angle: float = 2.0 * pi,
) -> PortedGeometry:
    """The geometry `count` times around an axis; pieces ``copy_0``, ...

    Args:
        geometry: the first copy, where it is.
        count: all copies.
        axis: direction of the line.
        center: a point of the line.
        angle: a full turn spreads evenly without repeating the first; less than that is from the first copy
            to the last.

    Raises:
        GeometryError: a count below 1 or over 2000, an axis without direction.
    """
    copies, total = _copies(count, "array_polar"), number(angle, "array_polar angle")
    whole = abs(abs(total) - 2.0 * pi) < 1e-9
    step = total / (copies if whole else max(1, copies - 1))
    way, middle = unit(axis, where="array_polar axis"), triple(center, "array_polar center")
    matrices = []
    for row in range(copies):
        matrix = np.eye(4)
        matrix[:3, :3] = rotation_about(way, row * step)
        matrix[:3, 3] = middle - matrix[:3, :3] @ middle
        matrices.append(matrix)
    return _merged(geometry, matrices)


def at(geometry: MeshGeometry, frame: Any) -> PortedGeometry:
    """The geometry placed at a frame: an `Origin` (such as a port), a point, or a (4, 4) transform.

    Raises:
        GeometryError: none of these.
    """
    if is_pose(frame):
        matrix = transform_of(frame)
    elif np.shape(frame) == (3,):
        matrix = np.eye(4)
        matrix[:3, 3] = triple(frame, "at frame")
    elif np.shape(frame) == (4, 4):
        matrix = np.asarray(frame, dtype=float)
    else:
        raise GeometryError.at(
            "at frame", given=frame, wanted="an Origin, a point (x, y, z) or a (4, 4) transform"
        )
    return _copied(geometry, matrix)


def _copies(count: int, where: str) -> int:
    if not 1 <= int(count) <= MOST_COPIES:
        raise GeometryError.at(f"{where} count", given=count, wanted=f"1 to {MOST_COPIES}", code="bad-count")
    return int(count)


def _copied(geometry: MeshGeometry, matrix: Floats) -> PortedGeometry:
    vertices, faces = geometry.arrays()
    turned = np.linalg.det(matrix[:3, :3]) < 0.0
    made = geometry.construction
    moved = MeshGeometry().fill(
        vertices @ matrix[:3, :3].T + matrix[:3, 3],
        faces[:, ::-1] if turned else faces,
        None if made is None else made.moved(matrix),
    )
    if not isinstance(geometry, PortedGeometry):
        return PortedGeometry(moved)
    ports = {name: moved_frame(matrix, frame) for name, frame in geometry.frames.items()}
    pieces = {name: _copied(piece, matrix) for name, piece in geometry.pieces.items()}
    return PortedGeometry(moved, ports=ports, pieces=pieces)


def _merged(geometry: MeshGeometry, matrices: Sequence[Floats]) -> PortedGeometry:
    pieces: dict[str, MeshGeometry] = {f"copy_{row}": _copied(geometry, m) for row, m in enumerate(matrices)}
    whole = MeshGeometry()
    for piece in pieces.values():
        whole.merge(piece)
    return PortedGeometry(whole, pieces=pieces)
