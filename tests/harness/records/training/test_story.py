from __future__ import annotations

from dataclasses import replace

import pytest

from harness.digests import sha256_of
from harness.errors import RecordError
from harness.providers.scripted import call
from harness.records.training.story import read_story
from harness.tape import Tape, read_trace
from tests.harness.fakes import CLEAN, DIRTY
from tests.harness.records.training.recorded import COMPILE, WAYS, calling, recorded, recorded_way, story_in


@pytest.mark.parametrize("way", WAYS)
def test_a_story_is_the_conversation_the_model_had(tmp_path, way):
    outcome = recorded_way(way, tmp_path)
    story = story_in(outcome.run_dir)
    assert (story.status, story.prompt, story.run_id) == (outcome.status, "a box", outcome.run_id)
    assert len(story.turns) == outcome.turns
    assert sum(len(turn.done) for turn in story.turns) == outcome.tool_calls
    assert story.final_sha256 == sha256_of(outcome.program.read_bytes())
    state = sha256_of(story.scaffold)
    for turn in story.turns:
        assert [done.call for done in turn.done] == list(turn.reply.tool_calls)
        for done in turn.done:
            assert done.before == state
            state = done.after
    said = list(story.messages)
    assert said[: len(story.opening)] == list(story.opening)
    assert len(said) == len(story.opening) + len(story.turns) + outcome.tool_calls + sum(
        len(turn.told) for turn in story.turns
    )


def test_results_are_paired_by_order_when_ids_repeat(tmp_path):
    same = [replace(call("write_file", content=text), id="same") for text in (DIRTY, CLEAN)]
    outcome = recorded([calling(same[0]), calling(same[1]), COMPILE, WAYS["straight"][0][-1]], tmp_path)
    states = [done.after for turn in story_in(outcome.run_dir).turns for done in turn.done]
    assert states == [sha256_of(DIRTY), sha256_of(CLEAN), sha256_of(CLEAN)]


def test_compiles_are_known_by_program_and_cause(tmp_path):
    story = story_in(recorded_way("roundabout", tmp_path).run_dir)
    broken = story.compile_of(sha256_of(DIRTY))
    assert broken is not None
    assert broken.failures == {("TEST", "", "lid")}
    assert story.compile_of(story.final_sha256).failures == frozenset()
    assert story.compile_of("0" * 64) is None


def test_a_tape_that_breaks_off_is_an_unfinished_story(tmp_path):
    tape = read_trace(recorded_way("rewritten", tmp_path).run_dir)
    upto = next(index for index, event in enumerate(tape.events) if event.kind == "tool_finished")
    story = read_story(Tape(tape.events[: upto + 1], is_torn=True))
    assert (story.status, story.final_sha256) == ("unfinished", sha256_of(DIRTY))


def test_what_is_no_story_is_refused(tmp_path):
    tape = read_trace(recorded_way("straight", tmp_path).run_dir)
    with pytest.raises(RecordError, match="run_started"):
        read_story(Tape(tape.events[1:], is_torn=False))
    results = [event for event in tape.events if event.kind == "tool_finished"]
    with pytest.raises(RecordError, match="more results than calls"):
        read_story(Tape((*tape.events[:5], *results, *results), is_torn=False))
