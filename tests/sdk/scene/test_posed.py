from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.shapes import Box, Cylinder, Sphere
from sdk.scene import Scene
from tests.strategies import lengths, points, rpys

shapes = st.one_of(
    st.builds(Box, st.tuples(lengths, lengths, lengths)),
    st.builds(Cylinder, lengths, lengths),
    st.builds(Sphere, lengths),
)
placed = st.tuples(shapes, st.builds(Origin, points, rpys))


def scene_of(*parts) -> Scene:
    model = ArticulatedObject(name="sample")
    for number, visuals in enumerate(parts):
        part = model.part(f"p{number}")
        for shape, origin in visuals:
            part.visual(shape, origin=origin)
        if number:
            model.articulation(f"j{number}", "fixed", "p0", part)
    return Scene(model)


@settings(max_examples=30, deadline=None)
@given(first=st.lists(placed, min_size=1, max_size=4), second=st.lists(placed, min_size=1, max_size=4))
def test_nearest_is_the_least_of_all_pairs(first, second):
    posed = scene_of(first, second).at()
    found = posed.nearest(posed.of_part("p0"), posed.of_part("p1"))
    pairs = list(product(posed.of_part("p0"), posed.of_part("p1")))
    assert found is not None
    if any(posed.collides(*pair) for pair in pairs):
        assert found.collided and found.distance == 0.0
    else:
        assert found.distance == pytest.approx(min(posed.distance(*pair) for pair in pairs), abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(
    first=st.lists(placed, min_size=1, max_size=4),
    second=st.lists(placed, min_size=1, max_size=4),
    margin=lengths,
)
def test_pairs_leave_out_only_what_is_apart(first, second, margin):
    posed = scene_of(first, second).at()
    kept = {tuple(pair) for pair in posed.pairs(posed.boxes, margin=margin).tolist()}
    for pair in product(posed.of_part("p0"), posed.of_part("p1")):
        if posed.collides(*pair) or posed.distance(*pair) <= margin:
            assert pair in kept


def test_an_element_is_not_compared_with_itself():
    posed = scene_of([(Box((1, 1, 1)), Origin())]).at()
    assert posed.nearest([0], [0]) is None


def test_a_box_that_is_no_number_is_near_everything():
    nan = float("nan")
    posed = scene_of([(Box((1, 1, 1)), Origin())], [(Box((nan, 1, 1)), Origin(xyz=(9, 0, 0)))]).at()
    assert posed.pairs(posed.boxes).tolist() == [[0, 1]]


def test_loose_box_inflates_a_turned_ball_twice_and_the_true_box_does_not():
    posed = scene_of([(Sphere(0.05), Origin(rpy=(0, 0, np.pi / 4)))]).at()
    assert posed.boxes[0][1][0] == pytest.approx(0.05)
    box = posed.loose_part_box([0])
    assert box is not None
    assert box[1][0] == pytest.approx(0.05 * np.sqrt(2))


def test_many_pieces_are_paired_in_blocks_like_in_one(monkeypatch):
    balls = [[(Sphere(0.06), Origin(xyz=(0.1 * step, 0, 0)))] for step in range(30)]
    posed = scene_of(*balls).at()
    whole = posed.pairs(posed.boxes).tolist()
    monkeypatch.setattr("sdk.scene.pruning.DENSE", 7)
    assert posed.pairs(posed.boxes).tolist() == whole == [[step, step + 1] for step in range(29)]


@pytest.mark.parametrize("height", [1.5, 3.0, 4.0, 5.0])
def test_gap_of_boxes_along_the_axes_is_exact(height):
    half_turn = Origin(xyz=(0, 0, height), rpy=(np.pi, 0, np.pi / 2))
    posed = scene_of([(Box((1, 1, 1)), Origin())], [(Box((1, 1, 1)), half_turn)]).at()
    assert posed.distance(0, 1) == pytest.approx(height - 1.0, abs=1e-12)
