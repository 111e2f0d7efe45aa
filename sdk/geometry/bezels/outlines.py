"""The shapes of a bezel in plan, centred in XY: opening, outer edge, lip, recess and flange all come from here.

A newcomer's mistake: to give a circle two diameters. It takes the shorter side of its box.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.prisms import circle
from sdk.geometry.profiles import rounded_rect_profile, superellipse_profile
from sdk.geometry.triangles import Floats

CURVE_POINTS = 64
CORNER_STEPS = 4
SUPERELLIPSE_EXPONENT = 2.8


@dataclass(frozen=True)
class PlanShape:
    """A shape by name, with its size in metres."""

    kind: str
    size: tuple[float, float]
    radius: float = 0.0
    """Of the corners of a ``rounded_rect``."""

    def outline(self) -> Floats:
        """(n, 2) counter-clockwise points.

        Raises:
            GeometryError: ``unknown-shape``, ``bad-radius``, ``not-positive``.
        """
        if self.kind not in OUTLINES:
            raise GeometryError.at(
                "BezelGeometry shape",
                given=self.kind,
                wanted=f"one of {', '.join(OUTLINES)}",
                code="unknown-shape",
            )
        return OUTLINES[self.kind](self)

    def grown(self, margin: float) -> PlanShape:
        """The same shape, `margin` wider on every side and its corners rounder by that; it may be negative."""
        width, height = (extent + 2.0 * margin for extent in self.size)
        return PlanShape(self.kind, (width, height), max(0.0, self.radius + margin))


def _rectangle(shape: PlanShape) -> Floats:
    return np.array(rounded_rect_profile(*shape.size, 0.0))


def _rounded_rectangle(shape: PlanShape) -> Floats:
    return np.array(rounded_rect_profile(*shape.size, shape.radius, corner_segments=CORNER_STEPS))


def _circle(shape: PlanShape) -> Floats:
    return circle(min(shape.size) / 2.0, segments=CURVE_POINTS)


def _ellipse(shape: PlanShape) -> Floats:
    return np.array(superellipse_profile(*shape.size, 2.0, segments=CURVE_POINTS))


def _superellipse(shape: PlanShape) -> Floats:
    return np.array(superellipse_profile(*shape.size, SUPERELLIPSE_EXPONENT, segments=CURVE_POINTS))


OUTLINES: dict[str, Callable[[PlanShape], Floats]] = {
    "rect": _rectangle,
    "rounded_rect": _rounded_rectangle,
    "circle": _circle,
    "ellipse": _ellipse,
    "superellipse": _superellipse,
}
"""Name of a shape -> its outline."""


def lowest_over(outline: Floats, low: float, high: float) -> float | None:
    """The y at which the strip from x = low to high, coming from below, is covered by the outline in full.

    None when part of the strip passes beside it.
    """
    if low < outline[:, 0].min() or high > outline[:, 0].max():
        return None
    points = np.concatenate([outline, outline[:1]])
    middle = float(outline[:, 1].mean())
    lower = points[points[:, 1] <= middle]
    order = np.argsort(lower[:, 0], kind="stable")
    inside = lower[(lower[:, 0] > low) & (lower[:, 0] < high), 1]
    ends = np.interp([low, high], lower[order, 0], lower[order, 1])
    return float(max(ends.max(), inside.max(initial=-np.inf)))
