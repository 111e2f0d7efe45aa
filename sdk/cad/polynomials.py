"""Bézier curves and patches through sampled points: the exact control points of a polynomial given by its values.

One span of high degree replaces a spline of many pieces: a smooth arc sampled at Chebyshev nodes is met to about 1e-10
of its size with ten points, and neighbouring patches share their border to the last digit because they sample it at the
same nodes. A newcomer's mistake: to sample at equal steps, where high degrees oscillate.
"""

from __future__ import annotations

from functools import cache
from math import ceil, comb, cos, pi

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_FACET_TURN = 0.15
"""Radians a curve turns from one facet to the next, at most."""

_KERNEL_DEGREE = 25
"""Highest degree the CAD kernel takes."""


@cache
def nodes(degree: int) -> Floats:
    """(degree + 1,) Chebyshev-Lobatto nodes on [0, 1], both ends included exactly."""
    found = np.array([(1.0 - cos(pi * k / degree)) / 2.0 for k in range(degree + 1)])
    found[0], found[-1] = 0.0, 1.0
    found.setflags(write=False)
    return found


def bernstein(degree: int, parameters: Floats) -> Floats:
    """(n, degree + 1) values of the Bernstein polynomials at n parameters."""
    powers = np.arange(degree + 1)
    binomials = np.array([comb(degree, k) for k in powers], dtype=float)
    t = np.asarray(parameters, dtype=float)[:, None]
    return binomials * t**powers * (1.0 - t) ** (degree - powers)


@cache
def middle_weights(degree: int) -> Floats:
    """(degree + 1,) what each control point counts for in the middle of a curve."""
    return bernstein(degree, np.array([0.5]))[0]


@cache
def _control_matrix(degree: int) -> Floats:
    return np.asarray(np.linalg.inv(bernstein(degree, nodes(degree))), dtype=np.float64)


def control_points(samples: Floats, *, axis: int = 0) -> Floats:
    """Control points of the polynomial that takes `samples` at `nodes`, along one axis of the array.

    The first and last control points are the first and last samples, bit for bit.
    """
    values = np.asarray(samples, dtype=float)
    if axis:
        values = values.swapaxes(0, axis)
    flat = values.reshape(len(values), -1)
    found = (_control_matrix(len(values) - 1) @ flat).reshape(values.shape)
    found[0], found[-1] = values[0], values[-1]
    return found.swapaxes(0, axis) if axis else found


def patch_points(poles: Floats, parameters: Floats) -> Floats:
    """(n, 3) points of a patch with (p + 1, q + 1, 3) control points at (n, 2) parameters in the unit square."""
    along_u = bernstein(poles.shape[0] - 1, parameters[:, 0])
    along_v = bernstein(poles.shape[1] - 1, parameters[:, 1])
    return np.einsum("ni,nj,ijk->nk", along_u, along_v, poles)


def degree_for_turn(angle: float) -> int:
    """Degree at which a polynomial meets a circular arc of this angle to about 1e-8 of its radius.

    It also grows with the angle itself, one for every 0.15 radians, because a face has as many facets as its degree.

    Source: Chebyshev interpolation of exp(i x) over a span h errs by at most 2 (h/4)^(n+1) / (n+1)!.
    """
    if angle == 0.0:
        return 1
    error, degree = 1.0, 2
    while error > 1e-8:
        degree += 1
        error = 2.0
        for factor in range(1, degree + 2):
            error *= abs(angle) / 4.0 / factor
    return min(max(degree, ceil(abs(angle) / _FACET_TURN)), _KERNEL_DEGREE)
