"""Every mechanism that moves takes `positive=`: measured on an element, and the opposite word is the opposite way."""

from __future__ import annotations

from collections.abc import Callable
from math import pi
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sdk
from sdk import ArticulatedObject, Box, Origin, TestContext
from sdk.errors import ValidationError
from sdk.mechanisms.handle import Handle
from tests.sdk.mechanisms.sweeping import assert_runs_free, workshop

OPPOSITE = {"up": "down", "+x": "-x", "+y": "-y", "out": "in"}
Build = Callable[[ArticulatedObject, str], Handle]


def on(mechanism: str, *parts: str | list[str], **sizes: Any) -> Build:
    """Builds the mechanism on these parts, with a `positive`."""

    def build(model: ArticulatedObject, positive: str) -> Handle:
        for part in (each for given in parts for each in ([given] if isinstance(given, str) else given)):
            model.part(part)
        return getattr(sdk, mechanism)(model, *parts, positive=positive, **sizes)

    return build


AT, UP, ALONG = (0.1, 0.2, 0.3), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0)
CASES: dict[str, tuple[Build, str, str]] = {
    # mechanism, a word, and the piece that must move that way
    "slide": (on("slide", "base", "a", at=AT, axis=ALONG, travel=0.1), "+x", "runner"),
    "telescope": (
        on("telescope", "base", ["a", "b"], at=AT, axis=UP, travel=0.2, diameter=0.03),
        "up",
        "tube_1",
    ),
    "screw": (
        on("screw", "base", "a", at=AT, axis=UP, pitch=0.003, turns=1.5, radius=0.012),
        "up",
        "nut",
    ),
    "ball_joint": (
        on("ball_joint", "base", "a", at=AT, axis=UP, radius=0.01, cone=0.5, side=ALONG),
        "+y",
        "ball",
    ),
    "lever": (on("lever", "base", "a", at=AT, axis=ALONG), "+y", "grip"),
    "switch": (on("switch", "base", "a", at=AT), "up", "rocker"),
    "knob": (on("knob", "base", "a", at=AT, zero=ALONG), "+y", "pointer"),
    "wheel_on": (
        on("wheel_on", "base", "a", at=AT, axis=(0, 1, 0), diameter=0.1, width=0.03),
        "+x",
        "tire",
    ),
    "crank_slider": (
        on(
            "crank_slider", "base", "a", "b", "c", at=AT, axis=UP, along=ALONG, crank_length=0.03,
            rod_length=0.12, rest_angle=0.4, offset=0.004,
        ),
        "+y",
        "web",
    ),
    "four_bar": (
        on(
            "four_bar", "base", "a", "b", "c", at=(0, 0, 0), to=(0.1, 0, 0), axis=UP, crank_length=0.03,
            coupler_length=0.09, rocker_length=0.06, rest_angle=0.5,
        ),
        "+y",
        "crank",
    ),
    "scissor": (
        on("scissor", "base", "a", at=AT, axis=(0, -1, 0), along=ALONG, half_length=0.1, theta=0.5),
        "up",
        "rail_top",
    ),
    "gear_pair": (
        on("gear_pair", "base", "a", "b", at=AT, axis=UP, toward=ALONG, module=0.002, teeth=(16, 24)),
        "+y",
        "gear_a",
    ),
    "rack": (
        on("rack", "base", "a", "b", at=AT, axis=UP, along=ALONG, module=0.002, teeth=16, travel=0.05),
        "+x",
        "rack",
    ),
    "belt": (
        on("belt", "base", "a", "b", at=AT, to=(0.3, 0.2, 0.3), axis=UP, radii=(0.02, 0.03)),
        "+y",
        "gear_a",
    ),
}  # fmt: skip
WATCHED = {"switch": (0.01, 0, 0), "wheel_on": (0, 0, 0.05), "gear_pair": (0.016, 0, 0), "belt": (0.02, 0, 0)}
"""Points of the child's frame watched where a piece's middle lies on the axis, or between two ends."""


def first_move(model: ArticulatedObject, handle: Handle, name: str, piece: str) -> np.ndarray:
    """How far a point of the piece goes for a small positive value, in the root's frame; by the public kinematics."""
    visual = handle.pieces[piece]
    part = next(part for part in model.parts if any(own is visual for own in part.visuals))
    middle = np.array(WATCHED[name]) if name in WATCHED else _middle(visual)
    step = 1e-3
    scene = sdk_scene(model)
    before, after = scene.world_from_part({}), scene.world_from_part({handle.joint.name: step})
    point = np.append(middle, 1.0)
    return ((after[part.name] - before[part.name]) @ point)[:3] / step


def sdk_scene(model: ArticulatedObject) -> Any:
    from sdk.scene import Scene

    return Scene(model)


def _middle(visual: Any) -> np.ndarray:
    from tests.sdk.mechanisms.sweeping import read_mesh

    vertices, _ = read_mesh(visual.geometry.materialized_path)
    return (vertices.min(axis=0) + vertices.max(axis=0)) / 2


def whole(build: Build, positive: str) -> tuple[ArticulatedObject, Handle]:
    model = ArticulatedObject("pair")
    return model, build(model, positive)


@pytest.mark.parametrize("name", CASES)
def test_a_rising_value_moves_the_element_the_stated_way(tmp_path: Path, name: str) -> None:
    build, word, piece = CASES[name]
    axis = {"u": 2, "+": {"x": 0, "y": 1}.get(word[1], 2)}[word[0]]
    with workshop(tmp_path):
        for positive, sign in ((word, 1.0), (OPPOSITE[word], -1.0)):
            model, handle = whole(build, positive)
            move = first_move(model, handle, name, piece)
            assert sign * move[axis] > 0.04 * np.linalg.norm(move) > 0.0, (positive, move)


@pytest.mark.parametrize("name", ["knob", "crank_slider", "four_bar", "rack", "scissor", "switch", "screw"])
def test_the_one_turned_round_still_runs_free(tmp_path: Path, name: str) -> None:
    build, word, _ = CASES[name]
    with workshop(tmp_path):
        model, handle = whole(build, OPPOSITE[word])
        tree = sdk_scene(model)._tree
        limits = handle.joint.motion_limits
        low = 0.0 if limits is None or limits.lower is None else limits.lower
        high = 2 * pi if limits is None or limits.upper is None else limits.upper
        poses = []
        for value in np.linspace(low, high, 5):
            values = tree.joint_values({handle.joint.name: float(value)})
            poses.append({joint: float(v) for joint, v in values.items() if isinstance(v, float)})
        assert_runs_free(model, poses)


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("hinge", {"length": 0.05}),
        ("pin_joint", {"diameter": 0.006, "width": 0.03}),
        ("axle", {"diameter": 0.006, "length": 0.02}),
        ("spin", {"diameter": 0.006}),
    ],
)
def test_what_turns_on_hardware_is_judged_by_what_it_carries(tmp_path: Path, name: str, sizes: Any) -> None:
    for word, sign in (("up", 1.0), ("down", -1.0)):
        with workshop(tmp_path):
            model = ArticulatedObject("pair")
            model.part("base")
            model.part("a").visual(Box((0.02, 0.02, 0.02)), origin=Origin((0.3, 0, 0)), name="far")
            handle = getattr(sdk, name)(
                model,
                "base",
                "a",
                at=(0, 0, 0.1),
                axis=(0, 1, 0),
                positive=word,
                positive_elem="far",
                **sizes,
            )
            assert handle.joint.axis == (0.0, -sign, 0.0)


def test_pressing_a_button_has_one_direction(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model = ArticulatedObject("bell")
        model.part("panel").visual(Box((0.1, 0.1, 0.04)), origin=Origin((0, 0, -0.02)), name="plate")
        model.part("cap")
        with pytest.raises(ValidationError, match="the other normal"):
            sdk.button(model, "panel", "cap", at=(0, 0, 0), positive="up")
        sdk.button(model, "panel", "cap", at=(0, 0, 0), positive="down")


def test_an_own_element_is_looked_at_instead(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model = ArticulatedObject("lever")
        model.part("base")
        model.part("a").visual(Box((0.01, 0.01, 0.01)), origin=Origin((0, 0, -0.05)), name="counterweight")
        handle = sdk.lever(
            model, "base", "a", at=(0, 0, 0), axis=(1, 0, 0), positive="+y", positive_elem="counterweight"
        )
        ctx = TestContext(model)
        ctx.expect_moves("counterweight", handle, "+y")
        ctx.expect_moves(handle.pieces["grip"], handle, "-y")
        assert ctx.report().failures == ()


def test_a_way_it_cannot_set_off_is_refused_with_those_it_can(tmp_path: Path) -> None:
    with workshop(tmp_path):
        build, _, _ = CASES["telescope"]
        with pytest.raises(ValidationError, match=r"a way in which 'a' sets off: \+z or -z"):
            whole(build, "+x")
