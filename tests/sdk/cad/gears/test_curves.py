from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk.cad.gears.curves import Arc, Involute, Line, involute_function, pressure_angle_at

T = np.linspace(0.0, 1.0, 41)


@given(
    base=st.floats(0.5, 50),
    start=st.floats(1.0, 1.3),
    rise=st.floats(0.05, 0.5),
    hand=st.sampled_from([1.0, -1.0]),
)
def test_an_involutes_normals_touch_its_base_circle(
    base: float, start: float, rise: float, hand: float
) -> None:
    curve = Involute(base, start * base, (start + rise) * base, 0.3, hand)
    step = 1e-5
    tangent = curve.at(T[1:-1] + step) - curve.at(T[1:-1] - step)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    # the normal line's distance from the centre is the component of the point along the tangent
    distance = np.abs((curve.at(T[1:-1]) * tangent).sum(axis=1))
    assert distance == pytest.approx(base, rel=1e-6)


@given(base=st.floats(0.5, 50), rise=st.floats(0.05, 0.5))
def test_an_involute_gains_the_involute_function(base: float, rise: float) -> None:
    radius = base * (1.0 + rise)
    end = Involute(base, base, radius, 0.2, 1.0).at(np.array([1.0]))[0]
    assert math.hypot(*end) == pytest.approx(radius)
    gained = math.atan2(end[1], end[0]) - 0.2
    assert gained == pytest.approx(involute_function(pressure_angle_at(radius, base)))


def test_even_points_of_an_involute_are_even_in_radius() -> None:
    radii = np.linalg.norm(Involute(2.0, 2.0, 3.0, 0.0, 1.0).even(11), axis=1)
    assert np.diff(radii) == pytest.approx(0.1)


@given(center=st.tuples(st.floats(-5, 5), st.floats(-5, 5)), radius=st.floats(0.1, 5), turn=st.floats(-3, 3))
def test_an_arc_through_three_of_its_points_is_the_arc(
    center: tuple[float, float], radius: float, turn: float
) -> None:
    if abs(turn) < 0.05:
        return
    arc = Arc(radius, 0.4, 0.4 + turn, *center)
    found = Arc.through(*arc.even(3))
    assert found.even(9) == pytest.approx(arc.even(9), abs=1e-6)


def test_three_points_in_line_make_a_line() -> None:
    line = Arc.through(*np.array([(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)]))
    assert line == Line(0.0, 0.0, 2.0, 2.0)


@pytest.mark.parametrize("curve", [Arc(2, 0.1, 0.9, 1, 0), Line(1, 0, 2, 1), Involute(1, 1.1, 1.5, 0.3, -1)])
def test_turning_a_curve_turns_its_points(curve: Arc | Line | Involute) -> None:
    c, s = math.cos(0.7), math.sin(0.7)
    assert curve.turned(0.7).at(T) == pytest.approx(curve.at(T) @ np.array([(c, s), (-s, c)]))


@pytest.mark.parametrize("curve", [Arc(2, 0.1, 0.9, 1, 0), Line(1, 0, 2, 1)])
def test_a_part_of_a_curve_is_the_curve_between_two_parameters(curve: Arc | Line) -> None:
    assert curve.part(0.25, 0.75).at(T) == pytest.approx(curve.at(0.25 + 0.5 * T))
