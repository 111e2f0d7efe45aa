from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness.compiler import compile_source
from harness.compiler.cache import FOLDER_VARIABLE, MAX_ENTRY_BYTES, MESHES, lineage_name, write_meshes
from harness.compiler.memory import Memory
from tests.harness.compiler.programs import SOUND, at_import


def memory(
    folder: Path | None, source: str = SOUND, *, lineage: str = "a", profile: str = "default"
) -> Memory:
    return Memory(
        folder, source, settings={"profile": profile}, inputs=Path("/nowhere"), lineage=Path("/kin") / lineage
    )


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    (tmp_path / "staging" / ".tmp").mkdir(parents=True)
    return tmp_path / "staging"


def test_without_a_folder_nothing_is_kept(staging: Path) -> None:
    nothing = memory(None)
    assert (nothing.result(), nothing.facts(), nothing.kept_meshes) == (None, "", "")
    nothing.lend(staging)
    nothing.take_back(staging)
    assert list((staging / ".tmp").iterdir()) == []


def test_meshes_stay_in_their_lineage(tmp_path: Path, staging: Path) -> None:
    folder = tmp_path / "cache"
    mine, others = memory(folder), memory(folder, lineage="b")
    file = staging / mine.kept_meshes
    file.write_bytes(b"made by a program")
    mine.take_back(staging)
    file.unlink()
    others.lend(staging)
    assert not file.exists()
    mine.lend(staging)
    assert file.read_bytes() == b"made by a program"


@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "large"])
def test_only_a_plain_file_of_usual_size_is_taken(tmp_path: Path, kind: str) -> None:
    (tmp_path / "secret").write_text("secret")
    made = tmp_path / "made"
    if kind == "link":
        made.symlink_to(tmp_path / "secret")
    elif kind == "folder":
        made.mkdir()
    elif kind == "pipe":
        os.mkfifo(made)
    else:
        with made.open("wb") as handle:
            handle.truncate(MAX_ENTRY_BYTES + 1)
    write_meshes(tmp_path / "cache", "x", made)
    assert not (tmp_path / "cache").exists()


CUT = at_import(
    "from sdk import BoxGeometry, LatheGeometry, boolean_difference, mesh_from_geometry\n"
    "ring = LatheGeometry([(0.1, 0.0), (0.2, 0.0), (0.2, 0.1), (0.1, 0.1)], segments=200)\n"
    "mesh_from_geometry(boolean_difference(ring, BoxGeometry((1, 0.02, 0.02))), 'ring')"
)


def test_results_made_with_lent_meshes_stay_in_their_lineage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))

    def was_cached(source: str, kin: str) -> bool:
        result = compile_source(source, workdir=tmp_path / "work", lineage=tmp_path / kin)
        return "cache" in result.timings_ms

    assert [was_cached(CUT, kin) for kin in ("a", "a", "b")] == [False, True, True]
    edited = f"{CUT}# edited\n"
    assert [was_cached(edited, kin) for kin in ("a", "a", "b", "b")] == [False, True, False, True]


def test_a_lineage_is_named_by_its_place_and_the_code(tmp_path: Path) -> None:
    first = lineage_name(tmp_path, code="one")
    assert (
        lineage_name(tmp_path / "x" / "..", code="one") == first != lineage_name(tmp_path / "x", code="one")
    )
    assert lineage_name(tmp_path, code="other") != first
    assert MESHES == ".npz"


def test_the_code_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []

    def look() -> str:
        looks.append("look")
        return "code"

    monkeypatch.setattr("harness.compiler.memory.code_digest", look)
    Memory(tmp_path, "source", settings={}, inputs=tmp_path / "inputs", lineage=tmp_path)
    assert len(looks) == 1
