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
    close = subject.scene.once(
        ("close", subject.profile.granularity, reach), lambda: close_pairs(posed, reaches)
    )
    pairs = close[(groups[close[:, 0]] == 0) & (groups[close[:, 1]] > 0)]
    if drive.held:
        driven = np.array([drive.is_driven(group) for group in range(len(drive.paths))])
        pairs = pairs[driven[groups[pairs[:, 1]]]]
    is_round = sweeps.are_round(drive, pairs)
    rounds = int(is_round.sum())
    ordered = [*pairs[is_round].tolist(), *pairs[~is_round].tolist()]
    for number, (still, moving) in enumerate(ordered):
        tolerance = float(min(reaches[still], reaches[moving]))
        if posed.meets(still, moving, tolerance=tolerance, filled=subject.profile.filled):
            yield Touch(still, moving, number < rounds)


def close_pairs(posed: Posed, reaches: np.ndarray) -> np.ndarray:
    """(k, 2) elements of different parts whose boxes come within reach, either way round, those of few triangles
    first.
    """
    pairs = posed.pairs(posed.boxes, margin=reaches)
    pairs = np.concatenate([pairs, pairs[:, ::-1]])
    return posed.cheapest_first(pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))])


def part_reaches(subject: Subject, posed: Posed) -> np.ndarray:
    """(n,) support tolerance of each element's part, metres; `posed` is the scene at the profile's granularity."""

    def reach() -> np.ndarray:
        sizes = np.array([subject.scene.part_sizes[name] for name in posed.parts] or [0.0])
        return subject.profile.support.reach(sizes)[posed.owners]

    return subject.scene.once(("part reaches", subject.profile.name), reach)


def moved(posed: Posed, drive: Drive, groups: np.ndarray, value: float) -> Posed:
    """The elements with the drive at a value, from the rest pose."""
    motions = drive.motions(np.array([value]))[:, 0]
    return posed.elsewhere(motions[groups] @ posed.places, drive.configuration(value))
