from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from harness.compiler.staging import move_file, publish, staging_folder


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def test_files_are_hashed_and_replace_an_earlier_compile(tmp_path: Path) -> None:
    (tmp_path / "assets/meshes").mkdir(parents=True)
    (tmp_path / "assets/meshes/stale.obj").write_text("old")
    (tmp_path / "preview.png").write_text("old")
    (tmp_path / "notes.txt").write_text("mine")
    with staging_folder(tmp_path, source="program") as folder:
        (folder / "assets/meshes").mkdir(parents=True)
        (folder / "assets/meshes/new.obj").write_text("new")
        (folder / "model.py").write_text("overwritten by the program itself")
        hashes = publish(folder, tmp_path, source="program", files=["assets/meshes/new.obj"])
    assert hashes == {"assets/meshes/new.obj": hashlib.sha256(b"new").hexdigest()}
    assert tree(tmp_path) == {"model.py", "notes.txt", "assets/meshes/new.obj"}
    assert (tmp_path / "model.py").read_text() == "program"


def test_only_plain_files_of_a_compile_are_taken(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key").write_text("secret")
    workdir = tmp_path / "work"
    with staging_folder(workdir, source="") as folder:
        (folder / "assets").symlink_to(secret)
        (folder / "model.urdf").symlink_to(secret / "key")
        (folder / "notes.txt").write_text("no output")
        os.mkfifo(folder / "preview.png")
        claimed = [
            "assets/key",
            "model.urdf",
            "notes.txt",
            "preview.png",
            "../secret/key",
            "/etc/hostname",
            "",
            "model.py",
        ]
        assert publish(folder, workdir, source="", files=claimed) == {}
    assert tree(workdir) == {"model.py"}
    assert (secret / "key").read_text() == "secret"


def test_nothing_is_left_when_the_job_fails(tmp_path: Path) -> None:
    (tmp_path / "model.urdf").write_text("before")
    with pytest.raises(RuntimeError), staging_folder(tmp_path, source=""):
        raise RuntimeError
    assert tree(tmp_path) == {"model.urdf"}


def test_leftovers_of_a_dead_process_are_swept_and_those_of_the_living_stay(tmp_path: Path) -> None:
    dead = tmp_path / ".compile-999999999-abc"
    living = tmp_path / f".compile-{os.getppid()}-abc"
    dead.mkdir()
    living.mkdir()
    with staging_folder(tmp_path, source=""):
        assert not dead.exists()
        assert living.exists()


def test_inputs_are_reachable_from_the_staging_folder(tmp_path: Path) -> None:
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs/photo.txt").write_text("here")
    with staging_folder(tmp_path, source="") as folder:
        assert (folder / "inputs/photo.txt").read_text() == "here"
    assert tree(tmp_path) == {"inputs/photo.txt"}


def test_one_file_can_be_moved_anywhere(tmp_path: Path) -> None:
    out = tmp_path / "elsewhere/picture.png"
    with staging_folder(tmp_path / "work", source="") as folder:
        (folder / "preview.png").write_bytes(b"pixels")
        assert move_file(folder, "preview.png", out) == hashlib.sha256(b"pixels").hexdigest()
        with pytest.raises(FileNotFoundError):
            move_file(folder, "preview.png", out)
    assert out.read_bytes() == b"pixels"
    assert tree(out.parent) == {"picture.png"}
