from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.geometry.outlines import meets_itself, signed_area
from sdk.geometry.profiles import rounded_rect_profile, superellipse_profile
from tests.strategies import lengths

quick = settings(max_examples=30, deadline=None)


@quick
@given(lengths, lengths, st.floats(0.01, 1.0), st.integers(1, 12))
def test_rounded_rectangle(width: float, height: float, share: float, steps: int) -> None:
    radius = share * min(width, height) / 2
    outline = np.array(rounded_rect_profile(width, height, radius, corner_segments=steps))
    assert len(outline) == 4 * steps + 4
    corner = 2 * steps * math.sin(math.pi / (2 * steps)) * radius**2  # four inscribed quarter circles
    assert signed_area(outline) == pytest.approx(width * height - 4 * radius**2 + corner)
    assert np.ptp(outline, axis=0) == pytest.approx((width, height))
    assert outline[0] == pytest.approx((width / 2 - radius, -height / 2))
    for mirror in ((-1, 1), (1, -1)):
        apart = np.linalg.norm((outline * mirror)[:, None] - outline[None], axis=2)
        assert apart.min(axis=1).max() < 1e-9


def test_a_radius_of_zero_gives_the_corners_in_order() -> None:
    assert rounded_rect_profile(2, 1, 0) == [(-1, -0.5), (1, -0.5), (1, 0.5), (-1, 0.5)]


def test_the_count_does_not_depend_on_the_radius() -> None:
    assert len({len(rounded_rect_profile(0.2, 0.1, radius)) for radius in (0.001, 0.02, 0.05)}) == 1


@quick
@given(lengths, lengths, st.floats(0.3, 8.0), st.integers(0, 90))
def test_superellipse(width: float, height: float, exponent: float, segments: int) -> None:
    outline = np.array(superellipse_profile(width, height, exponent, segments=segments))
    assert len(outline) == max(12, segments)
    assert outline[0] == pytest.approx((width / 2, 0))
    x, y = np.abs(outline.T) / ((width / 2,), (height / 2,))
    assert x**exponent + y**exponent == pytest.approx(np.ones(len(outline)), abs=1e-9)
    assert signed_area(outline) > 0
    assert not meets_itself([outline])


@pytest.mark.parametrize(
    "arguments", [(0, 1, 0), (1, -1, 0), (1, 1, -0.1), (1, 1, 0.51), (math.nan, 1, 0), (1, 1, math.nan)]
)
def test_rounded_rectangle_ranges(arguments) -> None:
    with pytest.raises(ValueError):
        rounded_rect_profile(*arguments)


@pytest.mark.parametrize("arguments", [(0, 1), (1, -1), (1, 1, 0), (math.inf, 1), (1, 1, math.nan)])
def test_superellipse_ranges(arguments) -> None:
    with pytest.raises(ValueError):
        superellipse_profile(*arguments)
