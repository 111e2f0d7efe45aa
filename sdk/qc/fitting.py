"""How declared fits stand in a posed object: clearance or press, and what they excuse.

A newcomer's mistake: to read a clearance of 0 as a loose measurement. Parts that touch have none left, which a
running fit wants to have.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdk.model.declarations import Fit
from sdk.model.object import ArticulatedObject
from sdk.qc.overlaps import ElementOverlap
from sdk.scene import Posed
from sdk.scene.overlap import Overlap, has_volume, measure_overlap

TOUCH = 1e-6
"""A common volume this thin is contact, metres: it is what rounding leaves of it."""


@dataclass(frozen=True, eq=False)
class FitState:
    """A fit as it is at one pose."""

    fit: Fit
    clearance: float
    """Metres between the two; negative for how deep they overlap."""
    direction: np.ndarray | None
    """(3,) unit, from the parent towards the child in the world; None where the gap runs all round."""
    indices: tuple[int, int]
    """Of the child's and the parent's element measured."""


def measure_fit(posed: Posed, fit: Fit) -> FitState | None:
    """The fit at this pose, where its elements come nearest or overlap deepest; None without such elements."""
    children = _chosen(posed, fit.child, fit.elem_child)
    parents = _chosen(posed, fit.parent, fit.elem_parent)
    if not children or not parents:
        return None
    deepest = _deepest(posed, fit, children, parents)
    if deepest is not None:
        return deepest
    nearest = posed.nearest(children, parents)
    assert nearest is not None
    clearance = 0.0 if nearest.collided else max(nearest.distance, 0.0)
    return FitState(
        fit,
        clearance,
        _apart(posed, nearest.first, nearest.second),
        (nearest.first, nearest.second),
    )


def is_fitted(model: ArticulatedObject, overlap: ElementOverlap) -> bool:
    """Whether a declared fit covers the overlap: boxes that cross, or a press no deeper than declared."""
    first, second = overlap.first, overlap.second
    return any(
        fit.joins(first.part, first.visual_name, second.part, second.visual_name)
        and (overlap.measured is None or overlap.depth <= fit.press)
        for fit in model.fits
    )


def _chosen(posed: Posed, part: str, elem: str | None) -> list[int]:
    return [index for index in posed.of_part(part) if elem in (None, posed.elements[index].visual_name)]


def _deepest(posed: Posed, fit: Fit, children: list[int], parents: list[int]) -> FitState | None:
    best: FitState | None = None
    for child in children:
        for parent in parents:
            overlap = _overlap(posed, child, parent)
            if overlap is not None and (best is None or -overlap.depth < best.clearance):
                away = posed.boxes[child].mean(axis=0) - posed.boxes[parent].mean(axis=0)
                towards_child = (
                    overlap.direction if float(away @ overlap.direction) >= 0.0 else -overlap.direction
                )
                best = FitState(fit, -overlap.depth, towards_child, (child, parent))
    return best


def _overlap(posed: Posed, first: int, second: int) -> Overlap | None:
    low = np.maximum(posed.boxes[first][0], posed.boxes[second][0])
    high = np.minimum(posed.boxes[first][1], posed.boxes[second][1])
    if np.any(high - low <= 0.0) or not (has_volume(posed, first) and has_volume(posed, second)):
        return None
    if not posed.collides(first, second) and not posed.nested(first, second):
        return None
    overlap = measure_overlap(posed, first, second)
    return None if overlap is None or overlap.depth <= TOUCH else overlap


def _apart(posed: Posed, child: int, parent: int) -> np.ndarray | None:
    """Direction in which the two boxes lie apart."""
    mine, theirs = posed.boxes[child], posed.boxes[parent]
    gap = np.maximum(mine[0] - theirs[1], 0.0) - np.maximum(theirs[0] - mine[1], 0.0)
    length = float(np.linalg.norm(gap))
    return gap / length if length > 0.0 else None
