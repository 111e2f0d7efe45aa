from __future__ import annotations

import math

import pytest

from sdk.cad.gears.rack import HerringboneRackGear, RackGear
from tests.sdk.cad.solids import assert_sound


@pytest.mark.parametrize("kind", [RackGear, HerringboneRackGear])
@pytest.mark.parametrize("helix", [0.0, 25.0, -25.0])
@pytest.mark.parametrize("module", [1e-3, 1.0])
def test_racks_are_sound_in_every_direction(kind: type[RackGear], helix: float, module: float) -> None:
    rack = kind(module, 40 * module, 8 * module, 6 * module, helix_angle=helix)
    body = rack.build()
    assert_sound(body, triangles=1000)
    assert all(face.geomType() == "PLANE" for face in body.Faces())
    box = body.BoundingBox()
    assert (box.xmin, box.xmax) == (pytest.approx(0, abs=1e-6), pytest.approx(40 * module, rel=1e-3))
    assert (box.ymin, box.ymax) == (pytest.approx(-7.25 * module, rel=1e-3), pytest.approx(module, rel=1e-3))


def test_a_whole_number_of_teeth_fills_half_its_height() -> None:
    pitch = math.pi
    body = RackGear(1.0, 10 * pitch, 8.0, 6.0).build()
    # over a whole pitch the tooth's section is a trapezium of mean width pitch / 2 - (1.25 - 1) tan(a) sides
    root_width = pitch / 2 + 2 * 1.25 * math.tan(math.radians(20))
    tip_width = pitch / 2 - 2 * math.tan(math.radians(20))
    tooth = (root_width + tip_width) / 2 * 2.25
    assert body.Volume() == pytest.approx(10 * 8 * (tooth + 6 * pitch))
    for angle in (20, -20):
        assert RackGear(1.0, 10 * pitch, 8.0, 6.0, helix_angle=angle).build().Volume() == pytest.approx(
            body.Volume()
        )


def test_attributes_and_points() -> None:
    rack = RackGear(2.0, 60.0, 8.0, 6.0, clearance=0.2)
    assert (rack.la, rack.ld, rack.tooth_height) == (2.0, 2.7, 4.7)
    assert rack.z == math.ceil(60 / (2 * math.pi)) + 1
    assert rack.tooth_points().shape == (8, 3)
    assert rack.gear_points().shape == (8 * rack.z, 3)


def test_errors() -> None:
    with pytest.raises(TypeError, match="unexpected"):
        RackGear(1, 60, 8, 6, bore_d=3).build()
    for arguments in ((1, 0, 8, 6), (1, 60, 8, -1), (1, 60, 8, 6, 45)):
        with pytest.raises(ValueError, match="want"):
            RackGear(*arguments)
