from __future__ import annotations

from math import cos, pi, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import ConvexHull, HalfspaceIntersection

from sdk import (
    MeshGeometry,
    array_linear,
    array_polar,
    at,
    bellows,
    bent_tube,
    chain,
    cylinder_between,
    hollow,
    hull_plate,
    mirror,
    mm,
    rounded,
    slot_plate,
    span_box,
    spring,
    text_relief,
    thread,
)
from sdk.errors import GeometryError
from sdk.geometry import kernel
from tests.asserts import assert_closed_solid, bounds_of, volume_of

LENGTH = st.floats(0.01, 0.5)


@settings(max_examples=50, deadline=None)
@given(a=st.tuples(LENGTH, LENGTH, LENGTH), low=st.tuples(LENGTH, LENGTH, LENGTH))
def test_a_span_box_ends_where_it_is_told(a, low) -> None:
    box = span_box(x=(low[0] + a[0], low[0]), y=(low[1], low[1] + a[1]), z=(low[2], low[2] + a[2]))
    assert_closed_solid(box)
    assert np.allclose(box.size, a) and np.allclose(box.bounds[0], low)
    assert volume_of(box) == pytest.approx(a[0] * a[1] * a[2])
    assert box.ports["+z"].xyz[2] == pytest.approx(low[2] + a[2])


@settings(max_examples=50, deadline=None)
@given(q=st.tuples(LENGTH, LENGTH, LENGTH), radius=st.floats(0.002, 0.05), share=st.floats(0.05, 0.9))
def test_a_tube_between_two_points_has_the_volume_of_its_ring(q, radius, share) -> None:
    tube = cylinder_between((0, 0, 0), q, radius, wall=share * radius)
    assert_closed_solid(tube)
    polygon = 32 * sin(2 * pi / 32) / 2
    wanted = polygon * (radius**2 - (radius - share * radius) ** 2) * np.linalg.norm(q)
    assert volume_of(tube) == pytest.approx(wanted, rel=1e-3)
    assert np.allclose(tube.ports["end"].xyz, q)


@settings(max_examples=25, deadline=None)
@given(angle=st.floats(0.3, 2.5), radius=st.floats(0.003, 0.01), bend=st.floats(0.012, 0.03))
def test_a_bent_tube_has_the_length_of_its_legs_and_arc(angle, radius, bend) -> None:
    legs = 0.2
    tube = bent_tube(
        [(0, 0, 0), (legs, 0, 0), (legs + legs * cos(angle), legs * sin(angle), 0)], radius, bend
    )
    assert_closed_solid(tube)
    centre = 2 * (legs - bend * np.tan(angle / 2)) + bend * angle
    area = 24 * sin(2 * pi / 24) / 2 * radius**2
    assert volume_of(tube) == pytest.approx(area * centre, rel=5e-3)


@pytest.mark.parametrize("edges", ["x", "y", "z", "all"])
def test_a_rounded_block_keeps_its_extents(edges) -> None:
    block = rounded((0.03, 0.02, 0.01), 0.004, edges=edges)
    assert_closed_solid(block)
    assert np.allclose(block.size, (0.03, 0.02, 0.01))


def test_hollow_leaves_an_even_wall_and_opens_a_face() -> None:
    outer = span_box(x=(0, 0.1), y=(0, 0.08), z=(0, 0.06))
    shut, open_top = hollow(outer, 0.004), hollow(outer, 0.004, open_face="+z")
    for shell in (shut, open_top):
        assert_closed_solid(shell)
        assert np.allclose(bounds_of(shell), bounds_of(outer))
    assert volume_of(shut) == pytest.approx(0.1 * 0.08 * 0.06 - 0.092 * 0.072 * 0.052)
    assert volume_of(open_top) == pytest.approx(0.1 * 0.08 * 0.06 - 0.092 * 0.072 * 0.056)


@pytest.mark.parametrize("form", ["trapezoid", "v"])
@pytest.mark.parametrize("internal", [False, True])
@pytest.mark.parametrize("hand", ["right", "left"])
def test_a_thread_is_a_solid_of_its_sizes(form, internal, hand) -> None:
    made = thread(0.01, 0.002, 0.012, form=form, internal=internal, hand=hand, wall=0.002)
    assert_closed_solid(made)
    outer = 0.01 if not internal else 0.0122
    assert np.allclose(made.size, (2 * outer, 2 * outer, 0.012), atol=1e-5)


def test_stock_shapes_are_closed_solids_with_the_stated_bounds() -> None:
    coil = spring(0.01, 0.0015, 8, 0.05)
    assert_closed_solid(coil)
    assert coil.size[2] == pytest.approx(0.05, rel=0.01)
    sleeve = bellows(0.03, 0.008, 6, 0.06)
    assert_closed_solid(sleeve)
    assert np.allclose(sleeve.size, (0.06, 0.06, 0.06))
    links = chain([(0, 0, 0), (0.2, 0, 0)], 0.003)
    assert_closed_solid(links)
    assert links.size[0] <= 0.2 and len(links.pieces) == 21
    plate = slot_plate((0.1, 0.05), 0.003, slots=[(0, 0, 0.06, 0.006, 0.3)], holes=[(0.04, 0.015, 0.003)])
    assert_closed_solid(plate)
    letters = text_relief("OPEN 1", 0.01, 0.001)
    assert_closed_solid(letters)
    assert letters.size[1] == pytest.approx(0.01) and letters.size[2] == pytest.approx(0.001)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), wall=st.floats(0.01, 0.2))
def test_the_cavity_of_a_convex_solid_is_what_its_moved_planes_leave(seed, wall) -> None:
    solid = kernel.Solid.hull_points(np.random.default_rng(seed).normal(size=(24, 3)))
    vertices, faces = kernel.mesh_from_solid(solid)
    hull = ConvexHull(vertices)
    moved = hull.equations + [0, 0, 0, wall]
    cavity = ConvexHull(HalfspaceIntersection(moved, vertices.mean(axis=0)).intersections)
    shell = hollow(MeshGeometry(vertices.tolist(), faces.tolist()), wall)
    # Edges too short for a mesh file collapse, which moves the surface by less than their length.
    rounding = kernel.SIMPLIFY_LENGTH * cavity.area
    assert volume_of(shell) == pytest.approx(hull.volume - cavity.volume, abs=rounding, rel=0.0)


def test_copies_keep_volume_ports_and_outward_faces() -> None:
    link = hull_plate([(0, 0, 0.01), (0.1, 0, 0.006)], 0.004, holes=[(0, 0, 0.004)])
    assert_closed_solid(link)
    for copy in (mirror(link, "x"), at(link, (1, 2, 3)), array_linear(link, 1, (1, 0, 0))):
        assert_closed_solid(copy)
        assert volume_of(copy) == pytest.approx(volume_of(link))
    assert mirror(link, "x").ports["hole_0"].xyz == pytest.approx(link.ports["hole_0"].xyz)
    ring = array_polar(cylinder_between((0.1, 0, 0), (0.1, 0, 0.05), 0.01), 6)
    assert len(ring.pieces) == 6 and np.allclose(np.array(ring.bounds)[:, 1], (-0.0966, 0.0966), atol=2e-4)
    moved = link.copy().rotate_z(pi / 2)
    assert moved.ports["hole_0"].xyz == pytest.approx((0, 0, 0.002))
    assert isinstance(link, MeshGeometry) and mm([(1, 2), 3]) == ((0.001, 0.002), 0.003)


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (
            lambda: bent_tube([(0, 0, 0), (0.02, 0, 0), (0.02, 0.02, 0)], 0.005, 0.03),
            "bend_radius at most 0.02",
        ),
        (lambda: bent_tube([(0, 0, 0), (1, 0, 0)], 0.05, 0.01), "at least the radius"),
        (lambda: spring(0.01, 0.002, 10, 0.015), "at least 23.2 mm"),
        (lambda: span_box(x=(1, 1), y=(0, 1), z=(0, 1)), "two different numbers"),
        (lambda: rounded((0.1, 0.02, 0.1), 0.02, edges="all"), "half of the y extent"),
        (lambda: hull_plate([(0, 0), (1, 0), (2, 0)], 0.01), "three points"),
        (
            lambda: hull_plate([(0, 0, 0.01), (1, 0, 0.01)], 0.01, holes=[(0, 0, 0.02)]),
            "with material around it",
        ),
        (lambda: thread(0.005, 0.01, 0.02), "less than 0.0035"),
        (lambda: hollow(span_box(x=(0, 1), y=(0, 1), z=(0, 0.1)), 0.06), "less than half"),
        (lambda: text_relief("§", 0.01, 0.001), "these characters"),
        (lambda: chain([(0, 0, 0), (0.001, 0, 0)], 0.003), "at least 0.015"),
    ],
)
def test_what_cannot_be_made_says_what_can(build, words) -> None:
    with pytest.raises(GeometryError, match=words):
        build()
