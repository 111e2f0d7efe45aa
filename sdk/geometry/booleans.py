"""Boolean operations on two geometries: union, difference, intersection.

A newcomer's mistake: to expect a `GeometryError` for something that is no mesh. That is a `TypeError`,
because programs tell the two apart and fall back to `merge` only for solids that cannot be combined.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from sdk.geometry import kernel
from sdk.geometry.construction import record
from sdk.geometry.kernel import Solid
from sdk.geometry.mesh import MeshGeometry


def boolean_union(a: MeshGeometry, b: MeshGeometry) -> MeshGeometry:
    """A new mesh around every point of `a` or `b`; solids that do not touch stay separate pieces.

    Raises:
        TypeError: an operand is no `MeshGeometry`.
        GeometryError: an operand is not a closed solid; the text names it.
    """
    return _combined("union", a, b, lambda first, second: kernel.unite([first, second]))


def boolean_difference(a: MeshGeometry, b: MeshGeometry) -> MeshGeometry:
    """A new mesh of `a` with everything inside `b` removed; empty when nothing is left.

    Raises:
        TypeError: an operand is no `MeshGeometry`.
        GeometryError: an operand is not a closed solid; the text names it.
    """
    return _combined("difference", a, b, kernel.subtract)


def boolean_intersection(a: MeshGeometry, b: MeshGeometry) -> MeshGeometry:
    """A new mesh of what lies in both `a` and `b`; empty when they are apart.

    Raises:
        TypeError: an operand is no `MeshGeometry`.
        GeometryError: an operand is not a closed solid; the text names it.
    """
    return _combined("intersection", a, b, kernel.intersect)


def solid_from_geometry(geometry: MeshGeometry, *, where: str) -> Solid:
    """The solid inside a geometry's surface as it is now, hand edits included.

    Raises:
        GeometryError: it is not closed; the text begins with `where`.
    """
    vertices, faces = geometry.arrays()
    return kernel.solid_from_mesh(vertices, faces, where=where)


def _combined(
    kind: Literal["union", "difference", "intersection"],
    a: Any,
    b: Any,
    operation: Callable[[Solid, Solid], Solid],
) -> MeshGeometry:
    for name, operand in (("a", a), ("b", b)):
        if not isinstance(operand, MeshGeometry):
            raise TypeError(f"{name} must be MeshGeometry")
    solid = operation(
        solid_from_geometry(a, where=f"boolean_{kind} operand a"),
        solid_from_geometry(b, where=f"boolean_{kind} operand b"),
    )
    vertices, faces = kernel.mesh_from_solid(solid)
    return MeshGeometry().fill(vertices, faces, record(kind, a.construction, b.construction))
