"""`Part`: a rigid body and what is seen of it.

A newcomer's mistake: to use parts as dictionary keys. Parts compare by value and are unhashable; joints are
the ones that compare by identity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sdk.assets import Assets, as_asset_context
from sdk.errors import ValidationError
from sdk.model.inertial import Inertial
from sdk.model.material import Material
from sdk.model.origin import Origin, as_pose
from sdk.model.provenance import author_line
from sdk.model.shapes import Shape

INLINE_COLOR = "inline_color"
"""Name of the material made from a bare `color=`."""


@dataclass
class Visual:
    """A shape shown at a pose in its part; nothing is checked here."""

    geometry: Any
    origin: Origin = field(default_factory=Origin)
    material: Material | str | None = None
    name: str | None = None
    line: int | None = field(default=None, compare=False, repr=False, kw_only=True)
    """Line of the program that made it."""


@dataclass
class Collision:
    """A shape used for contact; only compiled models carry any."""

    geometry: Any
    origin: Origin = field(default_factory=Origin)
    name: str | None = None


@dataclass
class Part:
    """A rigid body: visuals in its own frame, and perhaps a mass."""

    name: str
    visuals: list[Visual] = field(default_factory=list)
    collisions: list[Collision] = field(default_factory=list)
    inertial: Inertial | None = None
    meta: dict[Any, Any] = field(default_factory=dict)
    assets: Assets = None
    line: int | None = field(default=None, compare=False, repr=False, kw_only=True)
    """Line of the program that made it."""

    def __post_init__(self) -> None:
        self.assets = as_asset_context(self.assets)

    def visual(
        self,
        geometry: Any,
        *,
        origin: Origin | None = None,
        material: Material | str | None = None,
        color: Material | str | Sequence[float] | None = None,
        name: str | None = None,
    ) -> Visual:
        """A new visual, appended to this part.

        Args:
            geometry: a Box, Cylinder, Sphere or Mesh.
            origin: pose in the part's frame; identity when left out.
            material: a material, or the name of a registered one.
            color: the same, or three or four numbers.
            name: how tests refer to it.

        Raises:
            TypeError: both `material` and `color`, or a `color` of another type.
            ValidationError: a geometry, origin or material of the wrong type.
        """
        where = f"part {self.name!r} visual {name!r}"
        if material is not None and color is not None:
            raise TypeError(f"{where}: got material and color; want one of them")
        visual = Visual(
            geometry=_as_shape(geometry, where),
            origin=as_pose(origin, where),
            material=_from_color(color, where) if material is None else _as_material(material, where),
            name=name,
            line=author_line(),
        )
        self.visuals.append(visual)
        return visual

    def get_visual(self, name: str) -> Visual:
        """The first visual of that name.

        Raises:
            ValidationError: a blank name, or none of that name.
        """
        wanted = str(name).strip()
        for visual in self.visuals:
            if wanted and visual.name == wanted:
                return visual
        known = ", ".join(repr(visual.name) for visual in self.visuals if visual.name) or "none"
        raise ValidationError.at(
            f"part {self.name!r} visual",
            given=name,
            wanted=f"one of its visuals: {known}",
            code="unknown-visual",
        )


def _as_shape(geometry: Any, where: str) -> Shape:
    if isinstance(geometry, Shape):
        return geometry
    hint = "; mesh_from_geometry(geometry, name) makes a Mesh of it" if hasattr(geometry, "vertices") else ""
    raise ValidationError.at(
        f"{where}.geometry",
        given=type(geometry),
        wanted=f"a Box, Cylinder, Sphere or Mesh{hint}",
        code="not-a-shape",
    )


def _as_material(material: Any, where: str) -> Material | str:
    if isinstance(material, Material | str):
        return material
    raise ValidationError.at(
        f"{where}.material",
        given=material,
        wanted="a Material or its name; numbers go to color=",
        code="not-a-material",
    )


def _from_color(color: Any, where: str) -> Material | str | None:
    if color is None or isinstance(color, Material | str):
        return color
    if isinstance(color, Sequence) or type(color).__module__ == "numpy":
        return Material(INLINE_COLOR, rgba=color)
    raise TypeError(
        f"{where}.color: got {type(color).__name__}; want a Material, its name, or three or four numbers"
    )
