"""What a compile says about the object it built: its parts and joints by name, as JSON."""

from __future__ import annotations

from typing import Any

from sdk.model.articulation import Articulation
from sdk.model.object import ArticulatedObject


def describe(model: ArticulatedObject) -> dict[str, Any]:
    """``{"name", "parts": [names], "joints": [...]}``; a joint without limits has None for its bounds."""
    return {
        "name": model.name,
        "parts": [part.name for part in model.parts],
        "joints": [_joint(joint) for joint in model.articulations],
    }


def _joint(joint: Articulation) -> dict[str, Any]:
    limits, mimic = joint.motion_limits, joint.mimic
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
        "mimic": None
        if mimic is None
        else {"joint": mimic.joint, "multiplier": mimic.multiplier, "offset": mimic.offset},
    }
