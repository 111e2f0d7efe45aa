from __future__ import annotations

from pathlib import Path

import pytest

from sdk.assets import AssetContext, AssetSession, as_asset_context, require_obj, resolve_mesh
from sdk.errors import ValidationError
from sdk.model.shapes import Mesh


def written(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("v 0 0 0\n")
    return path


def test_the_path_it_was_written_to_comes_first(tmp_path: Path) -> None:
    path = written(tmp_path / "here.obj")
    written(tmp_path / "assets/meshes/x.obj")
    assert resolve_mesh(Mesh("x.obj", materialized_path=path), asset_root=tmp_path) == path  # type: ignore[arg-type]
    path.unlink()
    mesh = Mesh("x.obj", materialized_path=str(path))
    assert resolve_mesh(mesh, asset_root=tmp_path) == tmp_path / "assets/meshes/x.obj"


def test_explicit_root_then_owner_then_session(tmp_path: Path) -> None:
    mesh, roots = Mesh("x.obj"), [tmp_path / name for name in ("explicit", "owner", "session")]
    files = [root / "assets/meshes/x.obj" for root in roots]
    with AssetSession(roots[2]).use():
        assert resolve_mesh(mesh, assets=roots[1], asset_root=roots[0]) == files[0]  # none exists: the first
        for expected in reversed(files):
            written(expected)
            assert resolve_mesh(mesh, assets=AssetContext(roots[1]), asset_root=str(roots[0])) == expected


def test_a_root_without_its_custom_folder_still_finds_the_mesh(tmp_path: Path) -> None:
    owner = AssetContext(tmp_path, "geo")
    path = written(owner.mesh_path("x.obj"))
    assert resolve_mesh(Mesh("x.obj"), assets=owner, asset_root=tmp_path) == path


def test_no_root_and_no_file_name_are_errors(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="asset root"):
        resolve_mesh(Mesh("x.obj"))
    with pytest.raises(ValidationError, match="file name"):
        resolve_mesh(Mesh(name="logical"), asset_root=tmp_path)


def test_only_existing_obj_files_are_read(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match=r"\.obj"):
        require_obj(Mesh("x.stl"), asset_root=tmp_path)
    with pytest.raises(ValidationError, match="exists"):
        require_obj(Mesh("x.obj"), asset_root=tmp_path)
    upper = written(tmp_path / "assets/meshes/X.OBJ")
    assert require_obj(Mesh(str(upper))) == upper


def test_assets_may_be_given_in_four_forms(tmp_path: Path) -> None:
    context = AssetContext(tmp_path)
    assert as_asset_context(None) is None
    assert as_asset_context(context) is context
    assert as_asset_context(AssetSession(tmp_path)) == as_asset_context(str(tmp_path)) == context
    with pytest.raises(TypeError):
        as_asset_context(3)  # type: ignore[arg-type]
