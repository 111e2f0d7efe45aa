"""`bent_tube`: a round bar or tube along a polyline whose corners are true bends of one radius.

A newcomer's mistake: to let a bend shrink where a leg is short. A tube bender cannot do that; here it is
refused, with the length that would do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import acos, ceil, pi, tan
from typing import Any

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.booleans import boolean_difference
from sdk.geometry.inputs import count, points_3d, positive, require_faces, without_repeats
from sdk.geometry.pipes import PipeGeometry
from sdk.geometry.ported import PortedGeometry, frame_on
from sdk.geometry.spans import require_wall
from sdk.geometry.triangles import Floats
from sdk.spatial import rotation_about

BEND_STEP = pi / 16
"""A bend is drawn in steps of at most this angle."""


def bent_tube(
    points: Iterable[Sequence[Any]],
    radius: float,
    bend_radius: float,
    *,
    wall: float | None = None,
    segments: int = 24,
) -> PortedGeometry:
    """The tube along the points, every corner a bend; ports ``start`` and ``end`` point outward.

    Its true bounds are those of the bent centre line and `radius` around it: corners are cut, so it does not
    reach the corner points.

    Args:
        points: at least 2 distinct (x, y, z), metres.
        radius: outer.
        bend_radius: of the centre line in a bend, at least `radius`.
        wall: thickness; None fills the tube.
        segments: facets around.

    Raises:
        GeometryError: ``tight-bend`` when the bend radius is below the tube's radius, ``short-leg`` when two
            bends need more of a leg than there is, and unusable numbers.
    """
    wide, bend = positive(radius, "bent_tube radius"), positive(bend_radius, "bent_tube bend_radius")
    if bend < wide:
        raise GeometryError.at(
            "bent_tube bend_radius", given=bend, wanted=f"at least the radius {wide:g}", code="tight-bend"
        )
    corners = without_repeats(points_3d(points, "bent_tube points"), closed=False)
    if len(corners) < 2:
        raise GeometryError.at(
            "bent_tube points",
            given=f"{len(corners)} distinct points",
            wanted="at least 2",
            code="too-few-points",
        )
    line = bent_line(corners, bend, where="bent_tube")
    around = count(segments, "bent_tube segments", least=6)
    require_faces(4 * around * len(line), "bent_tube")
    tube: Any = PipeGeometry(circle(wide, around), line, cap=True)
    start_way, end_way = line[0] - line[1], line[-1] - line[-2]
    if wall is not None:
        bore = wide - require_wall(wall, wide, "bent_tube")
        reach = wide * np.stack([start_way / np.linalg.norm(start_way), end_way / np.linalg.norm(end_way)])
        longer = np.concatenate([line[:1] + reach[:1], line[1:-1], line[-1:] + reach[1:]])
        tube = boolean_difference(tube, PipeGeometry(circle(bore, around), longer, cap=True))
    return PortedGeometry(
        tube, ports={"start": frame_on(line[0], start_way), "end": frame_on(line[-1], end_way)}
    )


def circle(radius: float, segments: int) -> list[tuple[float, float]]:
    """The corners of the polygon inscribed in a circle about the origin, first one on +X."""
    angle = 2.0 * pi * np.arange(segments) / segments
    return list(zip((radius * np.cos(angle)).tolist(), (radius * np.sin(angle)).tolist(), strict=True))


def bent_line(corners: Floats, bend_radius: float, *, where: str) -> Floats:
    """(k, 3) centre line: straight legs joined by arcs of `bend_radius`, at least one point per 11 degrees.

    Raises:
        GeometryError: ``short-leg``, ``folds-back``.
    """
    legs = np.diff(corners, axis=0)
    length = np.linalg.norm(legs, axis=1)
    ahead = legs / length[:, None]
    turn = [acos(float(np.clip(ahead[row] @ ahead[row + 1], -1.0, 1.0))) for row in range(len(legs) - 1)]
    for row, angle in enumerate(turn):
        if angle > pi - 1e-3:
            raise GeometryError.at(
                f"{where} points[{row + 1}]", given="a turn straight back", wanted="less than a half turn",
                code="folds-back",
            )  # fmt: skip
    used = [0.0, *(bend_radius * tan(angle / 2.0) for angle in turn), 0.0]
    for row in range(len(legs)):
        need = used[row] + used[row + 1]
        if need > length[row] * (1.0 + 1e-9):
            largest = bend_radius * length[row] / need
            raise GeometryError.at(
                f"{where} leg {row} (points[{row}] to points[{row + 1}])",
                given=f"{length[row] * 1000:.1f} mm",
                wanted=f"at least {need * 1000:.1f} mm for its bends, or bend_radius at most {largest:.4g}",
                code="short-leg",
            )
    line = [corners[0]]
    for row, angle in enumerate(turn):
        if angle <= 1e-6:
            continue
        axis = np.cross(ahead[row], ahead[row + 1])
        axis /= np.linalg.norm(axis)
        begin = corners[row + 1] - used[row + 1] * ahead[row]
        centre = begin + bend_radius * np.cross(axis, ahead[row])
        steps = max(2, ceil(angle / BEND_STEP))
        line += [
            centre + rotation_about(axis, angle * k / steps) @ (begin - centre) for k in range(steps + 1)
        ]
    line.append(corners[-1])
    return without_repeats(np.array(line), closed=False)
