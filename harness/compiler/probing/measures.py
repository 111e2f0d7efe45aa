"""Measurements of one thing: box, size, centre, position, extent, summary.

A newcomer's mistake: to mix `aabb` with the rest. It is the conservative box tests use (boxes of boxes); all
else is the exact extent of the geometry.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from harness.compiler.probing.view import AXES, Target, View, axes_of
from sdk.model.articulation import Articulation, ArticulationType
from sdk.model.part import Part, Visual
from sdk.spatial import transform_of


def name_of(thing: Any) -> str:
    """Its own name, else the type and the owner if it says so."""
    own = getattr(thing, "name", None)
    if isinstance(own, str) and own:
        return own
    owner = getattr(getattr(thing, "part", None), "name", None)
    kind = type(thing).__name__
    return f"{owner}:{kind}" if isinstance(owner, str) and owner else kind


def aabb(view: View, thing: Any) -> dict[str, list[float]] | None:
    """Conservative world box as ``{"min", "max"}``, or None without geometry."""
    box = view.posed.loose_part_box(view.target(thing).indices)
    return None if box is None else {"min": box[0].tolist(), "max": box[1].tolist()}


def dims(view: View, thing: Any) -> list[float] | None:
    """Exact extents along x, y, z in metres, or None without geometry."""
    box = view.box(view.target(thing))
    return None if box is None else (box[1] - box[0]).tolist()


def center(view: View, thing: Any) -> list[float] | None:
    """Middle of the exact extents in the world, or None without geometry."""
    box = view.box(view.target(thing))
    return None if box is None else box.mean(axis=0).tolist()


def position(view: View, thing: Any) -> list[float] | None:
    """World position: origin of a part's frame or of a joint, centre of a visual."""
    found = _joint_or_target(view, thing)
    if isinstance(found, Articulation):
        world_from_parent = view.posed.world_from_part[found.parent]
        return (world_from_parent @ transform_of(found.origin))[:3, 3].tolist()
    if found.visual is None:
        return view.posed.world_from_part[found.part.name][:3, 3].tolist()
    return center(view, found.visual)


def projection(view: View, thing: Any, axes: str | Sequence[str] = AXES) -> dict[str, Any]:
    """Exact extent along world axes."""
    target = view.target(thing)
    box = view.solid_box(target)
    return {
        "metric_kind": "exact_projection",
        "target": target.reference,
        "intervals": {axis: interval(box, axis) for axis in axes_of(axes)},
    }


def summary(view: View, thing: Any) -> dict[str, Any]:
    """The main figures of a part, visual or joint."""
    found = _joint_or_target(view, thing)
    if isinstance(found, Articulation):
        return _joint_summary(found)
    subject: Part | Visual = found.part if found.visual is None else found.visual
    figures = {
        "kind": "part" if found.visual is None else "visual",
        "name": name_of(subject),
        "position": position(view, subject),
        "center": center(view, subject),
        "dims": dims(view, subject),
        "aabb": aabb(view, subject),
    }
    if found.visual is None:
        return figures | {"visual_names": [name_of(visual) for visual in found.part.visuals]}
    return figures | {"parent_part": found.part.name}


def interval(box: np.ndarray, axis: str) -> list[float]:
    """Extent of a (2, 3) box along a named axis."""
    return box[:, AXES.index(axis)].tolist()


def _joint_or_target(view: View, thing: Any) -> Articulation | Target:
    """A joint when it is one or bears a joint's name; else a target."""
    if isinstance(thing, Articulation):
        return thing
    if isinstance(thing, str) and any(joint.name == thing for joint in view.model.articulations):
        return view.joint(thing)
    return view.target(thing)


def _joint_summary(joint: Articulation) -> dict[str, Any]:
    kind, limits = ArticulationType(joint.articulation_type), joint.motion_limits
    figures: dict[str, Any] = {
        "kind": "articulation",
        "name": joint.name,
        "type": kind.value,
        "parent": joint.parent,
        "child": joint.child,
        "axis": list(joint.axis),
        "limits": {
            field: None if limits is None else getattr(limits, field)
            for field in ("lower", "upper", "effort", "velocity")
        },
    }
    if kind == ArticulationType.FLOATING:
        figures |= {"axis": [], "motion": "rigid_6dof", "pose_value_kind": "origin"}
    return figures
