from __future__ import annotations

from pathlib import Path

import cadquery as cq
import numpy as np
import pytest

from sdk import (
    AssetContext,
    Mesh,
    ValidationError,
    cadquery_local_aabb,
    export_cadquery_components,
    export_cadquery_mesh,
    mesh_components_from_cadquery,
    mesh_from_cadquery,
    save_cadquery_obj,
    tessellate_cadquery,
)
from sdk.assets import AssetSession, read_obj, resolve_mesh
from tests.asserts import assert_closed_solid, volume_of

BOX = cq.Workplane().box(0.1, 0.2, 0.3)


@pytest.fixture
def session(tmp_path: Path):
    with AssetSession(tmp_path / "object").use() as current:
        yield current


def written(mesh: Mesh) -> tuple[np.ndarray, np.ndarray]:
    return read_obj(resolve_mesh(mesh))


def test_tessellation_is_plain_lists_of_tuples() -> None:
    vertices, triangles = tessellate_cadquery(BOX)
    assert (len(vertices), len(triangles)) == (24, 12)
    assert {type(row) for row in vertices + triangles} == {tuple}
    assert isinstance(vertices[0][0], float)
    assert isinstance(triangles[0][0], int)


def test_unit_scale_multiplies_after_meshing_and_keeps_solids_outward() -> None:
    in_millimetres = cq.Workplane().box(100, 200, 300)
    assert cadquery_local_aabb(in_millimetres, unit_scale=0.001) == cadquery_local_aabb(BOX)
    mirrored = tessellate_cadquery(BOX, unit_scale=-1.0)
    assert volume_of((np.array(mirrored[0]), np.array(mirrored[1]))) == pytest.approx(0.006)


@pytest.mark.parametrize("scale", [0.0, float("nan"), float("inf")])
def test_senseless_unit_scales_are_refused(scale: float) -> None:
    with pytest.raises(ValueError, match="unit_scale"):
        cadquery_local_aabb(BOX, unit_scale=scale)


def test_the_record_says_where_the_model_lies(session: AssetSession) -> None:
    export = export_cadquery_mesh(BOX.translate((1, 0, 0)), "Left Panel.obj")
    assert export.mesh.filename == "assets/meshes/left-panel.obj"
    assert export.mesh.name == "Left Panel.obj"
    assert export.local_aabb == (pytest.approx((0.95, -0.1, -0.15)), pytest.approx((1.05, 0.1, 0.15)))
    assert export.center_xyz == pytest.approx((1.0, 0.0, 0.0))
    assert export.size_xyz == pytest.approx((0.1, 0.2, 0.3))
    with pytest.raises(AttributeError):
        export.mesh = None  # type: ignore[misc]


def test_the_file_is_a_welded_closed_solid_without_object_line(session: AssetSession) -> None:
    rounded = BOX.edges().fillet(0.02).faces(">Z").hole(0.03)
    path = save_cadquery_obj(rounded, "rounded")
    assert path == session.root / "assets/meshes/rounded.obj"
    assert path.read_text().startswith("v ")
    assert_closed_solid(read_obj(path), slivers=True)
    assert volume_of(read_obj(path)) == pytest.approx(rounded.val().Volume(), rel=2e-3)


def test_one_name_for_two_shapes_gives_two_files(session: AssetSession) -> None:
    first = mesh_from_cadquery(BOX, "part")
    second = mesh_from_cadquery(BOX.translate((1, 0, 0)), "part")
    assert first.filename == "assets/meshes/part.obj"
    assert second.filename != first.filename
    assert mesh_from_cadquery(BOX, "part").filename == first.filename
    assert written(first)[0].max() < written(second)[0].max()


def test_explicit_assets_share_their_books_so_nothing_is_overwritten(tmp_path: Path) -> None:
    first = mesh_from_cadquery(BOX, "part", assets=AssetContext(tmp_path))
    second = mesh_from_cadquery(BOX.translate((1, 0, 0)), "part", assets=AssetContext(tmp_path))
    assert first.filename != second.filename
    assert len(list((tmp_path / "assets/meshes").iterdir())) == 2
    assert written(first)[0].max() == pytest.approx(0.15)


@pytest.mark.parametrize(
    ("name", "file", "reference"),
    [
        ("meshes/x.obj", "assets/meshes/x.obj", "meshes/x.obj"),
        ("assets/meshes/x.obj", "assets/meshes/x.obj", "assets/meshes/x.obj"),
        ("sub/x.obj", "assets/meshes/sub/x.obj", "sub/x.obj"),
    ],
)
def test_explicit_paths_are_written_where_readers_look(
    session: AssetSession, name: str, file: str, reference: str
) -> None:
    mesh = mesh_from_cadquery(BOX, name)
    assert (mesh.filename, mesh.name) == (reference, "x")
    assert (session.root / file).is_file()
    assert session.context.mesh_path(reference) == session.root / file
    assert mesh.materialized_path == str(session.root / file)


def test_without_assets_or_session_a_path_is_relative_to_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sdk.cad.bridge.current_session", lambda: None)
    mesh = mesh_from_cadquery(BOX, "out/box.obj")
    assert mesh.materialized_path == str(tmp_path / "out/box.obj")
    absolute = mesh_from_cadquery(BOX, tmp_path / "data/assets/meshes/a.obj")
    assert absolute.filename == "assets/meshes/a.obj"
    assert (tmp_path / "data/assets/meshes/a.obj").is_file()


def test_component_names(session: AssetSession) -> None:
    two = cq.Workplane().newObject([BOX.val(), BOX.translate((1, 0, 0)).val()])
    managed = mesh_components_from_cadquery(two, "A Pair.obj")
    assert [mesh.name for mesh in managed] == ["A Pair__component_001", "A Pair__component_002"]
    assert managed[0].filename == "assets/meshes/a-pair__component_001.obj"
    explicit = mesh_components_from_cadquery(two, "meshes/pair")
    assert [mesh.filename for mesh in explicit] == [f"meshes/pair__component_00{n}.obj" for n in (1, 2)]
    assert mesh_components_from_cadquery(BOX, "alone.obj")[0].name == "alone.obj"
    assert [export.center_xyz[0] for export in export_cadquery_components(two, "pair")] == [
        pytest.approx(0.0),
        pytest.approx(1.0),
    ]


def test_filename_is_an_older_spelling_of_name(session: AssetSession) -> None:
    assert mesh_from_cadquery(BOX, filename="old").filename == "assets/meshes/old.obj"
    for names in ({}, {"name": "a", "filename": "b"}):
        with pytest.raises(TypeError, match="exactly one"):
            mesh_from_cadquery(BOX, **names)


def test_errors_of_names_and_models(session: AssetSession) -> None:
    with pytest.raises(ValidationError):
        mesh_from_cadquery(BOX, "!!")
    with pytest.raises(TypeError, match="want"):
        mesh_from_cadquery("box", "name")
    with pytest.raises(ValueError, match="nothing to mesh"):
        mesh_from_cadquery(cq.Workplane().rect(1, 1), "wire")
    with pytest.raises(ValueError, match="nothing to mesh"):
        mesh_from_cadquery(cq.Assembly(), "empty")
    with pytest.raises(TypeError, match="no shapes"):
        export_cadquery_components(cq.Assembly(), "empty")
