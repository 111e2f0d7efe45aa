"""X_SUPPORT_LOST: what a joint carries stays in contact with what carries it, up to the ends of the range.

What is wrong: at rest the moving side touches the standing one, but at an end of its range it touches nothing:
a drawer that has left its case, a lid that only rested on the rim. Contact of any element counts.

Bad:  ``MotionLimits(lower=0.0, upper=0.6)`` on a drawer 0.4 m deep
Good: an upper limit of 0.28, so that the runner stays in its channel; a barrel and pin at a lid's axis.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sdk.findings import Finding
from sdk.qc.codes import CODES
from sdk.qc.contacts import Touch, moved, part_reaches, touches_at_rest
from sdk.qc.outcome import Outcome, millimetres
from sdk.qc.subject import Subject
from sdk.qc.sweep import Sweeps
from sdk.scene.motion import Drive, Screw, motions_about

CODE = "X_SUPPORT_LOST"
NAME = "check_support_lost"
MOST_MEASURED = 64
"""Contacts at rest that are followed along one joint."""


def check_support_lost(subject: Subject) -> Outcome:
    """Whether each moving joint keeps its two sides in contact at its ends."""
    drives = [
        drive for drive in subject.scene.drives if not subject.allowances.covers_group([drive.joint.child])
    ]
    held = _held_at_first_sight(subject, drives)
    findings = [finding for drive in drives if drive not in held for finding in _losses(subject, drive)]
    return Outcome(ok=not findings, findings=tuple(findings))


def _held_at_first_sight(subject: Subject, drives: Sequence[Drive]) -> set[Drive]:
    """Those of the drives that lose nothing because nothing touches at rest, or because the first contact lasts to all
    ends; those contacts are looked at together.
    """
    sweeps = Sweeps.of(subject)
    posed, reaches = sweeps.posed, part_reaches(subject, sweeps.posed)
    held: set[Drive] = set()
    screws: list[Screw] = []
    asked: list[tuple[Drive, Touch, float]] = []
    for drive in drives:
        screw = drive.only_screw
        if screw is None:
            continue
        touch = next(touches_at_rest(subject, drive), None)
        if touch is not None and not touch.is_round:
            asked += [(drive, touch, end) for end in drive.ends]
            screws += [screw] * len(drive.ends)
        held.add(drive)
    if not asked:
        return held
    indices = np.array([(touch.still, touch.moving) for _, touch, _ in asked])
    motions = motions_about(screws, np.array([[end] for *_, end in asked]))[:, 0]
    places = np.stack([posed.places[indices[:, 0]], motions @ posed.places[indices[:, 1]]], axis=1)
    there = posed.picked(indices.reshape(-1).tolist(), places.reshape(-1, 4, 4))
    for number, (drive, touch, _) in enumerate(asked):
        near = float(min(reaches[touch.still], reaches[touch.moving]))
        if drive in held and not there.meets(
            2 * number, 2 * number + 1, tolerance=near, filled=subject.profile.filled
        ):
            held.remove(drive)
    return held


def _losses(subject: Subject, drive: Drive) -> list[Finding]:
    sweeps = Sweeps.of(subject)
    posed, groups = sweeps.posed, sweeps.groups_of(drive)
    reaches = part_reaches(subject, posed)
    filled = subject.profile.filled
    open_ends = {end: moved(posed, drive, groups, end) for end in drive.ends}
    touched = False
    for number, touch in enumerate(touches_at_rest(subject, drive)):
        touched = True
        if touch.is_round:
            return []
        near = float(min(reaches[touch.still], reaches[touch.moving]))
        for end, there in list(open_ends.items()):
            if there.meets(touch.still, touch.moving, tolerance=near, filled=filled):
                del open_ends[end]
        if not open_ends or number == MOST_MEASURED:
            break
    if not touched:
        return []
    found = []
    for end, there in open_ends.items():
        nearest = there.nearest(np.flatnonzero(groups > 0).tolist(), np.flatnonzero(groups == 0).tolist())
        if nearest is None or nearest.collided:
            continue
        limit = max(float(min(reaches[nearest.first], reaches[nearest.second])), _clearance(subject, drive))
        if nearest.distance > limit and not there.nested(nearest.first, nearest.second):
            found.append(_finding(subject, drive, end, nearest.distance, limit))
    return found


def _clearance(subject: Subject, drive: Drive) -> float:
    """The largest clearance that a declared fit between the two sides allows, metres; a fit is support."""
    groups = drive.group_of_part
    return max(
        (
            fit.most
            for fit in subject.scene.model.fits
            if bool(groups.get(fit.child, 0)) != bool(groups.get(fit.parent, 0))
        ),
        default=0.0,
    )


def _finding(subject: Subject, drive: Drive, end: float, gap: float, limit: float) -> Finding:
    joint = drive.joint
    unit = "rad" if joint.articulation_type.is_angular else "m"
    return CODES[CODE].finding(
        summary=(
            f"{joint.child!r} loses all contact with {joint.parent!r} at {joint.name} = {end:.4g} {unit}: "
            f"{millimetres(gap)} apart; shorten the range, or add the hinge, rail or stop that holds it"
        ),
        check=NAME,
        parts=(joint.parent, joint.child),
        joint=joint.name,
        pose={joint.name: end},
        measured=gap,
        limit=limit,
        line=joint.line,
    )
