from __future__ import annotations

from math import atan2, cos, pi, sin
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdk import ArticulatedObject
from sdk.errors import ValidationError
from sdk.mechanisms.four_bar import four_bar
from sdk.mechanisms.scissor import scissor
from sdk.model.kinematics import KinematicTree
from tests.sdk.mechanisms.sweeping import assert_runs_free, spread, workshop

RELAXED = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def parts(*names: str) -> ArticulatedObject:
    model = ArticulatedObject("object")
    for name in names:
        model.part(name)
    return model


@pytest.mark.parametrize("stages", [1, 3])
def test_the_deck_rises_with_the_sine_and_stays_level(tmp_path: Path, stages) -> None:
    with workshop(tmp_path):
        model = parts("bed", "deck")
        handle = scissor(
            model, "bed", "deck", at=(0, 0, 0.05), axis=(0, -1, 0), along=(1, 0, 0), half_length=0.15, theta=0.5,
            highest=1.1, stages=stages,
        )  # fmt: skip
        tree = KinematicTree(model)
        limits = handle.joint.motion_limits
        for q in spread(limits.lower, limits.upper, 100):
            world = tree.world_from_part({handle.name: q})["deck"]
            assert world[2, 3] == pytest.approx(0.05 + stages * 0.3 * sin(0.5 + q), abs=1e-9)
            assert np.allclose(world[:3, :3], np.eye(3), atol=1e-9) and abs(world[0, 3]) < 1e-9


@RELAXED
@given(
    half=st.floats(0.08, 0.4), theta=st.floats(0.35, 0.9), stages=st.integers(1, 3), sides=st.integers(1, 2)
)
def test_every_scissor_lifts_free(tmp_path: Path, half, theta, stages, sides) -> None:
    with workshop(tmp_path):
        model = parts("bed", "deck")
        handle = scissor(
            model, "bed", "deck", at=(0, 0, 0), axis=(0, -1, 0), along=(1, 0, 0), half_length=half, theta=theta,
            stages=stages, sides=sides,
        )  # fmt: skip
        limits = handle.joint.motion_limits
        tree = KinematicTree(model)
        assert_runs_free(
            model, [tree.joint_values({handle.name: q}) for q in spread(limits.lower, limits.upper, 6)]
        )


def test_the_four_bar_closes_at_a_hundred_angles(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model = parts("bed", "crank", "coupler", "rocker")
        a, b, c, d = 0.03, 0.1, 0.08, 0.09
        handle = four_bar(
            model, "bed", "crank", "coupler", "rocker", at=(0, 0, 0), to=(d, 0, 0), axis=(0, -1, 0), crank_length=a,
            coupler_length=b, rocker_length=c, rest_angle=0.3, crossed=True,
        )  # fmt: skip
        tree = KinematicTree(model)
        rest = tree.world_from_part()
        tip = None
        for q in spread(0.0, 2 * pi, 100):
            t = 0.3 + q
            # Freudenstein's equation gives the rocker's angle on its own
            k1, k2, k3 = d / a, d / c, (a * a - b * b + c * c + d * d) / (2 * a * c)
            big_a, big_b, big_c = cos(t) - k1 - k2 * cos(t) + k3, -2 * sin(t), k1 - (k2 + 1) * cos(t) + k3
            root = np.sqrt(big_b**2 - 4 * big_a * big_c)
            answers = [2 * atan2(-big_b + sign * root, 2 * big_a) for sign in (-1, 1)]
            world = tree.world_from_part({handle.name: q})
            if tip is None:
                rocker_tip = handle.ports["rocker_tip"].xyz
                tip = np.array([rocker_tip[0], rocker_tip[2]])
            turn = world["rocker"][:3, :3] @ [tip[0], 0, tip[1]]
            angle = atan2(turn[2], turn[0])
            miss = min(abs((angle - answer + pi) % (2 * pi) - pi) for answer in answers)
            assert miss * c < 1e-5
        assert rest["rocker"][0, 3] == pytest.approx(d)


@RELAXED
@given(share=st.floats(0.2, 0.35), b=st.floats(1.0, 1.3), c=st.floats(0.75, 0.95), rest=st.floats(0, 6))
def test_every_crank_rocker_turns_free(tmp_path: Path, share, b, c, rest) -> None:
    with workshop(tmp_path):
        model = parts("bed", "crank", "coupler", "rocker")
        handle = four_bar(
            model, "bed", "crank", "coupler", "rocker", at=(0, 0, 0), to=(0.1, 0, 0), axis=(0, 0, 1),
            crank_length=0.1 * share, coupler_length=0.1 * b, rocker_length=0.1 * c, rest_angle=rest,
        )  # fmt: skip
        tree = KinematicTree(model)
        assert_runs_free(model, [tree.joint_values({handle.name: q}) for q in spread(0.0, 2 * pi, 8)])


def test_links_that_cannot_close_are_refused(tmp_path: Path) -> None:
    with workshop(tmp_path), pytest.raises(ValidationError, match="from `to`"):
        four_bar(
            parts("bed", "a", "b", "c"), "bed", "a", "b", "c", at=(0, 0, 0), to=(0.1, 0, 0), axis=(0, 0, 1),
            crank_length=0.05, coupler_length=0.03, rocker_length=0.04, rest_angle=3.0,
        )  # fmt: skip


def test_a_scissor_below_its_lowest_angle_is_refused(tmp_path: Path) -> None:
    with workshop(tmp_path), pytest.raises(ValidationError, match="where the rails would meet"):
        scissor(
            parts("bed", "deck"), "bed", "deck", at=(0, 0, 0), axis=(0, -1, 0), along=(1, 0, 0), half_length=0.1,
            theta=0.02,
        )  # fmt: skip
