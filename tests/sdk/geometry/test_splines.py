from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import BPoly

from sdk.errors import GeometryError
from sdk.geometry.splines import (
    sample_arc_3d,
    sample_catmull_rom_spline_2d,
    sample_catmull_rom_spline_3d,
    sample_cubic_bezier_spline_2d,
    sample_cubic_bezier_spline_3d,
)
from tests.strategies import angles, directions, points

quick = settings(max_examples=30, deadline=None)
control = st.lists(points, min_size=4, max_size=4)


@quick
@given(control, st.integers(2, 20))
def test_bezier_is_that_of_an_independent_library(four, steps: int) -> None:
    found = sample_cubic_bezier_spline_3d(four, samples_per_segment=steps)
    independent = BPoly(np.array(four)[:, None, :], [0, 1])
    assert np.array(found) == pytest.approx(independent(np.arange(steps + 1) / steps), abs=1e-9)


def test_bezier_chains_pass_their_joints() -> None:
    chain = [(k / 6, (k % 3) / 2) for k in range(7)]
    found = sample_cubic_bezier_spline_2d(chain, samples_per_segment=5)
    assert len(found) == 11
    assert found[0] == chain[0] and found[5] == pytest.approx(chain[3]) and found[-1] == chain[-1]


@pytest.mark.parametrize("count", [0, 3, 5, 6])
def test_bezier_counts(count: int) -> None:
    with pytest.raises(GeometryError):
        sample_cubic_bezier_spline_2d([(k, k) for k in range(count)])


@quick
@given(st.lists(points, min_size=3, max_size=7, unique=True), st.sampled_from([0, 0.5, 1]), st.booleans())
def test_catmull_rom_passes_its_points(through, alpha: float, closed: bool) -> None:
    steps = 4
    found = sample_catmull_rom_spline_3d(through, samples_per_segment=steps, closed=closed, alpha=alpha)
    assert len(found) == steps * (len(through) - (not closed)) + 1
    assert found[::steps] == [*through, through[0]] if closed else found[::steps] == through


def test_uniform_catmull_rom_is_the_textbook_matrix() -> None:
    p = np.array([(0, 0), (1, 2), (3, 1), (4, 4)], dtype=float)
    found = np.array(sample_catmull_rom_spline_2d(p, samples_per_segment=8, alpha=0))[8:16]
    t = np.arange(8)[:, None] / 8
    textbook = 0.5 * (
        2 * p[1] + (p[2] - p[0]) * t + (2 * p[0] - 5 * p[1] + 4 * p[2] - p[3]) * t**2
        + (3 * p[1] - p[0] - 3 * p[2] + p[3]) * t**3
    )  # fmt: skip
    assert found == pytest.approx(textbook)


def test_two_points_and_repeats() -> None:
    halved = sample_catmull_rom_spline_2d([(0, 0), (0, 0), (1, 0)], samples_per_segment=4)
    assert halved == [(0, 0), (0.25, 0), (0.5, 0), (0.75, 0), (1, 0)]
    ring = [(0, 0), (1, 0), (1, 1)]
    assert sample_catmull_rom_spline_2d(ring, closed=True) == sample_catmull_rom_spline_2d(
        [*ring, ring[0]], closed=True
    )


@pytest.mark.parametrize(
    "call",
    [
        lambda: sample_catmull_rom_spline_2d([(0, 0)]),
        lambda: sample_catmull_rom_spline_2d([(0, 0), (1, 0)], closed=True),
        lambda: sample_catmull_rom_spline_2d([(0, 0), (1, 0)], alpha=1.1),
        lambda: sample_catmull_rom_spline_2d([(0, 0), (1, 0)], alpha=math.nan),
        lambda: sample_catmull_rom_spline_3d([(0, 0, 0), (1, 0, math.inf)]),
        lambda: sample_catmull_rom_spline_2d([(k, 0) for k in range(100)], samples_per_segment=9999),
    ],
)
def test_catmull_rom_errors(call) -> None:
    with pytest.raises(GeometryError):
        call()


@quick
@given(points, points, directions, angles, st.integers(2, 30))
def test_arcs_keep_height_and_radius(start, center, normal, angle: float, segments: int) -> None:
    axis = np.array(normal) / np.linalg.norm(normal)
    arm = np.subtract(start, center)
    if np.linalg.norm(np.cross(axis, arm)) < 0.01:
        return
    arc = np.array(
        sample_arc_3d(start_point=start, center=center, normal=normal, angle=angle, segments=segments)
    )
    assert len(arc) == segments + 1 and tuple(arc[0]) == start
    arms = arc - center
    assert arms @ axis == pytest.approx(np.full(len(arc), arm @ axis), abs=1e-9)
    across = arms - np.outer(arms @ axis, axis)
    assert np.linalg.norm(across, axis=1) == pytest.approx(np.full(len(arc), np.linalg.norm(across[0])))
    turned = math.atan2(np.cross(across[0], across[-1]) @ axis, across[0] @ across[-1])
    assert math.cos(turned) == pytest.approx(math.cos(angle), abs=1e-9)
    assert math.sin(turned) == pytest.approx(math.sin(angle), abs=1e-9)


@pytest.mark.parametrize("start", [(0, 0, 0), (0, 0, 1), (0, 0, -2)])
def test_arcs_from_the_axis_are_refused(start) -> None:
    with pytest.raises(GeometryError):
        sample_arc_3d(start_point=start, center=(0, 0, 0), normal=(0, 0, 1), angle=1)
    with pytest.raises(GeometryError):
        sample_arc_3d(start_point=(1, 0, 0), center=(0, 0, 0), normal=(0, 0, 0), angle=1)
