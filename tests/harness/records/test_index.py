from __future__ import annotations

import json
import os
import shutil

import pytest

from benchmarks.records import make_runs
from harness.errors import RecordError
from harness.records.folder import RunFolder
from harness.records.index import BROKEN_OFF, FILE, RunIndex, Wanted
from harness.records.labels import change_labels
from harness.records.ratings import add_rating
from harness.records.store import restore_run, trash_run


@pytest.fixture
def runs(tmp_path):
    make_runs(tmp_path, 60)
    return tmp_path


def found(index, **wanted):
    rows, total = index.find(Wanted(limit=1000, **wanted))
    assert total == len(rows)
    return {row["run_id"] for row in rows}


def by_hand(runs, test):
    manifests = [json.loads(path.read_text()) for path in runs.glob("*/run.json")]
    return {manifest["run_id"] for manifest in manifests if test(manifest)}


def test_the_index_says_what_the_folders_say(runs):
    with RunIndex(runs) as index:
        assert index.refresh() == 60
        assert index.refresh() == 0
        assert found(index) == by_hand(runs, lambda run: True)
        assert found(index, status="failed") == by_hand(runs, lambda run: run["status"] == "failed")
        assert found(index, provider="openai", max_cost_usd=0.5) == by_hand(
            runs, lambda run: run["provider"] == "openai" and run["usage"]["cost_usd"] <= 0.5
        )
        assert found(index, since="2030-06", until="2030-09") == by_hand(
            runs, lambda run: "2030-06" <= run["created_at"] < "2030-09"
        )
        assert found(index, min_joints=4) == found(index)
        assert found(index, max_joints=3) == set()


def test_words_are_found_wherever_they_stand(runs):
    with RunIndex(runs) as index:
        index.refresh()
        for words in ("drawer", "draw", "DRAWERS"):
            assert found(index, words=words) >= by_hand(
                runs, lambda run: run["compile"]["object"]["name"] == "drawer"
            )
        both = found(index, words="steel lamp")
        assert both == found(index, words="steel") & found(index, words="lamp")
        assert found(index, words="lamp", status="failed") == found(index, words="lamp") & found(
            index, status="failed"
        )
        assert found(index, words="helicopter") == set()
        assert found(index, words='"; DROP TABLE runs; --') == set()


def test_labels_and_ratings_are_found(runs):
    one, two = sorted(found_folder for found_folder in runs.iterdir() if found_folder.is_dir())[:2]
    with RunIndex(runs) as index:
        index.refresh()
        change_labels(one, add=["best"], category="lamp")
        (one / "model.py").write_text("x")
        (two / "model.py").write_text("x")
        add_rating(one, rater="ana", overall=5)
        add_rating(two, rater="ana", overall=2)
        assert index.refresh() == 2
        assert found(index, tag="best") == found(index, category="lamp") == {one.name}
        assert found(index, words="best") == {one.name}
        assert found(index, min_rating=4) == {one.name}
        assert found(index, is_rated=True) == {one.name, two.name}
        rows, _ = index.find(Wanted(order="rating", limit=2))
        assert [row["run_id"] for row in rows] == [one.name, two.name]
        add_rating(one, rater="ana", overall=1)  # an appended line changes no folder
        index.update(one.name)
        assert found(index, min_rating=2) == {two.name}


def test_runs_that_go_and_come_are_noticed(runs):
    name = sorted(folder.name for folder in runs.iterdir() if folder.is_dir())[0]
    with RunIndex(runs) as index:
        index.refresh()
        trash_run(runs / name)
        index.refresh()
        assert name not in found(index)
        restore_run(name, runs_dir=runs)
        index.refresh()
        assert name in found(index)
        (runs / name / "run.json").unlink()
        (runs / name / "x").mkdir()
        index.refresh()
        assert found(index, status="no record") == {name}
        shutil.rmtree(runs / name)
        index.refresh()
        assert name not in found(index)


def test_an_index_that_is_lost_or_broken_is_made_again(runs):
    with RunIndex(runs) as index:
        index.refresh()
        everything = found(index)
        assert index.rebuild() == 60
        assert found(index) == everything
    (runs / FILE).write_bytes(b"not a database at all" * 100)
    with RunIndex(runs) as index:
        index.refresh()
        assert found(index) == everything
        with pytest.raises(RecordError, match="order"):
            index.find(Wanted(order="beauty"))


def test_pages_follow_each_other(runs):
    with RunIndex(runs) as index:
        index.refresh()
        pages = [index.find(Wanted(limit=25, offset=offset)) for offset in (0, 25, 50)]
    assert [total for _, total in pages] == [60, 60, 60]
    names = [row["run_id"] for rows, _ in pages for row in rows]
    assert len(names) == len(set(names)) == 60


def test_a_run_that_was_killed_is_told_from_one_at_work(runs):
    held = RunFolder.create(runs, "at_work", redact=str)
    held.write_manifest({"status": "running", "created_at": "2031"})
    with RunIndex(runs) as index:
        index.refresh()
        assert found(index, status="running") == {"at_work"}
        path, stamp = runs / "at_work", (runs / "at_work").stat()
        held.release()
        os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        index.refresh()
        assert found(index, status=BROKEN_OFF) == {"at_work"}
