"""X_ATTACHMENT_LOST: what is plainly attached stays attached while joints move.

What is wrong: something that holds on at rest lets go in motion. Three things count as attached: cloth, cables,
belts and their kind, by name, with what they touch; a round pin with the other part's eye, until it is drawn out
lengthwise; and a coupled follower with the thing that pushes it.

Bad:  a plunger that follows its trigger at half the travel, so that a gap opens between them
Good: the follower's ratio from the lever arm, ``Mimic("trigger_pull", multiplier=0.03)``; a rope end that moves
      with its hook.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from sdk.findings import Finding
from sdk.qc.bores import find_bores
from sdk.qc.codes import CODES
from sdk.qc.contacts import moved, part_reaches
from sdk.qc.outcome import Outcome, millimetres
from sdk.qc.subject import Subject
from sdk.qc.sweep import Sweeps
from sdk.qc.words import last_word
from sdk.scene import Posed
from sdk.scene.forms import CylinderForm, SphereForm
from sdk.scene.motion import Drive
from sdk.scene.overlap import measure_overlap
from sdk.spatial import apply_transform, invert_rigid

CODE = "X_ATTACHMENT_LOST"
NAME = "check_attachment"
SOFT = frozenset(
    (
        "fabric",
        "cloth",
        "canvas",
        "textile",
        "cable",
        "cord",
        "rope",
        "strap",
        "belt",
        "hose",
        "wire",
        "chain",
    )
    + ("string", "sling", "tether", "lanyard")
)
"""Last words of names of things that hang on to what they touch."""
TRIED = (0.1, 0.25, 0.5)
"""Shares of the range at which a push would go in, were the follower not to give way."""
PUSHED_IN = 0.0005
"""Metres: a push that goes in less is a brush."""
LOOSE = 0.001
"""Metres of play that coupled parts may have."""
LOOSE_SHARE = 0.05
"""Of the travel at the contact: the same for long travels, lever ratios being rounded."""
IN_LINE = 0.999
NARROWEST = 0.6
"""Of the eye's radius: a thinner pin merely passes through."""
SAMPLES = np.linspace(-0.48, 0.48, 9)
"""Places along a pin, as shares of its length from its middle, looked for in solid matter."""
MOST_FOLLOWED = 48
"""Contacts of one joint that are looked at."""


@dataclass(frozen=True)
class _Loss:
    """A contact at rest, by element, and the pose at which it is gone."""

    first: int
    second: int
    value: float
    gap: float
    limit: float
    why: str


_Seat = tuple[np.ndarray, float, float]


def check_attachment(subject: Subject) -> Outcome:
    """Whether every attachment lasts through the range of every joint."""
    findings: dict[tuple[str, ...], Finding] = {}
    for drive in subject.scene.drives:
        for loss in (*_soft(subject, drive), *_unpinned(subject, drive), *_pushed(subject, drive)):
            parts = (Sweeps.of(subject).posed.elements[index].part for index in (loss.first, loss.second))
            key = (*sorted(parts), loss.why)
            if key not in findings:
                findings[key] = _finding(subject, drive, loss)
    return Outcome(ok=not findings, findings=tuple(findings.values()))


def _soft(subject: Subject, drive: Drive) -> Iterator[_Loss]:
    """Soft things, part by part, that touch what moves against them at rest and not at an end."""
    sweeps = Sweeps.of(subject)
    posed, groups = sweeps.posed, sweeps.groups_of(drive)
    soft = subject.scene.once(
        "soft", lambda: [_is_soft(element.part, element.visual_name) for element in posed.elements]
    )
    if not any(soft):
        return
    reaches = part_reaches(subject, posed)
    held: dict[tuple[int, str], list[int]] = {}
    for index in np.flatnonzero(soft).tolist():
        if not _is_free(drive, groups[index]):
            continue
        near = _beside(posed, index, np.flatnonzero(groups != groups[index]), reaches)
        for other in near:
            if posed.meets(index, other, tolerance=float(min(reaches[index], reaches[other])), filled=True):
                held.setdefault((index, posed.elements[other].part), []).append(other)
    for end in drive.ends if held else ():
        there = moved(posed, drive, groups, end)
        for (index, part), _ in held.items():
            nearest = there.nearest([index], posed.of_part(part))
            limit = max(LOOSE, float(reaches[index]))
            if (
                nearest
                and not nearest.collided
                and nearest.distance > limit
                and not there.nested(index, nearest.second)
            ):
                yield _Loss(index, nearest.second, end, nearest.distance, limit, "is fastened to")


def _is_soft(part: str, visual: str | None) -> bool:
    return (
        bool({last_word(visual or ""), last_word(part) if not visual else ""} & SOFT)
        or last_word(part) in SOFT
    )


def _beside(posed: Posed, index: int, others: np.ndarray, reaches: np.ndarray) -> list[int]:
    boxes = posed.boxes
    apart = np.maximum(boxes[others, 0] - boxes[index, 1], boxes[index, 0] - boxes[others, 1]).max(axis=1)
    return others[apart <= reaches[index]].tolist()


def _pushed(subject: Subject, drive: Drive) -> Iterator[_Loss]:
    """Pairs of coupled groups, one of which would go into the other if that did not give way, that come apart."""
    sweeps = Sweeps.of(subject)
    posed, groups = sweeps.posed, sweeps.groups_of(drive)
    if len(drive.paths) < 3:
        return
    reaches = np.full(len(posed.elements), LOOSE)
    followed = 0
    for one, other in combinations(range(1, len(drive.paths)), 2):
        if _leads(drive, one, other) or not (_is_free(drive, one) and _is_free(drive, other)):
            continue
        mine = np.where(groups == one, 1, np.where(groups == other, 0, -1))
        for first, second in _close(posed, mine, reaches):
            followed += 1
            if followed > MOST_FOLLOWED:
                return
            if not posed.meets(first, second, tolerance=LOOSE, filled=True):
                continue
            for end in drive.ends:
                loss = _parted(sweeps, drive, first, second, end)
                if loss is not None:
                    yield loss


def _unpinned(subject: Subject, drive: Drive) -> Iterator[_Loss]:
    """Pins that leave the eye they stand in at rest other than lengthwise."""
    sweeps = Sweeps.of(subject)
    posed, groups = sweeps.posed, sweeps.groups_of(drive)
    seats = subject.scene.once("seats", lambda: _Seats(posed))
    if not len(seats.pairs):
        return
    of_pin, of_eye = groups[seats.pairs].T
    free = np.array([_is_free(drive, group) for group in range(len(drive.paths))])
    chosen = np.flatnonzero((of_pin != of_eye) & free[of_pin] & free[of_eye])
    chosen = seats.taken(chosen[~sweeps.are_round(drive, np.sort(seats.pairs[chosen], axis=1))])
    if not len(chosen):
        return
    lost: dict[int, tuple[float, float]] = {}
    for end in drive.ends:
        motions = drive.motions(np.array([end]))[:, 0]
        points = seats.points[chosen, :, None]
        here, there = (
            (motions[group, :3, :3] @ points)[:, :, 0] + motions[group, :3, 3]
            for group in (of_pin[chosen], of_eye[chosen])
        )
        axes = posed.places[seats.pairs[chosen, 0], :3, 2, None]
        axes = (motions[of_pin[chosen], :3, :3] @ axes)[:, :, 0]
        along = np.einsum("ij,ij->i", there - here, axes)
        aside = np.linalg.norm(there - here - along[:, None] * axes, axis=1)
        gone = (aside > seats.plays[chosen] + LOOSE) & (np.abs(along) < seats.depths[chosen])
        for row in np.flatnonzero(gone).tolist():
            lost.setdefault(int(chosen[row]), (end, float(aside[row])))
    for row in sorted(lost):
        pin, eye = seats.pairs[row].tolist()
        yield _Loss(pin, eye, *lost[row], float(seats.plays[row]) + LOOSE, "is pinned to")


class _Seats:
    """Every cylinder that could be a pin with every element of another part beside it, and how it stands there."""

    def __init__(self, posed: Posed) -> None:
        is_pin = posed.of_forms(lambda form: isinstance(form, CylinderForm) and form.length >= form.radius)
        near = posed.pairs(posed.boxes, margin=LOOSE)
        near = np.concatenate([near, near[:, ::-1]])
        near = near[is_pin.astype(bool)[near[:, 0]]]
        self._posed = posed
        self.pairs = near[np.lexsort((near[:, 1], near[:, 0]))]
        """(k, 2) of pin and eye."""
        self.points = np.zeros((len(self.pairs), 3))
        """(k, 3) on the pin's axis, in the world, where it stands in the eye."""
        self.plays = np.zeros(len(self.pairs))
        """(k,) metres."""
        self.depths = np.full(len(self.pairs), np.nan)
        """(k,) metres of pin in the eye, 0 where it stands in none, not a number where that is not known yet."""
        if len(self.pairs):
            self._look_at_solids()

    def taken(self, chosen: np.ndarray) -> np.ndarray:
        """Those of the chosen rows in which a pin stands in an eye."""
        for row in chosen[np.isnan(self.depths[chosen])].tolist():
            pin, eye = self.pairs[row].tolist()
            form = self._posed.elements[pin].form
            seat = _seat_of(self._posed, pin, eye, form) if isinstance(form, CylinderForm) else None
            self.depths[row] = 0.0
            if seat is not None:
                self.points[row], self.plays[row], self.depths[row] = seat
        return chosen[self.depths[chosen] > 0.0]

    def _look_at_solids(self) -> None:
        """All eyes that are primitives at once: they have no bores, and hold what goes into them."""
        posed, places = self._posed, self._posed.places
        rows = np.flatnonzero(posed.of_forms(lambda form: form.is_solid)[self.pairs[:, 1]])
        pins, eyes = self.pairs[rows].T
        lengths = posed.of_forms(lambda form: form.length if isinstance(form, CylinderForm) else 0.0)[pins]
        along = (SAMPLES * lengths[:, None])[..., None]
        points = places[pins, None, :3, 3] + along * places[pins, None, :3, 2]
        inside = _inside_solids(posed, eyes, (points - places[eyes, None, :3, 3]) @ places[eyes, :3, :3])
        counts = inside.sum(axis=1)
        self.points[rows] = (points * inside[..., None]).sum(axis=1) / np.maximum(counts, 1)[:, None]
        self.depths[rows] = counts / len(SAMPLES) * lengths


def _inside_solids(posed: Posed, chosen: np.ndarray, points: np.ndarray) -> np.ndarray:
    """(k, m) whether each of the (k, m, 3) points, in its form's frame, lies in that of the (k,) chosen."""
    halves = posed.of_forms(lambda form: form.bounds[1] if form.is_solid else np.zeros(3))[chosen]
    kinds = posed.of_forms(lambda form: isinstance(form, CylinderForm) + 2 * isinstance(form, SphereForm))
    inside = (np.abs(points) <= halves[:, None]).all(axis=2)
    across = np.linalg.norm(points[..., :2], axis=2) <= halves[:, :1]
    around = np.linalg.norm(points, axis=2) <= halves[:, :1]
    kind = kinds[chosen][:, None]
    return inside & np.where(kind == 1, across, True) & np.where(kind == 2, around, True)


def _is_free(drive: Drive, group: int) -> bool:
    """Whether nothing on the way to the group is held released for the sake of an interlock."""
    return all(screw.ratio for screw in drive.paths[int(group)])


def _seat_of(posed: Posed, pin: int, eye: int, form: CylinderForm) -> _Seat | None:
    """(world point on the pin's axis, play in metres, metres of pin in the eye); None when it stands in none."""
    place, half = posed.places[pin], 0.5 * form.length
    axis, middle = place[:3, 2], place[:3, 3]
    for bore in (bore.placed(posed.places[eye]) for bore in find_bores(posed.elements[eye].form)):
        offset = middle - bore.point
        lift = float(offset @ bore.axis)
        off = float(np.linalg.norm(offset - lift * bore.axis))
        common = min(half, 0.5 * bore.length - lift) - max(-half, -0.5 * bore.length - lift)
        is_in_line = abs(float(axis @ bore.axis)) > IN_LINE and off <= LOOSE
        if is_in_line and common > 0.0 and NARROWEST * bore.radius <= form.radius <= bore.radius + LOOSE:
            return bore.point, max(0.0, bore.radius - form.radius), common
    if not posed.collides(pin, eye):
        return None
    eye_from_world = invert_rigid(posed.places[eye])
    points = middle + (SAMPLES * form.length)[:, None] * axis
    inside = [posed.elements[eye].form.contains(apply_transform(eye_from_world, point)) for point in points]
    if not any(inside):
        return None
    return points[np.flatnonzero(inside)].mean(axis=0), 0.0, sum(inside) / len(points) * form.length


def _leads(drive: Drive, one: int, other: int) -> bool:
    """Whether one group rides on the other, so that a joint of their own connects them."""
    a, b = drive.paths[one], drive.paths[other]
    shared = min(len(a), len(b))
    return a[:shared] == b[:shared]


def _close(posed: Posed, mine: np.ndarray, reaches: np.ndarray) -> list[tuple[int, int]]:
    """(element of the one group, element of the other) whose boxes come within reach."""
    chosen = np.flatnonzero(mine >= 0)
    if not (mine[chosen] == 1).any() or not (mine[chosen] == 0).any():
        return []
    found = []
    boxes = posed.boxes
    theirs = np.flatnonzero(mine == 0)
    for index in np.flatnonzero(mine == 1).tolist():
        apart = np.maximum(boxes[theirs, 0] - boxes[index, 1], boxes[index, 0] - boxes[theirs, 1]).max(axis=1)
        found += [(int(other), index) for other in theirs[apart <= reaches[index]].tolist()]
    return found


def _parted(sweeps: Sweeps, drive: Drive, first: int, second: int, end: float) -> _Loss | None:
    posed, groups = sweeps.posed, sweeps.groups_of(drive)
    there = moved(posed, drive, groups, end)
    if there.collides(first, second):
        return None
    gap = there.distance(first, second)
    travel = max(
        float(np.linalg.norm(there.boxes[index].mean(axis=0) - posed.boxes[index].mean(axis=0)))
        for index in (first, second)
    )
    limit = max(LOOSE, LOOSE_SHARE * travel)
    if gap <= limit or there.nested(first, second) or not _pushes(sweeps, drive, first, second, end):
        return None
    return _Loss(first, second, end, gap, limit, "is driven by")


def _pushes(sweeps: Sweeps, drive: Drive, first: int, second: int, end: float) -> bool:
    """Whether either alone would go into the other all along the first half of the way."""
    posed, groups = sweeps.posed, sweeps.groups_of(drive)
    for mover in (first, second):
        stays = posed.places[first if mover == second else second]
        deep = 0
        for share in TRIED:
            there = moved(posed, drive, groups, share * end)
            places = there.places.copy()
            places[first if mover == second else second] = stays
            alone = Posed(there.elements, places, there.parts, there.owners, there.world_from_part, {})
            if not alone.collides(first, second):
                break
            overlap = measure_overlap(alone, first, second)
            if overlap is None or overlap.depth <= PUSHED_IN:
                break
            deep += 1
        if deep == len(TRIED):
            return True
    return False


def _finding(subject: Subject, drive: Drive, loss: _Loss) -> Finding:
    sweeps = Sweeps.of(subject)
    posed = sweeps.posed
    a, b = posed.elements[loss.first], posed.elements[loss.second]
    unit = "rad" if drive.joint.articulation_type.is_angular else "m"
    motions, groups = drive.motions(np.array([loss.value]))[:, 0], sweeps.groups_of(drive)
    one, other = (
        element.form.world_box(motions[groups[index]] @ posed.places[index]).mean(axis=0)
        for element, index in ((a, loss.first), (b, loss.second))
    )
    way = one - other
    length = float(np.linalg.norm(way)) or 1.0
    move = way / length * loss.gap
    return CODES[CODE].finding(
        summary=(
            f"{a.part}/{a.label} {loss.why} {b.part}/{b.label}, but they come {millimetres(loss.gap)} apart at "
            f"{drive.joint.name} = {loss.value:.4g} {unit}; let them move together, or correct the ratio"
        ),
        check=NAME,
        parts=(a.part, b.part),
        elements=(a.label, b.label),
        joint=drive.joint.name,
        pose={drive.joint.name: loss.value},
        measured=loss.gap,
        limit=loss.limit,
        move=(float(move[0]), float(move[1]), float(move[2])),
        line=b.line or a.line or drive.joint.line,
    )
