from __future__ import annotations

from math import pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import ValidationError
from sdk.mechanisms.directions import as_direction
from sdk.model.articulation import MotionLimits
from sdk.model.kinematics import world_transforms
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.shapes import Box
from tests.strategies import directions, points, rpys

SWING = MotionLimits(lower=0.0, upper=1.5)


def box_with_lid(axis: tuple[float, float, float], positive: str) -> ArticulatedObject:
    """A lid hinged at the back edge (x = -0.1) of a box."""
    model = ArticulatedObject("box")
    box, lid = model.part("box"), model.part("lid")
    box.visual(Box((0.2, 0.2, 0.1)))
    lid.visual(Box((0.2, 0.2, 0.01)), origin=Origin((0.1, 0, 0)), name="plate")
    model.articulation(
        "hinge", "revolute", box, lid, origin=Origin((-0.1, 0, 0.055)), axis=axis, motion_limits=SWING,
        positive=positive, positive_elem="plate",
    )  # fmt: skip
    return model


@pytest.mark.parametrize("axis", [(0, 1, 0), (0, -1, 0)])
def test_a_lid_opens_up_whatever_the_axis_was(axis: tuple[float, float, float]) -> None:
    for word in ("up", "open", "out", "+z"):
        joint = box_with_lid(axis, word).get_joint("hinge")
        assert joint.axis == (0.0, -1.0, 0.0)
        assert joint.positive is not None and joint.positive.reversed == (axis[1] > 0)
        assert word in joint.positive.text
    for word in ("down", "close", "in", "-z"):
        assert box_with_lid(axis, word).get_joint("hinge").axis == (0.0, 1.0, 0.0)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["revolute", "prismatic"]), points, rpys, points, rpys, directions,
    st.sampled_from(["up", "down", "+x", "-x", "+y", "-y"]),
)  # fmt: skip
def test_a_rising_value_moves_the_element_the_stated_way(
    kind, place, turn, elem, carried, axis, word
) -> None:
    model = ArticulatedObject("arm")
    base, mid, tip = (model.part(name) for name in ("base", "mid", "tip"))
    tip.visual(Box((0.1, 0.2, 0.3)), origin=Origin(elem), name="end")
    model.articulation("mount", "fixed", base, mid, origin=Origin(rpy=carried))
    try:
        joint = model.articulation(
            "move", kind, mid, tip, origin=Origin(place, turn), axis=axis, motion_limits=SWING, positive=word
        )
    except ValidationError as error:
        assert "a way in which tip moves" in str(error)
        assert len(model.articulations) == 1  # a refused joint is not half there
        return
    assert joint.axis in (axis, tuple(-component for component in axis))
    before, after = (world_transforms(model, {"move": value})["tip"] @ [*elem, 1.0] for value in (0.0, 1e-5))
    assert (after - before)[:3] @ np.array(as_direction(word, "test").vector) > 0.0


def test_a_vector_is_a_direction() -> None:
    direction = as_direction((0, 0, -2.0), "here")
    assert direction.vector == (0, 0, -1) and direction.is_vector
    with pytest.raises(ValidationError, match="one of up, down"):
        as_direction("sideways", "here")
    with pytest.raises(ValidationError, match="a direction such as"):
        as_direction((0, 0, 0), "here")


def test_motion_across_the_direction_is_refused_with_the_ways_that_fit() -> None:
    with pytest.raises(ValidationError, match=r"a way in which lid/plate moves: \+z or -z") as caught:
        box_with_lid((0, 1, 0), "+y")
    assert caught.value.code == "direction"


def test_a_knob_turning_about_its_own_middle_asks_for_an_element() -> None:
    model = ArticulatedObject("knob")
    panel, knob = model.part("panel"), model.part("knob")
    panel.visual(Box((0.2, 0.2, 0.01)))
    knob.visual(Box((0.04, 0.04, 0.02)), name="cap")
    knob.visual(Box((0.01, 0.002, 0.022)), origin=Origin((0.012, 0, 0)), name="pointer")
    with pytest.raises(ValidationError, match="beside the axis with positive_elem="):
        model.articulation("a", "continuous", panel, knob, motion_limits=MotionLimits(), positive="+y")
    joint = model.articulation(
        "a", "continuous", panel, knob, motion_limits=MotionLimits(), positive="-y", positive_elem="pointer"
    )
    assert joint.axis == (0.0, 0.0, -1.0)


def test_what_cannot_be_judged_is_refused() -> None:
    model = ArticulatedObject("bare")
    base, lid = model.part("base"), model.part("lid")
    with pytest.raises(ValidationError, match="its visuals added before"):
        model.articulation("hinge", "revolute", base, lid, motion_limits=SWING, positive="up")
    lid.visual(Box((0.1, 0.1, 0.1)))
    with pytest.raises(ValidationError, match="turns or slides"):
        model.articulation("weld", "fixed", base, lid, positive="up")
    assert model.articulations == []


def test_a_drawer_slides_out() -> None:
    model = ArticulatedObject("chest")
    chest, drawer = model.part("chest"), model.part("drawer")
    chest.visual(Box((0.4, 0.4, 0.4)))
    drawer.visual(Box((0.3, 0.3, 0.1)), name="tray")
    drawer.visual(Box((0.3, 0.02, 0.1)), origin=Origin((0, -0.2, 0)), name="front")
    joint = model.articulation(
        "pull", "prismatic", chest, drawer, origin=Origin(rpy=(0, 0, pi)), axis=(0, -1, 0),
        motion_limits=MotionLimits(lower=0.0, upper=0.3), positive="out", positive_elem="front",
    )  # fmt: skip
    # the joint frame is turned by half a turn, so the front is at y = +0.2 of the chest
    assert joint.axis == (0.0, -1.0, 0.0)
