from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness.compiler import codebase
from harness.compiler.codebase import code_digest, fingerprint


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A code base of two files, in place of the true one."""
    (tmp_path / "sdk" / "__pycache__").mkdir(parents=True)
    (tmp_path / "sdk" / "a.py").write_text("one")
    (tmp_path / "sdk" / "b.py").write_text("two")
    monkeypatch.setattr(codebase, "_ROOT", tmp_path)
    monkeypatch.setattr(codebase, "_FOLDERS", (tmp_path / "sdk",))
    return tmp_path / "sdk"


def test_the_mark_names_every_source_file_in_order() -> None:
    paths = [path for path, _, _ in fingerprint()]
    here = Path(__file__).parents[3]
    wanted = [path for folder in ("sdk", "harness/compiler") for path in (here / folder).rglob("*.py")]
    assert paths == sorted(paths)
    assert {str(path) for path in wanted} <= set(paths)
    assert not any("__pycache__" in path for path in paths)


def test_the_mark_changes_with_the_times_of_files_and_the_digest_does_not(root: Path) -> None:
    before = fingerprint(), code_digest()
    os.utime(root / "a.py", (1, 1))
    assert (fingerprint() != before[0], code_digest() == before[1]) == (True, True)


def test_the_digest_changes_with_content_names_and_packages(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = {code_digest()}
    (root / "a.py").write_text("three")
    seen.add(code_digest())
    (root / "a.py").rename(root / "c.py")
    seen.add(code_digest())
    (root / "c.py").unlink()
    seen.add(code_digest())
    monkeypatch.setattr(codebase, "_version", lambda package: "0")
    (root / "b.py").write_text("2")
    seen.add(code_digest())
    assert len(seen) == 5


def test_what_python_and_writers_leave_counts_for_nothing(root: Path) -> None:
    before = fingerprint()
    (root / "__pycache__" / "a.py").write_text("x")
    (root / "a.pyc").write_text("x")
    (root / "notes.md").write_text("x")
    assert fingerprint() == before


def test_a_package_that_is_not_there_has_no_version(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.setattr(codebase, "_PACKAGES", ("no-such-package-at-all",))
    (root / "a.py").write_text("four")
    assert len(code_digest()) == 64
