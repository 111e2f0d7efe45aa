from __future__ import annotations

from math import inf, nan, pi, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import GeometryError
from sdk.geometry.wheel_records import (
    BoltPattern,
    WheelBore,
    WheelFace,
    WheelFlange,
    WheelHub,
    WheelRim,
    WheelSpokes,
)
from sdk.geometry.wheels import WheelGeometry
from tests.asserts import assert_closed_solid, bounds_of, piece_count, volume_of

R, W = 0.1, 0.04
FULL_HUB = WheelHub(0.02, W)
"""A hub as wide as the wheel, so that both discs meet it."""


def wheel(**changes: Any) -> WheelGeometry:
    return WheelGeometry(R, W, **changes)


@given(
    radius=st.floats(0.03, 1.0),
    width_share=st.floats(0.15, 1.0),
    rim_share=st.floats(0.55, 0.92),
    hub_share=st.floats(0.15, 0.6),
    hub_width=st.floats(0.3, 1.3),
    inset=st.floats(0.0, 0.3),
    style=st.sampled_from(("none", "disc", "solid_slots", "straight", "split_y", "mesh")),
    cap=st.sampled_from(("flat", "domed", "protruding", "recessed")),
    bore=st.sampled_from(("round", "keyed", "hex")),
    bolted=st.booleans(),
)
@settings(max_examples=20, deadline=None)
def test_every_wheel_is_a_closed_solid_of_its_size(
    radius: float, width_share: float, rim_share: float, hub_share: float, hub_width: float, inset: float,
    style: Any, cap: Any, bore: Any, bolted: bool,
) -> None:  # fmt: skip
    wide, rim = width_share * radius, rim_share * radius
    hub = hub_share * rim
    mesh = WheelGeometry(
        radius, wide, rim=WheelRim(inner_radius=rim),
        hub=WheelHub(hub, hub_width * wide, cap, BoltPattern(5, 1.4 * hub, 0.3 * hub) if bolted else None),
        face=WheelFace(front_inset=inset * wide), spokes=WheelSpokes(style), bore=WheelBore(bore, 0.6 * hub),
    )  # fmt: skip
    assert_closed_solid(mesh, slivers=True)
    low, high = bounds_of(mesh)
    reach = max(radius, 1.6 * hub)
    assert [low[1], low[2], high[1], high[2]] == pytest.approx([-reach, -reach, reach, reach], rel=1e-6)
    assert low[0] == pytest.approx(-wide / 2 * max(1.0, hub_width), rel=1e-6)
    assert volume_of(mesh) < 1.05 * pi * reach**2 * (high[0] - low[0])


def test_a_plain_wheel_is_rim_discs_and_hub() -> None:
    mesh = wheel(hub=FULL_HUB, bore=WheelBore(diameter=0.01))
    disc = 0.0032
    rim = pi * (0.1**2 - 0.068**2) * W
    hub = pi * (0.02**2 - 0.005**2) * W
    discs = 2 * pi * (0.068**2 - 0.02**2) * disc
    assert volume_of(mesh) == pytest.approx(rim + hub + discs, rel=0.005)


@pytest.mark.parametrize("changes", [{}, {"spokes": WheelSpokes("straight")}, {"face": WheelFace(0.004)}])
def test_the_default_hub_is_joined_to_the_discs(changes: dict[str, Any]) -> None:
    assert piece_count(wheel(**changes)) == 1


@pytest.mark.parametrize(("style", "front"), [("flat", 0.0), ("domed", 0.28 * W), ("protruding", 0.12 * W)])
def test_caps_stand_on_the_front(style: Any, front: float) -> None:
    mesh = wheel(hub=WheelHub(0.02, W, style), bore=WheelBore(diameter=0.004))
    assert bounds_of(mesh)[:, 0] == pytest.approx([-W / 2, W / 2 + front])


def test_a_recess_is_cut_into_the_hub() -> None:
    plain = wheel(hub=FULL_HUB, bore=WheelBore(diameter=0.01))
    cut = wheel(hub=WheelHub(0.02, W, "recessed"), bore=WheelBore(diameter=0.01))
    lost = pi * (0.011**2 - 0.005**2) * 0.004
    assert volume_of(plain) - volume_of(cut) == pytest.approx(lost, rel=0.03)


@pytest.mark.parametrize(
    ("style", "length", "width", "slots"),
    [("straight", 1.0, 1.0, 6), ("solid_slots", 1.0, 1.5, 6), ("split_y", 0.55, 0.85, 10)],
)
def test_windows_take_their_area_through_both_discs(
    style: Any, length: float, width: float, slots: int
) -> None:
    rim = WheelRim(inner_radius=0.085)
    whole = wheel(rim=rim, hub=FULL_HUB)
    open_ = wheel(rim=rim, hub=FULL_HUB, spokes=WheelSpokes(style, window_radius=0.006))
    face = 0.085 + 0.28 * 0.015
    long, wide = 0.75 * (face - 0.02) * length, 0.006 * width
    area = (long - wide) * wide + pi / 4 * wide**2
    lost = volume_of(whole) - volume_of(open_)
    assert lost == pytest.approx(slots * area * 2 * 0.0032, rel=0.01)


def test_the_first_window_points_up_and_the_first_bolt_to_y() -> None:
    hub = WheelHub(0.03, W, bolt_pattern=BoltPattern(3, 0.044, 0.006))
    mesh = wheel(hub=hub, bore=WheelBore(diameter=0.01), spokes=WheelSpokes("straight", 3, 0.0, 0.006))
    front = np.array(mesh.vertices)
    front = front[np.abs(front[:, 0] - W / 2) < 1e-9][:, 1:]
    near_bolt = np.abs(np.hypot(front[:, 0] - 0.022, front[:, 1]) - 0.003) < 2e-4
    assert near_bolt.sum() >= 12
    top = front[(np.abs(front[:, 0]) < 0.0032) & (front[:, 1] > 0.031) & (front[:, 1] < 0.09)]
    bottom = front[(np.abs(front[:, 0]) < 0.0032) & (front[:, 1] < -0.031) & (front[:, 1] > -0.09)]
    assert len(top) >= 12
    assert not len(bottom)


def test_bores_have_their_section() -> None:
    d = 0.02
    plain = volume_of(wheel(hub=FULL_HUB, bore=WheelBore(diameter=1e-4)))
    round_, hexagon, keyed = (
        plain - volume_of(wheel(hub=FULL_HUB, bore=WheelBore(style, d)))
        for style in ("round", "hex", "keyed")
    )
    assert round_ == pytest.approx(pi / 4 * d**2 * W, rel=0.01)
    assert hexagon == pytest.approx(3 * sqrt(3) / 8 * d**2 * W, rel=0.001)
    half = 0.16 * d
    x = np.linspace(-half, half, 1001)
    keyway = float(np.mean(d / 2 + 0.4 * 2 * half - np.sqrt(d**2 / 4 - x**2)) * 2 * half)
    assert keyed - round_ == pytest.approx(keyway * W, rel=0.03)
    with pytest.raises(ValueError, match="key_width"):
        wheel(hub=FULL_HUB, bore=WheelBore("keyed", d, key_width=d))


def test_a_bead_seat_is_a_groove_around_the_middle() -> None:
    plain, grooved = wheel(), wheel(rim=WheelRim(bead_seat_depth=0.005))
    lost = pi * (0.1**2 - 0.095**2) * 0.22 * W
    assert volume_of(plain) - volume_of(grooved) == pytest.approx(lost, rel=0.02)


def test_flanges_stand_beside_the_rim_and_are_held() -> None:
    for side, low, high in (("front", -0.02, 0.028), ("rear", -0.028, 0.02), ("both", -0.028, 0.028)):
        mesh = wheel(flange=WheelFlange(0.12, 0.01, 0.005, side), spokes=WheelSpokes("straight"))  # type: ignore[arg-type]
        assert_closed_solid(mesh)
        assert bounds_of(mesh)[:, 0] == pytest.approx([low, high])
        assert bounds_of(mesh)[1, 1] == pytest.approx(0.12)


def test_a_small_flange_before_a_sunken_disc_is_held_by_the_rim() -> None:
    assert piece_count(wheel(flange=WheelFlange(0.05, 0.005, 0.01), face=WheelFace(0.01, 0.0, 0.01))) == 1


def test_uncentred_wheels_begin_at_x_0() -> None:
    mesh = wheel(center=False)
    assert bounds_of(mesh)[:, 0] == pytest.approx([0.0, W])
    made = mesh.construction
    assert made is not None
    assert (made.kind, made.argument("width")) == ("wheel", W)


@pytest.mark.parametrize(
    "changes",
    [
        {"radius": 0.0}, {"width": nan}, {"radius": inf}, {"rim": WheelRim(inner_radius=0.1)},
        {"rim": WheelRim(inner_radius=0.0)}, {"rim": WheelRim(outer_radius=0.06)},
        {"rim": WheelRim(flange_height=nan)}, {"hub": WheelHub(0.0, 0.02)}, {"hub": WheelHub(0.02, 0.0)},
        {"hub": WheelHub(0.068, 0.02)}, {"bore": WheelBore()}, {"bore": WheelBore(diameter=0.036)},
        {"bore": WheelBore("keyed", 0.01, 0.0)}, {"spokes": WheelSpokes("straight", 1)},
        {"spokes": WheelSpokes("disc", 1)}, {"spokes": WheelSpokes("mesh", 10**7)},
        {"spokes": WheelSpokes("straight", thickness=inf)}, {"face": WheelFace(window_depth=nan)},
        {"hub": WheelHub(0.02, 0.02, bolt_pattern=BoltPattern(1, 0.02, 0.002))},
        {"hub": WheelHub(0.02, 0.02, bolt_pattern=BoltPattern(4, 0.0, 0.002))},
        {"hub": WheelHub(0.02, 0.02, bolt_pattern=BoltPattern(4, 0.02, 0.0))},
        {"hub": WheelHub(0.02, 0.02, bolt_pattern=BoltPattern(4, 0.036, 0.006))},
        {"flange": WheelFlange(0.0, 0.01)}, {"flange": WheelFlange(0.12, 0.0)},
        {"flange": WheelFlange(0.018, 0.01)},
    ],
)  # fmt: skip
def test_nonsense_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(GeometryError):
        WheelGeometry(**{"radius": R, "width": W, **changes})
