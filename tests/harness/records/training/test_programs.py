from __future__ import annotations

from dataclasses import replace

import pytest

from harness.digests import sha256_of
from harness.errors import RecordError
from harness.records.training.programs import programs_of
from tests.harness.fakes import CLEAN, DIRTY
from tests.harness.records.training.recorded import WAYS, recorded_way, story_in


@pytest.mark.parametrize("way", WAYS)
def test_every_state_has_its_hash_and_the_last_is_the_program_left(tmp_path, way):
    outcome = recorded_way(way, tmp_path)
    story = story_in(outcome.run_dir)
    states = programs_of(story)
    assert {sha256: sha256_of(text) for sha256, text in states.items()} == {name: name for name in states}
    assert states[story.final_sha256].encode() == outcome.program.read_bytes()
    assert set(states) >= {done.after for turn in story.turns for done in turn.done}


def test_an_edit_that_does_something_else_now_is_refused(tmp_path):
    story = story_in(recorded_way("straight", tmp_path).run_dir)
    turn = story.turns[0]
    call = replace(
        turn.done[0].call, arguments=turn.done[0].call.arguments.replace(CLEAN.strip()[:4], "PARK")
    )
    forged = replace(turn, done=(replace(turn.done[0], call=call),))
    with pytest.raises(RecordError, match=r"turn 1: write_file .* again"):
        programs_of(replace(story, turns=(forged, *story.turns[1:])))
    assert DIRTY not in programs_of(story).values()
