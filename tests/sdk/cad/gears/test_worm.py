from __future__ import annotations

import math

import cadquery as cq
import pytest

from sdk.cad.gears.worm import Worm
from tests.sdk.cad.solids import assert_sound, is_inside


@pytest.mark.parametrize(
    ("lead_angle", "threads", "length"), [(5, 1, 12), (-15, 3, 20), (20, 4, 7), (3, 1, 1.2)]
)
@pytest.mark.parametrize("module", [1e-3, 1.0])
def test_worms_are_sound_at_any_size(module: float, lead_angle: float, threads: int, length: float) -> None:
    worm = Worm(module, lead_angle, threads, length * module)
    body = worm.build()
    assert isinstance(body, cq.Solid)
    assert_sound(body, mesh_error=0.015)
    box = body.BoundingBox()
    end = pytest.approx(length * module / 2, rel=1e-6, abs=2e-7)
    assert (-box.xmin, box.xmax) == (end, end)
    low, high = (math.pi * radius**2 * worm.length for radius in (worm.rd, worm.ra))
    assert low < body.Volume() < high


def test_a_whole_number_of_turns_has_the_volume_of_its_revolved_rack() -> None:
    worm = Worm(1.0, 6.0, 1, 5 * math.pi)
    # per turn: core, and the thread, whose section's area times the path of its centroid is its volume (Pappus)
    steps = 20_000
    volume = 0.0
    for step in range(steps):
        y = -1.25 + 2.25 * (step + 0.5) / steps
        width = math.pi / 2 - 2 * y * math.tan(worm.a0)
        volume += width * 2 * math.pi * (worm.r0 + y) * 2.25 / steps
    volume += math.pi * worm.rd**2 * math.pi
    assert worm.build().Volume() == pytest.approx(5 * volume, rel=1e-6)


def test_a_thread_is_centred_on_y_and_climbs_by_its_hand() -> None:
    right, left = Worm(1.0, 8.0, 2, 20.0), Worm(1.0, -8.0, 2, 20.0)
    radius, quarter = right.r0 + 0.5, math.pi * 2 / 4
    for worm, hand in ((right, 1.0), (left, -1.0)):
        body = worm.build()
        assert is_inside(body, 0.0, radius, 0.0)
        assert is_inside(body, hand * quarter, 0.0, radius)
        assert not is_inside(body, hand * quarter + math.pi / 2, 0.0, radius)


def test_a_bore_goes_through() -> None:
    worm = Worm(1.0, 5.0, 1, 30.0, bore_d=5.0)
    shape = worm.build()
    assert isinstance(shape, cq.Compound)
    assert_sound(shape)
    assert shape.Volume() == pytest.approx(worm.build(bore_d=None).Volume() - math.pi * 6.25 * 30)


def test_circles_and_points() -> None:
    worm = Worm(2.0, 10.0, 3, 40.0)
    assert worm.r0 == pytest.approx(3.0 / math.tan(math.radians(10)))
    assert (worm.ra - worm.r0, worm.r0 - worm.rd) == (pytest.approx(2.0), pytest.approx(2.5))
    assert Worm(1.0, 5.0, 1, 30.0).gear_points().shape == (11 * 8, 3)


def test_placing_a_worm_keeps_it_along_its_axis() -> None:
    moved = Worm(1.0, 5.0, 1, 30.0).build().located(cq.Location((0, 0, 5)))
    assert moved.BoundingBox().xlen == pytest.approx(30.0, rel=1e-4)


def test_errors() -> None:
    with pytest.raises(TypeError, match="hub_d"):
        Worm(1, 5, 1, 30, hub_d=3).build()
    with pytest.raises(ValueError, match="bore_d"):
        Worm(1, 5, 1, 30).build(bore_d=10)
    for arguments in ((1, 0, 1, 30), (1, 90, 1, 30), (1, 60, 1, 30), (1, 5, 0, 30), (1, 5, 1, 0)):
        with pytest.raises(ValueError, match="want"):
            Worm(*arguments)
