"""A true record holds; ten ways of tampering, clumsy and careful, are each found and named."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from harness.audit import audit
from harness.digests import canonical_json, sha256_of
from harness.errors import RecordError
from harness.messages import AssistantMessage, Usage
from harness.providers.scripted import ScriptedProvider, call, calling, saying
from harness.records.folder import RunFolder
from harness.records.ratings import add_rating
from harness.tape import FILE, read_trace
from tests.harness.fakes import CLEAN, DIRTY, FAKE_SERVICES, fake_compile, run_script
from tests.harness.tapes import forge, lines_of, rewrite_event

LONG = "# " + "x" * 9000 + "\n"
SCRIPT = [
    calling(call("read_file", path="model.py"), call("find_examples", query="lid")),
    replace(calling(call("write_file", content=LONG + DIRTY)), usage=Usage(1000, 0, 200, cost_usd=0.25)),
    calling(call("compile_model")),
    replace(
        calling(call("replace", old_string="broken lid", new_string="clean")), usage=Usage(10, 0, 5, 0.5)
    ),
    saying("A box."),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A parent and its child, the child rated twice."""
    runs = tmp_path_factory.mktemp("runs")
    from harness.config import RunSettings
    from harness.fork import Surroundings, edit

    script = [
        reply if reply.usage.cost_usd else replace(reply, usage=Usage(1, 0, 1, 0.01)) for reply in SCRIPT
    ]
    parent = run_script(script, runs, run_id="parent")
    assert parent.status == "success"
    import asyncio

    around = Surroundings(provider=ScriptedProvider(script), services=FAKE_SERVICES, environ={})
    settings = RunSettings(runs_dir=runs, run_id="child")
    child = asyncio.run(edit(parent.run_dir, "make it longer", settings=settings, surroundings=around))
    assert child.status == "success"
    for stars in (2, 5):
        add_rating(child.run_dir, rater=f"rater {stars}", overall=stars, criteria={"geometry": stars})
    return runs


@pytest.fixture
def child(made, tmp_path):
    shutil.copytree(made, tmp_path / "runs")
    return tmp_path / "runs" / "child"


def failed(run_dir):
    return set(audit(run_dir, services=FAKE_SERVICES).failed)


def change_manifest(run_dir, **changes):
    path = run_dir / "run.json"
    manifest = json.loads(path.read_text())
    for name, value in changes.items():
        *folders, last = name.split("__")
        target = manifest
        for folder in folders:
            target = target[folder]
        target[last] = value
    path.write_text(json.dumps(manifest))


def payload_of(run_dir, kind):
    return dict(read_trace(run_dir).first(kind).payload)


def without(kind):
    def change(entries):
        position = next(i for i, entry in enumerate(entries) if entry["kind"] == kind)
        return entries[:position] + entries[position + 1 :]

    return change


def swapped(entries):
    first, second = [i for i, entry in enumerate(entries) if entry["kind"] == "tool_finished"][:2]
    entries[first], entries[second] = entries[second], entries[first]
    return entries


def lower_cost_everywhere(run_dir):
    """A careful forger: the costs in run.json and on the tape are lowered, and every hash is mended."""

    def change(entries):
        total = 0.0
        for entry in entries:
            if entry["kind"] == "model_replied":
                payload = entry["payload"]
                if "blob" in payload:
                    payload = json.loads((run_dir / "blobs" / payload["blob"]).read_text())
                total += 0.001
                payload |= {"cost_usd": 0.001, "total_cost_usd": total}

                entry["payload"], entry["payload_sha256"] = payload, sha256_of(canonical_json(payload))
        return entries

    forge(run_dir, change)
    change_manifest(run_dir, usage__cost_usd=0.005)


def swap_lines(run_dir):
    lines = lines_of(run_dir)
    lines[4], lines[5] = lines[5], lines[4]
    (run_dir / FILE).write_bytes(b"".join(lines))


def drop_line(run_dir):
    lines = lines_of(run_dir)
    (run_dir / FILE).write_bytes(b"".join(lines[:6] + lines[7:]))


def replace_blob(run_dir):
    blob = max((run_dir / "blobs").iterdir(), key=lambda path: path.stat().st_size)
    blob.write_text(blob.read_text().replace("box", "car"))


def forge_rating(run_dir):
    path = run_dir / "ratings.jsonl"
    path.write_text(path.read_text().replace('"overall": 2', '"overall": 5', 1))


def drop_rating(run_dir):
    path = run_dir / "ratings.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[1])


def edit_program(run_dir):
    path = run_dir / "model.py"
    path.write_text(path.read_text() + "# better\n")


def edit_program_carefully(run_dir):

    edit_program(run_dir)
    digest = sha256_of((run_dir / "model.py").read_bytes())
    change_manifest(run_dir, hashes__model_py=digest)
    rewrite_event(run_dir, "run_finished", {**payload_of(run_dir, "run_finished"), "code_sha256": digest})


def change_status_carefully(run_dir):
    change_manifest(run_dir, status="failed", reason="turns")
    changed = {**payload_of(run_dir, "run_finished"), "status": "failed", "reason": "turns"}
    rewrite_event(run_dir, "run_finished", changed)


def change_lineage_carefully(run_dir):
    start = payload_of(run_dir, "run_started")
    lineage = {**start["lineage"], "parent_model_py": "0" * 64}
    rewrite_event(run_dir, "run_started", {**start, "lineage": lineage})
    change_manifest(run_dir, lineage=lineage)


def replace_artifact_carefully(run_dir):

    (run_dir / "export" / "model.urdf").write_text("<robot/>")
    manifest = json.loads((run_dir / "run.json").read_text())
    digest = sha256_of("<robot/>")
    change_manifest(run_dir, artifacts={**manifest["artifacts"], "export/model.urdf": digest})

    def change(entries):
        for entry in entries:
            if entry["kind"] == "compile_finished":
                entry["payload"]["result"]["artifacts"]["model.urdf"] = digest
                entry["payload_sha256"] = sha256_of(canonical_json(entry["payload"]))
        return entries

    forge(run_dir, change)


TAMPERINGS = {
    "program edited": (edit_program, {"program"}),
    "program edited, hashes mended": (edit_program_carefully, {"status", "conversation"}),
    "cost lowered": (lambda run: change_manifest(run, usage__cost_usd=0.01), {"costs"}),
    "cost lowered, hashes mended": (lower_cost_everywhere, {"costs"}),
    "event removed": (drop_line, {"trace"}),
    "event removed, hashes mended": (lambda run: forge(run, without("tool_finished")), {"order", "counts"}),
    "end removed": (lambda run: forge(run, without("run_finished")), {"order"}),
    "events swapped": (swap_lines, {"trace"}),
    "events swapped, hashes mended": (lambda run: forge(run, swapped), {"order"}),
    "blob replaced": (replace_blob, {"blobs"}),
    "artefact replaced": (
        lambda run: (run / "export" / "model.urdf").write_text("<robot/>"),
        {"artifacts"},
    ),
    "artefact replaced, hashes mended": (replace_artifact_carefully, {"recompile"}),
    "artefact added": (lambda run: (run / "export" / "extra.obj").write_text("v"), {"artifacts"}),
    "status changed": (lambda run: change_manifest(run, status="partial"), {"status"}),
    "status changed, hashes mended": (change_status_carefully, {"status", "conversation"}),
    "profile changed": (lambda run: change_manifest(run, settings__profile="reference"), {"settings"}),
    "rating forged": (forge_rating, {"ratings"}),
    "rating removed": (drop_rating, {"ratings"}),
    "lineage changed": (lambda run: change_manifest(run, lineage__parent="another"), {"lineage"}),
    "lineage removed": (lambda run: change_manifest(run, lineage=None), {"lineage"}),
    "lineage changed, hashes mended": (change_lineage_carefully, {"lineage"}),
    "prompt changed": (lambda run: (run / "prompt.txt").write_text("a car"), {"prompt"}),
    "provider changed": (lambda run: change_manifest(run, provider="openai"), {"settings"}),
    "turns lowered": (lambda run: change_manifest(run, counts__turns=1), {"counts"}),
    "tokens lowered": (lambda run: change_manifest(run, usage__input_tokens=1), {"costs"}),
    "parameters invented": (lambda run: change_manifest(run, library={"entry": "x"}), {"parameters"}),
    "findings hidden": (lambda run: change_manifest(run, compile__signals=[{}]), {"status"}),
}


def test_a_true_record_holds(child):
    for run_dir in (child, child.parent / "parent"):
        report = audit(run_dir, services=FAKE_SERVICES)
        assert [(finding.claim, finding.details) for finding in report.findings if finding.details] == []
        assert report.holds
        json.dumps(report.to_dict())


@pytest.mark.parametrize("way", TAMPERINGS)
def test_tampering_is_found_and_named(child, way):
    tamper, claims = TAMPERINGS[way]
    tamper(child)
    assert claims <= failed(child)


def test_a_changed_parent_is_noticed_by_its_child(child):
    edit_program(child.parent / "parent")
    assert failed(child) == {"lineage"}


def test_what_cannot_be_checked_is_neither_true_nor_false(child):
    shutil.rmtree(child.parent / "parent")
    report = audit(child, services=FAKE_SERVICES, recompile=False)
    assert report.holds
    (unknown,) = [finding for finding in report.findings if finding.verdict != "holds"]
    assert (unknown.claim, unknown.verdict) == ("lineage", "cannot be checked")


def test_another_version_makes_a_difference_uncheckable(child, monkeypatch):
    def compile_source(source, **options):
        return replace(fake_compile(source, **options), artifacts={})

    services = replace(FAKE_SERVICES, compile=compile_source)
    assert audit(child, services=services).failed == ("recompile",)
    monkeypatch.setattr("harness.audit.versions", lambda: {"python": "4"})
    report = audit(child, services=services)
    assert report.holds
    assert [finding.claim for finding in report.findings if finding.verdict == "cannot be checked"] == [
        "recompile"
    ]


def test_failed_and_unfinished_runs_are_audited_too(tmp_path):
    failed_run = run_script([calling(call("write_file", content=DIRTY))], tmp_path, max_turns=1)
    assert audit(failed_run.run_dir, services=FAKE_SERVICES).failed == ()
    broken = run_script([AssistantMessage("no", stop="refusal")], tmp_path)
    assert audit(broken.run_dir, services=FAKE_SERVICES).failed == ()
    held = RunFolder.create(tmp_path, "held", redact=str)
    with pytest.raises(RecordError, match="still going on"):
        audit(held.path)
    held.release()


def test_clean_is_what_the_child_left(child):
    assert (child / "model.py").read_text() == LONG + CLEAN
