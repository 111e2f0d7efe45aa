from __future__ import annotations

from math import pi
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdk import ArticulatedObject
from sdk.errors import ValidationError
from sdk.mechanisms.screw import screw
from sdk.mechanisms.telescope import telescope
from sdk.model.kinematics import world_transforms
from sdk.scene import Scene
from tests.sdk.mechanisms.sweeping import Sweep, assert_runs_free, spread, workshop

RELAXED = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def parts(*names: str) -> ArticulatedObject:
    model = ArticulatedObject("object")
    for name in names:
        model.part(name)
    return model


@RELAXED
@given(
    radius=st.floats(0.004, 0.05),
    share=st.floats(0.1, 0.4),
    turns=st.floats(0.5, 4.0),
    male=st.sampled_from(["parent", "child"]),
    hand=st.sampled_from(["right", "left"]),
    form=st.sampled_from(["trapezoid", "v"]),
)
def test_threads_mesh_at_every_angle(tmp_path: Path, radius, share, turns, male, hand, form) -> None:
    with workshop(tmp_path):
        model = parts("neck", "cap")
        pitch = share * radius
        handle = screw(
            model, "neck", "cap", at=(0, 0, 0.1), axis=(0, 0.2, 1), pitch=pitch, turns=turns, radius=radius, male=male,
            hand=hand, thread_form=form,
        )  # fmt: skip
        turn, travel = handle.joints
        poses = [{turn.name: q, travel.name: pitch * q / (2 * pi)} for q in spread(0.0, 2 * pi * turns, 7)]
        assert_runs_free(model, poses)


def test_a_screw_climbs_by_its_pitch_at_a_hundred_angles(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model = parts("neck", "cap")
        handle = screw(
            model, "neck", "cap", at=(0, 0, 0.1), axis=(0, 0, 1), pitch=0.004, turns=3.0, radius=0.02
        )
        for q in spread(0.0, 6 * pi, 100):
            world = world_transforms(model, {handle.name: q})["cap"]
            assert world[2, 3] == pytest.approx(0.1 + 0.004 * q / (2 * pi), abs=1e-9)
            assert np.allclose(world[:2, 0], (np.cos(q), np.sin(q)), atol=1e-9)


def test_turning_without_climbing_would_jam(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model = parts("neck", "cap")
        handle = screw(
            model, "neck", "cap", at=(0, 0, 0), axis=(0, 0, 1), pitch=0.004, turns=3.0, radius=0.02
        )
        assert Sweep(model).overlap("neck", "cap", {handle.name: pi}) > 1e-8


@RELAXED
@given(
    count=st.integers(1, 3),
    travel=st.floats(0.05, 1.0),
    diameter=st.floats(0.02, 0.06),
    engagement=st.floats(0.1, 0.5),
    lock=st.sampled_from([None, "button", "twist"]),
)
def test_every_telescope_draws_out_free(tmp_path: Path, count, travel, diameter, engagement, lock) -> None:
    with workshop(tmp_path):
        names = [f"stage_{k}" for k in range(count)]
        model = parts("base", *names)
        handle = telescope(
            model, "base", names, at=(0, 0, 0.2), axis=(0, 0.3, 1), travel=travel, diameter=diameter,
            engagement=engagement, lock=lock,
        )  # fmt: skip
        share = travel / count
        poses = [{joint.name: share * k / 6 for joint in handle.joints} for k in range(7)]
        assert_runs_free(model, poses)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"length": 0.2}, "at most 160.0 mm for a guide of 200.0 mm"),
        ({"diameter": 0.004}, "at most 0 stages|at most 1 stages"),
        ({"engagement": 0.0}, "0.05 to 0.9"),
    ],
)
def test_impossible_telescopes_say_what_would_fit(tmp_path: Path, change, words) -> None:
    with workshop(tmp_path), pytest.raises(ValidationError, match=words):
        telescope(
            parts("base", "a", "b"), "base", ["a", "b"],
            **{"at": (0, 0, 0), "axis": (0, 0, 1), "travel": 0.5, "diameter": 0.03, **change},
        )  # fmt: skip


def test_impossible_screws_say_what_would_fit(tmp_path: Path) -> None:
    with workshop(tmp_path), pytest.raises(ValidationError, match="at most 5 mm"):
        screw(parts("a", "b"), "a", "b", at=(0, 0, 0), axis=(0, 0, 1), pitch=0.006, turns=2, radius=0.005)


def test_a_traveller_rides_on_the_screw_and_does_not_turn(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model = parts("body", "jaw", "spindle")
        handle = screw(
            model, "body", "spindle", at=(0.1, 0, 0), axis=(1, 0, 0), pitch=0.005, turns=10, radius=0.012,
            male="child", traveller="jaw",
        )  # fmt: skip
        assert [part.name for part in model.parts] == ["body", "jaw", "spindle"]
        for q in spread(0.0, 20 * pi, 9):
            world = world_transforms(model, {handle.name: q})["jaw"]
            np.testing.assert_allclose(world[:3, :3], np.eye(3), atol=1e-12)
            np.testing.assert_allclose(world[:3, 3], (0.1 + 0.005 * q / (2 * pi), 0, 0), atol=1e-9)


def test_a_hole_goes_through_the_rod_and_must_leave_its_core(tmp_path: Path) -> None:
    given = {"at": (0, 0, 0.1), "axis": (0, 0, 1), "pitch": 0.004, "turns": 2.0, "radius": 0.013}
    volumes = []
    for hole in (None, 0.009):
        with workshop(tmp_path):
            model = parts("neck", "cap")
            handle = screw(model, "neck", "cap", hole=hole, **given)
            (thread,) = [
                one for one in Scene(model).elements("neck") if one.visual is handle.pieces["thread"]
            ]
            volumes.append(thread.mesh.volume)
            height = float(np.ptp(thread.mesh.vertices[:, 2]))
    assert volumes[0] - volumes[1] == pytest.approx(pi * 0.009**2 * height, rel=0.01)
    with workshop(tmp_path), pytest.raises(ValidationError, match="core of the thread"):
        screw(parts("neck", "cap"), "neck", "cap", hole=0.012, **given)


def test_what_moves_between_the_parts_of_a_screw_has_some_mass(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model = parts("neck", "cap")
        screw(model, "neck", "cap", at=(0, 0, 0), axis=(0, 0, 1), pitch=0.003, turns=1.0, radius=0.012)
        (between,) = [part for part in model.parts if part.name not in ("neck", "cap")]
        assert between.inertial is not None
        assert 0.0 < between.inertial.mass < 0.001


def test_a_telescope_may_stand_on_two_legs(tmp_path: Path) -> None:
    with workshop(tmp_path):
        model = parts("box", "middle", "grip")
        handle = telescope(
            model, "box", ["middle", "grip"], at=(0, 0, 0), axis=(0, 0, 1), travel=0.4, diameter=0.022,
            length=0.27, spacing=0.16, side=(1, 0, 0), lock="button",
        )  # fmt: skip
        assert_runs_free(model, [{handle.name: q} for q in spread(0.0, 0.2, 5)])
        scene = Scene(model)
        tubes = [
            one for name in ("box", "middle", "grip") for one in scene.elements(name) if "tube" in one.name
        ]
        for tube in tubes:
            across = tube.mesh.vertices[:, 0]
            assert across.max() == pytest.approx(-across.min(), abs=1e-6)
            assert np.abs(across).min() > 0.08 - 0.0125
        assert "bridge_1" in handle.pieces
        assert handle.ports["tip"].xyz[0] == pytest.approx(0.0, abs=1e-12)


def test_legs_that_would_meet_are_refused(tmp_path: Path) -> None:
    with workshop(tmp_path), pytest.raises(ValidationError, match="room between the legs"):
        telescope(
            parts("box", "grip"), "box", ["grip"], at=(0, 0, 0), axis=(0, 0, 1), travel=0.1, diameter=0.02,
            spacing=0.02,
        )  # fmt: skip
