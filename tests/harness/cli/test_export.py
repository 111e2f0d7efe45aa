from __future__ import annotations

import json
import sys

import pytest

from harness.cli.main import run
from tests.harness.records.training.recorded import recorded_way


@pytest.fixture(autouse=True)
def workplace(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_all_runs_by_default_and_named_ones_on_demand(workplace, capsys):
    straight = recorded_way("straight", workplace / "runs", prompt="a chest", run_id="one")
    recorded_way("roundabout", workplace / "runs", prompt="a stool with legs", run_id="two")
    assert run(["export", "sft", "--near", "1", "--json"]) == 0
    said = capsys.readouterr()
    report = json.loads(said.out)
    assert said.err == ""
    assert sum(report["rows"].values()) == 2
    assert report["folder"] == "training/sft"
    assert (workplace / "training" / "sft" / "README.md").is_file()
    assert (
        run(["export", "edits", straight.run_id, "--out", "e", "--split", "1", "--format", "jsonl,parquet"])
        == 0
    )
    said = capsys.readouterr()
    assert "1 row (train 1)" in said.out
    assert "e/README.md" in said.err
    assert run(["export", "--help"]) == 0
    assert "articraft export sft --clean" in capsys.readouterr().out
    assert run(["export", "sft", "--clean", "--taped"]) == 0
    assert "1/2 one" in capsys.readouterr().err
    assert {path.name for path in (workplace / "e").iterdir()} == {
        "README.md",
        "dataset.json",
        "schema.json",
        "train.jsonl",
        "train.parquet",
    }


def test_options_reach_the_rows(workplace, capsys):
    recorded_way("several calls", workplace / "runs", run_id="one")
    (workplace / "away.txt").write_text("\na violin\n")
    options = "--faithful --arguments-as-text --last-k 1 --licence MIT --clean --taped --keep-away away.txt --split 1"
    assert run(["export", "sft", "runs/one", *options.split(), "--quiet"]) == 0
    capsys.readouterr()
    row = json.loads((workplace / "training" / "sft" / "train.jsonl").read_text())
    assert (row["meta"]["licence"], row["meta"]["cleaned"]) == ("MIT", "tape")
    assert sum(message["loss"] for message in row["messages"]) == 1
    calls = next(message["tool_calls"] for message in row["messages"] if "tool_calls" in message)
    assert len(calls) == 2
    assert isinstance(calls[0]["function"]["arguments"], str)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["sft"], 2, "articraft gen"),
        (["all"], 2, "sft"),
        (["sft", "nowhere"], 2, "not found"),
        (["sft", "--taped"], 2, "only with --clean"),
        (["sft", "--split", "2"], 2, "add up to 1"),
        (["sft", "--format", "csv"], 2, "jsonl or parquet"),
        (["sft", "--keep-away", "nowhere.txt"], 2, "one prompt a line"),
    ],
)
def test_what_cannot_be_is_said(capsys, arguments, code, words):
    assert run(["export", *arguments]) == code
    assert words in capsys.readouterr().err


def test_parquet_without_its_package_is_one_sentence(workplace, capsys, monkeypatch):
    recorded_way("straight", workplace / "runs")
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    assert run(["export", "sft", "--format", "parquet", "--quiet"]) == 2
    assert "articraft[data]" in capsys.readouterr().err
    assert run(["export", "sft", "--quiet"]) == 0


def test_why_runs_give_nothing_is_said(workplace, capsys):
    for number in range(7):
        (workplace / "runs" / f"bad{number}").mkdir(parents=True)
        (workplace / "runs" / f"bad{number}" / "run.json").write_text("{")
    recorded_way("straight", workplace / "runs")
    assert run(["export", "sft", "--quiet"]) == 0
    said = capsys.readouterr().out
    assert "runs that cannot be read: 7" in said
    assert "and 2 more runs" in said
