from __future__ import annotations

import math

import numpy as np
import pytest

from sdk.cad.gears.hyperbolic import HyperbolicGear, HyperbolicGearPair
from tests.sdk.cad.solids import assert_sound, overlap_fraction, section_radii


@pytest.mark.parametrize("module", [1e-3, 1.0])
@pytest.mark.parametrize("twist", [20.0, -60.0])
def test_hyperbolic_gears_are_sound_at_any_size(module: float, twist: float) -> None:
    assert_sound(HyperbolicGear(module, 12, 6 * module, twist).build())


def test_the_waist_is_at_the_throat() -> None:
    gear = HyperbolicGear(1.0, 20, 8.0, 60.0)
    assert gear.throat_r == pytest.approx(10 * math.cos(math.radians(30)))
    waist = section_radii(gear.build(), 4.001)
    assert waist.max() == pytest.approx(gear.ra * math.cos(math.radians(30)), rel=5e-3)


def test_a_bore_wider_than_the_waist_of_the_teeth_still_gives_a_solid() -> None:
    shape = HyperbolicGear(1.0, 20, 8.0, 60.0, bore_d=5.0).build()
    assert_sound(shape)


def test_a_pair_meshes() -> None:
    pair = HyperbolicGearPair(1.0, 16, 6.0, 30.0, 13)
    shape = pair.build()
    assert_sound(shape, solids=2)
    assert overlap_fraction(shape.Solids()) < 1e-3
    twist = 2 * math.asin(3 * math.tan(math.radians(15)) / 8)
    assert pair.gear1.twist_angle == pytest.approx(twist)
    assert pair.assemble().name == "hyperbolic_pair"


def test_errors() -> None:
    with pytest.raises(ValueError, match="narrower"):
        HyperbolicGearPair(1.0, 20, 60.0, 90.0)
    with pytest.raises(ValueError, match="twist_angle"):
        HyperbolicGear(1.0, 20, 8.0, 180.0)
    assert np.isfinite(HyperbolicGear(1.0, 20, 8.0, 0.0).build().Volume())
