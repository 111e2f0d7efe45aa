"""The rules every object must keep, as an ordered stream of violations.

`require_valid` raises the first; `violations` gives them all, so one compile can teach everything. A
newcomer's
mistake: to tighten a comparison. Not-a-number and infinity pass here on purpose (public programs compile with
    them);
quality checks report those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from sdk.errors import ValidationError
from sdk.model.articulation import Articulation, ArticulationType
from sdk.model.material import Material
from sdk.model.part import Part, Visual
from sdk.model.shapes import Box, Cylinder, Mesh, Sphere

if TYPE_CHECKING:
    from sdk.model.object import ArticulatedObject

_BOUNDED = (ArticulationType.REVOLUTE, ArticulationType.PRISMATIC)
_ANGULAR = (ArticulationType.REVOLUTE, ArticulationType.CONTINUOUS)
_KNOWN = tuple(kind.value for kind in ArticulationType)
_SCALAR = (*_BOUNDED, ArticulationType.CONTINUOUS)


@dataclass(frozen=True)
class Violation:
    """One broken rule: which, where, what was given, what is wanted, and the program's line."""

    code: str
    where: str
    given: Any
    wanted: str
    line: int | None = None

    def to_error(self) -> ValidationError:
        """The error an author sees."""
        error = ValidationError.at(self.where, given=self.given, wanted=self.wanted, code=self.code)
        assert isinstance(error, ValidationError)
        return error


def require_valid(model: ArticulatedObject, *, strict: bool = True, strict_mesh_paths: bool = False) -> None:
    """Nothing, for an object without violations.

    Raises:
        ValidationError: the first violation.
    """
    for violation in violations(model, strict=strict, strict_mesh_paths=strict_mesh_paths):
        raise violation.to_error()


def violations(
    model: ArticulatedObject, *, strict: bool = True, strict_mesh_paths: bool = False
) -> Iterator[Violation]:
    """Every broken rule, in the order `validate` looks for them.

    Args:
        model: the object; not changed.
        strict: also demand limits, usable axes and one connected tree.
        strict_mesh_paths: demand mesh references that stay below the asset root.
    """
    if not model.parts:
        yield Violation("no-parts", f"object {model.name!r}", 0, "at least one part")
    yield from _repeated(model.parts, "part")
    yield from _repeated(model.articulations, "articulation")
    yield from _repeated(model.materials, "material")
    for material in model.materials:
        yield from _material_rules(material, f"material {material.name!r}", None)
    yield from _joint_rules(model, strict)
    yield from _mimic_rules(model)
    yield from _coupling_rules(model)
    yield from _mimic_cycles(model)
    registered = {material.name for material in model.materials}
    for part in model.parts:
        yield from _part_rules(part, registered, strict_mesh_paths)
    yield from _declaration_rules(model)
    if strict and len(model.parts) > 1:
        yield from _connectivity(model)


def _repeated(items: Iterable[Any], noun: str) -> Iterator[Violation]:
    seen: Counter[Any] = Counter()
    for item in items:
        seen[item.name] += 1
        if seen[item.name] == 2:
            line = getattr(item, "line", None)
            yield Violation(
                f"repeated-{noun}", f"{noun} {item.name!r}", "the name twice", "unique names", line
            )


def _material_rules(material: Material, where: str, line: int | None) -> Iterator[Violation]:
    if not isinstance(material.name, str) or not material.name:
        yield Violation("material-name", f"{where}.name", material.name, "a text that is not empty", line)
    if material.rgba is not None and _count(material.rgba) not in (3, 4):
        yield Violation("material-rgba", f"{where}.rgba", material.rgba, "three or four numbers", line)


def _joint_rules(model: ArticulatedObject, strict: bool) -> Iterator[Violation]:
    parts = {part.name for part in model.parts}
    parent_joint: dict[str, str] = {}
    for joint in model.articulations:
        where, line = f"articulation {joint.name!r}", joint.line
        for role, name in (("parent", joint.parent), ("child", joint.child)):
            if name not in parts:
                yield Violation(f"unknown-{role}", f"{where}.{role}", name, "the name of a part", line)
        if joint.parent == joint.child:
            yield Violation("joint-to-itself", where, joint.parent, "two different parts", line)
        if joint.child in parent_joint:
            wanted = f"a part that {parent_joint[joint.child]!r} does not carry already"
            yield Violation("second-parent", f"{where}.child", joint.child, wanted, line)
        parent_joint.setdefault(joint.child, joint.name)
        if _word(joint) not in _KNOWN:
            yield Violation(
                "joint-type", f"{where}.articulation_type", _word(joint), f"one of {_KNOWN}", line
            )
        if strict:
            yield from _strict_motion_rules(joint, where)
        yield from _limit_rules(joint, where)


def _strict_motion_rules(joint: Articulation, where: str) -> Iterator[Violation]:
    kind, limits, line = joint.articulation_type, joint.motion_limits, joint.line
    if kind in _SCALAR and (_count(joint.axis) != 3 or not any(joint.axis)):
        yield Violation("zero-axis", f"{where}.axis", joint.axis, "a direction such as (0, 0, 1)", line)
    at = f"{where}.motion_limits"
    if kind in _BOUNDED and (limits is None or limits.lower is None or limits.upper is None):
        yield Violation("limits-missing", at, limits, "MotionLimits with lower and upper", line)
    if kind == ArticulationType.CONTINUOUS:
        if limits is None:
            yield Violation("limits-missing", at, limits, "MotionLimits with effort and velocity", line)
        elif limits.lower is not None or limits.upper is not None:
            yield Violation(
                "bounded-continuous", at, limits, "no lower and no upper, or a revolute joint", line
            )


def _limit_rules(joint: Articulation, where: str) -> Iterator[Violation]:
    limits, at, line = joint.motion_limits, f"{where}.motion_limits", joint.line
    if limits is None:
        return
    if joint.articulation_type in (ArticulationType.FIXED, ArticulationType.FLOATING):
        yield Violation("limits-unwanted", at, limits, f"none on a {_word(joint)} joint", line)
    if limits.effort <= 0:
        yield Violation("effort", f"{at}.effort", limits.effort, "more than 0", line)
    if limits.velocity <= 0:
        yield Violation("velocity", f"{at}.velocity", limits.velocity, "more than 0", line)
    if limits.lower is not None and limits.upper is not None and limits.lower > limits.upper:
        yield Violation("limits-reversed", at, (limits.lower, limits.upper), "lower <= upper", line)


def _mimic_rules(model: ArticulatedObject) -> Iterator[Violation]:
    joints = {joint.name: joint for joint in model.articulations}
    for joint in model.articulations:
        if joint.mimic is None:
            continue
        where, line, source = f"articulation {joint.name!r}.mimic", joint.line, joints.get(joint.mimic.joint)
        if joint.articulation_type not in _SCALAR:
            yield Violation("mimic-type", where, _word(joint), "none on such a joint", line)
        if source is None:
            yield Violation("mimic-unknown", where, joint.mimic.joint, "the name of a joint", line)
        elif source is joint:
            yield Violation("mimic-itself", where, joint.mimic.joint, "another joint", line)
        elif source.articulation_type not in _SCALAR:
            yield Violation("mimic-source", where, _word(source), "a joint that turns or slides", line)
        elif (joint.articulation_type in _ANGULAR) != (source.articulation_type in _ANGULAR):
            wanted = "both joints turning, or both sliding"
            given = (_word(joint), _word(source))
            yield Violation("mimic-domain", where, given, wanted, line)


def _coupling_rules(model: ArticulatedObject) -> Iterator[Violation]:
    """What `model.couple` made may be spoilt by later edits."""
    names = {joint.name for joint in model.articulations}
    for joint in model.articulations:
        if joint.coupling is None:
            continue
        where, line = f"articulation {joint.name!r}.coupling", joint.line
        if joint.mimic is not None:
            yield Violation("coupling-and-mimic", where, "a mimic beside it", "one law to follow", line)
        if joint.coupling.joint not in names:
            yield Violation("coupling-unknown", where, joint.coupling.joint, "the name of a joint", line)


def _declaration_rules(model: ArticulatedObject) -> Iterator[Violation]:
    """Fits, interlocks and the anchor name things that are still there."""
    parts = {part.name: part for part in model.parts}
    joints = {joint.name for joint in model.articulations}
    for fit in model.fits:
        for name, elem in ((fit.child, fit.elem_child), (fit.parent, fit.elem_parent)):
            if name not in parts:
                yield Violation("fit-part", f"fit of {fit.label}", name, "the name of a part", fit.line)
            elif elem is not None and all(visual.name != elem for visual in parts[name].visuals):
                wanted = f"a visual of part {name!r}"
                yield Violation("fit-element", f"fit of {fit.label}", elem, wanted, fit.line)
    for lock in model.interlocks:
        for name in (lock.joint, *lock.requires):
            if name not in joints:
                where = f"interlock of {lock.joint!r}"
                yield Violation("interlock-joint", where, name, "the name of a joint", lock.line)
    anchor = model.anchored
    if anchor is not None:
        where = f"anchor of {anchor.part!r}"
        carrier = next((joint for joint in model.articulations if joint.child == anchor.part), None)
        if anchor.part not in parts:
            yield Violation("anchor-part", where, anchor.part, "the name of a part", anchor.line)
        elif carrier is not None:
            given = f"carried by {carrier.parent!r}"
            yield Violation("anchor-root", where, given, "the root part", anchor.line)


def _mimic_cycles(model: ArticulatedObject) -> Iterator[Violation]:
    source_of = {joint.name: joint.law.joint for joint in model.articulations if joint.law is not None}
    reported: set[str] = set()
    for joint in model.articulations:
        chain: list[str] = []
        name: str | None = joint.name
        while name is not None and name not in chain:
            chain.append(name)
            name = source_of.get(name)
        if name is not None and len(chain) > 1 and not reported & set(chain):
            reported |= set(chain)
            given = " -> ".join([*chain[chain.index(name) :], name])
            yield Violation(
                "mimic-cycle", f"articulation {joint.name!r}.mimic", given, "no circle", joint.line
            )


def _part_rules(part: Part, registered: set[str], strict_mesh_paths: bool) -> Iterator[Violation]:
    where = f"part {part.name!r}"
    if part.inertial is not None and part.inertial.mass <= 0:
        yield Violation("mass", f"{where}.inertial.mass", part.inertial.mass, "more than 0", part.line)
    for index, visual in enumerate(part.visuals):
        label = repr(visual.name) if visual.name else f"#{index}"
        yield from _visual_rules(visual, f"{where} visual {label}", registered, strict_mesh_paths)
    if part.collisions:
        wanted = "none: collisions are derived from the visuals"
        yield Violation("collisions", f"{where}.collisions", len(part.collisions), wanted, part.line)


def _visual_rules(
    visual: Visual, where: str, registered: set[str], strict_mesh_paths: bool
) -> Iterator[Violation]:
    material, line = visual.material, visual.line
    if isinstance(material, Material):
        yield from _material_rules(material, f"{where}.material", line)
    elif isinstance(material, str):
        if material not in registered:
            known = ", ".join(sorted(map(repr, registered))) or "none"
            yield Violation(
                "unknown-material", f"{where}.material", material, f"a registered one: {known}", line
            )
    elif material is not None:
        yield Violation(
            "material-type", f"{where}.material", material, "a Material or a registered name", line
        )
    yield from _shape_rules(visual.geometry, f"{where}.geometry", line, strict_mesh_paths)


def _shape_rules(shape: Any, where: str, line: int | None, strict_mesh_paths: bool) -> Iterator[Violation]:
    if isinstance(shape, Box):
        if _count(shape.size) != 3 or any(extent <= 0 for extent in shape.size):
            yield Violation("box-size", f"{where}.size", shape.size, "three extents above 0", line)
    elif isinstance(shape, Cylinder):
        if shape.radius <= 0 or shape.length <= 0:
            given = (shape.radius, shape.length)
            yield Violation("cylinder-size", where, given, "radius and length above 0", line)
    elif isinstance(shape, Sphere):
        if shape.radius <= 0:
            yield Violation("sphere-size", f"{where}.radius", shape.radius, "a radius above 0", line)
    elif isinstance(shape, Mesh):
        if shape.scale is not None and any(factor <= 0 for factor in shape.scale):
            yield Violation("mesh-scale", f"{where}.scale", shape.scale, "three factors above 0", line)
        if strict_mesh_paths and shape.filename and not _is_portable(shape.filename):
            yield Violation(
                "mesh-path", f"{where}.filename", shape.filename, "a path below the asset root", line
            )
    else:
        hint = "; mesh_from_geometry(geometry, name) makes a Mesh of a builder's result"
        given = type(shape).__name__
        yield Violation("not-a-shape", where, given, f"a Box, Cylinder, Sphere or Mesh{hint}", line)


def _connectivity(model: ArticulatedObject) -> Iterator[Violation]:
    roots = [part.name for part in model.root_parts()]
    if len(roots) != 1:
        yield Violation(
            "roots", f"object {model.name!r}", roots, "exactly one root, a part that is no joint's child"
        )
        return
    children: dict[str, list[str]] = {}
    for joint in model.articulations:
        children.setdefault(joint.parent, []).append(joint.child)
    reached, waiting = set(roots), list(roots)
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in reached:
                reached.add(child)
                waiting.append(child)
    for part in model.parts:
        if part.name not in reached:
            wanted = f"a chain of joints from the root {roots[0]!r}"
            yield Violation("unreachable", f"part {part.name!r}", "no way to it", wanted, part.line)


def _is_portable(filename: str) -> bool:
    absolute = PurePosixPath(filename).is_absolute() or PureWindowsPath(filename).is_absolute()
    return not absolute and ".." not in PurePosixPath(filename.replace("\\", "/")).parts


def _word(joint: Articulation) -> str:
    """The joint's type as text, also where a program assigned bare text."""
    return getattr(joint.articulation_type, "value", joint.articulation_type)


def _count(values: Any) -> int | None:
    return len(values) if hasattr(values, "__len__") else None
