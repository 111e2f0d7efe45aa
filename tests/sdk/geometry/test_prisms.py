from __future__ import annotations

from math import pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.geometry import kernel
from sdk.geometry.kernel import mesh_from_solid, volume
from sdk.geometry.outlines import signed_area
from sdk.geometry.primitives import box_mesh
from sdk.geometry.prisms import (
    block,
    circle,
    circle_segments,
    copies,
    eased_corners,
    hole,
    prism,
    rectangle,
    turned,
)
from tests.asserts import assert_closed_solid, bounds_of

radii = st.floats(1e-4, 1.0)


@given(radius=radii)
def test_circle_segments_keep_the_chord_error_within_their_limits(radius: float) -> None:
    segments = circle_segments(radius)
    assert segments % 4 == 0 and 16 <= segments <= 64
    if segments < 64:
        assert radius * (1.0 - np.cos(pi / segments)) <= 1e-4 * (1 + 1e-9)


@given(radius=radii, stretch=st.floats(0.0, 1.0))
def test_a_hole_has_the_true_area_and_stays_in_its_box(radius: float, stretch: float) -> None:
    outline = hole(radius, stretch=stretch)
    reach = np.abs(outline).max(axis=0)
    round_part = signed_area(hole(radius))
    assert round_part == pytest.approx(pi * radius**2, rel=1e-12)
    assert signed_area(outline) == pytest.approx(round_part + stretch * 2.0 * reach[1], rel=1e-9)
    assert reach[0] < radius + stretch / 2.0 and reach[1] < radius


@given(width=st.floats(0.01, 1.0), height=st.floats(0.01, 1.0), share=st.floats(0.01, 0.5))
def test_easing_rounds_every_corner_of_a_rectangle(width: float, height: float, share: float) -> None:
    radius = share * min(width, height)
    outline = eased_corners(rectangle((0.0, 0.0), (width, height)), radius)
    exact = width * height - (4.0 - pi) * radius**2
    assert signed_area(outline) == pytest.approx(exact, rel=0.01)
    cut = eased_corners(rectangle((0.0, 0.0), (width, height)), radius, rounded=False)
    assert signed_area(cut) == pytest.approx(width * height - 2.0 * radius**2, rel=1e-9)
    assert np.ptp(outline, axis=0) == pytest.approx((width, height))


def test_easing_fills_a_hollow_corner() -> None:
    bracket = np.array([(0, 0), (4, 0), (4, 1), (1, 1), (1, 4), (0, 4)], dtype=float)
    eased = eased_corners(bracket, 0.25)
    missing = (1.0 - pi / 4.0) * 0.25**2
    assert signed_area(eased) == pytest.approx(7.0 - 5 * missing + missing, rel=1e-3)


def test_easing_leaves_the_steps_of_a_curve_alone() -> None:
    ring = circle(1.0, segments=24)
    assert eased_corners(ring, 0.1) == pytest.approx(ring)


@pytest.mark.parametrize("along", ["x", "z"])
def test_a_prism_lies_along_its_axis(along: str) -> None:
    mesh = mesh_from_solid(prism([rectangle((0, 0), (1, 2))], 3.0, 4.5, along=along))  # type: ignore[arg-type]
    assert_closed_solid(mesh)
    wanted = [[3, 0, 0], [4.5, 1, 2]] if along == "x" else [[0, 0, 3], [1, 2, 4.5]]
    assert bounds_of(mesh) == pytest.approx(np.array(wanted))


def test_a_block_has_exactly_the_corners_asked_for() -> None:
    low, high = (-0.1, 0.3, 0.7), (0.2, 0.4, 0.9)
    assert bounds_of(mesh_from_solid(block(low, high))).tolist() == [list(low), list(high)]


@settings(max_examples=10)
@given(count=st.integers(1, 8))
def test_copies_are_united(count: int) -> None:
    matrices = np.tile(np.eye(4), (count, 1, 1))
    matrices[:, 0, 3] = np.arange(count) * 0.5
    assert volume(copies(*box_mesh((1.0, 1.0, 1.0)), matrices)) == pytest.approx(1.0 + 0.5 * (count - 1))


def test_turning_is_counter_clockwise() -> None:
    assert turned(np.array([[1.0, 0.0]]), pi / 2)[0] == pytest.approx((0.0, 1.0))


def test_copies_that_are_apart_are_taken_as_one_mesh(monkeypatch: pytest.MonkeyPatch) -> None:
    matrices = np.tile(np.eye(4), (5, 1, 1))
    matrices[:, 0, 3] = 2.0 * np.arange(5)
    united = copies(*box_mesh((1.0, 1.0, 1.0)), matrices)
    monkeypatch.setattr(kernel, "unite", None)
    taken = copies(*box_mesh((1.0, 1.0, 1.0)), matrices, are_apart=True)
    for found, expected in zip(mesh_from_solid(taken), mesh_from_solid(united), strict=True):
        assert np.array_equal(found, expected)
