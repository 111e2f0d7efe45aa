from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.geometry.correspondence import matched_rings
from sdk.spatial import rotation_about
from tests.strategies import angles, directions

quick = settings(max_examples=30, deadline=None)


def polygon(count: int, z: float = 0.0, radius: float = 1.0, start: float = 0.0) -> np.ndarray:
    turn = start + 2 * math.pi * np.arange(count) / count
    return np.stack([radius * np.cos(turn), radius * np.sin(turn), np.full(count, z)], axis=1)


def irregular(count: int) -> np.ndarray:
    return polygon(count) * np.random.default_rng(count).uniform(0.8, 1.2, (count, 1))


@quick
@given(st.integers(5, 20), st.integers(0, 20), st.booleans())
def test_rolled_and_reversed_loops_are_realigned(count: int, roll: int, turned: bool) -> None:
    first = irregular(count)
    second = np.roll(np.add(first, (0, 0, 1)), roll, axis=0)
    rings = matched_rings([first, second[::-1] if turned else second])
    assert rings[1] == pytest.approx(first + np.array([0, 0, 1]))


def test_raw_order_can_be_kept() -> None:
    loops = [polygon(6), np.roll(polygon(6, 1), 2, axis=0)]
    assert np.array_equal(matched_rings(loops, compatible=False), np.array(loops))


def test_a_twisted_circle_meets_its_nearest_points() -> None:
    rings = matched_rings([polygon(24), polygon(24, 1, start=0.5)])
    turned = np.arctan2(rings[1][0, 1], rings[1][0, 0])
    assert abs(turned) <= math.pi / 24 + 1e-9


@quick
@given(st.integers(3, 12), st.integers(3, 12), angles, directions)
def test_other_counts_meet_by_angle_and_keep_every_corner(one: int, other: int, start: float, axis) -> None:
    turn = rotation_about(np.array(axis) / np.linalg.norm(axis), 0.7)
    loops = [polygon(one) @ turn.T, polygon(other, 1, 0.6, start) @ turn.T]
    if one == other:
        return
    rings = matched_rings(loops)
    assert rings.shape[1] <= one + other
    for loop, ring in zip(loops, rings, strict=True):
        for point in loop:
            assert np.abs(ring - point).max(axis=1).min() < 1e-9
        perimeter = np.linalg.norm(np.roll(loop, -1, axis=0) - loop, axis=1).sum()
        assert np.linalg.norm(np.roll(ring, -1, axis=0) - ring, axis=1).sum() == pytest.approx(perimeter)
    flat = rings @ turn
    first, second = (np.arctan2(ring[:, 1], ring[:, 0]) for ring in flat)
    assert np.angle(np.exp(1j * (first - second))) == pytest.approx(np.zeros(len(first)), abs=1e-5)


def test_loops_not_seen_whole_from_their_middle_still_match() -> None:
    spiral = np.array(
        [(0, 0, 0), (4, 0, 0), (4, 4, 0), (3, 4, 0), (3, 1, 0), (1, 1, 0), (1, 4, 0), (0, 4, 0)], dtype=float
    )
    rings = matched_rings([spiral, np.add(polygon(5, 2, 2), (2, 2, 0))])
    assert rings.shape[0] == 2
    for point in spiral:
        assert np.abs(rings[0] - point).max(axis=1).min() < 1e-9
