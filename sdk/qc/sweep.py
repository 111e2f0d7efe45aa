"""Driving one joint over its range and finding where elements enter each other.

Boxes around whole arcs leave few pairs; for those, samples stand so close that nothing as thick as the thinner
of the two can be jumped over, boxes at each sample leave few of these, and only there the shapes themselves are
compared. A newcomer's mistake: to intersect everywhere. A pair that touches in every pose, such as a runner in
its channel, is measured at a budget of samples, spread over the range.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sdk.qc.overlaps import OverlapRule
from sdk.qc.subject import Subject
from sdk.scene import Posed
from sdk.scene.motion import Drive
from sdk.scene.overlap import Overlap, overlap_of_forms, volume_in_common
from sdk.spatial import corners_of, invert_rigid

COARSE = 9
"""Samples of the arcs whose boxes choose the pairs."""
FINEST = 513
"""Most samples of one pair."""
STEP_SHARE = 0.5
"""Of the thinner element: the travel between two samples."""
MEASURED_TRIANGLES = 20_000
"""Triangles intersected for one pair, over all its samples."""
LEAST_MEASURED, MOST_MEASURED = 3, 65
BISECTIONS = 12


@dataclass(frozen=True, eq=False)
class Entry:
    """Two elements, one of which enters the other in motion."""

    first: int
    second: int
    """Indices into the posed elements at rest; `second` is the moving one, or the one moving more."""
    joint: str
    first_value: float
    """Value of the joint nearest to rest at which they overlap."""
    worst_value: float
    worst: Overlap
    """In the frame of `first`'s element."""
    limit: float

    @property
    def depth(self) -> float:
        """Metres."""
        return self.worst.depth


class Sweeps:
    """The sweeps of one object: its elements at rest, and every drive over its range."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        scene = subject.scene
        self.posed: Posed = scene.at_rest(subject.profile.granularity)
        self.rule = OverlapRule.of(subject.profile, diagonal=lambda: scene.diagonal)
        boxes = np.array([corners_of(element.form.bounds) for element in self.posed.elements])
        boxes = boxes.reshape(-1, 8, 3)
        places = self.posed.places
        self.corners = boxes @ places[:, :3, :3].transpose(0, 2, 1) + places[:, None, :3, 3]
        self.thickness = np.array([element.form.thickness for element in self.posed.elements])
        self._rest_depths: dict[tuple[int, int], float] = {}

    @classmethod
    def of(cls, subject: Subject) -> Sweeps:
        """The sweeps of the subject's scene, made once."""
        key = ("sweeps", subject.profile.granularity)
        return subject.scene.once(key, lambda: cls(subject))

    def groups(self, drive: Drive) -> np.ndarray:
        """(n,) rigid group of each element."""
        return np.array([drive.group_of_part[name] for name in self.posed.parts] or [0], dtype=np.int64)[
            self.posed.owners
        ]

    def entries(self, drive: Drive) -> list[Entry]:
        """Every pair of elements that overlap somewhere in the range and not, or less, at rest."""
        found = (self._enter(drive, first, second) for first, second in self._candidates(drive))
        return [entry for entry in found if entry is not None]

    def swept_boxes(self, drive: Drive) -> np.ndarray:
        """(n, 2, 3) boxes around each element's whole way; resting ones keep their box."""
        return self.subject.scene.once(("swept", drive.joint.name), lambda: self._swept_boxes(drive))

    def _swept_boxes(self, drive: Drive) -> np.ndarray:
        boxes = self.posed.boxes.copy()
        groups = self.groups(drive)
        values = np.linspace(drive.lower, drive.upper, COARSE)
        motions = drive.motions(values)
        step = (drive.upper - drive.lower) / (COARSE - 1)
        for group, path in enumerate(drive.paths):
            members = np.flatnonzero(groups == group)
            if not path or not len(members):
                continue
            moved = _moved(motions[group], self.corners[members])  # (k, m, 8, 3)
            low, high = moved.min(axis=(0, 2)), moved.max(axis=(0, 2))
            turn = sum(abs(screw.ratio) * step for screw in path if screw.turns)
            if turn:
                chords = np.linalg.norm(np.diff(moved, axis=0), axis=3).max(axis=(0, 2))
                bulge = (0.5 * chords * np.tan(min(turn, 3.0) / 4.0))[:, None]
                low, high = low - bulge, high + bulge
            boxes[members, 0] = np.minimum(boxes[members, 0], low)
            boxes[members, 1] = np.maximum(boxes[members, 1], high)
        return boxes

    def _candidates(self, drive: Drive) -> Iterator[tuple[int, int]]:
        groups = self.groups(drive)
        boxes = self.swept_boxes(drive)
        movers = np.flatnonzero(groups > 0)
        low, high = boxes[:, 0] + self.rule.least_depth, boxes[:, 1]
        near = np.ones((len(movers), len(boxes)), dtype=bool)
        for axis in range(3):
            near &= low[movers, None, axis] < high[None, :, axis]
            near &= low[None, :, axis] < high[movers, None, axis]
        near &= (groups[None, :] == 0) | (groups[None, :] > groups[movers, None])
        for row, other in np.argwhere(near).tolist():
            yield other, int(movers[row])

    def is_round_pair(self, drive: Drive, groups: np.ndarray, first: int, second: int) -> bool:
        """Whether the two turn about an axis that one of them is round about, so that nothing changes."""
        screw = drive.common_screw(int(groups[first]), int(groups[second]))
        if screw is None or not screw.turns:
            return False
        for index in (first, second):
            form_from_world = invert_rigid(self.posed.places[index])
            point = form_from_world[:3, :3] @ screw.point + form_from_world[:3, 3]
            if self.posed.elements[index].form.is_round_about(point, form_from_world[:3, :3] @ screw.axis):
                return True
        return False

    def _enter(self, drive: Drive, first: int, second: int) -> Entry | None:
        posed = self.posed
        a, b = posed.elements[first], posed.elements[second]
        groups = self.groups_of(drive)
        if self.is_round_pair(drive, groups, first, second):
            return None
        pair = sorted((a.part, b.part))
        if self.subject.allowances.covers_overlap(pair, first=a.name, second=b.name):
            return None
        motion = _Pair(self, drive, int(groups[first]), int(groups[second]), first, second)
        values = motion.values()
        near = motion.near(values)
        if not len(near):
            return None
        if a.form.solid is None or b.form.solid is None:
            return None
        budget = MEASURED_TRIANGLES // (len(a.mesh.faces) + len(b.mesh.faces))
        budget = min(max(budget, LEAST_MEASURED), MOST_MEASURED)
        if posed.collides(first, second):  # they touch in most poses; which ones tells nothing
            near = _spread(near, budget)
        meeting = [value for value in motion.colliding(values, near) if value != 0.0]
        if not meeting:
            return None
        picked = _spread(np.arange(len(meeting)), budget).tolist()
        tolerated = self.tolerated(first, second)
        deep = {
            meeting[i]: overlap
            for i in picked
            if (overlap := motion.overlap(meeting[i])) is not None and overlap.depth > tolerated
        }
        if not deep:
            return None
        worst = max(deep, key=lambda value: deep[value].depth)
        nearest = min(deep, key=abs)
        return Entry(
            first,
            second,
            drive.joint.name,
            motion.first_deep(nearest, values, tolerated),
            worst,
            deep[worst],
            tolerated,
        )

    def groups_of(self, drive: Drive) -> np.ndarray:
        """`groups`, worked out once per drive."""
        return self.subject.scene.once(("groups", drive.joint.name), lambda: self.groups(drive))

    def tolerated(self, first: int, second: int) -> float:
        """Depth in metres up to which a pair in motion is as it was at rest."""
        return self.rule.least_depth + self.rest_depth(first, second)

    def rest_depth(self, first: int, second: int) -> float:
        """Depth in metres at which the two overlap at rest."""
        key = (first, second)
        if key not in self._rest_depths:
            forms = [self.posed.elements[index].form for index in key]
            place = invert_rigid(self.posed.places[first]) @ self.posed.places[second]
            overlap = overlap_of_forms(forms[0], forms[1], place)
            self._rest_depths[key] = 0.0 if overlap is None else overlap.depth
        return self._rest_depths[key]


class _Pair:
    """Two elements in one sweep."""

    def __init__(
        self, sweeps: Sweeps, drive: Drive, first_group: int, second_group: int, first: int, second: int
    ) -> None:
        self.sweeps, self.drive = sweeps, drive
        self.groups = [first_group, second_group]
        self.indices = (first, second)
        posed = sweeps.posed
        self.elements = (posed.elements[first], posed.elements[second])
        self.places = (posed.places[first], posed.places[second])

    @cached_property
    def travel(self) -> float:
        """Most metres a corner of either goes over the range."""
        values = np.linspace(self.drive.lower, self.drive.upper, COARSE)
        motions = self.drive.motions(values)
        total = 0.0
        for group, index in zip(self.groups, self.indices, strict=True):
            if group:
                moved = _moved(motions[group], self.sweeps.corners[[index]])[:, 0]
                total += float(np.linalg.norm(np.diff(moved, axis=0), axis=2).sum(axis=0).max())
        return total

    def values(self) -> np.ndarray:
        """Values of the driver to look at."""
        thin = float(self.sweeps.thickness[list(self.indices)].min())
        step = max(STEP_SHARE * thin, self.sweeps.rule.least_depth)
        count = int(np.clip(np.ceil(self.travel / step) + 1, COARSE, FINEST))
        return np.linspace(self.drive.lower, self.drive.upper, count)

    def near(self, values: np.ndarray) -> np.ndarray:
        """Positions of the values at which the boxes overlap deeper than is tolerated."""
        motions = self.drive.motions(values)
        boxes = []
        for group, index in zip(self.groups, self.indices, strict=True):
            if group:
                moved = _moved(motions[group], self.sweeps.corners[[index]])[:, 0]
                boxes.append((moved.min(axis=1), moved.max(axis=1)))
            else:
                low, high = self.sweeps.posed.boxes[index]
                boxes.append((low[None, :], high[None, :]))
        common = np.minimum(boxes[0][1], boxes[1][1]) - np.maximum(boxes[0][0], boxes[1][0])
        return np.flatnonzero((common > self.sweeps.rule.least_depth).all(axis=1))

    def _placed(self, value: float) -> tuple[np.ndarray, np.ndarray]:
        motions = self.drive.motions(np.array([value]))[:, 0]
        first, second = (
            motions[group] @ place if group else place
            for group, place in zip(self.groups, self.places, strict=True)
        )
        return first, second

    def colliding(self, values: np.ndarray, chosen: np.ndarray) -> list[float]:
        """Those of the chosen positions' values at which the skins meet."""
        motions = self.drive.motions(values[chosen])
        first, second = (
            motions[group] @ place for group, place in zip(self.groups, self.places, strict=True)
        )
        mine, theirs = self.elements[0].collider, self.elements[1].collider
        return [
            value
            for value, one, other in zip(values[chosen].tolist(), first, second, strict=True)
            if mine.collides(one, theirs, other)
        ]

    def overlap(self, value: float) -> Overlap | None:
        """The overlap at a value, in the first element's frame; None when too little to be one."""
        first, second = self._placed(value)
        forms = self.elements[0].form, self.elements[1].form
        place = invert_rigid(first) @ second
        rule = self.sweeps.rule
        smaller = min(forms[0].volume, forms[1].volume)
        volume = volume_in_common(forms[0], forms[1], place)
        if volume <= rule.least_volume and not 0.0 < rule.volume_share * smaller < volume:
            return None
        return overlap_of_forms(forms[0], forms[1], place)

    def first_deep(self, found: float, values: np.ndarray, tolerated: float) -> float:
        """The value nearest to rest at which the two overlap, between `found` and the sample before it."""
        step = float(values[1] - values[0])
        clear, deep = 0.0 if abs(found) <= step else found - np.sign(found) * step, found

        def is_deep(value: float) -> bool:
            overlap = self.overlap(value)
            return overlap is not None and overlap.depth > tolerated

        while clear != 0.0 and is_deep(clear):  # samples before it may not have been measured
            deep = clear
            clear = 0.0 if abs(clear) <= step else clear - float(np.sign(clear)) * step
        for _ in range(BISECTIONS):
            middle = 0.5 * (clear + deep)
            if is_deep(middle):
                deep = middle
            else:
                clear = middle
        return float(deep)


def _spread(items: np.ndarray, count: int) -> np.ndarray:
    """At most `count` of the items, evenly spread, both ends among them."""
    if len(items) <= count:
        return items
    return items[np.unique(np.round(np.linspace(0, len(items) - 1, count)).astype(np.int64))]


def _moved(motions: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """(k, m, 8, 3) corners (m, 8, 3) under (k, 4, 4) motions."""
    return np.einsum("kij,mcj->kmci", motions[:, :3, :3], corners) + motions[:, None, None, :3, 3]
