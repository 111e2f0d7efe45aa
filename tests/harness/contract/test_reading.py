"""Prompts as people write them, and the checklist each is to give; what is not said is not claimed."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.contract import checklist
from harness.contract.reading import MOST

PROMPTS = {
    "a cabinet with five drawers": [("drawer", 5, None)],
    "a desk with two drawers that slide": [("drawer", 2, "slide")],
    "a cabinet whose three drawers slide out": [("drawer", 3, "slide")],
    "A jar whose cap unscrews": [("cap", None, "screw")],
    "a box with a hinged lid": [("lid", None, "turn")],
    "a desk lamp with two hinged arm segments on revolute joints and a tilting shade": [
        ("arm segment", 2, "turn"),
        ("shade", None, "turn"),
    ],
    "A fryer. The basket drawer slides prismatically along the depth axis, the browning dial rotates "
    "continuously, and both mode buttons are separate small prismatic push controls.": [
        ("basket drawer", None, "slide"),
        ("browning dial", None, "spin"),
        ("mode button", 2, "slide"),
    ],
    "A pump. The T-handle and rod translate prismatically, and the clamp lever at the valve head rotates on its "
    "short hinge pin.": [("rod", None, "slide"), ("clamp lever", None, "turn")],
    "A chuck on a revolute joint and a post on a prismatic joint": [
        ("chuck", None, "turn"),
        ("post", None, "slide"),
    ],
    "a chest 40 cm wide and 1.2 m tall with a lid that swings upward": [
        ("wide", None, None),
        ("tall", None, None),
        ("lid", None, "turn"),
    ],
    "Three wheels spin. The three wheels are black.": [("wheel", 3, "spin")],
    "A scooter. The wheels spin on their axles and the fork yaws on a vertical axis.": [
        ("wheel", None, "spin"),
        ("fork", None, "turn"),
    ],
    "A folding drone": [],
    "a two-wheel cart": [],
    "A barrier with an arm that swings 90 degrees upward": [("arm", None, "turn")],
    "a 12-pounder cannon": [],
    "Keep the sphere clipped between the two pivots so it stays seated while spinning.": [],
    "A bell. It hangs on a beam and swings.": [],
    "An instrument with a slide stage and a central pivot hinge": [],
    "a mast about 300 mm long": [("long", None, None)],
}


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_prompt_gives_its_checklist(prompt: str) -> None:
    assert [(one.name, one.count, one.motion) for one in checklist(prompt)] == PROMPTS[prompt]


def test_a_thing_said_twice_is_one_item_that_knows_both() -> None:
    (one,) = checklist("A console with four setting buttons. The four buttons each depress independently.")
    assert (one.name, one.count, one.motion) == ("setting button", 4, "slide")


def test_doors_at_other_places_are_other_things() -> None:
    names = [one.name for one in checklist("The upper tray slides out, and the lower tray slides out.")]
    assert names == ["upper tray", "lower tray"]


def test_an_overall_size_is_read_in_metres() -> None:
    sizes = {
        one.name: one.size_m for one in checklist("a shelf 60cm wide and 30 cm deep, with a 5 cm thick board")
    }
    assert sizes == {"wide": pytest.approx(0.6), "deep": pytest.approx(0.3)}


@given(st.text(string.ascii_letters + string.digits + " ,.;:-'\"\n", max_size=300))
def test_any_text_gives_a_short_list_of_named_things(prompt: str) -> None:
    found = checklist(prompt)
    assert len(found) <= MOST
    assert all(one.name and one.text for one in found)
    assert found == checklist(prompt)
