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
