"""X_SWEPT_COLLISION: nothing runs into anything else while a joint moves.

What is wrong: at rest all is clear, but somewhere in a joint's range a moving element enters another one. Every
joint that can be driven is moved over its whole range, followers along with it; then pairs of joints whose ways
cross stand at their ends together. What overlaps at rest counts only where it grows.

Bad:  a lever whose upper limit swings it through its housing
Good: ``MotionLimits(lower=0.0, upper=0.62)``, the usable range that the finding names, or a notch in the housing.
"""

from __future__ import annotations

from collections.abc import Sequence

from sdk.findings import Finding
from sdk.model.articulation import Articulation
from sdk.qc.codes import CODES
from sdk.qc.extremes import find_extreme_entries
from sdk.qc.outcome import Outcome, millimetres
from sdk.qc.subject import Subject
from sdk.qc.sweep import Entry, Sweeps
from sdk.scene.motion import Drive
from sdk.scene.overlap import smallest_move

CODE = "X_SWEPT_COLLISION"
NAME = "check_swept_collision"
MOST_ADVISED = 4
"""Findings for which the separating move is worked out."""


def check_swept_collision(subject: Subject) -> Outcome:
    """Whether every joint is free over its range, alone and with another at its ends."""
    sweeps = Sweeps.of(subject)
    findings: list[Finding] = []
    entered: set[tuple[int, int]] = set()
    for drive in subject.scene.drives:
        entries = entries_of(subject, drive)
        entered |= {(entry.first, entry.second) for entry in entries}
        usable = usable_range(drive, entries)
        worst: dict[tuple[str, ...], Entry] = {}
        for entry in entries:
            pair = tuple(sorted(sweeps.posed.elements[index].part for index in (entry.first, entry.second)))
            if pair not in worst or entry.depth > worst[pair].depth:
                worst[pair] = entry
        for entry in sorted(worst.values(), key=lambda each: -each.depth):
            pose = drive.configuration(entry.worst_value)
            advise = len(findings) < MOST_ADVISED
            findings.append(_finding(subject, entry, pose, drive.joint, usable=usable, advise=advise))
    for pose, entry in find_extreme_entries(sweeps, without=entered):
        joint = subject.scene.model.get_articulation(entry.joint)
        findings.append(_finding(subject, entry, pose, joint, usable=None, advise=False))
    if sweeps.effort.unmeasured:
        findings.append(_unfinished(sweeps))
    return Outcome(ok=not findings, findings=tuple(findings))


def _unfinished(sweeps: Sweeps) -> Finding:
    """What was left out, for the verdict must not read as a proof."""
    count = len(sweeps.posed.elements)
    return CODES[CODE].finding(
        summary=(
            f"the motion of {count} elements was followed in part only: too many ways cross; merge elements that "
            "do not move against each other into meshes, or mend the collisions told of first"
        ),
        check=NAME,
        measured=float(sweeps.effort.unmeasured),
        limit=0.0,
    )


def entries_of(subject: Subject, drive: Drive) -> list[Entry]:
    """The collisions of one drive, found once per scene."""
    key = ("entries", subject.profile.granularity, drive.joint.name)
    return subject.scene.once(key, lambda: Sweeps.of(subject).entries(drive))


def usable_range(drive: Drive, entries: Sequence[Entry]) -> tuple[float, float]:
    """Largest interval around rest without a collision, radians or metres."""
    firsts = [value for entry in entries for value in entry.first_values]
    below = [value for value in firsts if value < 0.0]
    above = [value for value in firsts if value >= 0.0]
    return max(below, default=drive.lower), min(above, default=drive.upper)


def _latch(
    subject: Subject, joint: Articulation, pose: dict[str, float], parts: tuple[str, str]
) -> str | None:
    """A joint that would take one of the two parts out of the way, and not the whole of what the driven one carries."""
    for drive in subject.scene.drives:
        if drive.joint.name in pose or drive.group_of_part[joint.child]:
            continue
        moved = [part for part in parts if drive.group_of_part[part]]
        if len(moved) == 1:
            return drive.joint.name
    return None


def _finding(
    subject: Subject,
    entry: Entry,
    pose: dict[str, float],
    joint: Articulation,
    *,
    usable: tuple[float, float] | None,
    advise: bool,
) -> Finding:
    posed = Sweeps.of(subject).posed
    still, moving = posed.elements[entry.first], posed.elements[entry.second]
    unit = "rad" if joint.articulation_type.is_angular else "m"
    values = ", ".join(f"{name} = {value:.4g}" for name, value in pose.items())
    summary = (
        f"{moving.part}/{moving.label} enters {still.part}/{still.label} "
        f"{millimetres(entry.depth)} deep at {values} {unit}"
    )
    details = f"depth={millimetres(entry.depth)} pose={pose}"
    if usable is not None:
        low, high = usable
        summary += f", first at {entry.first_value:.4g}; usable {low:.4g} to {high:.4g} {unit}"
        details += f" first_value={entry.first_value:.6g} usable_range=({low:.6g}, {high:.6g})"
    move = None
    if advise:
        there = subject.scene.at(pose, granularity=subject.profile.granularity)
        freed = smallest_move(there, entry.first, entry.second, entry.worst.placed(there.places[entry.first]))
        move = (float(freed[0]), float(freed[1]), float(freed[2]))
    latch = None if usable is None else _latch(subject, joint, pose, (still.part, moving.part))
    if latch is not None:
        summary += (
            f"; if {latch!r} is to be moved first, declare object_model.interlock({joint.name!r}, "
            f"requires={{{latch!r}: (low, high)}}), else"
        )
    return CODES[CODE].finding(
        summary=f"{summary}{';' if latch is None else ''} limit the joint or make room",
        details=details,
        check=NAME,
        parts=(still.part, moving.part),
        elements=(still.label, moving.label),
        joint=joint.name,
        pose=pose,
        measured=entry.depth,
        limit=entry.limit,
        move=move,
        line=moving.line or joint.line,
    )
