from __future__ import annotations

import math

import cadquery as cq
import pytest

from sdk.cad.gears.bodies import Chamfer
from sdk.cad.gears.features import with_chamfers
from sdk.cad.gears.hyperbolic import HyperbolicGear
from sdk.cad.gears.ring import RingGear
from sdk.cad.gears.spur import HerringboneGear, SpurGear
from tests.sdk.cad.solids import assert_sound, is_inside, section_radii

PLAIN = SpurGear(1, 16, 6).build().Volume()


def built(**options: object) -> cq.Shape:
    shape = SpurGear(1, 16, 6).build(**options)
    assert isinstance(shape, cq.Compound)
    assert_sound(shape, triangles=20_000)
    return shape


def disc(diameter: float, height: float) -> float:
    return math.pi * diameter**2 / 4 * height


def test_recesses_hub_and_bore_have_their_closed_volumes() -> None:
    assert built(recess=2, recess_d=12).Volume() == pytest.approx(PLAIN - disc(12, 2))
    island = built(recess=2, recess_d=12, hub_d=8, bottom_recess=1, bottom_recess_d=11, bottom_hub_d=10)
    expected = PLAIN - disc(12, 2) + disc(8, 2) - disc(11, 1) + disc(10, 1)
    assert island.Volume() == pytest.approx(expected)
    hub = built(hub_d=9, hub_length=4, bore_d=5)
    assert hub.Volume() == pytest.approx(PLAIN + disc(9, 4) - disc(5, 10))
    assert hub.BoundingBox().zmax == pytest.approx(10.0, abs=1e-6)
    in_recess = built(hub_d=9, hub_length=4, bore_d=5, recess=2, recess_d=12)
    assert in_recess.Volume() == pytest.approx(PLAIN + disc(9, 6) - disc(5, 10) - disc(12, 2))


@pytest.mark.parametrize("count", [2, 5])
def test_spokes_leave_straight_arms(count: int) -> None:
    shape = built(n_spokes=count, spoke_width=2, spokes_id=5, spokes_od=12)
    for number in range(count):
        angle = math.tau * number / count
        assert is_inside(shape, 4 * math.cos(angle), 4 * math.sin(angle), 3)
        middle = angle + math.pi / count
        assert not is_inside(shape, 4.5 * math.cos(middle), 4.5 * math.sin(middle), 3)
    rounded = built(n_spokes=count, spoke_width=2, spokes_id=5, spokes_od=12, spoke_fillet=0.5)
    assert rounded.Volume() > shape.Volume()


def test_spokes_that_meet_before_the_hub_make_pointed_windows() -> None:
    built(n_spokes=8, spoke_width=2, spokes_id=3, spokes_od=12)


def test_features_that_reach_the_teeth_are_cut_into_them() -> None:
    shape = SpurGear(1, 16, 6).build(recess=1, recess_d=14.2)
    assert shape.isValid()
    assert PLAIN - disc(14.2, 1) < shape.Volume() < PLAIN - disc(13.4, 1)


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
        SpurGear(1, 16, 6).build(**options)


@pytest.mark.slow
def test_chamfers_built_into_the_teeth_equal_chamfers_cut_by_the_kernel() -> None:
    gear = SpurGear(1, 10, 6, helix_angle=-20)
    plain = gear.build()
    built_in = gear.build(chamfer_top=(0.5, 0.3), chamfer_bottom=0.4)
    assert_sound(built_in)
    cut = with_chamfers(plain, 6.0, Chamfer(gear.ra, 0.4, 0.4), Chamfer(gear.ra, 0.5, 0.3))
    removed = plain.Volume() - built_in.Volume()
    assert removed == pytest.approx(plain.Volume() - cut.Volume(), rel=1e-3)


@pytest.mark.parametrize("teeth", [18, 30])
def test_chamfers_of_internal_teeth_face_inward(teeth: int) -> None:
    gear = RingGear(1, teeth, 3, 2)
    chamfered = gear.build(chamfer_top=0.4)
    assert_sound(chamfered)
    assert section_radii(chamfered, 2.999).min() == pytest.approx(gear.ra + 0.4, abs=0.01)
    assert section_radii(chamfered, 2.8).min() == pytest.approx(gear.ra + 0.2, abs=0.01)
    assert section_radii(chamfered, 0.1).min() == pytest.approx(gear.ra, abs=0.01)


def test_chamfers_are_the_same_at_any_size() -> None:
    millimetres, metres = (
        SpurGear(m, 9, 4 * m, helix_angle=10, chamfer=0.3 * m).build() for m in (1.0, 1e-3)
    )
    assert_sound(metres)
    assert metres.Volume() == pytest.approx(1e-9 * millimetres.Volume(), rel=1e-6)


@pytest.mark.slow
def test_chamfers_hold_where_the_kernels_own_cut_fails() -> None:
    gear = SpurGear(1, 14, 6)
    sizes = [(z, gear.build().Volume() - gear.build(chamfer=z).Volume()) for z in (0.2, 0.4)]
    # a chamfer's volume grows a little slower than with the square of its size, for teeth widen towards their feet
    (_, small), (_, large) = sizes
    assert 4.0 < large / small < 6.0
    body = gear.build()
    by_kernel = body.Volume() - with_chamfers(body, 6.0, Chamfer(gear.ra, 0.4, 0.4), None).Volume()
    assert by_kernel == pytest.approx(large / 2, rel=1e-3)


def test_chamfers_of_a_herringbone_go_to_their_own_half() -> None:
    assert_sound(HerringboneGear(1, 10, 6, helix_angle=20, chamfer=0.4).build())


@pytest.mark.slow
@pytest.mark.parametrize(
    "gear",
    [SpurGear(1, 8, 6, chamfer=1.8), HyperbolicGear(1, 12, 8, 20, chamfer=0.3)],
    ids=["deep", "ruled"],
)
def test_other_chamfers_are_cut_by_the_kernel(gear: SpurGear) -> None:
    shape = gear.build()
    assert shape.isValid()
    assert shape.Volume() < gear.build(chamfer=None).Volume()


@pytest.mark.parametrize("size", [0, (0.0, 1.0)])
def test_a_chamfer_of_no_size_is_none(size: object) -> None:
    assert isinstance(SpurGear(1, 12, 6, chamfer=size).build(), cq.Solid)
