from __future__ import annotations

import random

import pytest

from harness.records.training.duplicates import Seen, is_contaminated, prompt_stems

WORDS = [f"w{number}" for number in range(5000)]


def text_of(seed, length=400):
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def changed(text, count, seed=0):
    """The text with `count` words replaced."""
    words, chance = text.split(), random.Random(seed)
    for at in chance.sample(range(len(words)), count):
        words[at] = "other"
    return " ".join(words)


def test_equal_and_near_texts_repeat_and_others_do_not():
    seen = Seen(0.9)
    base = text_of(1)
    assert seen.repeats("first", base) is None
    assert seen.repeats("equal", base) == "first"
    assert seen.repeats("near", changed(base, 2)) == "first"  # at most 10 of 396 pieces differ
    assert seen.repeats("far", changed(base, 40)) is None  # about a third of the pieces differ
    assert all(seen.repeats(f"t{seed}", text_of(seed)) is None for seed in range(2, 40))


def test_at_one_only_equal_texts_repeat():
    seen = Seen(1)
    base = text_of(1)
    assert seen.repeats("first", base) is None
    assert seen.repeats("near", changed(base, 1)) is None
    assert seen.repeats("equal", base) == "first"


@pytest.mark.parametrize("text", ["", "one", "one two three"])
def test_short_texts_are_compared_too(text):
    seen = Seen(0.9)
    assert seen.repeats("a", text) is None
    assert seen.repeats("b", text) == "a"
    assert seen.repeats("c", "four five six seven eight") is None


@pytest.mark.parametrize(
    ("prompt", "is_near"),
    [
        ("folding chairs with two armrests", True),
        ("A chair with two armrests, folded", True),
        ("a folding chair with two armrests and a blue cushion on top", False),
        ("a lamp", False),
    ],
)
def test_prompts_kept_for_judging_are_recognised(prompt, is_near):
    kept = [prompt_stems("a folding chair with two armrests"), prompt_stems("violin")]
    assert is_contaminated(prompt, kept) is is_near
