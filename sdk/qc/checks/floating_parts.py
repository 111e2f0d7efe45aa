"""QC_ISOLATED_PART: every part is held by contact, directly or through others, by the root part.

What is wrong: a part, or a group of parts, touches nothing that leads to the root. Joints do not count,
contact and declared fits do. Only the rest pose is looked at unless more samples are asked for; a
surrounding `pose()` is ignored.

Bad:  a lid 5 mm above its box
Good: the lid resting on the box, or a hinge barrel that touches both; a true levitator is declared with
``ctx.allow_isolated_part("puck", reason="held by a magnetic field")``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sdk.findings import Finding
from sdk.qc.codes import CODES
from sdk.qc.fitting import measure_fit
from sdk.qc.groups import Groups
from sdk.qc.outcome import Outcome, millimetres, pose_data, pose_text, refused, shown
from sdk.qc.profiles import Profile
from sdk.qc.subject import Subject
from sdk.scene import Posed, Scene
from sdk.scene.sampling import generate_pose_samples

CODE = "QC_ISOLATED_PART"
NAME = "fail_if_isolated_parts()"
MOST_SHOWN = 10


@dataclass(frozen=True)
class FloatingGroup:
    """Parts that hold each other but not the root."""

    members: tuple[str, ...]
    root: str
    """Part taken as the ground."""
    nearest: str | None
    """Grounded part nearest to the group."""
    gap: float | None
    """Metres to it."""
    tolerance: float
    """Metres that would still have counted as touching."""
    pose_index: int
    configuration: Mapping[str, Any]


def find_floating_groups(
    scene: Scene,
    *,
    profile: Profile,
    contact_tol: float | None = None,
    configuration: Mapping[str, Any] | None = None,
    pose_index: int = 0,
) -> list[FloatingGroup]:
    """Groups of parts without contact to the root, sorted by their members."""
    posed = scene.at(configuration, granularity=profile.granularity)
    if len(posed.parts) < 2:
        return []
    reach = _reach_of_parts(scene, posed, profile=profile, contact_tol=contact_tol)
    groups = _touching(posed, reach=reach, filled=profile.filled)
    _join_fits(scene, posed, groups)
    roots = _roots(scene, posed)
    grounded = {groups.of(posed.parts.index(root)) for root in roots}
    ground = [index for index, owner in enumerate(posed.owners) if groups.of(int(owner)) in grounded]
    found = []
    for members in groups.listed():
        if groups.of(members[0]) in grounded:
            continue
        floating = [index for index, owner in enumerate(posed.owners) if int(owner) in members]
        nearest = posed.nearest(floating, ground)
        found.append(
            FloatingGroup(
                members=tuple(sorted(posed.parts[member] for member in members)),
                root=roots[0],
                nearest=None if nearest is None else posed.elements[nearest.second].part,
                gap=None if nearest is None else max(nearest.distance, 0.0),
                tolerance=float(min(reach[member] for member in members)),
                pose_index=pose_index,
                configuration=posed.configuration,
            )
        )
    return sorted(found, key=lambda group: group.members)


def check_floating_parts(
    subject: Subject, *, max_pose_samples: int = 1, contact_tol: float | None = None, seed: int = 0
) -> Outcome:
    """Whether every part is held, at rest or at each of several sampled poses."""
    if max_pose_samples < 1:
        return refused("max_pose_samples", given=max_pose_samples, wanted="at least 1")
    if contact_tol is not None and contact_tol < 0.0:
        return refused("contact_tol", given=contact_tol, wanted="at least 0")
    scene, profile = subject.scene, subject.profile
    poses: list[dict[str, Any]] = [{}]
    if max_pose_samples > 1:
        poses = generate_pose_samples(scene.model, max_samples=max_pose_samples, seed=seed)
    found = [
        group
        for index, pose in enumerate(poses)
        for group in find_floating_groups(
            scene, profile=profile, contact_tol=contact_tol, configuration=pose, pose_index=index
        )
    ]
    open_groups = [group for group in found if not subject.allowances.covers_group(group.members)]
    if open_groups:
        tolerance = _tolerance_text(contact_tol, profile)
        head = f"Isolated parts detected: samples={len(poses)} contact_tol={tolerance}"
        details = "\n".join([head, *shown((_line(group) for group in open_groups), most=MOST_SHOWN)])
        return Outcome(
            ok=False, details=details, findings=tuple(_finding(scene, group) for group in open_groups)
        )
    if found:
        head = f"Isolated parts detected but allowed by justification: groups={len(found)}"
        return Outcome(
            ok=True, notices=("\n".join([head, *shown((_line(group) for group in found), most=MOST_SHOWN)]),)
        )
    return Outcome(ok=True)


def _reach_of_parts(scene: Scene, posed: Posed, *, profile: Profile, contact_tol: float | None) -> np.ndarray:
    if contact_tol is not None:
        return np.full(len(posed.parts), contact_tol)
    return profile.support.reach(np.array([scene.part_sizes[name] for name in posed.parts]))


def _touching(posed: Posed, *, reach: np.ndarray, filled: bool) -> Groups:
    """Parts grouped by contact; a pair already in one group is not measured again."""
    groups = Groups(len(posed.parts))
    margins = reach[posed.owners]
    for first, second in posed.cheapest_first(posed.pairs(posed.boxes, margin=margins)).tolist():
        a, b = int(posed.owners[first]), int(posed.owners[second])
        if groups.of(a) != groups.of(b) and posed.meets(
            first, second, tolerance=min(reach[a], reach[b]), filled=filled
        ):
            groups.join(a, b)
    return groups


def _join_fits(scene: Scene, posed: Posed, groups: Groups) -> None:
    """A declared fit that is no looser than it may be holds its two parts."""
    for fit in scene.model.fits:
        if fit.child not in posed.parts or fit.parent not in posed.parts:
            continue
        child, parent = posed.parts.index(fit.child), posed.parts.index(fit.parent)
        if groups.of(child) == groups.of(parent):
            continue
        found = measure_fit(posed, fit)
        if found is not None and found.clearance <= max(fit.most, 0.0):
            groups.join(child, parent)


def _roots(scene: Scene, posed: Posed) -> list[str]:
    children = {joint.child for joint in scene.model.articulations}
    roots = [name for name in posed.parts if name not in children]
    return roots or [min(posed.parts)]


def _line(group: FloatingGroup) -> str:
    who = f"part={group.members[0]!r}" if len(group.members) == 1 else f"parts={list(group.members)}"
    gap = "unknown" if group.gap is None else f"{group.gap:.4g}m"
    return (
        f"pose_index={group.pose_index} pose={pose_text(group.configuration)} {who} "
        f"grounded_root={group.root!r} nearest_grounded={group.nearest!r} approx_gap={gap} backend=fcl"
    )


def _finding(scene: Scene, group: FloatingGroup) -> Finding:
    names = ", ".join(repr(name) for name in group.members)
    verb = "floats" if len(group.members) == 1 else "float"
    gap = "" if group.gap is None else f", {millimetres(group.gap)} from {group.nearest!r}"
    return CODES[CODE].finding(
        summary=f"{names} {verb}: no contact leads to {group.root!r}{gap}",
        details=_line(group),
        check=NAME,
        parts=group.members,
        pose=pose_data(group.configuration),
        measured=group.gap,
        limit=group.tolerance,
        line=_author_line(scene, group.members),
    )


def _author_line(scene: Scene, members: tuple[str, ...]) -> int | None:
    """Line of the joint that places the first member, else of the part itself."""
    joints = [joint.line for joint in scene.model.articulations if joint.child in members and joint.line]
    parts = [part.line for part in scene.model.parts if part.name in members and part.line]
    return next(iter([*joints, *parts]), None)


def _tolerance_text(contact_tol: float | None, profile: Profile) -> str:
    if contact_tol is not None:
        return f"{contact_tol:.4g}"
    largest = float(profile.support.reach(np.array([np.inf]))[0])
    share = (
        "" if profile.support.relative is None else f" or {profile.support.relative:.2%} of the smaller part"
    )
    return f"{largest:.4g}{share}"
