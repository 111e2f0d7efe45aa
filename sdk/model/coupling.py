"""`Coupling`: the law by which one joint follows another, where a `Mimic` cannot say it.

A straight line between a turning and a sliding joint, or a curve kept as a table. A newcomer's mistake: to
evaluate the polynomial. It is what simple file formats can hold, with its error stated; kinematics and checks
read the table.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from math import floor


@dataclass(frozen=True)
class Curve:
    """A smooth curve through knots, cubic between them; straight on past its ends unless it repeats."""

    positions: tuple[float, ...]
    """Of the driver, rising; radians or metres."""
    values: tuple[float, ...]
    """Of the follower there; radians or metres."""
    slopes: tuple[float, ...]
    """Of the curve there, follower per driver."""
    period: float | None = None
    """Driver travel after which it repeats, raised by the difference of its ends; None for never."""

    def at(self, position: float) -> float:
        """The follower's value.

        Source:
            Cubic Hermite interpolation, https://en.wikipedia.org/wiki/Cubic_Hermite_spline
        """
        first, last = self.positions[0], self.positions[-1]
        raised = 0.0
        if self.period is not None:
            turns = floor((position - first) / self.period)
            position = min(max(position - turns * self.period, first), last)
            raised = turns * (self.values[-1] - self.values[0])
        if position <= first:
            return raised + self.values[0] + self.slopes[0] * (position - first)
        if position >= last:
            return raised + self.values[-1] + self.slopes[-1] * (position - last)
        left = bisect_right(self.positions, position) - 1
        width = self.positions[left + 1] - self.positions[left]
        share = (position - self.positions[left]) / width
        rest = 1.0 - share
        return raised + (
            rest * rest * (1.0 + 2.0 * share) * self.values[left]
            + share * share * (1.0 + 2.0 * rest) * self.values[left + 1]
            + rest * share * width * (rest * self.slopes[left] - share * self.slopes[left + 1])
        )


@dataclass(frozen=True)
class Coupling:
    """How a joint follows the one named `joint`: along a line, or along `curve`.

    With a curve, `ratio` and `offset` are the best line that is right at rest, for formats that know no more.
    """

    joint: str
    """Name of the driver."""
    ratio: float = 1.0
    offset: float = 0.0
    curve: Curve | None = field(default=None, repr=False)
    line_error: float = 0.0
    """Largest distance of the line from the curve, radians or metres of the follower."""
    polynomial: tuple[float, ...] = ()
    """Coefficients c0, c1, ... of the best polynomial in the driver's value; empty without a curve."""
    polynomial_error: float = 0.0
    """Its largest distance from the curve, radians or metres of the follower."""

    @property
    def is_linear(self) -> bool:
        """Whether the line is exact."""
        return self.curve is None

    def at(self, position: float) -> float:
        """The follower's value at a value of the driver."""
        if self.curve is None:
            return self.ratio * position + self.offset
        return self.curve.at(position)
