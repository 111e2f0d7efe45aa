from __future__ import annotations

from harness.versions import folder_sha256, versions


def test_our_own_source_is_part_of_the_version():
    assert {"python", "platform", "numpy", "sdk_sha256", "harness_sha256"} <= set(versions())


def test_names_and_texts_count_and_other_files_do_not(tmp_path):
    (tmp_path / "a.py").write_text("1")
    first = folder_sha256(tmp_path)
    (tmp_path / "notes.txt").write_text("x")
    assert folder_sha256(tmp_path) == first
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert folder_sha256(tmp_path) != first
