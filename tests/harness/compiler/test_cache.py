from __future__ import annotations

import hashlib
import json
import os
import random
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from harness.compiler import CompileResult, Limits, compile_source
from harness.compiler.cache import (
    FOLDER_VARIABLE,
    MAX_FACTS_BYTES,
    cache_folder,
    lineage_name,
    read_entry,
    read_facts,
    trim,
    write_entry,
    write_facts,
)
from harness.compiler.codebase import code_digest
from tests.harness.compiler.programs import SOUND, at_import, in_tests


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


def plain(result: CompileResult) -> dict[str, object]:
    data = result.to_dict()
    del data["timings_ms"]
    return data


def name_of(lineage: Path) -> str:
    return lineage_name(lineage, code=code_digest())


def was_cached(result: CompileResult) -> bool:
    return "cache" in result.timings_ms


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_program_is_not_run_again(tmp_path: Path, kept: Path) -> None:
    first = compile_source(SOUND, workdir=tmp_path / "one")
    (tmp_path / "two").mkdir()
    (tmp_path / "two/preview.png").write_text("of an earlier compile")
    again = compile_source(SOUND, workdir=tmp_path / "two")
    assert [was_cached(result) for result in (first, again)] == [False, True]
    assert plain(again) == plain(first)
    assert files_of(tmp_path / "two") == files_of(tmp_path / "one")
    assert not was_cached(compile_source(SOUND, workdir=tmp_path / "one", cache=False))


def test_whatever_matters_asks_for_another_entry(tmp_path: Path, kept: Path) -> None:
    compile_source(SOUND, workdir=tmp_path / "work")
    for settings in ({"profile": "strict"}, {"tests": False}, {"limits": Limits()}):
        assert not was_cached(compile_source(SOUND, workdir=tmp_path / "work", **settings))  # type: ignore[arg-type]
    inputs = tmp_path / "work/inputs"
    inputs.mkdir()
    for content in ("0.2", "0.3"):
        (inputs / "size.txt").write_text(content)
        assert not was_cached(compile_source(SOUND, workdir=tmp_path / "work"))
        assert was_cached(compile_source(SOUND, workdir=tmp_path / "work"))


def test_changed_code_asks_for_another_entry(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_source(SOUND, workdir=tmp_path)
    monkeypatch.setattr("harness.compiler.memory.code_digest", lambda: "other code")
    assert not was_cached(compile_source(SOUND, workdir=tmp_path))


def test_cached_results_equal_fresh_ones_whatever_is_edited(tmp_path: Path, kept: Path) -> None:
    chance = random.Random(7)
    edits = [
        ("0.2, 0.2, 0.1", "0.2, 0.2, 0.12"),
        ('"panel"', '"plate"'),
        ("upper=1.2", "upper=0.9"),
        ("(-0.1, 0.0, 0.1)", "(-0.1, 0.0, 0.05)"),
        ("contact_tol=1e-4", "contact_tol=1e-5"),
        ("return ctx.report()", "return None"),
        ('name="chest"', 'name="box"'),
    ]
    hits = 0
    for _ in range(25):
        source = SOUND
        for old, new in chance.sample(edits, k=chance.choice((0, 1, 1, 2))):
            source = source.replace(old, new)
        result = compile_source(source, workdir=tmp_path / "cached")
        fresh = compile_source(source, workdir=tmp_path / "fresh", cache=False)
        assert plain(result) == plain(fresh)
        assert files_of(tmp_path / "cached") == files_of(tmp_path / "fresh")
        hits += was_cached(result)
    assert hits >= 3


def test_what_a_limit_or_a_crash_ended_is_not_kept(tmp_path: Path, kept: Path) -> None:
    for source in (
        at_import("while True: pass"),
        at_import("import os\nos.abort()"),
        at_import("bytearray(1 << 40)"),
    ):
        compile_source(source, workdir=tmp_path / "work", timeout_s=0.8)
    assert not list(kept.glob("*.result"))
    compile_source(in_tests("1 / 0"), workdir=tmp_path / "work")
    assert was_cached(compile_source(in_tests("1 / 0"), workdir=tmp_path / "work"))


def test_a_damaged_or_missing_entry_is_no_entry(tmp_path: Path, kept: Path) -> None:
    compile_source(SOUND, workdir=tmp_path / "work")
    (entry,) = kept.glob("*.result")
    whole = entry.read_bytes()
    mesh = next((tmp_path / "work/assets").rglob("*.obj")).read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], whole.replace(mesh, mesh[::-1])):
        entry.write_bytes(damaged)
        assert not was_cached(compile_source(SOUND, workdir=tmp_path / "work"))
        assert was_cached(compile_source(SOUND, workdir=tmp_path / "work"))
    entry.unlink()
    assert not was_cached(compile_source(SOUND, workdir=tmp_path / "work"))


def test_a_cache_that_cannot_be_written_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "file"))
    assert compile_source(SOUND, workdir=tmp_path / "work").status == "success"


def test_many_writers_and_readers_see_whole_entries_only(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work/model.urdf").write_bytes(b"x" * 100_000)
    digest = hashlib.sha256(b"x" * 100_000).hexdigest()
    result = CompileResult("success", artifacts={"model.urdf": digest})
    write_entry(tmp_path / "kept", "entry", result, workdir=tmp_path / "work")
    torn: list[str] = []

    def work(number: int) -> None:
        for _ in range(20):
            write_entry(
                tmp_path / "kept",
                "entry",
                replace(result, isolation=(str(number),)),
                workdir=tmp_path / "work",
            )
            if read_entry(tmp_path / "kept", "entry") is None:
                torn.append("torn")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert torn == []
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["entry.result"]


def test_the_least_recently_used_go_first(tmp_path: Path) -> None:
    for age, name in enumerate(("new", "middle", "old")):
        (tmp_path / f"{name}.result").write_bytes(bytes(100))
        os.utime(tmp_path / f"{name}.result", (1_000_000 - age, 1_000_000 - age))
    (tmp_path / "left.new").touch()
    os.utime(tmp_path / "left.new", (0, 0))
    trim(tmp_path, max_bytes=200)
    assert {path.name for path in tmp_path.iterdir()} == {"new.result", "middle.result"}


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, "")
    assert cache_folder() is None
    monkeypatch.delenv(FOLDER_VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "articraft" / "results"


RINGS = """from sdk import ArticulatedObject, ArticulationType, Cylinder, MotionLimits, Origin, TestContext, TestReport
from sdk import TorusGeometry, mesh_from_geometry

object_model = ArticulatedObject(name="rings")
base = object_model.part("base")
base.visual(Cylinder(radius=0.03, length=0.4), origin=Origin(xyz=(0.0, 0.0, 0.2)), name="mast")
for index, (radius, height, shift) in enumerate({rings!r}):
    ring = mesh_from_geometry(TorusGeometry(radius, 0.012), f"ring_{{index}}")
    part = object_model.part(f"ring_{{index}}")
    part.visual(ring, origin=Origin(xyz=(shift, 0.0, 0.0)), name="ring")
    object_model.articulation(
        f"slide_{{index}}", ArticulationType.PRISMATIC, base, part, origin=Origin(xyz=(0.0, 0.0, height)),
        axis=(0.0, 0.0, 1.0), motion_limits=MotionLimits(lower=0.0, upper=0.06))

def run_tests() -> TestReport:
    return TestContext(object_model).report()
"""


def test_facts_of_earlier_judgements_change_no_verdict(tmp_path: Path, kept: Path) -> None:
    chance = random.Random(7)
    rings = [[0.04, 0.05, 0.0], [0.05, 0.12, 0.0], [0.045, 0.2, 0.0]]
    for step in range(5):
        chosen, field = chance.choice(rings), chance.randrange(3)
        chosen[field] = round(chosen[field] + chance.choice([-0.01, 0.004, 0.01]) * (step > 0), 4)
        source = RINGS.format(rings=rings)
        edited = compile_source(source, workdir=tmp_path / "work")
        fresh = compile_source(source, workdir=tmp_path / "fresh", cache=False)
        assert plain(edited) == plain(fresh), rings
    assert read_facts(kept, name_of(tmp_path / "work")).count(":") > 20
    assert read_facts(kept, name_of(tmp_path / "fresh")) == ""


def test_a_small_edit_measures_only_what_it_moved(tmp_path: Path, kept: Path) -> None:
    def told(rings: list[list[float]]) -> set[str]:
        compile_source(RINGS.format(rings=rings), workdir=tmp_path / "work")
        return set(json.loads(read_facts(kept, name_of(tmp_path / "work"))))

    first = told([[0.04, 0.05, 0.0], [0.05, 0.12, 0.0], [0.045, 0.2, 0.0]])
    again = told([[0.04, 0.05, 0.0], [0.05, 0.12, 0.0], [0.045, 0.21, 0.0]])
    assert first < again
    assert len(again - first) < len(first)


def test_damaged_facts_are_no_facts(tmp_path: Path) -> None:
    assert read_facts(tmp_path, "x") == ""
    write_facts(tmp_path, "x", '{"a":1}')
    assert read_facts(tmp_path, "x") == '{"a":1}'
    file = tmp_path / "x.facts"
    for damage in (b"", b"{}", file.read_bytes()[:-1], file.read_bytes().replace(b"1", b"2", 1)):
        file.write_bytes(damage)
        assert read_facts(tmp_path, "x") == ""
    write_facts(tmp_path, "y", "x" * (MAX_FACTS_BYTES + 1))
    assert read_facts(tmp_path, "y") == ""


def test_facts_and_results_share_one_bound(tmp_path: Path) -> None:
    for age, name in enumerate(("old.zip", "older.facts", "young.facts")):
        (tmp_path / name).write_bytes(b"x" * 100)
        os.utime(tmp_path / name, (1000 + 10 * age, 1000 + 10 * age))
    trim(tmp_path, max_bytes=150)
    assert {path.name for path in tmp_path.iterdir()} == {"young.facts"}
