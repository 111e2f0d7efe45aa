from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.digests import sha256_of
from harness.messages import AssistantMessage, ToolCall, ToolMessage, UserMessage
from harness.records.training.path import shortcut
from harness.records.training.story import Done, Story, Turn
from tests.harness.fakes import CLEAN, DIRTY
from tests.harness.records.training.recorded import PARTIAL, recorded, recorded_way, story_in


def names(way):
    return [done.call.name for done in way.kept]


def test_circles_failures_and_repetitions_go_and_what_was_learnt_stays(tmp_path):
    story = story_in(recorded_way("roundabout", tmp_path).run_dir)
    way = shortcut(story)
    assert names(way) == [
        "find_examples",
        "write_file",
        "compile_model",
        "replace",
        "probe_model",
        "compile_model",
    ]
    assert [done.after for done in way.kept][1:4] == [sha256_of(DIRTY), sha256_of(DIRTY), sha256_of(CLEAN)]
    assert way.replies[-1].text == "A box."
    assert way.dropped_calls == sum(len(turn.done) for turn in story.turns) - 6
    assert way.dropped_turns == 5


def test_words_about_what_is_gone_go_too(tmp_path):
    story = story_in(recorded_way("roundabout", tmp_path).run_dir)
    words = [reply.text for reply in shortcut(story).replies]
    assert words == [
        "",  # it also announced the reading that is gone
        "",  # first after it
        "",  # a compile, without words
        "",  # after the circle
        "",
        "A box.",
    ]
    straight = story_in(recorded_way("several calls", tmp_path).run_dir)
    assert [reply.text for reply in shortcut(straight).replies] == ["Both at once.", "", "A box."]


def test_nothing_before_a_rewriting_is_needed(tmp_path):
    way = shortcut(story_in(recorded_way("rewritten", tmp_path).run_dir))
    assert names(way) == ["find_examples", "write_file", "compile_model"]
    assert way.kept[1].after == sha256_of(CLEAN)


def test_what_came_after_the_program_that_is_left_goes(tmp_path):
    script, limits = PARTIAL
    way = shortcut(story_in(recorded(script, tmp_path, **limits).run_dir))
    assert names(way) == ["write_file", "compile_model"]


def test_a_program_edited_back_needs_no_second_writing(tmp_path):
    way = shortcut(story_in(recorded_way("edited back", tmp_path).run_dir))
    assert names(way) == ["write_file", "compile_model"]


def walked(states):
    """A story whose edits walk through `states`, letters; ``?`` compiles and ``-`` is a failed call."""
    turns, at = [], "s"
    for number, state in enumerate(states):
        after, name, ok = state, "replace", True
        if state in "?-":
            after, name, ok = at, "compile_model", state == "?"
        call = ToolCall("", name, f'{{"n": {number}}}')
        done = Done(call, ToolMessage("", name, "{}"), ok, sha256_of(at), sha256_of(after))
        turns.append(Turn(AssistantMessage(tool_calls=(call,)), (done,)))
        at = after
    return Story(
        run_id="r",
        prompt="",
        provider="",
        model_id="",
        settings={},
        versions={},
        system="",
        tools=(),
        opening=(UserMessage.text("x"),),
        scaffold="s",
        turns=tuple(turns),
        compiles=(),
        status="success",
        reason="",
        final_sha256=sha256_of(at),
    )


@settings(max_examples=60)
@given(states=st.text("sabc?-", max_size=14))
def test_any_walk_becomes_a_chain_without_loops_to_the_same_end(states):
    story = walked(states)
    way = shortcut(story)
    state, seen = sha256_of("s"), {sha256_of("s")}
    for done in way.kept:
        assert done.ok
        assert done.before == state
        state = done.after
        if done.call.name == "replace":
            assert state not in seen
            seen.add(state)
    assert state == story.final_sha256
    again = shortcut(
        replace(
            story, turns=tuple(Turn(AssistantMessage(tool_calls=(one.call,)), (one,)) for one in way.kept)
        )
    )
    assert again.kept == way.kept


def test_a_program_that_no_call_wrote_has_no_way():
    story = walked("ab")
    assert shortcut(replace(story, final_sha256="0" * 64)).kept == ()


@pytest.mark.parametrize("status", ["success_at_limit", "partial", "failed"])
def test_closing_words_belong_to_a_success_only(status):
    story = walked("a")
    closing = Turn(AssistantMessage("done"))
    ended = replace(story, turns=(*story.turns, closing))
    assert shortcut(ended).replies[-1].text == "done"
    assert shortcut(replace(ended, status=status)).replies[-1].text == ""
