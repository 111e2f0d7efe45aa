"""What each joint does, in numbers: which way and how far it carries its part, how near things come, what is free.

It is for those who cannot see a picture, and for telling whether a lid opens upward. A newcomer's mistake: to take the
clearance for a proof. It is the least over a few poses; the checks follow the whole way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from sdk.qc.checks.swept_collision import entries_of, usable_range
from sdk.qc.profiles import Profile
from sdk.qc.subject import Subject
from sdk.scene import Posed, Scene
from sdk.scene.motion import Drive
from sdk.scene.pruning import overlapping
from sdk.spatial import unite_bounds

MOST_JOINTS = 24
"""Joints measured; an object of more has rows of equal ones."""
POSES = 5
MOST_LOOKS = 12
"""Exact distances taken for one joint."""
MOST_FACES = 6_000
"""Faces of a mesh from which a distance costs too much to be taken in passing."""
FITTED = 5e-4
"""Metres up to which two elements are fitted at rest, as a pin is in its bore: they have no clearance to lose."""
MOST_PAIRS, MOST_CROSSING = 4 * MOST_LOOKS, 4096
"""Pairs whose boxes are compared pose by pose: so many whose ways come nearest, and so many whose ways cross."""
FEW = 4096
"""Pairs of boxes up to which all are measured."""
REACHES = (0.02, 0.1, 0.4, 2.0)
"""Of the extent of what moves: pairs of more boxes are first looked for within these."""
CROWD = 1 << 20
"""Pairs from which only those whose ways cross are looked for."""


def size_at_rest(scene: Scene) -> list[float] | None:
    """Extents of the object along x, y and z at rest, metres; None without geometry."""
    box = unite_bounds(scene.at_rest().boxes)
    return None if box is None else [round(float(extent), 6) for extent in box[1] - box[0]]


def motion_facts(
    scene: Scene, *, swept_under: Profile | None, is_sound: bool = True
) -> dict[str, dict[str, Any]]:
    """Joint name -> what was measured of it; joints that carry no geometry or cannot be driven are not in it.

    ``travel`` is the way of the middle of what the joint carries, from rest to the far end of its range, (x, y, z) in
    metres; ``away`` how much farther from the middle of its carrier it then is; ``clearance`` the least
    ``distance`` of two elements, ``between`` which, ``at`` which value, or None; ``usable`` the part of the range
    that is free of collisions.

    Args:
        scene: the object.
        swept_under: the profile whose checks swept this scene; None when none did, and nothing is said of use.
        is_sound: False leaves out clearances: what collides has other things to be told first.
    """
    rest = scene.at_rest()
    nearness = _Nearness(rest) if is_sound and rest.elements else None
    facts: dict[str, dict[str, Any]] = {}
    for drive, before, after, centre in _middles(rest, scene.drives[:MOST_JOINTS]):
        facts[drive.joint.name] = {
            "travel": [round(value, 6) for value in (after - before).tolist()],
            "away": round(float(np.linalg.norm(after - centre) - np.linalg.norm(before - centre)), 6),
            "clearance": nearness.clearance(drive) if nearness else None,
        }
        if swept_under is not None:
            usable = usable_range(drive, entries_of(Subject(scene, swept_under), drive))
            facts[drive.joint.name]["usable"] = [round(float(value), 6) for value in usable]
    return facts


def _middles(
    rest: Posed, drives: Sequence[Drive]
) -> Iterator[tuple[Drive, np.ndarray, np.ndarray, np.ndarray]]:
    """Each drive whose child has geometry, with (3,) the middle of that at rest and at the far end of the range, and
    the middle of what carries it.
    """
    own = {name: np.array(rest.of_part(name)) for name in rest.parts}
    centres = {name: _middle(rest.boxes[rows]) for name, rows in own.items()}
    chosen = [drive for drive in drives if drive.joint.child in own]
    if not chosen:
        return
    rows = [own[drive.joint.child] for drive in chosen]
    sizes = [len(each) for each in rows]
    moves = np.repeat([_to_far_end(drive) for drive in chosen], sizes, axis=0)
    indices = np.concatenate(rows)
    boxes = rest.boxes_at(indices, moves @ rest.places[indices])
    after = (_middle(each) for each in np.split(boxes, np.cumsum(sizes[:-1])))
    for drive, there in zip(chosen, after, strict=True):
        carrier = drive.joint.parent
        centre = centres[carrier] if carrier in centres else rest.world_from_part[carrier][:3, 3]
        yield drive, centres[drive.joint.child], there, centre


def _to_far_end(drive: Drive) -> np.ndarray:
    """(4, 4) motion of what the joint carries from rest to the far end of its range, of a turn to a quarter."""
    end = max((drive.lower, drive.upper), key=abs) if not drive.is_cyclic else 0.5 * np.pi
    return drive.motions(np.array([end]))[drive.group_of_part[drive.joint.child], 0]


def _middle(boxes: np.ndarray) -> np.ndarray:
    """(3,) middle of some boxes."""
    return 0.5 * (boxes[:, 0].min(axis=0) + boxes[:, 1].max(axis=0))


class _Nearness:
    """The elements at rest, ready to be asked how near they come in motion."""

    def __init__(self, rest: Posed) -> None:
        self._rest = rest
        low, high = rest.own_boxes[:, 0], rest.own_boxes[:, 1]
        self._middles, self._halves = 0.5 * (low + high), 0.5 * (high - low)
        self._boxes = self._around(np.arange(len(rest.elements)), rest.places)
        self._light = rest.of_forms(lambda form: form.is_solid or len(form.mesh.faces) <= MOST_FACES)

    def clearance(self, drive: Drive) -> dict[str, Any] | None:
        """The least distance between what moves and what does not move along, over a few poses."""
        rest = self._rest
        groups = np.array([drive.group_of_part[name] for name in rest.parts])[rest.owners]
        values = np.linspace(drive.lower, drive.upper, POSES)
        motions = drive.motions(values)
        boxes = self._boxes_at(motions, groups)
        pairs = self._near_pairs(boxes, groups)
        gaps = np.linalg.norm(np.maximum(_apart(boxes[:, pairs[:, 0]], boxes[:, pairs[:, 1]]), 0.0), axis=2)
        best: tuple[float, int, int, float] | None = None
        fitted: dict[int, bool] = {}
        looks = 0
        for flat in np.argsort(gaps, axis=None, kind="stable").tolist():
            pose, row = divmod(flat, len(pairs))
            if (best is not None and gaps[pose, row] >= best[0]) or looks >= MOST_LOOKS:
                break
            first, second = pairs[row].tolist()
            if row not in fitted:
                fitted[row] = rest.meets(first, second, tolerance=FITTED, filled=False)
                looks += 1
            if fitted[row]:
                continue
            looks += 1
            value = float(values[pose])
            places = motions[groups[pairs[row]], pose] @ rest.places[pairs[row]]
            if np.array_equal(places, rest.places[pairs[row]]):
                distance = rest.distance(first, second)
            else:
                distance = rest.picked((first, second), places).distance(0, 1)
            if best is None or distance < best[0]:
                best = (distance, first, second, value)
        if best is None:
            return None
        distance, first, second, at = best
        labels = [f"{rest.elements[index].part}/{rest.elements[index].label}" for index in (first, second)]
        return {"distance": round(max(0.0, float(distance)), 6), "between": labels, "at": round(at, 6)}

    def _boxes_at(self, motions: np.ndarray, groups: np.ndarray) -> np.ndarray:
        """(k, n, 2, 3) boxes around the elements' own boxes under (groups, k, 4, 4) motions."""
        boxes = np.repeat(self._boxes[None], motions.shape[1], axis=0)
        moving = np.flatnonzero(groups)
        moved = motions[groups[moving]].transpose(1, 0, 2, 3) @ self._rest.places[moving]
        boxes[:, moving] = self._around(moving, moved)
        return boxes

    def _around(self, indices: np.ndarray, places: np.ndarray) -> np.ndarray:
        """(..., m, 2, 3) boxes around the own boxes of (m,) elements at (..., m, 4, 4) places."""
        turns = places[..., :3, :3]
        centres = (turns @ self._middles[indices, :, None])[..., 0] + places[..., :3, 3]
        reaches = (np.abs(turns) @ self._halves[indices, :, None])[..., 0]
        return np.stack([centres - reaches, centres + reaches], axis=-2)

    def _near_pairs(self, boxes: np.ndarray, groups: np.ndarray) -> np.ndarray:
        """(p, 2) moving element and element of another group whose ways come nearest; in a crowd, only those whose
        ways cross.
        """
        ways = np.stack([boxes[:, :, 0].min(axis=0), boxes[:, :, 1].max(axis=0)], axis=1)
        moving, others = np.flatnonzero((groups > 0) & self._light), np.flatnonzero(self._light)
        if len(moving) * len(others) > CROWD:
            rows, columns = overlapping(ways[moving], ways[others]).T
        else:
            rows, columns = _nearest(ways[moving], ways[others], groups[moving], groups[others])
        mine, theirs = groups[moving[rows]], groups[others[columns]]
        kept = (theirs == 0) | (theirs > mine)  # two that move are found from either side
        return np.stack([moving[rows[kept]], others[columns[kept]]], axis=1)[:MOST_CROSSING]


def _nearest(
    first: np.ndarray, second: np.ndarray, groups: np.ndarray, others: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the (n, 2, 3) and (m, 2, 3) boxes, of unlike (n,) and (m,) groups, that are the `MOST_PAIRS` nearest to
    each other, and as near as those.
    """
    if len(first) * len(second) > FEW:
        size = float(np.ptp(first, axis=(0, 1)).max())
        for reach in (share * size for share in REACHES):
            near = overlapping(first + np.array([[-reach], [reach]]), second)
            rows, columns, farthest = _closest(first, second, near[groups[near[:, 0]] != others[near[:, 1]]])
            if len(rows) >= MOST_PAIRS and farthest < reach * reach:  # what was left out is farther away
                return rows, columns
    rows, columns, _ = _closest(first, second, np.argwhere(groups[:, None] != others))
    return rows, columns


def _closest(
    first: np.ndarray, second: np.ndarray, pairs: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """Rows and columns of the `MOST_PAIRS` of (k, 2) pairs that are nearest to each other, and of those as near, with
    the square of their largest distance.
    """
    rows, columns = pairs.T
    gaps = np.zeros(len(pairs))
    for axis in range(3):
        apart = np.maximum(
            first[rows, 0, axis] - second[columns, 1, axis], second[columns, 0, axis] - first[rows, 1, axis]
        )
        gaps += np.maximum(apart, 0.0) ** 2
    last = min(MOST_PAIRS, len(gaps)) - 1
    farthest = float(np.partition(gaps, last)[last]) if len(gaps) else 0.0
    return rows[gaps <= farthest], columns[gaps <= farthest], farthest


def _apart(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """(..., 3) gap of (..., 2, 3) boxes along each axis, negative where they overlap."""
    return np.maximum(first[..., 0, :] - second[..., 1, :], second[..., 0, :] - first[..., 1, :])
