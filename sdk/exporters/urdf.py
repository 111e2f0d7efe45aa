"""URDF: the object as XML text, and as a folder with its meshes.

Every visual is also a collision. `urdf_text` is pure; `export_urdf` adds the mesh files, what MuJoCo needs to
find them, and a sidecar for what URDF has no words for. A newcomer's mistake: two colours under one material
name. Readers keep one of them, so names are made distinct.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from lxml.etree import Comment, Element, indent, tostring

from sdk.assets import Assets, require_obj
from sdk.errors import ValidationError
from sdk.exporters.packing import MeshFolder
from sdk.exporters.sidecar import FILE_NAME as SIDECAR
from sdk.exporters.sidecar import write_sidecar
from sdk.model.articulation import (
    Articulation,
    ArticulationType,
    Mimic,
    MotionLimits,
    MotionProperties,
    as_articulation_type,
)
from sdk.model.coupling import Coupling
from sdk.model.inertial import Inertial
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.part import Part, Visual
from sdk.model.shapes import Box, Cylinder, Mesh, Sphere
from sdk.model.validation import require_valid
from sdk.placement.subject import remembered_primitive
from sdk.spatial import rpy_from_rotation, transform_of
from sdk.tolerances import AXIS_FLOOR, MIMIC_THRESHOLD

Node: TypeAlias = Any
"""An XML element; lxml has no types."""
MeshReference = Callable[[Mesh, Part], str]
"""Gives the reference to write for a mesh of a part."""

FILE_NAME = "model.urdf"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def urdf_text(
    model: ArticulatedObject,
    *,
    pretty: bool = True,
    asset_root: Assets = None,
    digits: int | None = None,
    collisions: bool = True,
    validate: bool = True,
) -> str:
    """The object as URDF text, mesh references as the program wrote them.

    Args:
        model: the object; not changed.
        pretty: two spaces of indentation, else one line.
        asset_root: where meshes are, when the parts do not say.
        digits: significant digits of every number; None for as many as give the same float back.
        collisions: also write each visual as a collision, for which its mesh file must exist.
        validate: check the object's rules first.

    Raises:
        ValidationError: the object breaks a rule, a mesh file is missing or not OBJ, or a name cannot stand
            in XML.
    """
    if validate:
        require_valid(model)

    def reference(mesh: Mesh, part: Part) -> str:
        if collisions:
            require_obj(mesh, assets=part.assets or model.assets, asset_root=asset_root)
        if not mesh.filename:
            raise ValidationError.at(f"mesh {mesh.name!r}", given=None, wanted="a file to refer to")
        return mesh.filename

    return _serialised(_Writer(reference, digits=digits, collisions=collisions).robot(model), pretty=pretty)


def export_urdf(
    model: ArticulatedObject,
    *,
    out_dir: str | os.PathLike[str],
    asset_root: Assets = None,
    validate: bool = True,
    primitive_collisions: bool = False,
) -> tuple[Path, ...]:
    """Paths of ``model.urdf``, of every mesh it refers to, and of ``couplings.json`` where there is one.

    All are below `out_dir`; see `sdk.exporters.sidecar` for the last.

    Numbers have as many digits as give the same float back; mesh references are relative to the file.

    Args:
        model: the object; not changed.
        out_dir: folder to write to, made when missing; a mesh that is already in its place there stays.
        asset_root: where meshes are, when the parts do not say.
        validate: check the object's rules first.
        primitive_collisions: collide with the exact box, cylinder or sphere where a mesh is a tessellated
            one.

    Raises:
        ValidationError: the object breaks a rule, a mesh file is missing or not OBJ, or a name cannot stand
            in XML.
    """
    if validate:
        require_valid(model)
    folder = MeshFolder(out_dir)

    def reference(mesh: Mesh, part: Part) -> str:
        return folder.pack(mesh, assets=part.assets or model.assets, asset_root=asset_root)

    writer = _Writer(reference, digits=None, collisions=True, primitive_collisions=primitive_collisions)
    robot = writer.robot(model)
    robot.append(_mujoco_settings())
    path = Path(out_dir).resolve() / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'<?xml version="1.0"?>\n{_serialised(robot, pretty=True)}\n', encoding="utf-8")
    return path, *folder.paths, *write_sidecar(model, folder=path.parent)


class _Writer:
    """Turns values into elements, in the order URDF readers expect."""

    def __init__(
        self,
        reference: MeshReference,
        *,
        digits: int | None,
        collisions: bool,
        primitive_collisions: bool = False,
    ) -> None:
        self.reference = reference
        self.digits = digits
        self.collisions = collisions
        self.primitive_collisions = primitive_collisions
        self.materials = _MaterialNames()

    def robot(self, model: ArticulatedObject) -> Node:
        robot = Element("robot", name=_text(model.name))
        for material in model.materials:
            self.materials.claim(material)
            robot.append(self.material(material, material.name))
        return _parent(robot, *map(self.link, model.parts), *map(self.joint, model.articulations))

    def link(self, part: Part) -> Node:
        link = Element("link", name=_text(part.name))
        if part.inertial is not None:
            link.append(self.inertial(part.inertial))
        shown = [(visual, self.shown(visual, part)) for visual in part.visuals]
        collisions = [self.collision(visual, element, part) for visual, element in shown if self.collisions]
        for visual, element in shown:
            element.extend(self.look(visual))
            link.append(element)
        link.extend(collisions)
        return link

    def shown(self, visual: Visual, part: Part) -> Node:
        """The visual, but for what it looks like."""
        return _parent(
            _named("visual", visual.name), *self.origin(visual.origin), self.geometry(visual.geometry, part)
        )

    def look(self, visual: Visual) -> list[Node]:
        if isinstance(visual.material, Material):
            return [self.material(visual.material, self.materials.claim(visual.material))]
        return [] if visual.material is None else [Element("material", name=_text(visual.material))]

    def collision(self, visual: Visual, shown: Node, part: Part) -> Node:
        exact = remembered_primitive(visual.geometry) if self.primitive_collisions else None
        if exact is None:
            element = deepcopy(shown)
            element.tag = "collision"
            return element
        primitive, mesh_from_primitive = exact
        pose = transform_of(visual.origin) @ mesh_from_primitive
        origin = Origin(pose[:3, 3].tolist(), rpy_from_rotation(pose[:3, :3]))
        return _parent(_named("collision", visual.name), *self.origin(origin), self.geometry(primitive, part))

    def geometry(self, shape: Any, part: Part) -> Node:
        if isinstance(shape, Box):
            return _parent(Element("geometry"), Element("box", size=self.vector(shape.size)))
        if isinstance(shape, Cylinder):
            sizes = {"radius": self.number(shape.radius), "length": self.number(shape.length)}
            return _parent(Element("geometry"), Element("cylinder", sizes))
        if isinstance(shape, Sphere):
            return _parent(Element("geometry"), Element("sphere", radius=self.number(shape.radius)))
        if isinstance(shape, Mesh):
            mesh = Element("mesh", filename=_text(self.reference(shape, part)))
            if shape.scale is not None:
                mesh.set("scale", self.vector(shape.scale))
            return _parent(Element("geometry"), mesh)
        wanted = "a Box, Cylinder, Sphere or Mesh"
        raise ValidationError.at(f"part {part.name!r} geometry", given=type(shape), wanted=wanted)

    def material(self, material: Material, name: str) -> Node:
        element = Element("material", name=_text(name))
        if material.rgba is not None:
            element.append(Element("color", rgba=self.vector(material.rgba)))
        if material.texture is not None:
            element.append(Element("texture", filename=_text(os.fspath(material.texture))))
        return element

    def inertial(self, inertial: Inertial) -> Node:
        moments = {name: self.number(value) for name, value in vars(inertial.inertia).items()}
        return _parent(
            Element("inertial"),
            *self.origin(inertial.origin),
            Element("mass", value=self.number(inertial.mass)),
            Element("inertia", moments),
        )

    def joint(self, joint: Articulation) -> Node:
        kind = as_articulation_type(joint.articulation_type, f"articulation {joint.name!r}")
        element = _parent(
            Element("joint", name=_text(joint.name), type=kind.value),
            *self.origin(joint.origin),
            Element("parent", link=_text(joint.parent)),
            Element("child", link=_text(joint.child)),
        )
        if kind.is_scalar:
            element.append(Element("axis", xyz=self.vector(_unit_axis(joint.axis))))
        if joint.motion_limits is not None:
            element.append(self.limit(joint.motion_limits, bounded=kind is not ArticulationType.CONTINUOUS))
        element.extend(self.dynamics(joint.motion_properties))
        element.extend(self.mimic(joint.law))
        return element

    def limit(self, limits: MotionLimits, *, bounded: bool) -> Node:
        element = Element("limit", effort=self.number(limits.effort), velocity=self.number(limits.velocity))
        if bounded and limits.lower is not None:
            element.set("lower", self.number(limits.lower))
        if bounded and limits.upper is not None:
            element.set("upper", self.number(limits.upper))
        return element

    def dynamics(self, properties: MotionProperties | None) -> list[Node]:
        if properties is None:
            return []
        given = {"damping": properties.damping, "friction": properties.friction}
        written = {name: self.number(value) for name, value in given.items() if value is not None}
        return [Element("dynamics", written)] if written else []

    def mimic(self, law: Mimic | Coupling | None) -> list[Node]:
        """The law as a line; where it is none, the best one and a comment that says so."""
        if law is None:
            return []
        if isinstance(law, Mimic):
            return [self.line(law)]
        line = self.line(Mimic(law.joint, law.ratio, law.offset))
        if law.is_linear:
            return [line]
        return [line, Comment(f" best line only, off by up to {law.line_error:.3g}: table in {SIDECAR} ")]

    def line(self, mimic: Mimic) -> Node:
        element = Element("mimic", joint=_text(mimic.joint))
        if abs(mimic.multiplier - 1.0) > MIMIC_THRESHOLD:
            element.set("multiplier", self.number(mimic.multiplier))
        if abs(mimic.offset) > MIMIC_THRESHOLD:
            element.set("offset", self.number(mimic.offset))
        return element

    def origin(self, origin: Any) -> list[Node]:
        if not any(origin.xyz) and not any(origin.rpy):
            return []
        return [Element("origin", xyz=self.vector(origin.xyz), rpy=self.vector(origin.rpy))]

    def vector(self, values: Iterable[Any]) -> str:
        return " ".join(map(self.number, values))

    def number(self, value: Any) -> str:
        given = float(value) + 0.0  # adding zero turns -0.0 into 0.0
        if self.digits is not None:
            return f"{given:.{self.digits}g}"
        return repr(given).removesuffix(".0")


class _MaterialNames:
    """Distinct names for materials that look different."""

    def __init__(self) -> None:
        self._look_of: dict[str, tuple[Any, Any]] = {}

    def claim(self, material: Material) -> str:
        """The material's own name, or the first of ``name_2``, ``name_3``, ... that no other look has."""
        rgba = None if material.rgba is None else tuple(material.rgba)
        look = (rgba, material.texture)
        name, count = material.name, 1
        while self._look_of.setdefault(name, look) != look:
            count += 1
            name = f"{material.name}_{count}"
        return name


def _mujoco_settings() -> Node:
    """MuJoCo's extension element; other readers skip it.

    Without it MuJoCo drops the folder from every mesh reference, discards what is only seen, and melts parts
    on fixed joints into their parents.
    """
    settings = {"strippath": "false", "discardvisual": "false", "fusestatic": "false"}
    return _parent(Element("mujoco"), Element("compiler", settings))


def _unit_axis(axis: Iterable[float]) -> list[float]:
    given = np.array([float(component) for component in axis])
    length = float(np.linalg.norm(given))
    return (given / length if length > AXIS_FLOOR else given).tolist()


def _named(tag: str, name: str | None) -> Node:
    return Element(tag, name=_text(name)) if name else Element(tag)


def _parent(element: Node, *children: Node) -> Node:
    element.extend(children)
    return element


def _text(value: Any) -> str:
    if not isinstance(value, str) or _FORBIDDEN.search(value):
        raise ValidationError.at(
            "URDF name", given=value, wanted="text without control characters", code="xml-text"
        )
    return value


def _serialised(robot: Node, *, pretty: bool) -> str:
    if pretty:
        indent(robot, space="  ")
        return tostring(robot, encoding="unicode")
    # One line is compared as text by older programs, which write a blank before the slash; ">" is escaped elsewhere.
    return tostring(robot, encoding="unicode").replace("/>", " />")
