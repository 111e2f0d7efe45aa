from __future__ import annotations

from pathlib import Path

import pytest

from sdk.assets import AssetContext


@pytest.mark.parametrize(
    ("given", "reference"),
    [
        ("x.obj", "assets/meshes/x.obj"),
        ("sub/x.obj", "assets/meshes/sub/x.obj"),
        ("meshes/x.obj", "assets/meshes/x.obj"),
        ("assets/meshes/x.obj", "assets/meshes/x.obj"),
        (Path("meshes") / "a" / "x.obj", "assets/meshes/a/x.obj"),
    ],
)
def test_relative_references(given: str | Path, reference: str, tmp_path: Path) -> None:
    context = AssetContext(tmp_path)
    assert context.mesh_ref(given) == reference
    assert context.mesh_path(given, ensure_dir=False) == tmp_path / reference


def test_custom_folder(tmp_path: Path) -> None:
    context = AssetContext(tmp_path, " /geo/obj/ ")
    assert context.mesh_subdir == "geo/obj"
    assert context.mesh_dir == tmp_path / "geo/obj"
    assert [context.mesh_ref(ref) for ref in ("geo/obj/x.obj", "meshes/x.obj", "x.obj")] == [
        "geo/obj/x.obj"
    ] * 3
    assert AssetContext(tmp_path, "").mesh_subdir == "assets/meshes"
    with pytest.raises(ValueError, match="mesh_subdir"):
        AssetContext(tmp_path, "/")


def test_absolute_paths_become_relative_inside_the_root_only(tmp_path: Path) -> None:
    context = AssetContext(tmp_path)
    assert context.mesh_ref(tmp_path / "other" / "y.obj") == "other/y.obj"
    assert context.mesh_ref("/elsewhere/y.obj") == "/elsewhere/y.obj"
    assert context.mesh_path("/elsewhere/y.obj", ensure_dir=False) == Path("/elsewhere/y.obj")


def test_folders_are_made_only_when_asked(tmp_path: Path) -> None:
    context = AssetContext(tmp_path)
    assert not context.mesh_dir.exists()
    context.mesh_path("x.obj", ensure_dir=False)
    assert not context.mesh_dir.exists()
    context.mesh_path("x.obj")
    assert context.mesh_dir.is_dir()
    assert AssetContext(tmp_path, "other").ensure_mesh_dir() == tmp_path / "other"


def test_context_of_a_script_is_its_folder_and_is_a_value(tmp_path: Path) -> None:
    context = AssetContext.from_script(tmp_path / "model.py")
    assert context.asset_root == tmp_path
    assert context == AssetContext(tmp_path) and hash(context) == hash(AssetContext(str(tmp_path)))
    with pytest.raises(AttributeError):
        context.root = Path()  # type: ignore[misc]
