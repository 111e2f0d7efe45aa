from __future__ import annotations

import math

import cadquery as cq
import numpy as np
import pytest

from sdk.cad.gears.bevel import BevelGear
from tests.sdk.cad.solids import assert_sound


@pytest.mark.parametrize("module", [1e-3, 50.0])
@pytest.mark.parametrize("helix", [0.0, 30.0])
@pytest.mark.parametrize(("teeth", "cone", "face"), [(26, 65, 8), (9, 30, 4)])
def test_bevel_gears_are_sound_at_any_size(
    module: float, helix: float, teeth: int, cone: float, face: float
) -> None:
    gear = BevelGear(module, teeth, cone, face * module, helix_angle=helix)
    body = gear.build()
    assert isinstance(body, cq.Solid)
    assert_sound(body)
    box = body.BoundingBox()
    assert box.zmin == pytest.approx(0.0, abs=1e-6 * module + 2e-7)
    assert box.zmax == pytest.approx(
        gear.cone_h - (gear.gs_r - gear.face_width) * math.cos(gear.gamma_f), rel=1e-3
    )


def test_cones_follow_the_formulas() -> None:
    gear = BevelGear(1.0, 20, 45.0, 6.0)
    assert gear.gs_r == pytest.approx(10 * math.sqrt(2))
    assert gear.gamma_b == pytest.approx(math.asin(math.cos(gear.a0) * math.sin(gear.gamma_p)))
    assert gear.gamma_f - gear.gamma_p == pytest.approx(math.atan(1 / gear.gs_r))
    assert gear.gamma_p - gear.gamma_r == pytest.approx(math.atan(1.25 / gear.gs_r))
    assert gear.cone_h == pytest.approx(gear.gs_r * math.cos(gear.gamma_r))


def test_points_lie_on_the_sphere_about_the_apex() -> None:
    gear = BevelGear(1.0, 20, 45.0, 6.0)
    points = gear.gear_points()
    assert points.shape == (1600, 3)
    assert np.linalg.norm(points - (0, 0, gear.cone_h), axis=1) == pytest.approx(gear.gs_r)
    assert gear.tooth_points().shape == (80, 3)


def test_trimming_makes_the_middles_flat() -> None:
    gear = BevelGear(1.0, 20, 45.0, 6.0)
    flat, round_ends = gear.build().Volume(), gear.build(trim_bottom=False, trim_top=False)
    assert_sound(round_ends)

    def cap(radius: float) -> float:
        height = radius * (1 - math.cos(gear.gamma_r))
        return math.pi * height**2 * (3 * radius - height) / 3

    inner = gear.gs_r - gear.face_width
    assert round_ends.Volume() - flat == pytest.approx(cap(gear.gs_r) - cap(inner), rel=1e-6)
    assert round_ends.BoundingBox().zmin == pytest.approx(gear.cone_h - gear.gs_r, rel=1e-3)


def test_a_bore_goes_through_and_a_gap_faces_minus_x() -> None:
    gear = BevelGear(0.002, 20, 45.0, 0.012, bore_d=0.01)
    shape = gear.build()
    assert isinstance(shape, cq.Compound)
    assert_sound(shape)
    pitch_point = (-gear.m * gear.z / 2, 0.0, gear.cone_h - gear.gs_r * math.cos(gear.gamma_p))
    assert not shape.Solids()[0].isInside(pitch_point, 1e-9)


def test_errors() -> None:
    with pytest.raises(AssertionError, match="face_width"):
        BevelGear(1.0, 20, 45.0, 20.0)
    for arguments in ((1, 20, 0, 6), (1, 20, 88, 6), (1, 20, 95, 6), (0, 20, 45, 6), (1, 20, 45, 0)):
        with pytest.raises(ValueError, match="want"):
            BevelGear(*arguments)
