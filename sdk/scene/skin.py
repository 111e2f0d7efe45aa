"""Skin: the faces of one mesh in blocks of neighbours, to find those near a box or above a point at once.

A mesh of 60,000 faces is asked a thousand times whether a small thing lies near or inside it. A newcomer's
mistake: to read `may_be_near_each` as contact. It goes by the boxes of faces and only proves what is apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from sdk.geometry.triangles import rising_order, winding_numbers
from sdk.spatial import Array

BLOCK = 64
"""Faces in a block."""
ORDER_BITS = 10
"""Of each coordinate, when faces are put in the order of their place."""
TILT = (0.0173205, 0.0223607)
"""Slant of the ray along which crossings are counted: along an axis it would run in faces and along edges."""
GRAZING = 1e-9
"""Of a face's shadow: a ray so near to an edge is not trusted, and the winding is integrated instead."""
TOUCHING = 1e-9
"""Of a face's shadow: a point so near to a face may be on either side; the same."""
COMPARED_AT_ONCE = 1 << 20
"""Pairs of point and block compared in one go."""
ROWS_AT_ONCE = 1 << 8
"""Blocks whose faces are compared in one go."""


class Skin:
    """An index over the faces of a mesh; vertices (n, 3) metres, faces (m, 3)."""

    def __init__(self, vertices: Array, faces: np.ndarray) -> None:
        self._vertices = vertices
        columns = np.ascontiguousarray(vertices.T)
        low, high = extremes([columns.take(faces[:, corner], axis=1) for corner in range(3)])
        if len(faces) > BLOCK:
            order = _by_place(0.5 * (low + high))
            faces, low, high = faces[order], low.take(order, axis=1), high.take(order, axis=1)
        self._faces = faces
        self._low, self._high = low, high  # coordinate by coordinate: numpy is slow over rows of three
        self._starts = np.arange(0, len(faces), BLOCK)
        self._block_low = np.minimum.reduceat(low, self._starts, axis=1)
        self._block_high = np.maximum.reduceat(high, self._starts, axis=1)

    def may_be_near_each(self, lows: Array, highs: Array) -> np.ndarray:
        """(p,) whether the box of some face meets each box from (p, 3) `lows` to `highs`; True for no numbers."""
        found = np.zeros(len(lows), dtype=bool)
        step = max(1, COMPARED_AT_ONCE // max(1, len(self._starts)))
        for start in range(0, len(lows), step):
            low, high = (np.ascontiguousarray(side[start : start + step].T) for side in (lows, highs))
            apart = np.zeros((low.shape[1], len(self._starts)), dtype=bool)
            for axis in range(3):
                apart |= self._block_low[axis] > high[axis, :, None]
                apart |= self._block_high[axis] < low[axis, :, None]
            asked, blocks = np.nonzero(~apart)
            for first in range(0, len(asked), ROWS_AT_ONCE):
                found[start : start + step] |= self._near_faces(
                    asked[first : first + ROWS_AT_ONCE], blocks[first : first + ROWS_AT_ONCE], low, high
                )
        return found

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return len(self._starts)

    def faces_near(self, low: Array, high: Array, *, by: float = 0.0) -> np.ndarray:
        """(k, 3) those of the faces whose own boxes come within `by` metres of the one from (3,) `low` to `high`."""
        rows = self._rows_of(np.flatnonzero(_within(self._block_low, self._block_high, low, high, by)))
        near = _within(self._low.take(rows, axis=1), self._high.take(rows, axis=1), low, high, by)
        return self._faces[rows[near]]

    def _near_faces(self, asked: np.ndarray, blocks: np.ndarray, low: Array, high: Array) -> np.ndarray:
        """(p,) whether the box of a face in one of the blocks asked of meets the box from (3, p) `low` to `high`."""
        rows = self._rows_of(blocks)
        asked = np.repeat(asked, self._block_sizes[blocks])
        apart = np.zeros(len(rows), dtype=bool)
        for axis in range(3):
            apart |= self._low[axis].take(rows) > high[axis].take(asked)
            apart |= self._high[axis].take(rows) < low[axis].take(asked)
        found = np.zeros(low.shape[1], dtype=bool)
        found[asked[~apart]] = True
        return found

    def windings(self, points: Array) -> Array:
        """(p,) how often the closed mesh winds about each of the (p, 3) points: 1 inside an outward one.

        Counted where a slightly tilted ray upwards crosses the skin; exact but for points on the skin.
        """
        found = np.zeros(len(points))
        step = max(1, COMPARED_AT_ONCE // max(1, len(self._starts)))
        for start in range(0, len(points), step):
            found[start : start + step] = self._crossings(points[start : start + step])
        return found

    def _crossings(self, points: Array) -> Array:
        flat = points[:, :2] - points[:, 2:] * TILT
        near = self._block_high[2] >= points[:, 2, None]
        for axis, (low, high) in enumerate(_shadows(self._block_low, self._block_high)):
            near &= (low <= flat[:, axis, None]) & (high >= flat[:, axis, None])
        asked, blocks = np.nonzero(near)
        rows = self._rows_of(blocks)
        asked = np.repeat(asked, self._block_sizes[blocks])
        boxes = self._low.take(rows, axis=1), self._high.take(rows, axis=1)
        near = boxes[1][2] >= points[asked, 2]
        for axis, (low, high) in enumerate(_shadows(*boxes)):
            near &= (low <= flat[asked, axis]) & (high >= flat[asked, axis])
        asked, rows = asked[near], rows[near]
        corners = self._vertices[self._faces[rows]]
        shadow = corners[..., :2] - corners[..., 2:] * TILT - flat[asked, None]
        low, high = extremes([shadow[:, corner] for corner in range(3)])
        near = (low <= 0.0).all(axis=1) & (high >= 0.0).all(axis=1)
        asked, rows, corners, shadow = asked[near], rows[near], corners[near], shadow[near]
        turns = np.stack([_turn(shadow[:, side], shadow[:, (side + 1) % 3]) for side in range(3)], axis=1)
        area = turns.sum(axis=1)
        scale = np.abs(shadow).max(axis=(1, 2)) ** 2
        inside = (turns > 0.0).all(axis=1) | (turns < 0.0).all(axis=1)
        unsure = ~inside & (
            (turns >= -GRAZING * scale[:, None]).all(axis=1) | (turns <= GRAZING * scale[:, None]).all(axis=1)
        )
        unsure |= inside & (np.abs(turns) <= GRAZING * scale[:, None]).any(axis=1)
        heights = np.zeros(len(rows))
        heights[inside] = (turns * corners[:, [2, 0, 1], 2]).sum(axis=1)[inside] / area[inside]
        heights[inside] -= points[asked[inside], 2]
        unsure |= inside & (np.abs(heights) <= TOUCHING * np.sqrt(scale))
        above = inside & (heights > 0.0)
        found = np.bincount(asked[above], weights=np.sign(area[above]), minlength=len(points)).astype(float)
        again = np.unique(asked[unsure])
        if len(again):
            found[again] = winding_numbers(points[again], self._vertices, self._faces)
        return found

    @cached_property
    def _block_sizes(self) -> np.ndarray:
        return np.diff(self._starts, append=len(self._faces))

    def _rows_of(self, blocks: np.ndarray) -> np.ndarray:
        """The faces of the blocks, block after block."""
        sizes = self._block_sizes[blocks]
        offsets = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return np.repeat(self._starts[blocks], sizes) + offsets


def extremes(corners: Sequence[Array]) -> tuple[Array, Array]:
    """The lowest and the highest of three arrays, place by place."""
    first, second, third = corners
    low, high = np.minimum(first, second), np.maximum(first, second)
    return np.minimum(low, third, out=low), np.maximum(high, third, out=high)


def _within(lows: Array, highs: Array, low: Array, high: Array, by: float) -> np.ndarray:
    """(k,) which of the boxes from (3, k) `lows` to `highs` come within `by` metres of another; no numbers do."""
    apart = np.maximum(lows - high[:, None], low[:, None] - highs)
    np.maximum(apart, 0.0, out=apart)
    return ~((apart * apart).sum(axis=0) > by * by)


def _shadows(low: Array, high: Array) -> list[tuple[Array, Array]]:
    """Lowest and highest that boxes from (3, k) `low` to `high` reach along either cross direction of the ray."""
    return [(low[axis] - high[2] * slant, high[axis] - low[2] * slant) for axis, slant in enumerate(TILT)]


def _turn(first: Array, second: Array) -> Array:
    return first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]


def _by_place(middles: Array) -> np.ndarray:
    """An order of the (3, m) points in which neighbours are mostly near each other.

    Source:
        Morton, "A computer oriented geodetic data base", 1966: the coordinates' bits in turn.
    """
    low = middles.min(axis=1, keepdims=True)
    extent = float((middles.max(axis=1, keepdims=True) - low).max())
    if not np.isfinite(extent) or extent <= 0.0:
        return np.arange(middles.shape[1])
    cells = ((middles - low) * ((1 << ORDER_BITS) - 1) / extent).astype(np.int64)
    x, y, z = _SPREAD_BITS[cells]
    return rising_order(x | (y << 1) | (z << 2))


def _spread_bits() -> np.ndarray:
    """Every number of `ORDER_BITS` bits with two zeros put between each two of them."""
    numbers = np.arange(1 << ORDER_BITS)
    return sum((((numbers >> bit) & 1) << (3 * bit) for bit in range(ORDER_BITS)), np.zeros_like(numbers))


_SPREAD_BITS = _spread_bits()
