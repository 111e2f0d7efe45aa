"""Driving one joint over its range and finding where elements enter each other.

Boxes around whole arcs leave few pairs; for those, samples stand so close that nothing as thick as the thinner
of the two can be jumped over, boxes at each sample leave few of these, and only there the shapes themselves are
compared. A newcomer's mistake: to intersect everywhere. A pair that touches in every pose, such as a runner in
its channel, is measured at a budget of samples, spread over the range.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sdk.qc.effort import COMPARED, PREPARED, Effort
from sdk.qc.overlaps import OverlapRule
from sdk.qc.pair_motion import FIRST_MEASURED, PairMotion
from sdk.qc.subject import Subject
from sdk.qc.ways import Ways
from sdk.scene import Posed
from sdk.scene.forms import ROUND_COSINE, ROUND_SLACK, CylinderForm, SphereForm
from sdk.scene.motion import Drive, Screw
from sdk.scene.overlap import Overlap, overlap_of_forms
from sdk.spatial import invert_rigid

CROWD = 6
"""Collisions of two parts in one sweep after which others count only where they narrow the usable range."""


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
    """Depth in metres that would have been tolerated."""
    opposite_value: float | None = None
    """The value nearest to rest on the other side of it at which they overlap too."""

    @property
    def depth(self) -> float:
        """Metres."""
        return self.worst.depth

    @property
    def first_values(self) -> tuple[float, ...]:
        """Values nearest to rest at which they overlap, on one side of it or on both."""
        return (self.first_value,) if self.opposite_value is None else (self.first_value, self.opposite_value)


class Sweeps:
    """The sweeps of one object: its elements at rest, and every drive over its range."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        scene = subject.scene
        self.posed: Posed = scene.at_rest(subject.profile.granularity)
        self.rule = OverlapRule.of(subject.profile, diagonal=lambda: scene.diagonal)
        self._groups: dict[Drive, np.ndarray] = {}
        self.thickness = self.posed.of_forms(lambda form: form.thickness)
        self._rest_depths: dict[tuple[int, int], float] = {}
        self._round: dict[tuple[int, int], bool] = {}
        self._round_about: dict[int, np.ndarray] = {}
        self.effort = Effort()

    @classmethod
    def of(cls, subject: Subject) -> Sweeps:
        """The sweeps of the subject's scene, made once."""
        key = ("sweeps", subject.profile.granularity)
        return subject.scene.once(key, lambda: cls(subject))

    def groups_of(self, drive: Drive) -> np.ndarray:
        """(n,) rigid group of each element."""
        if drive not in self._groups:
            groups = [drive.group_of_part[name] for name in self.posed.parts] or [0]
            self._groups[drive] = np.array(groups, dtype=np.int64)[self.posed.owners]
        return self._groups[drive]

    def entries(self, drive: Drive) -> list[Entry]:
        """Every pair of elements that overlap somewhere in the range and not, or less, at rest."""
        if self.effort.left <= 0.0:
            self.effort.unmeasured += 1
            return []
        found: list[Entry] = []
        crowds: Counter[tuple[int, int]] = Counter()
        groups = self.groups_of(drive)
        usable = [drive.lower, drive.upper]
        owners = self.posed.owners
        pairs = self._candidates(drive)
        for number, (first, second) in enumerate(pairs):
            if not self.effort.spend(PREPARED):
                self.effort.unmeasured += len(pairs) - number
                break
            if self._is_allowed(first, second):
                continue
            parts = int(owners[first]), int(owners[second])
            pair = PairMotion(self, drive, int(groups[first]), int(groups[second]), first, second)
            entry = self._narrowing(pair, usable) if crowds[parts] >= CROWD else self._enter(pair)
            if entry is None:
                continue
            found.append(entry)
            crowds[parts] += 1
            for value in entry.first_values:
                side = 0 if value < 0.0 else 1
                usable[side] = max(usable[0], value) if side == 0 else min(usable[1], value)
        return found

    @property
    def corners(self) -> np.ndarray:
        """(n, 8, 3) corners of the elements' own boxes in the world at rest."""
        return self.ways.corners

    @cached_property
    def ways(self) -> Ways:
        """Where each drive takes what it moves."""
        return Ways(self.posed, self.subject.scene.drives, self.groups_of, depth=self.rule.least_depth)

    def _candidates(self, drive: Drive) -> list[tuple[int, int]]:
        """(element, moving element) whose ways cross deeper than is tolerated."""
        way = self.ways.of(drive)
        self.effort.spend(COMPARED * way.compared)
        found = way.crossing[~self.are_round(drive, way.crossing)]
        return [(other, mover) for other, mover in found[np.lexsort((found[:, 0], found[:, 1]))].tolist()]

    def _is_allowed(self, first: int, second: int) -> bool:
        a, b = self.posed.elements[first], self.posed.elements[second]
        return self.subject.allowances.covers_overlap(sorted((a.part, b.part)), first=a.name, second=b.name)

    def are_round(self, drive: Drive, pairs: np.ndarray) -> np.ndarray:
        """(k,) `is_round_pair` of each of (k, 2) pairs; each element is looked at once."""
        found = np.zeros(len(pairs), dtype=bool)
        if not len(pairs):
            return found
        if drive.only_screw is not None and not (drive.only_screw.turns and self._may_be_round):
            return found
        groups = self.groups_of(drive)[pairs]
        keys = groups[:, 0] * len(drive.paths) + groups[:, 1]
        for key in np.unique(keys).tolist():
            screw = drive.common_screw(*divmod(key, len(drive.paths)))
            if screw is None or not screw.turns:
                continue
            rows = np.flatnonzero(keys == key)
            primitives = self._round_primitives(screw)
            found[rows] = primitives[pairs[rows]].any(axis=1)
            rows = rows[~found[rows] & self._are_meshes[pairs[rows]].any(axis=1)]
            if not len(rows):
                continue
            columns = sorted((0, 1), key=lambda column: len(np.unique(pairs[rows, column])))
            for column in columns:  # one shaft may answer for a thousand blades
                rows = rows[~found[rows]]
                indices, places = np.unique(pairs[rows, column], return_inverse=True)
                is_round = np.zeros(len(indices), dtype=bool)
                for place in np.flatnonzero(self._are_meshes[indices]).tolist():
                    is_round[place] = self._is_round(screw, int(indices[place]))
                found[rows] = is_round[places.reshape(-1)]
        return found

    def is_round_pair(self, drive: Drive, groups: np.ndarray, first: int, second: int) -> bool:
        """Whether the two turn about an axis that one of them is round about, so that nothing changes."""
        screw = drive.common_screw(int(groups[first]), int(groups[second]))
        if screw is None or not screw.turns:
            return False
        return self._is_round(screw, first) or self._is_round(screw, second)

    def _is_round(self, screw: Screw, index: int) -> bool:
        if not self._are_meshes[index]:
            return bool(self._round_primitives(screw)[index])
        key = id(screw), index
        if key not in self._round:
            form_from_world = invert_rigid(self.posed.places[index])
            point = form_from_world[:3, :3] @ screw.point + form_from_world[:3, 3]
            axis = form_from_world[:3, :3] @ screw.axis
            self._round[key] = self.posed.elements[index].form.is_round_about(point, axis)
        return self._round[key]

    @cached_property
    def _are_meshes(self) -> np.ndarray:
        return self.posed.of_forms(lambda form: not form.is_solid).astype(bool)

    @cached_property
    def _may_be_round(self) -> bool:
        return bool(self._are_meshes.any() or self._radii[0].any())

    @cached_property
    def _radii(self) -> tuple[np.ndarray, np.ndarray]:
        """(n,) radius of each round primitive, 0 for what is not; and whether it is round one way only."""
        radii = self.posed.of_forms(
            lambda form: form.radius if isinstance(form, (CylinderForm, SphereForm)) else 0.0
        )
        return radii, self.posed.of_forms(lambda form: isinstance(form, CylinderForm)).astype(bool)

    def _round_primitives(self, screw: Screw) -> np.ndarray:
        """(n,) whether each primitive is round about the screw's axis; as `Form.is_round_about`, all at once."""
        known = self._round_about.get(id(screw))
        if known is None:
            radii, is_tube = self._radii
            offsets = self.posed.places[:, :3, 3] - screw.point
            off = np.linalg.norm(offsets - (offsets @ screw.axis)[:, None] * screw.axis, axis=1)
            cosine = np.abs(self.posed.places[:, :3, 2] @ screw.axis)
            known = (radii > 0.0) & (off <= ROUND_SLACK * radii) & (~is_tube | (cosine > ROUND_COSINE))
            self._round_about[id(screw)] = known
        return known

    def _enter(self, pair: PairMotion) -> Entry | None:
        """The collision of a pair, with its worst place and the first on each side of rest."""
        values, meeting = pair.meeting()
        if not len(meeting):
            return None
        first, second = pair.indices
        tolerated = self.tolerated(first, second)
        deep = pair.deepest(meeting, tolerated)
        if not deep:
            return None
        worst = max(deep, key=lambda value: deep[value].depth)
        firsts = [
            pair.first_deep(nearest, values, tolerated)
            for sign in (-1.0, 1.0)
            if (nearest := pair.nearest_deep(meeting, deep, sign, tolerated)) is not None
        ]
        firsts.sort(key=abs)
        return Entry(
            first, second, pair.drive.joint.name, firsts[0], worst, deep[worst], tolerated, *firsts[1:]
        )

    def _narrowing(self, pair: PairMotion, usable: list[float]) -> Entry | None:
        """The collision of a pair, as far as it lies within the range that is usable so far."""
        values, meeting = pair.meeting(within=(usable[0], usable[1]))
        if not len(meeting):
            return None
        tolerated = self.tolerated(*pair.indices)
        for value in sorted(meeting.tolist(), key=abs)[:FIRST_MEASURED]:
            overlap = pair.overlap(value)
            if overlap is not None and overlap.depth > tolerated:
                found = pair.first_deep(value, values, tolerated)
                return Entry(*pair.indices, pair.drive.joint.name, found, value, overlap, tolerated)
        return None

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
