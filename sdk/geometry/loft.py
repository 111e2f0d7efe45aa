"""`LoftGeometry`: straight walls between loops that can be seen from above.

A newcomer's mistake: to loft along X or Y with it. Loops need an area in the XY projection; build along Z and
rotate, or use `section_loft`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.construction import record
from sdk.geometry.inputs import points_3d, require_faces, same_point, without_repeats
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.outlines import is_flat, signed_area
from sdk.geometry.skin import skin, solid_skin
from sdk.geometry.triangles import Floats

LID_FLATNESS = 1e-6
"""Largest difference of z within a loop that is closed by a lid, metres."""


class LoftGeometry(MeshGeometry):
    """The solid through loops of equal counts, point j joined to point j; a clockwise loop is reversed first.

    Args:
        profiles: at least 2 loops of (x, y, z) points, in order up or down.
        cap: close the first and the last loop, which must then be level.
        closed: False makes open strips through open lines, never capped.

    Raises:
        GeometryError: ``too-few-profiles``, ``too-few-points``, ``counts-differ``, ``zero-area``,
            ``not-level``.
    """

    def __init__(
        self, profiles: Iterable[Iterable[Iterable[Any]]], *, cap: bool = True, closed: bool = True
    ) -> None:
        super().__init__()
        loops = [points_3d(profile, f"LoftGeometry profiles[{row}]") for row, profile in enumerate(profiles)]
        rings = _paired(loops, closed=closed)
        require_faces(2 * rings.shape[0] * rings.shape[1], "LoftGeometry")
        if closed:
            rings = level_rings(rings, where="LoftGeometry profiles", cap=cap)
            vertices, faces = solid_skin(rings, caps=cap)
        else:
            vertices, faces = skin(rings, caps=False, closed_loop=False)
        rows = tuple(tuple(map(tuple, ring)) for ring in rings.tolist())
        self.fill(vertices, faces, record("loft", rings=rows, cap=bool(cap and closed), closed=bool(closed)))


def level_rings(rings: Floats, *, where: str, cap: bool) -> Floats:
    """(k, m, 3) rings, each counter-clockwise seen from above.

    Raises:
        GeometryError: ``zero-area`` for a ring without area in the XY projection, ``not-level`` for an end
            ring to be capped that is not.
    """
    turned = rings.copy()
    for row, ring in enumerate(rings):
        if is_flat(ring[:, :2]):
            raise GeometryError.at(
                f"{where}[{row}]",
                given="no area seen along Z",
                wanted="a loop with area in XY",
                code="zero-area",
            )
        if signed_area(ring[:, :2]) < 0.0:
            turned[row] = ring[::-1]
    if cap:
        for row in (0, len(rings) - 1):
            spread = float(np.ptp(rings[row, :, 2]))
            if spread > LID_FLATNESS:
                raise GeometryError.at(
                    f"{where}[{row}]",
                    given=f"a loop {spread:g} m from level",
                    wanted=f"one z to within {LID_FLATNESS:g} m for a cap, or cap=False",
                    code="not-level",
                )
    return turned


def _paired(loops: list[Floats], *, closed: bool) -> Floats:
    """(k, m, 3) loops without repeated points; the repeats stay where only they make the counts equal."""
    if len(loops) < 2:
        raise GeometryError.at(
            "LoftGeometry profiles",
            given=f"{len(loops)} profiles",
            wanted="at least 2",
            code="too-few-profiles",
        )
    distinct = [without_repeats(loop, closed=closed) for loop in loops]
    least = 3 if closed else 2
    for row, loop in enumerate(distinct):
        if len(loop) < least:
            raise GeometryError.at(
                f"LoftGeometry profiles[{row}]",
                given=f"{len(loop)} distinct points",
                wanted=f"at least {least}",
                code="too-few-points",
            )
    if len({len(loop) for loop in distinct}) == 1:
        return np.array(distinct)
    drawn = [loop[:-1] if closed and same_point(loop[0], loop[-1]) else loop for loop in loops]
    if len({len(loop) for loop in drawn}) == 1:
        return np.array(drawn)
    raise GeometryError.at(
        "LoftGeometry profiles",
        given=f"loops of {', '.join(str(len(loop)) for loop in distinct)} points",
        wanted="the same number of points in every loop",
        code="counts-differ",
    )
