from __future__ import annotations

import json
import subprocess

import pytest

from harness.records.training.runs import load_runs
from harness.records.training.views import VIEWS
from harness.records.training.views.base import Making
from harness.records.training.views.edits import patch_between
from tests.harness.fakes import CLEAN, DIRTY
from tests.harness.records.training.recorded import SERVICES, WAYS, recorded_way

EDITS = VIEWS["edits"]


def rows_of(tmp_path, way, **options):
    runs, _ = load_runs([recorded_way(way, tmp_path).run_dir])
    return list(EDITS.rows(runs, Making(services=lambda: SERVICES, **options)))


def test_each_edit_comes_with_what_was_known(tmp_path):
    rows = rows_of(tmp_path, "roundabout")
    assert [row["tool"] for row in rows] == ["write_file", "replace", "replace", "replace"]
    assert [row["intent"] for row in rows] == ["A first try.", "Another fault.", "And back.", "Now it holds."]
    assert [(row["failures_before"], row["failures_after"]) for row in rows] == [
        (None, 1),
        (1, None),
        (None, 1),
        (1, 0),
    ]
    assert rows[0]["report"] == ""
    assert rows[1]["report"].startswith("failure: lid is broken")
    assert "streak=2" in rows[3]["report"]
    assert (rows[3]["before"], rows[3]["after"]) == (DIRTY, CLEAN)
    assert json.loads(rows[3]["arguments"]) == {"old_string": "broken lid", "new_string": "clean"}


def test_the_compile_made_at_the_finish_is_known_too(tmp_path):
    rows = rows_of(tmp_path, "compiled at the finish")
    assert "lid is broken" in rows[1]["report"]
    assert rows[1]["report"].startswith("<compiled_for_you>")


def test_cleaned_edits_are_those_that_led_somewhere(tmp_path):
    rows = rows_of(tmp_path, "roundabout", clean=True)
    assert [row["after"] for row in rows] == [DIRTY, CLEAN]


@pytest.mark.parametrize("way", [way for way in WAYS if way != "windows line ends"])
def test_every_patch_applies(tmp_path, way):
    for number, row in enumerate(rows_of(tmp_path, way)):
        folder = tmp_path / f"apply{number}"
        folder.mkdir()
        (folder / "model.py").write_text(row["before"])
        subprocess.run(
            ["git", "apply", "-"],
            input=row["patch"],
            cwd=folder,
            text=True,
            check=True,
            env={"GIT_DIR": "/none", "PATH": "/usr/bin:/bin"},
        )
        assert (folder / "model.py").read_text() == row["after"]


def test_a_missing_last_newline_is_told():
    assert "\\ No newline at end of file" in patch_between("a\nb", "a\nc\n")
    assert patch_between("a\n", "a\n") == ""
