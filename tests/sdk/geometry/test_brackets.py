from __future__ import annotations

from math import nan, pi
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk import ClevisBracketGeometry, PivotForkGeometry, TrunnionYokeGeometry
from tests.asserts import assert_closed_solid, bounds_of, volume_of

shares = st.floats(0.1, 0.9)
lengths = st.floats(0.01, 0.2)

CLEVIS: dict[str, Any] = {
    "overall_size": (0.06, 0.04, 0.05), "gap_width": 0.03, "bore_diameter": 0.012, "bore_center_z": 0.034,
    "base_thickness": 0.012,
}  # fmt: skip
FORK: dict[str, Any] = {**CLEVIS, "bridge_thickness": 0.01}
del FORK["base_thickness"]


def bore_between(floor: float, height: float, limit: float, share: float) -> tuple[float, float]:
    """Diameter and centre height of a bore with walls above and below."""
    diameter = share * min(limit, height - floor) * 0.95
    return diameter, (floor + height) / 2


@settings(max_examples=20, deadline=None)
@given(
    size=st.tuples(lengths, lengths, lengths), gap=shares, base=shares, bore=shares,
    radius=st.floats(0.0, 0.05), center=st.booleans(),
)  # fmt: skip
def test_a_clevis_is_its_u_less_the_bore_and_corners(
    size: tuple[float, float, float], gap: float, base: float, bore: float, radius: float, center: bool
) -> None:
    width, depth, height = size
    cheek, floor = width * (1 - gap) / 2, base * height
    diameter, middle = bore_between(floor, height, min(2 * cheek, depth), bore)
    mesh = ClevisBracketGeometry(
        size, gap_width=width * gap, bore_diameter=diameter, bore_center_z=middle, base_thickness=floor,
        corner_radius=radius, center=center,
    )  # fmt: skip
    corner = min(radius, 0.5 * cheek, 0.25 * depth, 0.25 * height)
    square = corner**2 * (1 - pi / 4)
    exact = width * depth * floor + 2 * cheek * depth * (height - floor) - pi * diameter**2 / 4 * 2 * cheek
    exact -= 4 * square * height + 4 * square * (height - floor)
    assert_closed_solid(mesh)
    # A bore that cuts rounded corners removes less than counted here.
    slack = 0.01 if diameter < depth - 2 * corner else 0.08
    assert volume_of(mesh) == pytest.approx(exact, rel=slack)
    low = -height / 2 if center else 0.0
    assert bounds_of(mesh) == pytest.approx(
        np.array([[-width / 2, -depth / 2, low], [width / 2, depth / 2, low + height]]), abs=1e-5
    )


@settings(max_examples=20, deadline=None)
@given(
    size=st.tuples(lengths, lengths, lengths), gap=shares, bridge=shares, bore=st.floats(0.1, 0.5),
    radius=st.floats(0.0, 0.05),
)  # fmt: skip
def test_a_fork_is_closed_and_fills_its_box(
    size: tuple[float, float, float], gap: float, bridge: float, bore: float, radius: float
) -> None:
    width, depth, height = size
    cheek = width * (1 - gap) / 2
    diameter, middle = bore_between(0.0, height, min(2 * cheek, depth), bore)
    mesh = PivotForkGeometry(
        size, gap_width=width * gap, bore_diameter=diameter, bore_center_z=middle,
        bridge_thickness=depth * bridge, corner_radius=radius,
    )  # fmt: skip
    assert_closed_solid(mesh)
    assert np.ptp(bounds_of(mesh), axis=0) == pytest.approx(size, abs=1e-5)
    solid = 2 * cheek * depth * height + width * gap * depth * bridge * height
    assert volume_of(mesh) < solid * (1 + 1e-9)


def test_a_plain_fork_has_the_volume_of_its_parts() -> None:
    # The bore at y = 0 does not reach a bridge that ends at y = -0.01.
    exact = 2 * 0.015 * 0.04 * 0.05 + 0.03 * 0.01 * 0.05 - pi * 0.006**2 * 0.03
    assert volume_of(PivotForkGeometry(**FORK)) == pytest.approx(exact, rel=1e-6)


def test_a_bore_through_the_bridge_goes_all_the_way() -> None:
    mesh = PivotForkGeometry(**{**FORK, "bridge_thickness": 0.039})
    assert volume_of(mesh) == pytest.approx(
        0.06 * 0.04 * 0.05 - 0.03 * 0.001 * 0.05 - pi * 0.006**2 * 0.06, rel=1e-6
    )


def test_the_boss_of_a_yoke_shows_where_it_is_larger_than_the_cheek() -> None:
    plain: dict[str, Any] = {
        "span_width": 0.06, "trunnion_diameter": 0.018, "trunnion_center_z": 0.055, "base_thickness": 0.015,
    }  # fmt: skip
    buried = TrunnionYokeGeometry((0.1, 0.04, 0.08), **plain)
    exact = 0.1 * 0.04 * 0.015 + 2 * 0.02 * 0.04 * 0.065 - pi * 0.009**2 * 0.04
    assert volume_of(buried) == pytest.approx(exact, rel=1e-6)
    shown = TrunnionYokeGeometry((0.1, 0.02, 0.08), **plain)
    assert_closed_solid(shown)
    assert bounds_of(shown)[1, 1] == pytest.approx(1.4 * 0.009)


@settings(max_examples=20, deadline=None)
@given(
    size=st.tuples(lengths, lengths, lengths), gap=shares, base=shares, bore=shares,
    radius=st.floats(0.0, 0.05),
)  # fmt: skip
def test_a_yoke_is_closed(
    size: tuple[float, float, float], gap: float, base: float, bore: float, radius: float
) -> None:
    width, depth, height = size
    cheek, floor = width * (1 - gap) / 2, base * height
    diameter, middle = bore_between(floor, height, min(2 * cheek, depth), bore)
    mesh = TrunnionYokeGeometry(
        size, span_width=width * gap, trunnion_diameter=diameter, trunnion_center_z=middle,
        base_thickness=floor, corner_radius=radius, center=False,
    )  # fmt: skip
    assert_closed_solid(mesh)
    assert bounds_of(mesh)[0, 2] == pytest.approx(0.0, abs=1e-12)


def test_one_bore_stays_light() -> None:
    assert len(ClevisBracketGeometry(**CLEVIS).faces) <= 1044 // 4


@pytest.mark.parametrize(
    "change",
    [
        {"overall_size": (0.06, 0.04)}, {"overall_size": (0.06, 0.04, 0.0)}, {"overall_size": (nan, 0.04, 0.05)},
        {"gap_width": 0.0}, {"gap_width": 0.06}, {"gap_width": 0.0599999}, {"bore_diameter": 0.0},
        {"bore_diameter": 0.031}, {"bore_diameter": nan}, {"bore_center_z": 0.015}, {"bore_center_z": 0.018},
        {"bore_center_z": 0.045}, {"bore_center_z": nan}, {"base_thickness": 0.0}, {"base_thickness": 0.05},
        {"corner_radius": nan},
    ],
)  # fmt: skip
def test_a_clevis_refuses(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="want"):
        ClevisBracketGeometry(**{**CLEVIS, **change})


@pytest.mark.parametrize(
    "change", [{"bridge_thickness": 0.04}, {"bridge_thickness": 0.0}, {"bore_center_z": 0.006}]
)
def test_a_fork_refuses(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="want"):
        PivotForkGeometry(**{**FORK, **change})


def test_negative_corner_radii_are_none() -> None:
    assert ClevisBracketGeometry(**CLEVIS, corner_radius=-1.0) == ClevisBracketGeometry(**CLEVIS)


def test_the_record_tells_the_bore() -> None:
    construction = ClevisBracketGeometry(**CLEVIS).construction
    assert construction is not None and construction.argument("bore_diameter") == 0.012
