"""Curves as lists of points: chained cubic Bezier segments, Catmull-Rom splines, circular arcs.

A newcomer's mistake: to expect the closed Catmull-Rom curve to end before its first point. Its first sample
is repeated at the end, because callers draw the list as an open line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.inputs import MAX_POINTS, count, number, points_2d, points_3d, triple, without_repeats
from sdk.geometry.triangles import Floats
from sdk.spatial import rotation_about
from sdk.tolerances import VECTOR_EPSILON

Points = Iterable[Iterable[Any]]

_PARALLEL_COSINE = 1.0 - 1e-6


def sample_cubic_bezier_spline_2d(
    control_points: Points, *, samples_per_segment: int = 12
) -> list[tuple[float, float]]:
    """Points along chained cubic segments [P0 P1 P2 P3 P4 P5 P6 ...], both ends and every joint included.

    Args:
        control_points: 4, 7, 10, ... (x, y) points.
        samples_per_segment: steps of each segment, at least 2.

    Raises:
        GeometryError: another number of control points.
    """
    points = points_2d(control_points, "control_points")
    return list(map(tuple, cubic_bezier(points, samples_per_segment=samples_per_segment).tolist()))


def sample_cubic_bezier_spline_3d(
    control_points: Points, *, samples_per_segment: int = 12
) -> list[tuple[float, float, float]]:
    """The same for (x, y, z) points."""
    points = points_3d(control_points, "control_points")
    return list(map(tuple, cubic_bezier(points, samples_per_segment=samples_per_segment).tolist()))


def sample_catmull_rom_spline_2d(
    points: Points, *, samples_per_segment: int = 12, closed: bool = False, alpha: float = 0.5
) -> list[tuple[float, float]]:
    """Points along a spline through all (x, y) points.

    Args:
        points: at least 2 distinct ones, 3 when `closed`.
        samples_per_segment: steps of each span, at least 2.
        closed: return to the first point; the first sample is repeated at the end.
        alpha: knot spacing as a power of distance, 0 uniform, 0.5 centripetal, 1 chordal.

    Raises:
        GeometryError: too few points, or alpha outside 0..1.
    """
    given = points_2d(points, "points")
    sampled = catmull_rom(given, samples_per_segment=samples_per_segment, closed=closed, alpha=alpha)
    return list(map(tuple, sampled.tolist()))


def sample_catmull_rom_spline_3d(
    points: Points, *, samples_per_segment: int = 12, closed: bool = False, alpha: float = 0.5
) -> list[tuple[float, float, float]]:
    """The same for (x, y, z) points."""
    given = points_3d(points, "points")
    sampled = catmull_rom(given, samples_per_segment=samples_per_segment, closed=closed, alpha=alpha)
    return list(map(tuple, sampled.tolist()))


def sample_arc_3d(
    *,
    start_point: Sequence[float],
    center: Sequence[float],
    normal: Sequence[float],
    angle: float,
    segments: int = 16,
) -> list[tuple[float, float, float]]:
    """`segments` + 1 points from `start_point`, turned about the axis through `center` along `normal`.

    The start need not lie in the plane through the centre; the circle then runs at its height along the axis.

    Args:
        start_point: where the arc begins.
        center: a point of the axis.
        normal: direction of the axis, of any length.
        angle: radians, right-handed about the normal.
        segments: at least 2.

    Raises:
        GeometryError: a zero normal, or a start on the axis.
    """
    start, middle, axis = (
        triple(start_point, "start_point"),
        triple(center, "center"),
        triple(normal, "normal"),
    )
    steps = count(segments, "segments", least=2)
    turn = number(angle, "angle")
    length = float(np.linalg.norm(axis))
    if length <= VECTOR_EPSILON:
        raise GeometryError.at(
            "normal", given=tuple(axis.tolist()), wanted="a direction such as (0, 0, 1)", code="zero-axis"
        )
    axis = axis / length
    arm = start - middle
    reach = float(np.linalg.norm(arm))
    if reach <= VECTOR_EPSILON or abs(float(arm @ axis)) / reach > _PARALLEL_COSINE:
        raise GeometryError.at(
            "start_point",
            given=tuple(start.tolist()),
            wanted="a point off the axis of the arc",
            code="on-axis",
        )
    arc = [rotation_about(axis, turn * step / steps) @ arm + middle for step in range(1, steps + 1)]
    return [tuple(point.tolist()) for point in (start, *arc)]


def cubic_bezier(control: Floats, *, samples_per_segment: int) -> Floats:
    """(s * k + 1, d) points along s = (n - 1) / 3 chained Bezier segments of k steps, from (n, d) control.

    Raises:
        GeometryError: ``bad-count`` unless n is 4, 7, 10, ...
    """
    if len(control) < 4 or (len(control) - 1) % 3:
        raise GeometryError.at(
            "control_points", given=f"{len(control)} points", wanted="4, 7, 10, ... points", code="bad-count"
        )
    steps = _steps(samples_per_segment, len(control) // 3)
    t = (np.arange(steps) / steps)[:, None]
    s = 1.0 - t
    first, second, third, fourth = (
        control[offset : offset + len(control) - 3 : 3, None] for offset in range(4)
    )
    along = s**3 * first + 3 * s**2 * t * second + 3 * s * t**2 * third + t**3 * fourth
    return np.concatenate([along.reshape(-1, control.shape[1]), control[-1:]])


def catmull_rom(points: Floats, *, samples_per_segment: int, closed: bool, alpha: float) -> Floats:
    """(m, d) points along the Catmull-Rom spline through (n, d) points.

    Raises:
        GeometryError: ``bad-alpha``, ``too-few-points``.
    Source:
        Barry and Goldman, "A recursive evaluation algorithm for a class of Catmull-Rom splines", 1988. Ghost
        points past open ends are reflections of the second and the last but one.
    """
    power = number(alpha, "alpha")
    if not 0.0 <= power <= 1.0:
        raise GeometryError.at("alpha", given=power, wanted="0 to 1", code="bad-alpha")
    distinct = without_repeats(points, closed=closed)
    least = 3 if closed else 2
    if len(distinct) < least:
        raise GeometryError.at(
            "points",
            given=f"{len(distinct)} distinct points",
            wanted=f"at least {least}",
            code="too-few-points",
        )
    steps = _steps(samples_per_segment, len(distinct))
    if len(distinct) == 2:
        t = (np.arange(steps + 1) / steps)[:, None]
        return (1.0 - t) * distinct[0] + t * distinct[1]
    if closed:
        before, here = np.roll(distinct, 1, axis=0), distinct
        ahead, after = np.roll(distinct, -1, axis=0), np.roll(distinct, -2, axis=0)
        last = distinct[:1]
    else:
        extended = np.concatenate(
            [[2.0 * distinct[0] - distinct[1]], distinct, [2.0 * distinct[-1] - distinct[-2]]]
        )
        before, here, ahead, after = extended[:-3], extended[1:-2], extended[2:-1], extended[3:]
        last = distinct[-1:]
    return np.concatenate([_barry_goldman(before, here, ahead, after, steps, power), last])


def _barry_goldman(p0: Floats, p1: Floats, p2: Floats, p3: Floats, steps: int, alpha: float) -> Floats:
    """(n * steps, d) points from p1 up to but without p2, for n spans at once."""

    def gap(first: Floats, second: Floats) -> Floats:
        return np.maximum(np.linalg.norm(second - first, axis=1), VECTOR_EPSILON)[:, None, None] ** alpha

    t0 = np.zeros((len(p0), 1, 1))
    t1 = t0 + gap(p0, p1)
    t2 = t1 + gap(p1, p2)
    t3 = t2 + gap(p2, p3)
    t = t1 + (t2 - t1) * (np.arange(steps) / steps)[None, :, None]

    def blend(first: Floats, second: Floats, start: Floats, end: Floats) -> Floats:
        return ((end - t) * first + (t - start) * second) / (end - start)

    a, b, c, d = (point[:, None, :] for point in (p0, p1, p2, p3))
    first, middle, last = blend(a, b, t0, t1), blend(b, c, t1, t2), blend(c, d, t2, t3)
    points = blend(blend(first, middle, t0, t2), blend(middle, last, t1, t3), t1, t2)
    points[:, 0] = p1  # exactly, where the recursion would round
    return points.reshape(-1, p0.shape[1])


def _steps(samples: Any, spans: int) -> int:
    steps = count(samples, "samples_per_segment", least=2)
    if steps * spans > MAX_POINTS:
        raise GeometryError.at(
            "samples_per_segment", given=steps, wanted=f"at most {MAX_POINTS} samples in all", code="too-many"
        )
    return steps
