"""URDF: the object as XML text, and as a folder with its meshes.

Every visual is also a collision. `urdf_text` is pure; `export_urdf` adds the mesh files, what MuJoCo needs to
find them, and a sidecar for what URDF has no words for. A newcomer's mistake: two colours under one material
name. Readers keep one of them, so names are made distinct.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

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

MeshReference = Callable[[Mesh, Part], str]
"""Gives the reference to write for a mesh of a part."""

FILE_NAME = "model.urdf"
MUJOCO_SETTINGS = """\
  <mujoco>
    <compiler strippath="false" discardvisual="false" fusestatic="false"/>
  </mujoco>
"""
"""MuJoCo's extension element; other readers skip it.

Without it MuJoCo drops the folder from every mesh reference, discards what is only seen, and melts parts on
fixed joints into their parents.
"""
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
_ESCAPED = re.compile('[&<>"\t\n\r]')
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

    text = _Writer(reference, digits=digits, collisions=collisions).robot(model)
    return text if pretty else _in_one_line(text)


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
    robot = writer.robot(model, more=MUJOCO_SETTINGS)
    path = Path(out_dir).resolve() / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'<?xml version="1.0"?>\n{robot}\n', encoding="utf-8")
    return path, *folder.paths, *write_sidecar(model, folder=path.parent)


class _Writer:
    """Turns values into lines of text, in the order URDF readers expect."""

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
        self.written: dict[float | tuple[float, ...], str] = {}
        """Numbers so far, and tuples of them; few of an object's are distinct."""

    def robot(self, model: ArticulatedObject, *, more: str = "") -> str:
        """The whole, with `more` lines at its end."""
        named = f' name="{_text(model.name)}"'
        materials = ""
        for material in model.materials:
            self.materials.claim(material)
            materials += self.material(1, material, material.name)
        links, joints = map(self.link, model.parts), map(self.joint, model.articulations)
        return _element(0, "robot", named, "".join([materials, *links, *joints, more])).removesuffix("\n")

    def link(self, part: Part) -> str:
        inertial = "" if part.inertial is None else self.inertial(part.inertial)
        shown = [(visual, *self.shown(visual, part)) for visual in part.visuals]
        collisions = [self.collision(*each, part) for each in shown if self.collisions]
        visuals = [
            _element(2, "visual", named, shape + self.look(visual.material)) for visual, named, shape in shown
        ]
        return _element(1, "link", f' name="{_text(part.name)}"', "".join([inertial, *visuals, *collisions]))

    def shown(self, visual: Visual, part: Part) -> tuple[str, str]:
        """Attributes of a visual, and all that is in it but what it looks like."""
        named = f' name="{_text(visual.name)}"' if visual.name else ""
        return named, self.origin(3, visual.origin) + self.geometry(visual.geometry, part)

    def look(self, material: Material | str | None) -> str:
        if isinstance(material, Material):
            return self.material(3, material, self.materials.claim(material))
        return "" if material is None else _element(3, "material", f' name="{_text(material)}"')

    def collision(self, visual: Visual, named: str, shape: str, part: Part) -> str:
        exact = remembered_primitive(visual.geometry) if self.primitive_collisions else None
        if exact is not None:
            primitive, mesh_from_primitive = exact
            pose = transform_of(visual.origin) @ mesh_from_primitive
            origin = Origin(pose[:3, 3].tolist(), rpy_from_rotation(pose[:3, :3]))
            shape = self.origin(3, origin) + self.geometry(primitive, part)
        return _element(2, "collision", named, shape)

    def geometry(self, shape: Any, part: Part) -> str:
        return _element(3, "geometry", "", self.shape(shape, part))

    def shape(self, shape: Any, part: Part) -> str:
        if isinstance(shape, Box):
            return _element(4, "box", f' size="{self.vector(shape.size)}"')
        if isinstance(shape, Cylinder):
            sizes = f' radius="{self.number(shape.radius)}" length="{self.number(shape.length)}"'
            return _element(4, "cylinder", sizes)
        if isinstance(shape, Sphere):
            return _element(4, "sphere", f' radius="{self.number(shape.radius)}"')
        if isinstance(shape, Mesh):
            scale = "" if shape.scale is None else f' scale="{self.vector(shape.scale)}"'
            return _element(4, "mesh", f' filename="{_text(self.reference(shape, part))}"{scale}')
        wanted = "a Box, Cylinder, Sphere or Mesh"
        raise ValidationError.at(f"part {part.name!r} geometry", given=type(shape), wanted=wanted)

    def material(self, depth: int, material: Material, name: str) -> str:
        look = ""
        if material.rgba is not None:
            look += _element(depth + 1, "color", f' rgba="{self.vector(material.rgba)}"')
        if material.texture is not None:
            look += _element(depth + 1, "texture", f' filename="{_text(os.fspath(material.texture))}"')
        return _element(depth, "material", f' name="{_text(name)}"', look)

    def inertial(self, inertial: Inertial) -> str:
        moments = "".join(f' {name}="{self.number(value)}"' for name, value in vars(inertial.inertia).items())
        mass = _element(3, "mass", f' value="{self.number(inertial.mass)}"')
        return _element(
            2, "inertial", "", self.origin(3, inertial.origin) + mass + _element(3, "inertia", moments)
        )

    def joint(self, joint: Articulation) -> str:
        kind = as_articulation_type(joint.articulation_type, f"articulation {joint.name!r}")
        lines = [
            self.origin(2, joint.origin),
            _element(2, "parent", f' link="{_text(joint.parent)}"'),
            _element(2, "child", f' link="{_text(joint.child)}"'),
        ]
        if kind.is_scalar:
            lines.append(_element(2, "axis", f' xyz="{self.vector(_unit_axis(joint.axis))}"'))
        if joint.motion_limits is not None:
            lines.append(self.limit(joint.motion_limits, bounded=kind is not ArticulationType.CONTINUOUS))
        lines += [self.dynamics(joint.motion_properties), self.mimic(joint.law)]
        return _element(1, "joint", f' name="{_text(joint.name)}" type="{kind.value}"', "".join(lines))

    def limit(self, limits: MotionLimits, *, bounded: bool) -> str:
        values = f' effort="{self.number(limits.effort)}" velocity="{self.number(limits.velocity)}"'
        if bounded and limits.lower is not None:
            values += f' lower="{self.number(limits.lower)}"'
        if bounded and limits.upper is not None:
            values += f' upper="{self.number(limits.upper)}"'
        return _element(2, "limit", values)

    def dynamics(self, properties: MotionProperties | None) -> str:
        if properties is None:
            return ""
        given = {"damping": properties.damping, "friction": properties.friction}
        written = [f' {name}="{self.number(value)}"' for name, value in given.items() if value is not None]
        return _element(2, "dynamics", "".join(written)) if written else ""

    def mimic(self, law: Mimic | Coupling | None) -> str:
        """The law as a line; where it is none, the best one and a comment that says so."""
        if law is None:
            return ""
        if isinstance(law, Mimic):
            return self.line(law)
        line = self.line(Mimic(law.joint, law.ratio, law.offset))
        if law.is_linear:
            return line
        return f"{line}    <!-- best line only, off by up to {law.line_error:.3g}: table in {SIDECAR} -->\n"

    def line(self, mimic: Mimic) -> str:
        values = f' joint="{_text(mimic.joint)}"'
        if abs(mimic.multiplier - 1.0) > MIMIC_THRESHOLD:
            values += f' multiplier="{self.number(mimic.multiplier)}"'
        if abs(mimic.offset) > MIMIC_THRESHOLD:
            values += f' offset="{self.number(mimic.offset)}"'
        return _element(2, "mimic", values)

    def origin(self, depth: int, origin: Any) -> str:
        if not any(origin.xyz) and not any(origin.rpy):
            return ""
        return _element(depth, "origin", f' xyz="{self.vector(origin.xyz)}" rpy="{self.vector(origin.rpy)}"')

    def vector(self, values: Iterable[Any]) -> str:
        numbers = tuple(map(float, values))
        text = self.written.get(numbers)
        if text is None:
            text = self.written[numbers] = " ".join(map(self.number, numbers))
        return text

    def number(self, value: Any) -> str:
        given = float(value) + 0.0  # adding zero turns -0.0 into 0.0
        text = self.written.get(given)
        if text is None:
            text = repr(given).removesuffix(".0") if self.digits is None else f"{given:.{self.digits}g}"
            self.written[given] = text
        return text


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


def _unit_axis(axis: Iterable[float]) -> list[float]:
    given = np.array([float(component) for component in axis])
    length = float(np.linalg.norm(given))
    return (given / length if length > AXIS_FLOOR else given).tolist()


def _element(depth: int, name: str, attributes: str, inside: str = "") -> str:
    """Lines of an element, two spaces further in than what it is in; `inside` are the lines of those in it."""
    margin = "  " * depth
    if not inside:
        return f"{margin}<{name}{attributes}/>\n"
    return f"{margin}<{name}{attributes}>\n{inside}{margin}</{name}>\n"


def _text(value: Any) -> str:
    """The text as it stands between quotes.

    Raises:
        ValidationError: it is none, or has characters that XML has not.
    """
    if type(value) is str and value.isidentifier():  # as nearly all are: nothing to look for
        return value
    if not isinstance(value, str) or _FORBIDDEN.search(value):
        raise ValidationError.at(
            "URDF name", given=value, wanted="text without control characters", code="xml-text"
        )
    return value.translate(_ESCAPES) if _ESCAPED.search(value) else value


def _in_one_line(text: str) -> str:
    """The same elements without line breaks; a blank before each slash, as older programs expect."""
    return re.sub("\n *", "", text).replace("/>", " />")
