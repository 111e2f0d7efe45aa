from __future__ import annotations

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.scene.mesh_data import MeshData


def data_of(mesh: trimesh.Trimesh) -> MeshData:
    return MeshData(np.array(mesh.vertices, dtype=float), np.array(mesh.faces, dtype=np.int64))


def cube(size: float = 1.0, at: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> trimesh.Trimesh:
    return trimesh.creation.box((size,) * 3, transform=trimesh.transformations.translation_matrix(at))


def joined(*meshes: trimesh.Trimesh) -> trimesh.Trimesh:
    return trimesh.util.concatenate(meshes)


def soup(mesh: trimesh.Trimesh) -> trimesh.Trimesh:
    """The same triangles with no shared vertex."""
    return trimesh.Trimesh(
        mesh.triangles.reshape(-1, 3), np.arange(3 * len(mesh.faces)).reshape(-1, 3), process=False
    )


SAMPLES = {
    "cube": cube(),
    "soup": soup(cube()),
    "apart": joined(cube(), cube(at=(3.0, 0.0, 0.0))),
    "nested": joined(cube(3.0), cube()),
    "sharing a face": joined(cube(), cube(at=(1.0, 0.0, 0.0))),
    "sharing an edge": joined(cube(), cube(at=(1.0, 1.0, 0.0))),
    "sharing a corner": joined(cube(), cube(at=(1.0, 1.0, 1.0))),
    "ball and torus": joined(trimesh.creation.icosphere(2), trimesh.creation.torus(5.0, 1.0, 12, 8)),
    "open": trimesh.Trimesh(cube().vertices, cube().faces[:-2]),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_components_are_those_an_independent_library_finds_in_its_order(name):
    mesh = trimesh.Trimesh(SAMPLES[name].vertices, SAMPLES[name].faces)  # welds
    expected = mesh.split(only_watertight=False, repair=False)
    found = data_of(SAMPLES[name]).components
    assert [len(piece.faces) for piece in found] == [len(piece.faces) for piece in expected]
    for piece, other in zip(found, expected, strict=True):
        assert piece.bounds == pytest.approx(other.bounds)
        assert piece.area == pytest.approx(other.area)


def test_touching_cubes_split_as_the_reference_splits_them():
    counts = {name: len(data_of(SAMPLES[name]).components) for name in SAMPLES if name.startswith("sharing")}
    assert counts == {"sharing a face": 4, "sharing an edge": 2, "sharing a corner": 2}


def test_bodies_are_solid_pieces():
    inward = cube()
    inward.invert()
    assert len(data_of(joined(cube(3.0), inward)).bodies) == 1
    assert len(data_of(joined(cube(3.0), cube())).bodies) == 2
    assert len(data_of(SAMPLES["sharing a face"]).bodies) == 1
    (first, wall), (second, stray) = data_of(joined(cube(3.0), inward, cube(at=(9.0, 0.0, 0.0)))).bodies
    assert (first, second) == (0, 2)
    assert wall.volume == pytest.approx(26.0)
    assert stray.volume == pytest.approx(1.0)


def test_a_cavity_is_outside():
    inward = cube()
    inward.invert()
    shell = data_of(joined(cube(3.0), inward))
    assert not shell.contains(np.zeros(3))
    assert shell.contains(np.array([1.0, 0.0, 0.0]))
    assert not shell.contains(np.array([2.0, 0.0, 0.0]))
    assert not data_of(SAMPLES["open"]).contains(np.zeros(3))


@settings(max_examples=20, deadline=None)
@given(size=st.floats(0.01, 5.0), inverted=st.booleans())
def test_volume_area_and_closedness_of_a_box(size, inverted):
    mesh = cube(size)
    if inverted:
        mesh.invert()
    data = data_of(mesh)
    assert data.volume == pytest.approx(-(size**3) if inverted else size**3)
    assert data.area == pytest.approx(6 * size**2)
    assert data.is_closed
    assert data.contains(np.full(3, size * 0.4))
    assert data.solid is not None
    assert data.solid.volume() == pytest.approx(size**3)


def test_an_open_mesh_has_no_solid():
    assert not data_of(SAMPLES["open"]).is_closed
    assert data_of(SAMPLES["open"]).solid is None


def test_places_that_share_a_key_are_still_told_apart(monkeypatch):
    mesh = data_of(joined(cube(), cube(at=(3.0, 0.0, 0.0))))
    expected = MeshData(mesh.vertices, mesh.faces).welded_faces
    monkeypatch.setattr("sdk.scene.mesh_data.SCATTER", np.zeros(3, dtype=np.int64))
    found = mesh.welded_faces
    assert len(np.unique(found)) == len(np.unique(expected)) == 16
    assert len(set(zip(found.ravel().tolist(), expected.ravel().tolist(), strict=True))) == 16
