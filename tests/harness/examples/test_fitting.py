from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.examples import ExampleLibrary, best_fit
from harness.examples.fitting import fits_of

LIBRARY = ExampleLibrary.load()


def fitting(prompt: str) -> str | None:
    fit = best_fit(prompt, LIBRARY.examples)
    return fit.example.example_id if fit and not fit.is_near else None


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
        ("an espresso machine with a service door", "espresso_machine"),
        ("a toolbox with three drawers", "rolling_toolbox"),
        ("A realistic, highly detailed drawer cabinet in a rugged utility variant", "drawer_cabinet"),
        ("Generate a compact apartment/desktop version of a desk lamp. Keep it efficient.", "desk_lamp"),
        ("Create a premium consumer-grade Trigger spray bottle with tight surfacing", "trigger_sprayer"),
        ("a desk lamp combo", "desk_lamp"),
        ("a hard-shell roll-on rolling toolbox", "rolling_toolbox"),
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
        "a wooden folding chair",
        "a coffee grinder",
        "a pipe vise",
    ],
)
def test_what_it_does_not_have_is_not_passed_off(prompt: str) -> None:
    assert fitting(prompt) is None


@pytest.mark.parametrize(
    ("prompt", "stands_in", "asked"),
    [
        ("a pipe vise with a chain clamp", "bench_vise", "pipe vise"),
        (
            "An agricultural sprayer hexacopter with six arms",
            "folding_drone",
            "agricultural sprayer hexacopter",
        ),
        ("a wooden folding chair", "camping_chair", "wooden folding chair"),
    ],
)
def test_a_near_thing_is_offered_as_what_it_is(prompt: str, stands_in: str, asked: str) -> None:
    fit = best_fit(prompt, LIBRARY.examples)
    assert fit is not None
    assert fit.is_near
    assert (fit.example.example_id, fit.asked) == (stands_in, asked)


def test_a_true_name_is_better_than_a_near_one() -> None:
    fits = fits_of("a folding chair with a canvas seat", LIBRARY.examples)
    assert [fit.is_near for fit in fits] == sorted(fit.is_near for fit in fits)
    assert fits[0].example.example_id == "camping_chair"
    assert not fits[0].is_near


def test_a_technique_is_never_what_a_prompt_asks_for() -> None:
    technique = LIBRARY.techniques[0]
    assert fits_of(f"a {technique.title}", [technique]) == []


def test_words_without_influence_are_named() -> None:
    fit = best_fit("a laboratory drawer cabinet with a marble top, in red", LIBRARY.examples)
    assert fit is not None
    assert fit.name == "Drawer cabinet"
    assert {"laboratory", "marble", "red"} <= set(fit.unread)


def test_words_side_by_side_are_one_phrase() -> None:
    fit = best_fit("a desk lamp with a velvet-lined music box, very velvet-lined", LIBRARY.examples)
    assert fit is not None
    assert fit.unread == ("velvet-lined music box", "velvet-lined")


def test_known_words_are_not_named() -> None:
    fit = best_fit("a laboratory drawer cabinet with a marble top, in red", LIBRARY.examples)
    assert fit is not None
    assert not {"drawer", "cabinet", "with", "top"} & set(fit.unread)


def test_a_finish_does_not_hide_the_name_but_is_reported() -> None:
    fit = best_fit("a red folding drone", LIBRARY.examples)
    assert fit is not None
    assert fit.unread == ("red",)


@settings(max_examples=100)
@given(prompt=st.text(max_size=80))
def test_any_prompt_is_judged(prompt: str) -> None:
    best_fit(prompt, LIBRARY.examples)
