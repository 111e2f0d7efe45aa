from __future__ import annotations

from math import asin, cos, pi, sin

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sdk.errors import ValidationError
from sdk.model.articulation import Mimic, MotionLimits
from sdk.model.kinematics import KinematicTree
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from tests.sdk.mechanisms.linkages import FREE, crank_slider, four_bar, rocker_angle, slider_place


def opening(model: ArticulatedObject, value: float) -> float:
    """Largest distance of the loops' points with the driver at a value, by our own products."""
    loop = model.loops[0]
    world = KinematicTree(model).world_from_part({loop.driver: value})
    ends = [
        world[part] @ [*point, 1.0]
        for part, point in ((loop.part_a, loop.point_a), (loop.part_b, loop.point_b))
    ]
    return float(np.linalg.norm(ends[0] - ends[1]))


@settings(max_examples=25, deadline=None)
@given(st.floats(0.005, 0.1), st.floats(1.3, 6.0), st.floats(-0.2, 0.2))
def test_a_crank_slider_is_its_formula(crank: float, share: float, skew: float) -> None:
    rod, offset = crank * share, crank * skew
    model, driver = crank_slider(crank, rod, offset=offset)
    loop = model.close_loop("rod", (rod, 0, 0), "slider", (0, 0, 0), driver=driver)
    assert loop.error < 1e-5 and set(loop.dependents) == {"wrist", "slide"}
    tree = KinematicTree(model)
    for angle in np.linspace(-7.0, 7.0, 100).tolist():
        place = tree.world_from_part({"turn": angle})["slider"][0, 3]
        assert place == pytest.approx(slider_place(crank, rod, angle, offset), abs=1e-5)
    model.validate()


@settings(max_examples=25, deadline=None)
@given(st.floats(0.01, 0.05), st.floats(1.5, 3.0), st.floats(1.5, 3.0), st.floats(1.5, 3.0))
def test_a_four_bar_is_its_formula(crank: float, b: float, c: float, d: float) -> None:
    coupler, rocker, ground = crank * b, crank * c, crank * d
    sides = sorted((crank, coupler, rocker, ground))
    assume(
        sides[0] + sides[3] < 0.97 * (sides[1] + sides[2])
    )  # Grashof, with room: the crank turns full circles
    model, driver = four_bar(crank, coupler, rocker, ground)
    loop = model.close_loop("coupler", (coupler, 0, 0), "rocker", (rocker, 0, 0), driver=driver)
    assert loop.error < 1e-5
    tree = KinematicTree(model)
    for angle in np.linspace(-7.0, 7.0, 100).tolist():
        assert opening(model, angle) < 1e-5
        tip = tree.world_from_part({"turn": angle})["rocker"] @ [rocker, 0.0, 0.0, 1.0]
        wanted = rocker_angle(crank, coupler, rocker, ground, angle + 0.9)
        assert tip[:2] == pytest.approx((ground + rocker * cos(wanted), rocker * sin(wanted)), abs=1e-5)
    model.validate()


def test_a_parallelogram_passes_its_dead_centres_and_needs_no_table() -> None:
    model, driver = four_bar(0.03, 0.07, 0.03, 0.07)
    model.get_joint("rock").joint_type = "continuous"
    model.get_joint("rock").motion_limits = FREE
    loop = model.close_loop("coupler", (0.07, 0, 0), "rocker", (0.03, 0, 0), driver=driver)
    assert loop.error < 1e-8
    assert model.get_joint("rock").mimic == Mimic("turn", 1.0, 0.0)
    assert model.get_joint("knee").mimic == Mimic("turn", -1.0, 0.0)


def scissor(arm: float, low: float, high: float) -> ArticulatedObject:
    """Two arms of length `arm` crossing in their middles; the second one's foot slides along X under the top."""
    start = (low + high) / 2.0
    model = ArticulatedObject("scissor")
    base, first, second, foot = (model.part(name) for name in ("base", "first", "second", "foot"))
    limits = MotionLimits(lower=low - start, upper=high - start)
    model.articulation(
        "lift",
        "revolute",
        base,
        first,
        origin=Origin(rpy=(0, -start, 0)),
        axis=(0, -1, 0),
        motion_limits=limits,
    )
    model.articulation(
        "cross", "revolute", first, second, origin=Origin((arm / 2, 0, 0), (0, 2 * start, 0)), axis=(0, 1, 0)
    )
    model.articulation(
        "run", "prismatic", base, foot, origin=Origin((arm * cos(start), 0, 0)), axis=(1, 0, 0)
    )
    return model


@settings(max_examples=20, deadline=None)
@given(st.floats(0.05, 0.6), st.floats(0.1, 0.5), st.floats(0.3, 0.8))
def test_a_scissor_is_its_formula(arm: float, low: float, travel: float) -> None:
    model = scissor(arm, low, low + travel)
    loop = model.close_loop("second", (arm / 2, 0, 0), "foot", (0, 0, 0), driver="lift")
    assert loop.error < 1e-5
    tree, start = KinematicTree(model), low + travel / 2.0
    for angle in np.linspace(low, low + travel, 100).tolist():
        world = tree.world_from_part({"lift": angle - start})
        assert world["foot"][0, 3] == pytest.approx(arm * cos(angle), abs=1e-5)
        top = world["second"] @ [-arm / 2, 0.0, 0.0, 1.0]
        assert top[:3] == pytest.approx((0.0, 0.0, arm * sin(angle)), abs=1e-5)
    model.validate()


def test_a_pin_in_a_slot_slides_along_it() -> None:
    """A crank's pin in a slotted arm (quick return): tan of the arm's angle is r sin / (d + r cos)."""
    crank, distance = 0.02, 0.06
    model = ArticulatedObject("quick_return")
    base, disc, arm = (model.part(name) for name in ("base", "disc", "arm"))
    model.articulation("turn", "continuous", base, disc, motion_limits=FREE)
    model.articulation("swing", "revolute", base, arm, origin=Origin((-distance, 0, 0)))
    model.close_loop("disc", (crank, 0, 0), "arm", (0, 0, 0), driver="turn", along=(1, 0, 0))
    tree = KinematicTree(model)
    for angle in np.linspace(0.0, 2.0 * pi, 100).tolist():
        wanted = np.arctan2(crank * sin(angle), distance + crank * cos(angle))
        assert tree.joint_values({"turn": angle})["swing"] == pytest.approx(wanted, abs=1e-5)
    limits = model.get_joint("swing").motion_limits
    assert limits is not None and limits.upper == pytest.approx(asin(crank / distance), abs=1e-5)


def test_an_open_loop_says_how_far_where_and_what_would_close() -> None:
    model, driver = four_bar(0.05, 0.06, 0.05, 0.07)
    driver.joint_type, driver.motion_limits = "revolute", MotionLimits(lower=-1.0, upper=3.0)
    # the ends are farthest apart with the crank pointing away: 0.05 + 0.07 - 0.06 - 0.05 = 10 mm at pi
    wanted = r"open (9\.9\d*|10) mm at turn = 2\.\d+'; want turn limited to what closes, -1 to 1\.375"
    with pytest.raises(ValidationError, match=wanted) as caught:
        model.close_loop("coupler", (0.06, 0, 0), "rocker", (0.05, 0, 0), driver=driver)
    assert caught.value.code == "loop-open"
    assert not model.loops and model.get_joint("rock").law is None


def test_links_that_never_meet_are_refused_at_once() -> None:
    model, driver = four_bar(0.02, 0.06, 0.05, 0.07)
    with pytest.raises(ValidationError, match=r"open .* mm at turn = 0'; want links that reach"):
        model.close_loop("coupler", (0.01, 0, 0), "rocker", (0.01, 0, 0), driver=driver)


def test_a_loop_drawn_open_is_assembled_near_the_guess() -> None:
    for guess, side in ((0.7, 1.0), (-0.7, -1.0)):
        model = ArticulatedObject("props")
        base, lid, stay = (model.part(name) for name in ("base", "lid", "stay"))
        limits = MotionLimits(lower=0.0, upper=0.5)
        model.articulation("lift", "revolute", base, lid, motion_limits=limits)
        model.articulation("prop", "revolute", base, stay, origin=Origin((0.1, 0, 0)))
        model.articulation(
            "rider", "prismatic", lid, model.part("shoe"), origin=Origin((0.15, 0, 0)), axis=(1, 0, 0)
        )
        model.close_loop("stay", (0, side * 0.05, 0), "shoe", (0, 0, 0), driver="lift", guess={"prop": guess})
        assert opening(model, 0.3) < 1e-6


def test_what_the_pins_do_not_determine_is_refused() -> None:
    model, driver = four_bar(0.02, 0.06, 0.05, 0.07)
    extra = model.part("extra")
    model.articulation(
        "spare", "continuous", "rocker", extra, origin=Origin((0.05, 0, 0)), motion_limits=FREE
    )
    with pytest.raises(ValidationError, match=r"3 joints to solve .* of which the pins determine 2"):
        model.close_loop("coupler", (0.06, 0, 0), "extra", (0, 0, 0), driver=driver)
    model.close_loop("coupler", (0.06, 0, 0), "extra", (0, 0, 0), driver=driver, dependents=["knee", "rock"])


def test_followers_and_strangers_cannot_be_solved() -> None:
    model, driver = four_bar(0.02, 0.06, 0.05, 0.07)
    with pytest.raises(ValidationError, match="two different parts"):
        model.close_loop("coupler", (0, 0, 0), "coupler", (0, 0, 0), driver=driver)
    with pytest.raises(ValidationError, match="joints already connect"):
        model.part("island")
        model.close_loop("coupler", (0, 0, 0), "island", (0, 0, 0), driver=driver)
    with pytest.raises(ValidationError, match="a joint of the ring"):
        model.articulation("other", "continuous", "ground", "island", motion_limits=FREE)
        model.close_loop("coupler", (0.06, 0, 0), "rocker", (0.05, 0, 0), driver="other")
    model.couple("knee", "turn", ratio=1.0)
    model.get_joint("rock").joint_type = "fixed"
    with pytest.raises(ValidationError, match="at least one more joint"):
        model.close_loop("coupler", (0.06, 0, 0), "rocker", (0.05, 0, 0), driver=driver)


def test_dependents_keep_their_limits() -> None:
    model, driver = four_bar(0.02, 0.06, 0.05, 0.07)
    model.get_joint("rock").motion_limits = MotionLimits(lower=-0.05, upper=0.05)
    with pytest.raises(ValidationError, match=r"limits of 'rock': got .* want room for"):
        model.close_loop("coupler", (0.06, 0, 0), "rocker", (0.05, 0, 0), driver=driver)
