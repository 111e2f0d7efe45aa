from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.examples import ExampleLibrary

LIBRARY = ExampleLibrary.load()


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("drawer", "drawer_cabinet"),
        ("drawers sliding on rails", "drawer_cabinet"),
        ("bedroom furniture", "drawer_cabinet"),
        ("prismatic slide runner", "drawer_cabinet"),
        ("quadcopter", "folding_drone"),
        ("folding arms hinge", "folding_drone"),
        ("continuous rotor propeller", "folding_drone"),
        ("anglepoise", "desk_lamp"),
        ("spring arm", "desk_lamp"),
        ("lamp shade bulb", "desk_lamp"),
        ("adjustable desk lamp with two arms", "desk_lamp"),
        ("spray bottle with a screw collar", "trigger_sprayer"),
        ("telescoping handle and wheels", "rolling_toolbox"),
        ("lid latch interlock", "rolling_toolbox"),
        ("closed loop", "camping_chair"),
        ("foldable chair with canvas seat", "camping_chair"),
        ("scissor lift", "laptop_stand"),
        ("bayonet portafilter", "espresso_machine"),
        ("steam wand on a ball joint", "espresso_machine"),
        ("lead screw jaw", "bench_vise"),
    ],
)
def test_what_an_author_would_type_is_found_first(query: str, first: str) -> None:
    matches = LIBRARY.search(query)
    assert matches[0].example_id == first
    assert matches[0].match_quality == "strong"
    assert matches[0].content == LIBRARY.get(first).program


@pytest.mark.parametrize("query", ["violin", "", "   ", "the of and", "zebra", "???"])
def test_nothing_is_found_for_other_things(query: str) -> None:
    assert LIBRARY.search(query) == []


def test_a_single_common_word_among_strangers_is_only_weakly_relevant() -> None:
    matches = LIBRARY.search("lava lamp")
    assert [one.match_quality for one in matches] == ["weakly_relevant"]
    assert matches[0].matched_tokens == ("lamp",)


def test_code_alone_does_not_make_a_match() -> None:
    assert "superellips" in " ".join(LIBRARY.get("folding_drone").program.split())
    assert LIBRARY.search("superellipse") == []


def test_a_program_already_shown_is_not_repeated() -> None:
    (match, *_) = LIBRARY.search("drawer cabinet", seen={"drawer_cabinet"})
    assert match.content_skipped
    assert len(match.content) < 120
    assert match.to_dict()["content_skipped"] is True
    assert "content_skipped" not in LIBRARY.search("drawer cabinet")[0].to_dict()


def test_the_limit_is_kept_and_zero_gives_nothing() -> None:
    assert len(LIBRARY.search("joint hinge pivot slide revolute", limit=1)) == 1
    assert LIBRARY.search("drawer", limit=0) == []


def test_words_that_are_operators_to_the_index_are_only_words() -> None:
    for query in ('drawer AND NOT "', "drawer OR", "NEAR(drawer)", "title:drawer", "drawer*", "-drawer"):
        assert LIBRARY.search(query)[0].example_id == "drawer_cabinet"


def test_matches_are_json_and_the_same_every_time() -> None:
    answers = [json.dumps([one.to_dict() for one in LIBRARY.search("hinged arm")]) for _ in range(3)]
    assert len(set(answers)) == 1
    fresh = ExampleLibrary(reversed(LIBRARY.examples))
    assert json.dumps([one.to_dict() for one in fresh.search("hinged arm")]) == answers[0]


def test_nearest_lists_entries_even_for_strangers() -> None:
    first = sorted(one.example_id for one in LIBRARY.examples)[:3]
    assert [one.example_id for one in LIBRARY.nearest("violin")] == first
    assert LIBRARY.nearest("a landing pad for a drone", limit=1)[0].example_id == "folding_drone"


@settings(max_examples=60)
@given(query=st.text(max_size=60))
def test_any_query_can_be_asked(query: str) -> None:
    assert len(LIBRARY.search(query)) <= 3
