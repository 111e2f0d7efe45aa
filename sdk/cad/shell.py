"""`ShellBuilder`: a solid put together face by face from patches that share their edges.

Nothing is sewn or approximated here: two faces share an edge because they pass through the same end and middle points,
and its curve is exact on both. That makes twisted teeth valid at any size, in milliseconds. A newcomer's mistake: to
give a patch its outline clockwise. Outlines run counter-clockwise about the outward normal (d/du x d/dv).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil, floor
from typing import Any

import cadquery as cq
import numpy as np

from sdk.cad.facets import facet_polynomial_faces
from sdk.cad.occ import (
    BRep_Builder,
    BRepBuilderAPI_MakeFace,
    Geom2d_BezierCurve,
    Geom_BezierCurve,
    Geom_BezierSurface,
    Geom_Plane,
    TColgp_Array1OfPnt,
    TColgp_Array1OfPnt2d,
    TColgp_Array2OfPnt,
    TopAbs_Orientation,
    TopLoc_Location,
    TopoDS_Edge,
    TopoDS_Face,
    TopoDS_Shell,
    TopoDS_Solid,
    TopoDS_Vertex,
    TopoDS_Wire,
    gp_Ax3,
    gp_Cylinder,
    gp_Dir,
    gp_Pnt,
    gp_Pnt2d,
)
from sdk.cad.polynomials import Floats, control_points, middle_weights, nodes, patch_points

KERNEL_TOLERANCE = 1e-7
"""The kernel's own idea of "the same place", in whatever unit the model uses."""

UNIT_SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


@dataclass
class SharedEdge:
    """An edge, where it runs, and which faces have used it so far."""

    edge: TopoDS_Edge
    start: int
    end: int
    """Numbers of its vertices; equal for a closed circle."""
    samples: Floats
    """(3, 3) start, middle and end."""
    poles: Floats | None = None
    """Control points, from start to end; None for a circle."""
    forward_uses: int = 0
    reversed_uses: int = 0


@dataclass(frozen=True)
class Use:
    """An edge as one face runs along it."""

    shared: SharedEdge
    forward: bool

    @property
    def start(self) -> int:
        """Vertex this use begins at."""
        return self.shared.start if self.forward else self.shared.end

    @property
    def end(self) -> int:
        """Vertex this use ends at."""
        return self.shared.end if self.forward else self.shared.start

    def oriented(self) -> TopoDS_Edge:
        """The kernel's edge in this direction."""
        wanted = TopAbs_Orientation.TopAbs_FORWARD if self.forward else TopAbs_Orientation.TopAbs_REVERSED
        return self.shared.edge.Oriented(wanted)


class ShellBuilder:
    """Collects faces; `solid()` closes them.

    Args:
        resolution: points nearer than half of this are one; far below the smallest feature, far above rounding.
        tolerance: how far an edge's curves on its faces may lie apart.
    """

    def __init__(self, *, resolution: float, tolerance: float = KERNEL_TOLERANCE) -> None:
        self.resolution = resolution
        self.tolerance = max(tolerance, KERNEL_TOLERANCE)
        self._builder = BRep_Builder()
        self._faces: list[TopoDS_Face] = []
        self._points: list[Floats] = []
        self._vertices: list[TopoDS_Vertex] = []
        self._edges: list[SharedEdge] = []
        self._vertex_cells: dict[tuple[int, ...], int] = {}
        self._edge_cells: dict[tuple[int, ...], int] = {}

    def add_patch(self, poles: Floats, outline: Sequence[tuple[float, float]] = UNIT_SQUARE) -> None:
        """Add a polynomial face.

        Args:
            poles: (p + 1, q + 1, 3) control points.
            outline: corners in the unit square, counter-clockwise, joined by straight lines in the parameters.
        """
        rows, columns = poles.shape[:2]
        grid = TColgp_Array2OfPnt(1, rows, 1, columns)
        for row, column in product(range(rows), range(columns)):
            grid.SetValue(row + 1, column + 1, gp_Pnt(*poles[row, column].tolist()))
        if outline is UNIT_SQUARE:  # the borders' control points are the patch's own
            borders = (poles[:, 0], poles[-1], poles[::-1, -1], poles[0, ::-1])
            uses = [self._use_along(border) for border in borders]
        else:
            corners = np.asarray(outline, dtype=float)
            ends = zip(corners, np.roll(corners, -1, axis=0), strict=True)
            uses = [self._use(_points_along(poles, start, end)) for start, end in ends]
        sides = zip(outline, (*outline[1:], outline[0]), strict=True)
        curves = [
            _straight_parameters(*((start, end) if use.forward else (end, start)))
            for use, (start, end) in zip(uses, sides, strict=True)
        ]
        self.add_face(Geom_BezierSurface(grid), [uses], curves=curves)

    def add_polygon(self, points: Floats) -> None:
        """Add a flat face with straight sides; (n, 3) corners, counter-clockwise seen from outside."""
        corners = np.asarray(points, dtype=float)
        sides = zip(corners, np.roll(corners, -1, axis=0), strict=True)
        uses = [self._use(np.array([start, end])) for start, end in sides]
        normal = np.cross(corners, np.roll(corners, -1, axis=0)).sum(axis=0)
        self.add_face(_plane(corners[0], normal), [uses])

    def add_cylinder(self, radius: float, low: float, high: float, *, outward: bool) -> None:
        """Add a full cylinder wall about +Z between two heights; `outward` for a rim, otherwise a bore."""
        wall = BRepBuilderAPI_MakeFace(gp_Cylinder(gp_Ax3(), radius), 0.0, 2.0 * np.pi, low, high).Face()
        face = wall if outward else wall.Reversed()
        self._faces.append(face)
        for edge in cq.Face(face).Edges():
            points = np.array(
                [edge.startPoint().toTuple(), edge.positionAt(0.5).toTuple(), edge.endPoint().toTuple()]
            )
            if not edge.IsClosed():
                continue  # the seam, used twice by the wall itself
            number = self._vertex(points[0], existing=edge.Vertices()[0].wrapped)
            forward = edge.wrapped.Orientation() == TopAbs_Orientation.TopAbs_FORWARD
            unoriented = edge.wrapped.Oriented(TopAbs_Orientation.TopAbs_FORWARD)
            shared = SharedEdge(unoriented, number, number, points)
            shared.forward_uses, shared.reversed_uses = int(forward), int(not forward)
            self._edges.append(shared)

    def add_core(
        self, core: cq.Solid, radius: float, low: float, high: float
    ) -> tuple[list[TopoDS_Wire], list[TopoDS_Wire]]:
        """Add what is inside a cylinder about +Z, and return the borders it leaves in the two end planes.

        Args:
            core: a cylinder with features cut into it. Its wall and the rims of its end faces are left out; the
                holes in those rims are returned, for `add_flat_cap` at low and high.
            radius: of the cylinder.
            low: height of its lower end.
            high: height of its upper end.
        """
        inner: tuple[list[TopoDS_Wire], list[TopoDS_Wire]] = ([], [])
        for face in core.Faces():
            circles = [wire for wire in face.Wires() if _is_circle_about_z(wire, radius)]
            if not circles:
                self._faces.append(face.wrapped)
            elif face.geomType() == "PLANE":
                at_high = abs(face.Center().z - high) < abs(face.Center().z - low)
                holes = [
                    wire.wrapped for wire in face.Wires() if not any(wire.isSame(rim) for rim in circles)
                ]
                inner[at_high].extend(holes)
        return inner

    def add_flat_cap(
        self, point: Sequence[float], normal: Sequence[float], *, inner: Sequence[TopoDS_Wire] = ()
    ) -> None:
        """Close every open border that lies in a plane, with one face looking along `normal`.

        Args:
            point: in the plane.
            normal: outward.
            inner: further holes of the face, made by `add_core`.
        """
        direction = np.asarray(normal, dtype=float)
        height = direction @ np.asarray(point, dtype=float)
        slack = self.resolution * np.linalg.norm(direction)
        loops = self.open_loops(lambda points: bool(np.all(abs(points @ direction - height) < slack)))
        self.add_face(_plane(point, direction), loops)
        for wire in inner:
            self._builder.Add(self._faces[-1], wire)

    def open_loops(self, belongs: Callable[[Floats], bool]) -> list[list[Use]]:
        """The closed chains of edges that one face uses so far, as the missing face has to run along them.

        Args:
            belongs: told the (3, 3) start, middle and end of an edge, says whether it is wanted.
        """
        open_uses = {
            use.start: use
            for use in (
                Use(shared, forward=shared.forward_uses == 0)
                for shared in self._edges
                if shared.forward_uses + shared.reversed_uses == 1 and belongs(shared.samples)
            )
        }
        loops: list[list[Use]] = []
        while open_uses:
            _, use = open_uses.popitem()
            loop = [use]
            while loop[-1].end != loop[0].start:
                loop.append(open_uses.pop(loop[-1].end))
            loops.append(loop)
        return loops

    def add_face(
        self,
        surface: Any,
        loops: Sequence[Sequence[Use]],
        *,
        curves: Sequence[Any] = (),
        tolerance: float = 0.0,
    ) -> None:
        """Add a face on any surface of the kernel whose normal looks outward.

        Args:
            surface: a `Geom_Surface`.
            loops: each border, counter-clockwise about the normal for the outer one.
            curves: for other surfaces than planes, the `Geom2d` curve of each use in turn, over the edge's range and
                in the edge's own direction.
            tolerance: how far edges may lie off the surface, when that is more than usual.
        """
        face = TopoDS_Face()
        self._builder.MakeFace(face, surface, TopLoc_Location(), self.tolerance)
        for loop in loops:
            wire = TopoDS_Wire()
            self._builder.MakeWire(wire)
            for use in loop:
                self._builder.Add(wire, use.oriented())
                use.shared.forward_uses += use.forward
                use.shared.reversed_uses += not use.forward
            wire.Closed(True)
            self._builder.Add(face, wire)
        uses = [use for loop in loops for use in loop]
        for use, curve in zip(uses, curves, strict=bool(curves)):
            self._builder.UpdateEdge(use.shared.edge, curve, face, max(tolerance, self.tolerance))
        self._faces.append(face)

    def use(self, points: Floats) -> Use:
        """The edge along the polynomial through points given at `nodes`, made when there is none there yet."""
        return self._use(np.asarray(points, dtype=float))

    def solid(self) -> cq.Solid:
        """The closed solid, its polynomial faces already triangulated.

        Raises:
            AssertionError: an edge is not shared by exactly two faces that run along it in opposite directions.
        """
        faulty = sum((edge.forward_uses, edge.reversed_uses) != (1, 1) for edge in self._edges)
        if faulty:
            raise AssertionError(f"shell: got {faulty} edges without two opposite faces; want none")
        shell = TopoDS_Shell()
        self._builder.MakeShell(shell)
        for face in self._faces:
            self._builder.Add(shell, face)
        shell.Closed(True)
        solid = TopoDS_Solid()
        self._builder.MakeSolid(solid)
        self._builder.Add(solid, shell)
        body = cq.Solid(solid)
        facet_polynomial_faces(body)
        return body

    def _use(self, points: Floats) -> Use:
        """The edge along the polynomial through `points` (values at `nodes`), and the direction they run along it."""
        return self._use_along(control_points(points))

    def _use_along(self, poles: Floats) -> Use:
        """The edge with these control points, and the direction they run along it."""
        middle = middle_weights(len(poles) - 1) @ poles
        start, end = self._vertex(poles[0]), self._vertex(poles[-1])
        cell = self._found(self._edge_cells, middle)
        if cell is not None:
            shared = self._edges[cell]
            return Use(shared, forward=shared.start == start)
        edge = TopoDS_Edge()
        self._builder.MakeEdge(edge, _bezier_curve(poles), self.tolerance)
        for number, orientation in (
            (start, TopAbs_Orientation.TopAbs_FORWARD),
            (end, TopAbs_Orientation.TopAbs_REVERSED),
        ):
            self._builder.Add(edge, self._vertices[number].Oriented(orientation))
        self._builder.Range(edge, 0.0, 1.0)
        self._edge_cells[self._cell(middle)] = len(self._edges)
        shared = SharedEdge(edge, start, end, np.array([poles[0], middle, poles[-1]]), poles)
        self._edges.append(shared)
        return Use(shared, forward=True)

    def _vertex(self, point: Floats, *, existing: Any = None) -> int:
        found = self._found(self._vertex_cells, point)
        if found is not None:
            return found
        vertex = existing
        if vertex is None:
            vertex = TopoDS_Vertex()
            self._builder.MakeVertex(vertex, gp_Pnt(*point.tolist()), self.tolerance)
        self._vertices.append(vertex)
        self._points.append(point)
        self._vertex_cells[self._cell(point)] = len(self._vertices) - 1
        return len(self._vertices) - 1

    def _cell(self, point: Floats) -> tuple[int, ...]:
        return tuple(map(round, (point / self.resolution).tolist()))

    def _found(self, cells: dict[tuple[int, ...], int], point: Floats) -> int | None:
        """What was stored within half a cell of a point, which may have been rounded to a cell beside this one."""
        scaled = (point / self.resolution).tolist()
        near = [(round(part), floor(part) + ceil(part) - round(part)) for part in scaled]
        return next((cells[cell] for cell in product(*near) if cell in cells), None)


def parameter_curve(samples: Floats) -> Geom2d_BezierCurve:
    """The plane polynomial through (n, 2) parameters given at `nodes`."""
    poles = control_points(samples)
    array = TColgp_Array1OfPnt2d(1, len(poles))
    for number, pole in enumerate(poles.tolist(), start=1):
        array.SetValue(number, gp_Pnt2d(*pole))
    return Geom2d_BezierCurve(array)


def _straight_parameters(start: Sequence[float], end: Sequence[float]) -> Geom2d_BezierCurve:
    array = TColgp_Array1OfPnt2d(1, 2)
    array.SetValue(1, gp_Pnt2d(*start))
    array.SetValue(2, gp_Pnt2d(*end))
    return Geom2d_BezierCurve(array)


def clipped(polygon: Floats, distance: Floats) -> Floats:
    """The part of a convex polygon where a function that is linear over it is not negative.

    Args:
        polygon: (n, k) corners in order.
        distance: (n,) the function at the corners.
    """
    kept = []
    for here, there, start, end in zip(
        polygon, np.roll(polygon, -1, axis=0), distance, np.roll(distance, -1), strict=True
    ):
        if start >= 0.0:
            kept.append(here)
        if start * end < 0.0:
            kept.append(here + (there - here) * start / (start - end))
    return np.array(kept).reshape(-1, polygon.shape[1])


def _points_along(poles: Floats, start: Floats, end: Floats) -> Floats:
    """Points at the nodes of the curve that a straight line in the parameters traces on a patch, exact in degree."""
    rows, columns = poles.shape[0] - 1, poles.shape[1] - 1
    degree = rows if start[1] == end[1] else columns if start[0] == end[0] else rows + columns
    t = nodes(degree)[:, None]
    return patch_points(poles, (1.0 - t) * start + t * end)


def _bezier_curve(poles: Floats) -> Geom_BezierCurve:
    array = TColgp_Array1OfPnt(1, len(poles))
    for number, pole in enumerate(poles.tolist(), start=1):
        array.SetValue(number, gp_Pnt(*pole))
    return Geom_BezierCurve(array)


def _is_circle_about_z(wire: cq.Wire, radius: float) -> bool:
    """Whether every point of a wire is at a distance from the Z axis, to a millionth of it."""
    points = [edge.positionAt(part) for edge in wire.Edges() for part in (0.0, 0.3, 0.6)]
    return all(abs(point.x**2 + point.y**2 - radius**2) < 1e-6 * radius**2 for point in points)


def _plane(point: Sequence[float] | Floats, normal: Floats) -> Geom_Plane:
    x, y, z = map(float, point)
    return Geom_Plane(gp_Pnt(x, y, z), gp_Dir(*normal.tolist()))
