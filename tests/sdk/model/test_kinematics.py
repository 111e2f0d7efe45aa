from __future__ import annotations

import tempfile
from math import pi
from pathlib import Path

import numpy as np
import pytest
import yourdfpy
from hypothesis import given, settings

from sdk.errors import ValidationError
from sdk.exporters.urdf import export_urdf
from sdk.model.articulation import Mimic, MotionLimits
from sdk.model.kinematics import KinematicTree, motion_transform, world_transforms
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.spatial import transform_from
from tests.strategies import configured_objects

LIMITS = MotionLimits(1, 1, -1, 1)


def chain(*kinds: str) -> ArticulatedObject:
    """Parts p0, p1, ... one metre apart along X, joints j1, j2, ... turning about or sliding along Z."""
    model = ArticulatedObject("chain")
    model.part("p0")
    for index, kind in enumerate(kinds, start=1):
        model.part(f"p{index}")
        limits = None if kind in ("fixed", "floating") else LIMITS
        ahead = Origin((1, 0, 0))
        model.articulation(
            f"j{index}", kind, f"p{index - 1}", f"p{index}", origin=ahead, motion_limits=limits
        )
    return model


@settings(max_examples=25, deadline=None)
@given(configured_objects())
def test_every_part_is_where_another_library_puts_it(
    sample: tuple[ArticulatedObject, dict[str, float]],
) -> None:
    model, configuration = sample
    with tempfile.TemporaryDirectory() as folder:
        path, *_ = export_urdf(model, out_dir=Path(folder))
        other = yourdfpy.URDF.load(str(path))
    other.update_cfg(configuration)
    placed = world_transforms(model, configuration)
    assert next(iter(placed)) == "part_0" and set(placed) == {part.name for part in model.parts}
    for name, world_from_part in placed.items():
        # the other library takes angles below 1e-8 for none
        assert world_from_part == pytest.approx(other.get_transform(name, "part_0"), abs=1e-7)


def test_motion_of_each_type() -> None:
    model = chain("revolute", "prismatic", "floating", "fixed", "continuous")
    revolute, prismatic, floating, fixed, continuous = model.articulations
    revolute.axis = prismatic.axis = continuous.axis = (0.0, 0.0, -2.0)
    assert motion_transform(revolute, pi / 2)[:3, 0] == pytest.approx((0, -1, 0))
    assert motion_transform(continuous, 2 * pi) == pytest.approx(np.eye(4))
    assert motion_transform(prismatic, 0.5)[:3, 3] == pytest.approx((0, 0, -0.5))
    pose = Origin((1, 2, 3), (0.1, 0.2, 0.3))
    assert motion_transform(floating, pose) == pytest.approx(transform_from(pose.xyz, pose.rpy))
    assert motion_transform(fixed, 3.0) == pytest.approx(np.eye(4))


def test_a_chain_of_mimics_is_followed_to_its_end_also_at_rest() -> None:
    model = chain("prismatic", "prismatic", "prismatic")
    first, second, third = model.articulations
    third.mimic, second.mimic = Mimic("j2", 2.0, 0.1), Mimic("j1", -1.0, 0.5)
    tree = KinematicTree(model)
    assert tree.joint_values() == pytest.approx({"j1": 0.0, "j2": 0.5, "j3": 1.1})
    assert tree.joint_values({"j1": 0.3}) == pytest.approx({"j1": 0.3, "j2": 0.2, "j3": 0.5})
    assert tree.world_from_part({"j1": 0.3})["p3"][:3, 3] == pytest.approx((3, 0, 1.0))
    assert first.name in tree.joint_values()


def test_limits_are_not_applied_and_text_numbers_pass() -> None:
    assert world_transforms(chain("prismatic"), {"j1": "7"})["p1"][2, 3] == 7.0  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("configuration", "wanted"),
    [
        ({"j9": 0.0}, "a joint: 'j1', 'j2', 'j3'"),
        ({"j1": Origin()}, "a number"),
        ({"j2": 0.5}, "an Origin"),
        ({"j3": 0.5}, "its source 'j1'"),
    ],
)
def test_configurations_that_cannot_be_are_refused(configuration: dict, wanted: str) -> None:
    model = chain("revolute", "floating", "revolute")
    model.articulations[2].mimic = Mimic("j1")
    with pytest.raises(ValidationError, match=wanted):
        world_transforms(model, configuration)


def test_what_is_not_one_tree_is_refused() -> None:
    with pytest.raises(ValidationError, match="exactly one root"):
        world_transforms(ArticulatedObject("empty"))
    two_roots = chain("fixed")
    two_roots.part("loose")
    repeated = chain("fixed")
    repeated.part("p1")
    unknown = chain("fixed")
    unknown.articulations[0].child = "gone"
    two_parents = chain("fixed", "fixed")
    two_parents.articulation("again", "fixed", "p0", "p2")
    apart = chain("fixed")
    for name, parent, child in [("x", "a", "b"), ("y", "b", "a")]:
        apart.part(child)
        apart.articulation(name, "fixed", parent, child)
    for model, wanted in [
        (two_roots, "exactly one root"),
        (repeated, "unique part names"),
        (unknown, "names of parts"),
        (two_parents, "one parent"),
        (apart, "reachable"),
    ]:
        with pytest.raises(ValidationError, match=wanted):
            world_transforms(model)


def test_mimics_that_lead_nowhere_are_refused() -> None:
    for sources, wanted in [(("j2", "j1"), "circle"), (("gone", None), "name of a joint")]:
        model = chain("revolute", "revolute")
        for joint, source in zip(model.articulations, sources, strict=True):
            joint.mimic = Mimic(source) if source else None
        with pytest.raises(ValidationError, match=wanted):
            world_transforms(model)
    model = chain("floating", "revolute")
    model.articulations[1].mimic = Mimic("j1")
    with pytest.raises(ValidationError, match="one number drives"):
        world_transforms(model)


def test_a_turning_joint_needs_an_axis() -> None:
    model = chain("revolute")
    model.articulations[0].axis = (0.0, 0.0, 0.0)
    with pytest.raises(ValidationError, match="a direction"):
        world_transforms(model)


def test_some_parts_can_be_placed_in_an_unfinished_object() -> None:
    model = chain("revolute", "prismatic", "revolute")
    model.part("not joined yet")
    with pytest.raises(ValidationError, match="exactly one root"):
        KinematicTree(model)
    placed = KinematicTree(model, parts=["p2"]).world_from_part({"j2": 0.25})
    assert list(placed) == ["p0", "p1", "p2"]
    assert placed["p2"][:3, 3] == pytest.approx((2.0, 0.0, 0.25))
    with pytest.raises(ValidationError, match="exactly one root"):
        KinematicTree(model, parts=["p2", "not joined yet"])
