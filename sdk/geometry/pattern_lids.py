"""The flat side of a plate with rows of equal holes, triangulated row by row.

A general triangulation looks at every hole for every other, and takes seconds for the thousands a fine grille has.
Here the plate falls into bands between neighbouring rows, most of them alike, and a frame around all rows; each kind
of band is triangulated once. A newcomer's mistake: to add points where bands meet. They meet along lines from one
hole's corner to the next hole's, so the triangles have no corners but those of the rim and the holes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sdk.geometry import kernel
from sdk.geometry.triangles import Floats, Ints

AREA_SLACK = 1e-9
"""Relative error of the triangles' area above which they are not trusted."""


def pattern_lid(rim: Floats, punch: Floats, rows: Sequence[Floats]) -> Ints | None:
    """(k, 3) counter-clockwise triangles over the points of the rim, then of each hole clockwise, or None.

    None when there are less than two rows of two holes, or the triangles do not have the plate's area, as when holes
    lie too near each other to be told apart.

    Args:
        rim: (m, 2) outline, counter-clockwise, clear of all holes.
        punch: (n, 2) convex outline of a hole about its centre, counter-clockwise.
        rows: (c, 2) centres of each row from left to right; rows from the lowest, none empty. The box around a hole
            overlaps no other.
    """
    if len(rows) < 2 or min(map(len, rows)) < 2:
        return None
    holes = np.concatenate(rows)
    loops = punch[::-1] + holes[:, None]
    points = np.concatenate([rim, loops.reshape(-1, 2)])
    corners = _Corners(punch, len(rim))
    numbers = np.split(np.arange(len(holes)), np.cumsum([len(row) for row in rows])[:-1])

    triangles: list[Ints] = []
    known: dict[tuple[int, ...], Ints] = {}
    for row in range(len(rows) - 1):
        below, above = numbers[row], numbers[row + 1]
        band = np.concatenate([corners.over(below), corners.under(above)])
        shifts = np.concatenate(
            [rows[row][:, 0], rows[row + 1][:, 0], rows[row + 1][:1, 1] - rows[row][:1, 1]]
        )
        kind = (
            len(below),
            *np.rint((shifts - shifts[0]) / np.ptp(rim, axis=0).max() * 1e9).astype(int).tolist(),
        )
        if kind not in known:
            known[kind] = kernel.triangulate([points[band]])
        triangles.append(band[known[kind]])
    contour = np.concatenate(
        [
            corners.below_all(numbers[0]),
            *(corners.right_of(row[-1]) for row in numbers[1:-1]),
            corners.above_all(numbers[-1]),
            *(corners.left_of(row[0]) for row in numbers[-2:0:-1]),
        ]
    )[::-1]
    around = np.concatenate([np.arange(len(rim)), contour])
    triangles.append(around[kernel.triangulate([rim, points[contour]])])
    lid = np.concatenate(triangles)
    return lid if _fills(points, lid, rim, punch, len(holes)) else None


class _Corners:
    """Numbers of the points along holes, as the pieces of their outlines that bands and frame run along."""

    def __init__(self, punch: Floats, first: int) -> None:
        self.size = len(punch)
        self.first = first
        x, y = punch.T
        self.right, self.left = int(np.lexsort((y, -x))[0]), int(np.lexsort((y, x))[0])
        self.top, self.bottom = int(np.lexsort((x, -y))[0]), int(np.lexsort((x, y))[0])

    def over(self, row: Ints) -> Ints:
        """Left to right over a row, from the top of its first hole to the top of its last."""
        return self._chain(row, self.top, self.right, self.left, self.top, clockwise=True)

    def under(self, row: Ints) -> Ints:
        """Right to left under a row, from the bottom of its last hole to the bottom of its first."""
        return self._chain(row[::-1], self.bottom, self.left, self.right, self.bottom, clockwise=True)

    def below_all(self, row: Ints) -> Ints:
        """Left to right under the lowest row, from the top of its first hole around to the top of its last."""
        return self._chain(row, self.top, self.right, self.left, self.top, clockwise=False)

    def above_all(self, row: Ints) -> Ints:
        """Right to left over the highest row, from the bottom of its last hole to the bottom of its first."""
        return self._chain(row[::-1], self.bottom, self.left, self.right, self.bottom, clockwise=False)

    def right_of(self, hole: int) -> Ints:
        """Up the right side of a hole."""
        return self._at(hole, self._arc(self.bottom, self.top, clockwise=False))

    def left_of(self, hole: int) -> Ints:
        """Down the left side of a hole."""
        return self._at(hole, self._arc(self.top, self.bottom, clockwise=False))

    def _chain(self, row: Ints, start: int, leave: int, enter: int, end: int, *, clockwise: bool) -> Ints:
        """From `start` of the first hole to `end` of the last, each left at one corner and entered at another."""
        first = self._arc(start, leave, clockwise=clockwise)
        through = self._arc(enter, leave, clockwise=clockwise)
        last = self._arc(enter, end, clockwise=clockwise)
        inner = self._numbers(row[1:-1, None], through[None]).reshape(-1)
        return np.concatenate([self._at(int(row[0]), first), inner, self._at(int(row[-1]), last)])

    def _arc(self, start: int, end: int, *, clockwise: bool) -> Ints:
        way = -1 if clockwise else 1
        steps = (way * (end - start)) % self.size
        return (start + way * np.arange(steps + 1)) % self.size

    def _at(self, hole: int, corners: Ints) -> Ints:
        return self._numbers(np.array(hole), corners)

    def _numbers(self, holes: Ints, corners: Ints) -> Ints:
        return self.first + holes * self.size + (self.size - 1 - corners)


def _fills(points: Floats, triangles: Ints, rim: Floats, punch: Floats, holes: int) -> bool:
    """Whether the triangles are all counter-clockwise and have the plate's area together."""
    first, second, third = (points[triangles[:, column]] for column in range(3))
    ahead, aside = second - first, third - first
    doubled = ahead[:, 0] * aside[:, 1] - ahead[:, 1] * aside[:, 0]
    wanted = _doubled_area(rim) - holes * _doubled_area(punch)
    return bool((doubled > 0.0).all()) and abs(float(doubled.sum()) - wanted) <= AREA_SLACK * wanted


def _doubled_area(outline: Floats) -> float:
    ahead = np.roll(outline, -1, axis=0)
    return float((outline[:, 0] * ahead[:, 1] - outline[:, 1] * ahead[:, 0]).sum())
