"""What is said of an object against a checklist, for objects that meet it, miss it, and cannot be told."""

from __future__ import annotations

from typing import Any

import pytest

from harness.contract import checklist, coverage, missing_in


def described(
    joints: dict[str, str], *, fixed: tuple[str, ...] = (), size: tuple[float, ...] = ()
) -> dict[str, Any]:
    """The description of an object whose parts hang on joints of the types given."""
    return {
        "parts": ["body", *joints, *fixed],
        "joints": [{"name": f"body_to_{part}", "type": kind, "child": part} for part, kind in joints.items()],
        "size": list(size),
    }


def notes(prompt: str, described_object: dict[str, Any]) -> list[tuple[str, str]]:
    return [(answer.state, answer.note) for answer in coverage(checklist(prompt), described_object)]


def test_what_was_asked_for_and_is_there_is_met() -> None:
    made = described({"drawer_0": "prismatic", "drawer_1": "prismatic", "door": "revolute"})
    assert {
        state for state, _ in notes("a cabinet whose two drawers slide and with a hinged door", made)
    } == {"met"}


@pytest.mark.parametrize(
    ("joints", "note"),
    [
        ({"drawer_0": "prismatic", "drawer_1": "prismatic"}, "asked for 3 drawers that slide, found 2"),
        ({"drawer_0": "revolute"}, "drawer: asked that it slides; it is on revolute"),
        ({"tray": "prismatic"}, "'drawers slide out': no part or joint is named for it"),
    ],
)
def test_what_is_missing_is_said_with_what_was_found(joints: dict[str, str], note: str) -> None:
    assert missing_in(coverage(checklist("a cabinet whose three drawers slide out"), described(joints))) == (
        note,
    )


def test_a_part_that_does_not_move_is_missing_its_motion() -> None:
    assert notes("the lid rotates on a hinge", described({}, fixed=("lid",))) == [
        ("missing", "lid: asked that it turns; it is on no joint")
    ]


def test_things_that_are_only_counted_may_be_pieces_of_a_part() -> None:
    assert notes("a table with four legs", described({})) == [("unclear", "4 legs: not told by part names")]
    legs = tuple(f"leg_{i}" for i in range(3))
    assert notes("a table with four legs", described({}, fixed=legs)) == [
        ("missing", "asked for 4 legs, found 3")
    ]


def test_a_vague_head_may_be_left_out_of_a_name() -> None:
    assert notes("the blade assembly spins on its shaft", described({"blades": "continuous"}))[0][0] == "met"


@pytest.mark.parametrize(
    ("size", "state"),
    [((0.4, 0.3, 0.9), "met"), ((0.43, 0.3, 0.9), "met"), ((0.3, 0.2, 0.4), "missing"), ((), "unclear")],
)
def test_an_overall_width_is_measured_across(size: tuple[float, ...], state: str) -> None:
    ((found, _),) = notes("a chest 40 cm wide", described({}, size=size))
    assert found == state


def test_an_answer_is_json() -> None:
    (answer,) = coverage(checklist("the lid rotates"), described({"lid": "revolute"}))
    assert answer.to_dict() == {
        "text": "lid rotates",
        "name": "lid",
        "count": None,
        "motion": "turn",
        "way": None,
        "size_m": None,
        "state": "met",
        "note": "lid: turns",
    }


@pytest.mark.parametrize(
    ("prompt", "travel", "away", "state"),
    [
        ("a box whose lid opens upward", (0, 0.1, 0.2), 0.1, "met"),
        ("a box whose lid opens upward", (0, 0.1, -0.2), 0.1, "missing"),
        ("a chest whose drawer slides out", (0, -0.2, 0), 0.2, "met"),
        ("a chest whose drawer slides out", (0, 0.2, 0), -0.2, "missing"),
        ("a chest whose drawer slides out", None, None, "met"),
        ("a box whose lid opens upward", None, None, "unclear"),
        ("a lift whose drawer slides up and down", (0, 0, -0.2), 0.2, "met"),
    ],
)
def test_the_way_a_thing_goes_is_measured(prompt: str, travel: Any, away: Any, state: str) -> None:
    joints = [{"name": "j", "type": "prismatic", "child": name} for name in ("lid", "drawer")]
    made = {
        "parts": ["lid", "drawer"],
        "joints": [{**joint, "travel": travel, "away": away} for joint in joints],
    }
    assert [answer.state for answer in coverage(checklist(prompt), made)] == [state]


def test_what_spins_without_end_turns_round_at_least_once() -> None:
    joint = {"name": "j", "type": "revolute", "child": "rotor", "lower": 0.0, "upper": 1.5}
    (answer,) = coverage(checklist("a drone whose rotor spins"), {"parts": ["rotor"], "joints": [joint]})
    assert answer.state == "missing"
