"""Reports on rows, grids and mirrored sets, from the centres of their items.

A newcomer's mistake: to include the middle item in a symmetry question. It cannot pair with itself, so it
comes back unmatched.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import dist
from statistics import fmean, median, pstdev
from typing import Any

from harness.compiler.probing.measures import name_of
from harness.compiler.probing.view import AXES, View, axes_of, axis_of

OUTLIER_SIGMAS = 2.0
LEAST_CLUSTER_TOLERANCE = 1e-6
"""Metres."""
CLUSTER_SHARE = 0.25
"""Of the median spacing: items nearer than this share a row."""
MIRROR_TOLERANCE = 0.05
"""Metres by which a pair may miss its mirror image."""


def layout_report(view: View, items: Sequence[Any], *, axis: str = "x") -> dict[str, Any]:
    """The items in order along an axis, with their pitches and those far from the mean pitch."""
    letter = axis_of(axis)
    ordered = sorted(_centred(view, items, letter), key=lambda item: item["coordinate"])
    places = [item["coordinate"] for item in ordered]
    pitches = [after - before for before, after in pairwise(places)]
    mean = fmean(pitches) if pitches else None
    spread = pstdev(pitches) if pitches else None
    return {
        "metric_kind": "layout_review",
        "axis": letter,
        "count": len(ordered),
        "ordered": ordered,
        "span": places[-1] - places[0] if places else 0.0,
        "pitches": pitches,
        "pitch_mean": mean,
        "pitch_min": min(pitches, default=None),
        "pitch_max": max(pitches, default=None),
        "pitch_stdev": spread,
        "outlier_indices": [
            index
            for index, pitch in enumerate(pitches)
            if mean is not None and spread and abs(pitch - mean) > OUTLIER_SIGMAS * spread
        ],
    }


def grid_report(view: View, items: Sequence[Any], *, axes: str | Sequence[str] = "xy") -> dict[str, Any]:
    """Rows and columns the items fall into: columns along the first axis, rows along the second.

    Raises:
        ValueError: not exactly two axes.
    """
    letters = axes_of(axes)
    if len(letters) != 2:
        raise ValueError(f"axes: got {axes!r}; want exactly two, such as 'xy'")
    clusters = {
        letter: _clusters([item["coordinate"] for item in _centred(view, items, letter)])
        for letter in letters
    }
    return {
        "metric_kind": "grid_review",
        "axes": letters,
        "count": len(items),
        "rows": len(clusters[letters[1]]),
        "cols": len(clusters[letters[0]]),
        "axis_clusters": clusters,
    }


def symmetry_report(view: View, items: Sequence[Any], *, axis: str = "x") -> dict[str, Any]:
    """Pairs of items mirrored in the middle plane of their centres, and the items left over."""
    letter = axis_of(axis)
    column = AXES.index(letter)
    left = _centred(view, items, letter)
    places = [item["coordinate"] for item in left]
    middle = (min(places) + max(places)) / 2 if places else 0.0
    pairs: list[dict[str, Any]] = []
    unmatched: list[str] = []
    while left:
        item = left.pop(0)
        errors = [_mirror_error(item["center"], other["center"], column, middle) for other in left]
        best = min(range(len(left)), key=lambda index: sum(errors[index]), default=None)
        if best is None or sum(errors[best]) > MIRROR_TOLERANCE:
            unmatched.append(item["name"])
            continue
        along, across = errors[best]
        pairs.append(
            {"a": item["name"], "b": left.pop(best)["name"], "mirror_error": along, "off_axis": across}
        )
    return {
        "metric_kind": "symmetry_review",
        "axis": letter,
        "midplane": middle,
        "pairs": pairs,
        "unmatched": unmatched,
        "max_mirror_offset": max((pair["mirror_error"] for pair in pairs), default=0.0),
    }


def _centred(view: View, items: Sequence[Any], letter: str) -> list[dict[str, Any]]:
    """Name, centre and coordinate along the axis of each item, in the order given."""
    found = []
    for item in items:
        target = view.target(item)
        middle = view.solid_box(target).mean(axis=0).tolist()
        name = name_of(target.part if target.visual is None else target.visual)
        found.append({"name": name, "center": middle, "coordinate": middle[AXES.index(letter)]})
    return found


def _clusters(values: Sequence[float]) -> list[float]:
    """Mean coordinate of each group of values that lie together."""
    ordered = sorted(values)
    spacings = [b - a for a, b in pairwise(ordered) if b - a > LEAST_CLUSTER_TOLERANCE]
    tolerance = max(LEAST_CLUSTER_TOLERANCE, CLUSTER_SHARE * median(spacings or [0.0]))
    groups: list[list[float]] = []
    for value in ordered:
        if groups and abs(value - fmean(groups[-1])) <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [fmean(group) for group in groups]


def _mirror_error(
    first: Sequence[float], second: Sequence[float], column: int, middle: float
) -> tuple[float, float]:
    """How far two centres are from being mirror images: along the axis, and across it."""
    along = abs((first[column] + second[column]) / 2 - middle) * 2
    others = [index for index in range(3) if index != column]
    return along, dist([first[index] for index in others], [second[index] for index in others])
