from __future__ import annotations

from math import pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import PchipInterpolator

from sdk.mechanisms.curves import extremes, monotone_curve, smooth_curve

values = st.lists(st.floats(-2.0, 2.0), min_size=2, max_size=12).map(np.array)


def spaced(count: int) -> np.ndarray:
    """Rising positions, unevenly spaced."""
    return np.cumsum(0.1 + 0.07 * (np.arange(count) % 3))


@settings(max_examples=40, deadline=None)
@given(values)
def test_a_monotone_curve_is_the_one_of_another_library(column: np.ndarray) -> None:
    positions = spaced(len(column))
    curve, other = monotone_curve(positions, column, period=None), PchipInterpolator(positions, column)
    for place in np.linspace(positions[0], positions[-1], 50).tolist():
        assert curve.at(place) == pytest.approx(float(other(place)), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(values)
def test_extremes_are_those_of_fine_sampling(column: np.ndarray) -> None:
    positions = spaced(len(column))
    curve = smooth_curve(positions, column, period=None)
    lower, upper = positions[0] + 0.03, positions[-1] - 0.01
    fine = [curve.at(place) for place in np.linspace(lower, upper, 4001).tolist()]
    low, high = extremes(curve, lower=lower, upper=upper)
    assert low <= min(fine) + 1e-12 and high >= max(fine) - 1e-12
    assert (low, high) == pytest.approx((min(fine), max(fine)), abs=1e-3)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(-1.0, 1.0), min_size=1, max_size=5))
def test_a_polynomial_is_met_in_its_slopes(coefficients: list[float]) -> None:
    polynomial = np.polynomial.Polynomial(coefficients)
    positions = spaced(9)
    curve = smooth_curve(positions, polynomial(positions), period=None)
    assert curve.slopes == pytest.approx(polynomial.deriv()(positions), abs=1e-9)


def test_the_error_falls_with_the_fourth_power() -> None:
    def error(count: int) -> float:
        positions = np.linspace(0.0, 2.0, count)
        curve = smooth_curve(positions, np.sin(3.0 * positions), period=None)
        return max(
            abs(curve.at(place) - np.sin(3.0 * place)) for place in np.linspace(0.0, 2.0, 999).tolist()
        )

    assert error(21) / error(41) > 12.0


def test_a_periodic_curve_goes_on_and_rises_with_every_turn() -> None:
    positions = np.linspace(0.0, 2.0 * pi, 65)
    curve = smooth_curve(positions, positions + 0.2 * np.sin(positions), period=2.0 * pi)
    for place in np.linspace(-20.0, 20.0, 101).tolist():
        assert curve.at(place) == pytest.approx(place + 0.2 * np.sin(place), abs=1e-6)


def test_beyond_its_ends_a_curve_is_straight() -> None:
    curve = smooth_curve(np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0, 4.0]), period=None)
    assert curve.at(3.0) == pytest.approx(8.0)
    assert curve.at(-1.0) == pytest.approx(0.0)
