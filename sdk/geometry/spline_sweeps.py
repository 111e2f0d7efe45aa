"""Tubes and other outlines along splines.

A newcomer's mistake: to count on one ring per sample. Samples that lie on a straight run are left out,
because they add faces and no shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.inputs import points_3d, positive
from sdk.geometry.pipes import PipeGeometry, without_straight_points
from sdk.geometry.splines import catmull_rom, cubic_bezier
from sdk.geometry.triangles import Floats
from sdk.geometry.wires import WirePolylineGeometry, radial_count, spaced

Points = Iterable[Iterable[Any]]

SPLINES = {
    "": "catmull_rom",
    "catmull_rom": "catmull_rom",
    "catmullrom": "catmull_rom",
    "bezier": "bezier",
    "cubic_bezier": "bezier",
    "cubicbezier": "bezier",
}
"""Accepted spelling -> kind of spline."""


def tube_from_spline_points(
    points: Points,
    *,
    radius: float,
    samples_per_segment: int = 12,
    closed_spline: bool = False,
    spline: str | None = "catmull_rom",
    alpha: float = 0.5,
    radial_segments: int = 16,
    cap_ends: bool = True,
    up_hint: Sequence[float] = (0.0, 0.0, 1.0),
    min_segment_length: float = 1e-6,
) -> WirePolylineGeometry:
    """A round tube along a spline, its ends capped unless told otherwise.

    Args:
        points: what a Catmull-Rom spline runs through, or control points of chained Bezier segments.
        radius: of the tube, above 0.
        samples_per_segment: steps of each span, at least 2.
        closed_spline: return to the first point; a Bezier chain must end there itself.
        spline: ``"catmull_rom"`` or ``"bezier"``.
        alpha: knot spacing of a Catmull-Rom spline.
        radial_segments: facets around, at least 6.
        cap_ends: close both ends of an open tube.
        up_hint: where the first facet lies.
        min_segment_length: samples nearer than this to the one before are dropped.

    Raises:
        GeometryError: an argument outside the ranges above.
    """
    positive(radius, "tube radius")
    radial_count(radial_segments)
    line = _centre_line(points, samples_per_segment, closed_spline, spline, alpha, min_segment_length)
    return WirePolylineGeometry(
        line,
        radius=radius,
        radial_segments=radial_segments,
        closed_path=closed_spline,
        cap_ends=cap_ends and not closed_spline,
        corner_mode="miter",
        up_hint=up_hint,
        min_segment_length=min_segment_length,
    )


def sweep_profile_along_spline(
    points: Points,
    *,
    profile: Points,
    samples_per_segment: int = 12,
    closed_spline: bool = False,
    spline: str | None = "catmull_rom",
    alpha: float = 0.5,
    cap_profile: bool = True,
    up_hint: Sequence[float] = (0.0, 0.0, 1.0),
    min_segment_length: float = 1e-6,
) -> PipeGeometry:
    """A closed (x, y) outline swept along a spline; other arguments as for `tube_from_spline_points`.

    Raises:
        GeometryError: as `tube_from_spline_points` and `PipeGeometry`.
    """
    line = _centre_line(points, samples_per_segment, closed_spline, spline, alpha, min_segment_length)
    return PipeGeometry(
        profile,
        line,
        cap=cap_profile and not closed_spline,
        closed=True,
        path_closed=closed_spline,
        up_hint=up_hint,
    )


def _centre_line(
    points: Points, samples: int, closed: bool, spline: str | None, alpha: float, min_segment_length: float
) -> Floats:
    """(n, 3) samples of the spline, straight runs thinned; a closed line does not repeat its first point."""
    kind = SPLINES.get(str(spline or "").strip().lower().replace("-", "_"))
    if kind is None:
        raise GeometryError.at(
            "spline", given=spline, wanted="'catmull_rom' or 'bezier'", code="unknown-spline"
        )
    shortest = positive(min_segment_length, "min_segment_length")
    control = points_3d(points, "spline points")
    if kind == "bezier":
        line = cubic_bezier(control, samples_per_segment=samples)
        if closed and (np.abs(control[0] - control[-1]) > max(shortest, 1e-9)).any():
            raise GeometryError.at(
                "spline points",
                given=f"ends {control[0].tolist()} and {control[-1].tolist()}",
                wanted="a Bezier chain that ends where it begins, for closed_spline",
                code="open-ends",
            )
    else:
        line = catmull_rom(control, samples_per_segment=samples, closed=closed, alpha=alpha)
    distinct = spaced(line, shortest, closed=closed)
    return without_straight_points(distinct) if len(distinct) > 2 else distinct
