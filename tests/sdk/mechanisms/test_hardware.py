"""What holds for every mechanism, over random legal parameter sets of each.

Half a dozen sets are built and looked at in two poses each, which change from set to set; one is swept finely,
judged and read by another URDF reader. `make test-thorough` takes fifty sets, sweeps all of them and judges ten;
ARTICRAFT_FUZZ=1 draws new ones for that.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zlib import crc32

import numpy as np
import pytest
import yourdfpy
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import sdk
from sdk import ArticulatedObject
from sdk.exporters.urdf import urdf_text
from sdk.model.kinematics import KinematicTree
from sdk.qc.profiles import PROFILES
from sdk.scene import Scene
from sdk.testing.judge import judge
from tests.sdk.mechanisms.hardware import MECHANISMS, Given, Mechanism
from tests.sdk.mechanisms.sweeping import Sweep, assert_runs_free, poses_of, workshop

IS_THOROUGH = bool(os.environ.get("ARTICRAFT_THOROUGH") or os.environ.get("ARTICRAFT_FUZZ"))
SETS = 50 if IS_THOROUGH else 3
MANY = settings(
    max_examples=SETS,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FEW = settings(MANY, max_examples=10 if IS_THOROUGH else 1)
FINE = 15
"""Poses of each driver in a thorough sweep."""
BARE = {"WARN_DISCONNECTED_GEOMETRY"}
"""What bare hardware without the author's bodies is bound to be told."""
NAMES = st.shared(st.sampled_from(sorted(MECHANISMS)))


def built(mechanism: Mechanism, arguments: Given) -> tuple[ArticulatedObject, Any]:
    model = ArticulatedObject("bench")
    for part in mechanism.parts:
        model.part(part)
    return model, mechanism.build(model, dict(arguments))


@pytest.mark.parametrize("name", sorted(MECHANISMS))
def test_random_sets_run_free_and_stay_held(name: str) -> None:
    mechanism = MECHANISMS[name]
    count = 0

    @MANY
    @given(arguments=mechanism.draw)
    def every_set(arguments: Given) -> None:
        nonlocal count
        count += 1
        with TemporaryDirectory() as folder, workshop(Path(folder)):
            model, _ = built(mechanism, arguments)
            sweep = Sweep(model)
            turns = None if mechanism.turns is None else mechanism.turns(arguments)
            poses = poses_of(model, steps=mechanism.steps, turns=turns)
            draw = crc32(repr(arguments).encode())
            if not IS_THOROUGH:
                poses = some_of(poses, draw)
            held = IS_THOROUGH or draw % 4 == 0
            assert_runs_free(model, poses, most_gap=mechanism.held, sweep=sweep, held=held)
            assert_hardware_at_axes(sweep, max(0.005, mechanism.near(arguments)))

    every_set()
    assert count >= SETS


@pytest.mark.parametrize("name", sorted(MECHANISMS))
def test_a_fine_sweep_another_reader_and_the_judge_find_nothing(name: str) -> None:
    mechanism = MECHANISMS[name]

    @FEW
    @given(arguments=mechanism.draw)
    def every_set(arguments: Given) -> None:
        with TemporaryDirectory() as folder, workshop(Path(folder)):
            model, _ = built(mechanism, arguments)
            turns = None if mechanism.turns is None else mechanism.turns(arguments)
            sweep = Sweep(model)
            poses = poses_of(model, steps=FINE, turns=turns)
            assert_runs_free(model, poses, most_gap=mechanism.held, sweep=sweep)
            assert_urdf_moves_alike(sweep, poses)
            assert_judged_sound(model)

    every_set()


def some_of(poses: list[dict[str, float]], draw: int) -> list[dict[str, float]]:
    """One of the two ends and a pose between them, others for every draw."""
    between = poses[1:-1] or poses
    return [poses[0 if draw % 2 else -1], between[draw // 2 % len(between)]]


def assert_hardware_at_axes(sweep: Sweep, reach: float) -> None:
    """Both sides of every turning joint have matter within `reach` of the axis, side by side along it."""
    for joint in sweep.model.articulations:
        if joint.articulation_type.value not in ("revolute", "continuous"):
            continue
        world = sweep.world(joint.child, {})
        spans = []
        for side in (sweep.rigid_with(joint.parent), sweep.rigid_with(joint.child)):
            points = sweep.points(side)
            if not len(points):
                break  # an empty part between two joints of one mechanism
            way = world[:3, :3] @ np.asarray(joint.axis, dtype=float) / np.linalg.norm(joint.axis)
            along = (points - world[:3, 3]) @ way
            off = np.linalg.norm(points - world[:3, 3] - along[:, None] * way, axis=1)
            near = along[off <= reach]
            assert len(near), (
                f"{joint.name}: nothing of {side} within {reach * 1000:.1f} mm, but at {off.min() * 1000:.1f} mm"
            )
            spans.append((near.min(), near.max()))
        if len(spans) == 2:
            assert min(spans[0][1], spans[1][1]) >= max(spans[0][0], spans[1][0]) - 0.001, joint.name


def assert_urdf_moves_alike(sweep: Sweep, poses: list[dict[str, float]]) -> None:
    """An independent reader places every link of the exported file as our joints say."""
    text = urdf_text(sweep.model, collisions=False)
    robot = yourdfpy.URDF.load(io.BytesIO(text.encode()), load_meshes=False, build_scene_graph=False).robot
    for joint in robot.joints:
        joint.mimic = None  # non-linear laws are a line there; every joint is driven by itself here
    loaded = yourdfpy.URDF(robot=robot, load_meshes=False)
    names = loaded.actuated_joint_names
    for pose in (poses[0], poses[len(poses) // 2], poses[-1]):
        loaded.update_cfg({name: pose.get(name, 0.0) for name in names})
        for part in sweep.model.parts:
            there = loaded.get_transform(part.name, loaded.base_link)
            assert np.allclose(there, sweep.world(part.name, pose), atol=2e-5), (part.name, pose)


def assert_judged_sound(model: ArticulatedObject) -> None:
    """The product's own strict judgement finds nothing in the hardware."""
    verdict = judge(model, authored=None, scene=Scene(model), profile=PROFILES["strict"])
    faults = [
        f"{f.code}: {f.summary}" for f in verdict.findings if f.severity != "note" and f.code not in BARE
    ]
    assert faults == []


def test_linear_followers_are_exact_mimics_of_the_file(tmp_path: Path) -> None:
    with workshop(tmp_path):
        for name in ("gear_pair", "scissor", "screw", "belt"):
            mechanism = MECHANISMS[name]
            model, _ = built(mechanism, EXAMPLES[name])
            tree = KinematicTree(model)
            for joint in model.articulations:
                if joint.mimic is not None:
                    driver = joint.mimic.joint
                    value = tree.joint_values({driver: 0.3})[joint.name]
                    assert value == pytest.approx(
                        joint.mimic.multiplier * 0.3 + joint.mimic.offset, abs=1e-12
                    )


def test_every_mechanism_of_the_library_is_in_the_table() -> None:
    made = {
        name
        for name, module in sdk.PUBLIC.items()
        if module.startswith("sdk.mechanisms.") and name[0].islower()
    }
    assert made - {"foot"} == set(MECHANISMS)


EXAMPLES: dict[str, Given] = {
    "gear_pair": {
        "at": (0, 0, 0), "axis": (0, 0, 1), "toward": (1, 0, 0), "module": 0.002, "teeth": (16, 30),
    },
    "scissor": {"at": (0, 0, 0), "axis": (0, -1, 0), "along": (1, 0, 0), "half_length": 0.15, "theta": 0.5},
    "screw": {"at": (0, 0, 0), "axis": (0, 0, 1), "pitch": 0.003, "turns": 2.0, "radius": 0.012},
    "belt": {"at": (0, 0, 0), "to": (0.2, 0, 0), "axis": (0, 0, 1), "radii": (0.02, 0.05)},
}  # fmt: skip
