"""X_INSERTION: a slider keeps part of its length in its guide at the ends of its travel.

What is wrong: the runner, rod or tongue that lies along its guide at rest has left it, or nearly so, at a limit;
whatever else still touches does not guide. The insertion is the common length of a sliding element and of one
beside it, along the axis; a tenth of the guide's engaged length at rest is asked for.

Bad:  a drawer with runners of 0.38 m and ``upper=0.40``
Good: ``upper=0.27``, which leaves 0.11 m in the channel.
"""

from __future__ import annotations

import numpy as np

from sdk.findings import Finding
from sdk.model.articulation import ArticulationType
from sdk.qc.codes import CODES
from sdk.qc.contacts import touches_at_rest
from sdk.qc.outcome import Outcome, millimetres
from sdk.qc.subject import Subject
from sdk.qc.sweep import Sweeps
from sdk.scene.motion import Drive

CODE = "X_INSERTION"
NAME = "check_insertion"
KEPT = 0.1
"""Share of the engaged length at rest that must remain."""
CLEARANCE = 0.001
"""Metres of play in a guide."""
GUIDING = 0.5
"""Of the longest engagement: shorter ones rub, but do not guide."""
ENGAGED = 1e-4
"""Metres; a shorter common length is a face against a face, not a guide."""


def check_insertion(subject: Subject) -> Outcome:
    """Whether every slider stays in its guide."""
    findings = [
        finding
        for drive in subject.scene.drives
        if drive.joint.articulation_type is ArticulationType.PRISMATIC
        for finding in _falls(subject, drive)
    ]
    return Outcome(ok=not findings, findings=tuple(findings))


def _falls(subject: Subject, drive: Drive) -> list[Finding]:
    sweeps = Sweeps.of(subject)
    groups = sweeps.groups_of(drive)
    axis = drive.axis
    along = sweeps.corners @ axis
    low, high = along.min(axis=1), along.max(axis=1)
    rest: dict[tuple[int, int], float] = {}
    for touch in touches_at_rest(subject, drive, reach=CLEARANCE):
        common = min(high[touch.still], high[touch.moving]) - max(low[touch.still], low[touch.moving])
        if common > ENGAGED and drive.common_screw(0, int(groups[touch.moving])) is not None:
            rest[touch.still, touch.moving] = float(common)
    if not rest:
        return []
    longest = max(rest.values())
    rest = {pair: engaged for pair, engaged in rest.items() if engaged >= GUIDING * longest}
    found = []
    for end in drive.ends:
        best, best_pair, share = -np.inf, next(iter(rest)), 0.0
        for (still, moving), engaged in rest.items():
            screw = drive.common_screw(0, int(groups[moving]))
            assert screw is not None
            shift = float(screw.amounts(np.array([end]))[0]) * float(screw.axis @ axis)
            kept = min(high[still], high[moving] + shift) - max(low[still], low[moving] + shift)
            if kept / engaged > share or best == -np.inf:
                best, best_pair, share = float(kept), (still, moving), float(kept) / engaged
        if share < KEPT:
            found.append(_finding(subject, drive, end, best, best_pair, KEPT * rest[best_pair]))
    return found


def _finding(
    subject: Subject, drive: Drive, end: float, kept: float, pair: tuple[int, int], wanted: float
) -> Finding:
    posed, joint = Sweeps.of(subject).posed, drive.joint
    still, moving = posed.elements[pair[0]], posed.elements[pair[1]]
    left = f"keeps {millimetres(kept)} of" if kept > 0.0 else f"is {millimetres(-kept)} out of"
    return CODES[CODE].finding(
        summary=(
            f"{moving.part}/{moving.label} {left} its guide {still.part}/{still.label} at {joint.name} = "
            f"{end:.4g} m; want {millimetres(wanted)} or more: shorten the travel or lengthen the guide"
        ),
        check=NAME,
        parts=(still.part, moving.part),
        elements=(still.label, moving.label),
        joint=joint.name,
        pose={joint.name: end},
        measured=kept,
        limit=wanted,
        line=joint.line,
    )
