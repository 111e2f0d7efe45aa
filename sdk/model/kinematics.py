"""Where every part is at a configuration.

``world_from_child = world_from_parent @ origin(joint) @ motion(joint, q)``; the single root part is the
world. A newcomer's mistake: a configuration *replaces* the rest pose as a whole; joints it does not name are
at zero, and limits are not applied. Followers, by a mimic or a coupling, are never named, they follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from sdk.errors import ValidationError
from sdk.model.articulation import Articulation, ArticulationType, Mimic, as_articulation_type
from sdk.model.coercion import is_pose
from sdk.model.coupling import Coupling
from sdk.model.origin import Origin
from sdk.spatial import Array, rotation_about, transform_of, unit

if TYPE_CHECKING:
    from sdk.model.object import ArticulatedObject

JointValue = float | Origin
Configuration = Mapping[str, JointValue]
REST: Configuration = MappingProxyType({})


def world_transforms(model: ArticulatedObject, configuration: Configuration = REST) -> dict[str, Array]:
    """(4, 4) world_from_part of every part, by name, root first.

    Args:
        model: the object.
        configuration: joint name -> metres or radians, or an `Origin` for a floating joint.

    Raises:
        ValidationError: the parts and joints are not one tree, a mimic cannot be resolved, or the
            configuration names an unknown joint, a follower, or a value of the wrong kind.
    """
    return KinematicTree(model).world_from_part(configuration)


def motion_transform(joint: Articulation, value: JointValue = 0.0) -> Array:
    """(4, 4) motion of one joint in its own frame.

    Raises:
        ValidationError: a pose for a joint that takes a number or the reverse, or an axis without a
            direction.
    """
    return _Motion(joint).at(as_joint_value(joint, value))


def as_joint_value(joint: Articulation, value: Any) -> JointValue:
    """The value as the joint takes it: a float, or an `Origin` for a floating joint.

    Raises:
        ValidationError: a pose for a scalar joint, or a number for a floating one.
        ValueError: a text that is not a number.
    """
    where = f"configuration of joint {joint.name!r}"
    if joint.articulation_type == ArticulationType.FLOATING:
        if not is_pose(value):
            raise ValidationError.at(where, given=value, wanted="an Origin, as the joint floats")
        return Origin(value.xyz, value.rpy)
    if is_pose(value):
        raise ValidationError.at(where, given=value, wanted="a number")
    return float(value)


class KinematicTree:
    """An object's joints in order from the root, with everything that does not move worked out once.

    It reads the object when made and does not follow later edits. Use it for many configurations of one
    object.
    """

    def __init__(self, model: ArticulatedObject, *, parts: Iterable[str] | None = None) -> None:
        """Read the object, or only these parts and what carries them; the rest may then be unfinished.

        Raises:
            ValidationError: the parts and joints are not one tree, or a mimic or coupling cannot be resolved.
        """
        self.root, self.joints = _ordered(model, None if parts is None else _carriers(model, parts))
        self._joint_of = {joint.name: joint for joint in model.articulations}
        self._drivers = {joint.name: _driver(joint, self._joint_of) for joint in self.joints}
        self._motions = [(joint, transform_of(joint.origin), _Motion(joint)) for joint in self.joints]

    def world_from_part(self, configuration: Configuration = REST) -> dict[str, Array]:
        """(4, 4) transform of every part, by name, root first.

        Raises:
            ValidationError: an unknown joint, a follower, or a value of the wrong kind.
        """
        values = self.joint_values(configuration)
        placed: dict[str, Array] = {self.root: np.eye(4)}
        for joint, parent_from_joint, motion in self._motions:
            place = placed[joint.parent] @ parent_from_joint
            value = values[joint.name]
            placed[joint.child] = place if value == 0.0 else place @ motion.at(value)
        return placed

    def driver_of(self, joint_name: str) -> tuple[str, Callable[[float], float]]:
        """Name of the joint that drives this one (itself when it follows none), and its value at the driver's."""
        source, laws = self._drivers[joint_name]

        def value_at(driver: float) -> float:
            for law in laws:
                driver = law.at(driver)
            return driver

        return source, value_at

    def joint_values(self, configuration: Configuration = REST) -> dict[str, JointValue]:
        """The value of every joint at a configuration, followers included.

        Raises:
            ValidationError: an unknown joint, a follower, or a value of the wrong kind.
        """
        given: dict[str, JointValue] = {}
        for name, value in configuration.items():
            joint = self._joint_of.get(name)
            if joint is None:
                known = ", ".join(map(repr, self._joint_of)) or "none"
                raise ValidationError.at(
                    "configuration", given=name, wanted=f"a joint: {known}", code="unknown-joint"
                )
            if joint.law is not None:
                wanted = f"its source {_driver(joint, self._joint_of)[0]!r}"
                raise ValidationError.at("configuration", given=name, wanted=wanted, code="mimic-driven")
            given[name] = as_joint_value(joint, value)
        values: dict[str, JointValue] = {}
        for joint in self.joints:
            source, laws = self._drivers[joint.name]
            rest: JointValue = Origin() if joint.articulation_type == ArticulationType.FLOATING else 0.0
            value = given.get(source, rest)
            if not isinstance(value, Origin):
                for law in laws:
                    value = law.at(value)
            values[joint.name] = value
        return values


class _Motion:
    """The moving factor of one joint, ready to be evaluated."""

    def __init__(self, joint: Articulation) -> None:
        self.kind = as_articulation_type(
            joint.articulation_type, f"articulation {joint.name!r}.articulation_type"
        )
        self.axis = (
            unit(joint.axis, where=f"articulation {joint.name!r}.axis") if self.kind.is_scalar else None
        )

    def at(self, value: JointValue) -> Array:
        if isinstance(value, Origin):
            return transform_of(value)
        moved = np.eye(4)
        if self.axis is None or value == 0.0:
            return moved
        if self.kind is ArticulationType.PRISMATIC:
            moved[:3, 3] = value * self.axis
        else:
            moved[:3, :3] = rotation_about(self.axis, value)
        return moved


def _carriers(model: ArticulatedObject, parts: Iterable[str]) -> set[str]:
    """The parts and every part above them."""
    parent_of = {joint.child: joint.parent for joint in model.articulations}
    found: set[str] = set()
    for name in parts:
        climbing: str | None = name
        while climbing is not None and climbing not in found:
            found.add(climbing)
            climbing = parent_of.get(climbing)
    return found


def _ordered(model: ArticulatedObject, wanted: set[str] | None) -> tuple[str, list[Articulation]]:
    """Name of the root, and the joints so that each one's parent is placed before it; of the wanted parts."""
    where = f"object {model.name!r}"
    names = [part.name for part in model.parts if wanted is None or part.name in wanted]
    if len(set(names)) != len(names):
        raise ValidationError.at(where, given=names, wanted="unique part names", code="repeated-part")
    carried: dict[str, list[Articulation]] = {name: [] for name in names}
    children: set[str] = set()
    for joint in model.articulations:
        if wanted is not None and joint.child not in wanted:
            continue
        if joint.parent not in carried or joint.child not in carried:
            given, at = (joint.parent, joint.child), f"articulation {joint.name!r}"
            raise ValidationError.at(at, given=given, wanted="names of parts", code="unknown-part")
        if joint.child in children:
            at = f"articulation {joint.name!r}"
            raise ValidationError.at(at, given=joint.child, wanted="one parent for it", code="second-parent")
        children.add(joint.child)
        carried[joint.parent].append(joint)
    roots = [name for name in names if name not in children]
    if len(roots) != 1:
        raise ValidationError.at(where, given=roots, wanted="exactly one root part", code="roots")
    ordered: list[Articulation] = []
    waiting = [roots[0]]
    while waiting:
        joints = carried[waiting.pop()]
        ordered += joints
        waiting += [joint.child for joint in joints]
    if len(ordered) + 1 != len(names):
        lost = sorted(children - {joint.child for joint in ordered})
        raise ValidationError.at(
            where, given=lost, wanted="every part reachable from the root", code="unreachable"
        )
    return roots[0], ordered


def _driver(
    joint: Articulation, joint_of: Mapping[str, Articulation]
) -> tuple[str, tuple[Mimic | Coupling, ...]]:
    """The joint at the end of a chain of followers, and the laws that lead from it, its own side first."""
    laws: list[Mimic | Coupling] = []
    chain, source = {joint.name}, joint
    while source.law is not None:
        law = source.law
        laws.insert(0, law)
        word = "mimic" if isinstance(law, Mimic) else "coupling"
        where, name = f"articulation {source.name!r}.{word}", law.joint
        if name in chain:
            raise ValidationError.at(where, given=name, wanted=f"no circle of {word}s", code="mimic-cycle")
        if name not in joint_of:
            raise ValidationError.at(where, given=name, wanted="the name of a joint", code="mimic-unknown")
        source = joint_of[name]
        chain.add(name)
        if source.articulation_type == ArticulationType.FLOATING:
            raise ValidationError.at(
                where, given=name, wanted="a joint that one number drives", code="mimic-source"
            )
    return source.name, tuple(laws)
