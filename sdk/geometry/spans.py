"""Boxes and rods given by where they begin and end, so that nobody halves an extent to find a centre.

A newcomer's mistake: to sort the two ends. Either order is the same span; equal ends are refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.booleans import boolean_difference
from sdk.geometry.inputs import count, number, positive, triple
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.ported import PortedGeometry, frame_on
from sdk.geometry.primitives import BoxGeometry, CylinderGeometry
from sdk.geometry.triangles import Floats
from sdk.tolerances import VECTOR_EPSILON

Span = Sequence[float]


def span_box(*, x: Span, y: Span, z: Span) -> PortedGeometry:
    """The box between two values on each axis, metres; ports ``-x`` ... ``+z`` in the middle of its faces.

    Raises:
        GeometryError: the two ends of a span are equal, or are not two finite numbers.
    """
    spans = [_span(given, f"span_box {name}") for name, given in (("x", x), ("y", y), ("z", z))]
    low, high = np.array([min(span) for span in spans]), np.array([max(span) for span in spans])
    middle = (low + high) / 2.0
    box = BoxGeometry((high - low).tolist()).translate(*middle.tolist())
    ports: dict[str, Floats] = {}
    for row, name in enumerate("xyz"):
        for sign, end in ((-1.0, low), (1.0, high)):
            place = middle.copy()
            place[row] = end[row]
            ports[f"{'+' if sign > 0 else '-'}{name}"] = frame_on(place, sign * np.eye(3)[row])
    return PortedGeometry(box, ports=ports)


def cylinder_between(
    p: Sequence[float], q: Sequence[float], radius: float, *, wall: float | None = None, segments: int = 32
) -> PortedGeometry:
    """The rod from point `p` to point `q`, or with `wall` the tube; ports ``start`` and ``end`` point outward.

    Args:
        p: middle of the first end, metres.
        q: middle of the second end, metres.
        radius: outer.
        wall: thickness of the tube's wall, less than the radius; None fills it.
        segments: facets around; ``4 * segments`` triangles, a tube twice that.

    Raises:
        GeometryError: the points are one, or a size is not usable.
    """
    start, end = triple(p, "cylinder_between p"), triple(q, "cylinder_between q")
    wide = positive(radius, "cylinder_between radius")
    length = float(np.linalg.norm(end - start))
    if length <= VECTOR_EPSILON:
        raise GeometryError.at(
            "cylinder_between p, q",
            given=tuple(start.tolist()),
            wanted="two different points",
            code="zero-length",
        )
    around = count(segments, "cylinder_between segments", least=3)
    rod: MeshGeometry = CylinderGeometry(wide, length, radial_segments=around)
    if wall is not None:
        bore = wide - require_wall(wall, wide, "cylinder_between")
        rod = boolean_difference(rod, CylinderGeometry(bore, 2.0 * length, radial_segments=around))
    ahead = (end - start) / length
    frame = frame_on((start + end) / 2.0, ahead)
    placed = PortedGeometry(rod, ports={"start": frame_on(start, -ahead), "end": frame_on(end, ahead)})
    return placed.fill(
        *_placed(rod, frame), None if rod.construction is None else rod.construction.moved(frame)
    )


def require_wall(wall: float, radius: float, where: str) -> float:
    """The wall's thickness, when a tube of that outer radius can have it.

    Raises:
        GeometryError: it is not above 0, or leaves no bore.
    """
    thick = positive(wall, f"{where} wall")
    if thick >= radius:
        raise GeometryError.at(
            f"{where} wall", given=thick, wanted=f"less than the radius {radius:g}", code="no-bore"
        )
    return thick


def _placed(mesh: MeshGeometry, frame: Floats) -> tuple[Floats, Any]:
    vertices, faces = mesh.arrays()
    return vertices @ frame[:3, :3].T + frame[:3, 3], faces


def _span(given: Span, where: str) -> tuple[float, float]:
    if not hasattr(given, "__len__") or len(given) != 2:
        raise GeometryError.at(where, given=given, wanted="two numbers, (from, to)", code="not-a-span")
    first, second = number(given[0], where), number(given[1], where)
    if abs(second - first) <= VECTOR_EPSILON:
        raise GeometryError.at(where, given=(first, second), wanted="two different numbers", code="zero-span")
    return first, second
