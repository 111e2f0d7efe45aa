"""At which of many poses two skins could meet at all, where one moves along a line, about an axis or in a plane.

Sliding along a line, what meets must overlap as seen along it; turning about an axis, what meets must share a
distance from it and a height; in a plane, a height. This is told for all poses at once, without placing anything,
so that the parts of a running fit, near each other everywhere and meeting nowhere, cost next to nothing. A
newcomer's mistake: to take "could meet" for "meets".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sdk.scene.pruning import overlapping
from sdk.spatial import Array

ROUNDING = 1e-9
"""Metres, and share of a turn, within which a motion is one of the two kinds and skins count as touching."""
MOST_COMPARED = 5_000_000
"""Triangles of one times triangles of the other, beyond which asking at each pose is no dearer."""
LEAST_SINE = 1e-3
"""Of the largest turn between two poses: an axis cannot be told from less."""
HALVINGS = 10
"""Times that triangles near each other are halved to tell them apart."""
MOST_HALVED = 1_000
"""Pairs that are halved once more: what lies on another all along stays many, and is soon let be."""
MOST_PAIRS = 20_000
"""Pairs of triangles looked at closely; where more are near each other, anything could meet."""


@dataclass(frozen=True, eq=False)
class Glide:
    """Motion of one body against another."""

    kind: Literal["line", "turn", "plane"]
    axis: Array
    """Along the line, of the turn, or across the plane."""
    point: Array
    """On the axis of a turn."""
    amounts: Array
    """(k,) metres along the line, or radians of the turn; nothing is said of poses in a plane."""


def glide_of(motions: Array) -> Glide | None:
    """What (k, 4, 4) motions of one body against another, from rest, have in common; None when nothing.

    Source:
        Axis of a rotation matrix from its skew part; the point on it from ``(1 - R) p = t`` by least squares.
    """
    turned, moved = motions[:, :3, :3], motions[:, :3, 3]
    nowhere = np.zeros(3)
    if np.abs(turned - np.eye(3)).max(initial=0.0) <= ROUNDING:
        farthest = moved[np.argmax(np.linalg.norm(moved, axis=1))]
        length = float(np.linalg.norm(farthest))
        axis = farthest / length if length > ROUNDING else np.array([0.0, 0.0, 1.0])
        heights = moved @ axis
        is_straight = np.abs(moved - heights[:, None] * axis).max(initial=0.0) <= ROUNDING
        return Glide("line", axis, nowhere, heights) if is_straight else None
    skew = turned - turned.transpose(0, 2, 1)
    directions = np.stack([skew[:, 2, 1], skew[:, 0, 2], skew[:, 1, 0]], axis=1) / 2.0
    surest = int(np.argmax(np.linalg.norm(directions, axis=1)))
    sine = float(np.linalg.norm(directions[surest]))
    if sine < LEAST_SINE:
        return None
    axis = directions[surest] / sine
    if np.abs(turned @ axis - axis).max() > ROUNDING or np.abs(moved @ axis).max() > ROUNDING:
        return None
    angles = np.arctan2(directions @ axis, (np.trace(turned, axis1=1, axis2=2) - 1.0) / 2.0)
    point = np.linalg.lstsq(np.eye(3) - turned[surest], moved[surest], rcond=LEAST_SINE**2)[0]
    is_fixed = np.abs(point - turned @ point - moved).max() <= ROUNDING
    return Glide("turn", axis, point, angles) if is_fixed else Glide("plane", axis, nowhere, angles)


def could_meet(first: Array, second: Array, glide: Glide) -> np.ndarray:
    """(k,) whether two skins could meet at each pose; never False where they do.

    Args:
        first: (n, 3, 3) corners of triangles that stay, metres.
        second: (m, 3, 3) corners of those that move, at rest.
        glide: how the second moves against the first.
    """
    count = len(glide.amounts)
    if len(first) * len(second) > MOST_COMPARED:
        return np.ones(count, dtype=bool)
    basis = _basis(glide.axis)
    still, moving = (first - glide.point) @ basis, (second - glide.point) @ basis
    if glide.kind == "plane":
        return np.full(count, _share_a_height(still[:, :, 2], moving[:, :, 2]))
    measure = _rings if glide.kind == "turn" else _boxes
    boxes, others = measure(still), measure(moving)
    swept = others.copy()
    if glide.kind == "line":
        swept[:, 0, 2] += glide.amounts.min(initial=0.0)
        swept[:, 1, 2] += glide.amounts.max(initial=0.0)
    pairs = overlapping(boxes, swept)
    if len(pairs) > MOST_PAIRS:
        return np.ones(count, dtype=bool)
    if glide.kind == "turn":
        mine, theirs = _closer(still[pairs[:, 0]], moving[pairs[:, 1]], glide.amounts)
        return _at_angles(_arcs(mine), _arcs(theirs), glide.amounts)
    pairs = pairs[_overlap_across(still[pairs[:, 0], :, :2], moving[pairs[:, 1], :, :2])]
    lowest = boxes[pairs[:, 0], 0, 2] - others[pairs[:, 1], 1, 2]
    highest = boxes[pairs[:, 0], 1, 2] - others[pairs[:, 1], 0, 2]
    begun = np.searchsorted(np.sort(lowest), glide.amounts, side="right")
    ended = np.searchsorted(np.sort(highest), glide.amounts, side="left")
    return begun > ended


def _basis(axis: Array) -> Array:
    """(3, 3) whose columns are two directions across the axis, then the axis."""
    basis = np.zeros((3, 3))
    basis[:, 2] = axis
    aside = np.cross(axis, np.eye(3)[np.argmin(np.abs(axis))])
    basis[:, 0] = aside / np.linalg.norm(aside)
    basis[:, 1] = np.cross(axis, basis[:, 0])
    return basis


def _boxes(triangles: Array) -> Array:
    return np.stack([triangles.min(axis=1) - ROUNDING, triangles.max(axis=1) + ROUNDING], axis=1)


def _share_a_height(still: Array, moving: Array) -> bool:
    """Whether any triangle of one reaches a height that one of the other's reaches too; (n, 3) heights."""
    begun = np.searchsorted(np.sort(moving.min(axis=1)), still.max(axis=1) + ROUNDING, side="right")
    ended = np.searchsorted(np.sort(moving.max(axis=1)), still.min(axis=1) - ROUNDING, side="left")
    return bool((begun > ended).any())


def _rings(triangles: Array) -> Array:
    """(n, 2, 3) boxes of distance from the axis, nothing, and height."""
    flat, heights = triangles[:, :, :2], triangles[:, :, 2]
    farthest = np.linalg.norm(flat, axis=2).max(axis=1)
    low = np.stack([_distances(flat), np.zeros(len(flat)), heights.min(axis=1)], axis=1)
    high = np.stack([farthest, np.zeros(len(flat)), heights.max(axis=1)], axis=1)
    return np.stack([low - ROUNDING, high + ROUNDING], axis=1)


def _distances(flat: Array) -> Array:
    """(n,) distance of the origin from (n, 3, 2) triangles of the plane; 0 inside."""
    starts, edges = flat, np.roll(flat, -1, axis=1) - flat
    lengths = (edges**2).sum(axis=2)
    along = np.clip(-(starts * edges).sum(axis=2) / np.where(lengths > 0.0, lengths, 1.0), 0.0, 1.0)
    nearest = np.linalg.norm(starts + along[:, :, None] * edges, axis=2).min(axis=1)
    sides = edges[:, :, 0] * -starts[:, :, 1] - edges[:, :, 1] * -starts[:, :, 0]
    is_inside = (sides >= 0.0).all(axis=1) | (sides <= 0.0).all(axis=1)
    return np.where(is_inside & (np.abs(sides).sum(axis=1) > 0.0), 0.0, nearest)


def _arcs(triangles: Array) -> Array:
    """(n, 2) middle and half width of the angle each triangle takes about the axis; pi where it is on it."""
    flat = triangles[:, :, :2]
    bearings = np.arctan2(flat[:, :, 1], flat[:, :, 0])
    turns = np.mod(bearings - bearings[:, :1] + np.pi, 2.0 * np.pi) - np.pi
    low, high = turns.min(axis=1), turns.max(axis=1)
    is_on = (_distances(flat) <= ROUNDING) | (high - low >= np.pi)
    half = np.where(is_on, np.pi, (high - low) / 2.0 + 1e-7)
    return np.stack([bearings[:, 0] + (low + high) / 2.0, half], axis=1)


def _closer(mine: Array, theirs: Array, angles: Array) -> tuple[Array, Array]:
    """(n, 3, 3) pairs of triangles, or of pieces of them, that may still meet at one of the angles after the larger
    of each pair was halved again and again.
    """
    for _ in range(HALVINGS):
        first, second = _rings(mine), _rings(theirs)
        kept = ((first[:, 0] <= second[:, 1]) & (second[:, 0] <= first[:, 1])).all(axis=1)
        middle, half = np.moveaxis(_arcs(mine) - _arcs(theirs) * (1.0, -1.0), 1, 0)
        off = np.mod(middle - angles.min() + half, 2.0 * np.pi)
        kept &= (off <= np.ptp(angles) + 2.0 * half) | (half >= np.pi)
        mine, theirs = mine[kept], theirs[kept]
        if not len(mine) or len(mine) > MOST_HALVED:
            break
        is_mine = _longest(mine) >= _longest(theirs)
        halves = [_halved(np.where(is_mine[:, None, None], mine, theirs), end) for end in (0, 1)]
        mine = np.concatenate([np.where(is_mine[:, None, None], half, mine) for half in halves])
        theirs = np.concatenate([np.where(is_mine[:, None, None], theirs, half) for half in halves])
    return mine, theirs


def _longest(triangles: Array) -> Array:
    return np.linalg.norm(np.roll(triangles, -1, axis=1) - triangles, axis=2).max(axis=1)


def _halved(triangles: Array, end: int) -> Array:
    """One half of each triangle, cut at the middle of its longest edge."""
    edges = np.linalg.norm(np.roll(triangles, -1, axis=1) - triangles, axis=2)
    rows, longest = np.arange(len(triangles)), edges.argmax(axis=1)
    start, stop = longest, (longest + 1) % 3
    middle = 0.5 * (triangles[rows, start] + triangles[rows, stop])
    half = triangles.copy()
    half[rows, stop if end == 0 else start] = middle
    return half


def _at_angles(still: Array, moving: Array, angles: Array) -> np.ndarray:
    """(k,) whether at an angle any of the (n, 2) arcs that stay meets the arc of its pair that moves."""
    if not len(still):
        return np.zeros(len(angles), dtype=bool)
    half = np.minimum(still[:, 1] + moving[:, 1], np.pi)
    low = np.mod(still[:, 0] - moving[:, 0] - half, 2.0 * np.pi)
    placed = np.mod(angles, 2.0 * np.pi)
    order = np.argsort(placed)
    full_circle = np.concatenate([placed[order], placed[order] + 2.0 * np.pi])
    starts = np.searchsorted(full_circle, low, side="left")
    ends = np.searchsorted(full_circle, low + 2.0 * half, side="right")
    changes = np.zeros(len(full_circle) + 1, dtype=np.int64)
    np.add.at(changes, starts, 1)
    np.add.at(changes, ends, -1)
    covered = np.cumsum(changes)[:-1] > 0
    met = np.zeros(len(angles), dtype=bool)
    met[order] = covered[: len(angles)] | covered[len(angles) :]
    return met


def _overlap_across(first: Array, second: Array) -> np.ndarray:
    """(n,) whether pairs of (n, 3, 2) triangles of the plane overlap or touch.

    Source:
        Separating axes: each edge's normal (Gottschalk, "Separating axis theorem", 1996).
    """
    overlap = np.ones(len(first), dtype=bool)
    for triangles in (first, second):
        for corner in range(3):
            edge = triangles[:, (corner + 1) % 3] - triangles[:, corner]
            normal = np.stack([-edge[:, 1], edge[:, 0]], axis=1)
            length = np.linalg.norm(normal, axis=1)
            mine = np.einsum("nij,nj->ni", first, normal)
            theirs = np.einsum("nij,nj->ni", second, normal)
            slack = ROUNDING * length
            overlap &= (mine.max(axis=1) + slack >= theirs.min(axis=1)) & (
                theirs.max(axis=1) + slack >= mine.min(axis=1)
            )
    return overlap
