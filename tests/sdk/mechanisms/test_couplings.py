from __future__ import annotations

from math import cos, pi, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import ValidationError
from sdk.model.articulation import Mimic, MotionLimits
from sdk.model.coupling import Coupling
from sdk.model.kinematics import KinematicTree, world_transforms
from sdk.model.object import ArticulatedObject
from tests.sdk.mechanisms.linkages import crank_slider, slider_place

BOUNDED = MotionLimits(lower=-1.5, upper=2.0)


def pair(driver: str, follower: str, limits: MotionLimits = BOUNDED) -> ArticulatedObject:
    """Joint `lead` about or along Z; joint `led` along or about X, without limits of its own."""
    model = ArticulatedObject("pair")
    base, first, second = (model.part(name) for name in ("base", "first", "second"))
    model.articulation(
        "lead", driver, base, first, motion_limits=MotionLimits() if driver == "continuous" else limits
    )
    model.articulation(
        "led",
        follower,
        base,
        second,
        axis=(1, 0, 0),
        motion_limits=MotionLimits() if follower == "continuous" else None,
    )
    return model


@settings(max_examples=30, deadline=None)
@given(st.floats(-50.0, 50.0), st.floats(-1.0, 1.0))
def test_gears_and_cables_are_ordinary_mimics(ratio: float, offset: float) -> None:
    for kind in ("revolute", "prismatic"):
        model = pair(kind, kind)
        law = model.couple("led", "lead", ratio=ratio, offset=offset)
        assert law == Mimic("lead", ratio, offset) == model.get_joint("led").mimic
        limits = model.get_joint("led").motion_limits
        assert limits is not None and limits.lower is not None and limits.upper is not None
        for value in (-1.5, 2.0):
            assert limits.lower - 1e-9 <= ratio * value + offset <= limits.upper + 1e-9


@settings(max_examples=50, deadline=None)
@given(st.floats(0.0005, 0.02), st.floats(0.5, 20.0))
def test_a_screw_and_a_rack_move_by_their_formulas(pitch: float, turns: float) -> None:
    model = pair("revolute", "prismatic", MotionLimits(lower=0.0, upper=2.0 * pi * turns))
    law = model.couple("led", "lead", ratio=pitch / (2.0 * pi))
    assert isinstance(law, Coupling) and law.is_linear
    tree = KinematicTree(model)
    for angle in np.linspace(0.0, 2.0 * pi * turns, 100).tolist():
        place = tree.world_from_part({"lead": angle})["second"][0, 3]
        assert place == pytest.approx(pitch * angle / (2.0 * pi), abs=1e-12)
    model.validate()


@settings(max_examples=50, deadline=None)
@given(st.floats(0.005, 0.1), st.floats(1.2, 6.0), st.floats(-0.15, 0.15))
def test_a_crank_slider_by_law_is_its_formula(crank: float, share: float, skew: float) -> None:
    rod, offset = crank * share, crank * skew
    model, driver = crank_slider(crank, rod, offset=offset)
    rest = slider_place(crank, rod, 0.0, offset)
    law = model.couple("slide", driver, law=lambda angle: slider_place(crank, rod, angle, offset) - rest)
    assert isinstance(law, Coupling)
    tree = KinematicTree(model)
    for angle in np.linspace(-9.0, 9.0, 100).tolist():
        place = tree.world_from_part({"turn": angle})["slider"][0, 3]
        assert place == pytest.approx(slider_place(crank, rod, angle, offset), abs=2e-6)
    model.validate()


def test_a_law_that_is_a_line_is_kept_as_one() -> None:
    model = pair("revolute", "revolute")
    assert model.couple("led", "lead", law=lambda angle: 3.0 * angle + 0.25) == Mimic("lead", 3.0, 0.25)


def test_the_stated_errors_are_the_errors() -> None:
    model = pair("revolute", "prismatic")
    law = model.couple("led", "lead", law=lambda angle: 0.1 * sin(2.0 * angle) + 0.02)
    assert isinstance(law, Coupling) and law.curve is not None
    places = np.linspace(-1.5, 2.0, 3001)
    exact = 0.1 * np.sin(2.0 * places) + 0.02
    polynomial = np.polynomial.polynomial.polyval(places, law.polynomial)
    assert np.abs(polynomial - exact).max() == pytest.approx(law.polynomial_error, rel=1e-2)
    assert np.abs(law.ratio * places + law.offset - exact).max() == pytest.approx(law.line_error, rel=1e-2)
    assert law.polynomial_error < law.line_error
    assert law.offset == pytest.approx(0.02) and law.at(0.0) == pytest.approx(
        0.02
    )  # rest is right in any format


def test_a_table_is_met_at_its_rows_and_never_overshot() -> None:
    model = pair("revolute", "prismatic")
    rows = {-1.5: 0.0, -0.5: 0.0, 0.5: 0.1, 1.0: 0.1, 2.0: 0.05}
    law = model.couple("led", "lead", table=rows)
    assert [law.at(place) for place in rows] == pytest.approx(list(rows.values()))
    assert all(-1e-12 <= law.at(place) <= 0.1 + 1e-12 for place in np.linspace(-1.5, 2.0, 500).tolist())
    assert law.at(-1.0) == 0.0 and law.at(0.75) == pytest.approx(0.1)
    limits = model.get_joint("led").motion_limits
    assert limits is not None and (limits.lower, limits.upper) == pytest.approx((0.0, 0.1))


def test_followers_of_followers_follow() -> None:
    model = pair("revolute", "prismatic")
    third = model.part("third")
    model.articulation("last", "revolute", "base", third, axis=(0, 1, 0))
    model.couple("led", "lead", law=lambda angle: 0.1 * angle**2)
    model.couple("last", "led", ratio=10.0)
    values = KinematicTree(model).joint_values({"lead": 1.2})
    assert values["led"] == pytest.approx(0.144, abs=1e-7)
    assert values["last"] == pytest.approx(1.44, abs=1e-6)
    with pytest.raises(ValidationError, match="its source 'lead'"):
        world_transforms(model, {"last": 1.0})


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ({}, "exactly one of"),
        ({"ratio": 1.0, "law": cos}, "exactly one of"),
        ({"ratio": float("nan")}, "a finite number"),
        ({"law": lambda angle: float("inf")}, "a finite number"),
        ({"table": {0.0: 1.0}}, "two rows or more"),
        ({"table": {0.0: 0.0, 1.0: 1.0}}, "rows from -1.5 to 2"),
    ],
)
def test_laws_that_mean_nothing_are_refused(arguments: dict, wanted: str) -> None:
    with pytest.raises(ValidationError, match=wanted):
        pair("revolute", "prismatic").couple("led", "lead", **arguments)


def test_joints_that_cannot_follow_are_refused() -> None:
    model = pair("revolute", "prismatic")
    with pytest.raises(ValidationError, match="no circle"):
        model.couple("lead", "lead", ratio=1.0)
    model.couple("led", "lead", ratio=0.1)
    with pytest.raises(ValidationError, match="which follows 'lead'"):
        model.couple("led", "lead", ratio=0.2)
    with pytest.raises(ValidationError, match="lead -> led -> lead"):
        model.couple("lead", "led", ratio=10.0)
    fixed = pair("revolute", "fixed")
    with pytest.raises(ValidationError, match="turn or slide"):
        fixed.couple("led", "lead", ratio=1.0)


def test_a_follower_keeps_its_limits() -> None:
    model = pair("revolute", "prismatic")
    model.get_joint("led").motion_limits = MotionLimits(lower=0.0, upper=0.05)
    with pytest.raises(ValidationError, match=r"room for -0.15 to 0.2"):
        model.couple("led", "lead", ratio=0.1)


def test_what_turns_without_end_cannot_push_without_end() -> None:
    with pytest.raises(ValidationError, match="a driver with limits"):
        pair("continuous", "prismatic").couple("led", "lead", ratio=0.01)
    assert pair("continuous", "continuous").couple("led", "lead", ratio=-2.0) == Mimic("lead", -2.0, 0.0)


def test_validation_finds_couplings_that_later_edits_spoilt() -> None:
    model = pair("revolute", "prismatic")
    model.couple("led", "lead", ratio=0.01)
    model.get_joint("lead").name = "renamed"
    with pytest.raises(ValidationError, match=r"coupling.*name of a joint"):
        model.validate()
