from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.examples import ExampleLibrary

BUNDLED = ExampleLibrary.load()
SHELF = (
    *("bench_vise", "camping_chair", "desk_lamp", "drawer_cabinet", "espresso_machine", "folding_drone"),
    *("laptop_stand", "rolling_toolbox", "trigger_sprayer"),
)
LIBRARY = ExampleLibrary([*map(BUNDLED.get, SHELF), *BUNDLED.techniques])
"""A part of the library, so that a new entry does not change what these tests see; the whole is asked by
test_retrieval."""


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("drawer", "drawer_cabinet"),
        ("chest of drawers", "drawer_cabinet"),
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
        ("toolbox lid with two clips", "rolling_toolbox"),
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


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("telescoping tube", "telescoping_tubes"),
        ("hinge line", "hinge_line_frames"),
        ("drawers sliding on rails", "drawer_rails"),
        ("how do I cut a screw thread", "screw_cap_thread"),
        ("gear pair ratio", "gear_train"),
        ("four bar linkage", "closed_four_bar"),
        ("engraved text", "text_relief_label"),
        ("wheels on axles", "wheels_on_axles"),
        ("CadQuery fillet", "cadquery_part"),
        ("allow overlap", "honest_allowances"),
        ("circular pattern of holes", "polar_patterns"),
        ("place on face", "placement_on_faces"),
    ],
)
def test_how_a_thing_is_done_is_shown_by_a_technique(query: str, first: str) -> None:
    (match, *_) = LIBRARY.search(query)
    assert match.example_id == first
    assert match.kind == match.to_dict()["kind"] == "technique"
    assert match.content == LIBRARY.get(first).program


@pytest.mark.parametrize(
    "query", ["drawer cabinet", "a telescoping rolling toolbox", "desk lamp with springs"]
)
def test_an_object_is_preferred_where_its_name_is_said(query: str) -> None:
    (match, *_) = LIBRARY.search(query)
    assert match.kind == "object"
    assert "kind" not in match.to_dict()


def test_a_whole_prompt_finds_what_it_names_and_nothing_by_chance() -> None:
    details = (
        "with a hinge, a lid, a handle, wheels, a drawer, a slide, a knob, screws, pins, legs, a base, gears"
    )
    details += ", a door and springs"
    assert [one.example_id for one in LIBRARY.search(f"a desk lamp {details}")] == ["desk_lamp"]
    assert {one.match_quality for one in LIBRARY.search(f"a violin {details}")} == {"weakly_relevant"}


@pytest.mark.parametrize("query", ["violin", "", "   ", "the of and", "zebra", "???"])
def test_nothing_is_found_for_other_things(query: str) -> None:
    assert LIBRARY.search(query) == []


def test_a_single_common_word_among_strangers_is_only_weakly_relevant() -> None:
    matches = LIBRARY.search("lava lamp")
    assert [one.match_quality for one in matches] == ["weakly_relevant"]
    assert matches[0].matched_tokens == ("lamp",)


def test_code_alone_does_not_make_a_match() -> None:
    assert "from_shell_profiles" in LIBRARY.get("desk_lamp").program
    assert LIBRARY.search("from_shell_profiles".replace("_", "")) == []


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
    fresh = ExampleLibrary(reversed([*LIBRARY.examples, *LIBRARY.techniques]))
    assert json.dumps([one.to_dict() for one in fresh.search("hinged arm")]) == answers[0]


def test_nearest_lists_entries_even_for_strangers() -> None:
    first = sorted(one.example_id for one in LIBRARY.examples)[:3]
    assert [one.example_id for one in LIBRARY.nearest("zither")] == first
    assert LIBRARY.nearest("a landing pad for a drone", limit=1)[0].example_id == "folding_drone"


@settings(max_examples=60)
@given(query=st.text(max_size=60))
def test_any_query_can_be_asked(query: str) -> None:
    assert len(LIBRARY.search(query)) <= 3
