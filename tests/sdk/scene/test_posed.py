from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import trimesh
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.shapes import Box, Cylinder, Sphere
from sdk.scene import Element, Posed, Scene
from sdk.scene.forms import form_of, shared_mesh_form
from sdk.scene.posed import MANY_FACES
from sdk.spatial import transform_from, transform_of
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


@settings(max_examples=25, deadline=None)
@given(
    parts=st.lists(st.lists(placed, min_size=1, max_size=4), min_size=2, max_size=4),
    margins=st.lists(st.floats(-0.1, 1.0), min_size=2, max_size=4),
)
def test_pairs_asked_for_again_are_those_of_boxes_apart_by_less(parts, margins):
    posed = scene_of(*parts).at()
    low, high = posed.boxes[:, 0], posed.boxes[:, 1]
    for margin in margins:
        apart = np.maximum(low[:, None] - high, low - high[:, None]).max(axis=2)
        near = np.argwhere(np.triu(apart <= margin, 1) & (posed.owners[:, None] != posed.owners))
        sure = np.argwhere(np.triu(apart <= margin - 1e-12, 1) & (posed.owners[:, None] != posed.owners))
        found = set(map(tuple, posed.pairs(posed.boxes, margin=margin).tolist()))
        assert set(map(tuple, sure.tolist())) <= found <= set(map(tuple, near.tolist()))


@settings(max_examples=25, deadline=None)
@given(
    first=st.lists(placed, min_size=1, max_size=3), second=st.lists(placed, min_size=1, max_size=3), at=points
)
def test_elements_picked_answer_as_they_do_among_all(first, second, at):
    posed = scene_of(first, second).at()
    places = posed.places.copy()
    places[-1] = transform_from(at, (0.3, 0.2, 0.1))
    picked = posed.picked((len(places) - 1, 0), places[[-1, 0]])
    whole = posed.elsewhere(places, {})
    assert np.array_equal(picked.boxes, whole.boxes[[-1, 0]])
    assert picked.distance(0, 1) == pytest.approx(whole.distance(len(places) - 1, 0), abs=1e-9)


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


@settings(max_examples=15, deadline=None)
@given(
    first=st.lists(placed, min_size=1, max_size=4),
    second=st.lists(placed, min_size=1, max_size=4),
    margin=lengths,
)
def test_a_crowd_is_told_as_a_few_are(first, second, margin):
    for each in (first, second):  # a copy in the same place is near its first one alone
        assume(len({(shape, tuple(origin.xyz), tuple(origin.rpy)) for shape, origin in each}) == len(each))
    few, many = scene_of(first, second).at(), scene_of(first, second).at()
    mine, theirs = few.of_part("p0"), few.of_part("p1")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sdk.scene.posed.DENSE", 0)
        found = many.nearest(mine, theirs)
        pairs = [many.pairs(many.boxes, margin=reach) for reach in (-1e-6, margin, 0.0)]
    expected = few.nearest(mine, theirs)
    assert found is not None and expected is not None
    assert (found.collided, found.distance) == (expected.collided, pytest.approx(expected.distance, abs=1e-9))
    for reach, kept in zip((-1e-6, margin, 0.0), pairs, strict=True):
        assert kept.tolist() == few.pairs(few.boxes, margin=reach).tolist()


def rods_about_a_tube(count: int = 24) -> Posed:
    """Short bars from the wall of a tube of many faces, every third one free of it, inside or outside."""
    tube = trimesh.creation.annulus(r_min=0.8, r_max=1.0, height=1.0, sections=600)
    bar = trimesh.creation.box((0.3, 0.05, 0.05))
    model = ArticulatedObject(name="sample")
    forms = [shared_mesh_form(np.array(mesh.vertices), np.array(mesh.faces)) for mesh in (tube, bar)]
    assert len(forms[0].mesh.faces) >= MANY_FACES
    for name in ("tube", "bars"):
        model.part(name).visual(Box((1.0, 1.0, 1.0)))
    elements = [Element("tube", 0, None, model.parts[0].visuals[0], forms[0], np.eye(4))]
    for number in range(count):
        turn = transform_from((0.0, 0.0, 0.0), (0.0, 0.0, 2.0 * np.pi * number / count))
        place = turn @ transform_from(((1.05, 0.4, 1.7)[number % 3], 0.0, 0.0), (0.0, 0.0, 0.0))
        elements.append(Element("bars", number, None, model.parts[1].visuals[0], forms[1], place))
    return Posed.placed(elements, {"tube": np.eye(4), "bars": np.eye(4)}, configuration={})


def test_many_questions_about_one_mesh_are_answered_as_single_ones():
    posed, alone = (rods_about_a_tube() for _ in range(2))
    pairs = np.array([[0, other] for other in range(1, len(posed.elements))])
    posed.look_ahead(pairs)
    for first, second in pairs.tolist():
        assert posed.collides(first, second) == alone.collides(first, second) == (second % 3 == 1)
        assert posed.nested(first, second) == alone.nested(first, second)
    sure = alone.surely_meet(pairs)
    assert sure.tolist() == [other % 3 == 1 for other in range(1, len(posed.elements))]


@given(place=st.builds(Origin, points, rpys))
@settings(max_examples=20, deadline=None)
def test_a_mesh_that_dips_into_a_primitive_meets_it(place):
    tube = trimesh.creation.annulus(r_min=0.8, r_max=1.0, height=1.0, sections=600)
    form = shared_mesh_form(np.array(tube.vertices), np.array(tube.faces))
    model = ArticulatedObject(name="sample")
    visual = model.part("only").visual(Box((0.7, 0.5, 0.4)))
    elements = [
        Element("only", 0, None, visual, form, np.eye(4)),
        Element("only", 1, None, visual, form_of(visual.geometry), transform_of(place)),
    ]
    posed = Posed.placed(elements, {"only": np.eye(4)}, configuration={})
    a, b = elements
    assert posed.collides(0, 1) == a.collider.collides(posed.places[0], b.collider, posed.places[1])


def test_a_crowd_in_one_place_is_compared_with_its_first_copy_alone() -> None:
    model = ArticulatedObject("heap")
    part = model.part("part")
    for _ in range(400):
        part.visual(Box((0.1, 0.1, 0.1)))
    posed = Scene(model).at_rest()
    pairs = posed.pairs(posed.boxes, same_part=True)
    assert pairs.tolist() == [[0, copy] for copy in range(1, 400)]
