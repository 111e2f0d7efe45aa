from __future__ import annotations

from math import inf, nan, pi
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import GeometryError
from sdk.geometry.tires import (
    TireCarcass,
    TireGeometry,
    TireGroove,
    TireShoulder,
    TireSidewall,
    TireTread,
)
from tests.asserts import assert_closed_solid, bounds_of, piece_count, volume_of

R, W = 0.1, 0.06
TREADS = ("none", "circumferential", "block", "rib", "chevron", "lug")


def tire(**changes: Any) -> TireGeometry:
    return TireGeometry(R, W, **changes)


def turned_volume(corners: list[tuple[float, float]]) -> float:
    """Volume of a (x, radius) polygon turned about X, by Pappus's theorem."""
    x, r = np.array(corners).T
    cross = x * np.roll(r, -1) - np.roll(x, -1) * r
    return abs(float(2 * pi * (cross * (r + np.roll(r, -1))).sum() / 6))


def outermost_radius(mesh: TireGeometry) -> float:
    points = np.array(mesh.vertices)
    return float(np.hypot(points[:, 1], points[:, 2]).max())


@given(
    radius=st.floats(0.03, 1.0),
    width_share=st.floats(0.15, 0.9),
    inner_share=st.floats(0.35, 0.85),
    belt=st.floats(0.0, 0.7),
    depth_share=st.floats(0.0, 0.05),
    style=st.sampled_from(TREADS),
    flanks=st.sampled_from(("flat", "bulged", "square", "rounded")),
    count=st.one_of(st.none(), st.integers(1, 20)),
    angle=st.floats(-50, 50),
    groove=st.floats(-0.3, 0.3),
)
@settings(max_examples=25, deadline=None)
def test_every_tire_is_a_closed_solid_of_its_width(
    radius: float, width_share: float, inner_share: float, belt: float, depth_share: float, style: Any,
    flanks: Any, count: int | None, angle: float, groove: float,
) -> None:  # fmt: skip
    wide, depth = width_share * radius, depth_share * radius
    mesh = TireGeometry(
        radius, wide, inner_radius=inner_share * radius, carcass=TireCarcass(belt_width_ratio=belt),
        tread=TireTread(style, depth, count=count, angle_deg=angle), sidewall=TireSidewall(flanks),
        grooves=[TireGroove(groove * wide, 0.05 * wide, 0.02 * radius)],
    )  # fmt: skip
    assert_closed_solid(mesh, slivers=True)
    low, high = bounds_of(mesh)
    assert -low[0] >= wide / 2 * (1 - 1e-9)
    assert high[0] >= wide / 2 * (1 - 1e-9)
    assert outermost_radius(mesh) >= 0.98 * radius
    assert piece_count(mesh) == 1
    assert (np.hypot(*np.array(mesh.vertices)[:, 1:].T)).min() == pytest.approx(
        0.82 * inner_share * radius, rel=0.02
    )


@pytest.mark.parametrize(
    ("style", "side", "edge"),
    [
        ("rounded", R - 0.04 * W, R),
        ("flat", R - 0.08 * W, R),
        ("bulged", R + 0.08 * W, R),
        ("square", R, R - 0.004),
        ("unheard of", R - 0.04 * W, R),
    ],
)
def test_the_section_has_the_shape_of_its_flanks(style: Any, side: float, edge: float) -> None:
    mesh = tire(sidewall=TireSidewall(style), shoulder=TireShoulder(radius=0.004))
    hw, ri, belt, sw = W / 2, 0.058, 0.34 * W / 2, 0.11 * W
    flank = [
        (-hw, ri), (-0.92 * hw, ri), (-0.78 * hw, ri + 0.28 * (side - ri)), (-(belt + sw), side), (-belt, edge)
    ]  # fmt: skip
    inside = [(0.55 * hw, 0.82 * ri), (-0.55 * hw, 0.82 * ri)]
    corners = [*flank, (0.0, R), *[(-x, r) for x, r in reversed(flank)], *inside]
    assert volume_of(mesh) == pytest.approx(turned_volume(corners), rel=0.004)
    assert outermost_radius(mesh) == pytest.approx(max(side, R))


def test_grooves_take_their_rings() -> None:
    cut = tire(grooves=(TireGroove(0.0, 0.004, 0.003), TireGroove(0.005, 0.0, 0.01), TireGroove(0.01, 0.002)))
    lost = pi * (R**2 - (R - 0.003) ** 2) * 0.004
    assert volume_of(tire()) - volume_of(cut) == pytest.approx(lost, rel=0.01)


def test_circumferential_treads_are_grooves_and_ribs_stand_up() -> None:
    three = tire(tread=TireTread("circumferential", 0.003, pitch=0.001))  # the spacing is at least 0.14 W
    lost = volume_of(tire()) - volume_of(three)
    one = pi * (R**2 - (R - 0.003) ** 2) * 0.06 * W
    assert lost == pytest.approx(3 * one, rel=0.02)
    ribbed = tire(tread=TireTread("rib", 0.004, count=1))
    gained = volume_of(ribbed) - volume_of(tire())
    assert gained == pytest.approx(pi * (0.104**2 - R**2) * 0.08 * W, rel=0.01)
    assert outermost_radius(ribbed) == pytest.approx(0.104)


@pytest.mark.parametrize(("style", "rows", "count"), [("lug", 2, 12), ("block", 3, 23), ("chevron", 2, 23)])
def test_blocks_stand_in_their_rows(style: Any, rows: int, count: int) -> None:
    depth = 0.004
    mesh = tire(tread=TireTread(style, depth))
    assert_closed_solid(mesh)
    points = np.array(mesh.vertices)
    tops = points[np.hypot(points[:, 1], points[:, 2]) > R + 0.8 * depth]
    bars = 2 if style == "chevron" else 1
    assert len(tops) == pytest.approx(4 * rows * count * bars, abs=0 if bars == 1 else 8 * rows * count)
    assert bounds_of(mesh)[1, 1] == pytest.approx(R + 0.835 * depth, rel=0.002)
    turned = np.hypot(tops[:, 1], tops[:, 2]).max()
    assert turned == pytest.approx(R + 0.835 * depth, rel=0.01)


def test_blocks_reach_ground_that_falls_away() -> None:
    narrow = tire(
        carcass=TireCarcass(belt_width_ratio=0.12),
        tread=TireTread("lug", 0.002),
        sidewall=TireSidewall("flat"),
    )
    assert piece_count(narrow) == 1


def test_uncentred_tires_begin_at_x_0() -> None:
    mesh = tire(center=False)
    assert bounds_of(mesh)[:, 0] == pytest.approx([0.0, W])
    made = mesh.construction
    assert made is not None
    assert (made.kind, len(made.argument("section"))) == ("tire", 14)


@pytest.mark.parametrize(
    "changes",
    [
        {"outer_radius": 0.0}, {"width": -1.0}, {"width": nan}, {"outer_radius": inf}, {"inner_radius": 0.1},
        {"inner_radius": 0.0}, {"tread": TireTread("lug", -0.001)}, {"tread": TireTread("lug", 0.004, count=0)},
        {"tread": TireTread("lug", 0.004, count=10**9)}, {"tread": TireTread("rib", 0.004, pitch=nan)},
        {"grooves": [TireGroove(0.0, -0.001, 0.001)]}, {"grooves": [TireGroove(0.0, 0.001, -0.001)]},
        {"grooves": [TireGroove(nan, 0.001, 0.001)]}, {"grooves": [TireGroove(0.0, 1.0, 1.0)]},
        {"carcass": TireCarcass(belt_width_ratio=nan)}, {"shoulder": TireShoulder(width=inf)},
    ],
)  # fmt: skip
def test_nonsense_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(GeometryError):
        TireGeometry(**{"outer_radius": R, "width": W, **changes})
