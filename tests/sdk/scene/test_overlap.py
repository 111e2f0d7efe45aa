from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.primitives import BoxGeometry, CylinderGeometry, SphereGeometry, TorusGeometry
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.shapes import Box, Cylinder
from sdk.scene import Scene
from sdk.scene.forms import MeshForm, shared_mesh_form
from sdk.scene.overlap import measure_overlap, smallest_move, sticks_out, volume_in_common
from sdk.scene.posed import Posed
from sdk.spatial import transform_from
from tests.strategies import rpys

sizes = st.floats(0.02, 0.5)


def two(first, second, origin: Origin, *, frame: Origin | None = None) -> Posed:
    model = ArticulatedObject(name="sample")
    model.part("world")
    model.part("a").visual(first)
    model.part("b").visual(second, origin=origin)
    model.articulation("ja", "fixed", "world", "a", origin=frame)
    model.articulation("jb", "fixed", "world", "b", origin=frame)
    return Scene(model).at()


def moved(posed: Posed, index: int, move: np.ndarray) -> Posed:
    places = posed.places.copy()
    places[index] = transform_from(move) @ places[index]
    return Posed(
        posed.elements, places, posed.parts, posed.owners, posed.world_from_part, posed.configuration
    )


@settings(max_examples=30, deadline=None)
@given(size=st.tuples(sizes, sizes, sizes), share=st.floats(0.02, 0.4), turn=rpys)
def test_box_sunk_into_a_box_in_any_frame(size, share, turn):
    sunk = share * size[2]
    posed = two(Box(size), Box(size), Origin(xyz=(0, 0, size[2] - sunk)), frame=Origin(rpy=turn))
    overlap = measure_overlap(posed, 0, 1)
    assert overlap is not None
    assert overlap.volume == pytest.approx(size[0] * size[1] * sunk, rel=1e-6)
    assert overlap.depth == pytest.approx(min(size[0], size[1], sunk), rel=1e-6)
    move = smallest_move(posed, 0, 1, overlap)
    assert np.linalg.norm(move) == pytest.approx(min(*size[:2], sunk), abs=2e-6)
    left = measure_overlap(moved(posed, 1, move), 0, 1)
    assert left is None or left.volume < 1e-3 * overlap.volume


@settings(max_examples=20, deadline=None)
@given(first=st.tuples(sizes, sizes, sizes), second=st.tuples(sizes, sizes, sizes), turn=rpys)
def test_the_move_frees_whatever_overlaps(first, second, turn):
    posed = two(Box(first), Box(second), Origin(xyz=(0.001, 0.002, 0.003), rpy=turn))
    overlap = measure_overlap(posed, 0, 1)
    assert overlap is not None
    assert overlap.volume <= min(np.prod(first), np.prod(second)) * (1 + 1e-9)
    assert overlap.depth <= min(*first, *second) + 1e-9
    left = measure_overlap(moved(posed, 1, smallest_move(posed, 0, 1, overlap)), 0, 1)
    assert left is None or left.volume < 1e-3 * overlap.volume


def test_a_ring_of_interference_is_as_deep_as_it_is_thick():
    from sdk.geometry.lathe import LatheGeometry
    from sdk.scene.element import Element
    from sdk.scene.forms import shared_mesh_form

    tube = LatheGeometry([(0.03, -0.05), (0.05, -0.05), (0.05, 0.05), (0.03, 0.05)], segments=64)
    posed = two(Box((1, 1, 1)), Cylinder(0.0305, 0.2), Origin())
    wall = shared_mesh_form(np.array(tube.vertices, dtype=float), np.array(tube.faces))
    old = posed.elements[0]
    element = Element(old.part, old.index, "wall", old.visual, wall, old.part_from_element)
    ringed = Posed(
        (element, posed.elements[1]),
        posed.places,
        posed.parts,
        posed.owners,
        posed.world_from_part,
        posed.configuration,
    )
    overlap = measure_overlap(ringed, 0, 1)
    assert overlap is not None
    assert overlap.depth == pytest.approx(0.0005, rel=0.05)
    assert overlap.volume == pytest.approx(np.pi * (0.0305**2 - 0.03**2) * 0.1, rel=0.05)


@pytest.mark.parametrize("sunk", [0.0, 1e-16, 1e-12, 1e-9])
def test_touching_is_no_overlap(sunk):
    posed = two(Box((1, 1, 1)), Box((1, 1, 1)), Origin(xyz=(0, 0, 1 - sunk)))
    overlap = measure_overlap(posed, 0, 1)
    assert overlap is None or overlap.depth < 2e-9


def form_of_geometry(geometry: MeshGeometry) -> MeshForm:
    return shared_mesh_form(np.array(geometry.vertices), np.array(geometry.faces, dtype=np.int64))


@pytest.mark.parametrize("share", [1e-6, 1e-3])
def test_what_is_proven_to_stick_out_does(share):
    ring = form_of_geometry(TorusGeometry(0.3, 0.1))
    others = [
        form_of_geometry(SphereGeometry(0.05)),
        form_of_geometry(CylinderGeometry(0.04, 0.15)),
        form_of_geometry(TorusGeometry(0.25, 0.03)),
        form_of_geometry(
            BoxGeometry((0.02, 0.02, 0.05)).merge(SphereGeometry(0.05).translate(0.1, 0.0, 0.0))
        ),
    ]
    draw = np.random.default_rng(5)
    proven = missed = 0
    for inner in others:
        for _ in range(20):
            place = transform_from((0.3, 0.0, 0.0) + draw.uniform(-0.1, 0.1, 3), draw.uniform(-3.0, 3.0, 3))
            left = inner.volume - volume_in_common(ring, inner, place)
            if sticks_out(inner, ring, place, share=share):
                assert left > share * inner.volume
                proven += 1
            elif left > 0.2 * inner.volume:
                missed += 1
    assert proven > 2 * missed


def test_nothing_is_proven_of_what_lies_within_or_around_or_has_an_open_side():
    ball, shell = form_of_geometry(SphereGeometry(0.05)), form_of_geometry(SphereGeometry(0.2))
    assert not sticks_out(ball, shell, np.eye(4), share=1e-6)
    assert not sticks_out(ball, ball, np.eye(4), share=1e-6)
    assert sticks_out(shell, ball, np.eye(4), share=1e-6)
    bowl = MeshForm(shell.mesh.part_of(np.arange(len(shell.mesh.faces) // 2)))
    assert not sticks_out(bowl, ball, np.eye(4), share=1e-6)
    assert not sticks_out(ball, bowl, np.eye(4), share=1e-6)
