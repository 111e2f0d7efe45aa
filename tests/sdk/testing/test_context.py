from __future__ import annotations

from math import pi

import pytest

from sdk.errors import ValidationError
from sdk.model.articulation import Mimic, MotionLimits
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.part import Visual
from sdk.model.shapes import Box, Cylinder
from sdk.qc.profiles import PROFILES, use_profile
from sdk.testing.context import TestContext


@pytest.fixture
def chest() -> ArticulatedObject:
    model = ArticulatedObject(name="chest")
    base = model.part("base")
    base.visual(Box((0.2, 0.2, 0.1)), origin=Origin(xyz=(0, 0, 0.05)), name="slab")
    lid = model.part("lid")
    lid.visual(Box((0.2, 0.2, 0.02)), origin=Origin(xyz=(0.1, 0, 0.01)), name="panel")
    model.articulation(
        "hinge",
        "revolute",
        base,
        lid,
        origin=Origin(xyz=(-0.1, 0, 0.1)),
        axis=(0, -1, 0),
        motion_limits=MotionLimits(lower=0.0, upper=1.2),
    )
    dial = model.part("dial")
    dial.visual(Cylinder(radius=0.02, length=0.02), name="knob")
    model.articulation(
        "turn", "continuous", base, dial, origin=Origin(xyz=(0.12, 0, 0.05)), motion_limits=MotionLimits()
    )
    return model


def test_recording(chest):
    ctx = TestContext(chest)
    assert ctx.check("yes", 1) is True
    assert ctx.check("no", [], "because") is False
    assert ctx.fail("never", "at all") is False
    ctx.warn("careful")
    ctx.warn("")
    report = ctx.report()
    assert (report.passed, report.checks_run, ctx.checks_run) == (False, 3, 3)
    assert report.checks == ("yes", "no", "never")
    assert [(failure.name, failure.details) for failure in report.failures] == [
        ("no", "because"),
        ("never", "at all"),
    ]
    assert report.warnings == ("careful",)
    assert ctx.report() == report


def test_poses_replace_one_another_and_return(chest):
    ctx = TestContext(chest)
    hinge = chest.get_articulation("hinge")
    rest = ctx.part_world_aabb("lid")
    with ctx.pose({hinge: 1.2}):
        assert ctx.part_world_aabb("lid") != rest
        with ctx.pose(turn=1.0):
            assert ctx.part_world_aabb("lid") == rest
        with pytest.raises(KeyError), ctx.pose({"hinge": 0.3}, hinge="0.6"):
            raise KeyError
    assert ctx.part_world_aabb("lid") == rest


def test_keywords_win_and_limits_do_not_clamp(chest):
    ctx = TestContext(chest)
    with ctx.pose({"hinge": 0.1}, hinge=pi):
        assert ctx.part_world_aabb("lid")[0][0] == pytest.approx(-0.3)


@pytest.mark.parametrize("positions", [{"nope": 1.0}, {"hinge": Origin()}, {" ": 1.0}, {3: 1.0}])
def test_poses_that_make_no_sense_raise(chest, positions):
    with pytest.raises(ValidationError), TestContext(chest).pose(positions):
        pass


def test_mimics_are_driven_through_their_source(chest):
    chest.articulations[1].mimic = Mimic("hinge", 2.0)
    with pytest.raises(ValidationError, match="hinge"), TestContext(chest).pose(turn=1.0):
        pass


def test_references_are_names_or_named_objects(chest):
    ctx = TestContext(chest)
    assert ctx.part_world_position(" lid ") == pytest.approx((-0.1, 0.0, 0.1))
    assert ctx.link_world_position(chest.get_part("lid")) == ctx.part_world_position("lid")
    assert ctx.part_world_position("ghost") is None
    assert ctx.part_world_aabb("ghost") is None
    assert ctx.part_element_world_aabb("lid", elem="ghost") is None
    assert ctx.part_element_world_aabb("lid", elem="panel") == ctx.link_world_aabb("lid")
    with pytest.raises(ValidationError):
        ctx.expect_contact("lid", "base", elem_a=Visual(Box((1, 1, 1))))
    with pytest.raises(ValidationError):
        ctx.part_world_position("  ")


def test_default_names_of_expectations(chest):
    ctx = TestContext(chest)
    ctx.expect_contact("lid", "base")
    ctx.expect_gap("lid", "base", axis=(0, 0, 2), max_penetration=1e-6)
    ctx.expect_overlap("lid", "base", axes="y, x")
    ctx.expect_within("lid", "base", margin=1e-6)
    ctx.expect_origin_distance("lid", "base", axes="xyz", max_dist=0.2)
    ctx.expect_origin_gap("lid", "base", axis="Z")
    report = ctx.report()
    assert report.passed, report.failures
    assert report.checks == (
        "expect_contact(lid,base)",
        "expect_gap(lid,base,axis=z)",
        "expect_overlap(lid,base,axes=yx)",
        "expect_within(lid,base,axes=xy)",
        "expect_origin_distance(lid,base,axes=xyz)",
        "expect_origin_gap(lid,base,axis=z)",
    )


def test_failures_say_what_was_measured_and_where(chest):
    ctx = TestContext(chest)
    with ctx.pose(hinge=1.0):
        assert not ctx.expect_contact("lid", "dial")
    failure = ctx.report().failures[0]
    assert failure.details.startswith("min_distance=")
    assert "contact_tol=1e-06" in failure.details and "{'hinge': 1.0}" in failure.details
    (finding,) = ctx.report().findings[failure.name, failure.details]
    assert (finding.parts, finding.pose, finding.limit) == (("lid", "dial"), {"hinge": 1.0}, 1e-6)
    assert finding.measured is not None and finding.measured > 0.01


def test_missing_geometry_is_a_failure_and_not_an_error(chest):
    chest.part("frame")
    chest.articulation("f", "fixed", "base", "frame")
    ctx = TestContext(chest)
    for wrong in (("ghost", None), ("frame", None), ("lid", "panels")):
        assert not ctx.expect_within("base", wrong[0], outer_elem=wrong[1])
    assert all("missing exact geometry" in failure.details for failure in ctx.report().failures)


def test_expectations_forgive_rounding_except_under_the_reference():
    model = ArticulatedObject(name="sample")
    model.part("base").visual(Box((0.2, 0.2, 0.1)), origin=Origin(xyz=(0, 0, 0.05)))
    model.part("block").visual(Box((0.1, 0.1, 0.1)))
    model.articulation("mount", "fixed", "base", "block", origin=Origin(xyz=(0, 0, 0.15)))
    assert TestContext(model).expect_gap("block", "base", axis="z")
    with use_profile(PROFILES["reference"]):
        assert not TestContext(model).expect_gap("block", "base", axis="z")


def test_exact_questions_about_an_invalid_model_raise(chest):
    chest.articulations[0].motion_limits = None
    with pytest.raises(ValidationError):
        TestContext(chest).expect_contact("lid", "base")
    ctx = TestContext(chest)
    assert not ctx.check_model_valid()
    with pytest.raises(ValidationError):
        ctx.fail_if_isolated_parts()


def test_allowances_are_told_and_need_reasons(chest):
    ctx = TestContext(chest)
    ctx.allow_overlap("lid", "base", reason=" socket ", elem_a="panel")
    ctx.allow_isolated_part("dial", reason="magnet")
    ctx.allow_coplanar_surfaces("dial", "base", reason="flush")
    report = ctx.report()
    assert report.allowances == (
        "allow_overlap('base', 'lid', elem_a='panel', elem_b=None): socket",
        "allow_isolated_part('dial'): magnet",
        "allow_coplanar_surfaces('base', 'dial'): flush",
    )
    assert report.allowed_isolated_parts == ("dial",)
    assert report.allowed_overlaps[0].elem_a == "panel"
    for blank in ("", "  ", None):
        with pytest.raises(ValueError, match="reason"):
            ctx.allow_isolated_part("dial", reason=blank)


def test_both_lower_bounds_of_a_gap_are_warned_of_once_they_differ(chest):
    ctx = TestContext(chest)
    ctx.expect_gap("lid", "base", axis="z", min_gap=-0.01, max_penetration=0.01)
    assert ctx.report().warnings == ()
    ctx.expect_gap("lid", "base", axis="z", min_gap=0.0, max_penetration=0.01)
    assert len(ctx.report().warnings) == 1


def test_superseded_helpers_warn_once_each(chest):
    ctx = TestContext(chest)
    for _ in range(2):
        ctx.expect_aabb_contact("lid", "base")
        ctx.expect_aabb_within("lid", "base", margin=0.001)
        ctx.expect_joint_motion_axis("hinge", "lid", world_axis="z", direction="positive", min_delta=0.05)
        ctx.check_mesh_files_exist()
        ctx.warn_if_articulation_origin_far_from_geometry(tol=0.05)
    report = ctx.report()
    assert report.passed, report.failures
    assert len(report.warnings) == 5
    assert sum(text.startswith("DEPRECATED: ") for text in report.warnings) == 4


def test_names_of_checks_tell_their_arguments(chest):
    ctx = TestContext(chest)
    ctx.fail_if_isolated_parts(max_pose_samples=0)
    ctx.fail_if_isolated_parts(contact_tol=0.002)
    ctx.fail_if_isolated_parts(max_pose_samples=2)
    ctx.fail_if_part_contains_disconnected_geometry_islands(tol=0.01)
    ctx.fail_if_parts_overlap_in_current_pose(overlap_tol=0.1)
    ctx.fail_if_articulation_overlaps(max_pose_samples=2)
    ctx.warn_if_articulation_origin_far_from_geometry(tol=0.0209)
    assert ctx.report().checks == (
        "fail_if_isolated_parts(samples=0)",
        "fail_if_isolated_parts(samples=1,contact_tol=0.002)",
        "fail_if_isolated_parts(samples=2,contact_tol=1e-06)",
        "fail_if_part_contains_disconnected_geometry_islands(tol=0.01)",
        "fail_if_parts_overlap_in_current_pose(overlap_tol=0.1,overlap_volume_tol=5e-07)",
        "fail_if_articulation_overlaps(samples=2)",
        "warn_if_articulation_origin_far_from_geometry(tol=0.02)",
    )
    assert [failure.name for failure in ctx.report().failures] == ["fail_if_isolated_parts(samples=0)"]


def test_current_pose_and_sampled_poses_find_what_rest_hides(chest):
    chest.articulations[0].axis = (0.0, 1.0, 0.0)
    ctx = TestContext(chest)
    assert ctx.fail_if_parts_overlap_in_current_pose()
    with ctx.pose(hinge=0.6):
        assert not ctx.fail_if_parts_overlap_in_current_pose(name="open")
    assert not ctx.fail_if_parts_overlap_in_sampled_poses(max_pose_samples=8)
    assert ctx.fail_if_parts_overlap_in_sampled_poses(max_pose_samples=8, ignore_adjacent=True)
    assert not ctx.fail_if_articulation_overlaps(max_pose_samples=8)
    ctx.allow_overlap("lid", "base", reason="soft lid")
    assert ctx.fail_if_articulation_overlaps(max_pose_samples=8)
    with pytest.raises(ValidationError):
        ctx.warn_if_overlaps(max_pose_samples=0)
