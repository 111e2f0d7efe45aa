"""At which of many poses two skins could meet at all, where one moves along a line, about an axis or in a plane.

Sliding along a line, what meets must overlap as seen along it; turning about an axis, what meets must share a
distance from it and a height, which on
a screw rises with the turn; in a plane, a height. This is told for all poses at once, without placing anything,
so that the parts of a running fit, near each other everywhere and meeting nowhere, cost next to nothing. A
newcomer's mistake: to take "could meet" for "meets".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sdk.scene.coils import Block, coming_together, distances_from_axis, halved, longest_edges, overlap_across
from sdk.scene.pruning import overlapping
from sdk.spatial import Array

ROUNDING = 1e-9
"""Metres, and share of a turn, within which a motion is one of the two kinds and skins count as touching."""
LEAST_COMPARED = 25_000_000
"""Triangles of one times those of the other times poses of a turn, below which asking at each pose is quicker."""
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
PAIRS_PER_POSE = 4
"""Pairs beyond which asking at each pose is no dearer than the angles of all of them."""


@dataclass(frozen=True, eq=False)
class Glide:
    """Motion of one body against another."""

    kind: Literal["line", "turn", "screw", "plane"]
    axis: Array
    """Along the line, of the turn, or across the plane."""
    point: Array
    """On the axis of a turn."""
    amounts: Array
    """(k,) metres along the line, or radians of the turn; nothing is said of poses in a plane."""
    lead: float = 0.0
    """Metres along the axis for each radian of a screw."""


@dataclass(frozen=True, eq=False)
class Prospect:
    """Where two skins could meet, and with which triangles."""

    at: np.ndarray
    """(k,) whether they could at each pose."""
    blocks: tuple[Block, ...]
    """Rows of triangles that stay and of those that move, each of which could meet each; together all that could."""


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
    if np.abs(turned @ axis - axis).max() > ROUNDING:
        return None
    angles = np.arctan2(directions @ axis, (np.trace(turned, axis1=1, axis2=2) - 1.0) / 2.0)
    heights = moved @ axis
    across = moved - heights[:, None] * axis
    point = np.linalg.lstsq(np.eye(3) - turned[surest], across[surest], rcond=LEAST_SINE**2)[0]
    is_fixed = np.abs(point - turned @ point - across).max() <= ROUNDING
    if np.abs(heights).max() > ROUNDING:
        lead = _lead(angles, heights) if is_fixed else None
        return None if lead is None else Glide("screw", axis, point, angles, lead)
    return Glide("turn", axis, point, angles) if is_fixed else Glide("plane", axis, nowhere, angles)


def _lead(angles: Array, heights: Array) -> float | None:
    """Metres for each radian, if (k,) heights rise with the angles and whole turns more; None if they do not."""
    unwound = np.unwrap(angles)
    farthest = int(np.argmax(np.abs(unwound - unwound[0])))
    turn = float(unwound[farthest] - unwound[0])
    lead = float(heights[farthest] - heights[0]) / turn if abs(turn) > LEAST_SINE else 0.0
    if not lead:
        return None
    turns = (heights / lead - angles) / (2.0 * np.pi)
    is_even = np.abs(turns - np.round(turns)) * abs(2.0 * np.pi * lead) <= ROUNDING
    return lead if is_even.all() else None


def could_meet(first: Array, second: Array, glide: Glide) -> Prospect:
    """Where two skins could meet, and with what; never less than where and with what they do.

    Args:
        first: (n, 3, 3) corners of triangles that stay, metres.
        second: (m, 3, 3) corners of those that move, at rest.
        glide: how the second moves against the first.
    """
    basis = _basis(glide.axis)
    still, moving = (first - glide.point) @ basis, (second - glide.point) @ basis
    if glide.kind == "plane":
        rows, columns = _sharing_a_height(still[:, :, 2], moving[:, :, 2])
        return Prospect(np.full(len(glide.amounts), len(rows) > 0), ((rows, columns),))
    if glide.kind == "line":
        return _could_meet_sliding(still, moving, glide.amounts)
    if len(first) * len(second) * len(glide.amounts) < LEAST_COMPARED:
        every = np.arange(len(first)), np.arange(len(second))
        return Prospect(np.ones(len(glide.amounts), dtype=bool), (every,))
    meeting = coming_together(still, moving, lead=glide.lead, angles=glide.amounts)
    at, pairs = np.full(len(glide.amounts), len(meeting.blocks) > 0), meeting.pairs
    if glide.kind == "turn" and pairs is not None and len(pairs) <= PAIRS_PER_POSE * len(at):
        mine, theirs = _closer(still[pairs[:, 0]], moving[pairs[:, 1]], glide.amounts)
        at = _at_angles(_arcs(mine), _arcs(theirs), glide.amounts)
    return Prospect(at, meeting.blocks)


def _could_meet_sliding(still: Array, moving: Array, amounts: Array) -> Prospect:
    """`could_meet` along the z axis."""
    every = np.arange(len(still)), np.arange(len(moving))
    anywhere = Prospect(np.ones(len(amounts), dtype=bool), (every,))
    if len(still) * len(moving) > MOST_COMPARED:
        return anywhere
    boxes, others = _boxes(still), _boxes(moving)
    swept = others.copy()
    swept[:, 0, 2] += amounts.min(initial=0.0)
    swept[:, 1, 2] += amounts.max(initial=0.0)
    pairs = overlapping(boxes, swept)
    if len(pairs) > MOST_PAIRS:
        return anywhere
    slack = np.full((len(pairs), 2), ROUNDING)
    pairs = pairs[overlap_across(still[pairs[:, 0], :, :2], moving[pairs[:, 1], :, :2], slack)]
    lowest = boxes[pairs[:, 0], 0, 2] - others[pairs[:, 1], 1, 2]
    highest = boxes[pairs[:, 0], 1, 2] - others[pairs[:, 1], 0, 2]
    begun = np.searchsorted(np.sort(lowest), amounts, side="right")
    ended = np.searchsorted(np.sort(highest), amounts, side="left")
    return Prospect(begun > ended, ((np.unique(pairs[:, 0]), np.unique(pairs[:, 1])),))


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


def _sharing_a_height(still: Array, moving: Array) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the triangles of each that reach a height that one of the other's reaches too; (n, 3) heights."""
    spans = [(heights.min(axis=1) - ROUNDING, heights.max(axis=1) + ROUNDING) for heights in (still, moving)]
    found = []
    for (low, high), (other_low, other_high) in (spans, spans[::-1]):
        begun = np.searchsorted(np.sort(other_low), high, side="right")
        ended = np.searchsorted(np.sort(other_high), low, side="left")
        found.append(np.flatnonzero(begun > ended))
    return found[0], found[1]


def _rings(triangles: Array) -> Array:
    """(n, 2, 3) boxes of distance from the axis, nothing, and height."""
    flat, heights = triangles[:, :, :2], triangles[:, :, 2]
    farthest = np.linalg.norm(flat, axis=2).max(axis=1)
    low = np.stack([distances_from_axis(flat), np.zeros(len(flat)), heights.min(axis=1)], axis=1)
    high = np.stack([farthest, np.zeros(len(flat)), heights.max(axis=1)], axis=1)
    return np.stack([low - ROUNDING, high + ROUNDING], axis=1)


def _arcs(triangles: Array) -> Array:
    """(n, 2) middle and half width of the angle each triangle takes about the axis; pi where it is on it."""
    flat = triangles[:, :, :2]
    bearings = np.arctan2(flat[:, :, 1], flat[:, :, 0])
    turns = np.mod(bearings - bearings[:, :1] + np.pi, 2.0 * np.pi) - np.pi
    low, high = turns.min(axis=1), turns.max(axis=1)
    is_on = (distances_from_axis(flat) <= ROUNDING) | (high - low >= np.pi)
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
        is_mine = longest_edges(mine) >= longest_edges(theirs)
        halves = [halved(np.where(is_mine[:, None, None], mine, theirs), end) for end in (0, 1)]
        mine = np.concatenate([np.where(is_mine[:, None, None], half, mine) for half in halves])
        theirs = np.concatenate([np.where(is_mine[:, None, None], theirs, half) for half in halves])
    return mine, theirs


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
