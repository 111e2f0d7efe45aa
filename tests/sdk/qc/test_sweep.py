"""Sweeps against closed forms: first contact, usable range, depth, and what is left out."""

from __future__ import annotations

from math import asin, hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.model.articulation import MotionLimits
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.shapes import Box, Cylinder
from sdk.qc.checks.swept_collision import check_swept_collision, usable_range
from sdk.qc.profiles import PROFILES
from sdk.qc.subject import Subject
from sdk.qc.sweep import Sweeps
from sdk.scene import Scene


def slider(gap: float, thickness: float = 0.001, *, upper: float = 0.5) -> ArticulatedObject:
    model = ArticulatedObject("slider")
    base = model.part("base")
    base.visual(Box((1.0, 0.1, 0.01)), origin=Origin((0.4, 0, -0.0055)), name="table")
    base.visual(Box((thickness, 0.1, 0.1)), origin=Origin((0.05 + gap + thickness / 2, 0, 0.05)), name="wall")
    model.part("cart").visual(Box((0.1, 0.1, 0.1)), origin=Origin((0, 0, 0.05)), name="block")
    limits = MotionLimits(lower=0.0, upper=upper)
    model.articulation("push", "prismatic", base, "cart", axis=(1, 0, 0), motion_limits=limits)
    return model


def subject_of(model: ArticulatedObject) -> Subject:
    return Subject(Scene(model), PROFILES["strict"])


@settings(max_examples=15, deadline=None)
@given(st.floats(0.005, 0.3))
def test_a_slider_meets_a_thin_wall_where_it_stands(gap):
    subject = subject_of(slider(gap, 0.003))
    (drive,) = subject.scene.drives
    (entry,) = Sweeps.of(subject).entries(drive)
    limit = entry.limit
    assert entry.first_value == pytest.approx(gap + limit, abs=2e-5)
    assert usable_range(drive, [entry]) == (0.0, entry.first_value)
    (finding,) = check_swept_collision(subject).findings
    assert (finding.joint, finding.elements) == ("push", ("wall", "block"))
    assert finding.identity == finding.__class__.from_dict(finding.to_dict()).identity


def test_an_arm_meets_a_post_at_the_angle_of_its_edge():
    model = ArticulatedObject("arm")
    base = model.part("base")
    base.visual(Cylinder(0.01, 0.02), name="pivot")
    base.visual(Box((0.02, 0.02, 0.02)), origin=Origin((0.0, 0.2, 0.0)), name="post")
    arm = model.part("arm")
    arm.visual(Box((0.3, 0.01, 0.01)), origin=Origin((0.17, 0, 0)), name="bar")
    limits = MotionLimits(lower=0.0, upper=3.0)
    model.articulation("swing", "revolute", base, arm, axis=(0, 0, 1), motion_limits=limits)
    subject = subject_of(model)
    (drive,) = subject.scene.drives
    (entry,) = Sweeps.of(subject).entries(drive)
    corner = (0.01, 0.19)  # the post's edge that the bar's upper side meets
    reach = hypot(*corner)
    touching = asin(corner[1] / reach) - asin(0.005 / reach)
    assert touching < entry.first_value < touching + 0.02
    assert entry.depth == pytest.approx(0.01, rel=0.05)


def test_a_pin_that_turns_in_its_bore_costs_nothing_and_finds_nothing():
    model = ArticulatedObject("pin")
    model.part("base").visual(Box((0.1, 0.1, 0.1)), name="block")
    model.part("pin").visual(Cylinder(0.01, 0.3), name="shaft")
    model.articulation("spin", "continuous", "base", "pin", motion_limits=MotionLimits())
    subject = subject_of(model)
    assert check_swept_collision(subject).ok  # sunk at rest, and no deeper anywhere


def test_a_cart_between_two_walls_is_usable_between_them():
    model = slider(0.02, 0.003)
    wall = Box((0.003, 0.1, 0.1))
    model.parts[0].visual(wall, origin=Origin((-0.05 - 0.03 - 0.0015, 0, 0.05)), name="back")
    model.articulations[0].motion_limits = MotionLimits(lower=-0.4, upper=0.4)
    subject = subject_of(model)
    (drive,) = subject.scene.drives
    entries = Sweeps.of(subject).entries(drive)
    limit = entries[0].limit
    assert usable_range(drive, entries) == pytest.approx((-0.03 - limit, 0.02 + limit), abs=2e-5)


def test_a_post_that_is_met_both_ways_round_bounds_both_sides():
    model = ArticulatedObject("arm")
    base, arm = model.part("base"), model.part("arm")
    base.visual(Cylinder(0.01, 0.02), name="pivot")
    base.visual(Box((0.02, 0.02, 0.02)), origin=Origin((-0.2, 0.0, 0.0)), name="post")
    arm.visual(Box((0.3, 0.01, 0.01)), origin=Origin((0.17, 0, 0)), name="bar")
    limits = MotionLimits(lower=-3.1, upper=3.1)
    model.articulation("swing", "revolute", base, arm, axis=(0, 0, 1), motion_limits=limits)
    subject = subject_of(model)
    (drive,) = subject.scene.drives
    (entry,) = Sweeps.of(subject).entries(drive)
    low, high = usable_range(drive, [entry])
    assert low == pytest.approx(-high, abs=1e-4) and 3.0 < high < 3.1


def test_what_two_joints_of_an_arm_reach_together_is_found():
    model = ArticulatedObject("arm")
    base, boom, tip = model.part("base"), model.part("boom"), model.part("tip")
    base.visual(Box((1.0, 0.1, 0.01)), origin=Origin((0.4, 0, -0.005)), name="bed")
    base.visual(Box((0.02, 0.1, 0.1)), origin=Origin((0.21, 0, 0.05)), name="wall")
    boom.visual(Box((0.05, 0.05, 0.01)), origin=Origin((0, 0, 0.005)), name="foot")
    tip.visual(Box((0.05, 0.05, 0.01)), origin=Origin((0, 0, 0.015)), name="head")
    for name, parent, child in (("reach", base, boom), ("extend", boom, tip)):
        limits = MotionLimits(lower=0.0, upper=0.1)
        model.articulation(name, "prismatic", parent, child, axis=(1, 0, 0), motion_limits=limits)
    (finding,) = check_swept_collision(subject_of(model)).findings
    assert finding.pose == {"reach": 0.1, "extend": 0.1}
    assert set(finding.elements) == {"wall", "head"}
    assert finding.measured == pytest.approx(0.01, abs=1e-4)  # the head is 10 mm thick


def test_many_collisions_of_two_parts_bound_the_range_by_the_nearest():
    model = ArticulatedObject("rake")
    base, rake = model.part("base"), model.part("rake")
    base.visual(Box((1.0, 1.0, 0.01)), origin=Origin((0.0, 0.4, -0.005)), name="bed")
    for row in range(12):
        gap = 0.2 - 0.01 * row  # the last is the nearest
        at = Origin((0.05 + gap + 0.005, 0.05 * row, 0.02))
        base.visual(Box((0.01, 0.02, 0.04)), origin=at, name=f"peg_{row}")
        rake.visual(Box((0.1, 0.02, 0.02)), origin=Origin((0, 0.05 * row, 0.01)), name=f"tooth_{row}")
    limits = MotionLimits(lower=0.0, upper=0.3)
    model.articulation("push", "prismatic", base, rake, axis=(1, 0, 0), motion_limits=limits)
    subject = subject_of(model)
    (drive,) = subject.scene.drives
    entries = Sweeps.of(subject).entries(drive)
    assert usable_range(drive, entries)[1] == pytest.approx(0.09 + entries[0].limit, abs=2e-5)
