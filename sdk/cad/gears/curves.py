"""Plane curves that tooth outlines are made of: arcs, straight lines and involutes, each smooth in its parameter.

All run over t in [0, 1]. A newcomer's mistake: to sample an involute at equal radii and put a polynomial through the
points. Near the base circle its angle grows with the 3/2 power of the radius; in the roll angle it is analytic.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import acos, atan2, cos, hypot, pi, sin, sqrt, tan

import numpy as np

from sdk.cad.polynomials import Floats, degree_for_turn


def involute_function(angle: float) -> float:
    """tan(a) - a: the polar angle an involute has gained where its pressure angle is `angle`."""
    return tan(angle) - angle


@dataclass(frozen=True)
class Arc:
    """A circular arc from angle `start` to angle `end` (radians) about a centre."""

    radius: float
    start: float
    end: float
    center_x: float = 0.0
    center_y: float = 0.0

    @classmethod
    def through(cls, first: Floats, middle: Floats, last: Floats) -> Arc | Line:
        """The arc through three points; a line when they are in line."""
        (ax, ay), (bx, by), (cx, cy) = first.tolist(), middle.tolist(), last.tolist()
        twice_area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        if abs(twice_area) < 1e-9 * ((cx - ax) ** 2 + (cy - ay) ** 2):
            return Line(ax, ay, cx, cy)
        b2, c2 = (bx - ax) ** 2 + (by - ay) ** 2, (cx - ax) ** 2 + (cy - ay) ** 2
        ux = ((cy - ay) * b2 - (by - ay) * c2) / (2.0 * twice_area)
        uy = ((bx - ax) * c2 - (cx - ax) * b2) / (2.0 * twice_area)
        start = atan2(-uy, -ux)
        turn = (atan2(cy - ay - uy, cx - ax - ux) - start) % (2.0 * pi)
        end = start + (turn if twice_area > 0.0 else turn - 2.0 * pi)
        return cls(hypot(ux, uy), start, end, ax + ux, ay + uy)

    @property
    def degree(self) -> int:
        """Degree of a polynomial that stands for it."""
        return degree_for_turn(self.end - self.start)

    def at(self, parameters: Floats) -> Floats:
        """(n, 2) points at n parameters."""
        angle = self.start + (self.end - self.start) * np.asarray(parameters, dtype=float)
        unit = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
        return self.radius * unit + (self.center_x, self.center_y)

    def turned(self, angle: float) -> Arc:
        """The arc turned about the origin."""
        x = self.center_x * cos(angle) - self.center_y * sin(angle)
        y = self.center_x * sin(angle) + self.center_y * cos(angle)
        return replace(self, start=self.start + angle, end=self.end + angle, center_x=x, center_y=y)

    def part(self, low: float, high: float) -> Arc:
        """The stretch between two parameters."""
        turn = self.end - self.start
        return replace(self, start=self.start + turn * low, end=self.start + turn * high)

    def even(self, count: int) -> Floats:
        """(count, 2) points at equal steps."""
        return self.at(np.linspace(0.0, 1.0, count))


@dataclass(frozen=True)
class Line:
    """A straight line between two points."""

    start_x: float
    start_y: float
    end_x: float
    end_y: float

    @property
    def degree(self) -> int:
        """Degree of a polynomial that stands for it."""
        return 1

    def at(self, parameters: Floats) -> Floats:
        """(n, 2) points at n parameters."""
        t = np.asarray(parameters, dtype=float)[:, None]
        return (1.0 - t) * (self.start_x, self.start_y) + t * (self.end_x, self.end_y)

    def turned(self, angle: float) -> Line:
        """The line turned about the origin."""
        c, s = cos(angle), sin(angle)
        return Line(
            c * self.start_x - s * self.start_y,
            s * self.start_x + c * self.start_y,
            c * self.end_x - s * self.end_y,
            s * self.end_x + c * self.end_y,
        )

    def part(self, low: float, high: float) -> Line:
        """The stretch between two parameters."""
        (ax, ay), (bx, by) = self.at(np.array([low, high])).tolist()
        return Line(ax, ay, bx, by)

    def even(self, count: int) -> Floats:
        """(count, 2) points at equal steps."""
        return self.at(np.linspace(0.0, 1.0, count))


@dataclass(frozen=True)
class Involute:
    """The involute of a circle between two radii, leaving its base circle at polar angle `foot`.

    `hand` is +1 when the polar angle grows with the radius, -1 when it falls.
    """

    base_radius: float
    start_radius: float
    end_radius: float
    foot: float
    hand: float

    @property
    def degree(self) -> int:
        """Degree of a polynomial that stands for it."""
        return degree_for_turn(self._roll(self.end_radius) - self._roll(self.start_radius)) + 1

    def at(self, parameters: Floats) -> Floats:
        """(n, 2) points at n parameters, equal steps of which are equal rolls of the tangent."""
        start, end = self._roll(self.start_radius), self._roll(self.end_radius)
        roll = start + (end - start) * np.asarray(parameters, dtype=float)
        angle = self.foot + self.hand * roll
        along, across = np.cos(angle), np.sin(angle)
        # unwinding a taut string: x = rb (cos u + u sin u), y = rb (sin u - u cos u)
        x = self.base_radius * (along + self.hand * roll * across)
        y = self.base_radius * (across - self.hand * roll * along)
        return np.stack([x, y], axis=-1)

    def turned(self, angle: float) -> Involute:
        """The involute turned about the origin."""
        return replace(self, foot=self.foot + angle)

    def even(self, count: int) -> Floats:
        """(count, 2) points at equal steps of radius."""
        radii = np.linspace(self.start_radius, self.end_radius, count)
        start, end = self._roll(self.start_radius), self._roll(self.end_radius)
        rolls = np.array([self._roll(radius) for radius in radii])
        return self.at((rolls - start) / (end - start))

    def _roll(self, radius: float) -> float:
        """Roll angle at a radius; zero on and inside the base circle."""
        return sqrt(max((radius / self.base_radius) ** 2 - 1.0, 0.0))


Curve = Arc | Line | Involute


def pressure_angle_at(radius: float, base_radius: float) -> float:
    """Angle between an involute's tangent and its radius; zero inside the base circle."""
    return acos(min(1.0, base_radius / radius))
