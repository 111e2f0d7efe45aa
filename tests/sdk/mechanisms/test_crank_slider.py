from __future__ import annotations

from math import cos, pi, sin, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdk import ArticulatedObject
from sdk.errors import ValidationError
from sdk.mechanisms.crank_slider import crank_slider
from sdk.model.kinematics import KinematicTree
from tests.sdk.mechanisms.sweeping import assert_runs_free, spread, workshop

RELAXED = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def engine() -> ArticulatedObject:
    model = ArticulatedObject("engine")
    for name in ("bed", "crank", "rod", "piston"):
        model.part(name)
    return model


def test_the_slider_follows_its_formula_at_a_hundred_angles(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model = engine()
        handle = crank_slider(
            model, "bed", "crank", "rod", "piston", at=(0.1, 0, 0.2), axis=(0, 1, 0), along=(1, 0, 0),
            crank_length=0.03, rod_length=0.1, offset=0.005, rest_angle=0.4,
        )  # fmt: skip
        tree = KinematicTree(model)
        for q in spread(0.0, 2 * pi, 100):
            t = 0.4 + q
            wanted = 0.03 * cos(t) + sqrt(0.1**2 - (0.03 * sin(t) - 0.005) ** 2)
            world = tree.world_from_part({handle.name: q})
            assert world["piston"][0, 3] - 0.1 == pytest.approx(wanted, abs=1e-6)
            # the far eye of the rod stays on the wrist pin
            rest = tree.world_from_part()
            eye = np.linalg.inv(rest["rod"]) @ rest["piston"] @ [0, 0, 0, 1]
            assert np.allclose((world["rod"] @ eye)[:3], world["piston"][:3, 3], atol=1e-6)


@RELAXED
@given(
    crank=st.floats(0.01, 0.1),
    share=st.floats(2.2, 5.0),
    shift=st.floats(-0.4, 0.4),
    rest=st.floats(0.0, 6.0),
)
def test_every_crank_slider_turns_free(tmp_path: Path, crank, share, shift, rest) -> None:
    with workshop(tmp_path):
        model = engine()
        handle = crank_slider(
            model, "bed", "crank", "rod", "piston", at=(0, 0, 0), axis=(0, 1, 0.2), along=(1, 0, 0),
            crank_length=crank, rod_length=share * crank, offset=shift * crank, rest_angle=rest,
        )  # fmt: skip
        tree = KinematicTree(model)
        poses = [tree.joint_values({handle.name: q}) for q in spread(0.0, 2 * pi, 9)]
        assert_runs_free(model, poses)


def test_a_rod_too_short_to_turn_is_refused(tmp_path: Path) -> None:
    with workshop(tmp_path), pytest.raises(ValidationError, match=r"at least 44\.\d mm"):
        crank_slider(
            engine(), "bed", "crank", "rod", "piston", at=(0, 0, 0), axis=(0, 1, 0), along=(1, 0, 0),
            crank_length=0.03, rod_length=0.03,
        )  # fmt: skip
