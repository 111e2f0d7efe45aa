"""`SweepGeometry`: an XY outline carried along a path without turning.

A newcomer's mistake: to use it for tubes. The outline stays level, so a path along X gives no volume;
`PipeGeometry` turns with the path.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.construction import record
from sdk.geometry.inputs import points_2d, points_3d, require_faces, without_repeats
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.outlines import outline_from
from sdk.geometry.skin import skin, solid_skin

Points = Iterable[Iterable[Any]]


class SweepGeometry(MeshGeometry):
    """The surface an (x, y) outline leaves when it is moved along a path.

    Args:
        profile: at least 3 distinct points, either way round.
        path: at least 2 distinct (x, y, z) points, up or down.
        cap: close both ends.
        closed: False sweeps an open line, never capped.

    Raises:
        GeometryError: ``too-few-points``, ``zero-area``, ``not-finite``.
    """

    def __init__(self, profile: Points, path: Points, *, cap: bool = False, closed: bool = True) -> None:
        super().__init__()
        line = without_repeats(points_3d(path, "SweepGeometry path"), closed=False)
        if len(line) < 2:
            raise GeometryError.at(
                "SweepGeometry path",
                given=f"{len(line)} distinct points",
                wanted="at least 2",
                code="too-few-points",
            )
        where = "SweepGeometry profile"
        outline = (
            outline_from(profile, where)
            if closed
            else without_repeats(points_2d(profile, where), closed=False)
        )
        require_faces(2 * len(outline) * len(line), "SweepGeometry")
        flat = np.concatenate([outline, np.zeros((len(outline), 1))], axis=1)
        rings = flat[None] + line[:, None]
        vertices, faces = (
            solid_skin(rings, caps=cap) if closed else skin(rings, caps=False, closed_loop=False)
        )
        self.fill(
            vertices,
            faces,
            record(
                "sweep",
                profile=tuple(map(tuple, outline.tolist())),
                path=tuple(map(tuple, line.tolist())),
                cap=bool(cap and closed),
                closed=bool(closed),
            ),
        )
