"""What is measured of joints, against objects whose motion is known in closed form."""

from __future__ import annotations

from math import cos, pi, sin

import pytest

from benchmarks.qc_objects import chain, machine
from harness.compiler.description import describe, described_in_motion
from harness.compiler.motion_facts import motion_facts, size_at_rest
from sdk.assets import AssetSession
from sdk.model.articulation import MotionLimits
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.shapes import Box
from sdk.qc.profiles import PROFILES
from sdk.scene import Scene


def press(
    kind: str = "prismatic", *, axis=(0, 0, 1), lower=0.0, upper=0.2, child_at=(0, 0, 0.3)
) -> ArticulatedObject:
    """A plate, a ceiling half a metre up, and a block between that moves."""
    model = ArticulatedObject("press")
    plate = model.part("plate")
    plate.visual(Box((1, 1, 0.1)), name="floor")
    plate.visual(Box((1, 1, 0.1)), origin=Origin((0, 0, 0.7)), name="ceiling")
    model.part("block").visual(Box((0.1, 0.1, 0.1)), origin=Origin(child_at), name="body")
    limits = MotionLimits(lower=lower, upper=upper)
    model.articulation("move", kind, "plate", "block", axis=axis, motion_limits=limits)
    return model


def facts(model: ArticulatedObject, *, swept: bool = False) -> dict:
    return motion_facts(Scene(model), swept_under=PROFILES["strict"] if swept else None)


def test_a_slide_goes_its_travel_and_comes_near_the_ceiling() -> None:
    found = facts(press())["move"]
    assert found["travel"] == pytest.approx([0, 0, 0.2], abs=1e-6)
    assert found["clearance"]["distance"] == pytest.approx(0.1, abs=1e-6)
    assert found["clearance"]["between"] == ["block/body", "plate/ceiling"]
    assert found["clearance"]["at"] == pytest.approx(0.2)
    assert "usable" not in found


def test_a_turn_carries_the_middle_along_its_arc() -> None:
    found = facts(press("revolute", axis=(1, 0, 0), upper=0.5))["move"]
    assert found["travel"] == pytest.approx([0, -0.3 * sin(0.5), 0.3 * (cos(0.5) - 1)], abs=1e-6)


def test_the_usable_range_ends_at_the_ceiling() -> None:
    found = facts(press(upper=0.4), swept=True)["move"]
    assert found["usable"][0] == 0.0
    assert found["usable"][1] == pytest.approx(0.3, abs=2e-3)
    assert found["clearance"]["distance"] == 0.0


def test_what_is_fitted_at_rest_has_no_clearance_to_lose() -> None:
    model = press(child_at=(0, 0, 0.1002))
    assert facts(model)["move"]["clearance"]["between"] == ["block/body", "plate/ceiling"]


def test_away_is_measured_from_the_carrier() -> None:
    model = press(axis=(1, 0, 0), child_at=(0.6, 0, 0.3))
    assert facts(model)["move"]["away"] == pytest.approx(0.2, abs=0.01)
    inwards = press(axis=(-1, 0, 0), child_at=(0.6, 0, 0.3))
    assert facts(inwards)["move"]["away"] < -0.15


def test_a_description_gets_size_and_facts_where_there_are_any() -> None:
    model = press()
    model.part("ghost")
    model.articulation("idle", "continuous", "plate", "ghost", axis=(0, 0, 1), motion_limits=MotionLimits())
    scene = Scene(model)
    told = described_in_motion(describe(model), scene, swept_under=None)
    assert told["size"] == pytest.approx([1, 1, 0.8], abs=1e-6)
    assert "travel" in told["joints"][0] and "travel" not in told["joints"][1]
    bare = ArticulatedObject("nothing")
    bare.part("ghost")
    assert size_at_rest(Scene(bare)) is None


def test_a_whole_turn_is_judged_at_its_quarter() -> None:
    model = ArticulatedObject("fan")
    model.part("post").visual(Box((0.1, 0.1, 0.1)), name="post")
    model.part("blade").visual(Box((0.2, 0.02, 0.02)), origin=Origin((0.2, 0, 0.2)), name="blade")
    model.articulation("turn", "continuous", "post", "blade", axis=(0, 0, 1), motion_limits=MotionLimits())
    assert facts(model)["turn"]["travel"] == pytest.approx([-0.2, 0.2 * sin(pi / 2), 0], abs=1e-6)


def test_pairs_looked_for_within_a_reach_are_the_nearest_of_all(monkeypatch, tmp_path):
    with AssetSession(tmp_path).use():
        models = machine(), chain(30)
        monkeypatch.setattr("harness.compiler.motion_facts.FEW", 1)
        found = [motion_facts(Scene(model), swept_under=None) for model in models]
        monkeypatch.setattr("harness.compiler.motion_facts.FEW", 1 << 30)
        assert [motion_facts(Scene(model), swept_under=None) for model in models] == found
