"""`MeshGeometry`: the triangle mesh an author holds, as two plain Python lists that may be edited at any
    time.

A newcomer's mistake: to keep something derived from the lists beside them. Programs assign `geometry.vertices
= [...]` and poke single entries; whatever is remembered is therefore believed only while `Rows` finds no edit.
Within the library read `arrays()`: the lists are made when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, sin
from pathlib import Path
from typing import Any, Self

import numpy as np

from sdk.assets import obj_text
from sdk.errors import GeometryError
from sdk.geometry.construction import Construction, ExactPrimitive, exact_primitive, record
from sdk.geometry.inputs import number, triple
from sdk.geometry.rows import Rows
from sdk.geometry.triangles import Floats, Ints, as_faces, as_vertices
from sdk.spatial import rotation_about
from sdk.tolerances import VECTOR_EPSILON

Vertex = tuple[float, float, float]
Face = tuple[int, int, int]


class MeshGeometry:
    """A mutable triangle mesh: `vertices` in metres, `faces` counter-clockwise seen from outside.

    The lists are used as given. Transforms work in place and return the mesh, so calls chain.

    >>> MeshGeometry([(0, 0, 0), (1, 0, 0), (0, 1, 0)], [(0, 1, 2)]).translate(0, 0, 2).vertices[1]
    (1.0, 0.0, 2.0)
    """

    def __init__(self, vertices: list[Vertex] | None = None, faces: list[Face] | None = None) -> None:
        self._vertices = Rows(np.float64, vertices)
        self._faces = Rows(np.int64, faces)
        self._construction: Construction | None = None
        """How the mesh was made, if its rows are still as they were then."""

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}(vertices={self.vertices!r}, faces={self.faces!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, MeshGeometry) or type(other) is not type(self):
            return NotImplemented
        return (self.vertices, self.faces) == (other.vertices, other.faces)

    @property
    def vertices(self) -> list[Vertex]:
        """The points, a list to read and to edit."""
        return self._vertices.as_list()

    @vertices.setter
    def vertices(self, rows: list[Vertex]) -> None:
        self._vertices.put(rows)

    @property
    def faces(self) -> list[Face]:
        """The triangles, as numbers of vertices, a list to read and to edit."""
        return self._faces.as_list()

    @faces.setter
    def faces(self, rows: list[Face]) -> None:
        self._faces.put(rows)

    # -- what it is made of --------------------------------------------------------------------------------

    def fill(self, vertices: Floats, faces: Ints, construction: Construction | None = None) -> Self:
        """The mesh itself, holding (n, 3) vertices and (m, 3) faces instead, made as `construction` says.

        The arrays are taken over: nobody may write to them any more.
        """
        self._vertices, self._faces = Rows.of_array(as_vertices(vertices)), Rows.of_array(as_faces(faces))
        self._construction = construction
        return self

    def rows(self) -> tuple[Floats, Ints]:
        """(n, 3) float64 vertices and (m, 3) int64 faces, as they are now, read-only and unchecked.

        Raises:
            TypeError, ValueError, OverflowError: a row put in by hand has not three numbers.
        """
        return self._vertices.array(), self._faces.array()

    def arrays(self) -> tuple[Floats, Ints]:
        """(n, 3) float64 vertices and (m, 3) int64 faces, as they are now, read-only.

        Raises:
            GeometryError: a coordinate is not finite, a row has not three entries, or a face names no vertex.
        """
        try:
            vertices, faces = self.rows()
        except (TypeError, ValueError, OverflowError) as error:
            raise GeometryError(
                f"{type(self).__name__}: want vertices and faces of three numbers ({error})"
            ) from error
        if not np.isfinite(vertices).all():
            raise GeometryError.at(
                f"{type(self).__name__}.vertices",
                given="nan or inf",
                wanted="finite coordinates",
                code="not-finite",
            )
        if len(faces) and not (faces.min() >= 0 and faces.max() < len(vertices)):
            raise GeometryError.at(
                f"{type(self).__name__}.faces",
                given=(int(faces.min()), int(faces.max())),
                wanted=f"vertex numbers from 0 to {len(vertices) - 1}",
                code="bad-index",
            )
        return vertices, faces

    @property
    def construction(self) -> Construction | None:
        """How the mesh was made; None once the lists were edited by hand."""
        if self._construction is not None and not (self._vertices.is_as_made() and self._faces.is_as_made()):
            self._construction = None
        return self._construction

    @property
    def exact_primitive(self) -> ExactPrimitive | None:
        """The box, cylinder, sphere or capsule the mesh stands for, with the map that places it, or None."""
        return exact_primitive(self.construction)

    # -- building by hand ----------------------------------------------------------------------------------

    def copy(self) -> MeshGeometry:
        """An independent plain `MeshGeometry` with the same lists and the same construction."""
        twin = MeshGeometry()
        twin._vertices, twin._faces = self._vertices.copy(), self._faces.copy()
        if self.construction is not None:
            twin._remember(self.construction)
        return twin

    def clone(self) -> MeshGeometry:
        """Same as `copy`."""
        return self.copy()

    def add_vertex(self, x: float, y: float, z: float) -> int:
        """The number of the vertex added at (x, y, z)."""
        self.vertices.append((float(x), float(y), float(z)))
        self._construction = None
        return len(self.vertices) - 1

    def add_face(self, a: int, b: int, c: int) -> None:
        """Add a face; the vertex numbers are not checked."""
        self.faces.append((int(a), int(b), int(c)))
        self._construction = None

    def merge(self, other: MeshGeometry) -> Self:
        """The mesh itself, with the other's vertices and faces appended; nothing is welded."""
        if not isinstance(other, MeshGeometry):
            raise TypeError(f"merge takes one MeshGeometry, got {type(other).__name__}")
        construction = self._merged_construction(other)
        offset = len(self._vertices)
        self._vertices.extend(other._vertices)
        self._faces.extend(other._faces, offset=offset)
        self._construction = construction
        return self

    # -- moving --------------------------------------------------------------------------------------------

    def translate(self, dx: float, dy: float, dz: float) -> Self:
        """The mesh itself, moved by (dx, dy, dz) metres."""
        matrix = np.eye(4)
        matrix[:3, 3] = triple((dx, dy, dz), "translate")
        return self._move(matrix)

    def scale(self, sx: float, sy: float | None = None, sz: float | None = None) -> Self:
        """The mesh itself, stretched about the origin; missing factors are `sx`, faces stay outward."""
        factors = [number(sx if factor is None else factor, "scale") for factor in (sx, sy, sz)]
        self._move(np.diag([*factors, 1.0]))
        if factors[0] * factors[1] * factors[2] < 0.0:
            construction = self.construction
            self._faces = Rows.of_array(self._faces.array()[:, ::-1])
            self._construction = construction
        return self

    def rotate(
        self, axis: Sequence[float], angle: float, *, origin: Sequence[float] = (0.0, 0.0, 0.0)
    ) -> Self:
        """The mesh itself, turned by `angle` radians about the line through `origin` along `axis`.

        Raises:
            ValueError: the axis is shorter than 1e-9.
        """
        direction, centre = triple(axis, "rotate axis"), triple(origin, "rotate origin")
        length = float(np.linalg.norm(direction))
        if length <= VECTOR_EPSILON:
            raise GeometryError.at(
                "rotate axis",
                given=tuple(direction.tolist()),
                wanted="a direction such as (0, 0, 1)",
                code="zero-axis",
            )
        matrix = np.eye(4)
        matrix[:3, :3] = rotation_about(direction / length, number(angle, "rotate angle"))
        matrix[:3, 3] = centre - _rotated(matrix, centre[None])[0]
        return self._move(matrix)

    def rotate_x(self, angle: float) -> Self:
        """The mesh itself, turned by `angle` radians about X through the origin."""
        return self._turn(angle, 1, 2)

    def rotate_y(self, angle: float) -> Self:
        """The mesh itself, turned by `angle` radians about Y through the origin."""
        return self._turn(angle, 2, 0)

    def rotate_z(self, angle: float) -> Self:
        """The mesh itself, turned by `angle` radians about Z through the origin."""
        return self._turn(angle, 0, 1)

    # -- writing -------------------------------------------------------------------------------------------

    def to_obj(self) -> str:
        """The mesh as OBJ text with 6 decimals: line ``o mesh``, vertices, then faces numbered from 1."""
        return obj_text(*self.rows())

    def save_obj(self, path: str | Path) -> None:
        """Write `to_obj()` to `path`, making its folder."""
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(self.to_obj(), encoding="utf-8")

    # -- keeping the memory true ---------------------------------------------------------------------------

    def _remember(self, construction: Construction) -> Construction:
        """The construction, that of the rows as they are now."""
        self._vertices.remember()
        self._faces.remember()
        self._construction = construction
        return construction

    def _merged_construction(self, other: MeshGeometry) -> Construction:
        """That of this mesh once `other` is appended, which the rows are ready for.

        Only lengths are compared here: an edit made earlier still shows when the construction is read, and a
        thousand merges in a loop stay cheap.
        """
        if not len(self._vertices) and not len(self._faces):
            return self._remember(record("merge", other.construction))
        held = self._construction
        is_known = self._vertices.is_as_long_as_made() and self._faces.is_as_long_as_made()
        if held is None or not is_known:
            return self._remember(record("merge", None, other.construction))
        if held.kind == "merge":
            matrix = np.array(held.transform)
            parts = (
                held.children
                if np.array_equal(matrix, np.eye(4))
                else [c.moved(matrix) for c in held.children]
            )
        else:
            parts = [held]
        return record("merge", *parts, other.construction)

    def _turn(self, angle: float, first: int, second: int) -> Self:
        turned = number(angle, "rotate angle")
        matrix = np.eye(4)
        matrix[first, first] = matrix[second, second] = cos(turned)
        matrix[second, first] = sin(turned)
        matrix[first, second] = -sin(turned)
        return self._move(matrix)

    def _move(self, matrix: Floats) -> Self:
        construction = self.construction
        if len(self._vertices):
            points = self._vertices.array()
            moved = points if np.array_equal(matrix[:3, :3], np.eye(3)) else _rotated(matrix, points)
            self._vertices = Rows.of_array(moved + matrix[:3, 3])
        self._construction = None if construction is None else construction.moved(matrix)
        return self


def _rotated(matrix: Floats, points: Floats) -> Floats:
    """(n, 3) points under the linear part, summed term by term: a matrix product may round by machine."""
    columns: list[Any] = [
        points[:, 0] * row[0] + points[:, 1] * row[1] + points[:, 2] * row[2] for row in matrix[:3, :3]
    ]
    return np.stack(columns, axis=1)
