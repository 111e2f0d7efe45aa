from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import GeometryError
from sdk.geometry.extrude import ExtrudeGeometry, ExtrudeWithHolesGeometry
from sdk.geometry.outlines import signed_area
from tests.asserts import assert_closed_solid, bounds_of, volume_of
from tests.strategies import lengths, star_outlines

quick = settings(max_examples=30, deadline=None)
SQUARE = [(0, 0), (1, 0), (1, 1), (0, 1)]


def circle(radius: float, count: int = 24, at: tuple[float, float] = (0, 0)) -> list[tuple[float, float]]:
    turn = 2 * math.pi / count
    return [(at[0] + radius * math.cos(k * turn), at[1] + radius * math.sin(k * turn)) for k in range(count)]


@quick
@given(star_outlines(), lengths)
def test_a_prism_is_its_area_times_its_height(outline, height: float) -> None:
    if abs(signed_area(np.array(outline))) < 1e-2:
        return
    prism = ExtrudeGeometry(outline, height)
    assert_closed_solid(prism)
    assert volume_of(prism) == pytest.approx(abs(signed_area(np.array(outline))) * height)
    assert len(prism.faces) == 4 * len(outline) - 4
    assert bounds_of(prism)[:, 2] == pytest.approx((-height / 2, height / 2))


def test_where_it_stands() -> None:
    assert bounds_of(ExtrudeGeometry(SQUARE, 2, center=False))[:, 2] == pytest.approx((0, 2))
    assert ExtrudeGeometry.from_z0(SQUARE, 2) == ExtrudeGeometry(SQUARE, height=2, center=False)
    assert ExtrudeGeometry.centered(SQUARE, 2) == ExtrudeGeometry(SQUARE, 2)
    assert isinstance(ExtrudeGeometry.from_z0(SQUARE, 2), ExtrudeGeometry)


def test_points_in_line_are_kept() -> None:
    prism = ExtrudeGeometry([(0, 0), (0.5, 0), (1, 0), (1, 1), (0, 1)], 1)
    assert_closed_solid(prism)
    assert len(prism.vertices) == 10


def test_generators_and_arrays_are_profiles() -> None:
    assert ExtrudeGeometry((point for point in SQUARE), 1) == ExtrudeGeometry(np.array(SQUARE), 1)
    assert ExtrudeWithHolesGeometry(iter(SQUARE), iter([iter(circle(0.1, 8, (0.5, 0.5)))]), 1).faces


def test_open_prisms() -> None:
    assert len(ExtrudeGeometry(SQUARE, 1, cap=False).faces) == 8
    assert len(ExtrudeGeometry(SQUARE, 1, closed=False).faces) == 6
    holes = [circle(0.1, 6, (0.5, 0.5))]
    assert len(ExtrudeWithHolesGeometry(SQUARE, holes, 1, cap=False).faces) == 20


def test_outlines_that_meet_themselves() -> None:
    ring = [*circle(1), circle(1)[0], circle(0.5)[0], *circle(0.5)[::-1]]
    assert_closed_solid(ExtrudeGeometry(ring, 0.1))
    assert volume_of(ExtrudeGeometry([(0, 0), (1, 1), (1, 0), (0, 1)], 1)) == pytest.approx(0.5)


@quick
@given(
    st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=1, max_size=8, unique=True),
    st.integers(3, 24),
    st.booleans(),
)
def test_holes_are_holes(places, count: int, turned: bool) -> None:
    rim = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    holes = [circle(0.08, count, (x / 5, y / 5)) for x, y in places]
    plate = ExtrudeWithHolesGeometry(rim, [hole[::-1] if turned else hole for hole in holes], 0.5)
    assert_closed_solid(plate)
    assert volume_of(plate) == pytest.approx(0.5 * (4 - sum(signed_area(np.array(hole)) for hole in holes)))
    points = 4 + count * len(holes)
    assert len(plate.faces) == 4 * points + 4 * len(holes) - 4


def test_a_ray_passes_through_a_hole() -> None:
    plate = ExtrudeWithHolesGeometry(SQUARE, [circle(0.2, 16, (0.5, 0.5))], 0.5)
    corners = np.array(plate.vertices)[np.array(plate.faces)][:, :, :2] - 0.5
    ahead = np.roll(corners, -1, axis=1)
    sides = corners[..., 0] * ahead[..., 1] - corners[..., 1] * ahead[..., 0]
    assert not ((sides > 1e-12).all(axis=1) | (sides < -1e-12).all(axis=1)).any()


@pytest.mark.parametrize(
    ("holes", "area"),
    [
        ([circle(0.2, 4, (0.4, 0.5)), circle(0.2, 4, (0.5, 0.5))], 0.92 - 0.035),
        ([circle(0.2, 4, (1.0, 0.5))], 0.96),
        ([[(0.4, 0), (0.6, 0), (0.6, 0.5), (0.4, 0.5)]], 0.9),  # an edge on the rim
        ([circle(0.2, 4, (0.5, 0.5)), circle(0.1, 4, (0.5, 0.5))], 0.92),
    ],
)
def test_holes_that_meet_are_clipped(holes, area: float) -> None:
    plate = ExtrudeWithHolesGeometry(SQUARE, holes, 2.0)
    assert_closed_solid(plate)
    assert volume_of(plate) == pytest.approx(2 * area, rel=1e-6)


@pytest.mark.parametrize("height", [0, -1, math.nan, math.inf])
def test_heights(height: float) -> None:
    for build in (
        lambda: ExtrudeGeometry(SQUARE, height),
        lambda: ExtrudeWithHolesGeometry(SQUARE, [], height),
    ):
        with pytest.raises(GeometryError):
            build()


def test_holes_outside_are_refused() -> None:
    with pytest.raises(GeometryError) as raised:
        ExtrudeWithHolesGeometry(SQUARE, [circle(0.1, 8, (3, 3))], 1)
    assert raised.value.code == "hole-outside"


def test_many_holes_in_one_plate() -> None:
    """A perforated plate: each hole costs four faces a point, and the whole is quick."""
    holes = [circle(0.3, 8, (x, y)) for x in range(20) for y in range(15)]
    plate = ExtrudeWithHolesGeometry([(-1, -1), (20, -1), (20, 15), (-1, 15)], holes, 0.2)
    assert_closed_solid(plate)
    assert len(plate.faces) == 4 * (4 + 8 * 300) + 4 * 300 - 4
