"""Which elements of a moving group touch what stands still, at rest and along a joint's range.

A newcomer's mistake: to ask the distance of everything from everything. Boxes choose the pairs, one contact that
holds everywhere answers for a joint, and a pair that is round about the axis needs no second look.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sdk.qc.subject import Subject
from sdk.qc.sweep import Sweeps
from sdk.scene import Posed
from sdk.scene.motion import Drive


@dataclass(frozen=True, eq=False)
class Touch:
    """A resting element and a moving one that touch at rest."""

    still: int
    moving: int
    is_round: bool
    """Whether nothing between the two changes over the range."""


def touches_at_rest(subject: Subject, drive: Drive, *, reach: float | None = None) -> Iterator[Touch]:
    """Touching pairs across the drive, round ones first; `reach` metres apart counts, or the profile's own."""
    sweeps = Sweeps.of(subject)
    posed, groups = sweeps.posed, sweeps.groups_of(drive)
    reaches = part_reaches(subject, posed) if reach is None else np.full(len(posed.elements), reach)
    pairs = close_pairs(posed, groups, reaches)
    round_pairs = [pair for pair in pairs if sweeps.is_round_pair(drive, groups, *pair)]
    known = set(round_pairs)
    for still, moving in [*round_pairs, *(pair for pair in pairs if pair not in known)]:
        tolerance = float(min(reaches[still], reaches[moving]))
        if posed.meets(still, moving, tolerance=tolerance, filled=subject.profile.filled):
            yield Touch(still, moving, (still, moving) in known)


def close_pairs(posed: Posed, groups: np.ndarray, reaches: np.ndarray) -> list[tuple[int, int]]:
    """(still, moving) elements whose boxes come within reach."""
    movers, still = np.flatnonzero(groups > 0), np.flatnonzero(groups == 0)
    low, high = posed.boxes[:, 0], posed.boxes[:, 1]
    margin = np.minimum(reaches[still, None], reaches[None, movers])
    near = np.ones((len(still), len(movers)), dtype=bool)
    for axis in range(3):
        near &= ~(low[still, None, axis] - high[None, movers, axis] > margin)
        near &= ~(low[None, movers, axis] - high[still, None, axis] > margin)
    return [(int(still[row]), int(movers[column])) for row, column in np.argwhere(near).tolist()]


def part_reaches(subject: Subject, posed: Posed) -> np.ndarray:
    """(n,) support tolerance of each element's part, metres."""
    sizes = np.array([subject.scene.part_sizes[name] for name in posed.parts] or [0.0])
    return subject.profile.support.reach(sizes)[posed.owners]


def moved(posed: Posed, drive: Drive, groups: np.ndarray, value: float) -> Posed:
    """The elements with the drive at a value, from the rest pose."""
    motions = drive.motions(np.array([value]))[:, 0]
    places = motions[groups] @ posed.places
    return Posed(
        posed.elements, places, posed.parts, posed.owners, posed.world_from_part, {drive.joint.name: value}
    )
