from __future__ import annotations

import inspect
from math import hypot, inf, nan, radians, sin
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import GeometryError
from sdk.geometry.fan_blades import STATIONS, Planform, blade_mesh, blade_sections
from sdk.geometry.fans import FanRotorBlade, FanRotorGeometry, FanRotorHub, FanRotorShroud
from tests.asserts import assert_closed_solid, bounds_of, piece_count, volume_of

SHAPES = ("straight", "scimitar", "broad", "narrow")


def fan(**changes: Any) -> FanRotorGeometry:
    return FanRotorGeometry(
        **{"outer_radius": 0.07, "hub_radius": 0.02, "blade_count": 7, "thickness": 0.01, **changes}
    )


def planform(**changes: Any) -> Planform:
    plain = {
        "shape": "straight", "root": 0.0164, "tip": 0.07, "root_chord": 0.016, "tip_chord": 0.012,
        "root_pitch": 0.0, "tip_pitch": 0.0, "root_thickness": 0.002, "tip_thickness": 0.001,
        "sweep": 0.0, "camber": 0.0,
    }  # fmt: skip
    return Planform(**{**plain, **changes})


@given(
    radius=st.floats(0.02, 1.0),
    hub_share=st.floats(0.15, 0.55),
    thickness_share=st.floats(0.05, 0.3),
    count=st.integers(2, 9),
    pitch=st.floats(-60, 60),
    sweep=st.floats(-50, 50),
    shape=st.sampled_from(SHAPES),
    style=st.sampled_from(("flat", "domed", "capped", "spinner")),
    camber=st.floats(-0.5, 0.5),
    ringed=st.booleans(),
    bored=st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_every_rotor_is_one_closed_solid_within_its_reach(
    radius: float, hub_share: float, thickness_share: float, count: int, pitch: float, sweep: float,
    shape: Any, style: Any, camber: float, ringed: bool, bored: bool,
) -> None:  # fmt: skip
    hub, deep = hub_share * radius, thickness_share * radius
    mesh = FanRotorGeometry(
        radius, hub, count, thickness=deep, blade_pitch_deg=pitch, blade_sweep_deg=sweep,
        blade=FanRotorBlade(shape, camber=camber),
        hub=FanRotorHub(style, bore_diameter=0.3 * hub if bored else None),
        shroud=FanRotorShroud(0.05 * radius) if ringed else None,
    )  # fmt: skip
    assert_closed_solid(mesh, slivers=True)
    span = radius - 0.82 * hub
    chord = 1.2 * max(0.32 * (radius - hub), 1.5 * deep)
    aside = 0.7 * chord + 0.34 * 1.28 * span * abs(sin(radians(sweep)))
    reach = np.hypot(*np.array(mesh.vertices)[:, :2].T).max()
    assert radius * 0.99 <= reach <= hypot(radius, aside) + 0.1 * deep
    assert piece_count(mesh) == 1


def test_sections_follow_their_rules() -> None:
    rings = blade_sections(planform())
    assert rings.shape == (5, 12, 3)
    span = 0.07 - 0.0164
    assert rings[:, 0, 0] == pytest.approx(0.0164 + span * STATIONS)
    chord = rings[:, 6, 1] - rings[:, 0, 1]
    assert chord == pytest.approx(0.016 + (0.012 - 0.016) * STATIONS)
    # Thickest points: half the thickness above, 0.9 of that below, both times sin(pi u)^0.82.
    assert rings[0, :, 2].max() == pytest.approx(0.001 * sin(np.pi * 0.42) ** 0.82)
    assert rings[-1, :, 2].min() == pytest.approx(-0.9 * 0.0005 * sin(np.pi * 0.42) ** 0.82)


def test_sweep_and_pitch_move_the_tip() -> None:
    flat, swept = blade_sections(planform()), blade_sections(planform(sweep=radians(20.0)))
    shift = (swept - flat)[:, :, 1]
    assert shift[-1] == pytest.approx((0.07 - 0.0164) * sin(radians(20.0)) * 0.34)
    assert shift[0] == pytest.approx(0.0)
    pitched = blade_sections(planform(root_pitch=radians(30.0), tip_pitch=radians(30.0)))
    leading = pitched[0, 6] - pitched[0, 0]
    assert np.arctan2(leading[2], leading[1]) == pytest.approx(radians(30.0))


@pytest.mark.parametrize("twist", [0.6, -0.6])
def test_the_volume_of_a_twisted_blade_does_not_depend_on_its_facets(twist: float) -> None:
    twisted = planform(root_pitch=twist, tip_pitch=-twist)
    coarse, fine = (volume_of(blade_mesh(twisted, tolerance=tolerance)) for tolerance in (1e-4, 1e-7))
    assert coarse == pytest.approx(fine, rel=0.01)


def test_parts_lie_where_they_belong() -> None:
    deep, hub = 0.01, 0.02
    flat = fan(hub=FanRotorHub("flat", rear_collar_height=0.0), blade_pitch_deg=0.0, blade_sweep_deg=0.0)
    assert bounds_of(flat)[:, 2] == pytest.approx([-0.18 * deep, 0.18 * deep])
    for style, top in (("capped", 0.36), ("domed", 0.52), ("spinner", 0.70)):
        mesh = fan(hub=FanRotorHub(style), blade_pitch_deg=0.0)
        assert bounds_of(mesh)[:, 2] == pytest.approx([-0.33 * deep, top * deep])
    ring = fan(shroud=FanRotorShroud(0.004, depth=0.012, clearance=0.0015, lip_depth=0.002))
    assert bounds_of(ring) == pytest.approx(
        np.array([[-0.0685, -0.0685, -0.006], [0.0685, 0.0685, 0.008]]), abs=1e-9
    )
    bored = fan(hub=FanRotorHub(bore_diameter=hub / 2))
    lost = volume_of(fan()) - volume_of(bored)
    assert lost == pytest.approx(np.pi * (hub / 4) ** 2 * 0.85 * deep, rel=0.02)


def test_a_short_collar_does_not_float() -> None:
    mesh = fan(hub=FanRotorHub("flat", rear_collar_height=0.0002), blade_pitch_deg=0.0)
    assert piece_count(mesh) == 1
    assert bounds_of(mesh)[0, 2] == pytest.approx(-0.0025)


def test_uncentred_rotors_stand_on_the_floor_and_keep_their_record() -> None:
    mesh = fan(center=False)
    assert bounds_of(mesh)[0, 2] == pytest.approx(0.0, abs=1e-12)
    made = mesh.construction
    assert made is not None
    assert made.kind == "fan_rotor"
    assert made.argument("blade_count") == 7
    assert made.transform[2][3] == pytest.approx(0.0042, abs=2e-4)


@pytest.mark.parametrize(
    "changes",
    [
        {"outer_radius": 0.0}, {"outer_radius": nan}, {"outer_radius": inf}, {"hub_radius": -0.01},
        {"hub_radius": 0.07}, {"thickness": 0.0}, {"blade_count": 1}, {"blade_count": 10**9},
        {"blade_pitch_deg": 85.0}, {"blade_pitch_deg": nan}, {"blade_sweep_deg": -85.0},
        {"blade_root_chord": 0.0}, {"blade_tip_chord": 0.1121}, {"blade": FanRotorBlade("paddle")},  # type: ignore[arg-type]
        {"blade": FanRotorBlade(tip_pitch_deg=90.0)}, {"blade": FanRotorBlade(camber=0.51)},
        {"blade": FanRotorBlade(tip_clearance=-1e-6)}, {"blade": FanRotorBlade(tip_clearance=0.052)},
        {"hub": FanRotorHub("dome")}, {"hub": FanRotorHub(rear_collar_height=-0.001)},  # type: ignore[arg-type]
        {"hub": FanRotorHub(rear_collar_radius=0.021)}, {"hub": FanRotorHub(rear_collar_radius=0.0)},
        {"hub": FanRotorHub(bore_diameter=0.0)}, {"hub": FanRotorHub(bore_diameter=0.0288)},
        {"shroud": FanRotorShroud(0.0)}, {"shroud": FanRotorShroud(0.003, depth=0.0)},
        {"shroud": FanRotorShroud(0.003, clearance=-0.001)}, {"shroud": FanRotorShroud(0.0476)},
        {"shroud": FanRotorShroud(0.003, lip_depth=-0.001)},
        {"shroud": FanRotorShroud(0.003), "blade": FanRotorBlade(tip_clearance=0.001)},
    ],
)  # fmt: skip
def test_nonsense_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(GeometryError):
        fan(**changes)


def test_numbers_may_be_text_and_records_are_values() -> None:
    assert fan(outer_radius="0.07", blade_count=7.9).vertices == fan().vertices
    assert FanRotorHub("flat") == FanRotorHub(style="flat")
    assert hash(FanRotorBlade()) == hash(FanRotorBlade())
    with pytest.raises(AttributeError):
        fan(blade={"shape": "broad"})
    assert str(inspect.signature(FanRotorGeometry)).startswith(
        "(outer_radius: 'float', hub_radius: 'float', blade_count: 'int', *, thickness: 'float'"
    )
