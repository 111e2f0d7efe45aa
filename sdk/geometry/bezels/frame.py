"""The checked sizes every feature of a bezel is placed by.

A newcomer's mistake: to take `front` and `rear` for the ends of the finished bezel. Lips, beads and visors stand
before the front, bosses and flanges behind the rear.
"""

from __future__ import annotations

from dataclasses import dataclass

from sdk.errors import GeometryError
from sdk.geometry.bezels.outlines import PlanShape
from sdk.geometry.prisms import rectangle
from sdk.geometry.triangles import Floats

EDGES = {"top": (1, 1.0), "bottom": (1, -1.0), "left": (0, -1.0), "right": (0, 1.0)}
"""Name of an edge -> the axis across it and the direction outwards."""


@dataclass(frozen=True)
class BezelFrame:
    """A bezel's ring, metres."""

    opening: PlanShape
    outer: PlanShape
    depth: float
    walls: tuple[float, float] | None
    """What lip and recess add to the opening along x and y, when the author said so."""

    @property
    def front(self) -> float:
        """Height of the front face."""
        return self.depth / 2.0

    @property
    def rear(self) -> float:
        """Height of the rear face."""
        return -self.depth / 2.0

    @property
    def sides(self) -> tuple[float, float]:
        """Width of the ring left or right, and above or below."""
        wide, tall = (
            (outer - inner) / 2.0 for outer, inner in zip(self.outer.size, self.opening.size, strict=True)
        )
        return wide, tall

    def strip(
        self, edge: str, *, low: float, high: float, middle: float, length: float, where: str
    ) -> Floats:
        """(4, 2) rectangle along an edge, from `low` to `high` outwards of it and `length` along it.

        Raises:
            GeometryError: ``unknown-edge``.
        """
        if edge not in EDGES:
            raise GeometryError.at(
                where, given=edge, wanted=f"one of {', '.join(EDGES)}", code="unknown-edge"
            )
        axis, outwards = EDGES[edge]
        rim = self.outer.size[axis] / 2.0
        across = sorted((outwards * (rim + low), outwards * (rim + high)))
        along = (middle - length / 2.0, middle + length / 2.0)
        x, y = (across, along) if axis == 0 else (along, across)
        return rectangle((x[0], y[0]), (x[1], y[1]))
