"""What a compile says about the object it built: its parts and joints by name, as JSON.

A newcomer's mistake: to need the measured values. An object whose geometry could not be judged has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.compiler.motion_facts import motion_facts, size_at_rest
from sdk.model.articulation import Articulation, Mimic
from sdk.model.coupling import Coupling
from sdk.model.object import ArticulatedObject
from sdk.qc.profiles import Profile
from sdk.scene import Scene


def describe(model: ArticulatedObject) -> dict[str, Any]:
    """``{"name", "parts": [names], "joints": [...]}``; a joint without limits has None for its bounds."""
    return {
        "name": model.name,
        "parts": [part.name for part in model.parts],
        "joints": [_joint(joint) for joint in model.articulations],
    }


def described_in_motion(
    description: Mapping[str, Any], scene: Scene, *, swept_under: Profile | None, is_sound: bool = True
) -> dict[str, Any]:
    """The description with ``size`` at rest, and with what `motion_facts` says in each joint it says it of."""
    facts = motion_facts(scene, swept_under=swept_under, is_sound=is_sound)
    joints = [{**joint, **facts.get(joint["name"], {})} for joint in description["joints"]]
    return {**description, "size": size_at_rest(scene), "joints": joints}


def _joint(joint: Articulation) -> dict[str, Any]:
    limits, law = joint.motion_limits, joint.law
    return {
        "name": joint.name,
        "type": str(getattr(joint.articulation_type, "value", joint.articulation_type)),
        "parent": joint.parent,
        "child": joint.child,
        "axis": list(joint.axis),
        "lower": None if limits is None else limits.lower,
        "upper": None if limits is None else limits.upper,
        "effort": None if limits is None else limits.effort,
        "velocity": None if limits is None else limits.velocity,
        "origin": {"xyz": list(joint.origin.xyz), "rpy": list(joint.origin.rpy)},
        "mimic": _followed(law),
    }


def _followed(law: Mimic | Coupling | None) -> dict[str, Any] | None:
    """The line the joint follows; with ``"error"``, its largest distance from the law, where that is a curve."""
    if law is None:
        return None
    if isinstance(law, Mimic):
        return {"joint": law.joint, "multiplier": law.multiplier, "offset": law.offset}
    line: dict[str, Any] = {"joint": law.joint, "multiplier": law.ratio, "offset": law.offset}
    return line if law.is_linear else {**line, "error": law.line_error}
