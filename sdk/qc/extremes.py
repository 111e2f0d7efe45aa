"""Pairs of joints at the ends of their ranges together: collisions that neither joint finds alone.

Two branches may run into each other, and what both joints of an arm carry into what neither does. A newcomer's
mistake: to try every pair. Branches can only meet where their ways cross, and the poses tried are few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice, product

import numpy as np

from sdk.model.interlocking import permits, released
from sdk.qc.effort import COLLIDED, INTERSECTED
from sdk.qc.sweep import Entry, Sweeps
from sdk.scene import Posed
from sdk.scene.motion import Drive
from sdk.scene.overlap import measure_overlap
from sdk.scene.pruning import overlapping

MOST_POSES, MOST_CHAIN_POSES = 64, 24
"""Poses tried of joints on different branches, and of joints one of which carries the other."""
POSED = 0.5
"""Of the sweeps' effort, for each element of a pose."""

Meeting = tuple[Drive, Drive, np.ndarray, np.ndarray]
"""Two drives, and two sets of elements between which both move something."""


def find_extreme_entries(
    sweeps: Sweeps, *, without: Collection[tuple[int, int]]
) -> list[tuple[dict[str, float], Entry]]:
    """(pose, collision) for pairs of joints at their ends; the deepest of each pair of parts."""
    worst: dict[tuple[str, str], tuple[dict[str, float], Entry]] = {}
    known = {frozenset(pair) for pair in without}
    for meetings, most in ((_crossing(sweeps), MOST_POSES), (_carried(sweeps), MOST_CHAIN_POSES)):
        for pose, value, joint, first, second in islice(_poses(sweeps, meetings), most):
            posed = sweeps.subject.scene.at(pose, granularity=sweeps.subject.profile.granularity)
            for entry in _entries(sweeps, posed, first, second, known, value, joint):
                a, b = (posed.elements[index].part for index in (entry.first, entry.second))
                pair = (min(a, b), max(a, b))
                if pair not in worst or entry.depth > worst[pair][1].depth:
                    worst[pair] = pose, entry
    return list(worst.values())


def _poses(
    sweeps: Sweeps, meetings: Iterable[Meeting]
) -> Iterator[tuple[dict[str, float], float, str, np.ndarray, np.ndarray]]:
    """Poses at the ends that interlocks let be, while there is effort left, and what may meet there."""
    model = sweeps.subject.scene.model
    for one, other, first, second in meetings:
        for values in product(one.ends, other.ends):
            if not sweeps.effort.spend(POSED * len(sweeps.posed.elements)):
                return
            wanted = dict(zip((one.joint.name, other.joint.name), values, strict=True))
            pose = released(model, wanted)
            if all(pose[name] == value for name, value in wanted.items()) and permits(model, pose):
                yield pose, values[1], other.joint.name, first, second


def _entries(
    sweeps: Sweeps,
    posed: Posed,
    first: np.ndarray,
    second: np.ndarray,
    known: Collection[frozenset[int]],
    value: float,
    joint: str,
) -> Iterator[Entry]:
    """Collisions at a pose between two sets of elements, those known apart."""
    depth = sweeps.rule.least_depth
    shrunk = posed.boxes[first].copy()
    shrunk[:, 0] += depth
    pairs = overlapping(shrunk, posed.boxes[second])
    for a, b in np.stack([first[pairs[:, 0]], second[pairs[:, 1]]], axis=1).tolist():
        low = np.maximum(posed.boxes[a, 0], posed.boxes[b, 0])
        high = np.minimum(posed.boxes[a, 1], posed.boxes[b, 1])
        if not (high - low > depth).all() or frozenset((a, b)) in known or _is_allowed(sweeps, a, b):
            continue
        if not sweeps.effort.spend(COLLIDED):
            sweeps.effort.unmeasured += 1
            continue
        if not posed.collides(a, b):
            continue
        sweeps.effort.spend(INTERSECTED)
        overlap = measure_overlap(posed, a, b)
        if overlap is None or overlap.volume <= sweeps.rule.least_volume:
            continue
        limit = sweeps.tolerated(a, b)
        if overlap.depth > limit:
            yield Entry(a, b, joint, value, value, overlap, limit)


def _crossing(sweeps: Sweeps) -> Iterator[Meeting]:
    """Pairs of drives on different branches whose ways cross, with what each alone moves."""
    drives = [drive for drive in sweeps.subject.scene.drives if drive.ends and not drive.is_cyclic]
    if len(drives) < 2:
        return
    ways = [sweeps.ways.of(drive) for drive in drives]
    hulls = np.array([_hull(way.boxes) for way in ways])
    depth = sweeps.rule.least_depth
    moved = _moved(sweeps, drives)
    moves_more = _share(moved, ~moved)  # something that the other leaves
    low, high = hulls[:, 0], hulls[:, 1]
    near = np.triu(moves_more & moves_more.T, 1)
    for axis in range(3):
        near &= low[:, None, axis] + depth < high[:, axis]
        near &= low[:, axis] + depth < high[:, None, axis]
    for i, j in np.argwhere(near).tolist():
        mine, theirs = ~moved[j][ways[i].moving], ~moved[i][ways[j].moving]
        shrunk = ways[i].boxes[mine]
        shrunk[:, 0] += depth
        if len(overlapping(shrunk, ways[j].boxes[theirs])):
            yield drives[i], drives[j], ways[i].moving[mine], ways[j].moving[theirs]


def _hull(boxes: np.ndarray) -> np.ndarray:
    """(2, 3) box around (m, 2, 3) boxes; a point where there are none."""
    return np.stack([boxes[:, 0].min(axis=0), boxes[:, 1].max(axis=0)]) if len(boxes) else np.zeros((2, 3))


def _moved(sweeps: Sweeps, drives: Sequence[Drive]) -> np.ndarray:
    """(d, n) whether each drive moves each element."""
    groups = [sweeps.groups_of(drive) for drive in drives]
    return np.array(groups).reshape(len(drives), len(sweeps.posed.elements)) > 0


def _share(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """(d, e) whether rows of (d, n) and (e, n) have something true in common."""
    return first.astype(np.float32) @ second.T.astype(np.float32) > 0.5


def _carried(sweeps: Sweeps) -> Iterator[Meeting]:
    """Pairs of drives one of which carries the other, nearest first, with what both move and what neither
    does: an elbow at its end may meet the base only with the shoulder at its end too.
    """
    drives = [drive for drive in sweeps.subject.scene.drives if drive.ends and not drive.is_cyclic]
    moved = _moved(sweeps, drives)
    rows, columns = np.nonzero(np.triu(_share(moved, moved) & _share(~moved, ~moved), 1))
    order = np.argsort(columns - rows, kind="stable")
    for i, j in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        both, neither = moved[i] & moved[j], ~(moved[i] | moved[j])
        yield drives[i], drives[j], np.flatnonzero(both), np.flatnonzero(neither)


def _is_allowed(sweeps: Sweeps, first: int, second: int) -> bool:
    a, b = sweeps.posed.elements[first], sweeps.posed.elements[second]
    pair = sorted((a.part, b.part))
    return sweeps.subject.allowances.covers_overlap(pair, first=a.name, second=b.name)
