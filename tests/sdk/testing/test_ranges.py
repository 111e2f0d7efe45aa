"""Least clearances and envelopes over joint ranges against closed forms."""

from __future__ import annotations

from math import cos, hypot, pi, sin
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk import (
    ArticulatedObject,
    Box,
    BoxGeometry,
    Cylinder,
    LatheGeometry,
    MotionLimits,
    Origin,
    Sphere,
    TestContext,
    boolean_difference,
    mesh_from_geometry,
)
from sdk.geometry import kernel
from sdk.scene import Posed
from sdk.testing import ranges
from sdk.testing.arguments import Unmeasurable

ARM, BALL = 0.2, 0.01


def swinging(post: tuple[float, float], *, upper: float = pi / 2) -> ArticulatedObject:
    """A ball on an arm that swings about z from +x, and a thin round post across its plane."""
    model = ArticulatedObject("crane")
    base, arm = model.part("base"), model.part("arm")
    base.visual(Cylinder(0.002, 0.1), origin=Origin((*post, 0.0)), name="post")
    base.visual(Box((0.01, 0.01, 0.01)), origin=Origin((0, 0, -0.2)), name="foot")
    arm.visual(Sphere(BALL), origin=Origin((ARM, 0, 0)), name="ball")
    model.articulation("swing", "revolute", base, arm, motion_limits=MotionLimits(lower=0.0, upper=upper))
    return model


@settings(max_examples=15, deadline=None)
@given(angle=st.floats(0.1, 1.4), radius=st.floats(0.23, 0.4))
def test_the_least_clearance_is_found_between_samples(angle: float, radius: float) -> None:
    ctx = TestContext(swinging((radius * cos(angle), radius * sin(angle))))
    found = ctx.clearance("arm", "base", over="swing", elem_b="post")
    assert found.distance == pytest.approx(
        radius - ARM - BALL - 0.002, abs=2e-4
    )  # facets of the ball and post
    assert found.pose["swing"] == pytest.approx(angle, abs=0.05)
    assert found.elements == ("arm/ball", "base/post") and float(found) == found.distance


@pytest.mark.parametrize("round_part", ["arm", "base"])
def test_what_is_round_about_the_axis_does_not_move(round_part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model = ArticulatedObject("pivot")
    base, arm = model.part("base"), model.part("arm")
    ring, pin = (arm, base) if round_part == "arm" else (base, arm)
    sleeve = LatheGeometry([(0.01, -0.02), (0.02, -0.02), (0.02, 0.02), (0.01, 0.02)], segments=48)
    ring.visual(mesh_from_geometry(sleeve, "sleeve"), name="sleeve")
    pin.visual(Cylinder(0.0095, 0.06), name="shaft")
    pin.visual(Box((0.3, 0.002, 0.01)), origin=Origin((0, 0, 0.035)), name="flag")
    limits = MotionLimits(lower=-3.0, upper=3.0)
    model.articulation("turn", "revolute", base, arm, motion_limits=limits)
    looks: list[object] = []
    nearest = Posed.nearest
    monkeypatch.setattr(Posed, "nearest", lambda *given: looks.append(given) or nearest(*given))
    found = TestContext(model).clearance("arm", "base", over="turn")
    assert found.distance == pytest.approx(0.0005, abs=3e-5)  # facets of the sleeve
    assert len(looks) == ranges.STRETCHES + 1


def test_a_thin_post_in_the_way_is_not_jumped_over() -> None:
    ctx = TestContext(swinging((ARM * cos(0.777), ARM * sin(0.777))))
    found = ctx.clearance("arm", "base", over="swing", elem_b="post")
    assert found.distance < -0.003
    assert found.pose["swing"] == pytest.approx(0.777, abs=0.03)


def test_without_joints_it_is_the_current_pose() -> None:
    ctx = TestContext(swinging((0.3, 0.0)))
    assert ctx.clearance("arm", "base").distance == pytest.approx(0.3 - ARM - BALL - 0.002, abs=2e-4)
    with ctx.pose(swing=pi / 2):
        assert ctx.clearance("arm", "base", elem_b="post").distance == pytest.approx(
            hypot(0.3, ARM) - BALL - 0.002, abs=2e-4
        )


def test_interlocks_are_released() -> None:
    model = swinging((ARM * cos(0.7), ARM * sin(0.7)))
    gate = model.part("gate")
    gate.visual(Box((0.02, 0.02, 0.02)), origin=Origin((ARM * cos(0.3), ARM * sin(0.3), 0)), name="block")
    model.articulation("lift", "prismatic", "base", gate, motion_limits=MotionLimits(lower=0.0, upper=0.1))
    assert TestContext(model).clearance("arm", "gate", over="swing").distance < 0.0
    model.interlock("swing", {"lift": (0.05, 0.1)})
    found = TestContext(model).clearance("arm", "gate", over="swing")
    assert found.distance == pytest.approx(0.05 - 0.01 - BALL, abs=1e-3) and found.pose["lift"] == 0.05


def test_several_joints_are_tried_together() -> None:
    model = swinging((0.5, 0.0))
    model.get_part("arm").visual(Box((0.02, 0.02, 0.02)), name="hub")
    hand = model.part("hand")
    hand.visual(Sphere(0.005), origin=Origin((0.05, 0, 0)), name="tip")
    model.articulation(
        "reach", "prismatic", "arm", hand, origin=Origin((ARM, 0, 0)), axis=(1, 0, 0),
        motion_limits=MotionLimits(lower=0.0, upper=0.1),
    )  # fmt: skip
    alone = TestContext(model).clearance("hand", "base", over="swing", elem_b="post").distance
    both = TestContext(model).clearance("hand", "base", over=["reach", "swing"], elem_b="post").distance
    assert alone == pytest.approx(0.5 - 0.25 - 0.007, abs=3e-4) and both == pytest.approx(
        alone - 0.1, abs=3e-4
    )


def test_an_envelope_holds_the_arc_and_cuts_a_housing_free() -> None:
    model = swinging((0.5, 0.5), upper=pi)
    ctx = TestContext(model)
    room = ctx.swept_envelope("arm", over="swing")
    (x0, y0, z0), (x1, y1, z1) = room.bounds
    assert (x0, x1, y1) == pytest.approx((-ARM - BALL, ARM + BALL, ARM + BALL), abs=2e-4)
    assert (y0, z0, z1) == pytest.approx((-BALL, -BALL, BALL), abs=2e-4)
    assert room.size == pytest.approx((2 * (ARM + BALL), ARM + 2 * BALL, 2 * BALL), abs=4e-4)
    housing = boolean_difference(BoxGeometry((0.6, 0.6, 0.1)), room.geometry)
    solid = kernel.solid_from_mesh(housing.vertices, housing.faces)
    gone = 0.6 * 0.6 * 0.1 - kernel.volume(solid)
    torus = pi * BALL**2 * pi * ARM + 4 / 3 * pi * BALL**3
    assert gone == pytest.approx(torus, rel=0.05)
    assert all(
        kernel.volume(kernel.intersect(solid, _ball_at(angle))) < 2e-9 for angle in (0.0, 0.4, 1.9, pi)
    )


def _ball_at(angle: float) -> kernel.Solid:
    return kernel.Solid.sphere(BALL * 0.99, 32).translate((ARM * cos(angle), ARM * sin(angle), 0.0))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"a": "arm", "b": "arm"}, "from itself"),
        ({"a": "arm", "b": "base", "over": ["swing"] * 4}, "at most 3"),
        ({"a": "arm", "b": "base", "elem_a": "hook", "over": "swing"}, "elem='hook'"),
        ({"a": "arm", "b": "wall", "over": "swing"}, "wall"),
    ],
)
def test_what_cannot_be_measured_is_said(arguments: dict, words: str) -> None:
    with pytest.raises(Unmeasurable, match=words):
        TestContext(swinging((0.5, 0.0))).clearance(**arguments)


def test_a_follower_is_refused_with_its_driver(tmp_path: Path) -> None:
    model = swinging((0.5, 0.0))
    model.part("flap").visual(Box((0.01, 0.01, 0.01)), name="flap")
    model.articulation("follow", "revolute", "base", "flap", motion_limits=MotionLimits(lower=0.0, upper=2.0))
    model.couple("follow", "swing", ratio=1.0)
    with pytest.raises(Unmeasurable, match="follows 'swing'"):
        TestContext(model).swept_envelope("flap", over="follow")
