"""Pairs of joints at the ends of their ranges together: collisions that neither joint finds alone.

A newcomer's mistake: to try every pair. Two joints can only meet where their ways cross, and at most
`MOST_POSES` poses are tried, nearest pairs first in the model's order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import product

import numpy as np

from sdk.qc.sweep import Entry, Sweeps
from sdk.scene import Posed
from sdk.scene.motion import Drive
from sdk.scene.overlap import measure_overlap

MOST_POSES = 64


def find_extreme_entries(
    sweeps: Sweeps, *, without: Collection[tuple[int, int]]
) -> list[tuple[dict[str, float], Entry]]:
    """(pose, collision) for pairs of joints at their ends; the deepest of each pair of parts."""
    worst: dict[tuple[str, str], tuple[dict[str, float], Entry]] = {}
    scene, profile = sweeps.subject.scene, sweeps.subject.profile
    known = {frozenset(pair) for pair in without}
    tried = 0
    for one, other, may_meet in _crossing(sweeps):
        for values in product(one.ends, other.ends):
            if tried == MOST_POSES:
                return list(worst.values())
            tried += 1
            pose = dict(zip((one.joint.name, other.joint.name), values, strict=True))
            posed = scene.at(pose, granularity=profile.granularity)
            for first, second in _meeting(posed, sweeps, may_meet):
                if frozenset((first, second)) in known or _is_allowed(sweeps, first, second):
                    continue
                overlap = measure_overlap(posed, first, second) if posed.collides(first, second) else None
                limit = sweeps.tolerated(first, second)
                if overlap is None or overlap.depth <= limit or overlap.volume <= sweeps.rule.least_volume:
                    continue
                a, b = posed.elements[first].part, posed.elements[second].part
                pair = (min(a, b), max(a, b))
                if pair not in worst or overlap.depth > worst[pair][1].depth:
                    name = other.joint.name
                    entry = Entry(first, second, name, values[1], values[1], overlap, limit)
                    worst[pair] = pose, entry
    return list(worst.values())


def _crossing(sweeps: Sweeps) -> Iterator[tuple[Drive, Drive, np.ndarray]]:
    """Pairs of drives on different branches whose ways cross, with the elements that could meet, (n, n)."""
    drives = [drive for drive in sweeps.subject.scene.drives if drive.ends and not drive.is_cyclic]
    if len(drives) < 2:
        return
    moving = [sweeps.groups_of(drive) > 0 for drive in drives]
    boxes = [sweeps.swept_boxes(drive) for drive in drives]
    hulls = np.array(
        [
            (box[moved, 0].min(axis=0), box[moved, 1].max(axis=0)) if moved.any() else np.zeros((2, 3))
            for box, moved in zip(boxes, moving, strict=True)
        ]
    )
    depth = sweeps.rule.least_depth
    for i in range(len(drives)):
        apart = (hulls[i, 0] + depth >= hulls[i + 1 :, 1]) | (hulls[i + 1 :, 0] + depth >= hulls[i, 1])
        for j in (np.flatnonzero(~apart.any(axis=1)) + i + 1).tolist():
            first, second = moving[i] & ~moving[j], moving[j] & ~moving[i]
            if not first.any() or not second.any():
                continue
            near = first[:, None] & second[None, :]
            for axis in range(3):
                near &= boxes[i][:, None, 0, axis] + depth < boxes[j][None, :, 1, axis]
                near &= boxes[j][None, :, 0, axis] + depth < boxes[i][:, None, 1, axis]
            if near.any():
                yield drives[i], drives[j], near


def _meeting(posed: Posed, sweeps: Sweeps, may_meet: np.ndarray) -> list[tuple[int, int]]:
    rows, columns = np.nonzero(may_meet)
    boxes = posed.boxes
    common = np.minimum(boxes[rows, 1], boxes[columns, 1]) - np.maximum(boxes[rows, 0], boxes[columns, 0])
    kept = (common > sweeps.rule.least_depth).all(axis=1)
    return list(zip(rows[kept].tolist(), columns[kept].tolist(), strict=True))


def _is_allowed(sweeps: Sweeps, first: int, second: int) -> bool:
    a, b = sweeps.posed.elements[first], sweeps.posed.elements[second]
    pair = sorted((a.part, b.part))
    return sweeps.subject.allowances.covers_overlap(pair, first=a.name, second=b.name)
