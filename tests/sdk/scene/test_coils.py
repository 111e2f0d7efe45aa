"""Kinds of facets, distances from the axis, and what of two skins a turn can bring together."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk.scene.coils import Seen, coming_together, distances_from_axis, facets_of, halved, overlap_across

coordinate = st.floats(-0.2, 0.2).map(lambda value: round(value, 6))
corner = st.tuples(coordinate, coordinate, coordinate)
triangle = st.tuples(corner, corner, corner)
WEIGHTS = np.array([(i, j, 12 - i - j) for i in range(13) for j in range(13 - i)]) / 12.0


def ring(radius: float, height: float, count: int) -> np.ndarray:
    """(2 count, 3, 3) the wall of a prism about the z axis."""
    turns = np.arange(count + 1) * (2.0 * pi / count)
    below = np.stack([radius * np.cos(turns), radius * np.sin(turns), np.zeros(count + 1)], axis=1)
    above = below + (0.0, 0.0, height)
    first = np.stack([below[:-1], below[1:], above[1:]], axis=1)
    return np.concatenate([first, np.stack([below[:-1], above[1:], above[:-1]], axis=1)])


@pytest.mark.parametrize("lead", [0.0, 0.002])
def test_the_facets_of_a_prism_are_of_two_kinds(lead: float) -> None:
    walls = ring(0.02, 0.05, 36)
    raised = walls + np.arange(72)[:, None, None] % 36 * (0.0, 0.0, lead * 2.0 * pi / 36)
    found = facets_of(raised, lead)
    assert len(found.kinds) == 2
    assert np.array_equal(np.bincount(found.labels), [36, 36])
    assert found.slack < 1e-9


def test_facets_rounded_to_micrometres_stay_one_kind() -> None:
    found = facets_of(np.round(ring(0.0213, 0.05, 48), 6), 0.0)
    assert len(found.kinds) <= 8
    assert 1e-7 < found.slack < 1e-5


@given(corners=triangle, lead=st.sampled_from([0.0, 0.004, -0.03]))
def test_what_is_seen_of_a_triangle_holds_all_its_points(corners, lead: float) -> None:
    triangles = np.array([corners])
    seen = Seen.along(triangles, lead)
    points = WEIGHTS @ triangles[0]
    distances = np.hypot(points[:, 0], points[:, 1])
    heights = points[:, 2] - lead * np.arctan2(points[:, 1], points[:, 0])
    low, high = seen.boxes[0]
    assert (distances >= low[0] - 1e-12).all() and (distances <= high[0] + 1e-12).all()
    assert (heights >= low[2] - 1e-12).all() and (heights <= high[2] + 1e-12).all()
    straight = WEIGHTS @ seen.corners[0]
    assert (straight[:, 0] - distances <= seen.strays[0, 0] + 1e-12).all()
    assert (distances <= straight[:, 0] + 1e-12).all()
    if lead == 0.0:
        assert straight[:, 1] == pytest.approx(heights, abs=1e-12)


@given(corners=triangle)
def test_distance_from_the_axis_is_that_of_the_nearest_point(corners) -> None:
    flat = np.array([corners])[:, :, :2]
    nearest = float(distances_from_axis(flat)[0])
    sampled = np.linalg.norm(WEIGHTS @ flat[0], axis=1).min()
    assert nearest <= sampled + 1e-12
    assert sampled - nearest <= 0.05


@given(first=triangle, second=triangle, shift=corner)
def test_triangles_apart_across_share_no_point(first, second, shift) -> None:
    mine, theirs = np.array([first])[:, :, :2], np.array([second])[:, :, :2] + np.array(shift)[:2]
    near = np.linalg.norm((WEIGHTS @ mine[0])[:, None] - (WEIGHTS @ theirs[0])[None], axis=2).min()
    if near == 0.0:
        assert overlap_across(mine, theirs, np.full((1, 2), 1e-9))[0]


def test_halves_make_up_the_whole() -> None:
    whole = np.array([[[0.0, 0.0, 0.0], [3.0, 0.0, 0.0], [0.0, 1.0, 0.0]]])
    areas = [
        np.linalg.norm(np.cross(each[0, 1] - each[0, 0], each[0, 2] - each[0, 0]))
        for each in (whole, halved(whole, 0), halved(whole, 1))
    ]
    assert areas == pytest.approx([3.0, 1.5, 1.5])


def test_a_pin_in_its_bore_never_comes_together_and_one_too_thick_does_all_round() -> None:
    bore, angles = ring(0.0102, 0.02, 48), np.linspace(0.0, 1.0, 9)
    apart = coming_together(bore, ring(0.01, 0.04, 64), lead=0.0, angles=angles)
    assert apart.blocks == () and apart.pairs is not None and not len(apart.pairs)
    tight = coming_together(bore, ring(0.0102, 0.04, 64), lead=0.0, angles=angles)
    assert sum(len(rows) for rows, _ in tight.blocks) == len(bore)


def test_what_the_turn_does_not_bring_round_is_left_out() -> None:
    flap = np.array([[[0.1, 0.0, 0.0], [0.12, 0.0, 0.0], [0.1, 0.0, 0.02]]])
    behind = flap * (-1.0, 1.0, 1.0)
    assert not coming_together(flap, behind, lead=0.0, angles=np.linspace(-1.0, 1.0, 9)).blocks
    assert coming_together(flap, behind, lead=0.0, angles=np.linspace(0.0, 4.0, 9)).blocks
