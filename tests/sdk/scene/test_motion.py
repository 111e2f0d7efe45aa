"""Drives: screws against the kinematic tree, followers, round forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.model.articulation import Mimic, MotionLimits
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.shapes import Box
from sdk.scene import Scene
from sdk.scene.forms import BoxForm, CylinderForm, MeshForm, SphereForm
from sdk.scene.motion import motions_about
from tests.strategies import configured_objects


@settings(max_examples=40, deadline=None)
@given(configured_objects(), st.data())
def test_a_drive_moves_parts_as_the_tree_does(sample, data):
    model, _ = sample
    scene = Scene(model)
    rest = scene.world_from_part()
    for drive in scene.drives:
        values = np.array([data.draw(st.floats(drive.lower, drive.upper)) for _ in range(2)])
        motions = drive.motions(values)
        for column, value in enumerate(values.tolist()):
            placed = scene.world_from_part({drive.joint.name: value})
            for part, group in drive.group_of_part.items():
                np.testing.assert_allclose(motions[group, column] @ rest[part], placed[part], atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(configured_objects())
def test_many_screws_move_together_as_each_by_itself(sample):
    drives = Scene(sample[0]).drives
    screws = [screw for drive in drives for path in drive.paths for screw in path]
    if not screws:
        return
    amounts = np.linspace(-1.0, 2.0, 3 * len(screws)).reshape(-1, 3)
    each = [
        replace(screw, follow=lambda value: value, rest=0.0).motions(row)
        for screw, row in zip(screws, amounts, strict=True)
    ]
    np.testing.assert_allclose(motions_about(screws, amounts), each, atol=1e-12)


def test_a_follower_is_a_group_of_its_own():
    model = ArticulatedObject("pair")
    for name in ("base", "a", "b"):
        model.part(name).visual(Box((0.1, 0.1, 0.1)))
    limits = MotionLimits(lower=-1.0, upper=1.0)
    model.articulation("turn", "revolute", "base", "a", motion_limits=limits)
    model.articulation(
        "follow",
        "revolute",
        "base",
        "b",
        origin=Origin((1, 0, 0)),
        motion_limits=limits,
        mimic=Mimic("turn", 2),
    )
    (drive,) = Scene(model).drives
    assert drive.group_of_part == {"base": 0, "a": 1, "b": 2}
    assert drive.common_screw(0, 2) is not None and drive.common_screw(1, 2) is None
    assert drive.ends == (-1.0, 1.0)


@pytest.mark.parametrize("off", [0.0, 0.01])
def test_round_forms_are_round_about_their_own_axis_only(off):
    point, z, x = np.array([off, 0.0, 0.3]), np.array([0.0, 0.0, 1.0]), np.array([1.0, 0.0, 0.0])
    turned = MeshForm(CylinderForm(0.05, 0.2).mesh)
    for form in (CylinderForm(0.05, 0.2), turned, SphereForm(0.05)):
        assert form.is_round_about(point, z) is (off == 0.0)
    assert not turned.is_round_about(np.zeros(3), x)
    assert not BoxForm((0.1, 0.1, 0.1)).is_round_about(np.zeros(3), z)


def test_a_screw_is_driven_over_all_its_turns_and_a_plain_joint_over_one():
    model = ArticulatedObject("vise")
    for name in ("bed", "jaw", "dial"):
        model.part(name).visual(Box((0.1, 0.1, 0.1)))
    turns = MotionLimits(lower=0.0, upper=60.0)
    model.articulation("travel", "prismatic", "bed", "jaw", motion_limits=MotionLimits(lower=0.0, upper=0.1))
    model.articulation("turn", "revolute", "bed", "dial", motion_limits=turns)
    (_, plain) = Scene(model).drives
    assert plain.upper == 2 * np.pi and not plain.is_winding
    model.couple("travel", "turn", ratio=0.001)
    (winding,) = Scene(model).drives
    assert (winding.upper, winding.is_winding) == (60.0, True)


def test_what_an_interlock_wants_away_is_held_there_and_stands_still():
    model = ArticulatedObject("door")
    for name in ("frame", "door", "bolt", "key"):
        model.part(name).visual(Box((0.1, 0.1, 0.1)))
    limits = MotionLimits(lower=0.0, upper=1.0)
    model.articulation("swing", "revolute", "frame", "door", motion_limits=limits)
    model.articulation("throw", "prismatic", "door", "bolt", axis=(1, 0, 0), motion_limits=limits)
    model.articulation("turn", "revolute", "frame", "key", origin=Origin((1, 0, 0)), motion_limits=limits)
    model.interlock("swing", {"throw": (0.3, 1.0), "turn": (0.5, 0.6)})
    scene = Scene(model)
    drive = next(drive for drive in scene.drives if drive.joint.name == "swing")
    assert drive.configuration(0.7) == {"throw": 0.3, "turn": 0.5, "swing": 0.7}
    group = drive.group_of_part
    assert drive.is_driven(group["bolt"]) and not drive.is_driven(group["key"]) and group["key"] > 0
    assert drive.moves_between(group["door"], group["key"])
    assert not drive.moves_between(group["door"], group["bolt"])
    assert not drive.moves_between(group["frame"], group["key"])
    rest, placed = scene.world_from_part(), scene.world_from_part(drive.configuration(0.7))
    motions = drive.motions(np.array([0.7]))[:, 0]
    for part, number in group.items():
        np.testing.assert_allclose(motions[number] @ rest[part], placed[part], atol=1e-12)
    assert next(drive for drive in scene.drives if drive.joint.name == "throw").held == {}
