"""Overlaps of an object at rest, measured once for all checks that ask, and as far as the effort goes.

A newcomer's mistake: to read an empty list as a proof without looking at `unmeasured`. Where thousands of turned
things cross each other, the first few thousand are measured and the rest is counted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sdk.qc.effort import AT_REST, Effort
from sdk.qc.overlaps import ElementOverlap, OverlapRule, find_overlaps
from sdk.qc.subject import Subject


@dataclass(frozen=True, eq=False)
class RestingOverlaps:
    """What overlaps at rest, declared or not."""

    found: tuple[ElementOverlap, ...]
    unmeasured: int
    """Pairs whose boxes overlap that were left out."""


def overlaps_at_rest(subject: Subject) -> RestingOverlaps:
    """Every true overlap at rest by the profile's own rule; under the reference's rule those of its boxes."""

    def find() -> RestingOverlaps:
        scene, effort = subject.scene, Effort(AT_REST)
        rule = replace(OverlapRule.of(subject.profile, diagonal=lambda: scene.diagonal), only_boxed=False)
        found = find_overlaps(scene.at_rest(subject.profile.granularity), rule, effort=effort)
        return RestingOverlaps(tuple(found), effort.unmeasured)

    return subject.scene.once(("overlaps at rest", subject.profile.granularity), find)
