from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.quantities import METRES_PER_UNIT, find_quantities, tokens_of


def found(text: str) -> list[tuple[float, bool]]:
    return [(round(one.value, 6), one.has_unit) for one in find_quantities(tokens_of(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("five drawers", [(5, False)]),
        ("a 3-drawer cabinet", [(3, False)]),
        ("twenty-four knobs", [(24, False)]),
        ("twenty four knobs", [(24, False)]),
        ("a dozen eggs", [(12, False)]),
        ("40 cm wide", [(0.4, True)]),
        ("40cm wide", [(0.4, True)]),
        ("a 40-cm shelf", [(0.4, True)]),
        ("width of 0.4 m", [(0.4, True)]),
        ("0,4 m breit", [(0.4, True)]),
        ("1,200 mm", [(1.2, True)]),
        ("16 inches tall", [(0.4064, True)]),
        ('16" tall', [(0.4064, True)]),
        ("16 in tall", [(0.4064, True)]),
        ("16in tall", [(0.4064, True)]),
        ("two feet high", [(0.6096, True)]),
        ("half a metre wide", [(0.5, True)]),
        ("½ m", [(0.5, True)]),
        ("60 x 45 x 90 cm", [(60, False), (45, False), (0.9, True)]),
        ("600mm×450mm×900mm", [(0.6, True), (0.45, True), (0.9, True)]),
        ("-3 drawers", [(-3, False)]),
        ("3-5 drawers", [(3, False), (5, False)]),
    ],
)
def test_numbers_are_read_as_written(text: str, wanted: list[tuple[float, bool]]) -> None:
    assert found(text) == wanted


@pytest.mark.parametrize(
    "text", ["a 3D model", "a 4k screen", "no number", "half open", "", "  ", "the mp3 player"]
)
def test_what_is_no_number_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_in_is_a_preposition_unless_it_is_a_unit() -> None:
    assert found("3 in a row") == [(3, False)]
    assert found("twelve in width") == [(12, False)]


@settings(max_examples=50)
@given(value=st.integers(1, 10**6), unit=st.sampled_from(sorted(METRES_PER_UNIT)))
def test_every_unit_turns_into_metres(value: int, unit: str) -> None:
    (quantity,) = find_quantities(tokens_of(f"{value} {unit}"))
    assert quantity.has_unit
    assert quantity.value == pytest.approx(value * METRES_PER_UNIT[unit])


@settings(max_examples=100)
@given(text=st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    tokens = tokens_of(text)
    for quantity in find_quantities(tokens):
        assert 0 <= quantity.first < quantity.after <= len(tokens)
