"""Skin: the faces of one mesh in blocks of neighbours, to find those near a box or above a point at once.

A mesh of 60,000 faces is asked a thousand times whether a small thing lies near or inside it. A newcomer's
mistake: to read `may_be_near_each` as contact. It goes by the boxes of faces and only proves what is apart.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from sdk.geometry.triangles import winding_numbers
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
ROWS_AT_ONCE = 1 << 13
"""Blocks whose faces are compared in one go."""


class Skin:
    """An index over the faces of a mesh; vertices (n, 3) metres, faces (m, 3)."""

    def __init__(self, vertices: Array, faces: np.ndarray) -> None:
        self._vertices = vertices
        corners = vertices[faces]
        low, high = corners.min(axis=1), corners.max(axis=1)
        order = _by_place(0.5 * (low + high)) if len(faces) > BLOCK else np.arange(len(faces))
        self._faces = faces[order]
        self._low, self._high = low[order], high[order]
        self._starts = np.arange(0, len(faces), BLOCK)
        self._block_low = np.minimum.reduceat(self._low, self._starts, axis=0)
        self._block_high = np.maximum.reduceat(self._high, self._starts, axis=0)

    def may_be_near_each(self, lows: Array, highs: Array) -> np.ndarray:
        """(p,) whether the box of some face meets each box from (p, 3) `lows` to `highs`; True for no numbers."""
        found = np.zeros(len(lows), dtype=bool)
        step = max(1, COMPARED_AT_ONCE // max(1, len(self._starts)))
        for start in range(0, len(lows), step):
            low, high = lows[start : start + step], highs[start : start + step]
            apart = np.zeros((len(low), len(self._starts)), dtype=bool)
            for axis in range(3):
                apart |= self._block_low[None, :, axis] > high[:, None, axis]
                apart |= self._block_high[None, :, axis] < low[:, None, axis]
            asked, blocks = np.nonzero(~apart)
            for first in range(0, len(asked), ROWS_AT_ONCE):
                found[start : start + step] |= self._near_faces(
                    asked[first : first + ROWS_AT_ONCE], blocks[first : first + ROWS_AT_ONCE], low, high
                )
        return found

    def faces_near(self, low: Array, high: Array) -> np.ndarray:
        """(k, 3) those of the faces whose own boxes meet the one from (3,) `low` to `high`."""
        blocks = np.flatnonzero(~((self._block_low > high) | (self._block_high < low)).any(axis=1))
        rows = self._rows_of(blocks)
        return self._faces[rows[~((self._low[rows] > high) | (self._high[rows] < low)).any(axis=1)]]

    def _near_faces(self, asked: np.ndarray, blocks: np.ndarray, low: Array, high: Array) -> np.ndarray:
        """(p,) whether the box of a face in one of the blocks asked of meets the box from `low` to `high`."""
        rows = self._rows_of(blocks)
        asked = np.repeat(asked, self._block_sizes[blocks])
        near = ~((self._low[rows] > high[asked]) | (self._high[rows] < low[asked])).any(axis=1)
        found = np.zeros(len(low), dtype=bool)
        found[asked[near]] = True
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
        face_low, face_high, block_low, block_high = self._shadows
        flat = points[:, :2] - points[:, 2:] * TILT
        near = self._block_high[None, :, 2] >= points[:, 2, None]
        for axis in range(2):
            near &= block_low[None, :, axis] <= flat[:, axis, None]
            near &= block_high[None, :, axis] >= flat[:, axis, None]
        asked, blocks = np.nonzero(near)
        if not len(asked):
            return np.zeros(len(points))
        rows = self._rows_of(blocks)
        asked = np.repeat(asked, self._block_sizes[blocks])
        kept = (self._high[rows, 2] >= points[asked, 2]) & (face_low[rows] <= flat[asked]).all(axis=1)
        kept &= (face_high[rows] >= flat[asked]).all(axis=1)
        asked, rows = asked[kept], rows[kept]
        corners = self._vertices[self._faces[rows]]
        shadow = corners[..., :2] - corners[..., 2:] * TILT - flat[asked, None]
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

    @cached_property
    def _shadows(self) -> tuple[Array, Array, Array, Array]:
        """Lowest and highest along the ray's two cross directions, of each face (m, 2) and block (b, 2)."""
        corners = self._vertices[self._faces]
        flat = corners[..., :2] - corners[..., 2:] * TILT
        low, high = flat.min(axis=1), flat.max(axis=1)
        return (
            low,
            high,
            np.minimum.reduceat(low, self._starts, axis=0),
            np.maximum.reduceat(high, self._starts, axis=0),
        )

    def _rows_of(self, blocks: np.ndarray) -> np.ndarray:
        """The faces of the blocks, block after block."""
        sizes = self._block_sizes[blocks]
        offsets = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return np.repeat(self._starts[blocks], sizes) + offsets


def _turn(first: Array, second: Array) -> Array:
    return first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]


def _by_place(middles: Array) -> np.ndarray:
    """An order of the (m, 3) points in which neighbours are mostly near each other.

    Source:
        Morton, "A computer oriented geodetic data base", 1966: the coordinates' bits in turn.
    """
    low = middles.min(axis=0)
    extent = float((middles.max(axis=0) - low).max())
    if not np.isfinite(extent) or extent <= 0.0:
        return np.arange(len(middles))
    cells = ((middles - low) * ((1 << ORDER_BITS) - 1) / extent).astype(np.int64)
    keys = np.zeros(len(middles), dtype=np.int64)
    for bit in range(ORDER_BITS):
        for axis in range(3):
            keys |= ((cells[:, axis] >> bit) & 1) << (3 * bit + axis)
    return np.argsort(keys, kind="stable")
