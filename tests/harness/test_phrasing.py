"""Prompts made from values are read back as these values."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.examples import Example, best_fit
from harness.examples.catalogue import load_example
from harness.examples.families import read_families
from harness.examples.sampling import draw, ranges_of
from harness.parameters import read_prompt
from harness.phrasing import prompt_for
from tests.harness.examples.families import BOOKCASE, write_family

CABINET, PLIERS = read_families(["drawer_cabinet", "pliers"]).examples


@pytest.fixture
def bookcase(tmp_path: Path) -> Example:
    write_family(tmp_path / "bookcase", BOOKCASE)
    return load_example(tmp_path / "bookcase")


def test_counts_come_before_their_word_and_sizes_where_one_says_them(bookcase: Example) -> None:
    assert prompt_for(bookcase, {"SHELVES": 1, "WIDTH": 0.45}) == "bookcase: 1 shelf, 0.45 m wide"
    assert prompt_for(bookcase, {"SHELVES": 3}) == "bookcase: 3 shelves"
    assert prompt_for(bookcase, {}) == "bookcase"


@pytest.mark.parametrize(
    ("unit", "value", "said"), [("rad", 0.785398, "tilt 45 degrees"), ("", 0.45, "width 0.45")]
)
def test_angles_are_said_in_degrees_and_what_prompts_cannot_give_by_its_name(
    bookcase: Example, tmp_path: Path, unit: str, value: float, said: str
) -> None:
    text = BOOKCASE["example.toml"].replace('unit = "m"', f'unit = "{unit}"').replace('"wide"', '"tilt"')
    write_family(tmp_path / "tilted" / "bookcase", {**BOOKCASE, "example.toml": text})
    tilted = load_example(tmp_path / "tilted" / "bookcase")
    assert prompt_for(tilted, {"WIDTH": value}) == f"bookcase: {said}"


def test_names_keep_their_capitals_where_they_are_initials(bookcase: Example, tmp_path: Path) -> None:
    text = BOOKCASE["example.toml"].replace("Bookcase", "MIDI keyboard")
    write_family(tmp_path / "midi_keyboard", {**BOOKCASE, "example.toml": text})
    assert prompt_for(load_example(tmp_path / "midi_keyboard"), {}) == "MIDI keyboard"


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.sampled_from([CABINET, PLIERS]))
def test_the_words_are_read_back_as_the_values_they_were_made_from(seed: int, example: Example) -> None:
    values = draw(ranges_of(example), 1, seed=seed)[0]
    prompt = prompt_for(example, values)
    assert read_prompt(prompt, example).settings == values
    fit = best_fit(prompt, [example])
    assert fit is not None
    assert set(fit.unread) <= {"degrees"}
