from __future__ import annotations

import asyncio
import json

import pytest

from harness.audit import audit
from harness.config import RunSettings
from harness.errors import UsageError
from harness.fork import Surroundings, edit, inherited_settings
from harness.providers.scripted import ScriptedProvider, call, calling, saying
from harness.records.folder import read_manifest
from harness.records.index import RunIndex, Wanted
from harness.records.ratings import read_ratings
from harness.records.reference import find_records, import_records
from tests.harness.fakes import CLEAN, FAKE_SERVICES


def make_record(data, name="rec_lamp_0001", *, code=CLEAN, **changes):
    """A record as the reference lays it out."""
    folder = data / "records" / name
    revision = folder / "revisions" / "rev_000001"
    (revision / "inputs").mkdir(parents=True)
    (revision / "prompt.txt").write_text("a desk lamp")
    (revision / "model.py").write_bytes(code.encode())
    (revision / "inputs" / "a.png").write_bytes(b"picture")
    (revision / "traces").mkdir()
    (revision / "traces" / "trajectory.jsonl.zst").write_bytes(b"packed")
    provenance = {
        "generation": {"max_turns": 70, "thinking_level": "high"},
        "run_summary": {
            "turn_count": 12,
            "tool_call_count": 20,
            "compile_attempt_count": 3,
            "final_status": "success",
        },
    }
    (revision / "provenance.json").write_text(json.dumps(provenance))
    tokens = {"prompt_tokens": 100, "cached_tokens": 40, "candidates_tokens": 7}
    (revision / "cost.json").write_text(
        json.dumps({"total": {"tokens": tokens, "costs_usd": {"total": 0.125}}})
    )
    record = {
        "schema_version": 3,
        "record_id": name,
        "created_at": "2026-01-02T03:04:05Z",
        "updated_at": "2026-01-03T00:00:00Z",
        "rating": 4,
        "secondary_rating": 5,
        "rated_by": "ana",
        "secondary_rated_by": "ben",
        "category_slug": "desk_lamp",
        "provider": "openai",
        "model_id": "gpt-5.4",
        "display": {"title": "a desk lamp"},
        "artifacts": {"model_py": "revisions/rev_000001/model.py", "prompt_txt": None},
        "active_revision_id": "rev_000001",
        "lineage": {"parent_record_id": None},
        **changes,
    }
    (folder / "record.json").write_text(json.dumps(record))
    return folder


def bring_in(data, runs):
    return {result.record_id: result for result in import_records(find_records(data), runs)}


def test_what_their_files_know_is_taken_over_and_the_source_left_alone(tmp_path):
    folder = make_record(tmp_path / "data")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    run_dir = bring_in(tmp_path / "data", tmp_path / "runs")["rec_lamp_0001"].run_dir
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    manifest = read_manifest(run_dir)
    assert (run_dir / "model.py").read_text() == CLEAN
    kept = {path.name for path in (run_dir / "source").iterdir()}
    assert kept == {"record.json", "provenance.json", "cost.json", "trajectory.jsonl.zst"}
    assert (manifest["status"], manifest["source"]["fidelity"]) == ("success", "partial")
    assert (manifest["usage"]["cost_usd"], manifest["counts"]["turns"]) == (0.125, 12)
    assert [(one.rater, one.overall) for one in read_ratings(run_dir)] == [("ana", 4), ("ben", 5)]
    with RunIndex(tmp_path / "runs") as index:
        index.refresh()
        (row,), _ = index.find(Wanted(words="lamp", category="desk_lamp", min_rating=4.5))
    assert row["source"] == "reference"


def test_imported_runs_are_edited_and_audited_as_far_as_they_go(tmp_path):
    make_record(tmp_path / "data", provider="external")
    run_dir = bring_in(tmp_path / "data", tmp_path / "runs")["rec_lamp_0001"].run_dir
    assert inherited_settings(run_dir) == {"profile": "reference"}
    report = audit(run_dir, services=FAKE_SERVICES)
    assert report.holds
    assert {finding.verdict for finding in report.findings} == {"holds", "cannot be checked"}
    script = [calling(call("write_file", content=CLEAN + "#\n"), call("compile_model")), saying("Done.")]
    around = Surroundings(provider=ScriptedProvider(script), services=FAKE_SERVICES, environ={})
    child = asyncio.run(
        edit(run_dir, "longer", settings=RunSettings(runs_dir=run_dir.parent), surroundings=around)
    )
    assert child.status == "success"
    assert audit(child.run_dir, services=FAKE_SERVICES).holds
    assert read_manifest(child.run_dir)["lineage"]["parent"] == "rec_lamp_0001"


def test_records_that_cannot_be_brought_in_are_named(tmp_path):
    data, runs = tmp_path / "data", tmp_path / "runs"
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"
    make_record(data, "rec_pointer", code=pointer)
    make_record(data, "rec_good")
    (make_record(data, "rec_broken") / "record.json").write_text("{")
    results = bring_in(data, runs)
    assert results["rec_good"].run_dir is not None
    assert "not here" in results["rec_pointer"].reason
    assert "cannot be read" in results["rec_broken"].reason
    assert bring_in(data, runs)["rec_good"].reason == "there already"
    assert [path.name for path in runs.iterdir()] == ["rec_good"]
    with pytest.raises(UsageError, match="holds no record"):
        find_records(runs)
