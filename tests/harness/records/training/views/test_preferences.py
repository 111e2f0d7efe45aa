from __future__ import annotations

import pytest

from harness.records.ratings import add_rating
from harness.records.training.runs import load_runs
from harness.records.training.views import VIEWS
from harness.records.training.views.base import Making
from tests.harness.records.training.recorded import FAILED, PARTIAL, SERVICES, recorded, recorded_way

PREFERENCES = VIEWS["preferences"]


def rows_of(folders, **options):
    runs, _ = load_runs(folders)
    return list(PREFERENCES.rows(runs, Making(services=lambda: SERVICES, **options)))


@pytest.fixture
def folders(tmp_path):
    return {
        "quick": recorded_way("straight", tmp_path, run_id="quick").run_dir,
        "slow": recorded_way("roundabout", tmp_path, run_id="slow").run_dir,
        "partial": recorded(PARTIAL[0], tmp_path, run_id="partial", **PARTIAL[1]).run_dir,
        "failed": recorded(FAILED[0], tmp_path, run_id="failed", **FAILED[1]).run_dir,
    }


def test_the_better_answer_comes_first_and_why(folders):
    rows = rows_of(folders.values())
    assert {row["id"]: row["by"] for row in rows} == {
        "quick>failed": "ending",
        "quick>partial": "ending",
        "quick>slow": "turns",
    }
    for row in rows:
        assert [message["role"] for message in row["prompt"]] == ["system", "user"]
        assert row["chosen"][0]["role"] == row["rejected"][0]["role"] == "assistant"
        assert row["chosen"] != row["rejected"]
        assert (row["meta"]["run_id"], row["rejected_meta"]["run_id"]) == tuple(row["id"].split(">"))


def test_people_decide_before_figures_do(folders):
    add_rating(folders["slow"], rater="a", overall=5)
    add_rating(folders["quick"], rater="a", overall=3)
    rows = {row["id"]: row["by"] for row in rows_of([folders["quick"], folders["slow"]])}
    assert rows == {"slow>quick": "rating"}


def test_equals_are_not_compared(folders, tmp_path):
    twin = recorded_way("straight", tmp_path, run_id="twin").run_dir
    assert rows_of([folders["quick"], twin]) == []


def test_other_requests_are_not_compared(folders, tmp_path):
    other = recorded_way("roundabout", tmp_path, prompt="a lamp").run_dir
    assert rows_of([folders["quick"], other]) == []


def test_only_the_better_answer_is_cleaned(folders):
    add_rating(folders["slow"], rater="a", overall=5)
    add_rating(folders["failed"], rater="a", overall=1)
    (row,) = rows_of([folders["slow"], folders["failed"]], clean=True)
    assert (row["meta"]["cleaned"], row["rejected_meta"]["cleaned"]) == ("tools", "no")
    assert "not found" not in str(row["chosen"])
    add_rating(folders["failed"], rater="b", overall=5)
    add_rating(folders["failed"], rater="c", overall=5)
    add_rating(folders["slow"], rater="a", overall=1)
    (row,) = rows_of([folders["slow"], folders["failed"]], clean=True)
    assert (row["id"], row["meta"]["cleaned"]) == ("failed>slow", "no")
