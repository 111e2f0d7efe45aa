"""The shapes a visual may have: three primitives, and a reference to a mesh file.

All are centred on their own origin; a cylinder's axis is Z. A newcomer's mistake: to expect extents to be
checked here. Programs use degenerate boxes as stand-ins for mass; `sdk.model.validation` judges what is
shown.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sdk.errors import ValidationError
from sdk.model.coercion import Triple, as_triple

Affine = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Box:
    """Full extents in metres, kept exactly as passed."""

    size: Sequence[float]


@dataclass(frozen=True)
class Cylinder:
    """Radius and full length along Z in metres; `height` is another word for `length`.

    Raises:
        TypeError: both or neither of `length` and `height`.
    """

    radius: float
    length: float

    def __init__(self, radius: float, length: float | None = None, *, height: float | None = None) -> None:
        if (length is None) == (height is None):
            raise TypeError(f"Cylinder: got length={length!r}, height={height!r}; want exactly one of them")
        object.__setattr__(self, "radius", float(radius))
        object.__setattr__(self, "length", float(height if length is None else length))  # type: ignore[arg-type]

    @property
    def height(self) -> float:
        """The length."""
        return self.length


@dataclass(frozen=True)
class Sphere:
    """Radius in metres, kept as passed."""

    radius: float


Primitive = Box | Cylinder | Sphere


@dataclass(frozen=True)
class Mesh:
    """Reference to an OBJ file.

    Raises:
        ValidationError: neither file nor name, a blank name, a scale that is not three numbers, a source of
            another kind than a primitive, or a source transform that is not 4 x 4 or has no source.
    """

    filename: str | None = None
    """Reference relative to the asset root, with forward slashes."""
    name: str | None = None
    """Logical name, as the author gave it."""
    scale: Triple | None = None
    """Applied about the mesh's own origin, before the visual's origin."""
    source_geometry: Primitive | None = None
    """The primitive that the file is a tessellation of."""
    source_transform: Affine | None = None
    """Maps the primitive's coordinates to the file's, before `scale`."""
    materialized_path: str | None = field(default=None, compare=False, repr=False)
    """Where the file was written; asked first when the file is looked for."""

    def __post_init__(self) -> None:
        store = object.__setattr__
        store(self, "filename", None if self.filename is None else str(os.fspath(self.filename)) or None)
        if self.name is not None:
            store(self, "name", str(self.name).strip())
            if not self.name:
                raise ValidationError.at("Mesh.name", given=self.name, wanted="a name that is not blank")
        if not self.filename and not self.name:
            raise ValidationError.at("Mesh", given=None, wanted="a filename or a name")
        if self.scale is not None:
            store(self, "scale", as_triple(self.scale, "Mesh.scale"))
        if self.source_geometry is not None and not isinstance(self.source_geometry, Primitive):
            raise ValidationError.at(
                "Mesh.source_geometry", given=self.source_geometry, wanted="a Box, Cylinder or Sphere"
            )
        if self.source_transform is not None:
            if self.source_geometry is None:
                raise ValidationError.at(
                    "Mesh.source_geometry", given=None, wanted="the primitive being transformed"
                )
            store(self, "source_transform", _as_affine(self.source_transform))
        if self.materialized_path is not None:
            store(self, "materialized_path", str(os.fspath(self.materialized_path)))


Shape = Primitive | Mesh


def _as_affine(rows: Any) -> Affine:
    affine = tuple(tuple(float(entry) for entry in row) for row in rows)
    if [len(row) for row in affine] != [4, 4, 4, 4]:
        raise ValidationError.at("Mesh.source_transform", given=affine, wanted="four rows of four numbers")
    return affine
