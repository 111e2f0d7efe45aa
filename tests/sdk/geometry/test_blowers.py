from __future__ import annotations

from math import inf, nan, pi
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import GeometryError
from sdk.geometry.blowers import BlowerWheelGeometry
from tests.asserts import assert_closed_solid, bounds_of, piece_count, volume_of


def blower(**changes: Any) -> BlowerWheelGeometry:
    plain = {
        "outer_radius": 0.08, "inner_radius": 0.04, "width": 0.05, "blade_count": 18,
        "blade_thickness": 0.004, "blade_sweep_deg": 25.0,
    }  # fmt: skip
    return BlowerWheelGeometry(**{**plain, **changes})


@given(
    outer=st.floats(0.02, 0.5),
    inner_share=st.floats(0.3, 0.85),
    width_share=st.floats(0.4, 1.5),
    thickness_share=st.floats(0.03, 0.25),
    count=st.integers(2, 24),
    sweep=st.floats(-70, 70),
    backplate=st.booleans(),
    shroud=st.booleans(),
)
@settings(max_examples=20, deadline=None)
def test_every_wheel_is_one_closed_piece(
    outer: float, inner_share: float, width_share: float, thickness_share: float, count: int, sweep: float,
    backplate: bool, shroud: bool,
) -> None:  # fmt: skip
    inner = inner_share * outer
    mesh = BlowerWheelGeometry(
        outer, inner, width_share * outer, count, blade_thickness=thickness_share * (outer - inner),
        blade_sweep_deg=sweep, backplate=backplate, shroud=shroud,
    )  # fmt: skip
    assert_closed_solid(mesh, slivers=True)
    assert piece_count(mesh) == 1
    half = width_share * outer / 2.0
    assert bounds_of(mesh)[:, 2] == pytest.approx([-half, half], rel=1e-9)
    if backplate or shroud:
        assert bounds_of(mesh)[1, :2].min() == pytest.approx(outer, rel=0.02)


def test_plates_and_windows_account_for_the_volume() -> None:
    bare = blower(backplate=False, shroud=False)
    wall, plate = 0.0072, 0.0044
    drum = pi * (0.04**2 - (0.04 - wall) ** 2) * 0.05
    window_length = 0.05 - 2 * max(1.15 * plate, 0.8 * 0.004)
    windows = 0.34 * pi * (0.04**2 - (0.04 - wall) ** 2) * window_length
    radii = np.array([0.04, 0.04 + 0.34 * 0.04, 0.04 + 0.68 * 0.04, 0.08 - 0.35 * 0.004])
    angles = np.radians(25.0) * np.array([-0.18, 0.10, 0.42, 0.72])
    line = radii * np.exp(1j * angles)
    blade_area = 18 * 0.004 * float(np.abs(np.diff(line)).sum())
    assert volume_of(bare) == pytest.approx(drum - windows + blade_area * (0.05 - 0.004), rel=0.01)
    both = volume_of(blower())
    ring = pi * (0.08**2 - 0.04**2) * plate
    assert both - volume_of(bare) == pytest.approx(2 * ring - blade_area * (2 * plate - 0.004), rel=0.01)


def test_a_backplate_is_at_the_bottom() -> None:
    mesh = blower(shroud=False)
    heights = np.array(mesh.vertices)
    wide = np.hypot(heights[:, 0], heights[:, 1]) > 0.0799
    assert heights[wide, 2].max() == pytest.approx(-0.025 + 0.0044)
    assert bounds_of(blower(center=False))[0, 2] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(
    "changes",
    [
        {"outer_radius": 0.0}, {"inner_radius": 0.08}, {"inner_radius": -1.0}, {"width": 0.0}, {"width": nan},
        {"blade_count": 1}, {"blade_count": 10**8}, {"blade_thickness": 0.0}, {"blade_thickness": 0.036},
        {"blade_sweep_deg": 85.0}, {"blade_sweep_deg": inf}, {"width": 0.008},
    ],
)  # fmt: skip
def test_nonsense_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(GeometryError):
        blower(**changes)
