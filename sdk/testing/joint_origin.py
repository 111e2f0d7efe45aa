"""Whether each joint's origin lies near the geometry it joins; authors opt in.

A newcomer's mistake: to expect a joint in the middle of a hollow mesh to count as inside. Meshes are skins
here, so the distance is to the wall.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isfinite

import numpy as np

from sdk.findings import Finding
from sdk.model.articulation import Articulation
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome, millimetres, refused, shown
from sdk.qc.subject import Subject
from sdk.scene import Scene
from sdk.spatial import apply_transform, invert_rigid

DEFAULT_TOLERANCE = 0.015
LARGEST_TOLERANCE = 0.15
MOST_SHOWN = 10


@dataclass(frozen=True)
class FarOrigin:
    """A joint whose origin is far from the geometry of its parent, its child, or both."""

    joint: Articulation
    parent_distance: float
    child_distance: float


def effective_tolerance(tol: float) -> float:
    """The tolerance as applied: whole millimetres, at most 0.15 m; as given when it makes no sense."""
    if not isfinite(tol) or tol < 0.0:
        return tol
    return min(floor(tol * 1000.0 + 1e-9) / 1000.0, LARGEST_TOLERANCE)


def find_far_origins(scene: Scene, *, tol: float) -> list[FarOrigin]:
    """Joints whose origin is farther than `tol` metres from the parent's or the child's geometry."""
    found = []
    for joint in scene.model.articulations:
        distances = (
            _distance(scene, joint.parent, np.asarray(joint.origin.xyz, dtype=float)),
            _distance(scene, joint.child, np.zeros(3)),
        )
        if None not in distances and max(distances) > tol:  # type: ignore[type-var]
            found.append(FarOrigin(joint, *distances))  # type: ignore[arg-type]
    return found


def check_joint_origins(subject: Subject, *, tol: float, reason: str | None = None) -> Outcome:
    """Whether every joint's origin is within the effective tolerance of both parts."""
    if not isfinite(tol) or tol < 0.0:
        return refused("tol", given=tol, wanted="a finite number of at least 0")
    applied = effective_tolerance(tol)
    notices = ()
    if reason and applied > DEFAULT_TOLERANCE:
        notices = (f"Joint origin tolerance widened to {applied:.4g}: {reason}",)
    found = find_far_origins(subject.scene, tol=applied)
    if not found:
        return Outcome(ok=True, notices=notices)
    details = "\n".join(
        [f"Joint origins far from geometry: tol={applied:.4g}", *shown(map(_line, found), most=MOST_SHOWN)]
    )
    findings = tuple(_finding(far, applied) for far in found)
    return Outcome(ok=False, details=details, findings=findings, notices=notices)


def _distance(scene: Scene, part: str, point: np.ndarray) -> float | None:
    elements = scene.elements(part, granularity="components")
    distances = [
        element.form.distance_to(apply_transform(invert_rigid(element.part_from_element), point))
        for element in elements
    ]
    return min(distances, default=None)


def _line(far: FarOrigin) -> str:
    joint = far.joint
    return (
        f"joint={joint.name!r} parent={joint.parent!r} parent_distance={far.parent_distance:.4g} "
        f"child={joint.child!r} child_distance={far.child_distance:.4g}"
    )


def _finding(far: FarOrigin, tol: float) -> Finding:
    distance = max(far.parent_distance, far.child_distance)
    part = far.joint.parent if far.parent_distance >= far.child_distance else far.joint.child
    return CODES["WARN_ARTICULATION_ORIGIN"].finding(
        summary=f"joint {far.joint.name!r} starts {millimetres(distance)} away from {part!r}",
        details=_line(far),
        parts=(far.joint.parent, far.joint.child),
        joint=far.joint.name,
        measured=distance,
        limit=tol,
        line=far.joint.line,
    )
