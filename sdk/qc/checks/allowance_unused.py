"""X_ALLOWANCE_UNUSED: an allowance allows something.

What is wrong: the pair that is allowed to overlap is clear at rest and at the ends of every joint. The allowance
hides nothing today, but would hide a real fault tomorrow.

Bad:  ``ctx.allow_overlap("lid", "box", reason="closed")`` where the lid merely rests on the box
Good: no allowance; touching needs none.
"""

from __future__ import annotations

from collections.abc import Iterator

from sdk.qc.allowances import AllowedOverlap, declared_text
from sdk.qc.checks.allowance_unknown import unknown_names
from sdk.qc.checks.true_overlap import true_overlaps
from sdk.qc.codes import CODES
from sdk.qc.contacts import moved
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject
from sdk.qc.sweep import Sweeps
from sdk.scene import Posed

CODE = "X_ALLOWANCE_UNUSED"
NAME = "check_allowance_use"


def check_allowance_use(subject: Subject) -> Outcome:
    """Whether every allowance covers an overlap."""
    findings = tuple(
        CODES[CODE].finding(
            summary=f"{declared_text('allow_overlap', allowed)} covers no overlap; remove it",
            check=NAME,
            parts=(allowed.link_a, allowed.link_b),
            elements=tuple(name for name in (allowed.elem_a, allowed.elem_b) if name),
        )
        for allowed in subject.declared
        if (allowed.elem_a is None) == (allowed.elem_b is None)
        and not any(unknown_names(subject, allowed))
        and not _is_used(subject, allowed)
    )
    return Outcome(ok=not findings, findings=findings)


def _is_used(subject: Subject, allowed: AllowedOverlap) -> bool:
    for overlap in true_overlaps(subject):
        if allowed.covers(overlap.pair, first=overlap.first.name, second=overlap.second.name):
            return True
    return any(_meet(posed, allowed) for posed in _poses(subject, allowed))


def _poses(subject: Subject, allowed: AllowedOverlap) -> Iterator[Posed]:
    """The ends of the joints that move one of the two parts against the other."""
    sweeps = Sweeps.of(subject)
    for drive in subject.scene.drives:
        if drive.group_of_part[allowed.link_a] != drive.group_of_part[allowed.link_b]:
            for end in (*drive.ends, 0.5 * (drive.lower + drive.upper)):
                yield moved(sweeps.posed, drive, sweeps.groups_of(drive), end)


def _meet(posed: Posed, allowed: AllowedOverlap) -> bool:
    pair = (allowed.link_a, allowed.link_b)
    for first in posed.of_part(pair[0]):
        for second in posed.of_part(pair[1]):
            names = posed.elements[first].name, posed.elements[second].name
            low, high = posed.boxes[[first, second], 0], posed.boxes[[first, second], 1]
            if (
                (high.min(axis=0) >= low.max(axis=0)).all()
                and allowed.covers(pair, first=names[0], second=names[1])
                and posed.collides(first, second)
            ):
                return True
    return False
