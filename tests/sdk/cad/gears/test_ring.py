from __future__ import annotations

import math

import cadquery as cq
import numpy as np
import pytest

from sdk.cad.gears.ring import HerringboneRingGear, RingGear
from tests.sdk.cad.solids import assert_sound, is_inside, section_radii


@pytest.mark.parametrize("module", [1e-3, 1.0])
@pytest.mark.parametrize("teeth", [18, 36])
def test_rings_are_sound_at_any_size(module: float, teeth: int) -> None:
    gear = RingGear(module, teeth, 6 * module, 4 * module)
    body = gear.build()
    assert_sound(body)
    low, high = (math.pi * (gear.rim_r**2 - radius**2) * gear.width for radius in (gear.rd, gear.ra))
    assert low < body.Volume() < high


def test_circles_follow_the_formulas() -> None:
    gear = RingGear(2.0, 40, 6, 5, clearance=0.1)
    assert (gear.r0, gear.ra, gear.rd, gear.rim_r) == (40, 38, pytest.approx(42.6), pytest.approx(47.6))
    assert gear.half_space_angle(gear.r0) == pytest.approx(math.pi / 80)
    assert gear.tooth_points().shape == (80, 3)


def test_a_space_is_centred_on_x() -> None:
    body = RingGear(1, 40, 6, 4).build()
    assert not is_inside(body, 20.0, 0.0, 3.0)
    assert is_inside(body, 20.0 * math.cos(math.pi / 40), 20.0 * math.sin(math.pi / 40), 3.0)


def test_helices_keep_volume_and_are_sound() -> None:
    plain = RingGear(0.001, 30, 0.006, 0.004).build().Volume()
    for kind in (RingGear, HerringboneRingGear):
        body = kind(0.001, 30, 0.006, 0.004, helix_angle=20).build()
        assert_sound(body)
        assert body.Volume() == pytest.approx(plain, rel=1e-6)


def test_teeth_point_inward() -> None:
    gear = RingGear(1, 40, 6, 4)
    radii = section_radii(gear.build(), 1.0)
    inner = radii[radii < gear.rim_r - 1]
    assert inner.min() == pytest.approx(gear.ra, rel=1e-3)
    assert inner.max() == pytest.approx(gear.rr, rel=1e-3)
    assert np.ptp(radii[radii > gear.rim_r - 1]) < 1e-2


def test_other_options_are_ignored_and_senseless_rings_refused() -> None:
    assert isinstance(RingGear(1, 40, 6, 4, bore_d=3, hub_d=4).build(), cq.Solid)
    for arguments in ((1, 40, 6, 0), (1, 2, 6, 4), (0, 40, 6, 4)):
        with pytest.raises(ValueError, match="want"):
            RingGear(*arguments)
