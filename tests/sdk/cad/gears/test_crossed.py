from __future__ import annotations

import math

import pytest

from sdk.cad.gears.crossed import CrossedGearPair, CrossedHelicalGear
from tests.sdk.cad.solids import assert_sound, overlap_fraction


@pytest.mark.parametrize("module", [1e-3, 1.0])
def test_crossed_gears_are_sound_at_any_size(module: float) -> None:
    assert_sound(CrossedHelicalGear(module, 20, 8 * module, helix_angle=45, bore_d=6 * module).build())


def test_circles_use_the_transverse_module() -> None:
    gear = CrossedHelicalGear(2.0, 15, 8.0, helix_angle=30)
    transverse = 2.0 / math.cos(math.radians(30))
    assert gear.r0 == pytest.approx(7.5 * transverse)
    assert gear.ra - gear.r0 == pytest.approx(transverse)
    assert gear.r0 - gear.rd == pytest.approx(1.25 * transverse)
    assert gear.a0 == pytest.approx(math.atan(math.radians(20) / math.cos(math.radians(30))))


@pytest.mark.parametrize("options", [{}, {"shaft_angle": 60.0}, {"gear1_helix_angle": 30.0}])
def test_a_pair_meshes_without_overlap(options: dict[str, float]) -> None:
    pair = CrossedGearPair(1.0, 12, 9, 6.0, 6.0, **options)
    shape = pair.build()
    assert_sound(shape, solids=2)
    assert overlap_fraction(shape.Solids()) < 1e-3
    helices = math.degrees(pair.gear1.helix_angle + pair.gear2.helix_angle)
    assert helices == pytest.approx(math.degrees(pair.shaft_angle))


def test_the_second_gear_can_be_left_out_or_unposed() -> None:
    pair = CrossedGearPair(1.0, 20, 15, 8.0, 6.0)
    assembly = pair.assemble()
    assert (assembly.name, [child.name for child in assembly.children]) == (
        "crossed_pair",
        ["gear1", "gear2"],
    )
    assert len(pair.build(build_gear2=False).Solids()) == 1
    alone = pair.build(build_gear1=False, transform_gear2=False, gear2_build_args={"bore_d": 3})
    assert alone.BoundingBox().zmax == pytest.approx(6.0, rel=1e-4)
