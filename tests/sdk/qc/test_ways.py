"""Joints that move alone are followed together: with the same ways, crossings and findings as one by one."""

from __future__ import annotations

from math import tau

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.qc_objects import chain, keyboard, machine
from sdk.assets import AssetSession
from sdk.model.articulation import MotionLimits
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.shapes import Box, Cylinder
from sdk.qc import ways
from sdk.qc.checks.support_lost import check_support_lost
from sdk.qc.checks.tips_over import check_tips_over
from sdk.qc.profiles import PROFILES
from sdk.qc.subject import Subject
from sdk.qc.sweep import Sweeps
from sdk.scene import Scene
from tests.strategies import directions, points, rpys

kinds = st.sampled_from(("revolute", "prismatic", "continuous"))
ranges = st.tuples(st.floats(-2.0, 0.0), st.floats(0.01, 2.0))
fingers = st.lists(st.tuples(kinds, points, rpys, directions, ranges), min_size=2, max_size=6)


def hand(fingers) -> ArticulatedObject:
    """A palm with fingers; every second one carries the next."""
    model = ArticulatedObject("hand")
    carrier = model.part("palm")
    carrier.visual(Box((0.4, 0.3, 0.1)), name="palm")
    for number, (kind, at, turned, axis, (lower, upper)) in enumerate(fingers):
        finger = model.part(f"finger_{number}")
        finger.visual(Box((0.05, 0.1, 0.3)), origin=Origin((0.1, 0.0, 0.1), turned), name="bone")
        finger.visual(Cylinder(0.04, 0.2), origin=Origin((-0.05, 0.02, 0.1), turned), name="nail")
        limits = MotionLimits(lower=lower, upper=upper) if kind != "continuous" else MotionLimits()
        place = Origin(at, turned)
        model.articulation(
            f"bend_{number}", kind, carrier, finger, origin=place, axis=axis, motion_limits=limits
        )
        carrier = finger if number % 2 else carrier
    return model


def sweeps_of(model: ArticulatedObject) -> Sweeps:
    return Sweeps.of(Subject(Scene(model), PROFILES["default"]))


def one_by_one(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ways, "_is_plain", lambda drive: False)


@settings(max_examples=25, deadline=None)
@given(fingers)
def test_ways_found_together_are_those_found_one_by_one(fingers):
    model = hand(fingers)
    together = sweeps_of(model)
    with pytest.MonkeyPatch.context() as patch:
        one_by_one(patch)
        alone = sweeps_of(model)
        expected = {drive.joint.name: alone.ways.of(drive) for drive in alone.subject.scene.drives}
    assert len(expected) == len(fingers)
    for drive in together.subject.scene.drives:
        way, known = together.ways.of(drive), expected[drive.joint.name]
        assert way.moving.tolist() == known.moving.tolist()
        np.testing.assert_allclose(way.boxes, known.boxes, atol=1e-9)
        assert set(map(tuple, way.crossing.tolist())) == set(map(tuple, known.crossing.tolist()))


@settings(max_examples=25, deadline=None)
@given(fingers)
def test_nothing_leaves_its_way(fingers):
    sweeps = sweeps_of(hand(fingers))
    for drive in sweeps.subject.scene.drives:
        way, groups = sweeps.ways.of(drive), sweeps.groups_of(drive)
        motions = drive.motions(np.linspace(drive.lower, drive.upper, 101))
        for element, (low, high) in zip(way.moving.tolist(), way.boxes, strict=True):
            moved = ways.moved_corners(motions[groups[element]], sweeps.corners[[element]]).reshape(-1, 3)
            assert (moved >= low - 1e-9).all() and (moved <= high + 1e-9).all()


def test_a_row_of_keys_is_followed_in_one_go(monkeypatch):
    asked = []

    def counted(screws, amounts):
        asked.append(len(screws))
        return motions_about(screws, amounts)

    motions_about = ways.motions_about
    monkeypatch.setattr(ways, "motions_about", counted)
    sweeps = sweeps_of(keyboard(45))
    for drive in sweeps.subject.scene.drives:
        sweeps.ways.of(drive)
    assert asked == [45]


def test_a_long_row_is_followed_in_blocks(monkeypatch):
    monkeypatch.setattr(ways, "ROWS_AT_ONCE", 7)
    sweeps, whole = sweeps_of(chain(12)), sweeps_of(chain(12))
    monkeypatch.undo()
    for drive, same in zip(sweeps.subject.scene.drives, whole.subject.scene.drives, strict=True):
        np.testing.assert_array_equal(sweeps.ways.of(drive).boxes, whole.ways.of(same).boxes)
        np.testing.assert_array_equal(sweeps.ways.of(drive).crossing, whole.ways.of(same).crossing)


@pytest.mark.parametrize("make", [lambda: keyboard(9), lambda: chain(9), machine])
def test_contacts_looked_at_together_lose_what_single_ones_do(monkeypatch, tmp_path, make):
    with AssetSession(tmp_path).use():
        model = make()
        found = check_support_lost(Subject(Scene(model), PROFILES["strict"]))
        monkeypatch.setattr("sdk.qc.checks.support_lost._held_at_first_sight", lambda subject, drives: set())
        assert check_support_lost(Subject(Scene(model), PROFILES["strict"])) == found


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.floats(0.0, tau), st.floats(0.05, 0.8)), min_size=2, max_size=6))
def test_the_worst_of_many_arms_tips_an_object_over(arms):
    model = ArticulatedObject("mast")
    mast = model.part("mast")
    mast.visual(Box((0.3, 0.3, 0.5)), origin=Origin((0.0, 0.0, 0.25)), name="block")
    for number, (heading, travel) in enumerate(arms):
        arm = model.part(f"arm_{number}")
        arm.visual(Box((0.2, 0.2, 0.2)), name="weight")
        axis = (float(np.cos(heading)), float(np.sin(heading)), 0.0)
        limits = MotionLimits(lower=0.0, upper=travel)
        place = Origin((0.0, 0.0, 0.6 + 0.2 * number))
        model.articulation(
            f"reach_{number}", "prismatic", mast, arm, origin=place, axis=axis, motion_limits=limits
        )
    found = check_tips_over(Subject(Scene(model), PROFILES["strict"]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sdk.qc.checks.tips_over._perhaps_worst", lambda asked, weighed, corners: asked)
        assert check_tips_over(Subject(Scene(model), PROFILES["strict"])) == found
