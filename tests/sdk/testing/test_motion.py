from __future__ import annotations

import pytest

from sdk.model.articulation import MotionLimits
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.shapes import Box
from sdk.testing.context import TestContext


def press() -> ArticulatedObject:
    """A lever that swings up and a ram that follows it down."""
    model = ArticulatedObject("press")
    frame, lever, ram = (model.part(name) for name in ("frame", "lever", "ram"))
    frame.visual(Box((0.1, 0.1, 0.3)), name="column")
    lever.visual(Box((0.2, 0.02, 0.02)), origin=Origin((0.1, 0, 0)), name="arm")
    ram.visual(Box((0.03, 0.03, 0.1)), name="shoe")
    model.articulation(
        "swing", "revolute", frame, lever, origin=Origin((0.05, 0, 0.1)), axis=(0, 1, 0),
        motion_limits=MotionLimits(lower=-0.2, upper=2.9), positive="up",
    )  # fmt: skip
    model.articulation("stroke", "prismatic", frame, ram, origin=Origin((0.1, 0, 0)))
    model.couple("stroke", "swing", law=lambda angle: -0.02 * angle)
    return model


@pytest.mark.parametrize(
    ("elem", "direction", "least", "passes"),
    [
        ("arm", "up", 0.0, True),
        ("arm", "up", 0.09, True),
        ("arm", "up", 0.11, False),
        ("arm", "down", 0.0, False),
        ("arm", "+y", 0.0, False),
        ("lever", "up", 0.0, True),
        ("ram/shoe", "down", 0.05, True),
        ("ram", (0, 0, -1), 0.0, True),
        ("column", "up", 0.0, False),
    ],
)
def test_an_element_moves_as_expected(elem, direction, least: float, passes: bool) -> None:
    ctx = TestContext(press())
    assert ctx.expect_moves(elem, "swing", direction, min_distance=least) == passes
    assert ctx.report().passed == passes
    (check,) = ctx.report().checks
    assert check == f"expect_moves({elem},swing,{direction})"


def test_it_looks_from_the_current_pose() -> None:
    ctx = TestContext(press())
    with ctx.pose(swing=2.9):
        assert not ctx.expect_moves("arm", "swing", "up")  # past the top it comes down again
        assert ctx.expect_moves("arm", "swing", "down")


def test_a_visual_of_the_model_may_be_passed_itself() -> None:
    model = press()
    assert TestContext(model).expect_moves(model.get_part("ram").get_visual("shoe"), "swing", "down")


@pytest.mark.parametrize(
    ("elem", "joint", "direction", "wanted"),
    [
        ("arm", "stroke", "up", "follows 'swing'"),
        ("arm", "gone", "up", "one of: 'swing'"),
        ("arm", "swing", "sideways", "one of up, down"),
        ("gone", "swing", "up", "a visual of 'lever'"),
    ],
)
def test_what_cannot_be_asked_is_a_failure_that_says_why(elem, joint, direction, wanted: str) -> None:
    ctx = TestContext(press())
    assert not ctx.expect_moves(elem, joint, direction)
    assert wanted in ctx.report().failures[0].details
