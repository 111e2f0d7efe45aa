from __future__ import annotations

from math import pi
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdk import ArticulatedObject
from sdk.errors import ValidationError
from sdk.mechanisms.belts import belt
from sdk.mechanisms.gearing import gear_pair, rack
from sdk.model.kinematics import KinematicTree
from tests.sdk.mechanisms.sweeping import assert_runs_free, spread, workshop

RELAXED = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def parts(*names: str) -> ArticulatedObject:
    model = ArticulatedObject("object")
    for name in names:
        model.part(name)
    return model


@RELAXED
@given(module=st.sampled_from([0.001, 0.002, 0.004]), za=st.integers(14, 40), zb=st.integers(14, 40))
def test_gears_mesh_without_touching_through_and_turn_by_their_ratio(tmp_path: Path, module, za, zb) -> None:
    with workshop(tmp_path):
        model = parts("box", "a", "b")
        handle = gear_pair(
            model,
            "box",
            "a",
            "b",
            at=(0, 0, 0),
            axis=(0, 0, 1),
            toward=(1, 0.3, 0),
            module=module,
            teeth=(za, zb),
        )
        tree = KinematicTree(model)
        poses = [tree.joint_values({handle.name: q}) for q in spread(0.0, 4 * pi / za, 7)]
        assert all(np.isclose(p[handle.joints[1].name], -p[handle.name] * za / zb) for p in poses)
        assert_runs_free(model, poses, held=False)


@RELAXED
@given(module=st.sampled_from([0.001, 0.003]), teeth=st.integers(14, 30), travel=st.floats(0.02, 0.15))
def test_a_rack_moves_by_the_pitch_radius(tmp_path: Path, module, teeth, travel) -> None:
    with workshop(tmp_path):
        model = parts("box", "pinion", "bar")
        handle = rack(
            model, "box", "pinion", "bar", at=(0, 0, 0.1), axis=(0, -1, 0), along=(1, 0, 0), module=module, teeth=teeth,
            travel=travel,
        )  # fmt: skip
        tree = KinematicTree(model)
        radius = module * teeth / 2
        rest = tree.world_from_part()["bar"][0, 3]
        for q in spread(0.0, travel / radius, 100):
            assert tree.world_from_part({handle.name: q})["bar"][0, 3] - rest == pytest.approx(
                radius * q, abs=1e-9
            )
        assert_runs_free(
            model, [tree.joint_values({handle.name: q}) for q in spread(0.0, travel / radius, 7)]
        )


def test_a_belt_keeps_clear_of_both_pulleys(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model = parts("box", "a", "b")
        handle = belt(
            model, "box", "a", "b", at=(0, 0, 0), to=(0.2, 0.05, 0), axis=(0, 0, 1), radii=(0.02, 0.05)
        )
        tree = KinematicTree(model)
        assert_runs_free(model, [tree.joint_values({handle.name: q}) for q in spread(0.0, 2.0, 5)])


@pytest.mark.parametrize("teeth", [(9, 20), (20, 500)])
def test_teeth_that_cannot_be_made_are_refused(tmp_path: Path, teeth) -> None:
    with workshop(tmp_path), pytest.raises(ValidationError, match="14 to 400"):
        gear_pair(
            parts("box", "a", "b"),
            "box",
            "a",
            "b",
            at=(0, 0, 0),
            axis=(0, 0, 1),
            toward=(1, 0, 0),
            module=0.002,
            teeth=teeth,
        )


@pytest.mark.parametrize("kind", ["gears", "belt"])
def test_the_rim_of_the_second_wheel_is_where_the_ratio_says(tmp_path: Path, kind) -> None:
    """A mark on its rim, at a hundred positions over three turns, against plain trigonometry."""
    with workshop(tmp_path):
        model = parts("box", "a", "b")
        if kind == "gears":
            handle = gear_pair(
                model,
                "box",
                "a",
                "b",
                at=(0.1, 0, 0),
                axis=(0, 0, 1),
                toward=(1, 0, 0),
                module=0.002,
                teeth=(17, 41),
            )
            rate, rim, middle = -17 / 41, 0.041, (0.1 + 0.002 * (17 + 41) / 2, 0.0)
        else:
            handle = belt(
                model, "box", "a", "b", at=(0, 0, 0), to=(0.2, 0.05, 0), axis=(0, 0, 1), radii=(0.02, 0.05)
            )
            rate, rim, middle = 0.02 / 0.05, 0.05, (0.2, 0.05)
        tree = KinematicTree(model)
        for q in spread(-3 * pi, 3 * pi, 100):
            mark = tree.world_from_part({handle.name: q})["b"] @ [rim, 0, 0, 1]
            wanted = (middle[0] + rim * np.cos(rate * q), middle[1] + rim * np.sin(rate * q))
            assert np.allclose(mark[:2], wanted, atol=1e-7)
