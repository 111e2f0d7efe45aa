from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import BSpline as ScipySpline
from scipy.interpolate import make_interp_spline

from sdk.geometry.bsplines import averaged_knots, basis_matrix, even_knots, interpolating, paired_knots

quick = settings(max_examples=30, deadline=None)


@quick
@given(st.integers(2, 12), st.integers(1, 3), st.integers(0, 1000))
def test_interpolation_is_that_of_an_independent_library(count: int, most: int, seed: int) -> None:
    degree = min(most, count - 1)
    parameters = np.arange(count, dtype=float)
    values = np.random.default_rng(seed).normal(size=(count, 4, 3))
    knots = even_knots(parameters, degree=degree)
    ours = interpolating(parameters, values, degree=degree, knots=knots)
    theirs = make_interp_spline(parameters, values, k=degree, t=knots)
    where = np.linspace(0, count - 1, 50)
    assert ours(where) == pytest.approx(theirs(where), abs=1e-9)
    assert ours(parameters) == pytest.approx(values, abs=1e-9)


@quick
@given(st.lists(st.floats(0.001, 10), min_size=3, max_size=10))
def test_averaged_knots_solve_for_uneven_parameters(gaps) -> None:
    parameters = np.concatenate([[0.0], np.cumsum(gaps)])
    values = np.sin(parameters)[:, None]
    knots = averaged_knots(parameters, degree=3)
    assert interpolating(parameters, values, degree=3, knots=knots)(parameters) == pytest.approx(
        values, abs=1e-6
    )


def test_the_basis_is_that_of_an_independent_library() -> None:
    knots = np.array([0, 0, 0, 0, 1.5, 2, 4, 4, 4, 4], dtype=float)
    where = np.linspace(0, 4, 30)
    theirs = ScipySpline.design_matrix(where, knots, 3).toarray()
    assert basis_matrix(where, knots, 3) == pytest.approx(theirs, abs=1e-12)


def test_the_known_bulge() -> None:
    """Half widths 0.100, 0.125, 0.075 swing out to 0.12604 at parameter 0.4167."""
    parameters = np.arange(3.0)
    curve = interpolating(
        parameters, np.array([[0.1], [0.125], [0.075]]), degree=2, knots=even_knots(parameters, degree=2)
    )
    where = np.linspace(0, 2, 24001)
    values = curve(where)[:, 0]
    assert values.max() == pytest.approx(0.12604, abs=5e-6)
    assert where[values.argmax()] == pytest.approx(5 / 6, abs=1e-3)


@pytest.mark.parametrize("count", range(2, 15))
def test_paired_knots_are_as_many_as_even_ones_and_alike_from_both_ends(count: int) -> None:
    parameters = np.arange(count, dtype=float)
    degree = min(3, count - 1)
    knots = paired_knots(parameters, degree=degree)
    assert len(knots) == len(even_knots(parameters, degree=degree))
    assert knots == pytest.approx((count - 1) - knots[::-1])
    values = np.cos(parameters)[:, None]
    curve = interpolating(parameters, values, degree=degree, knots=knots)
    assert curve(parameters) == pytest.approx(values, abs=1e-9)
