"""Draws of parameters: within their ranges, spread evenly, and the same every time."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.errors import UsageError
from harness.examples import Example
from harness.examples.catalogue import example_from
from harness.examples.sampling import (
    BLOCK,
    Range,
    Wish,
    distinct_sets,
    draw,
    ends,
    ranges_of,
    require_known,
    settings_text,
    wish_from,
)

WORDS = ("title", "description", "category", "teaches", "author", "licence")


def parameter(name: str, kind: str, low: float, high: float, unit: str = "", **more: Any) -> dict[str, Any]:
    words = [name.lower().replace("_", " ")]
    return {
        "name": name,
        "type": kind,
        "min": low,
        "max": high,
        "unit": unit,
        "words": words,
        "description": "size",
        **more,
    }


def entry(*parameters: dict[str, Any]) -> Example:
    program = "".join(f"{one['name']} = {one.get('default', one['min'])}\n" for one in parameters)
    return example_from("thing", {**dict.fromkeys(WORDS, "x"), "parameters": list(parameters)}, program)


CABINET = entry(
    parameter("DRAWERS", "int", 1, 8, words=["drawer", "drawers"]),
    parameter("WIDTH", "float", 0.28, 1.2, "m", words=["wide", "width"]),
    parameter("TILT", "float", 0.1, 1.0, "rad"),
    parameter("TOP_HEIGHT", "float", 0.5, 0.9, "m", words=["height"]),
    parameter("LEG_HEIGHT", "float", 0.1, 0.2, "m", words=["height"]),
)


@st.composite
def entries(draw: st.DrawFn) -> Example:
    """One to five parameters of either kind, some of them with one value only."""
    rows = []
    for number in range(draw(st.integers(1, 5))):
        if draw(st.booleans()):
            low = draw(st.integers(0, 9))
            rows.append(parameter(f"COUNT_{number}", "int", low, low + draw(st.integers(0, 12))))
        else:
            low = draw(st.integers(1, 999)) / 1000
            span = draw(st.sampled_from([0.0, 0.002, 0.05, 0.7, 30.0]))
            rows.append(parameter(f"SIZE_{number}", "float", low, round(low + span, 3), "m"))
    return entry(*rows)


@settings(max_examples=60)
@given(entries(), st.integers(1, 70), st.integers(0, 2**40))
def test_a_draw_is_within_its_ranges_distinct_and_the_same_again(
    example: Example, number: int, seed: int
) -> None:
    ranges = ranges_of(example)
    sets = draw(ranges, number, seed=seed, key="thing")
    known = distinct_sets(ranges)
    assert len(sets) == (number if known is None else min(number, known))
    assert len({tuple(one.values()) for one in sets}) == len(sets)
    for values in sets:
        for one in example.parameters:
            assert one.minimum <= values[one.name] <= one.maximum
            assert type(values[one.name]) is (int if one.type == "int" else float)
    assert draw(ranges, number, seed=seed, key="thing") == sets
    fewer = draw(ranges, max(1, number // 2), seed=seed, key="thing")
    assert sets[: len(fewer)] == fewer


@settings(max_examples=30)
@given(st.integers(0, 2**40), st.integers(1, 4))
def test_every_block_meets_each_share_of_every_range_once(seed: int, blocks: int) -> None:
    ranges = ranges_of(CABINET)
    sets = draw(ranges, BLOCK * blocks, seed=seed)
    for block in (sets[at : at + BLOCK] for at in range(0, len(sets), BLOCK)):
        for one in (one for one in ranges if one.parameter.type == "float"):
            values = sorted(values[one.parameter.name] for values in block)
            step = (one.high - one.low) / BLOCK
            for stratum, value in enumerate(values):
                # Rounding to a tenth of a millimetre or degree may carry one over the edge of its share.
                slack = math.radians(0.05) + 1e-6 if one.parameter.unit == "rad" else 1e-4
                assert one.low + stratum * step - slack <= value <= one.low + (stratum + 1) * step + slack
        drawers = [values["DRAWERS"] for values in block]
        assert all(BLOCK // 8 <= drawers.count(number) <= math.ceil(BLOCK / 8) + 1 for number in range(1, 9))


def test_seed_and_entry_tell_draws_apart() -> None:
    ranges = ranges_of(CABINET)
    draws = [draw(ranges, 5, seed=seed, key=key) for seed, key in ((0, "a"), (1, "a"), (0, "b"))]
    assert len({str(sets) for sets in draws}) == 3


def test_whole_numbers_alone_give_every_set_once() -> None:
    ranges = ranges_of(entry(parameter("DOORS", "int", 1, 3), parameter("SHELVES", "int", 0, 4)))
    sets = draw(ranges, 100, seed=3)
    assert distinct_sets(ranges) == 15 == len(sets)
    assert {(one["DOORS"], one["SHELVES"]) for one in sets} == {
        (doors, shelves) for doors in (1, 2, 3) for shelves in range(5)
    }


def test_many_whole_numbers_are_drawn_in_blocks_without_repetition() -> None:
    ranges = ranges_of(entry(parameter("A", "int", 0, 40), parameter("B", "int", 0, 40)))
    sets = draw(ranges, 300, seed=0)
    assert len({tuple(one.values()) for one in sets}) == 300
    assert all({one[name] for one in sets} == set(range(41)) for name in "AB")


def test_an_entry_without_parameters_has_one_set() -> None:
    assert draw((), 5, seed=0) == [{}]


def test_the_ends_are_the_declared_ones() -> None:
    low, high = ends(ranges_of(CABINET))
    assert (low["DRAWERS"], high["WIDTH"]) == (1, 1.2)


# -- at_least ------------------------------------------------------------------------------------------------------

CHEST = entry(
    parameter("DRAWERS", "int", 1, 8),
    parameter("WIDTH", "float", 0.28, 1.2, "m"),
    parameter("HEIGHT", "float", 0.3, 1.6, "m", at_least="0.134 + 0.064 * DRAWERS + 0.0 * WIDTH"),
)
FREE = entry(
    parameter("DRAWERS", "int", 1, 8),
    parameter("WIDTH", "float", 0.28, 1.2, "m"),
    parameter("HEIGHT", "float", 0.3, 1.6, "m"),
)


@settings(max_examples=30)
@given(st.integers(1, 60), st.integers(0, 2**40))
def test_a_value_too_low_for_the_others_is_raised_just_enough(number: int, seed: int) -> None:
    sets = draw(ranges_of(CHEST), number, seed=seed)
    for values, free in zip(sets, draw(ranges_of(FREE), number, seed=seed), strict=True):
        least = 0.134 + 0.064 * values["DRAWERS"]
        assert least - 1e-9 <= values["HEIGHT"] <= 1.6
        if free["HEIGHT"] >= least:
            assert values == free
        else:
            assert values["HEIGHT"] < least + 1e-4
            assert {**values, "HEIGHT": free["HEIGHT"]} == free


def test_both_ends_are_raised_too() -> None:
    wide = entry(
        parameter("LEAVES", "int", 2, 3),
        parameter("SPAN", "float", 0.1, 0.9, "m", default=0.4, at_least="1.2 / LEAVES - 0.3"),
    )
    low, high = ends(ranges_of(wide))
    assert low == {"LEAVES": 2, "SPAN": 0.3}
    assert high == {"LEAVES": 3, "SPAN": 0.9}


def test_a_value_is_never_raised_above_what_was_wished() -> None:
    ranges = ranges_of(CHEST, [wish_from("drawers=8"), wish_from("height=0.3..0.5")])
    assert {values["HEIGHT"] for values in draw(ranges, 25, seed=0)} == {0.5}


def test_sets_that_were_all_raised_to_one_are_drawn_once() -> None:
    wishes = [wish_from(text) for text in ("drawers=6..8", "width=0.6", "height=0.3..0.5")]
    ranges = ranges_of(CHEST, wishes)
    assert distinct_sets(ranges) is None
    sets = draw(ranges, 50, seed=0)
    assert sorted(values["DRAWERS"] for values in sets) == [6, 7, 8]
    assert all(values == {**values, "WIDTH": 0.6, "HEIGHT": 0.5} for values in sets)


# -- --param -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "low", "high"),
    [
        ("drawers=2..6", "DRAWERS", 2, 6),
        ("DRAWERS = 3", "DRAWERS", 3, 3),
        ("Drawer=1 .. 8", "DRAWERS", 1, 8),
        ("WIDTH=0.4", "WIDTH", 0.4, 0.4),
        ("wide=40cm..600mm", "WIDTH", 0.4, 0.6),
        ("width=.5m..1.", "WIDTH", 0.5, 1.0),
        ("tilt=45deg", "TILT", 0.785398, 0.785398),
        ("leg-height=0.15", "LEG_HEIGHT", 0.15, 0.15),
        ("Leg Height=0.15", "LEG_HEIGHT", 0.15, 0.15),
    ],
)
def test_a_wish_narrows_the_range_of_the_parameter_it_names(
    text: str, name: str, low: float, high: float
) -> None:
    found = {one.parameter.name: one for one in ranges_of(CABINET, [wish_from(text)])}
    assert (found[name].low, found[name].high) == (low, high)
    untouched = [one for one in found.values() if one.parameter.name != name]
    assert all((one.low, one.high) == (one.parameter.minimum, one.parameter.maximum) for one in untouched)
    values = draw(tuple(found.values()), 20, seed=0)
    assert all(low <= one[name] <= high for one in values)


@pytest.mark.parametrize("text", ["drawers", "=3", "drawers=", "drawers=1..", "drawers=1..2..3", ""])
def test_what_is_no_wish_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"want NAME=VALUE or NAME=LOW\.\.HIGH"):
        wish_from(text)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["drawers=2..12"], "DRAWERS of thing is 1 to 8; want a part of that"),
        (["width=0.1"], "WIDTH of thing is 0.28 to 1.2 m"),
        (["drawers=2.5"], "want whole numbers for DRAWERS"),
        (["drawers=2cm"], r"want a number \(units of DRAWERS: none\)"),
        (["width=wide"], r"got 'wide'; want a number \(units of WIDTH: m, cm, mm\)"),
        (["width=30deg"], "units of WIDTH"),
        (["drawers=6..2"], "got an empty range; want the smaller value first"),
        (["width=0.4", "wide=0.5"], "WIDTH was given before; want it once"),
        (["height=0.15"], "may be any of TOP_HEIGHT, LEG_HEIGHT; want one of these names"),
    ],
)
def test_what_cannot_be_had_is_refused(texts: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        ranges_of(CABINET, [wish_from(text) for text in texts])


def test_a_wish_is_for_one_entry_at_least() -> None:
    other = entry(parameter("SEATS", "int", 1, 3))
    require_known([wish_from("seats=2"), wish_from("drawers=2")], [CABINET, other])
    assert ranges_of(other, [wish_from("drawers=2")])[0].high == 3
    with pytest.raises(UsageError, match="got no parameter 'legs'; thing has DRAWERS"):
        require_known([wish_from("legs=4")], [CABINET, other])


def test_values_are_written_with_their_units() -> None:
    assert settings_text(CABINET, {"DRAWERS": 5, "WIDTH": 0.4}) == "DRAWERS = 5, WIDTH = 0.4 m"
    assert Wish("a=1", "a", ("1",)).range_of(CABINET.parameter("DRAWERS"), entry="x") == Range(
        CABINET.parameter("DRAWERS"), 1, 1
    )
