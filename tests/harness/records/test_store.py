from __future__ import annotations

import pytest

from harness.errors import RecordError, UsageError
from harness.providers.scripted import call, calling, saying
from harness.records.folder import RunFolder
from harness.records.store import find_rubbish, remove_rubbish, restore_run, trash_run, trashed_runs
from harness.replay import replay
from tests.harness.fakes import CLEAN, FAKE_SERVICES, run_script

LONG = "# " + "y" * 9000 + "\n" + CLEAN


@pytest.fixture
def run_dir(tmp_path):
    script = [calling(call("write_file", content=LONG), call("compile_model")), saying("Done.")]
    return run_script(script, tmp_path / "runs", run_id="r").run_dir


def test_only_what_no_event_names_is_rubbish(run_dir):
    assert list(find_rubbish(run_dir.parent)) == []
    (run_dir / "blobs" / ("0" * 64)).write_bytes(b"lost")
    (run_dir / ".model.py.x.tmp").write_bytes(b"half")
    (run_dir / "work").mkdir()
    found = list(find_rubbish(run_dir.parent))
    assert sorted(rubbish.kind for rubbish in found) == ["blob", "temporary", "work"]
    for rubbish in found:
        remove_rubbish(rubbish)
    assert list(find_rubbish(run_dir.parent)) == []
    assert replay(run_dir, services=FAKE_SERVICES).is_identical


def test_runs_at_work_are_left_alone(run_dir):
    (run_dir / "blobs" / ("0" * 64)).write_bytes(b"lost")
    held = RunFolder.reopen(run_dir, redact=str)
    assert list(find_rubbish(run_dir.parent)) == []
    with pytest.raises(RecordError, match="still going on"):
        trash_run(run_dir)
    held.release()


def test_the_trash_gives_back_what_it_was_given(run_dir):
    runs = run_dir.parent
    before = {path.relative_to(runs): path.read_bytes() for path in run_dir.rglob("*") if path.is_file()}
    trash_run(run_dir)
    assert trashed_runs(runs) == ["r"]
    assert not run_dir.exists()
    assert restore_run("r", runs_dir=runs) == run_dir
    after = {path.relative_to(runs): path.read_bytes() for path in run_dir.rglob("*") if path.is_file()}
    assert before == after
    with pytest.raises(UsageError, match="holds nothing"):
        restore_run("r", runs_dir=runs)
    trash_run(run_dir)
    run_script([saying("x")] * 3, runs, run_id="r")
    with pytest.raises(UsageError, match="there already"):
        restore_run("r", runs_dir=runs)
    with pytest.raises(UsageError, match="there already"):
        trash_run(runs / "r")
    (only,) = find_rubbish(runs, trash=True)
    assert only.kind == "trash"
    remove_rubbish(only)
    assert trashed_runs(runs) == []
