from __future__ import annotations

import pytest

from harness.errors import RecordError
from harness.records.training.runs import load_runs
from harness.records.training.views.base import Making
from tests.harness.records.training.recorded import SERVICES, recorded_way


@pytest.fixture
def runs(tmp_path):
    folders = [recorded_way("straight", tmp_path, run_id=name).run_dir for name in ("a", "b", "c")]
    return load_runs(folders)[0]


def test_a_run_that_fails_costs_its_own_rows_only(runs):
    def rows_of(run, making):
        yield {"id": run.run_id}
        if run.run_id == "b":
            raise RecordError("torn")

    told = []
    making = Making(on_run=told.append)
    assert [row["id"] for row in making.each(runs, rows_of)] == ["a", "c"]
    assert making.refused == {"b": "torn"}
    assert told == ["a", "b", "c"]


def test_a_story_is_cleaned_once_a_run(runs):
    asked = []

    def services():
        asked.append(1)
        return SERVICES

    making = Making(clean=True, services=services)
    first, facts = making.told(runs[0])
    assert (making.told(runs[0])[0] is first, len(asked), facts["cleaned"]) == (True, 1, "tools")
    assert making.as_it_went().told(runs[0])[1]["cleaned"] == "no"
    assert making.told(runs[1])[0] is not first
