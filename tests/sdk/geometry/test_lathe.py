from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import GeometryError
from sdk.geometry.lathe import LatheGeometry, revolve_profile
from tests.asserts import assert_closed_solid, bounds_of, volume_of
from tests.strategies import lengths, star_outlines

quick = settings(max_examples=30, deadline=None)


def inscribed(count: int) -> float:
    return count / 2 * math.sin(2 * math.pi / count)


@quick
@given(lengths, lengths, st.integers(3, 100))
def test_volume_is_that_of_the_inscribed_prism(radius: float, height: float, segments: int) -> None:
    solid = LatheGeometry([(0, 0), (radius, 0), (radius, height), (0, height)], segments=segments)
    assert_closed_solid(solid)
    assert volume_of(solid) == pytest.approx(inscribed(segments) * radius**2 * height)
    assert len(solid.faces) == 4 * segments


@quick
@given(star_outlines(least=5), st.floats(1.1, 3.0), st.integers(3, 40))
def test_rings_obey_pappus_either_way_round(outline, away: float, segments: int) -> None:
    points = np.add(outline, (away, 0))
    ring = LatheGeometry(points, segments=segments)
    assert_closed_solid(ring)
    x, z = points.T
    ahead_x, ahead_z = np.roll(points, -1, axis=0).T
    first_moment = ((x + ahead_x) * (x * ahead_z - ahead_x * z)).sum() / 6
    assert volume_of(ring) == pytest.approx(2 * inscribed(segments) * abs(first_moment), rel=1e-6)


def test_a_repeated_last_point_is_dropped() -> None:
    profile = [(0.1, 0), (0.2, 0), (0.2, 1)]
    assert LatheGeometry(profile) == LatheGeometry([*profile, profile[0]])


def test_points_near_the_axis_are_on_it() -> None:
    solid = LatheGeometry([(1e-10, 0), (1, 0), (-1e-10, 1)])
    assert_closed_solid(solid)
    assert len(solid.vertices) == 34


def test_an_open_line_keeps_its_direction() -> None:
    up = LatheGeometry([(1, 0), (1, 2)], closed=False)
    assert len(up.faces) == 64
    vertices, faces = np.array(up.vertices), np.array(up.faces)
    corner = vertices[faces[0]]
    assert np.cross(corner[1] - corner[0], corner[2] - corner[0]) @ corner.mean(axis=0) > 0
    assert_closed_solid(LatheGeometry([(0, 0), (1, 0), (0, 1)], closed=False))


def test_profiles_that_cross_are_resolved() -> None:
    crossed = LatheGeometry([(1, 0), (2, 1), (2, 0), (1, 1)])
    assert volume_of(crossed) == pytest.approx(2 * inscribed(32) * 1.5 * 0.5, rel=1e-6)
    touching = LatheGeometry([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0.5), (0.5, 0.5), (0, 0.5)])
    assert_closed_solid(touching)
    assert volume_of(touching) == pytest.approx(inscribed(32))


@pytest.mark.parametrize("start", ["flat", "round"])
@pytest.mark.parametrize("end", ["flat", "round"])
def test_shells_are_closed_with_any_lips(start: str, end: str) -> None:
    outer, inner = [(0.1, 0), (0.12, 0.05), (0.11, 0.12)], [(0.09, 0), (0.11, 0.05), (0.1, 0.12)]
    shell = LatheGeometry.from_shell_profiles(outer, inner, start_cap=start, end_cap=end)
    assert_closed_solid(shell)
    assert isinstance(shell, LatheGeometry)
    turned = LatheGeometry.from_shell_profiles(outer, inner[::-1], start_cap=start, end_cap=end)
    assert turned.vertices == shell.vertices
    assert (bounds_of(shell)[1, 2] > 0.1201) == (end == "round")


def test_shells_that_end_on_the_axis_need_no_lip() -> None:
    bowl = LatheGeometry.from_shell_profiles([(0, 0), (1, 0.2), (1.2, 1)], [(0, 0.1), (0.9, 0.3), (1.1, 1)])
    assert_closed_solid(bowl)
    pointed = LatheGeometry.from_shell_profiles([(0, 0), (1, 1)], [(0, 0), (0.8, 1)])
    assert_closed_solid(pointed)


@pytest.mark.parametrize(
    ("profile", "code"),
    [
        ([(-0.1, 0), (1, 0), (1, 1)], "negative-radius"),
        ([(0.1, 0), (0.2, 0)], "too-few-points"),
        ([(0.1, 0), (0.2, 0), (0.3, 0)], "zero-area"),
        ([(0.1, 0), (math.nan, 0), (0.3, 1)], "not-finite"),
    ],
)
def test_errors(profile, code: str) -> None:
    with pytest.raises(GeometryError) as raised:
        LatheGeometry(profile)
    assert raised.value.code == code


def test_the_plain_function_shares_axis_points() -> None:
    vertices, faces = revolve_profile(np.array([(0.0, 0), (1, 0), (1, 1), (0, 1)]), segments=8)
    assert (len(vertices), len(faces)) == (18, 32)
