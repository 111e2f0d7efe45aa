from __future__ import annotations

import doctest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness import quantities, words
from harness.words import fold, holds_phrase, stem, stems_of


@pytest.mark.parametrize("module", [words, quantities])
def test_docstring_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("drawer", "drawers"),
        ("box", "boxes"),
        ("body", "bodies"),
        ("fold", "folding"),
        ("fold", "foldable"),
        ("blade", "bladed"),
        ("blade", "blades"),
        ("hinge", "hinged"),
        ("hinge", "hinges"),
        ("lamp", "lamps"),
        ("bench", "benches"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("glass", "glas"), ("desk", "disk"), ("arm", "army"), ("shade", "shadow")]
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_accents_and_case_do_not_matter() -> None:
    assert fold("Kommode MIT Schübladen, groß") == "kommode mit schubladen, gross"


def test_phrases_are_found_side_by_side_only() -> None:
    stems = stems_of("a chest with five drawers")
    assert holds_phrase(stems, ["five", "drawer"])
    assert not holds_phrase(stems, ["chest", "drawer"])


@settings(max_examples=50)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=20))
def test_a_stem_is_never_longer_than_its_word_and_never_lost(word: str) -> None:
    assert len(stem(word)) <= len(word)
    assert bool(stem(word)) == bool(word)
