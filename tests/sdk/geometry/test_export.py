from __future__ import annotations

from math import cos, pi, sin
from pathlib import Path

import numpy as np
import pytest

from sdk.assets import AssetSession, read_obj
from sdk.errors import ValidationError
from sdk.geometry.export import mesh_from_geometry
from sdk.geometry.loft import LoftGeometry
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.primitives import BoxGeometry, CapsuleGeometry, CylinderGeometry, SphereGeometry
from sdk.model.shapes import Box, Cylinder, Sphere
from tests.asserts import assert_closed_solid


@pytest.fixture
def session(tmp_path: Path):
    with AssetSession(tmp_path).use() as session:
        yield session


def test_managed_names(session: AssetSession) -> None:
    mesh = mesh_from_geometry(BoxGeometry((1, 2, 3)), "Left Arm #1.obj")
    assert (mesh.filename, mesh.name) == ("assets/meshes/left-arm-1.obj", "Left Arm #1.obj")
    assert mesh.materialized_path == str(session.root / mesh.filename)
    vertices, faces = read_obj(mesh.materialized_path)
    assert (len(vertices), len(faces)) == (8, 12)
    assert mesh_from_geometry(name="arm", geometry=BoxGeometry((1, 1, 1))).name == "arm"
    assert mesh_from_geometry(BoxGeometry((1, 1, 1)), filename="arm2").name == "arm2"


def test_one_name_for_two_shapes_is_two_files(session: AssetSession) -> None:
    first = mesh_from_geometry(BoxGeometry((1, 1, 1)), "part")
    second = mesh_from_geometry(BoxGeometry((1, 1, 2)), "part")
    assert first.filename != second.filename
    assert mesh_from_geometry(BoxGeometry((1, 1, 1)), "part").filename == first.filename


def test_paths_are_written_where_they_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    mesh = mesh_from_geometry(BoxGeometry((1, 1, 1)), "meshes/a/box.obj")
    assert mesh.filename == "meshes/a/box.obj" and mesh.name == "box"
    assert (tmp_path / "meshes/a/box.obj").exists()
    absolute = mesh_from_geometry(BoxGeometry((1, 1, 1)), tmp_path / "x" / "assets" / "meshes" / "b.obj")
    assert absolute.filename == "assets/meshes/b.obj"
    assert mesh_from_geometry(BoxGeometry((1, 1, 1)), "sub/x2").filename == "sub/x2"


def test_exact_shapes_go_along(session: AssetSession) -> None:
    for geometry, shape in (
        (BoxGeometry((1, 2, 3)), Box((1.0, 2.0, 3.0))),
        (CylinderGeometry(1, 2), Cylinder(1.0, 2.0)),
        (SphereGeometry(1), Sphere(1.0)),
    ):
        mesh = mesh_from_geometry(geometry.translate(1, 0, 0).rotate_z(pi / 2), "shape")
        assert mesh.source_geometry == shape
        assert np.array(mesh.source_transform)[:3, 3] == pytest.approx((0, 1, 0))
    for geometry in (
        CapsuleGeometry(1, 1),
        CylinderGeometry(1, 2, closed=False),
        BoxGeometry((1, 1, 1)).merge(BoxGeometry((1, 1, 1))),
    ):
        assert mesh_from_geometry(geometry, "other").source_geometry is None


def test_what_cannot_be_written(session: AssetSession) -> None:
    with pytest.raises(TypeError, match="Box"):
        mesh_from_geometry(Box((1, 1, 1)), "x")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="name"):
        mesh_from_geometry(BoxGeometry((1, 1, 1)))
    with pytest.raises(ValidationError, match="finite"):
        mesh_from_geometry(MeshGeometry([(0, 0, float("nan"))], []), "x")
    for name in ("  ", "!!"):
        with pytest.raises(ValidationError):
            mesh_from_geometry(BoxGeometry((1, 1, 1)), name)


def test_an_empty_geometry_is_written(session: AssetSession) -> None:
    assert mesh_from_geometry(MeshGeometry(), "nothing").materialized_path


def test_an_edge_too_short_for_the_file_does_not_tear_the_surface(session: AssetSession) -> None:
    """Two rings of a tube 0.3 micrometres apart come out as one, without faces of no area."""
    rings = [[(cos(turn), sin(turn), height) for turn in (0.0, 2.0, 4.0)] for height in (0.0, 3e-7, 1.0)]
    loft = LoftGeometry(rings)
    assert len(loft.faces) == 14
    mesh = mesh_from_geometry(loft, "tube")
    assert mesh.materialized_path
    vertices, faces = read_obj(mesh.materialized_path)
    assert (len(vertices), len(faces)) == (6, 8)
    assert_closed_solid(MeshGeometry(vertices.tolist(), faces.tolist()))
