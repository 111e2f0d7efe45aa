from __future__ import annotations

from pathlib import Path

import pytest

from sdk.errors import ValidationError
from sdk.exporters.packing import MeshFolder
from sdk.model.shapes import Mesh


def mesh_at(path: Path, reference: str, content: str = "v 0 0 0\n") -> Mesh:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return Mesh(reference, materialized_path=str(path))


@pytest.mark.parametrize(
    ("reference", "packed"),
    [
        ("assets/meshes/a.obj", "assets/meshes/a.obj"),
        ("meshes/a.obj", "assets/meshes/a.obj"),
        ("a.obj", "assets/meshes/a.obj"),
        ("../a.obj", "assets/meshes/a.obj"),
        ("/elsewhere/a.obj", "assets/meshes/a.obj"),
    ],
)
def test_every_reference_ends_below_the_folder(reference: str, packed: str, tmp_path: Path) -> None:
    folder = MeshFolder(tmp_path / "out")
    assert folder.pack(mesh_at(tmp_path / "work" / "a.obj", reference)) == packed
    assert folder.paths == [tmp_path / "out" / packed]
    assert folder.paths[0].read_text() == "v 0 0 0\n"


def test_one_name_for_two_contents_gives_two_files(tmp_path: Path) -> None:
    folder = MeshFolder(tmp_path / "out")
    first = mesh_at(tmp_path / "x" / "a.obj", "a.obj")
    second = mesh_at(tmp_path / "y" / "a.obj", "a.obj", "v 1 1 1\n")
    packed = [folder.pack(mesh) for mesh in (first, second, first, second)]
    assert packed[:2] == packed[2:] and packed[0] != packed[1]
    assert [path.read_text() for path in folder.paths] == ["v 0 0 0\n", "v 1 1 1\n"]


def test_what_is_missing_cannot_be_packed(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="exists"):
        MeshFolder(tmp_path / "out").pack(Mesh("a.obj"), asset_root=tmp_path)
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_in_its_place_is_not_even_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mesh = mesh_at(tmp_path / "assets/meshes/a.obj", "assets/meshes/a.obj")
    read: list[Path] = []
    monkeypatch.setattr(Path, "read_bytes", lambda path: read.append(path) or b"")
    folder = MeshFolder(tmp_path)
    assert [folder.pack(mesh) for _ in range(3)] == ["assets/meshes/a.obj"] * 3
    assert read == []
    assert folder.paths == [tmp_path / "assets/meshes/a.obj"]


def test_a_third_file_of_that_name_finds_the_one_of_its_content(tmp_path: Path) -> None:
    folder = MeshFolder(tmp_path / "out")
    contents = ("v 0 0 0\n", "v 1 1 1\n", "v 1 1 1\n", "v 0 0 0\n")
    meshes = [mesh_at(tmp_path / str(at) / "a.obj", "a.obj", text) for at, text in enumerate(contents)]
    first, second, third, fourth = map(folder.pack, meshes)
    assert (third, fourth) == (second, first)
    assert len(folder.paths) == 2
