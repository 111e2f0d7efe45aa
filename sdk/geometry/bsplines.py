"""Interpolating B-splines over arrays: one curve per column, all through the same parameters.

A newcomer's mistake: to take the usual averaged knots for lofts. Public programs show shapes that only evenly
spaced inner knots give; `even_knots` is that rule.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdk.geometry.triangles import Floats


@dataclass(frozen=True)
class BSpline:
    """A curve (or a whole array of curves) by its control values."""

    knots: Floats
    """(n + degree + 1,) rising, the ends repeated degree + 1 times."""
    control: Floats
    """(n, ...) control values."""
    degree: int

    def __call__(self, parameters: Floats) -> Floats:
        """(q, ...) values at (q,) parameters within the knots."""
        basis = basis_matrix(parameters, self.knots, self.degree)
        return np.tensordot(basis, self.control, axes=1)


def interpolating(parameters: Floats, values: Floats, *, degree: int, knots: Floats) -> BSpline:
    """The B-spline that takes (k, ...) values at (k,) rising parameters.

    Source:
        De Boor, "A practical guide to splines", chapter XIII: solvable when every parameter lies within the
        support of its basis function.
    """
    basis = basis_matrix(parameters, knots, degree)
    flat = np.asarray(np.linalg.solve(basis, values.reshape(len(values), -1)), dtype=np.float64)
    return BSpline(knots, flat.reshape(values.shape), degree)


def even_knots(parameters: Floats, *, degree: int) -> Floats:
    """Clamped knots whose inner ones are evenly spaced."""
    return _clamped(
        parameters, np.linspace(parameters[0], parameters[-1], len(parameters) - degree + 1)[1:-1], degree
    )


def paired_knots(parameters: Floats, *, degree: int) -> Floats:
    """Clamped knots whose inner ones are as many as `even_knots` has, but two at each of half as many even places.

    The curve is one derivative less smooth there and follows its values more freely. Where the number is odd, one
    or three places in the middle hold one knot, so that the curve is the same drawn from its other end.
    """
    count = len(parameters) - degree - 1
    single = {0: 0, 1: 1, 2: 0, 3: 3}[count % 4] if count >= 0 else 0
    pairs = (count - single) // 2
    places = np.linspace(parameters[0], parameters[-1], pairs + single + 2)[1:-1]
    row = np.arange(len(places))
    is_single = np.abs(2 * row - (len(places) - 1)) < single
    return _clamped(parameters, np.repeat(places, np.where(is_single, 1, 2)), degree)


def averaged_knots(parameters: Floats, *, degree: int) -> Floats:
    """Clamped knots whose inner ones are means of `degree` parameters: solvable for any rising parameters."""
    inner = [parameters[row : row + degree].mean() for row in range(1, len(parameters) - degree)]
    return _clamped(parameters, np.array(inner), degree)


def basis_matrix(parameters: Floats, knots: Floats, degree: int) -> Floats:
    """(q, n) values of all basis functions, by the Cox-de Boor recursion."""
    x = parameters[:, None]
    last = len(knots) - degree - 2
    basis = ((knots[:-1] <= x) & (x < knots[1:])).astype(float)
    basis[parameters >= knots[-1], last] = 1.0
    for order in range(1, degree + 1):
        lower, upper = knots[: -order - 1], knots[order + 1 :]
        rise, fall = knots[order:-1] - lower, upper - knots[1:-order]
        up = np.where(rise > 0.0, (x - lower) / np.where(rise > 0.0, rise, 1.0), 0.0)
        down = np.where(fall > 0.0, (upper - x) / np.where(fall > 0.0, fall, 1.0), 0.0)
        basis = up * basis[:, :-1] + down * basis[:, 1:]
    return basis


def _clamped(parameters: Floats, inner: Floats, degree: int) -> Floats:
    ends = np.ones(degree + 1)
    return np.concatenate([ends * parameters[0], inner, ends * parameters[-1]])
