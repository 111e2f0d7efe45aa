from __future__ import annotations

import math
from itertools import pairwise

import cadquery as cq
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.cad.gears.base import GearBase
from sdk.cad.gears.spur import HerringboneGear, SpurGear, missing_teeth
from tests.sdk.cad.solids import assert_sound, is_inside, teeth_counted


@settings(max_examples=5, deadline=None)
@given(
    teeth=st.integers(6, 36),
    module=st.sampled_from([1e-3, 1.0, 25.0]),
    helix=st.sampled_from([0.0, 15.0, -30.0]),
    pressure=st.sampled_from([14.5, 20.0, 25.0]),
)
def test_gears_are_sound_at_any_size(teeth: int, module: float, helix: float, pressure: float) -> None:
    gear = SpurGear(module, teeth, 5 * module, pressure_angle=pressure, helix_angle=helix)
    body = gear.build()
    assert isinstance(body, cq.Solid)
    assert_sound(body)
    between = (math.pi * radius**2 * gear.width for radius in (gear.rd, gear.ra))
    low, high = between
    assert low < body.Volume() < high
    assert len(body.Faces()) == 4 * teeth + 2


def test_teeth_can_be_counted_on_the_pitch_circle() -> None:
    for gear in (SpurGear(1, 17, 4), SpurGear(1, 24, 8, helix_angle=20)):
        assert teeth_counted(gear.build(), radius=gear.r0, height=1.3) == gear.z


def test_circles_follow_the_formulas() -> None:
    gear = SpurGear(2.0, 30, 5, clearance=0.1)
    assert (gear.r0, gear.ra, gear.rd) == (30.0, 32.0, pytest.approx(27.4))
    assert gear.rb == pytest.approx(30 * math.cos(math.radians(20)))
    assert (gear.rr, gear.tau) == (max(gear.rb, gear.rd), pytest.approx(math.tau / 30))
    stub = SpurGear(2.0, 30, 5, addendum_coeff=0.8, dedendum_coeff=1.0)
    assert (stub.ra, stub.rd) == (pytest.approx(31.6), pytest.approx(28.0))
    assert SpurGear(1, 20, 8, helix_angle=30).twist_angle == pytest.approx(8 * math.tan(math.pi / 6) / 10)


def test_teeth_are_as_thick_as_their_gaps_less_the_backlash() -> None:
    gear = SpurGear(1, 20, 4)
    assert gear.half_tooth_angle(gear.r0) == pytest.approx(math.pi / 40)
    slack = SpurGear(1, 20, 4, backlash=0.1)
    assert slack.half_tooth_angle(10) == pytest.approx((math.pi / 2 - 0.1 * math.tan(math.radians(20))) / 20)


def test_a_helix_changes_neither_volume_nor_section() -> None:
    straight = SpurGear(1, 12, 8).build().Volume()
    assert SpurGear(1, 12, 8, helix_angle=20).build().Volume() == pytest.approx(straight, rel=1e-6)
    assert HerringboneGear(1, 12, 8, helix_angle=25).build().Volume() == pytest.approx(straight, rel=1e-6)


def test_a_positive_helix_turns_clockwise_going_up() -> None:
    gear = SpurGear(1, 20, 8, helix_angle=10)
    top = gear.build().faces(">Z")
    tips = [v.toTuple() for v in top.Vertices() if math.hypot(v.X, v.Y) > gear.ra - 1e-6]
    turned = [math.atan2(y, x) + gear.twist_angle for x, y, _ in tips]
    off_tooth = [(angle + gear.tau / 2) % gear.tau - gear.tau / 2 for angle in turned]
    assert np.abs(off_tooth) == pytest.approx(gear.half_tooth_angle(gear.ra))


def test_a_long_helix_is_stacked() -> None:
    shaft = SpurGear(1, 6, 34, helix_angle=30)
    assert abs(shaft.twist_angle) > 2 * math.pi
    assert_sound(shaft.build(), mesh_error=0.02)


def test_tooth_points_run_from_root_to_tip_and_back() -> None:
    gear = SpurGear(1, 20, 4)
    points = gear.tooth_points()
    assert points.shape == (80, 3)
    radii = np.hypot(points[:, 0], points[:, 1])
    first, tip, last, root = radii.reshape(4, 20)
    assert (np.diff(first) > 0).all() and (np.diff(last) < 0).all()
    assert np.diff(first) == pytest.approx(np.diff(first)[0])
    assert tip == pytest.approx(gear.ra)
    assert root.min() == pytest.approx(gear.rd, abs=5e-3)
    assert gear.gear_points().shape == (1600, 3)


def test_subclasses_may_change_the_tooth_height() -> None:
    class Stub(SpurGear):
        ka = 0.8
        kd = 1.0

    gear = Stub(1, 20, 4)
    assert (gear.ra, gear.rd) == (pytest.approx(10.8), pytest.approx(9.0))


def test_a_tooth_that_would_cross_itself_ends_before() -> None:
    gear = SpurGear(1, 10, 4, pressure_angle=35)
    assert gear.half_tooth_angle(gear.ra) < 0.0
    body = gear.build()
    assert_sound(body)
    assert gear.r0 < max(math.hypot(v.X, v.Y) for v in body.Vertices()) < gear.ra


@pytest.mark.parametrize("pairs", [(2, 6), [(2, 5), (5, 6)], [(22, 26)]])
def test_missing_teeth_leave_the_root_circle(pairs: object) -> None:
    gear = SpurGear(1, 20, 6, missing_teeth=pairs)
    body = gear.build()
    assert isinstance(body, cq.Compound)
    assert_sound(body)
    assert teeth_counted(body, radius=gear.r0, height=1.0) == 16
    assert missing_teeth(pairs, 20) == {3, 4, 5, 6}
    for number in (3, 6):
        angle = number * gear.tau
        assert not is_inside(body, 1.001 * gear.rd * math.cos(angle), 1.001 * gear.rd * math.sin(angle), 3.0)
        assert is_inside(body, 0.999 * gear.rd * math.cos(angle), 0.999 * gear.rd * math.sin(angle), 3.0)


def test_missing_teeth_of_a_herringbone_give_a_shape() -> None:
    body = HerringboneGear(0.002, 14, 0.01, helix_angle=15, missing_teeth=(0, 2), bore_d=0.01).build()
    assert_sound(body)
    assert isinstance(body, cq.Compound)


def test_build_options_win_over_the_constructors() -> None:
    gear = SpurGear(1, 20, 6, bore_d=5)
    assert gear.build_params == {"bore_d": 5}
    plain = SpurGear(1, 20, 6).build().Volume()
    volumes = [
        gear.build(**options).Volume() for options in ({}, {"bore_d": 8}, {"bore_d": None, "unknown": 1})
    ]
    expected = [plain - math.pi * d**2 / 4 * 6 for d in (5, 8, 0)]
    assert volumes == pytest.approx(expected, rel=1e-6)
    assert all(a != b for a, b in pairwise(volumes))


@pytest.mark.parametrize(
    "arguments",
    [
        {"addendum_coeff": 0.0},
        {"dedendum_coeff": -1.0},
        {"module": 0.0},
        {"width": -1.0},
        {"teeth_number": 0},
        {"teeth_number": 2},
        {"module": float("nan")},
    ],
)
def test_senseless_gears_are_refused(arguments: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="want"):
        SpurGear(**{"module": 1.0, "teeth_number": 20, "width": 6.0, **arguments})


def test_the_base_is_abstract_and_build_takes_keywords_only() -> None:
    with pytest.raises(NotImplementedError):
        GearBase()
    with pytest.raises(TypeError):
        SpurGear(1, 20, 6).build(5)  # type: ignore[call-arg]
