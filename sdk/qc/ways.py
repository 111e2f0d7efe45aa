"""The ways elements go while a joint moves, as boxes, and what lies on them; of many joints at once.

A newcomer's mistake: to ask joint by joint. Fifty keys are fifty small questions, each of which costs a hundred
times what its arithmetic does; so joints that move alone are followed together, and the others one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, pi

import numpy as np

from sdk.scene import Posed
from sdk.scene.motion import Drive, motions_about
from sdk.scene.pruning import overlapping
from sdk.spatial import corners_of

COARSE = 9
"""Samples of the arcs whose boxes choose the pairs."""
COARSE_TURN = 0.25 * pi
"""Most radians between two of them: boxes around arcs are widened by less than half a turn's bulge."""
ROWS_AT_ONCE = 512
"""Moving elements followed together: more would be slowed down by the memory they take."""


@dataclass(frozen=True, eq=False)
class Way:
    """What one drive moves, and where it comes."""

    moving: np.ndarray
    """(m,) elements that are elsewhere than at rest, in rising order."""
    boxes: np.ndarray
    """(m, 2, 3) around the whole way of each, rest among it."""
    crossing: np.ndarray
    """(k, 2) element that stays, or moves otherwise, and moving element, whose ways cross deeper than is tolerated."""
    compared: int
    """Pairs of boxes looked at for that."""


class Ways:
    """The ways of every drive of an object, found when first asked for."""

    def __init__(
        self, posed: Posed, drives: Sequence[Drive], groups_of: Callable[[Drive], np.ndarray], *, depth: float
    ) -> None:
        """Of the elements at rest; ways that cross by `depth` metres or less do not count."""
        self.posed, self.drives, self.depth = posed, drives, depth
        boxes, places = posed.own_boxes, posed.places
        self.corners = corners_of(boxes) @ places[:, :3, :3].transpose(0, 2, 1) + places[:, None, :3, 3]
        """(n, 8, 3) corners of the elements' own boxes in the world at rest."""
        self._groups_of = groups_of
        self._found: dict[Drive, Way] = {}

    def of(self, drive: Drive) -> Way:
        """The way of one drive, worked out together with those of the next few."""
        if drive not in self._found:
            self._found.update(self._follow_alone(drive) or {drive: self._follow(drive)})
        return self._found[drive]

    def _follow_alone(self, drive: Drive) -> dict[Drive, Way]:
        """The ways of the drive and of some after it, those that move alone; empty when it does not."""
        chosen: list[Drive] = []
        movers: list[np.ndarray] = []
        rows = 0
        for each in self.drives[self.drives.index(drive) :] if _is_plain(drive) else ():
            if rows >= ROWS_AT_ONCE:
                break
            if _is_plain(each) and each not in self._found:
                chosen.append(each)
                movers.append(np.flatnonzero(self._groups_of(each)))
                rows += len(movers[-1])
        if not rows:
            return {}
        owner = np.repeat(np.arange(len(chosen)), list(map(len, movers)))
        moving = np.concatenate(movers)
        boxes = self._boxes_of_ways(chosen, owner, moving)
        stays = np.ones((len(chosen), len(self.posed.elements)), dtype=bool)
        stays[owner, moving] = False
        pairs = self._overlapping(boxes, self.posed.boxes)
        compared = np.bincount(owner[pairs[:, 0]], minlength=len(chosen)).tolist()
        pairs = pairs[stays[owner[pairs[:, 0]], pairs[:, 1]]]
        crossing = self._deep(boxes, self.posed.boxes, pairs)
        found = np.stack([crossing[:, 1], moving[crossing[:, 0]]], axis=1)
        starts = np.searchsorted(owner, np.arange(1, len(chosen)))
        splits = np.searchsorted(crossing[:, 0], starts)
        parts = zip(movers, np.split(boxes, starts), np.split(found, splits), compared, strict=True)
        return {each: Way(*way) for each, way in zip(chosen, parts, strict=True)}

    def _boxes_of_ways(self, drives: Sequence[Drive], owner: np.ndarray, moving: np.ndarray) -> np.ndarray:
        """(m, 2, 3) boxes around the ways of (m,) elements, each of which one of the drives moves."""
        screws = [drive.paths[1][0] for drive in drives]
        values = np.linspace(
            [drive.lower for drive in drives], [drive.upper for drive in drives], COARSE, axis=1
        )
        motions = motions_about(screws, values)
        turns = motions[:, :, :3, :3].reshape(len(drives), -1, 3)
        placed = (turns[owner] @ self.posed.frames[moving]).reshape(len(moving), COARSE, 3, 4)
        middles = placed[..., 3] + motions[owner, :, :3, 3]
        reaches = np.abs(placed[..., :3]).sum(axis=3)
        steps = np.array([screw.turns for screw in screws]) * (values[:, 1] - values[:, 0])
        from_axis = self.corners[moving] - np.array([screw.point for screw in screws])[owner, None]
        across = np.concatenate([screw.parts[0][0] for screw in screws])[owner]
        radii = np.linalg.norm(from_axis @ across, axis=2).max(axis=1)
        bulge = (np.sin(0.5 * steps) * np.tan(np.minimum(steps, 3.0) / 4.0))[owner] * radii
        low = (middles - reaches).min(axis=1) - bulge[:, None]
        high = (middles + reaches).max(axis=1) + bulge[:, None]
        rest = self.posed.boxes[moving]
        return np.stack([np.minimum(rest[:, 0], low), np.maximum(rest[:, 1], high)], axis=1)

    def _follow(self, drive: Drive) -> Way:
        groups = self._groups_of(drive)
        boxes = self.posed.boxes.copy()
        values = coarse_values(drive)
        motions = drive.motions(values)
        step = float(values[1] - values[0])
        for group, path in enumerate(drive.paths):
            members = np.flatnonzero(groups == group)
            if not path or not len(members):
                continue
            moved = moved_corners(motions[group], self.corners[members])  # (k, m, 8, 3)
            low, high = moved.min(axis=(0, 2)), moved.max(axis=(0, 2))
            turn = sum(abs(screw.ratio) * step for screw in path if screw.turns)
            if turn:
                chords = np.linalg.norm(np.diff(moved, axis=0), axis=3).max(axis=(0, 2))
                bulge = (0.5 * chords * np.tan(min(turn, 3.0) / 4.0))[:, None]
                low, high = low - bulge, high + bulge
            boxes[members, 0] = np.minimum(boxes[members, 0], low)
            boxes[members, 1] = np.maximum(boxes[members, 1], high)
        moving = np.flatnonzero(groups > 0)
        pairs = self._overlapping(boxes[moving], boxes)
        compared = len(pairs)
        movers, others = groups[moving[pairs[:, 0]]], groups[pairs[:, 1]]
        kept = (others == 0) | (others > movers)
        if drive.held:  # what interlocks hold released stands as still as what never moves
            every = range(len(drive.paths))
            against = np.array([[drive.moves_between(one, other) for other in every] for one in every])
            kept &= against[others, movers]
        crossing = self._deep(boxes[moving], boxes, pairs[kept])
        found = np.stack([crossing[:, 1], moving[crossing[:, 0]]], axis=1)
        return Way(moving, boxes[moving], found, compared)

    def _overlapping(self, moving: np.ndarray, boxes: np.ndarray) -> np.ndarray:
        """(k, 2) rows of moving boxes and of others that overlap by about `depth`."""
        shrunk = moving.copy()
        shrunk[:, 0] += self.depth
        return overlapping(shrunk, boxes)

    def _deep(self, moving: np.ndarray, boxes: np.ndarray, pairs: np.ndarray) -> np.ndarray:
        """Those of the (k, 2) pairs that overlap by more than that."""
        first, second = moving[pairs[:, 0]], boxes[pairs[:, 1]]
        kept = (second[:, 0] + self.depth < first[:, 1]).all(axis=1)
        return pairs[kept & (first[:, 0] + self.depth < second[:, 1]).all(axis=1)]


def _is_plain(drive: Drive) -> bool:
    """Whether nothing but the driven joint moves, and `COARSE` samples are enough for it."""
    return drive.only_screw is not None and _steps(drive) < COARSE


def _steps(drive: Drive) -> int:
    """Steps over the range in which nothing turns by more than `COARSE_TURN`, or so."""
    turns = [screw.ratio for path in drive.paths for screw in path if screw.turns]
    return ceil(max(turns, default=0.0) * (drive.upper - drive.lower) / COARSE_TURN - 1e-9)


def coarse_values(drive: Drive) -> np.ndarray:
    """(k,) values over the range between which nothing turns by more than `COARSE_TURN`, or so."""
    return np.linspace(drive.lower, drive.upper, max(COARSE, _steps(drive) + 1))


def moved_corners(motions: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """(k, m, 8, 3) corners (m, 8, 3) under (k, 4, 4) motions."""
    turned = corners.reshape(-1, 3) @ motions[:, :3, :3].transpose(0, 2, 1)
    return turned.reshape(len(motions), *corners.shape) + motions[:, None, None, :3, 3]
