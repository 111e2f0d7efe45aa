"""How a geometry was made: a frozen tree that outlives copies and moves of the mesh it describes.

Read it to learn what triangles hide: that a shape is exactly a cylinder, which pieces were united, which line
of the program made it. A newcomer's mistake: to read `arguments` as world coordinates. They are in the frame
the builder worked in; `transform` leads from there to the mesh as it is now.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from sdk.geometry.triangles import Floats
from sdk.model.provenance import author_line
from sdk.model.shapes import Box, Cylinder, Sphere

Kind = Literal[
    "mesh", "merge", "union", "difference", "intersection", "partition", "opening",
    "box", "cylinder", "cone", "sphere", "dome", "capsule", "torus",
    "extrude", "lathe", "loft", "sweep", "pipe", "wire", "section_loft",
    "panel", "grille", "bracket", "knob", "bezel",
    "fan_rotor", "blower_wheel", "wheel", "tire", "hinge",
]  # fmt: skip
Matrix4 = tuple[tuple[float, float, float, float], ...]

IDENTITY: Matrix4 = ((1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0), (0.0, 0.0, 0.0, 1.0))


@dataclass(frozen=True, kw_only=True)
class Construction:
    """One step: a builder with its arguments, or an operation on the geometries in `children`."""

    kind: Kind | str
    """What made it; ``mesh`` is a surface of unknown origin."""
    arguments: tuple[tuple[str, Any], ...] = ()
    """(name, value) pairs the builder was told, as plain numbers and tuples, in its own frame."""
    children: tuple[Construction, ...] = ()
    """The geometries an operation worked on, first operand first."""
    transform: Matrix4 = IDENTITY
    """Affine map from the builder's frame to the mesh."""
    line: int | None = field(default=None, compare=False)
    """Line of the author's program that called for it."""

    def argument(self, name: str) -> Any:
        """The value of one argument.

        Raises:
            KeyError: the builder has no such argument.
        """
        return dict(self.arguments)[name]

    def moved(self, matrix: Floats) -> Construction:
        """The same construction after the mesh was moved by a (4, 4) affine map."""
        rows = (np.asarray(matrix, dtype=float) @ np.array(self.transform)).tolist()
        return replace(self, transform=tuple(map(tuple, rows)))


@dataclass(frozen=True)
class ExactCapsule:
    """A centred cylinder along Z, `length` long without the half balls at its ends, metres."""

    radius: float
    length: float


ExactShape = Box | Cylinder | Sphere | ExactCapsule


@dataclass(frozen=True)
class ExactPrimitive:
    """The shape that a mesh approximates exactly, and the affine map that takes it to the mesh."""

    shape: ExactShape
    transform: Matrix4


def record(kind: Kind, *children: Construction | None, **arguments: Any) -> Construction:
    """A construction at the author's current line; an unknown child becomes an opaque ``mesh``."""
    known = tuple(child if child is not None else Construction(kind="mesh") for child in children)
    return Construction(kind=kind, arguments=tuple(arguments.items()), children=known, line=author_line())


def exact_primitive(construction: Construction | None) -> ExactPrimitive | None:
    """The box, cylinder, sphere or capsule that the construction makes, or None when it makes none.

    A flat or empty shape, and a tube without caps, are no primitives.
    """
    if construction is None:
        return None
    arguments = dict(construction.arguments)
    shape: ExactShape
    match construction.kind:
        case "box":
            size = tuple(map(abs, arguments["size"]))
            sizes, shape = size, Box(size)
        case "cylinder" if arguments["closed"]:
            sizes = (arguments["radius"], abs(arguments["height"]))
            shape = Cylinder(radius=sizes[0], length=sizes[1])
        case "sphere":
            sizes, shape = (arguments["radius"],), Sphere(arguments["radius"])
        case "capsule":
            sizes = (arguments["radius"],)
            shape = ExactCapsule(arguments["radius"], arguments["length"])
        case _:
            return None
    return ExactPrimitive(shape, construction.transform) if min(sizes) > 0.0 else None
