"""Two elements in one sweep: where their boxes overlap, where their skins meet, how deep, and from which value on.

A newcomer's mistake: to measure every pose. What meets is measured at a few values first, the rest only where
those tell of nothing, or beside the deepest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Protocol

import numpy as np

from sdk.collision import Collider
from sdk.facts import recalled
from sdk.qc.effort import COLLIDED, INTERSECTED, TRIANGLE, Effort
from sdk.qc.overlaps import OverlapRule
from sdk.qc.ways import COARSE, coarse_values, moved_corners
from sdk.scene import Element, Posed
from sdk.scene.gliding import Prospect, could_meet, glide_of
from sdk.scene.motion import Drive
from sdk.scene.overlap import Overlap, overlap_of_forms, volume_in_common
from sdk.spatial import corners_of, invert_rigid

FINEST = 513
"""Most samples of one pair."""
FINEST_WOUND = 128
"""Most samples of one pair where the drive turns more than once. What is in the way is so in every turn, and 127 steps,
a prime, come at other angles in each."""
FEW = 16
"""Samples of a pair that are sooner asked one by one."""
STEP_SHARE = 0.5
"""Of the thinner element: the travel between two samples."""
MEASURED_TRIANGLES = 20_000
"""Triangles intersected for one pair, over all its samples."""
LEAST_MEASURED, MOST_MEASURED = 3, 65
FIRST_MEASURED = 9
"""Of these samples: measured first; the rest only where none of them overlaps, or beside the deepest."""
FINEST_SHARE, MOST_TRIED = 256.0, 16
"""Of the step between samples, to which the first value is found; and how many values are measured for it."""
MANY_FACES = 2048
"""Faces from which a search tree is sooner built over those alone that come near."""
REACH = 1e-6
"""Metres beyond the boxes of the others."""
SPARED = 0.8
"""Of the triangles of two meshes: with more that could meet, search trees over them all will do."""


class Swept(Protocol):
    """What a pair needs to know of the sweeps it belongs to."""

    posed: Posed
    rule: OverlapRule
    thickness: np.ndarray
    effort: Effort

    @property
    def corners(self) -> np.ndarray:
        """(n, 8, 3) corners of the elements' own boxes in the world at rest."""
        ...


class PairMotion:
    """Two elements in one sweep."""

    def __init__(
        self, sweeps: Swept, drive: Drive, first_group: int, second_group: int, first: int, second: int
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
        motions = self.drive.motions(coarse_values(self.drive))
        total = 0.0
        for group, index in zip(self.groups, self.indices, strict=True):
            if group:
                moved = moved_corners(motions[group], self.sweeps.corners[[index]])[:, 0]
                total += float(np.linalg.norm(np.diff(moved, axis=0), axis=2).sum(axis=0).max())
        return total

    def values(self) -> np.ndarray:
        """Values of the driver to look at."""
        thin = float(self.sweeps.thickness[list(self.indices)].min())
        step = max(STEP_SHARE * thin, self.sweeps.rule.least_depth)
        most = FINEST_WOUND if self.drive.is_winding else FINEST
        count = int(np.clip(np.ceil(self.travel / step) + 1, COARSE, most))
        return np.linspace(self.drive.lower, self.drive.upper, count)

    def near(self, values: np.ndarray) -> np.ndarray:
        """Positions of the values at which the boxes overlap deeper than is tolerated."""
        motions = self.drive.motions(values)
        boxes = []
        for group, index in zip(self.groups, self.indices, strict=True):
            if group:
                moved = moved_corners(motions[group], self.sweeps.corners[[index]])[:, 0]
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

    def meeting(self, *, within: tuple[float, float] | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Values of the driver looked at, and those of them at which the two meet, rest left out; as many as
        may be measured, evenly spread.
        """
        values = self.values()
        near = self.near(values)
        if within is not None:
            near = near[(values[near] > within[0]) & (values[near] < within[1])]
        nothing = values, np.zeros(0)
        if not len(near):
            return nothing
        colliders = None
        if len(near) > FEW:
            prospect, faces = self._prospect(values[near])
            if prospect is not None:
                near = near[prospect.at]
                colliders = self._colliders_of(prospect, faces)
        if not len(near):
            return nothing
        budget = MEASURED_TRIANGLES // self._triangles
        budget = min(max(budget, LEAST_MEASURED), MOST_MEASURED)
        if self.sweeps.posed.collides(*self.indices):  # they touch in most poses; which ones tells nothing
            near = spread(near, budget)
        self.sweeps.effort.spend(COLLIDED * len(near))
        met = np.array([value for value in self.colliding(values, near, colliders) if value != 0.0])
        if not len(met) or not all(element.form.encloses_volume for element in self.elements):
            return nothing
        return values, spread(met, budget)

    def _prospect(self, values: np.ndarray) -> tuple[Prospect | None, list[np.ndarray]]:
        """Where the two could meet at all, and with which rows of the faces of either that come near; None for
        motions of no kind of which that is told, and where one is a solid primitive and the other small, which is
        quicker to ask.

        What moves without its skin meeting another's does not come to lie inside it either.
        """
        solids = [element.form.is_solid for element in self.elements]
        if all(solids) or (any(solids) and self._triangles < MANY_FACES):
            return None, []
        motions = self.drive.motions(values)
        first, second = (
            motions[group] @ place for group, place in zip(self.groups, self.places, strict=True)
        )
        at_rest = invert_rigid(self.places[0]) @ self.places[1]
        glide = glide_of(np.linalg.solve(first, second) @ invert_rigid(at_rest))
        if glide is None:
            return None, []
        faces = [self._faces_near(own, first, second) for own in (0, 1)]
        if not all(map(len, faces)):
            return Prospect(np.zeros(len(values), dtype=bool), ()), faces
        still, moving = (
            element.form.covering_triangles if element.form.is_solid else element.mesh.vertices[near]
            for element, near in zip(self.elements, faces, strict=True)
        )
        return could_meet(still, moving @ at_rest[:3, :3].T + at_rest[:3, 3], glide), faces

    def _colliders_of(
        self, prospect: Prospect, faces: Sequence[np.ndarray]
    ) -> list[tuple[Collider, Collider]]:
        """Search trees over the triangles that could meet, and over whole meshes where that leaves few out."""
        if not prospect.at.any():
            return []
        chosen = sum(len(rows) + len(columns) for rows, columns in prospect.blocks)
        if chosen > SPARED * self._triangles:
            return [(self.elements[0].collider, self.elements[1].collider)]
        first, second = self.elements
        return [
            (_collider_over(first, faces[0][rows]), _collider_over(second, faces[1][columns]))
            for rows, columns in prospect.blocks
        ]

    def _collider_near(self, own: int, first: np.ndarray, second: np.ndarray) -> Collider:
        """Of one of the two, with as much of it as comes near the other where they are at (k, 4, 4) places."""
        element = self.elements[own]
        if element.form.is_solid or "collider" in vars(element.form):
            return element.collider
        faces = self._faces_near(own, first, second)
        return (
            Collider.mesh(element.mesh.vertices, faces)
            if 0 < len(faces) <= SPARED * len(element.mesh.faces)
            else element.collider
        )

    def _faces_near(self, own: int, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """(k, 3) faces of one of the two that come near the other where they are at (k, 4, 4) places; all of a small
        mesh, and of a solid primitive.
        """
        element, other = self.elements[own], self.elements[1 - own]
        if element.form.is_solid or len(element.mesh.faces) < MANY_FACES:
            return element.mesh.faces
        own_from_other = np.linalg.solve(first, second) if own == 0 else np.linalg.solve(second, first)
        corners = moved_corners(own_from_other, corners_of(other.form.bounds)[None])[:, 0]
        if not np.isfinite(corners).all():
            return element.mesh.faces
        return element.mesh.skin.faces_near(
            corners.min(axis=(0, 1)) - REACH, corners.max(axis=(0, 1)) + REACH
        )

    def deepest(self, meeting: np.ndarray, tolerated: float) -> dict[float, Overlap]:
        """Overlaps deeper than tolerated at a few of the values, and at those beside the deepest of them; at
        any of them where the few tell of none.
        """
        measured: dict[float, Overlap] = {}
        looked_at: set[int] = set()

        def look_at(indices: Iterable[int]) -> None:
            for index in indices:
                if 0 <= index < len(meeting) and index not in looked_at:
                    looked_at.add(index)
                    overlap = self.overlap(float(meeting[index]))
                    if overlap is not None and overlap.depth > tolerated:
                        measured[float(meeting[index])] = overlap

        look_at(spread(np.arange(len(meeting)), FIRST_MEASURED).tolist())
        if not measured:
            look_at(range(len(meeting)))
            return measured
        stride = len(meeting) // FIRST_MEASURED
        while stride > 0:
            worst = max(measured, key=lambda value: measured[value].depth)
            middle = int(np.searchsorted(meeting, worst))
            look_at((middle - stride, middle + stride))
            stride //= 2
        return measured

    def nearest_deep(
        self, meeting: np.ndarray, deep: Mapping[float, Overlap], sign: float, tolerated: float
    ) -> float | None:
        """The value nearest to rest, of those on one side of it, that is known or found to be too deep."""
        known = min((value for value in deep if value * sign > 0.0), key=abs, default=None)
        if known is None:
            return None
        nearer = [value for value in meeting.tolist() if value * sign > 0.0 and abs(value) < abs(known)]
        for value in sorted(nearer, key=abs):
            overlap = self.overlap(value)
            if overlap is not None and overlap.depth > tolerated:
                return value
        return known

    @cached_property
    def _triangles(self) -> int:
        return len(self.elements[0].mesh.faces) + len(self.elements[1].mesh.faces)

    def colliding(
        self,
        values: np.ndarray,
        chosen: np.ndarray,
        colliders: Sequence[tuple[Collider, Collider]] | None = None,
    ) -> list[float]:
        """Those of the chosen positions' values at which the skins meet; `colliders` are pairs of search trees one of
        which meets where they do.
        """
        motions = self.drive.motions(values[chosen])
        first, second = (
            motions[group] @ place for group, place in zip(self.groups, self.places, strict=True)
        )
        forms = self.elements[0].form, self.elements[1].form

        def measure() -> list[bool]:
            asked = colliders
            if asked is None:
                asked = [(self._collider_near(0, first, second), self._collider_near(1, first, second))]
            return [
                any(mine.collides(one, theirs, other) for mine, theirs in asked)
                for one, other in zip(first, second, strict=True)
            ]

        if forms[0].is_solid and forms[1].is_solid:
            met = measure()
        else:
            places = first.tobytes(), second.tobytes()
            met = recalled(measure, "colliding", lambda: (forms[0].digest, forms[1].digest, *places))
        return [value for value, is_met in zip(values[chosen].tolist(), met, strict=True) if is_met]

    def overlap(self, value: float) -> Overlap | None:
        """The overlap at a value, in the first element's frame; None when too little to be one."""
        first, second = self._placed(value)
        forms = self.elements[0].form, self.elements[1].form
        place = invert_rigid(first) @ second
        rule = self.sweeps.rule
        smaller = min(forms[0].volume, forms[1].volume)
        self.sweeps.effort.spend(INTERSECTED + TRIANGLE * self._triangles)
        volume = volume_in_common(forms[0], forms[1], place)
        if volume <= rule.least_volume and not 0.0 < rule.volume_share * smaller < volume:
            return None
        return overlap_of_forms(forms[0], forms[1], place)

    def first_deep(self, found: float, values: np.ndarray, tolerated: float) -> float:
        """The value nearest to rest at which the two overlap, between `found` and where they no longer do."""
        step = float(values[1] - values[0])

        def excess(value: float) -> float:
            overlap = self.overlap(value) if value else None
            return (0.0 if overlap is None else overlap.depth) - tolerated

        def nearer(value: float, by: float) -> float:
            return 0.0 if abs(value) <= by else value - float(np.sign(value)) * by

        deep, clear, jump = found, nearer(found, step), step
        while clear and excess(clear) > 0.0:  # samples before it may not have been measured
            jump *= 2.0
            deep, clear = clear, nearer(clear, jump)
        return crossing(excess, clear, deep, within=abs(step) / FINEST_SHARE)


def crossing(excess: Callable[[float], float], clear: float, deep: float, *, within: float) -> float:
    """A value at which `excess` is positive, `within` of one at which it is not; `deep` where it is, `clear` where not.

    Source:
        Dowell and Jarratt, "A modified regula falsi method", 1971 (Illinois); halved where that is slow.
    """
    low, high = excess(clear), excess(deep)
    last = 0
    for number in range(MOST_TRIED):
        if abs(deep - clear) <= within:
            break
        share = high / (high - low) if high > low else 0.5
        share = 0.5 if number % 3 == 2 else min(max(share, 0.01), 0.99)
        middle = deep + share * (clear - deep)
        value = excess(middle)
        if value > 0.0:
            deep, high = middle, value
            low = 0.5 * low if last > 0 else low
            last = 1
        else:
            clear, low = middle, value
            high = 0.5 * high if last < 0 else high
            last = -1
    return float(deep)


def _collider_over(element: Element, faces: np.ndarray) -> Collider:
    """The element's own where it is a solid primitive, else a search tree over some of its faces."""
    if element.form.is_solid:
        return element.collider
    return Collider.mesh(element.mesh.vertices, faces)


def spread(items: np.ndarray, count: int) -> np.ndarray:
    """At most `count` of the items, evenly spread, both ends among them."""
    if len(items) <= count:
        return items
    return items[np.unique(np.round(np.linspace(0, len(items) - 1, count)).astype(np.int64))]
