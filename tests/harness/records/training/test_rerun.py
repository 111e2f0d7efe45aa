from __future__ import annotations

import json
from dataclasses import replace

import pytest

from harness.digests import canonical_json, sha256_of
from harness.records.training.dialogue import Manner, messages_of
from harness.records.training.rerun import UntrueError, cleaned
from harness.tape import read_trace
from harness.taped_services import OffTapeError
from tests.harness.fakes import CLEAN, DIRTY, fake_compile
from tests.harness.records.training.recorded import PARTIAL, SERVICES, WAYS, recorded, recorded_way, story_in


def clean_story(run_dir, *, taped=False, services=SERVICES):
    return cleaned(story_in(run_dir), read_trace(run_dir), services=services, taped=taped)


@pytest.mark.parametrize("way", WAYS)
def test_the_shortened_run_comes_to_the_same_program_from_tools_and_from_the_tape(tmp_path, way):
    outcome = recorded_way(way, tmp_path)
    before = {path: path.read_bytes() for path in outcome.run_dir.rglob("*") if path.is_file()}
    (story, real), (taped, short) = (clean_story(outcome.run_dir, taped=taped) for taped in (False, True))
    assert story.turns[-1].done == () or story.turns[-1].done[-1].after == sha256_of(
        outcome.program.read_bytes()
    )
    assert all(done.ok for turn in story.turns for done in turn.done)
    assert (real.dropped_calls, real.dropped_turns) == (short.dropped_calls, short.dropped_turns)
    said = [canonical_json(messages_of(one, Manner())) for one in (story, taped)]
    assert said[0] == said[1]
    assert {path: path.read_bytes() for path in outcome.run_dir.rglob("*") if path.is_file()} == before


def test_results_and_remarks_are_those_of_the_shortened_run(tmp_path):
    outcome = recorded_way("roundabout", tmp_path)
    told = [done.answer.content for turn in story_in(outcome.run_dir).turns for done in turn.done]
    assert sum("streak=2" in text for text in told) == 1
    assert any("already" in text or "not found" in text for text in told)
    for taped in (False, True):
        story, _ = clean_story(outcome.run_dir, taped=taped)
        texts = [done.answer.content for turn in story.turns for done in turn.done]
        assert not any("streak=2" in text or "not found" in text for text in texts)
        assert not any(turn.told for turn in story.turns)
        probe = next(text for text in texts if '"ok"' in text)
        assert (
            json.loads(probe)["result"]["result"] == CLEAN
        )  # asked before, too, of the program of the circle


def test_a_partial_run_becomes_the_way_to_its_clean_revision(tmp_path):
    script, limits = PARTIAL
    outcome = recorded(script, tmp_path, **limits)
    story, way = clean_story(outcome.run_dir)
    assert [done.after for turn in story.turns for done in turn.done] == [sha256_of(CLEAN)] * 2
    assert way.dropped_turns == 2


def test_a_result_that_does_not_hold_any_more_is_refused(tmp_path):
    def failing(source, **options):
        return fake_compile(source.replace("clean", "broken hinge"), **options)

    outcome = recorded_way("straight", tmp_path)
    with pytest.raises(UntrueError, match="compile clean"):
        clean_story(outcome.run_dir, services=replace(SERVICES, compile=failing))
    story, tape = story_in(outcome.run_dir), read_trace(outcome.run_dir)
    with pytest.raises(UntrueError, match="comes to program"):
        cleaned(replace(story, final_sha256="0" * 64), tape, services=SERVICES, taped=False)
    lost = replace(tape, events=tuple(event for event in tape.events if event.kind != "compile_finished"))
    with pytest.raises(OffTapeError):
        cleaned(story, lost, services=SERVICES, taped=True)
    assert DIRTY != CLEAN
