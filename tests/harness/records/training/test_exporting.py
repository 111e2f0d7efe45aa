from __future__ import annotations

import json
import random
from dataclasses import replace

import pyarrow.parquet
import pytest
from jsonschema import Draft202012Validator
from PIL import Image

from harness.digests import sha256_of
from harness.errors import RecordError, UsageError
from harness.messages import AssistantMessage, ToolCall
from harness.providers.base import Traits
from harness.providers.scripted import ScriptedProvider
from harness.records.labels import change_labels
from harness.records.training.dialogue import Manner
from harness.records.training.exporting import export
from harness.records.training.settings import ExportSettings
from harness.records.training.views import VIEWS
from tests.harness.fakes import CLEAN, DIRTY, fake_compile, run_script
from tests.harness.records.training.recorded import (
    COMPILE,
    DONE,
    SERVICES,
    WAYS,
    recorded,
    recorded_way,
    swap,
    write,
)

VARIANT = "# variant {}\n" + CLEAN


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """One run of every way, each with words of its own so that none repeats another; tests only read them."""
    made, runs_dir = [], tmp_path_factory.mktemp("runs")
    for number, way in enumerate(WAYS):
        outcome = recorded_way(way, runs_dir, prompt=f"a box number {number} {way}", run_id=f"run{number}")
        change_labels(outcome.run_dir, category=f"kind{number % 4}")
        made.append(outcome.run_dir)
    return tuple(made)


def rows_in(folder):
    return [
        json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text().splitlines()
    ]


@pytest.mark.parametrize(
    ("view", "clean"), [("sft", False), ("sft", True), ("edits", False), ("edits", True), ("repair", False)]
)
def test_rows_pass_their_schema_and_equal_those_in_parquet(tmp_path, folders, view, clean):
    out = tmp_path / "out"
    settings = ExportSettings(view=view, formats=("jsonl", "parquet"), near=1, clean=clean, taped=clean)
    report = export(folders, out, settings, services=SERVICES)
    schema = json.loads((out / "schema.json").read_text())
    rows = rows_in(out)
    assert len(rows) == sum(report.rows.values()) > 0
    for row in rows:
        Draft202012Validator(schema).validate(row)
        assert not row["meta"]["is_redacted"]
    for path in out.glob("*.jsonl"):
        ids = [json.loads(line)["id"] for line in path.read_text().splitlines()]
        assert pyarrow.parquet.read_table(path.with_suffix(".parquet")).column("id").to_pylist() == ids
    manifest = json.loads((out / "dataset.json").read_text())
    for name, digest in manifest["files"].items():
        assert sha256_of((out / name).read_bytes()) == digest
    written = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert written == {*manifest["files"], "dataset.json"}


def test_the_same_runs_give_the_same_bytes_in_any_order(tmp_path, folders):
    settings = ExportSettings(view="sft")
    first = export(folders, tmp_path / "a", settings)
    shuffled = random.Random(1).sample(folders, len(folders))
    second = export(shuffled, tmp_path / "b", settings)
    assert first.files == second.files
    assert first.rows_sha256 == second.rows_sha256
    third = export(folders, tmp_path / "b", ExportSettings(view="sft", seed=3))
    assert third.files.keys() >= {"schema.json", "README.md"}
    ids = {row["id"] for row in rows_in(tmp_path / "b")}
    assert ids == {row["id"] for row in rows_in(tmp_path / "a")}


def test_no_group_stands_on_both_sides(tmp_path, folders):
    export(
        folders, tmp_path / "out", ExportSettings(view="edits", shares={"train": 0.5, "test": 0.5}, near=1)
    )
    sides = {}
    for split in ("train", "test"):
        path = tmp_path / "out" / f"{split}.jsonl"
        for line in path.read_text().splitlines() if path.exists() else ():
            sides.setdefault(json.loads(line)["meta"]["group"], set()).add(split)
    assert set().union(*sides.values()) == {"train", "test"}
    assert all(len(where) == 1 for where in sides.values())


def test_a_run_can_be_made_again_from_its_row(tmp_path, folders):
    """From the tape to a row, from the row to a script, from the script to the same program."""
    export(folders, tmp_path / "out", ExportSettings(view="sft", clean=True, near=1), services=SERVICES)
    for row in rows_in(tmp_path / "out"):
        script = [
            AssistantMessage(
                message["content"],
                tuple(
                    ToolCall("", call["function"]["name"], json.dumps(call["function"]["arguments"]))
                    for call in message.get("tool_calls", ())
                ),
                stop="tools" if message.get("tool_calls") else "end",
            )
            for message in row["messages"]
            if message["role"] == "assistant"
        ]
        again = run_script(script, tmp_path / "again", services=SERVICES, max_turns=max(1, len(script)))
        assert sha256_of(again.program.read_bytes()) == row["meta"]["code_sha256"]
        assert again.ok


def test_what_is_not_wanted_is_left_out_and_counted(tmp_path, folders):
    twin = recorded_way(
        "straight", tmp_path / "runs", prompt="a box number 0 straight", run_id="twin"
    ).run_dir
    settings = ExportSettings(view="sft", where="turns>2", kept_away=("box number 1, roundabout",), near=1)
    report = export([*folders, twin, tmp_path / "nothing"], tmp_path / "out", settings)
    assert report.left_out["runs not asked for"] == 1
    assert report.left_out["rows too close to prompts kept away"] == 1
    assert report.left_out["rows that repeat another one"] == 1
    assert report.left_out["runs that cannot be read"] == 1
    assert "nothing" in report.refused
    assert sum(report.rows.values()) == len(WAYS) - 2
    with pytest.raises(UsageError, match=r"no row is left .*excluded providers: 9"):
        export(folders, tmp_path / "out", ExportSettings(view="sft", exclude_providers=("scripted",)))


def test_of_two_equal_rows_the_shorter_stays(tmp_path):
    long = recorded([write(CLEAN), COMPILE, COMPILE, DONE], tmp_path / "runs", run_id="a").run_dir
    short = recorded([write(CLEAN), DONE], tmp_path / "runs", run_id="b").run_dir
    export([long, short], tmp_path / "out", ExportSettings(view="sft"))
    assert [row["id"] for row in rows_in(tmp_path / "out")] == ["b"]


def test_keys_and_names_reach_no_file(tmp_path):
    text = VARIANT.format(
        "by jane@mail.example.org, see /home/jane/box, key sk-abcdefghijklmnopqrstuvwxyz, pass-word-1"
    )
    outcome = recorded([write(text), COMPILE, DONE], tmp_path / "runs")
    secrets = {"pass-word-1": "MY_TOKEN"}
    report = export(
        [outcome.run_dir],
        tmp_path / "out",
        ExportSettings(view="edits", formats=("jsonl", "parquet")),
        secrets=secrets,
    )
    everything = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    for secret in (b"jane", b"sk-abcdef", b"pass-word-1"):
        assert secret not in everything
    assert set(report.redactions) == {"known keys", "keys", "home folders", "addresses"}
    (row,) = rows_in(tmp_path / "out")
    assert row["meta"]["is_redacted"]


class Seeing(ScriptedProvider):
    """A model that accepts pictures."""

    async def traits(self) -> Traits:
        return Traits(accepts_images=True)


def drawing_compile(source, *, workdir, pictures=False, **options):
    result = fake_compile(source, workdir=workdir, pictures=pictures, **options)
    if pictures:
        Image.new("RGB", (8, 8), (len(source) % 256, 0, 0)).save(workdir / "preview.png")
    return result


@pytest.mark.parametrize("clean", [False, True])
def test_pictures_come_along(tmp_path, clean):
    picture = tmp_path / "lamp.png"
    Image.new("RGB", (4, 3), "red").save(picture)
    services = replace(SERVICES, compile=drawing_compile)
    provider = Seeing([write(DIRTY), COMPILE, swap("broken lid", "clean"), COMPILE, DONE])
    outcome = run_script([], tmp_path / "runs", provider=provider, services=services, image=picture)
    settings = ExportSettings(view="sft", clean=clean)
    report = export([outcome.run_dir], tmp_path / "out", settings, services=services)
    (row,) = rows_in(tmp_path / "out")
    images = [image for message in row["messages"] for image in message.get("images", ())]
    assert len({image["sha256"] for image in images}) == 3  # what was asked for, and what two compiles showed
    assert row["messages"][1]["images"] == images[:1]
    for image in images:
        assert report.files[image["path"]] == image["sha256"]
    assert sum(message["content"].count("<image>") for message in row["messages"]) == len(images)
    export([outcome.run_dir], tmp_path / "edits", ExportSettings(view="edits"))
    assert not (tmp_path / "edits" / "images").exists()
    for blob in (outcome.run_dir / "blobs").glob(images[0]["sha256"]):
        blob.unlink()
    with pytest.raises(RecordError, match=r"picture .* is missing"):
        export([outcome.run_dir], tmp_path / "out", ExportSettings(view="sft"))


def test_a_folder_of_something_else_is_left_alone(tmp_path, folders):
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.tex").write_text("years of work")
    for _ in range(2):
        with pytest.raises(UsageError, match="something else"):
            export(folders, out, ExportSettings(view="sft"))
    assert (out / "thesis.tex").read_text() == "years of work"
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is a file"):
        export(folders, tmp_path / "file", ExportSettings(view="sft"))
    with pytest.raises(RecordError, match="cannot be written"):
        export(folders, tmp_path / "file" / "below", ExportSettings(view="sft"))


def test_the_card_counts_what_is_there(tmp_path, folders):
    settings = ExportSettings(view="sft", manner=Manner(last_k=2), licence="CC-BY-4.0", near=1)
    report = export(folders, tmp_path / "out", settings)
    card = (tmp_path / "out" / "README.md").read_text()
    assert card.startswith("---\nlicense: cc-by-4.0\n")
    assert f"| train | {report.rows['train']} |" in card
    assert report.rows_sha256 in card
    assert "the last 2 sound replies" in card
    assert f"scripted:script {sum(report.rows.values())}" in card
    assert "$" not in card
    assert all(f"- `{name}`:" in card for name in VIEWS["sft"].columns)
