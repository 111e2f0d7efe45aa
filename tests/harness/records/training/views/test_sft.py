from __future__ import annotations

import pytest

from harness.records.training.runs import load_runs
from harness.records.training.views import VIEWS
from harness.records.training.views.base import Making
from tests.harness.fakes import CLEAN
from tests.harness.records.training.recorded import FAILED, PARTIAL, SERVICES, recorded, recorded_way

SFT = VIEWS["sft"]


def cleaning(*, taped=False):
    return Making(clean=True, taped=taped, services=lambda: SERVICES)


def test_a_row_holds_dialogue_tools_and_program(tmp_path):
    runs, _ = load_runs([recorded_way("roundabout", tmp_path).run_dir])
    (row,) = SFT.rows(runs, Making())
    assert row["program"] == CLEAN
    assert [tool["function"]["name"] for tool in row["tools"]][:2] == ["read_file", "write_file"]
    assert row["messages"][-1] == {"role": "assistant", "content": "A box.", "loss": True}
    assert (row["meta"]["cleaned"], row["meta"]["dropped_calls"]) == ("no", 0)


@pytest.mark.parametrize(("taped", "word"), [(False, "tools"), (True, "tape")])
def test_a_cleaned_row_says_how_much_is_gone(tmp_path, taped, word):
    runs, _ = load_runs([recorded_way("roundabout", tmp_path).run_dir])
    (row,) = SFT.rows(runs, cleaning(taped=taped))
    assert row["program"] == CLEAN
    assert (row["meta"]["cleaned"], row["meta"]["dropped_turns"], row["meta"]["dropped_calls"]) == (
        word,
        5,
        7,
    )
    assert sum(message["role"] == "tool" for message in row["messages"]) == 6
    assert all(message["loss"] for message in row["messages"] if message["role"] == "assistant")


def test_only_sound_ends_are_examples(tmp_path):
    failed, partial = (recorded(script, tmp_path, **limits) for script, limits in (FAILED, PARTIAL))
    runs, _ = load_runs([failed.run_dir, partial.run_dir])
    making = Making()
    assert list(SFT.rows(runs, making)) == []
    assert making.refused[failed.run_id] == "ended as failed; want success or success_at_limit"
    making = cleaning()
    assert [row["id"] for row in SFT.rows(runs, making)] == [partial.run_id]
    assert set(making.refused) == {failed.run_id}
