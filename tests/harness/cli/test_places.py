import os

import pytest

from harness.cli.places import find_program, find_run, is_run, read_program
from harness.errors import UsageError


@pytest.fixture
def runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for age, name in enumerate(["newest", "middle", "oldest"]):
        folder = tmp_path / "runs" / name
        folder.mkdir(parents=True)
        (folder / "run.json").write_text("{}")
        (folder / "model.py").write_text("pass\n")
        os.utime(folder / "run.json", (1000 - age, 1000 - age))
    return tmp_path / "runs"


def test_a_run_is_found_by_path_and_by_bare_id(runs):
    assert find_run("runs/middle", runs_dir=runs) == (runs / "middle").relative_to(runs.parent)
    assert find_run(str(runs / "middle"), runs_dir=runs) == runs / "middle"
    assert find_run("middle", runs_dir=runs) == runs / "middle"
    assert is_run(find_run("middle", runs_dir=runs))


def test_a_missing_run_names_places_and_the_newest_runs(runs):
    with pytest.raises(UsageError) as error:
        find_run("nope", runs_dir=runs)
    assert str(runs / "nope") in str(error.value)
    assert "newest, middle, oldest." in str(error.value)


def test_many_runs_are_counted(runs):
    for number in range(4):
        (runs / f"more{number}").mkdir()
        (runs / f"more{number}" / "run.json").write_text("{}")
    with pytest.raises(UsageError, match="and 2 more"):
        find_run("nope", runs_dir=runs)


def test_a_folder_that_is_no_run_is_named(runs):
    (runs / "empty").mkdir()
    with pytest.raises(UsageError, match=r"empty holds no run\.json"):
        find_run("empty", runs_dir=runs)


def test_without_runs_the_first_command_is_named(tmp_path):
    with pytest.raises(UsageError, match="articraft gen"):
        find_run("nope", runs_dir=tmp_path / "runs")


def test_a_program_is_a_file_a_folder_or_a_run(runs):
    (runs.parent / "chair.py").write_text("pass\n")
    assert find_program("chair.py", runs_dir=runs).name == "chair.py"
    assert find_program("runs/middle", runs_dir=runs).parts == ("runs", "middle", "model.py")
    assert find_program("middle", runs_dir=runs) == runs / "middle" / "model.py"


def test_a_folder_without_a_program_says_what_is_missing(runs, tmp_path):
    (tmp_path / "bare").mkdir()
    with pytest.raises(UsageError, match=r"bare: a folder without model\.py"):
        find_program("bare", runs_dir=runs)
    with pytest.raises(UsageError, match="not found; looked at"):
        find_program("nowhere", runs_dir=runs)


def test_a_program_must_be_text(tmp_path):
    (tmp_path / "model.py").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="UTF-8"):
        read_program(tmp_path / "model.py")
