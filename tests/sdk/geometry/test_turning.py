from __future__ import annotations

from math import cos, pi, sin

import numpy as np
import pytest
from hypothesis import given, settings

from sdk.errors import GeometryError
from sdk.geometry import kernel
from sdk.geometry.prisms import circle, rectangle
from sdk.geometry.turning import (
    MAX_COPIES,
    copies,
    drilled_radius,
    facets,
    punch,
    revolved,
    ring_error,
    silhouette,
)
from tests.asserts import assert_closed_solid, bounds_of, volume_of
from tests.strategies import lengths


def ring_volume(inner: float, outer: float, height: float, *, size: float) -> float:
    """Volume between two polygons inscribed in circles."""

    def area(radius: float) -> float:
        count = facets(radius, size=size)
        return count / 2 * sin(2 * pi / count) * radius**2

    return (area(outer) - area(inner)) * height


@given(inner=lengths, wall=lengths, height=lengths)
@settings(max_examples=30)
def test_a_ring_has_the_volume_of_its_two_prisms(inner: float, wall: float, height: float) -> None:
    outer = inner + wall
    mesh = revolved(silhouette([rectangle((inner, 0.0), (outer, height))]))
    assert_closed_solid(mesh)
    assert volume_of(mesh) == pytest.approx(ring_volume(inner, outer, height, size=outer), rel=1e-6)
    low, high = bounds_of(mesh)
    assert [*low, *high] == pytest.approx([-outer, -outer, 0.0, outer, outer, height], rel=1e-9)


@given(radius=lengths, size=lengths)
def test_facets_keep_near_the_circle(radius: float, size: float) -> None:
    size = max(radius, size)
    count = facets(radius, size=size)
    assert count % 4 == 0
    assert 20 <= count <= 36
    assert radius * (1.0 - cos(pi / count)) <= ring_error(size) * (1 + 1e-9)


def test_overlapping_and_abutting_outlines_become_one_loop() -> None:
    parts = [
        rectangle((0.0, 0.0), (0.02, 0.01)),
        rectangle((0.01, 0.0), (0.03, 0.01)),
        rectangle((0.0, 0.01), (0.01, 0.02))[::-1],
    ]
    (loop,) = silhouette(parts)
    assert sorted(map(tuple, loop.tolist())) == [
        (0.0, 0.0), (0.0, 0.02), (0.01, 0.01), (0.01, 0.02), (0.03, 0.0), (0.03, 0.01),
    ]  # fmt: skip


def test_a_cut_inside_leaves_a_hollow() -> None:
    loops = silhouette([rectangle((0.0, 0.0), (0.05, 0.05))], [rectangle((0.01, 0.01), (0.04, 0.04))])
    assert len(loops) == 2
    mesh = revolved(loops)
    assert_closed_solid(mesh)
    whole, hole = ring_volume(0.0, 0.05, 0.05, size=0.05), ring_volume(0.01, 0.04, 0.03, size=0.05)
    assert volume_of(mesh) == pytest.approx(whole - hole, rel=1e-6)


def test_a_profile_on_the_axis_has_one_vertex_there() -> None:
    vertices, faces = revolved([np.array([(0.0, 0.0), (0.01, 0.0), (0.0, 0.02)])])
    assert_closed_solid((vertices, faces))
    assert (np.hypot(vertices[:, 0], vertices[:, 1]) < 1e-12).sum() == 2


def test_punched_outlines_may_overlap() -> None:
    apart = kernel.volume(punch([circle(0.01)], 0.0, 0.01))
    twice = kernel.volume(punch([circle(0.01), circle(0.01), circle(0.004)], 0.0, 0.01))
    assert twice == pytest.approx(apart, rel=1e-6)
    assert kernel.volume(punch([], 0.0, 1.0)) == 0.0


@pytest.mark.parametrize("given_count", [1, MAX_COPIES + 1, 10**12, float("inf"), float("nan"), "two"])
def test_counts_out_of_reach_are_refused(given_count: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        copies(given_count, "blades", least=2)  # type: ignore[arg-type]


def test_a_count_is_cut_to_an_integer() -> None:
    assert copies(2.9, "blades", least=2) == 2  # type: ignore[arg-type]
    with pytest.raises(GeometryError, match="blades: got 1; want 2 to"):
        copies(1, "blades", least=2)


@given(radius=lengths)
def test_a_bore_leaves_as_much_room_as_its_circle(radius: float) -> None:
    count = facets(radius, size=2.0 * radius)
    corners = drilled_radius(radius, size=2.0 * radius)
    assert count / 2 * sin(2 * pi / count) * corners**2 == pytest.approx(pi * radius**2)
    assert corners * cos(pi / count) < radius < corners


def test_sizes_without_area_are_refused() -> None:
    with pytest.raises(GeometryError, match="comparable"):
        silhouette([rectangle((0.0, 0.0), (1e9, 1e-12))])
