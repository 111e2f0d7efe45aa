from __future__ import annotations

import json

import pytest

from harness.errors import RecordError
from harness.records.folder import RunFolder, is_locked, new_run_id, read_manifest
from tests.harness.fakes import ticking_clock


@pytest.fixture
def folder(tmp_path):
    made = RunFolder.create(tmp_path / "runs", "r", redact=lambda text: text.replace("secret", "[hidden]"))
    yield made
    made.release()


def test_a_new_folder_is_locked_until_released(folder):
    assert folder.run_id == "r"
    assert is_locked(folder.path)
    folder.release()
    folder.release()
    assert not is_locked(folder.path)
    assert not (folder.path / ".lock").exists()


def test_texts_are_redacted_and_bytes_are_not(folder):
    folder.write("a.txt", "a secret")
    folder.write("a.bin", b"a secret")
    assert (folder.path / "a.txt").read_text() == "a [hidden]"
    assert (folder.path / "a.bin").read_bytes() == b"a secret"


def test_blobs_lie_under_their_hash(folder):
    digest = folder.keep_blob(b"data")
    assert folder.keep_blob(b"data") == digest
    assert (folder.path / "blobs" / digest).read_bytes() == b"data"


def test_publishing_replaces_the_export_as_a_whole(folder, tmp_path):
    from pathlib import Path

    for round_number in (1, 2):
        work = tmp_path / f"work{round_number}"
        (work / "assets").mkdir(parents=True)
        (work / "model.urdf").write_text(f"urdf {round_number}")
        (work / "assets" / f"mesh{round_number}.obj").write_text("v")
        (work / "preview.png").write_text("p")
        names = {name: Path("export") / name for name in ("model.urdf", f"assets/mesh{round_number}.obj")}
        folder.publish(work, {**names, "preview.png": Path("preview.png")})
    found = sorted(
        path.relative_to(folder.path).as_posix() for path in folder.path.rglob("*") if path.is_file()
    )
    assert found == [".lock", "export/assets/mesh2.obj", "export/model.urdf", "preview.png"]
    assert (folder.path / "export" / "model.urdf").read_text() == "urdf 2"


@pytest.mark.parametrize("text", [None, "", "[]", "{"])
def test_a_manifest_that_is_missing_or_damaged(tmp_path, text):
    if text is not None:
        (tmp_path / "run.json").write_text(text)
    with pytest.raises(RecordError, match=r"run\.json"):
        read_manifest(tmp_path)


def test_manifests_come_back_as_written(folder):
    folder.write_manifest({"a": [1, None, "é"]})
    assert read_manifest(folder.path) == {"a": [1, None, "é"]}
    assert json.loads((folder.path / "run.json").read_text()) == {"a": [1, None, "é"]}


@pytest.mark.parametrize(
    ("prompt", "slug"),
    [("A folding drone, please!", "a-folding-drone-please"), ("椅子", "run"), ("x" * 99, "x" * 40)],
)
def test_names_of_runs(prompt, slug):
    name = new_run_id(prompt, clock=ticking_clock())
    head, _, tail = name.rpartition("-")
    assert head == f"20300131-120000-{slug}"
    assert len(tail) == 6
