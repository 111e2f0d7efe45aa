from __future__ import annotations

import json

import pytest

from harness.digests import sha256_of
from harness.errors import RecordError, UsageError
from harness.records.training.settings import ExportSettings
from harness.records.training.writing import require_free, write_rows

META = {
    "run_id": "r",
    "group": "g",
    "tokens": 7,
    "provider": "library",
    "model_id": "examples",
    "provider_terms": ["own-work"],
    "licence": "Apache-2.0",
    "category": None,
    "profile": "strict",
}


def row(row_id, **message):
    messages = [{"role": "assistant", "content": row_id, "loss": True, **message}]
    return {"id": row_id, "messages": messages, "tools": [], "program": "", "meta": META}


def written(out, splits, **given):
    said = {"places": {}, "left_out": {}, "refused": {}, "redactions": {}, **given}
    return write_rows(out, splits, ExportSettings(view="sft"), **said)


def test_the_manifest_knows_every_file(tmp_path):
    out = tmp_path / "deep" / "out"
    report = written(
        out, {"train": [row("ü"), row("b")], "test": []}, left_out={"x": 0, "y": 2}, redactions={"keys": 1}
    )
    manifest = json.loads((out / "dataset.json").read_text())
    assert set(manifest["files"]) == {"README.md", "schema.json", "train.jsonl"}
    assert all(sha256_of((out / name).read_bytes()) == digest for name, digest in manifest["files"].items())
    assert (report.rows, report.tokens) == ({"train": 2, "test": 0}, 14)
    assert (manifest["left_out"], manifest["redactions"]) == ({"y": 2}, {"keys": 1})
    ids = [json.loads(line)["id"] for line in (out / "train.jsonl").read_text(encoding="utf-8").splitlines()]
    assert ids == ["ü", "b"]


def test_an_older_export_is_replaced_as_a_whole(tmp_path):
    out = tmp_path / "out"
    written(out, {"train": [row("a")], "test": [row("b")]})
    require_free(out)
    written(out, {"train": [row("a")], "test": []})
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == sorted(
        ["README.md", "dataset.json", "schema.json", "train.jsonl"]
    )


def test_when_it_fails_the_older_export_stays(tmp_path):
    out = tmp_path / "out"
    written(out, {"train": [row("a")]})
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    image = {"path": "images/x.png", "sha256": "ab" * 32, "media_type": "image/png"}
    with pytest.raises(RecordError, match="picture abab"):
        written(out, {"train": [row("c", images=[image])]}, places={"r": tmp_path})
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_only_an_empty_folder_or_an_export_is_free(tmp_path):
    require_free(tmp_path / "none")
    require_free(tmp_path)
    (tmp_path / "notes.txt").write_text("")
    with pytest.raises(UsageError, match="something else"):
        require_free(tmp_path)
    with pytest.raises(UsageError, match="is a file"):
        require_free(tmp_path / "notes.txt")
