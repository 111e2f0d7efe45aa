"""X_TRUE_OVERLAP: no two parts share space at rest, thin, small and hollow ones included.

What is wrong: two parts occupy the same space, though their boxes overlap too little, or their skins do not
cross enough, for the public rule of QC_REAL_OVERLAP. The depth is that of the common volume, and more than
0.2 mm and a thousandth of the object's diagonal; touching is contact.

Bad:  two sheets of 3 mm that cross each other
Good: one of them slotted, or ending where the other begins; what is meant is declared with
``ctx.allow_overlap("rib", "skin", elem_a="web", elem_b="sheet", reason="half-lap joint")``.
"""

from __future__ import annotations

from dataclasses import replace

from sdk.findings import Finding
from sdk.qc.checks.rest_overlap import is_allowed, overlap_findings, overlap_line, worst_of_each_pair
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome, shown
from sdk.qc.overlaps import ElementOverlap
from sdk.qc.resting import overlaps_at_rest
from sdk.qc.subject import Subject

CODE = "X_TRUE_OVERLAP"
NAME = "check_true_overlap"
WHOLE = 0.999
"""Of the smaller element's volume in common: it is swallowed, not merely overlapping."""


def true_overlaps(subject: Subject) -> list[ElementOverlap]:
    """Overlaps at rest, declared or not; measured once per scene."""
    return list(overlaps_at_rest(subject).found)


def is_whole(overlap: ElementOverlap) -> bool:
    """Whether one of the two elements lies wholly inside the other."""
    smaller = min(overlap.first.form.volume, overlap.second.form.volume)
    return overlap.volume >= WHOLE * smaller


def check_true_overlap(subject: Subject) -> Outcome:
    """Whether no parts overlap beyond those that QC_REAL_OVERLAP and X_CONTAINED tell of."""
    found = [
        overlap
        for overlap in true_overlaps(subject)
        if not overlap.is_boxed and not is_whole(overlap) and not is_allowed(subject, overlap)
    ]
    left_out = _left_out(subject)
    if not found:
        return Outcome(ok=not left_out, findings=left_out)
    worst = worst_of_each_pair(found)
    own = CODES[CODE]
    told = tuple(
        replace(
            finding,
            code=own.code,
            kind=own.kind,
            severity=own.severity,
            group=own.group,
            source=own.source,
            check=NAME,
        )
        for finding in overlap_findings(worst)
    )
    return Outcome(
        ok=False, details="\n".join(shown(map(overlap_line, worst), most=8)), findings=(*told, *left_out)
    )


def _left_out(subject: Subject) -> tuple[Finding, ...]:
    """What was not measured, for the verdict must not read as a proof."""
    count = overlaps_at_rest(subject).unmeasured
    if not count:
        return ()
    return (
        CODES[CODE].finding(
            summary=(
                "overlaps at rest were measured in part only: too many elements cross each other; merge elements "
                "that do not move against each other into meshes, or mend the overlaps told of first"
            ),
            check=NAME,
            measured=float(count),
            limit=0.0,
        ),
    )
