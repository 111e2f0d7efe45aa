"""What moves how far: collisions along a joint's range, the range that is free of them, clearances, and masses.

A newcomer's mistake: to wrap these in `pose(...)`. A sweep starts from rest, whatever pose is set; only `clearance`
keeps the other joints where they are.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from harness.compiler.probing.view import ProbeLookupError, View
from sdk.model.articulation import Articulation
from sdk.qc.checks.swept_collision import entries_of
from sdk.qc.checks.swept_collision import usable_range as free_range
from sdk.qc.checks.tips_over import standing_margin
from sdk.qc.profiles import active
from sdk.qc.subject import Subject
from sdk.qc.sweep import Entry, Sweeps
from sdk.scene.motion import Drive
from sdk.scene.overlap import smallest_move
from sdk.spatial import apply_transform

WATER = 1000.0
"""kg/m3, taken where a part declares no mass: near enough to most plastics."""
MOST_COLLISIONS = 12


def sweep(view: View, joint: Any, *, limit: int = MOST_COLLISIONS) -> dict[str, Any]:
    """Every pair of elements that collides while one joint goes through its range, deepest first.

    Raises:
        ProbeLookupError: no such joint, or one that nothing drives over a range.
        ValueError: a limit below 1.
    """
    if limit < 1:
        raise ValueError(f"limit: got {limit}; want at least 1")
    subject, drive = _driven(view, joint)
    entries = sorted(entries_of(subject, drive), key=lambda entry: -entry.depth)
    low, high = free_range(drive, entries)
    return {
        "metric_kind": "swept_collision",
        "joint": drive.joint.name,
        "unit": "rad" if drive.joint.articulation_type.is_angular else "m",
        "range": [drive.lower, drive.upper],
        "usable": [low, high],
        "moving": list(drive.moving),
        "collision_count": len(entries),
        "collisions": [_collision(subject, drive, entry) for entry in entries[:limit]],
    }


def usable_range(view: View, joint: Any) -> list[float]:
    """``[low, high]``: the largest part of a joint's range around rest without a collision.

    Raises:
        ProbeLookupError: no such joint, or one that nothing drives over a range.
    """
    subject, drive = _driven(view, joint)
    return list(free_range(drive, entries_of(subject, drive)))


def clearance(
    view: View, a: Any, b: Any, joint: Any = None, *, elem_a: Any = None, elem_b: Any = None
) -> dict[str, Any]:
    """The least distance of two parts, or visuals of theirs, over a joint's range; negative for an overlap's depth.

    Raises:
        ProbeLookupError: a part, visual or joint that is not there.
    """
    targets = [view.target(thing, elem=elem) for thing, elem in ((a, elem_a), (b, elem_b))]
    over = None if joint is None else [_joint(view, each).name for each in _several(joint)]
    names = [None if target.visual is None else target.visual.name for target in targets]
    found = view.context.clearance(
        targets[0].part.name, targets[1].part.name, over=over, elem_a=names[0], elem_b=names[1]
    )
    return {
        "metric_kind": "clearance",
        "a": targets[0].reference,
        "b": targets[1].reference,
        "over": over or [],
        "min_distance": found.distance,
        "overlaps": found.distance < 0.0,
        "pose": dict(found.pose),
        "elements": list(found.elements),
    }


def swept_envelope(view: View, part: Any, joint: Any, *, elem: Any = None) -> dict[str, Any]:
    """The box of the space that a part, or one visual of it, needs while a joint goes through its range.

    Raises:
        ProbeLookupError: a part, visual or joint that is not there.
    """
    target = view.target(part, elem=elem)
    over = [_joint(view, each).name for each in _several(joint)]
    name = None if target.visual is None else target.visual.name
    low, high = view.context.swept_envelope(target.part.name, over=over, elem=name).bounds
    return {
        "metric_kind": "swept_envelope",
        **target.reference,
        "over": over,
        "min": list(low),
        "max": list(high),
    }


def mass(view: View, thing: Any = None, *, density: float = WATER) -> dict[str, Any]:
    """Masses and centres of mass of the parts, or of one, in the current pose; declared masses first.

    Raises:
        ProbeLookupError: no such part.
        ValueError: a density that is not positive.
    """
    if not density > 0.0:
        raise ValueError(f"density: got {density!r}; want kg/m3 above 0")
    chosen = view.model.parts if thing is None else [view.target(thing).part]
    rows = [_part_mass(view, part, density) for part in chosen]
    weighed = [row for row in rows if row["mass"] > 0.0]
    total = sum(row["mass"] for row in weighed)
    centre = None
    if total > 0.0:
        centre = [sum(row["mass"] * row["center"][axis] for row in weighed) / total for axis in range(3)]
    margin = None if thing is not None else standing_margin(_subject(view), view.posed)
    return {
        "metric_kind": "mass",
        "total": total,
        "center": centre,
        "standing_margin": margin,
        "parts": rows,
    }


def _part_mass(view: View, part: Any, density: float) -> dict[str, Any]:
    posed = view.posed
    own = posed.of_part(part.name)
    volumes = np.array([posed.elements[index].form.volume for index in own])
    volume = float(volumes.sum())
    if part.inertial is not None:
        place = posed.world_from_part[part.name]
        centre = apply_transform(place, np.asarray(part.inertial.origin.xyz, dtype=float)).tolist()
        return {
            "part": part.name,
            "mass": float(part.inertial.mass),
            "declared": True,
            "volume": volume,
            "center": centre,
        }
    middles = posed.boxes[own].mean(axis=1) if own else np.zeros((0, 3))
    centre = (volumes @ middles / volume).tolist() if volume > 0.0 else None
    return {
        "part": part.name,
        "mass": density * volume,
        "declared": False,
        "volume": volume,
        "center": centre,
    }


def _several(joint: Any) -> list[Any]:
    return list(joint) if isinstance(joint, (list, tuple)) else [joint]


def _joint(view: View, joint: Any) -> Articulation:
    return joint if isinstance(joint, Articulation) else view.joint(joint)


def _subject(view: View) -> Subject:
    return Subject(view.scene, active())


def _driven(view: View, joint: Any) -> tuple[Subject, Drive]:
    wanted = _joint(view, joint)
    for drive in view.scene.drives:
        if drive.joint.name == wanted.name:
            return _subject(view), drive
    law = wanted.law
    why = f"it follows {law.joint!r}: ask that one" if law is not None else "it has no range of motion"
    raise ProbeLookupError(f"joint {wanted.name!r}: {why}")


def _collision(subject: Subject, drive: Drive, entry: Entry) -> dict[str, Any]:
    posed = Sweeps.of(subject).posed
    still, moving = posed.elements[entry.first], posed.elements[entry.second]
    pose = drive.configuration(entry.worst_value)
    there = subject.scene.at(pose, granularity=subject.profile.granularity)
    move = smallest_move(there, entry.first, entry.second, entry.worst.placed(there.places[entry.first]))
    return {
        "a": {"part": still.part, "visual": still.label},
        "b": {"part": moving.part, "visual": moving.label},
        "first_value": entry.first_value,
        "worst_value": entry.worst_value,
        "depth": entry.depth,
        "b_move": move.tolist(),
    }
