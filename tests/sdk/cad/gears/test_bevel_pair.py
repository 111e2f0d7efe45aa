from __future__ import annotations

import math

import pytest

from sdk.cad.gears.bevel_pair import BevelGearPair
from tests.sdk.cad.solids import assert_sound, overlap_fraction


@pytest.mark.parametrize(
    ("teeth", "options"),
    [
        pytest.param((24, 16), {}, marks=pytest.mark.slow),
        ((19, 13), {"axis_angle": 60.0}),
        pytest.param((19, 16), {"helix_angle": 25.0}, marks=pytest.mark.slow),
    ],
)
def test_gear_and_pinion_mesh_without_overlap(teeth: tuple[int, int], options: dict[str, float]) -> None:
    shape = BevelGearPair(1.0, *teeth, 5.0, **options).build()
    assert_sound(shape, solids=2)
    assert overlap_fraction(shape.Solids()) < 1e-5


def test_cone_angles_add_up_and_speeds_match() -> None:
    pair = BevelGearPair(0.002, 40, 18, 0.01, axis_angle=75.0, helix_angle=20.0)
    assert math.degrees(pair.gear.gamma_p + pair.pinion.gamma_p) == pytest.approx(75.0)
    assert pair.gear.gs_r == pytest.approx(pair.pinion.gs_r)
    assert pair.pinion.helix_angle == -pair.gear.helix_angle


def test_the_pinion_can_be_left_out_or_unposed() -> None:
    pair = BevelGearPair(1.0, 24, 16, 5.0, pinion_build_args={"bore_d": 4})
    assembly = pair.assemble()
    assert (assembly.name, [child.name for child in assembly.children]) == ("bevel_pair", ["gear", "pinion"])
    assert len(pair.build(build_pinion=False).Solids()) == 1
    alone = pair.build(build_gear=False, transform_pinion=False)
    assert alone.BoundingBox().zmin == pytest.approx(0.0, abs=1e-5)
    assert alone.Volume() == pytest.approx(pair.pinion.build(bore_d=4).Volume())
