from __future__ import annotations

from math import acos, cos, sqrt
from pathlib import Path

import pytest

from sdk import ArticulatedObject
from sdk.errors import ValidationError
from sdk.mechanisms.ball_joint import ball_joint
from sdk.mechanisms.supports import caster, foot, wheel_on
from tests.sdk.mechanisms.sweeping import assert_runs_free, workshop


def parts(*names: str) -> ArticulatedObject:
    model = ArticulatedObject("object")
    for name in names:
        model.part(name)
    return model


@pytest.mark.parametrize("height", [0.04, 0.1, 0.2])
def test_a_caster_swivels_and_rolls_free_and_stands_at_its_height(tmp_path: Path, height) -> None:
    with workshop(tmp_path):
        model = parts("box")
        handle = caster(model, "box", at=(0.1, 0, 0.3), height=height)
        swivel, roll = handle.joints
        assert_runs_free(model, [{swivel.name: a, roll.name: b} for a in (0.0, 1.0, 3.0) for b in (0.0, 0.7)])
        world = 0.3 + handle.ports["ground"].xyz[2]
        assert world == pytest.approx(0.3 - height, abs=1e-9)


@pytest.mark.parametrize("diameter", [0.03, 0.2])
def test_a_wheel_runs_free(tmp_path: Path, diameter) -> None:
    with workshop(tmp_path):
        model = parts("box", "wheel")
        handle = wheel_on(
            model, "box", "wheel", at=(0, 0, 0.1), axis=(0, 1, 0), diameter=diameter, width=0.3 * diameter
        )
        assert_runs_free(model, [{handle.name: a} for a in (0.0, 0.31, 1.0)])


def test_a_foot_says_where_the_floor_is(tmp_path: Path) -> None:
    with workshop(tmp_path):
        assert foot(parts("box"), "box", at=(0, 0, 0.012))["ground"] == pytest.approx(0.0)


@pytest.mark.parametrize("style", ["socket", "gimbal"])
@pytest.mark.parametrize("cone", [0.2, 0.6])
def test_a_ball_joint_tilts_free_within_its_cone(tmp_path: Path, style, cone) -> None:
    with workshop(tmp_path):
        model = parts("base", "head")
        handle = ball_joint(
            model, "base", "head", at=(0, 0, 0.1), axis=(0, 0, 1), radius=0.02, cone=cone, style=style
        )
        limit = acos(sqrt(cos(cone)))
        first, second = handle.joints
        assert first.motion_limits.upper == pytest.approx(limit)
        assert_runs_free(
            model, [{first.name: a * limit, second.name: b * limit} for a in (-1, 0, 1) for b in (-1, 0, 1)]
        )


def test_too_wide_a_cone_is_refused(tmp_path: Path) -> None:
    with workshop(tmp_path), pytest.raises(ValidationError, match="still holds the ball"):
        ball_joint(parts("a", "b"), "a", "b", at=(0, 0, 0), axis=(0, 0, 1), radius=0.02, cone=1.4)
