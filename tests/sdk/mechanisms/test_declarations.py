"""Fits, interlocks, anchors and handles: what may be declared, and what follows from it without geometry."""

from __future__ import annotations

from copy import deepcopy

import pytest

from sdk.errors import ValidationError
from sdk.mechanisms.handle import Frame, Handle
from sdk.model.articulation import Mimic, MotionLimits
from sdk.model.coercion import is_pose
from sdk.model.interlocking import permits, released
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.shapes import Box
from sdk.render.opening import opened_configuration
from sdk.scene.sampling import generate_pose_samples

QUARTER = MotionLimits(lower=0.0, upper=1.5)


def cabinet() -> ArticulatedObject:
    """A door with a latch that turns on it, and a drawer."""
    model = ArticulatedObject("cabinet")
    case, door, latch, drawer = (model.part(name) for name in ("case", "door", "latch", "drawer"))
    for part in model.parts:
        part.visual(Box((0.1, 0.1, 0.1)), name="body")
    model.articulation("swing", "revolute", case, door, motion_limits=QUARTER)
    model.articulation("turn", "revolute", door, latch, motion_limits=QUARTER)
    model.articulation("pull", "prismatic", case, drawer, motion_limits=MotionLimits(lower=0.0, upper=0.3))
    return model


def test_a_fit_holds_between_a_third_and_thrice() -> None:
    model = cabinet()
    fit = model.fit("door", model.get_part("case"), elem_child="body", gap=0.0004)
    assert model.fits == [fit] and fit.elem_parent is None
    assert (fit.least, fit.most, fit.press) == pytest.approx((0.00012, 0.0012, 0.0))
    assert fit.joins("case", "anything", "door", "body") and fit.joins("door", "body", "case", None)
    assert not fit.joins("case", "anything", "door", "other")
    press = model.fit("latch", "door", gap=0.00002, kind="press")
    assert (press.least, press.most, press.press) == pytest.approx((-0.00006, -0.000006, 0.00006))
    assert fit.label == "door/body in case"


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ({"child": "door", "parent": "door"}, "two different parts"),
        ({"child": "lid", "parent": "door"}, "one of: 'case'"),
        ({"child": "door", "parent": "case", "elem_child": "pin"}, "one of its visuals: 'body'"),
        ({"child": "door", "parent": "case", "kind": "loose"}, "one of 'running'"),
        ({"child": "door", "parent": "case", "gap": 0.0}, "more than 0"),
        ({"child": "door", "parent": "case", "gap": 0.2}, "at most 0.01 m"),
    ],
)
def test_fits_that_mean_nothing_are_refused(arguments: dict, wanted: str) -> None:
    with pytest.raises(ValidationError, match=wanted):
        cabinet().fit(**arguments)


def test_an_interlock_forbids_and_is_released() -> None:
    model = cabinet()
    lock = model.interlock("swing", {model.get_joint("turn"): (1.2, 9.0)})
    assert lock.requires == {"turn": (1.2, 1.5)}  # kept within the latch's limits
    assert (
        permits(model, {}) and permits(model, {"turn": 1.5}) and permits(model, {"swing": 1.0, "turn": 1.2})
    )
    assert not permits(model, {"swing": 1.0}) and not permits(model, {"swing": 1.0, "turn": 1.0})
    assert released(model, {"swing": 1.0}) == {"swing": 1.0, "turn": 1.2}
    assert released(model, {"pull": 0.2}) == {"pull": 0.2}


def test_locks_of_locks_are_released_in_turn() -> None:
    model = cabinet()
    model.interlock("pull", {"swing": (1.0, 1.5)})
    model.interlock("swing", {"turn": (1.2, 1.5)})
    assert released(model, {"pull": 0.1}) == {"pull": 0.1, "swing": 1.0, "turn": 1.2}


def test_what_follows_is_left_to_what_it_follows() -> None:
    model = cabinet()
    model.interlock("swing", {"turn": (1.2, 1.5)})
    model.get_joint("turn").mimic = Mimic("pull", multiplier=4.0)
    assert released(model, {"swing": 1.0}) == {"swing": 1.0}


def test_samples_and_pictures_keep_to_what_the_object_can_do() -> None:
    model = cabinet()
    model.interlock("swing", {"turn": (1.3, 1.4)})
    for budget in (256, 12, 6):
        samples = generate_pose_samples(model, max_samples=budget)
        assert samples[0] == {"swing": 0.0, "turn": 0.0, "pull": 0.0}
        assert all(permits(model, sample) for sample in samples)
        assert any(sample["swing"] > 1.0 for sample in samples)
    assert permits(model, opened_configuration(model))


@pytest.mark.parametrize(
    ("joint", "requires", "options", "wanted"),
    [
        ("swing", {}, {}, "other joint"),
        ("swing", {"swing": (0, 1)}, {}, "another joint"),
        ("swing", {"turn": (1.0, 0.5)}, {}, "finite and in order"),
        ("swing", {"turn": 1.0}, {}, "finite and in order"),
        ("swing", {"turn": (2.0, 3.0)}, {}, "a range within its limits 0.0 to 1.5"),
        ("swing", {"gone": (0.0, 1.0)}, {}, "one of: 'swing'"),
        ("swing", {"turn": (1.0, 1.5)}, {"locked_at": 1.0}, "the value it has at rest"),
    ],
)
def test_interlocks_that_cannot_work_are_refused(joint, requires, options, wanted) -> None:
    with pytest.raises(ValidationError, match=wanted):
        cabinet().interlock(joint, requires, **options)


def test_interlocks_that_wait_for_each_other_are_refused() -> None:
    model = cabinet()
    model.interlock("swing", {"turn": (1.0, 1.5)})
    with pytest.raises(ValidationError, match="turn waits for swing waits for turn"):
        model.interlock("turn", {"swing": (0.5, 1.0)})
    model.couple("pull", "swing", ratio=0.1)
    with pytest.raises(ValidationError, match="want 'swing' itself"):
        model.interlock("turn", {"pull": (0.0, 0.1)})


def test_interlocks_that_contradict_each_other_are_refused() -> None:
    model = cabinet()
    model.interlock("swing", {"turn": (1.0, 1.5)})
    with pytest.raises(
        ValidationError, match=r"'turn' wanted from 0 to 0.5 and from 1 to 1.5 before 'swing' moves"
    ):
        model.interlock("swing", {"turn": (0.0, 0.5)})
    with pytest.raises(
        ValidationError, match=r"before 'pull' moves.*want ranges that have a value in common"
    ):
        model.interlock("pull", {"swing": (0.5, 1.0), "turn": (0.0, 0.5)})
    model.interlock("pull", {"swing": (0.0, 1.0), "turn": (0.0, 0.5)})  # the door may stay shut meanwhile
    assert len(model.interlocks) == 2


def test_what_may_be_open_one_at_a_time_is_shown_so() -> None:
    model = cabinet()
    model.interlock("swing", {"turn": (1.0, 1.5)})
    model.interlock("pull", {"turn": (0.0, 0.5)})
    assert not permits(model, released(model, {"swing": 1.0, "pull": 0.2}))
    opened = opened_configuration(model)
    assert permits(model, opened)
    assert opened["swing"] > 0.5 and opened["turn"] >= 1.0 and "pull" not in opened


def test_one_anchor_on_the_root() -> None:
    model = cabinet()
    with pytest.raises(ValidationError, match="want the root part"):
        model.anchor("door", to="wall")
    with pytest.raises(ValidationError, match="one of 'floor'"):
        model.anchor("case", to="sky")  # type: ignore[arg-type]
    anchor = model.anchor("case", to="wall")
    assert model.anchored is anchor and (anchor.part, anchor.to) == ("case", "wall")
    with pytest.raises(ValidationError, match="one anchor"):
        model.anchor("case")


def test_declarations_survive_copies_and_are_validated() -> None:
    model = cabinet()
    model.fit("door", "case")
    model.interlock("swing", {"turn": (1.0, 1.5)})
    model.anchor("case")
    model.couple("pull", "swing", law=lambda angle: 0.1 * angle**2)
    twin = deepcopy(model)
    twin.validate()
    assert twin.fits == model.fits and twin.interlocks == model.interlocks and twin.anchored == model.anchored
    twin.fits.clear()
    assert model.fits
    model.get_part("door").visuals.clear()
    model.validate()
    model.get_joint("turn").name = "renamed"
    with pytest.raises(ValidationError, match=r"interlock of 'swing'.*name of a joint"):
        model.validate()


def test_a_handle_stands_for_its_joint_and_a_frame_for_a_pose() -> None:
    model = cabinet()
    frame = Frame("door", Origin((1, 2, 3), (0, 0, 1)))
    handle = Handle(model.get_joint("swing"), {"pin": "pin"}, {"knob": frame})
    assert model.get_articulation(handle) is handle.joint and handle.joints == (handle.joint,)  # type: ignore[arg-type]
    assert is_pose(frame) and frame.xyz == (1, 2, 3)
    part = model.part("knob")
    model.articulation("mount", "fixed", frame.part, part, origin=frame)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        handle.joint = None  # type: ignore[misc]
