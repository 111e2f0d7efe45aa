"""`MeshGeometry`: the triangle mesh an author holds, as two plain Python lists that may be edited at any
    time.

A newcomer's mistake: to keep something derived from the lists beside them. Programs assign `geometry.vertices
= [...]` and poke single entries; whatever is remembered is therefore compared with the lists before it is
believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, sin
from pathlib import Path
from typing import Any, Self

import numpy as np

from sdk.assets import obj_text
from sdk.errors import GeometryError
from sdk.geometry.construction import Construction, ExactPrimitive, exact_primitive, record
from sdk.geometry.inputs import number, triple
from sdk.geometry.triangles import Floats, Ints, as_faces, as_vertices
from sdk.spatial import rotation_about
from sdk.tolerances import VECTOR_EPSILON

Vertex = tuple[float, float, float]
Face = tuple[int, int, int]


@dataclass
class _Memory:
    """How the mesh was made, and the lists as they were then."""

    construction: Construction
    vertices: list[Vertex]
    faces: list[Face]


@dataclass
class MeshGeometry:
    """A mutable triangle mesh: `vertices` in metres, `faces` counter-clockwise seen from outside.

    The lists are used as given. Transforms work in place and return the mesh, so calls chain.

    >>> MeshGeometry([(0, 0, 0), (1, 0, 0), (0, 1, 0)], [(0, 1, 2)]).translate(0, 0, 2).vertices[1]
    (1.0, 0.0, 2.0)
    """

    vertices: list[Vertex] = field(default_factory=list)
    faces: list[Face] = field(default_factory=list)
    _memory: _Memory | None = field(default=None, init=False, repr=False, compare=False)

    # -- what it is made of --------------------------------------------------------------------------------

    def fill(self, vertices: Floats, faces: Ints, construction: Construction | None = None) -> Self:
        """The mesh itself, holding (n, 3) vertices and (m, 3) faces instead, made as `construction` says."""
        self.vertices = _as_tuples(vertices)
        self.faces = _as_tuples(faces)
        self._remember(construction)
        return self

    def arrays(self) -> tuple[Floats, Ints]:
        """(n, 3) float64 vertices and (m, 3) int64 faces, as they are now.

        Raises:
            GeometryError: a coordinate is not finite, a row has not three entries, or a face names no vertex.
        """
        try:
            vertices, faces = as_vertices(self.vertices), as_faces(self.faces)
        except (TypeError, ValueError, OverflowError) as error:
            raise GeometryError(
                f"{type(self).__name__}: want vertices and faces of three numbers ({error})"
            ) from error
        if len(vertices) != len(self.vertices) or len(faces) != len(self.faces):
            raise GeometryError(f"{type(self).__name__}: want vertices and faces of three numbers each")
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
        memory = self._memory
        if memory is None:
            return None
        unchanged = _same(memory.vertices, self.vertices) and _same(memory.faces, self.faces)
        if not unchanged:
            self._memory = None
        return memory.construction if unchanged else None

    @property
    def exact_primitive(self) -> ExactPrimitive | None:
        """The box, cylinder, sphere or capsule the mesh stands for, with the map that places it, or None."""
        return exact_primitive(self.construction)

    # -- building by hand ----------------------------------------------------------------------------------

    def copy(self) -> MeshGeometry:
        """An independent plain `MeshGeometry` with the same lists and the same construction."""
        twin = MeshGeometry(list(self.vertices), list(self.faces))
        twin._remember(self.construction)
        return twin

    def clone(self) -> MeshGeometry:
        """Same as `copy`."""
        return self.copy()

    def add_vertex(self, x: float, y: float, z: float) -> int:
        """The number of the vertex added at (x, y, z)."""
        self.vertices.append((float(x), float(y), float(z)))
        self._memory = None
        return len(self.vertices) - 1

    def add_face(self, a: int, b: int, c: int) -> None:
        """Add a face; the vertex numbers are not checked."""
        self.faces.append((int(a), int(b), int(c)))
        self._memory = None

    def merge(self, other: MeshGeometry) -> Self:
        """The mesh itself, with the other's vertices and faces appended; nothing is welded."""
        if not isinstance(other, MeshGeometry):
            raise TypeError(f"merge takes one MeshGeometry, got {type(other).__name__}")
        memory = self._merged_memory(other)
        offset = len(self.vertices)
        added_vertices = [(x, y, z) for x, y, z in other.vertices]
        added_faces = [(a + offset, b + offset, c + offset) for a, b, c in other.faces]
        self.vertices = _as_list(self.vertices)
        self.faces = _as_list(self.faces)
        self.vertices.extend(added_vertices)
        self.faces.extend(added_faces)
        memory.vertices.extend(added_vertices)
        memory.faces.extend(added_faces)
        self._memory = memory
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
            self.faces = [(c, b, a) for a, b, c in self.faces]
            self._remember(construction)
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
        return obj_text(self.vertices, self.faces)

    def save_obj(self, path: str | Path) -> None:
        """Write `to_obj()` to `path`, making its folder."""
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(self.to_obj(), encoding="utf-8")

    # -- keeping the memory true ---------------------------------------------------------------------------

    def _remember(self, construction: Construction | None) -> None:
        self._memory = (
            None if construction is None else _Memory(construction, list(self.vertices), list(self.faces))
        )

    def _merged_memory(self, other: MeshGeometry) -> _Memory:
        """Memory of this mesh before `other` is appended, its construction already naming both.

        Only lengths are compared here: the lists kept from before are extended along with the mesh, so an
        edit made earlier still shows when the memory is read, and a thousand merges in a loop stay cheap.
        """
        if not len(self.vertices) and not len(self.faces):
            return _Memory(record("merge", other.construction), [], [])
        memory = self._memory
        if (
            memory is None
            or len(memory.vertices) != len(self.vertices)
            or len(memory.faces) != len(self.faces)
        ):
            return _Memory(record("merge", None, other.construction), list(self.vertices), list(self.faces))
        held = memory.construction
        if held.kind == "merge":
            matrix = np.array(held.transform)
            parts = (
                held.children
                if np.array_equal(matrix, np.eye(4))
                else [c.moved(matrix) for c in held.children]
            )
        else:
            parts = [held]
        return _Memory(record("merge", *parts, other.construction), memory.vertices, memory.faces)

    def _turn(self, angle: float, first: int, second: int) -> Self:
        turned = number(angle, "rotate angle")
        matrix = np.eye(4)
        matrix[first, first] = matrix[second, second] = cos(turned)
        matrix[second, first] = sin(turned)
        matrix[first, second] = -sin(turned)
        return self._move(matrix)

    def _move(self, matrix: Floats) -> Self:
        construction = self.construction
        if len(self.vertices):
            points = as_vertices(self.vertices)
            moved = points if np.array_equal(matrix[:3, :3], np.eye(3)) else _rotated(matrix, points)
            self.vertices = _as_tuples(moved + matrix[:3, 3])
        self._remember(None if construction is None else construction.moved(matrix))
        return self


def _as_tuples(rows: Floats | Ints) -> list[Any]:
    """The (n, 3) rows as tuples; by columns, which spares the collector a list for every row."""
    return list(zip(*rows.T.tolist(), strict=True))


def _as_list(rows: Any) -> list[Any]:
    """The rows themselves when they are a list; a new list where a program has put an array."""
    return rows if isinstance(rows, list) else list(map(tuple, np.asarray(rows).tolist()))


def _same(remembered: list[Any], current: Any) -> bool:
    """Whether the current rows are the remembered ones; an array put in their place counts as an edit."""
    return isinstance(current, list) and remembered == current


def _rotated(matrix: Floats, points: Floats) -> Floats:
    """(n, 3) points under the linear part, summed term by term: a matrix product may round by machine."""
    columns: list[Any] = [
        points[:, 0] * row[0] + points[:, 1] * row[1] + points[:, 2] * row[2] for row in matrix[:3, :3]
    ]
    return np.stack(columns, axis=1)
