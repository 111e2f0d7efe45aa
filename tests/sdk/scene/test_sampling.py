from __future__ import annotations

from math import pi

import pytest

from sdk.errors import ValidationError
from sdk.model.articulation import MotionLimits
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.scene.sampling import generate_pose_samples


def chain(*joints) -> ArticulatedObject:
    model = ArticulatedObject(name="chain")
    model.part("p0")
    for number, (kind, lower, upper, more) in enumerate(joints):
        model.part(f"p{number + 1}")
        limits = None if kind in ("fixed", "floating") else MotionLimits(lower=lower, upper=upper)
        model.articulation(f"j{number}", kind, f"p{number}", f"p{number + 1}", motion_limits=limits, **more)
    return model


def rows(model, **options) -> list[list[float]]:
    return [list(sample.values()) for sample in generate_pose_samples(model, **options)]


def test_large_objects_sample_rest_then_single_joints_then_seeded_draws():
    bounds = [(0, 1), (-1, 1), (-0.5, 0), (0.2, 0.6)]
    found = rows(
        chain(*(("revolute", *pair, {}) for pair in bounds), *[("continuous", None, None, {})] * 2),
        max_samples=24,
    )
    assert len(found) == 24
    assert found[0] == [0.0] * 6
    assert [row[0] for row in found[1:3]] == [1.0, 0.5]
    assert [row[1] for row in found[3:5]] == [-1.0, 1.0]
    assert [row[2] for row in found[5:7]] == [-0.5, -0.25]
    assert [row[3] for row in found[7:10]] == pytest.approx([0.2, 0.6, 0.4])
    assert [row[4] for row in found[10:13]] == pytest.approx([-pi / 2, pi / 2, pi])
    assert [row[5] for row in found[13:16]] == pytest.approx([-pi / 2, pi / 2, pi])
    drawn = [
        [1, -1, 0, 0.6, pi, pi],
        [1, -1, -0.5, 0.2, -pi / 2, pi / 2],
        [0, 0, -0.25, 0.6, -pi / 2, pi / 2],
        [0, 1, 0, 0.6, pi, 0],
    ]
    for row, want in zip(found[16:20], drawn, strict=True):
        assert row == pytest.approx(want)


def test_small_objects_give_every_combination_last_joint_fastest():
    found = rows(chain(("prismatic", 0, 0.1, {}), ("revolute", -1, 1, {})))
    assert len(found) == 9
    assert found[:4] == [[0, 0], [0, -1], [0, 1], [0.1, 0]]


def test_mimics_are_left_out_and_authored_values_replace_limits():
    model = chain(
        ("revolute", 0, 1, {"meta": {"qc_samples": [0.25, "x", 9.0]}}), ("revolute", 0, 1, {"mimic": "j0"})
    )
    assert generate_pose_samples(model) == [{"j0": 0.0}, {"j0": 0.25}, {"j0": 9.0}]
    assert generate_pose_samples(chain()) == [{}]


def test_floating_joints_take_poses():
    lifted = Origin(xyz=(0, 0, 1))
    model = chain(("floating", None, None, {"meta": {"qc_sample_values": [lifted, 3.0]}}))
    assert generate_pose_samples(model) == [{"j0": Origin()}, {"j0": lifted}]


def test_no_samples_is_refused():
    with pytest.raises(ValidationError):
        generate_pose_samples(chain(), max_samples=0)
