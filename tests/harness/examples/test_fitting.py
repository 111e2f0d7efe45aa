from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.examples import ExampleLibrary, best_fit

LIBRARY = ExampleLibrary.load()


def fitting(prompt: str) -> str | None:
    fit = best_fit(prompt, LIBRARY.examples)
    return fit.example.example_id if fit else None


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("folding drone", "folding_drone"),
        ("a foldable quadcopter with four arms", "folding_drone"),
        ("Folding Drones", "folding_drone"),
        ("URDF of a folding drone that fits into a pocket", "folding_drone"),
        ("please make me a small, light folding drone", "folding_drone"),
        ("a red camera drone 30 cm across", "folding_drone"),
        ("a cabinet with five drawers", "drawer_cabinet"),
        ("chest of drawers, 40 cm wide", "drawer_cabinet"),
        ("a tall narrow wooden chest of drawers", "drawer_cabinet"),
        ("a 3-drawer cabinet 16 inches wide and 60 cm tall", "drawer_cabinet"),
        ("a laboratory specimen drawer cabinet with six shallow drawers", "drawer_cabinet"),
        ("I want a bedside table with a drawer", "drawer_cabinet"),
        ("5-drawer dresser", "drawer_cabinet"),
        ("an adjustable desk lamp", "desk_lamp"),
        ("an anglepoise", "desk_lamp"),
        ("an architect's lamp with long arms", "desk_lamp"),
        ("A desk task lamp with a weighted base, two hinged arm segments, and a tilting shade.", "desk_lamp"),
        ("a 3D model of a desk lamp", "desk_lamp"),
        ("trigger sprayer", "trigger_sprayer"),
        ("a spray bottle with a red trigger", "trigger_sprayer"),
        ("rolling toolbox", "rolling_toolbox"),
        ("a toolbox with two latches, wheels and a telescoping handle", "rolling_toolbox"),
        ("camping chair", "camping_chair"),
        ("a folding chair with a fabric seat", "camping_chair"),
        ("an adjustable laptop stand, 30 cm wide", "laptop_stand"),
        ("espresso machine with portafilter, steam wand and drip tray", "espresso_machine"),
        ("a bench vice with a swivel base", "bench_vise"),
    ],
)
def test_what_the_library_has_is_recognised(prompt: str, wanted: str) -> None:
    assert fitting(prompt) == wanted


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        "a violin",
        "a table",
        "a desk",
        "a lamp",
        "a cabinet",
        "drawers",
        "a kitchen cabinet",
        "a cabinet with a door and one drawer",
        "an arcade cabinet with drawers",
        "a chest freezer",
        "a desk with drawers",
        "a drone landing pad",
        "a landing pad for a drone",
        "a remote control for a folding drone",
        "a drone hangar",
        "a hexacopter",
        "An agricultural sprayer hexacopter drone with six arms",
        "a floor lamp",
        "a desk lamp shade",
        "a desk with a desk lamp",
        "lava lamp",
        "a lamp that looks like a folding drone",
        "a garden pump sprayer",
        "a toolbox with three drawers",
        "an office chair",
        "a wooden folding chair",
        "a laptop on a stand",
        "a coffee grinder",
        "an espresso machine with a service door",
        "a pipe vise",
    ],
)
def test_what_it_does_not_have_is_not_passed_off(prompt: str) -> None:
    assert fitting(prompt) is None


def test_words_without_influence_are_named() -> None:
    fit = best_fit("a laboratory drawer cabinet with a marble top, in red", LIBRARY.examples)
    assert fit is not None
    assert fit.name == "Drawer cabinet"
    assert {"laboratory", "marble", "red"} <= set(fit.unread)
    assert not {"drawer", "cabinet", "with", "top"} & set(fit.unread)


def test_a_finish_does_not_hide_the_name_but_is_reported() -> None:
    fit = best_fit("a red folding drone", LIBRARY.examples)
    assert fit is not None
    assert fit.unread == ("red",)


@settings(max_examples=100)
@given(prompt=st.text(max_size=80))
def test_any_prompt_is_judged(prompt: str) -> None:
    best_fit(prompt, LIBRARY.examples)
