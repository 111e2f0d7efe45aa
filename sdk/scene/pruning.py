"""Which boxes of two sets overlap, without comparing each with each.

A newcomer's mistake: to hand `overlapping` boxes that are not numbers; what compares with nothing is lost; only
`within_reach` keeps it.
"""

from __future__ import annotations

import numpy as np

from sdk.spatial import Array

DENSE = 1 << 17
"""Pairs up to which each is compared with each: the fastest way for few."""
LONG = 4.0
"""Times the median extent: longer boxes are compared with all, so that they do not blur the order of the rest."""
EXPANDED_AT_ONCE = 1 << 21
FEW = 1024
"""Pairs up to which it does not pay to look for the axis that leaves the fewest."""
ROUNDING = 1e-12


def overlapping(first: Array, second: Array) -> np.ndarray:
    """(k, 2) index pairs of (n, 2, 3) and (m, 2, 3) boxes that overlap or touch, in rising order.

    Source:
        Sweep and prune: Baraff, "Dynamic simulation of non-penetrating rigid bodies", 1992, along the axis that
        leaves the fewest pairs.
    """
    if len(first) * len(second) <= DENSE:
        return _dense(first, second)
    extents = second[:, 1] - second[:, 0]
    best: tuple[int, np.ndarray, int] | None = None
    for axis in range(3):
        is_long = extents[:, axis] > LONG * float(np.median(extents[:, axis]))
        lefts, rights, _ = _runs(first, second[~is_long], axis)
        work = int((rights - lefts).sum()) + int(is_long.sum()) * len(first)
        if best is None or work < best[0]:
            best = work, is_long, axis
    assert best is not None
    _, is_long, axis = best
    found = []
    long_ones = np.flatnonzero(is_long)
    rows_at_once = max(1, EXPANDED_AT_ONCE // max(1, len(long_ones)))
    for start in range(0, len(first) if len(long_ones) else 0, rows_at_once):
        pairs = _dense(first[start : start + rows_at_once], second[long_ones])
        found.append(np.stack([pairs[:, 0] + start, long_ones[pairs[:, 1]]], axis=1))
    found += _swept(first, second, np.flatnonzero(~is_long), axis)
    every = np.concatenate(found) if found else np.zeros((0, 2), dtype=np.int64)
    return every[np.lexsort((every[:, 1], every[:, 0]))]


def within_reach(boxes: Array, reaches: Array, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """(k, 2) pairs, one of each set of box numbers, that come within the smaller of their (n,) reaches; a
    negative reach asks for overlap. A box that is not a number is near everything.
    """
    low, high = boxes[:, 0], boxes[:, 1]
    if np.isfinite(boxes).all() and np.isfinite(reaches).all():
        reaching = np.stack([low - reaches[:, None], high + reaches[:, None]], axis=1)
        pairs = overlapping(reaching[first], boxes[second])
    else:
        pairs = np.indices((len(first), len(second))).reshape(2, -1).T
    rows, columns = first[pairs[:, 0]], second[pairs[:, 1]]
    reach = np.minimum(reaches[rows], reaches[columns])[:, None]
    kept = ~(low[rows] - high[columns] > reach).any(axis=1)
    kept &= ~(low[columns] - high[rows] > reach).any(axis=1)
    return np.stack([rows[kept], columns[kept]], axis=1)


def _swept(first: Array, second: Array, chosen: np.ndarray, axis: int) -> list[np.ndarray]:
    """Pairs with the chosen boxes of `second`, run by run along an axis."""
    lefts, rights, order = _runs(first, second[chosen], axis)
    counts = rights - lefts
    ends = np.cumsum(counts)
    found = []
    start = 0
    while start < len(first):
        stop = int(np.searchsorted(ends, (ends[start - 1] if start else 0) + EXPANDED_AT_ONCE, side="right"))
        stop = max(stop, start + 1)
        sizes = counts[start:stop]
        rows = np.repeat(np.arange(start, stop), sizes)
        within = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        columns = chosen[order[np.repeat(lefts[start:stop], sizes) + within]]
        for each in (axis, *(other for other in range(3) if other != axis)):
            kept = first[rows, 0, each] <= second[columns, 1, each]
            kept &= second[columns, 0, each] <= first[rows, 1, each]
            rows, columns = rows[kept], columns[kept]
        found.append(np.stack([rows, columns], axis=1))
        start = stop
    return found


def _runs(first: Array, second: Array, axis: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each first box, the run of second boxes, ordered by their low side, that may reach it along an axis;
    and that order.
    """
    lows = second[:, 0, axis]
    order = np.argsort(lows, kind="stable")
    longest = float((second[:, 1, axis] - lows).max(initial=0.0))
    reach = longest + ROUNDING * (longest + float(np.abs(lows).max(initial=0.0)))
    lefts = np.searchsorted(lows[order], first[:, 0, axis] - reach, side="left")
    rights = np.searchsorted(lows[order], first[:, 1, axis], side="right")
    return lefts, np.maximum(rights, lefts), order


def _dense(first: Array, second: Array) -> np.ndarray:
    """Every pair along the axis that the second boxes are spread along most, and of those that overlap there the
    other two axes.
    """
    if not len(first) or not len(second):
        return np.zeros((0, 2), dtype=np.int64)
    lows, highs = np.ascontiguousarray(second[:, 0].T), np.ascontiguousarray(second[:, 1].T)
    axis = 0 if len(first) * len(second) <= FEW else _widest(lows, highs)
    near = first[:, 0, axis, None] <= highs[axis]
    near &= lows[axis] <= first[:, 1, axis, None]
    rows, columns = np.divmod(np.flatnonzero(near), len(second))
    for other in (axis - 1, axis - 2):
        kept = (first[rows, 0, other] <= highs[other, columns]) & (
            lows[other, columns] <= first[rows, 1, other]
        )
        rows, columns = rows[kept], columns[kept]
    return np.stack([rows, columns], axis=1)


def _widest(lows: Array, highs: Array) -> int:
    """The axis along which the (3, m) sides lie farthest apart for their length."""
    spread = highs.max(axis=1) - lows.min(axis=1)
    return int(np.argmax(spread / np.maximum((highs - lows).mean(axis=1), ROUNDING)))
