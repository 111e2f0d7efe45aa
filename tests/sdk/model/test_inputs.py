from __future__ import annotations

from pathlib import Path

import pytest

from sdk.assets import AssetSession
from sdk.errors import ValidationError
from sdk.model.inputs import mesh_from_input


@pytest.fixture
def session(tmp_path: Path) -> AssetSession:
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    (inputs / "Seat Pan.obj").write_text("v 0 0 0\n")
    (inputs / "scan.stl").write_text("solid\n")
    return AssetSession.for_script(tmp_path / "model.py")


@pytest.mark.parametrize("name", ["Seat Pan", "Seat Pan.obj", "  Seat Pan "])
def test_an_input_is_brought_in_under_a_managed_name(session: AssetSession, name: str) -> None:
    with session.use():
        mesh = mesh_from_input(name)
    assert mesh.filename == "assets/meshes/seat-pan.obj"
    assert mesh.name == name.strip()
    assert mesh.source_geometry is None
    assert (session.root / mesh.filename).read_text() == "v 0 0 0\n"


@pytest.mark.parametrize("name", ["", "  ", "a/Seat Pan", "..", "..\\x", "chair", "scan.stl"])
def test_what_is_not_a_named_obj_is_refused(session: AssetSession, name: str) -> None:
    with session.use(), pytest.raises(ValidationError, match="input"):
        mesh_from_input(name)


def test_without_inputs_there_is_nothing_to_name(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="inputs folder"):
        mesh_from_input("x")
    with AssetSession(tmp_path, inputs_dir=tmp_path / "gone").use(), pytest.raises(ValidationError):
        mesh_from_input("x")
