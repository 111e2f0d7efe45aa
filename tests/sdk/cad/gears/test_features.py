from __future__ import annotations

import math

import cadquery as cq
import pytest

from sdk.cad.gears.features import with_chamfers
from sdk.cad.gears.hyperbolic import HyperbolicGear
from sdk.cad.gears.ring import RingGear
from sdk.cad.gears.spur import HerringboneGear, SpurGear
from tests.sdk.cad.solids import assert_sound, is_inside

PLAIN = SpurGear(1, 24, 6).build().Volume()


def built(*, triangles: int = 12_000, **options: object) -> cq.Shape:
    shape = SpurGear(1, 24, 6).build(**options)
    assert isinstance(shape, cq.Compound)
    assert_sound(shape, triangles=triangles)
    return shape


def disc(diameter: float, height: float) -> float:
    return math.pi * diameter**2 / 4 * height


def test_recesses_hub_and_bore_have_their_closed_volumes() -> None:
    assert built(recess=2, recess_d=18).Volume() == pytest.approx(PLAIN - disc(18, 2))
    island = built(recess=2, recess_d=18, hub_d=8, bottom_recess=1, bottom_recess_d=16, bottom_hub_d=10)
    expected = PLAIN - disc(18, 2) + disc(8, 2) - disc(16, 1) + disc(10, 1)
    assert island.Volume() == pytest.approx(expected)
    hub = built(hub_d=12, hub_length=4, bore_d=5)
    assert hub.Volume() == pytest.approx(PLAIN + disc(12, 4) - disc(5, 10))
    assert hub.BoundingBox().zmax == pytest.approx(10.0, abs=1e-6)
    in_recess = built(hub_d=12, hub_length=4, bore_d=5, recess=2, recess_d=18)
    assert in_recess.Volume() == pytest.approx(PLAIN + disc(12, 6) - disc(5, 10) - disc(18, 2))


@pytest.mark.parametrize("count", [2, 5])
def test_spokes_leave_straight_arms(count: int) -> None:
    shape = built(n_spokes=count, spoke_width=3, spokes_id=8, spokes_od=19)
    for number in range(count):
        angle = math.tau * number / count
        assert is_inside(shape, 8 * math.cos(angle), 8 * math.sin(angle), 3)
        middle = angle + math.pi / count
        assert not is_inside(shape, 7 * math.cos(middle), 7 * math.sin(middle), 3)
    rounded = built(n_spokes=count, spoke_width=3, spokes_id=8, spokes_od=19, spoke_fillet=0.5)
    assert rounded.Volume() > shape.Volume()


def test_spokes_that_meet_before_the_hub_make_pointed_windows() -> None:
    assert_sound(built(n_spokes=8, spoke_width=3, spokes_id=4, spokes_od=19))


def test_features_that_reach_the_teeth_are_cut_into_them() -> None:
    shape = built(recess=1, recess_d=22.2, triangles=100_000)
    assert PLAIN - disc(22.2, 1) < shape.Volume() < PLAIN - disc(21.4, 1)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"recess": 1}, AssertionError),
        ({"bottom_recess": 1}, AssertionError),
        ({"hub_length": 1}, AssertionError),
        ({"n_spokes": 1, "spoke_width": 1, "spokes_od": 18}, AssertionError),
        ({"n_spokes": 3, "spokes_od": 18}, AssertionError),
        ({"n_spokes": 3, "spoke_width": 1}, AssertionError),
        ({"n_spokes": 3, "spoke_width": 1, "spokes_od": 18}, TypeError),
        ({"n_spokes": 3, "spoke_width": 9, "spokes_od": 10, "spokes_id": 2}, AssertionError),
    ],
)
def test_options_that_miss_their_partner_are_refused(
    options: dict[str, float], error: type[Exception]
) -> None:
    with pytest.raises(error, match="want"):
        SpurGear(1, 24, 6).build(**options)


@pytest.mark.parametrize(
    "gear",
    [
        SpurGear(1, 14, 6),
        SpurGear(1, 10, 6, helix_angle=-20),
        SpurGear(0.001, 12, 0.006),
        RingGear(1, 36, 6, 4),
        RingGear(1, 18, 6, 4),
    ],
    ids=["straight", "helical", "metres", "ring", "small ring"],
)
def test_chamfers_built_into_the_teeth_equal_chamfers_cut_by_the_kernel(gear: SpurGear | RingGear) -> None:
    m = gear.m
    plain = gear.build()
    built_in = gear.build(chamfer_top=(0.5 * m, 0.3 * m), chamfer_bottom=0.4 * m)
    assert_sound(built_in)
    from sdk.cad.gears.bodies import Chamfer

    internal = isinstance(gear, RingGear)
    cut = with_chamfers(
        plain,
        gear.width,
        Chamfer(gear.ra, 0.4 * m, 0.4 * m, internal),
        Chamfer(gear.ra, 0.5 * m, 0.3 * m, internal),
    )
    removed = plain.Volume() - built_in.Volume()
    assert removed == pytest.approx(plain.Volume() - cut.Volume(), rel=1e-3)


def test_chamfers_of_a_herringbone_go_to_their_own_half() -> None:
    assert_sound(HerringboneGear(1, 10, 6, helix_angle=20, chamfer=0.4).build())


@pytest.mark.parametrize(
    "gear",
    [SpurGear(1, 8, 6, chamfer=1.8), HyperbolicGear(1, 12, 8, 20, chamfer=0.3)],
    ids=["deep", "ruled"],
)
def test_other_chamfers_are_cut_by_the_kernel(gear: SpurGear) -> None:
    shape = gear.build()
    assert_sound(shape, triangles=200_000)
    assert shape.Volume() < gear.build(chamfer=None).Volume()


@pytest.mark.parametrize("size", [0, (0.0, 1.0)])
def test_a_chamfer_of_no_size_is_none(size: object) -> None:
    assert isinstance(SpurGear(1, 12, 6, chamfer=size).build(), cq.Solid)
