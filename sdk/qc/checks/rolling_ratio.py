"""X_ROLLING_RATIO: wheels that touch turn as their radii say.

What is wrong: two coupled wheels, rollers or gears meet at their rims, but one is driven too fast, too slow, or the
wrong way round, so that the rims would slip. Where rims interlock, the middle of the common depth is the rolling
radius, as for gears of equal addendum.

Bad:  wheels of 20 and 40 mm with ``Mimic("small", multiplier=-2.0)``
Good: ``multiplier=-0.5``: the larger one turns half as fast, the other way.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from sdk.findings import Finding
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject
from sdk.qc.sweep import Sweeps
from sdk.scene.motion import Drive, Screw
from sdk.spatial import invert_rigid

CODE = "X_ROLLING_RATIO"
NAME = "check_rolling_ratio"
PARALLEL = 0.9999
APART = 0.001
"""Metres between two rims that still touch."""
APART_SHARE = 0.005
"""Of the distance of the axes: the same for large wheels."""
MESHED = 0.2
"""Of the smaller radius: the deepest that teeth reach into each other."""
SIDE_BY_SIDE = 0.3
"""Of the thinner wheel: how much of it must lie beside the other."""
SLIP = 0.05
"""Share of the ratio that counts as rounding, or as an uneven addendum."""

Wheel = tuple[int, float, float, float]
"""Index, radius, and where it begins and ends along its axis, metres."""


def check_rolling_ratio(subject: Subject) -> Outcome:
    """Whether every two coupled wheels that meet roll on each other."""
    findings = [finding for drive in subject.scene.drives for finding in _slipping(subject, drive)]
    return Outcome(ok=not findings, findings=tuple(findings))


def _slipping(subject: Subject, drive: Drive) -> Iterator[Finding]:
    sweeps = Sweeps.of(subject)
    for one, other in combinations(range(len(drive.paths)), 2):
        screws = own_screws(drive, one, other)
        if screws is None or not (screws[0].turns and screws[1].turns):
            continue
        first, second = screws
        if abs(float(first.axis @ second.axis)) < PARALLEL:
            continue
        rates = [(screw.follow(1e-3) - screw.follow(-1e-3)) / 2e-3 for screw in screws]
        if not all(rates) or any(
            abs(abs(rate) - screw.ratio) > SLIP * screw.ratio
            for rate, screw in zip(rates, screws, strict=True)
        ):
            continue  # an uneven law: rims of these are no wheels
        meeting = _meeting(
            sweeps, _wheels(sweeps, drive, one, first), _wheels(sweeps, drive, other, second), first, second
        )
        if meeting is None:
            continue
        wheel, beside, radius, other_radius = meeting
        sense = 1.0 if float(first.axis @ second.axis) > 0.0 else -1.0
        given = sense * rates[1] / rates[0]
        wanted = -radius / other_radius
        if abs(given - wanted) > SLIP * abs(wanted):
            yield _finding(
                sweeps, (wheel, beside), (first, second), given=sense * given, wanted=sense * wanted
            )


def own_screws(drive: Drive, one: int, other: int) -> tuple[Screw, Screw] | None:
    """The one joint each of two groups moves about on its own, on a carrier they share; None for longer chains."""
    a, b = drive.paths[one], drive.paths[other]
    shared = 0
    while shared < min(len(a), len(b)) and a[shared] is b[shared]:
        shared += 1
    if len(a) - shared != 1 or len(b) - shared != 1:
        return None
    first, second = a[shared], b[shared]
    return (first, second) if first.ratio and second.ratio else None


def _wheels(sweeps: Sweeps, drive: Drive, group: int, screw: Screw) -> list[Wheel]:
    """Elements of a group that are round about its axis."""
    found = []
    for index in np.flatnonzero(sweeps.groups_of(drive) == group).tolist():
        form_from_world = invert_rigid(sweeps.posed.places[index])
        point = form_from_world[:3, :3] @ screw.point + form_from_world[:3, 3]
        axis = form_from_world[:3, :3] @ screw.axis
        form = sweeps.posed.elements[index].form
        if form.is_round_about(point, axis):
            offset = form.mesh.vertices - point
            along = offset @ axis
            radius = float(np.linalg.norm(offset - along[:, None] * axis, axis=1).max())
            found.append((index, radius, float(along.min()), float(along.max())))
    return found


def _meeting(
    sweeps: Sweeps, wheels: list[Wheel], others: list[Wheel], first: Screw, second: Screw
) -> tuple[int, int, float, float] | None:
    """The two wheels whose rims meet, and their rolling radii."""
    between = second.point - first.point
    lift = float(between @ first.axis)
    distance = float(np.linalg.norm(between - lift * first.axis))
    sense = 1.0 if float(first.axis @ second.axis) > 0.0 else -1.0
    for index, radius, low, high in wheels:
        for other, other_radius, other_low, other_high in others:
            ends = sorted((lift + sense * other_low, lift + sense * other_high))
            common = min(high, ends[1]) - max(low, ends[0])
            depth = radius + other_radius - distance
            if common < SIDE_BY_SIDE * min(high - low, other_high - other_low):
                continue
            if not -max(APART, APART_SHARE * distance) <= depth <= MESHED * min(radius, other_radius):
                continue
            return index, other, radius - 0.5 * depth, other_radius - 0.5 * depth
    return None


def _finding(
    sweeps: Sweeps, pair: tuple[int, int], screws: tuple[Screw, Screw], *, given: float, wanted: float
) -> Finding:
    a, b = (sweeps.posed.elements[index] for index in pair)
    names = [screw.joint.name for screw in screws]
    joint = screws[1].joint
    return CODES[CODE].finding(
        summary=(
            f"{b.part}/{b.label} rolls on {a.part}/{a.label}, so {names[1]!r} must turn {wanted:.4g} for each radian "
            f"of {names[0]!r}; it turns {given:.4g}, and the rims slip"
        ),
        check=NAME,
        parts=(a.part, b.part),
        elements=(a.label, b.label),
        joint=joint.name,
        pose={},
        measured=given,
        limit=wanted,
        line=joint.line,
    )
