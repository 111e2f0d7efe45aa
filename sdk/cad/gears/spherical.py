"""Curves on the unit sphere that bevel tooth outlines are made of, as directions from the common apex.

A direction is (polar angle from the axis, azimuth); as a vector (sin p cos a, sin p sin a, -cos p), so that gears hang
below their apex. A newcomer's mistake: to use the plane involute at large cone angles. A bevel tooth's flank is traced
by a great circle rolling off the base cone.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, sin, sqrt, tan

import numpy as np

from sdk.cad.polynomials import Floats, degree_for_turn

_MIXED_DEGREE = 12
"""Degree of a flank that runs on below its base cone: half a thousandth of a module from both of its pieces."""


def directions(polar: Floats | float, azimuth: Floats | float) -> Floats:
    """(..., 3) unit vectors of directions."""
    polar, azimuth = np.broadcast_arrays(polar, azimuth)
    return np.stack(
        [np.sin(polar) * np.cos(azimuth), np.sin(polar) * np.sin(azimuth), -np.cos(polar)], axis=-1
    )


@dataclass(frozen=True)
class Parallel:
    """An arc of a circle about the axis, at one polar angle between two azimuths."""

    polar: float
    start: float
    end: float

    @property
    def degree(self) -> int:
        """Degree of a polynomial that stands for it."""
        return degree_for_turn(self.end - self.start)

    def at(self, parameters: Floats) -> Floats:
        """(n, 3) directions at n parameters in [0, 1]."""
        return directions(
            self.polar, self.start + (self.end - self.start) * np.asarray(parameters, dtype=float)
        )


@dataclass(frozen=True)
class CircleArc:
    """The arc of a circle on the sphere through three directions, symmetrical about the middle one's meridian.

    Fields: polar angle of the ends, of the middle; azimuths of start and end.
    """

    end_polar: float
    middle_polar: float
    start: float
    end: float

    @property
    def degree(self) -> int:
        """Degree of a polynomial that stands for it."""
        return degree_for_turn(self._circle()[3])

    def at(self, parameters: Floats) -> Floats:
        """(n, 3) directions at n parameters in [0, 1]."""
        center, inward, across, turn = self._circle()
        angle = turn * (np.asarray(parameters, dtype=float) - 0.5)
        return center + np.cos(angle)[:, None] * inward + np.sin(angle)[:, None] * across

    def _circle(self) -> tuple[Floats, Floats, Floats, float]:
        """Centre, radius vectors to the middle and across it, and the angle of the arc as seen from the centre."""
        ends = directions(self.end_polar, np.array([self.start, self.end]))
        middle = directions(self.middle_polar, (self.start + self.end) / 2.0)
        chord = ends[1] - ends[0]
        half = float(np.linalg.norm(chord)) / 2.0
        to_chord = ends.mean(axis=0) - middle
        height = float(np.linalg.norm(to_chord))
        radius = (half**2 + height**2) / (2.0 * height)
        inward = -radius * to_chord / height
        return middle - inward, inward, radius * chord / (2.0 * half), 2.0 * atan2(half, radius - height)


@dataclass(frozen=True)
class SphericalInvolute:
    """A flank from one polar angle to another, leaving its base cone at azimuth `foot`.

    `hand` is +1 when the azimuth grows with the polar angle, -1 when it falls. Below the base cone it is a meridian.
    """

    base: float
    start: float
    end: float
    foot: float
    hand: float

    @property
    def degree(self) -> int:
        """Degree of a polynomial that stands for it."""
        if min(self.start, self.end) < self.base:
            return _MIXED_DEGREE
        return degree_for_turn(2.0 * (self._roll(self.end) - self._roll(self.start)) * sin(self.base)) + 1

    def at(self, parameters: Floats) -> Floats:
        """(n, 3) directions at n parameters in [0, 1]: equal steps of roll, or of polar angle if part is a meridian."""
        t = np.asarray(parameters, dtype=float)
        if min(self.start, self.end) < self.base:
            polar = self.start + (self.end - self.start) * t
            gained = np.array([involute_azimuth(value, self.base) for value in polar])
            return directions(polar, self.foot + self.hand * gained)
        start, end = self._roll(self.start), self._roll(self.end)
        roll = start + (end - start) * t
        azimuth = self.foot + self.hand * roll
        touching = directions(self.base, azimuth)
        sideways = np.stack([-np.sin(azimuth), np.cos(azimuth), np.zeros(len(azimuth))], axis=-1)
        arc = (roll * sin(self.base))[:, None]
        return np.cos(arc) * touching - self.hand * np.sin(arc) * sideways

    def _roll(self, polar: float) -> float:
        return _rolled_arc(polar, self.base) / sin(self.base)


def involute_azimuth(polar: float, base: float) -> float:
    """Azimuth a spherical involute has gained at a polar angle; zero on and below the base cone."""
    arc = _rolled_arc(polar, base)
    return arc / sin(base) - atan2(tan(arc), sin(base))


def _rolled_arc(polar: float, base: float) -> float:
    """Great-circle arc rolled off the base cone: cos(polar) = cos(base) cos(arc)."""
    if polar <= base:
        return 0.0
    # from 1 - cos(arc) = (cos base - cos polar) / cos base: acos would lose half the digits where every flank begins
    versed = 2.0 * sin((polar + base) / 2.0) * sin((polar - base) / 2.0) / cos(base)
    return 2.0 * atan2(sqrt(versed / 2.0), sqrt(1.0 - versed / 2.0))
