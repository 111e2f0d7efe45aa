"""Curves through samples, with numpy alone: smooth ones for laws and loops, monotone ones for tables.

Slopes are found from neighbours only, so a kink disturbs nothing far away. A newcomer's mistake: to reach for
scipy here; loading its interpolation takes longer than a whole compile.
"""

from __future__ import annotations

import numpy as np

from sdk.model.coupling import Curve
from sdk.spatial import Array

WINDOW = 5
"""Samples from which a slope is found; the curve's error falls with the fourth power of their distance."""


def smooth_curve(positions: Array, values: Array, *, period: float | None) -> Curve:
    """The curve through (n,) samples, n >= 2, at rising positions; with a period its ends meet smoothly.

    Source:
        Each slope is that of the polynomial through the nearest five samples; differentiation matrix of
        Berrut & Trefethen, "Barycentric Lagrange interpolation", SIAM Review 46, 2004, eq. 9.4.
    """
    margin = WINDOW // 2 if period is not None else 0
    x, y = _continued(positions, values, period, margin)
    count = len(positions)
    width = min(WINDOW, len(x))
    own = np.arange(count) + margin
    first = np.clip(own - width // 2, 0, len(x) - width)
    window = first[:, None] + np.arange(width)
    apart = x[window][:, :, None] - x[window][:, None, :]
    apart[:, np.arange(width), np.arange(width)] = 1.0
    weights = 1.0 / apart.prod(axis=2)
    rows, mine = np.arange(count), own - first
    steps = x[own][:, None] - x[window]
    steps[rows, mine] = 1.0
    share = weights / weights[rows, mine][:, None] / steps
    slopes = (share * (y[window] - y[own][:, None])).sum(axis=1)
    return _curve(positions, values, slopes, period)


def monotone_curve(positions: Array, values: Array, *, period: float | None) -> Curve:
    """The curve through (n,) samples, n >= 2, that rises and falls only where they do.

    Source:
        Fritsch & Butland, "A method for constructing local monotone piecewise cubic interpolants", SIAM J.
        Sci. Stat. Comput. 5, 1984; one-sided three-point slopes at the ends.
    """
    margin = 1 if period is not None else 0
    x, y = _continued(positions, values, period, margin)
    width = np.diff(x)
    rise = np.diff(y) / width
    slopes = np.zeros(len(x))
    before, after = rise[:-1], rise[1:]
    same = before * after > 0.0
    heavy, light = 2.0 * width[1:] + width[:-1], width[1:] + 2.0 * width[:-1]
    inner = np.zeros(len(before))
    inner[same] = (heavy + light)[same] / (heavy[same] / before[same] + light[same] / after[same])
    slopes[1:-1] = inner
    if margin:
        return _curve(positions, values, slopes[margin:-margin], period)
    slopes[0], slopes[-1] = _end_slope(width, rise), _end_slope(width[::-1], rise[::-1])
    return _curve(positions, values, slopes, period)


def extremes(curve: Curve, *, lower: float, upper: float) -> tuple[float, float]:
    """Least and greatest value of the curve between two positions."""
    x, y, slope = (np.array(column) for column in (curve.positions, curve.values, curve.slopes))
    width, rise = np.diff(x), np.diff(y)
    start, end = width * slope[:-1], width * slope[1:]
    square, double = 3.0 * (start + end - 2.0 * rise), 2.0 * (3.0 * rise - 2.0 * start - end)
    with np.errstate(divide="ignore", invalid="ignore"):
        root = np.sqrt(double**2 - 4.0 * square * start)
        helper = -0.5 * (double + np.where(double >= 0.0, root, -root))
        shares = np.stack([helper / square, start / helper])
    inside = (shares > 0.0) & (shares < 1.0)
    turning = (x[:-1] + width * np.where(inside, shares, 0.0))[inside]
    places = [lower, upper, *(place for place in [*x.tolist(), *turning.tolist()] if lower <= place <= upper)]
    values = [curve.at(place) for place in places]
    return min(values), max(values)


def _continued(positions: Array, values: Array, period: float | None, margin: int) -> tuple[Array, Array]:
    """The samples with `margin` more at each end, taken from the other end a period away."""
    if period is None:
        return positions, values
    advance = values[-1] - values[0]
    before, after = slice(-1 - margin, -1), slice(1, 1 + margin)
    return (
        np.concatenate([positions[before] - period, positions, positions[after] + period]),
        np.concatenate([values[before] - advance, values, values[after] + advance]),
    )


def _end_slope(width: Array, rise: Array) -> float:
    """The slope at the first of the samples; never against the first rise, nor much steeper."""
    if len(rise) == 1:
        return float(rise[0])
    slope = ((2.0 * width[0] + width[1]) * rise[0] - width[0] * rise[1]) / (width[0] + width[1])
    if slope * rise[0] <= 0.0:
        return 0.0
    if rise[0] * rise[1] <= 0.0 and abs(slope) > 3.0 * abs(rise[0]):
        return 3.0 * float(rise[0])
    return float(slope)


def _curve(positions: Array, values: Array, slopes: Array, period: float | None) -> Curve:
    return Curve(tuple(positions.tolist()), tuple(values.tolist()), tuple(slopes.tolist()), period)
