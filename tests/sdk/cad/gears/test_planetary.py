from __future__ import annotations

import pytest

from sdk.cad.gears.planetary import HerringbonePlanetaryGearset, PlanetaryGearset
from sdk.cad.gears.ring import HerringboneRingGear
from sdk.cad.gears.spur import HerringboneGear
from tests.sdk.cad.solids import overlap_fraction


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        pytest.param((1.0, 12, 12, 6.0, 4.0, 3), {}, id="even"),
        pytest.param(
            (0.001, 15, 15, 0.004, 0.004, 3),
            {"helix_angle": 15},
            id="odd and helical",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_sun_planets_and_ring_mesh_without_overlap(arguments, options) -> None:
    gears = PlanetaryGearset(*arguments, **options)
    shape = gears.build()
    assert len(shape.Solids()) == gears.n_planets + 2
    sun, _, last_planet, *_, ring = shape.Solids()
    assert overlap_fraction([sun, last_planet, ring]) < 1e-5


def test_counts_and_orbit_follow_the_planetary_condition() -> None:
    gears = PlanetaryGearset(2.0, 18, 12, 6, 4, 3, helix_angle=10)
    assert gears.ring.z == gears.sun.z + 2 * gears.planet.z == 42
    assert gears.orbit_r == gears.sun.r0 + gears.planet.r0 == 30.0
    assert gears.orbit_r + gears.planet.r0 == gears.ring.r0
    assert gears.planet.helix_angle == gears.ring.helix_angle == -gears.sun.helix_angle


def test_a_herringbone_set_is_made_of_herringbones() -> None:
    gears = HerringbonePlanetaryGearset(1.0, 12, 9, 6.0, 4.0, 3, helix_angle=10)
    assert isinstance(gears.sun, HerringboneGear)
    assert isinstance(gears.planet, HerringboneGear)
    assert isinstance(gears.ring, HerringboneRingGear)


def test_counts_that_cannot_mesh_are_warned_about() -> None:
    with pytest.warns(UserWarning, match="do not mesh"):
        PlanetaryGearset(1.0, 19, 12, 6.0, 4.0, 3)


def test_the_assembly_has_its_names_and_places() -> None:
    assembly = PlanetaryGearset(1.0, 18, 12, 6.0, 4.0, 3).assemble()
    assert assembly.name == "planetary"
    assert [child.name for child in assembly.children] == ["sun", "planets", "ring"]
    planets = assembly.children[1]
    assert [planet.name for planet in planets.children] == ["planet_00", "planet_01", "planet_02"]
    assert planets.children[0].loc.toTuple()[0] == pytest.approx((15.0, 0.0, 0.0))


@pytest.mark.slow
def test_parts_can_be_left_out_and_options_reach_them_in_order() -> None:
    gears = PlanetaryGearset(
        1.0, 18, 12, 6.0, 4.0, 3, bore_d=2, sun_build_args={"bore_d": 5}, build_ring=False
    )
    assert len(gears.build().Solids()) == 4
    assert len(gears.build(build_sun=False, build_planets=[True, False, True]).Solids()) == 2

    def sun_volume(**options: object) -> float:
        return gears.build(build_planets=False, **options).Volume()

    assert sun_volume() == pytest.approx(gears.sun.build(bore_d=5).Volume())
    assert sun_volume(bore_d=6) == pytest.approx(gears.sun.build(bore_d=6).Volume())
    both = sun_volume(bore_d=6, sun_build_args={"bore_d": 7})
    assert both == pytest.approx(gears.sun.build(bore_d=7).Volume())


def test_a_set_needs_planets() -> None:
    with pytest.raises(ValueError, match="n_planets"):
        PlanetaryGearset(1.0, 18, 12, 6.0, 4.0, 0)
