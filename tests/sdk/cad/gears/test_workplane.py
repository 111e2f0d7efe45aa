from __future__ import annotations

import cadquery as cq
import pytest

from sdk import Worm, addGear, gear
from sdk.cad.gears.spur import SpurGear


@pytest.fixture(scope="module")
def small() -> SpurGear:
    return SpurGear(1, 12, 4, bore_d=4)


def test_importing_a_gear_teaches_workplanes_both_methods(small: SpurGear) -> None:
    assert cq.Workplane.gear is gear
    assert cq.Workplane.addGear is addGear
    assert cq.Workplane("XY").gear(small).val().Volume() == pytest.approx(small.build().Volume())


def test_a_gear_stands_at_every_point_in_local_coordinates(small: SpurGear) -> None:
    placed = cq.Workplane("XZ").pushPoints([(0, 0), (30, 0), (0, 30)]).gear(small, bore_d=2)
    assert placed.size() == 3
    assert placed.vals()[1].BoundingBox().ylen == pytest.approx(4.0, abs=1e-4)
    assert placed.vals()[2].Center().toTuple() == pytest.approx((0, -2, 30), abs=1e-6)
    assert placed.vals()[0].Volume() == pytest.approx(small.build(bore_d=2).Volume())


def test_a_worm_keeps_its_axis_on_a_workplane() -> None:
    assert cq.Workplane("XY").gear(Worm(1, 5, 1, 20)).val().BoundingBox().xlen == pytest.approx(20, rel=1e-4)


def test_added_gears_are_united_with_what_is_there(small: SpurGear) -> None:
    disc = cq.Workplane().circle(12).extrude(1)
    united = disc.addGear(small)
    alone = small.build().Volume()
    assert united.val().isValid()
    assert united.val().Volume() < disc.val().Volume() + alone
    assert united.val().Volume() > max(disc.val().Volume(), alone)


def test_options_are_keywords(small: SpurGear) -> None:
    with pytest.raises(TypeError):
        cq.Workplane().gear(small, 5)
