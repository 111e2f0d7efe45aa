from __future__ import annotations

import json

import pytest

from harness.providers import PROVIDERS
from harness.records.folder import RunFolder
from harness.records.labels import change_labels
from harness.records.ratings import add_rating
from harness.records.training.runs import UNKNOWN_TERMS, load_runs, run_folders, terms_of
from tests.harness.records.training.recorded import recorded_way


def with_manifest(run_dir, **changes):
    path = run_dir / "run.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_facts_come_from_record_labels_and_ratings(tmp_path):
    outcome = recorded_way("roundabout", tmp_path)
    change_labels(outcome.run_dir, add=["oak"], category="boxes")
    add_rating(outcome.run_dir, rater="a", overall=4)
    add_rating(outcome.run_dir, rater="b", overall=5)
    (run,), refused = load_runs([outcome.run_dir], licence="CC-BY-4.0")
    assert refused == {}
    facts = dict(run.facts)
    assert facts["rating"] == 4.5
    assert (facts["category"], facts["tags"], facts["group"]) == ("boxes", ["oak"], "category:boxes")
    assert (facts["status"], facts["turns"], facts["tool_calls"]) == ("success", 11, outcome.tool_calls)
    assert (facts["licence"], facts["providers"]) == ("CC-BY-4.0", ["scripted"])
    json.dumps(facts)


def test_a_library_run_has_the_entrys_category_and_licence(tmp_path):
    outcome = recorded_way("straight", tmp_path)
    with_manifest(outcome.run_dir, library={"entry": "desk_lamp"})
    (run,), _ = load_runs([outcome.run_dir], licence="CC-BY-4.0")
    assert (run.category, run.facts["licence"]) == ("lighting", "Apache-2.0")
    with_manifest(outcome.run_dir, library={"entry": "gone"})
    (run,), _ = load_runs([outcome.run_dir])
    assert (run.category, run.facts["licence"]) == (None, "unspecified")


def test_a_run_belongs_with_its_first_ancestor(tmp_path):
    parent = recorded_way("straight", tmp_path, prompt="two boxes, folding", run_id="p").run_dir
    child = recorded_way("roundabout", tmp_path, prompt="make it longer", run_id="c").run_dir
    grandchild = recorded_way("rewritten", tmp_path, prompt="and red", run_id="g").run_dir
    with_manifest(parent, provider="openai")
    with_manifest(child, lineage={"how": "edit", "parent": "p"})
    with_manifest(grandchild, lineage={"how": "edit", "parent": "c"})
    change_labels(child, category="toys")
    runs, _ = load_runs([grandchild, child, parent])
    assert [run.group for run in runs] == ["prompt:box fold two"] * 3
    assert runs[1].facts["providers"] == ["scripted", "openai"]
    assert runs[1].facts["provider_terms"] == ["no-competing-models", "unknown"]
    with_manifest(parent, lineage={"how": "edit", "parent": "g"})  # a ring in a damaged record ends somewhere
    assert len(load_runs([grandchild, child, parent])[0]) == 3


def test_runs_that_cannot_be_read_are_named(tmp_path):
    good, torn, bare = (recorded_way("straight", tmp_path).run_dir for _ in range(3))
    (torn / "trace.jsonl").write_bytes(b"{}\n")
    (bare / "run.json").unlink()
    held = RunFolder.create(tmp_path, "held", redact=str)
    runs, refused = load_runs([good, torn, bare, held.path])
    held.release()
    assert [run.run_id for run in runs] == [good.name]
    assert set(refused) == {torn.name, bare.name, "held"}
    assert "still going on" in refused["held"]
    (tmp_path / ".trash").mkdir()
    (tmp_path / ".trash" / "run.json").write_text("{}")
    assert run_folders(tmp_path) == sorted([good, torn])


@pytest.mark.parametrize("provider", [name for name in PROVIDERS if name not in ("scripted", "replay")])
def test_every_provider_has_its_word(provider):
    assert terms_of(provider) != UNKNOWN_TERMS
