from __future__ import annotations

import math
from itertools import pairwise
from math import cos, pi, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import GeometryError
from sdk.geometry.construction import ExactCapsule
from sdk.geometry.primitives import (
    BoxGeometry,
    CapsuleGeometry,
    ConeGeometry,
    CylinderGeometry,
    DomeGeometry,
    SphereGeometry,
    TorusGeometry,
)
from sdk.model.shapes import Box, Cylinder, Sphere
from tests.asserts import assert_closed_solid, bounds_of, volume_of
from tests.strategies import lengths

quick = settings(max_examples=30, deadline=None)
segments = st.integers(3, 40)


def ring_area(count: int) -> float:
    """Area of the regular polygon inscribed in the unit circle."""
    return count / 2 * sin(2 * pi / count)


@quick
@given(lengths, lengths, lengths)
def test_box(x: float, y: float, z: float) -> None:
    box = BoxGeometry((x, y, z))
    assert_closed_solid(box)
    assert (len(box.vertices), len(box.faces)) == (8, 12)
    assert volume_of(box) == pytest.approx(x * y * z)
    assert bounds_of(box)[1] == pytest.approx((x / 2, y / 2, z / 2))


def test_box_reads_the_first_three_sizes_of_anything_indexable() -> None:
    assert BoxGeometry([1, 2, 3, 4]) == BoxGeometry(np.array([1, 2, 3])) == BoxGeometry(("1", "2", "3"))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        BoxGeometry(1.0)  # type: ignore[arg-type]
    with pytest.raises(IndexError):
        BoxGeometry((1, 2))


@quick
@given(lengths, lengths, segments)
def test_cylinder(radius: float, height: float, count: int) -> None:
    cylinder = CylinderGeometry(radius, height, radial_segments=count)
    assert_closed_solid(cylinder)
    assert len(cylinder.faces) == 4 * count
    assert volume_of(cylinder) == pytest.approx(ring_area(count) * radius**2 * height)
    low, high = bounds_of(cylinder)
    assert (high[0], high[2], low[2]) == pytest.approx((radius, height / 2, -height / 2))


@quick
@given(lengths, lengths, segments)
def test_cone(radius: float, height: float, count: int) -> None:
    cone = ConeGeometry(radius, height, radial_segments=count)
    assert_closed_solid(cone)
    assert len(cone.faces) == 2 * count
    assert volume_of(cone) == pytest.approx(ring_area(count) * radius**2 * height / 3)
    assert (0.0, 0.0, height / 2) in cone.vertices


@quick
@given(lengths, segments, st.integers(2, 24))
def test_sphere(radius: float, width: int, height: int) -> None:
    sphere = SphereGeometry(radius, width_segments=width, height_segments=height)
    assert_closed_solid(sphere)
    assert len(sphere.faces) == 2 * width * (height - 1)
    assert len(sphere.vertices) == width * (height - 1) + 2
    # every band is a frustum of a regular pyramid
    angles = [pi * step / height for step in range(height + 1)]
    bands = [
        (cos(a) - cos(b)) / 3 * (sin(a) ** 2 + sin(a) * sin(b) + sin(b) ** 2) for a, b in pairwise(angles)
    ]
    assert volume_of(sphere) == pytest.approx(ring_area(width) * radius**3 * sum(bands))
    assert bounds_of(sphere)[:, 2] == pytest.approx((-radius, radius))


@quick
@given(st.tuples(lengths, lengths, lengths), segments, st.integers(1, 16))
def test_dome(radii: tuple[float, float, float], count: int, rows: int) -> None:
    dome = DomeGeometry(radii, radial_segments=count, height_segments=rows)
    assert_closed_solid(dome)
    assert len(dome.faces) == count * (2 * rows - 1) + count
    low, high = bounds_of(dome)
    assert (low[2], high[2], high[0]) == pytest.approx((0.0, radii[2], radii[0]))
    assert 0 < volume_of(dome) < 2 / 3 * pi * math.prod(radii)


@quick
@given(lengths, st.one_of(st.just(0.0), lengths), segments, st.integers(2, 8))
def test_capsule(radius: float, length: float, count: int, rows: int) -> None:
    capsule = CapsuleGeometry(radius, length, radial_segments=count, height_segments=rows)
    assert_closed_solid(capsule)
    assert bounds_of(capsule)[:, 2] == pytest.approx((-length / 2 - radius, length / 2 + radius))
    if length:
        assert len(capsule.faces) == 4 * count * rows


@quick
@given(lengths, st.floats(0.05, 0.95), segments, segments)
def test_torus(radius: float, share: float, around_tube: int, around_ring: int) -> None:
    tube = radius * share
    torus = TorusGeometry(radius, tube, radial_segments=around_tube, tubular_segments=around_ring)
    assert_closed_solid(torus)
    assert len(torus.faces) == 2 * around_tube * around_ring
    # Pappus, with polygons for both circles
    turns = around_ring * sin(2 * pi / around_ring)
    assert volume_of(torus) == pytest.approx(turns * radius * ring_area(around_tube) * tube**2, rel=1e-9)


def test_a_tube_thicker_than_the_ring_is_accepted() -> None:
    assert volume_of(TorusGeometry(0.1, 0.2)) > 0


def test_counts_are_raised_and_cut() -> None:
    assert len(CylinderGeometry(1, 1, radial_segments=1).faces) == 12
    assert len(CylinderGeometry(1, 1, radial_segments=6.9).faces) == 24  # type: ignore[arg-type]
    assert len(SphereGeometry(1, width_segments=-5, height_segments=0).faces) == 6


def test_open_shapes_miss_their_lids() -> None:
    assert len(CylinderGeometry(1, 1, closed=False).faces) == 48
    assert len(ConeGeometry(1, 1, closed=False).faces) == 24
    assert len(DomeGeometry(1, closed=False).faces) == 552


@pytest.mark.parametrize(
    "build", [BoxGeometry((0, 1, 1)), CylinderGeometry(1, 0), SphereGeometry(0), ConeGeometry(0, 1)]
)
def test_flat_sizes_are_no_error_and_no_primitive(build) -> None:
    assert build.exact_primitive is None


@pytest.mark.parametrize(
    "build",
    [
        BoxGeometry((-1, 1, 1)),
        CylinderGeometry(1, -1),
        ConeGeometry(1, -1),
        TorusGeometry(-1, 0.1),
        SphereGeometry(-1),
    ],
)
def test_negative_sizes_stay_outward(build) -> None:
    assert_closed_solid(build)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_sizes_that_are_no_numbers_are_refused(bad: float) -> None:
    for build in (
        lambda: BoxGeometry((1, bad, 1)),
        lambda: CylinderGeometry(bad, 1),
        lambda: ConeGeometry(1, bad),
        lambda: SphereGeometry(bad),
        lambda: DomeGeometry(bad),
        lambda: CapsuleGeometry(1, bad),
        lambda: TorusGeometry(1, bad),
    ):
        with pytest.raises(GeometryError):
            build()


def test_ranges() -> None:
    for build in (
        lambda: CapsuleGeometry(0, 1),
        lambda: CapsuleGeometry(1, -1),
        lambda: DomeGeometry(0),
        lambda: DomeGeometry((1, 1)),
        lambda: DomeGeometry((1, 1, -1)),
        lambda: CylinderGeometry(1, 1, radial_segments=10**9),
        lambda: SphereGeometry(1, width_segments=9000, height_segments=9000),
    ):
        with pytest.raises(ValueError):
            build()


def test_exact_shapes() -> None:
    def shape(geometry):
        return geometry.exact_primitive.shape

    assert shape(BoxGeometry((1, 2, 3))) == Box((1.0, 2.0, 3.0))
    assert shape(CylinderGeometry(1, 2)) == Cylinder(1.0, 2.0)
    assert shape(SphereGeometry(1)) == Sphere(1.0)
    assert shape(CapsuleGeometry(1, 2)) == ExactCapsule(1.0, 2.0)
    for other in (
        ConeGeometry(1, 1),
        DomeGeometry(1),
        TorusGeometry(1, 0.1),
        CylinderGeometry(1, 1, closed=False),
    ):
        assert other.exact_primitive is None and other.construction is not None
