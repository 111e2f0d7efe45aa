from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk.cad.polynomials import bernstein, control_points, degree_for_turn, nodes, patch_points


@given(degree=st.integers(1, 25), seed=st.integers(0, 100))
def test_control_points_reproduce_the_samples_and_keep_the_ends(degree: int, seed: int) -> None:
    samples = np.random.default_rng(seed).normal(size=(degree + 1, 3))
    poles = control_points(samples)
    assert np.allclose(bernstein(degree, nodes(degree)) @ poles, samples, atol=1e-7)
    assert (poles[[0, -1]] == samples[[0, -1]]).all()


@given(angle=st.floats(0.01, 3.5), radius=st.floats(1e-3, 1e3))
def test_an_arc_is_met_to_a_hundred_millionth(angle: float, radius: float) -> None:
    def arc(t: np.ndarray) -> np.ndarray:
        return radius * np.stack([np.cos(angle * t), np.sin(angle * t)], axis=1)

    degree = degree_for_turn(angle)
    t = np.linspace(0, 1, 101)
    assert np.allclose(bernstein(degree, t) @ control_points(arc(nodes(degree))), arc(t), atol=2e-8 * radius)


def test_no_turn_is_a_straight_line_and_great_turns_stay_within_the_kernels_limit() -> None:
    assert degree_for_turn(0.0) == 1
    assert degree_for_turn(-0.5) == degree_for_turn(0.5) > 1
    assert degree_for_turn(50.0) == 25


def test_patches_are_polynomial_in_each_direction() -> None:
    poles = np.random.default_rng(1).normal(size=(4, 3, 3))
    points = patch_points(poles, np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=float))
    assert points == pytest.approx(poles[[0, -1, -1, 0], [0, 0, -1, -1]])
