from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.examples import Example, ExampleLibrary
from harness.parameters import Reading, read_prompt

LIBRARY = ExampleLibrary.load()
CABINET, LAMP, DRONE = (LIBRARY.get(name) for name in ("drawer_cabinet", "desk_lamp", "folding_drone"))


@pytest.mark.parametrize(
    ("example", "prompt", "wanted"),
    [
        (CABINET, "a cabinet with five drawers", {"DRAWERS": 5}),
        (CABINET, "a cabinet with six shallow, wide drawers", {"DRAWERS": 6}),
        (CABINET, "3-drawer cabinet", {"DRAWERS": 3}),
        (CABINET, "drawer cabinet, drawers: 7", {"DRAWERS": 7}),
        (CABINET, "drawer cabinet where the number of drawers is 7", {"DRAWERS": 7}),
        (CABINET, "DRAWERS=2 drawer cabinet", {"DRAWERS": 2}),
        (CABINET, "a bedside table with a drawer", {"DRAWERS": 1}),
        (CABINET, "a single-drawer cabinet", {"DRAWERS": 1}),
        (CABINET, "chest of drawers, 40 cm wide", {"WIDTH": 0.4}),
        (CABINET, "chest of drawers 40 cm wide", {"WIDTH": 0.4}),
        (CABINET, "a 40 cm wide chest of drawers", {"WIDTH": 0.4}),
        (CABINET, "chest of drawers 40 cm in width", {"WIDTH": 0.4}),
        (CABINET, "chest of drawers, width of 0.4 m, height: 16 inches", {"WIDTH": 0.4, "HEIGHT": 0.4064}),
        (CABINET, "dresser width 400 mm height 600 mm", {"WIDTH": 0.4, "HEIGHT": 0.6}),
        (CABINET, "dresser 50 cm wide and 90 cm tall", {"WIDTH": 0.5, "HEIGHT": 0.9}),
        (CABINET, "chest of drawers 60 x 45 x 90 cm", {"WIDTH": 0.6, "DEPTH": 0.45, "HEIGHT": 0.9}),
        (CABINET, "chest of drawers 600mm × 450mm × 900mm", {"WIDTH": 0.6, "DEPTH": 0.45, "HEIGHT": 0.9}),
        (CABINET, "chest of drawers", {}),
        (
            LAMP,
            "desk lamp with 30 cm arms and a 15 cm shade",
            {"LOWER_ARM": 0.3, "UPPER_ARM": 0.3, "SHADE_DIAMETER": 0.15},
        ),
        (LAMP, "desk lamp, lower arm 0.3 m, upper arm 28 cm", {"LOWER_ARM": 0.3, "UPPER_ARM": 0.28}),
        (LAMP, "desk lamp with a shade diameter of 16 cm", {"SHADE_DIAMETER": 0.16}),
        (LAMP, "desk lamp with two arms", {}),
        (DRONE, "drone with three-bladed propellers", {"BLADES": 3}),
        (DRONE, "drone with four arms, 4 motors and 7 cm propellers", {"PROPELLER_DIAMETER": 0.07}),
    ],
)
def test_what_can_be_set_is_set(example: Example, prompt: str, wanted: dict[str, float]) -> None:
    assert read_prompt(prompt, example) == Reading(wanted)


@pytest.mark.parametrize(
    ("example", "prompt", "sentence"),
    [
        (CABINET, "a cabinet with twelve drawers", "DRAWERS: got 12 from “twelve drawers”; want 1 to 8"),
        (CABINET, "a cabinet with zero drawers", "DRAWERS: got 0 from “zero drawers”; want 1 to 8"),
        (CABINET, "a cabinet with -3 drawers", "DRAWERS: got -3 from “-3 drawers”; want 1 to 8"),
        (CABINET, "a cabinet with 2.5 drawers", "DRAWERS: got 2.5 from “2.5 drawers”; want a whole number"),
        (CABINET, "dresser 3 m tall", "HEIGHT: got 3 m from “3 m tall”; want 0.3 to 1.6 m"),
        (
            CABINET,
            "dresser 50 cm wide, width 60 cm",
            "WIDTH: got two values, “50 cm wide” and “width 60 cm”; want one",
        ),
        (DRONE, "a drone with six arms", "“six arms”: got 6; this object always has 4 arms"),
        (DRONE, "drone with 8 rotors", "“8 rotors”: got 8; this object always has 4 rotors"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(example: Example, prompt: str, sentence: str) -> None:
    reading = read_prompt(prompt, example)
    assert reading.refusals == (sentence,)
    assert not reading.is_possible


@pytest.mark.parametrize(
    ("example", "prompt", "unmet"),
    [
        (CABINET, "a chest of drawers with two doors", ("two doors",)),
        (CABINET, "a chest of drawers with drawers 20 cm deep", ("20 cm deep",)),
        (CABINET, "drawer cabinet with 3-5 drawers", ("3-5 drawers",)),
        (LAMP, "desk lamp, 50 cm tall", ("50 cm tall",)),
        (DRONE, "two folding drones", ("two folding drones",)),
        (DRONE, "a folding drone of 30 x 20 x 10 cm", ("30 x 20 x 10 cm",)),
        (CABINET, "a chest of drawers with 90-degree drawers", ("90-degree drawers",)),
    ],
)
def test_numbers_nothing_answers_to_are_listed(example: Example, prompt: str, unmet: tuple[str, ...]) -> None:
    reading = read_prompt(prompt, example)
    assert reading.unmet == unmet
    assert reading.settings == {}
    assert reading.is_possible


@pytest.mark.parametrize(
    "prompt", ["a cabinet with two drawers, and one drawer locks", "one drawer of two drawers"]
)
def test_one_of_several_is_not_another_number(prompt: str) -> None:
    assert read_prompt(f"drawer cabinet: {prompt}", CABINET).settings["DRAWERS"] == 2


@settings(max_examples=60)
@given(count=st.integers(-5, 40))
def test_a_count_is_either_set_or_refused(count: int) -> None:
    reading = read_prompt(f"a cabinet with {count} drawers", CABINET)
    parameter = CABINET.parameter("DRAWERS")
    if parameter.minimum <= count <= parameter.maximum:
        assert reading.settings == {"DRAWERS": count}
    else:
        assert reading.settings == {}
        assert len(reading.refusals) == 1


@settings(max_examples=100)
@given(text=st.text(max_size=80))
def test_any_prompt_is_read_into_legal_values(text: str) -> None:
    for name, value in read_prompt(text, LAMP).settings.items():
        parameter = LAMP.parameter(name)
        assert parameter.minimum <= value <= parameter.maximum
