"""A light, fixed triangulation for the polynomial faces that gears are made of.

The kernel's mesher fills a twisted tooth flank with thousands of triangles, a gear in metres with millions. A
polynomial of degree n bends no more than n straight pieces can follow, so each edge gets as many segments as its
degree, each face a grid between its edges, and the mesher only fills in what is left, keeping to these edges. A
newcomer's mistake: to choose the segments per face. They follow from the edge alone, or neighbours would not fit.
"""

from __future__ import annotations

from typing import Any

import cadquery as cq
import numpy as np
from numpy.typing import NDArray

from sdk.cad.occ import (
    BRep_Builder,
    BRep_Tool,
    BRepAdaptor_Curve,
    BRepTools,
    BRepTools_WireExplorer,
    Geom2d_BezierCurve,
    Geom_BezierCurve,
    Geom_BezierSurface,
    Poly_PolygonOnTriangulation,
    Poly_Triangle,
    Poly_Triangulation,
    TColStd_Array1OfInteger,
    TColStd_Array1OfReal,
    TopAbs_Orientation,
    TopLoc_Location,
    TopoDS,
    gp_Pnt2d,
)
from sdk.cad.polynomials import Floats

Ints = NDArray[np.int64]


class _Side:
    """One edge of a face: its segments, and its ends in the face's parameters along the face's outline."""

    def __init__(self, edge: Any, curve: Any, line: Any, segments: int) -> None:
        self.edge = edge
        self.curve = curve
        self.forward = edge.Orientation() == TopAbs_Orientation.TopAbs_FORWARD
        ends = np.array([(pole.X(), pole.Y()) for pole in (line.Pole(1), line.Pole(2))])
        self.start, self.end = ends if self.forward else ends[::-1]
        self.segments = segments

    def steps(self) -> Floats:
        """(segments + 1, 2) parameters along the outline."""
        t = np.linspace(0.0, 1.0, self.segments + 1)[:, None]
        return (1.0 - t) * self.start + t * self.end


def facet_polynomial_faces(shape: cq.Shape, *, refinement: int = 1) -> None:
    """Give every face of a shape that is a polynomial patch with straight borders its triangles; leave the others bare.

    Args:
        shape: changed in place, by its triangulation only.
        refinement: multiplies the segments of every curved edge.
    """
    builder = BRep_Builder()
    for face in shape.Faces():
        location = TopLoc_Location()
        surface = BRep_Tool.Surface_s(face.wrapped, location)
        if not isinstance(surface, Geom_BezierSurface):
            continue
        sides = _sides(face, refinement)
        if sides is None:
            continue
        outline = np.concatenate([side.steps()[:-1] for side in sides])
        meshed = _grid(sides, outline) or _zipped(surface, outline)
        if meshed:
            _attach(builder, face, surface, location, sides, *meshed)


def _sides(face: cq.Face, refinement: int) -> list[_Side] | None:
    """The sides in order along the outline; None when one of them is not a polynomial over a straight line.

    A face may look against its surface's normal; its sides and triangles are still given as the surface looks.
    """
    bare = TopoDS.Face_s(face.wrapped.Oriented(TopAbs_Orientation.TopAbs_FORWARD))
    if bare.NbChildren() != 1:
        return None
    sides: list[_Side] = []
    explorer = BRepTools_WireExplorer(BRepTools.OuterWire_s(bare), bare)
    while explorer.More():
        edge = explorer.Current()
        curve = BRep_Tool.Curve_s(edge, TopLoc_Location(), 0.0, 1.0)
        line = BRep_Tool.CurveOnSurface_s(edge, bare, 0.0, 1.0)
        straight = isinstance(line, Geom2d_BezierCurve) and line.NbPoles() == 2
        if not (isinstance(curve, Geom_BezierCurve) and straight and _is_whole(edge)):
            return None
        degree = curve.Degree()
        sides.append(_Side(edge, curve, line, degree * refinement if degree > 1 else 1))
        explorer.Next()
    return sides


def _is_whole(edge: Any) -> bool:
    """Whether the edge runs over its whole curve; a boolean leaves pieces."""
    adaptor = BRepAdaptor_Curve(edge)
    return adaptor.FirstParameter() == 0.0 and adaptor.LastParameter() == 1.0


def _grid(sides: list[_Side], outline: Floats) -> tuple[Floats, Ints] | None:
    """Parameters (the outline first) and triangles of a regular grid, when the face is a whole patch."""
    counts = [side.segments for side in sides]
    corners = np.array([side.start for side in sides])
    if len(sides) != 4 or counts[:2] != counts[2:] or not np.isin(corners, (0.0, 1.0)).all():
        return None
    first, second = counts[0], counts[1]
    number = np.full((first + 1, second + 1), -1, dtype=np.int64)
    around = [
        *((i, 0) for i in range(first)),
        *((first, j) for j in range(second)),
        *((i, second) for i in range(first, 0, -1)),
        *((0, j) for j in range(second, 0, -1)),
    ]
    number[tuple(np.array(around).T)] = np.arange(len(around))
    inner = np.argwhere(number < 0)
    number[tuple(inner.T)] = len(around) + np.arange(len(inner))
    along, across = sides[0].end - sides[0].start, sides[1].end - sides[1].start
    inside = sides[0].start + inner[:, :1] / first * along + inner[:, 1:] / second * across
    a, b, c, d = number[:-1, :-1], number[1:, :-1], number[1:, 1:], number[:-1, 1:]
    triangles = np.stack([a, b, c, a, c, d], axis=-1).reshape(-1, 3)
    return np.concatenate([outline, inside]), triangles


def _zipped(surface: Geom_BezierSurface, outline: Floats) -> tuple[Floats, Ints] | None:
    """Parameters and triangles of a strip that is straight in v, its two borders joined from left to right."""
    if surface.VDegree() != 1:
        return None
    count = len(outline)
    left, right = int(np.lexsort((outline[:, 1], outline[:, 0]))[0]), int(np.lexsort(-outline.T[::-1])[0])
    lower = [(left + k) % count for k in range((right - left) % count + 1)]
    upper = [(left - k) % count for k in range((left - right) % count + 1)]
    triangles: list[tuple[int, int, int]] = []
    i = j = 0
    while i < len(lower) - 1 or j < len(upper) - 1:
        steps = []
        if i < len(lower) - 1:
            steps.append((outline[lower[i + 1], 0], (lower[i], lower[i + 1], upper[j]), (1, 0)))
        if j < len(upper) - 1:
            steps.append((outline[upper[j + 1], 0], (lower[i], upper[j + 1], upper[j]), (0, 1)))
        # three points of one side make no triangle; going on along the other border first makes room for one
        _, triangle, (di, dj) = min(steps, key=lambda step: (_is_flat(outline, step[1]), step[0]))
        triangles.append(triangle)
        i, j = i + di, j + dj
    kept = [triangle for triangle in triangles if len(set(triangle)) == 3]
    return outline, np.array(kept, dtype=np.int64).reshape(-1, 3)


def _is_flat(points: Floats, triangle: tuple[int, int, int]) -> bool:
    """Whether three different points lie in line; one with a repeated corner is no triangle at all and passes."""
    if len(set(triangle)) < 3:
        return False
    a, b, c = points[list(triangle)]
    return bool(abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) < 1e-12)


def _attach(
    builder: BRep_Builder,
    face: cq.Face,
    surface: Geom_BezierSurface,
    location: TopLoc_Location,
    sides: list[_Side],
    parameters: Floats,
    triangles: Ints,
) -> None:
    mesh = Poly_Triangulation(len(parameters), len(triangles), True)
    outline_ends = np.cumsum([0, *(side.segments for side in sides)])
    outline_size = int(outline_ends[-1])
    for number, (u, v) in enumerate(parameters.tolist(), start=1):
        mesh.SetUVNode(number, gp_Pnt2d(u, v))
        if number > outline_size:
            mesh.SetNode(number, surface.Value(u, v))
    for side, start in zip(sides, outline_ends.tolist(), strict=False):
        numbers = [(start + step) % outline_size for step in range(side.segments + 1)]
        # nodes on an edge come from the edge, so that both of its faces have the same to the last digit
        for number, point in zip(numbers, _edge_points(side), strict=True):
            mesh.SetNode(number + 1, point)
    for number, (a, b, c) in enumerate(triangles.tolist(), start=1):
        mesh.SetTriangle(number, Poly_Triangle(a + 1, b + 1, c + 1))
    mesh.Deflection(0.0)
    builder.UpdateFace(face.wrapped, mesh)
    for side, start in zip(sides, outline_ends.tolist(), strict=False):
        numbers = [(start + step) % outline_size + 1 for step in range(side.segments + 1)]
        polygon = _polygon(numbers if side.forward else numbers[::-1])
        builder.UpdateEdge(side.edge, polygon, mesh, location)


def _edge_points(side: _Side) -> list[Any]:
    t = np.linspace(0.0, 1.0, side.segments + 1).tolist()
    return [side.curve.Value(value) for value in (t if side.forward else t[::-1])]


def _polygon(numbers: list[int]) -> Poly_PolygonOnTriangulation:
    nodes = TColStd_Array1OfInteger(1, len(numbers))
    parameters = TColStd_Array1OfReal(1, len(numbers))
    for index, number in enumerate(numbers):
        nodes.SetValue(index + 1, number)
        parameters.SetValue(index + 1, index / (len(numbers) - 1))
    return Poly_PolygonOnTriangulation(nodes, parameters)
