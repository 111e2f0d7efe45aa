"""`articraft vary` as its users meet it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.cli.main import run
from tests.harness.compiler.programs import SOUND
from tests.harness.examples.families import BOOKCASE, write_family

CHEST = {
    "model.py": '"""A chest."""\n\nHEIGHT = 0.1\nLIDS = 1\n'
    + SOUND.replace("(0.2, 0.2, 0.1)", "(0.2, 0.2, HEIGHT)")
    .replace("xyz=(0.0, 0.0, 0.05)", "xyz=(0.0, 0.0, HEIGHT / 2)")
    .replace("xyz=(-0.1, 0.0, 0.1)", "xyz=(-0.1, 0.0, HEIGHT + (0.05 if LIDS == 2 else 0.0))"),
    "example.toml": BOOKCASE["example.toml"]
    .replace("Bookcase", "Chest")
    .replace("SHELVES", "LIDS")
    .replace("shelf", "lid")
    .replace("shelves", "lids")
    .replace("max = 9", "max = 2")
    .replace("WIDTH", "HEIGHT")
    .replace("min = 0.2", "min = 0.1")
    .replace("wide", "tall"),
}
"""A real object, unsound with two lids."""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "library"
    write_family(folder / "wooden_chest", CHEST)
    monkeypatch.setattr("harness.examples.families.resource_dir", lambda _: folder)
    return folder


def test_three_sets_become_runs_that_other_commands_read(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["vary", "Wooden-Chest", "--profile", "default", "--n", "3", "--param", "lids=1"]
    assert run(call) == 0
    captured = capsys.readouterr()
    assert [line.split()[:5] for line in captured.out.splitlines()] == [
        ["Entry", "Sets", "Made", "There", "Failed"],
        ["wooden_chest", "3", "3", "0", "0"],
    ]
    assert "articraft render runs/vary-wooden_chest-" in captured.err
    assert run([*call, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["seed"], told["profile"], told["broken"]) == (0, "default", {})
    assert told["families"][0]["there"] == 3
    assert [asset["number"] for asset in told["assets"]] == [0, 1, 2]

    assert run(["list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["runs"]
    assert {(row["status"], row["joints"], row["provider"]) for row in rows} == {("success", 1, "library")}
    name = told["assets"][0]["run_id"]
    assert (tmp_path / "runs" / name / "export" / "model.urdf").is_file()
    for command in (["show", name], ["audit", name], ["replay", name], ["rate", name, "--overall", "4"]):
        assert run(command) == 0, command
    assert "lids=1" not in capsys.readouterr().out


def test_what_fails_is_counted_by_code_and_ends_with_1(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["vary", "wooden_chest", "--profile", "default", "-n", "40", "--param", "tall=0.3"]
    assert run([*call, "--keep-failures"]) == 1
    captured = capsys.readouterr()
    assert "only 2 different sets of values, 40 asked for" in captured.err
    assert captured.out.splitlines()[1].split()[:5] == ["wooden_chest", "2", "1", "0", "1"]
    assert "failed wooden_chest LIDS = 2, HEIGHT = 0.3:" in captured.err
    assert len(list((tmp_path / "runs").glob("vary-*"))) == 2


def test_a_broken_family_is_told_and_the_others_are_varied(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_family(library / "bookcase", {**BOOKCASE, "model.py": "WIDTH = 1.0\n"})
    assert run(["vary", "all", "-n", "1", "--profile", "default", "--param", "lids=1"]) == 1
    captured = capsys.readouterr()
    assert "broken example 'bookcase', example.toml: parameter 'SHELVES'" in captured.err
    assert "wooden_chest     1     1" in captured.out
    assert run(["vary", "bookcase", "-n", "1"]) == 2
    assert "error: example 'bookcase'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chest"], "nearest: wooden_chest, or all"),
        (["wooden_chest", "--param", "lids=3"], "LIDS of wooden_chest is 1 to 2"),
        (["wooden_chest", "--param", "legs=3"], "got no parameter 'legs'"),
        (["wooden_chest", "--param", "lids"], "want NAME=VALUE or NAME=LOW..HIGH"),
        (["wooden_chest", "--n", "0"], "--n"),
        (["wooden_chest", "--profile", "harsh"], "profile: got 'harsh'"),
        ([], "NAME"),
    ],
)
def test_misuse_is_refused(
    library: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert run(["vary", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_help_shows_how_to_narrow_a_range(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["vary", "--help"]) == 0
    assert "--param drawers=2..6" in capsys.readouterr().out
