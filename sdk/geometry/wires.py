"""Round wires along polylines, with sharp, cut or rounded corners, and the path builder for them.

A newcomer's mistake: to expect ends. A wire is open at both unless ``cap_ends=True``, other than the tubes of
`sdk.geometry.spline_sweeps`, which are capped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import acos, pi, sin, tan
from typing import Any, Literal, Self, cast

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.inputs import count, number, points_3d, positive, triple, without_repeats
from sdk.geometry.pipes import PipeGeometry
from sdk.geometry.splines import cubic_bezier, sample_arc_3d
from sdk.geometry.triangles import Floats
from sdk.spatial import rotation_about
from sdk.tolerances import VECTOR_EPSILON

Points = Iterable[Iterable[Any]]
CornerMode = Literal["fillet", "miter", "bevel"]

STRAIGHT = 1e-6
"""A corner within this angle of straight, or of an exact turn back, is a plain vertex, radians."""

TRIM_SHARE = 0.49
"""A corner may take at most this part of the shorter edge beside it."""


class WirePolylineGeometry(PipeGeometry):
    """A round wire along a polyline.

    Args:
        points: at least 2 distinct (x, y, z) points, 3 when `closed_path`.
        radius: of the wire, above 0.
        radial_segments: facets around, at least 6.
        closed_path: return to the first point, repeated at the end or not.
        cap_ends: close both ends of an open wire.
        corner_mode: ``"fillet"`` rounds corners with `corner_radius`, ``"bevel"`` cuts them where the fillet
            would begin and end, ``"miter"`` leaves them sharp.
        corner_radius: of the centre line, 0 or more; shrunk where edges are short.
        corner_segments: steps of a fillet, at least 2.
        up_hint: where the first facet lies, see `PipeGeometry`.
        min_segment_length: points nearer than this to the one before are dropped.

    Raises:
        GeometryError: an argument outside the ranges above.
    """

    def __init__(
        self,
        points: Points,
        *,
        radius: float,
        radial_segments: int = 16,
        closed_path: bool = False,
        cap_ends: bool = False,
        corner_mode: str = "fillet",
        corner_radius: float = 0.0,
        corner_segments: int = 8,
        up_hint: Sequence[float] = (0.0, 0.0, 1.0),
        min_segment_length: float = 1e-6,
    ) -> None:
        super(PipeGeometry, self).__init__()
        thick = positive(radius, "wire radius")
        around = radial_count(radial_segments)
        mode = _corner_mode(corner_mode)
        bend = number(corner_radius, "wire corner_radius")
        if bend < 0.0:
            raise GeometryError.at(
                "wire corner_radius", given=bend, wanted="0 or more", code="negative-radius"
            )
        steps = count(corner_segments, "wire corner_segments", least=-1)
        if mode == "fillet" and bend > 0.0 and steps < 2:
            raise GeometryError.at("wire corner_segments", given=steps, wanted="at least 2", code="too-few")
        shortest = positive(min_segment_length, "wire min_segment_length")
        line = spaced(points_3d(points, "wire points"), shortest, closed=closed_path)
        least = 3 if closed_path else 2
        if len(line) < least:
            raise GeometryError.at(
                "wire points",
                given=f"{len(line)} distinct points",
                wanted=f"at least {least}",
                code="too-few-points",
            )
        if mode != "miter" and bend > 0.0:
            line = _with_corners(line, bend, steps if mode == "fillet" else 1, closed=closed_path)
        self.fill_pipe(
            circle(thick, around),
            line,
            kind="wire",
            cap=cap_ends,
            closed=True,
            path_closed=closed_path,
            up_hint=up_hint,
        )


def wire_from_points(
    points: Points,
    *,
    radius: float,
    radial_segments: int = 16,
    closed_path: bool = False,
    cap_ends: bool = False,
    corner_mode: str = "fillet",
    corner_radius: float = 0.0,
    corner_segments: int = 8,
    up_hint: Sequence[float] = (0.0, 0.0, 1.0),
    min_segment_length: float = 1e-6,
) -> WirePolylineGeometry:
    """The same as `WirePolylineGeometry` with the same arguments."""
    return WirePolylineGeometry(
        points,
        radius=radius,
        radial_segments=radial_segments,
        closed_path=closed_path,
        cap_ends=cap_ends,
        corner_mode=corner_mode,
        corner_radius=corner_radius,
        corner_segments=corner_segments,
        up_hint=up_hint,
        min_segment_length=min_segment_length,
    )


class WirePath:
    """A path drawn step by step; every step returns the path, and `points` is a public list."""

    def __init__(self, start: Sequence[float]) -> None:
        self.points: list[tuple[float, float, float]] = [_as_point(triple(start, "WirePath start"))]

    @classmethod
    def from_points(cls, points: Points) -> Self:
        """A path along the points.

        Raises:
            GeometryError: there is none.
        """
        given = list(points)
        if not given:
            raise GeometryError.at(
                "WirePath.from_points", given="no points", wanted="at least 1", code="too-few-points"
            )
        return cls(cast("Sequence[float]", given[0])).extend(given[1:])

    def line_to(self, point: Sequence[float]) -> Self:
        """The path continued straight to a point; one nearer than 1e-9 to the last is skipped."""
        target = triple(point, "WirePath point")
        if float(np.linalg.norm(target - self.points[-1])) > VECTOR_EPSILON:
            self.points.append(_as_point(target))
        return self

    def line_by(self, dx: float, dy: float, dz: float) -> Self:
        """The path continued straight by a displacement."""
        x, y, z = self.points[-1]
        step_x, step_y, step_z = triple((dx, dy, dz), "WirePath step")
        return self.line_to((x + step_x, y + step_y, z + step_z))

    def bezier_to(
        self, c1: Sequence[float], c2: Sequence[float], end: Sequence[float], *, samples: int = 12
    ) -> Self:
        """The path continued along a cubic Bezier curve with handles `c1` and `c2`, in `samples` steps."""
        control = np.array([self.points[-1], triple(c1, "c1"), triple(c2, "c2"), triple(end, "end")])
        return self.extend(cubic_bezier(control, samples_per_segment=samples)[1:].tolist())

    def arc(
        self, *, center: Sequence[float], normal: Sequence[float], angle: float, segments: int = 16
    ) -> Self:
        """The path continued along an arc from the current point, see `sample_arc_3d`."""
        arc = sample_arc_3d(
            start_point=self.points[-1], center=center, normal=normal, angle=angle, segments=segments
        )
        return self.extend(arc[1:])

    def extend(self, points: Points) -> Self:
        """The path continued straight from point to point."""
        for point in points:
            self.line_to(cast("Sequence[float]", point))
        return self

    def to_points(self) -> list[tuple[float, float, float]]:
        """A new list of the points."""
        return list(self.points)


def circle(radius: float, segments: int) -> Floats:
    """(segments, 2) corners of the regular polygon in a circle, counter-clockwise from (radius, 0)."""
    angle = 2.0 * pi * np.arange(segments) / segments
    return radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def radial_count(value: Any) -> int:
    """Facets around a wire.

    Raises:
        GeometryError: fewer than 6.
    """
    around = count(value, "wire radial_segments", least=-1)
    if around < 6:
        raise GeometryError.at("wire radial_segments", given=around, wanted="at least 6", code="too-few")
    return around


def spaced(points: Floats, shortest: float, *, closed: bool) -> Floats:
    """The points without those within `shortest` of the one kept before, round to the first when closed."""
    distinct = without_repeats(points, closed=False)
    if not len(distinct):
        return distinct
    rows = [0]
    for row in range(1, len(distinct)):
        if float(np.linalg.norm(distinct[row] - distinct[rows[-1]])) > shortest:
            rows.append(row)
    while closed and len(rows) > 1 and float(np.linalg.norm(distinct[rows[-1]] - distinct[0])) <= shortest:
        rows.pop()
    return distinct[rows]


def _corner_mode(value: str) -> CornerMode:
    mode = str(value).strip().lower()
    if mode not in ("fillet", "miter", "bevel"):
        raise GeometryError.at(
            "wire corner_mode", given=value, wanted="'fillet', 'miter' or 'bevel'", code="unknown-mode"
        )
    return cast("CornerMode", mode)


def _with_corners(line: Floats, radius: float, steps: int, *, closed: bool) -> Floats:
    """The line with every corner replaced by a tangent arc of `steps` chords; one chord is a bevel."""
    parts: list[Floats] = []
    for row, corner in enumerate(line):
        if not closed and row in (0, len(line) - 1):
            parts.append(corner[None])
        else:
            parts.append(_corner(line[row - 1], corner, line[(row + 1) % len(line)], radius, steps))
    return np.concatenate(parts)


def _corner(before: Floats, corner: Floats, after: Floats, radius: float, steps: int) -> Floats:
    """(steps + 1, 3) points round one corner, or the corner itself where it is straight or turns back.

    The arc touches both edges at ``radius / tan(angle / 2)`` from the corner, `angle` being between the
    edges.
    """
    back, ahead = before - corner, after - corner
    back_length, ahead_length = float(np.linalg.norm(back)), float(np.linalg.norm(ahead))
    back, ahead = back / back_length, ahead / ahead_length
    angle = acos(float(np.clip(back @ ahead, -1.0, 1.0)))
    if angle <= STRAIGHT or angle >= pi - STRAIGHT:
        return corner[None]
    half = angle / 2.0
    trim = min(radius / tan(half), TRIM_SHARE * min(back_length, ahead_length))
    first, last = corner + trim * back, corner + trim * ahead
    bisector = (back + ahead) / np.linalg.norm(back + ahead)
    centre = corner + bisector * (trim * tan(half) / sin(half))
    axis = np.cross(first - centre, last - centre)
    size = float(np.linalg.norm(axis))
    if size <= 0.0:
        return corner[None]
    turn = pi - angle
    inner = [
        centre + rotation_about(axis / size, turn * step / steps) @ (first - centre)
        for step in range(1, steps)
    ]
    return np.array([first, *inner, last])


def _as_point(point: Floats) -> tuple[float, float, float]:
    x, y, z = point.tolist()
    return x, y, z
