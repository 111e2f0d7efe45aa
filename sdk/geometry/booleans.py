"""Boolean operations on geometries: union, difference, intersection.

A newcomer's mistake: to expect a `GeometryError` for something that is no mesh. That is a `TypeError`,
because programs tell the two apart and fall back to `merge` only for solids that cannot be combined.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from sdk.geometry import kernel
from sdk.geometry.construction import record
from sdk.geometry.kept import MeshArrays, content_name, kept_or_made
from sdk.geometry.kernel import Solid
from sdk.geometry.mesh import MeshGeometry

KEPT_FROM_FACES = 500
"""Faces of the operands from which on a result may be kept between runs; smaller ones are made as fast as found."""


def boolean_union(a: MeshGeometry, *more: MeshGeometry, b: MeshGeometry | None = None) -> MeshGeometry:
    """A new mesh around every point of any operand; solids that do not touch stay separate pieces.

    One operand alone is given back, as a solid of its own; `b` is the second one's name.

    Raises:
        TypeError: an operand is no `MeshGeometry`.
        GeometryError: an operand is not a closed solid; the text names it.
    """
    return _combined("union", (a, *_named(b), *more), kernel.unite)


def boolean_difference(a: MeshGeometry, *more: MeshGeometry, b: MeshGeometry | None = None) -> MeshGeometry:
    """A new mesh of `a` with everything inside the other operands removed; empty when nothing is left.

    Without others nothing is removed; `b` is the first one's name.

    Raises:
        TypeError: an operand is no `MeshGeometry`.
        GeometryError: an operand is not a closed solid; the text names it.
    """
    return _combined(
        "difference", (a, *_named(b), *more), lambda solids: kernel.subtract(solids[0], *solids[1:])
    )


def boolean_intersection(a: MeshGeometry, *more: MeshGeometry, b: MeshGeometry | None = None) -> MeshGeometry:
    """A new mesh of what lies in all operands; empty when they have nothing in common.

    One operand alone is given back, as a solid of its own; `b` is the second one's name.

    Raises:
        TypeError: an operand is no `MeshGeometry`.
        GeometryError: an operand is not a closed solid; the text names it.
    """
    return _combined("intersection", (a, *_named(b), *more), lambda solids: kernel.intersect(*solids))


def solid_from_geometry(geometry: MeshGeometry, *, where: str) -> Solid:
    """The solid inside a geometry's surface as it is now, hand edits included.

    Raises:
        GeometryError: it is not closed; the text begins with `where`.
    """
    vertices, faces = geometry.arrays()
    return kernel.solid_from_mesh(vertices, faces, where=where)


def _named(b: MeshGeometry | None) -> tuple[MeshGeometry, ...]:
    return () if b is None else (b,)


def _combined(
    kind: Literal["union", "difference", "intersection"],
    operands: Sequence[Any],
    operation: Callable[[Sequence[Solid]], Solid],
) -> MeshGeometry:
    names = ["a", "b", *(f"{number}" for number in range(3, len(operands) + 1))][: len(operands)]
    for name, operand in zip(names, operands, strict=True):
        if not isinstance(operand, MeshGeometry):
            raise TypeError(f"{name} must be MeshGeometry")
    meshes = [operand.arrays() for operand in operands]

    def make() -> MeshArrays:
        named = zip(names, meshes, strict=True)
        solids = [
            kernel.solid_from_mesh(*mesh, where=f"boolean_{kind} operand {name}") for name, mesh in named
        ]
        return kernel.mesh_from_solid(operation(solids))

    large = sum(len(faces) for _, faces in meshes) >= KEPT_FROM_FACES
    mesh = kept_or_made(content_name(kind, *meshes), make) if large else make()
    return MeshGeometry().fill(*mesh, record(kind, *(one.construction for one in operands)))
