from __future__ import annotations

import copy
import math
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.errors import GeometryError
from sdk.geometry.booleans import boolean_difference
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.primitives import BoxGeometry, CylinderGeometry, SphereGeometry
from sdk.spatial import rotation_about
from tests.asserts import assert_closed_solid, bounds_of, volume_of
from tests.strategies import angles, coordinates, directions, lengths, points

quick = settings(max_examples=30, deadline=None)


def test_lists_are_plain_lists_of_tuples() -> None:
    box = BoxGeometry((1, 2, 3)).translate(1, 0, 0).rotate_x(0.3)
    assert type(box.vertices) is list and all(type(vertex) is tuple for vertex in box.vertices)
    assert type(box.faces) is list and all(type(face) is tuple for face in box.faces)
    assert all(type(value) is float for vertex in box.vertices for value in vertex)


def test_lists_given_are_the_lists_held() -> None:
    vertices, faces = [(0.0, 0.0, 0.0)], [(0, 0, 0)]
    mesh = MeshGeometry(vertices, faces)
    assert mesh.vertices is vertices and mesh.faces is faces


def test_copy_is_plain_and_independent() -> None:
    box = BoxGeometry((1, 1, 1))
    twin, clone = box.copy(), box.clone()
    twin.translate(5, 0, 0)
    assert type(twin) is MeshGeometry and type(clone) is MeshGeometry
    assert box.vertices == clone.vertices != twin.vertices
    assert twin.construction is not None


def test_equality_is_by_value_and_class() -> None:
    assert BoxGeometry((1, 1, 1)) == BoxGeometry((1, 1, 1))
    assert BoxGeometry((1, 1, 1)).copy() == BoxGeometry((1, 1, 1)).copy()
    assert BoxGeometry((1, 1, 1)) != BoxGeometry((1, 1, 1)).copy()
    with pytest.raises(TypeError):
        hash(BoxGeometry((1, 1, 1)))


def test_merging_a_mesh_into_itself_ends() -> None:
    box = BoxGeometry((1, 1, 1))
    assert box.merge(box) is box
    assert (len(box.vertices), len(box.faces)) == (16, 24)
    assert max(max(face) for face in box.faces) == 15
    assert volume_of(box) == pytest.approx(2.0)


def test_merge_leaves_the_other_alone() -> None:
    other = CylinderGeometry(1, 1)
    before = other.copy()
    MeshGeometry().merge(other).translate(1, 1, 1)
    assert other.vertices == before.vertices and other.faces == before.faces
    with pytest.raises(TypeError):
        MeshGeometry().merge([other])  # type: ignore[arg-type]


@quick
@given(points, directions, angles, st.tuples(lengths, lengths, lengths))
def test_moves_are_those_of_matrices(move, axis, angle, factors) -> None:
    box = BoxGeometry((0.2, 0.3, 0.4))
    start = np.array(box.vertices)
    turn = rotation_about(np.array(axis) / np.linalg.norm(axis), angle)
    box.scale(*factors).rotate(axis, angle, origin=move).translate(*move)
    expected = (start * factors - move) @ turn.T + move + move
    assert np.array(box.vertices) == pytest.approx(expected, abs=1e-9)
    shape = box.exact_primitive
    assert shape is not None
    matrix = np.array(shape.transform)
    assert start @ matrix[:3, :3].T + matrix[:3, 3] == pytest.approx(expected, abs=1e-9)


@quick
@given(st.tuples(*[st.sampled_from([-2.0, -0.5, 0.5, 3.0])] * 3))
def test_mirrored_meshes_stay_outward(factors) -> None:
    cylinder = CylinderGeometry(0.5, 1.0)
    volume = volume_of(cylinder)
    assert_closed_solid(cylinder.scale(*factors))
    assert volume_of(cylinder) == pytest.approx(volume * abs(math.prod(factors)))
    assert cylinder.exact_primitive is not None


def test_one_factor_scales_all_axes_and_a_missing_one_takes_the_first() -> None:
    assert bounds_of(BoxGeometry((1, 1, 1)).scale(2))[1] == pytest.approx((1, 1, 1))
    assert bounds_of(BoxGeometry((1, 1, 1)).scale(2, 3))[1] == pytest.approx((1, 1.5, 1))
    assert bounds_of(BoxGeometry((1, 1, 1)).scale(2, sz=3))[1] == pytest.approx((1, 1, 1.5))


@pytest.mark.parametrize("turn", ["rotate_x", "rotate_y", "rotate_z"])
def test_named_turns_are_turns_about_their_axis(turn: str) -> None:
    axis = {"x": (2, 0, 0), "y": (0, 2, 0), "z": (0, 0, 2)}[turn[-1]]
    named = getattr(BoxGeometry((1, 2, 3)), turn)(0.7)
    assert np.array(named.vertices) == pytest.approx(
        np.array(BoxGeometry((1, 2, 3)).rotate(axis, 0.7).vertices)
    )


def test_bad_moves_are_refused() -> None:
    box = BoxGeometry((1, 1, 1))
    with pytest.raises(ValueError, match="direction"):
        box.rotate((0, 0, 1e-10), 1.0)
    for bad in (math.nan, math.inf):
        with pytest.raises(GeometryError):
            box.translate(bad, 0, 0)
        with pytest.raises(GeometryError):
            box.rotate_z(bad)
        with pytest.raises(GeometryError):
            box.scale(bad)
    assert box == BoxGeometry((1, 1, 1))


def edits():
    return {
        "assign": lambda mesh: setattr(mesh, "vertices", [(z, x, y) for x, y, z in mesh.vertices]),
        "poke": lambda mesh: mesh.vertices.__setitem__(0, (9.0, 9.0, 9.0)),
        "append face": lambda mesh: mesh.faces.append((0, 1, 2)),
        "drop face": lambda mesh: mesh.faces.pop(),
        "add_vertex": lambda mesh: mesh.add_vertex(0, 0, 0),
        "add_face": lambda mesh: mesh.add_face(0, 1, 2),
        "array": lambda mesh: setattr(mesh, "vertices", np.array(mesh.vertices) * 2),
    }


@pytest.mark.parametrize("edit", edits().values(), ids=edits().keys())
def test_hand_edits_end_the_memory(edit) -> None:
    box = BoxGeometry((1, 2, 3))
    edit(box)
    assert box.construction is None and box.exact_primitive is None
    moved = BoxGeometry((1, 2, 3))
    edit(moved)
    assert moved.translate(1, 0, 0).construction is None


def test_an_edit_before_a_merge_still_ends_the_memory() -> None:
    box = BoxGeometry((1, 1, 1))
    box.vertices[0] = (5.0, 5.0, 5.0)
    assert box.merge(SphereGeometry(1)).construction is None


def test_an_edit_undone_keeps_the_memory() -> None:
    box = BoxGeometry((1, 1, 1))
    box.vertices = [tuple(vertex) for vertex in box.vertices]
    assert box.exact_primitive is not None


def test_booleans_see_hand_edits() -> None:
    box = BoxGeometry((2, 2, 2))
    box.vertices = [(x / 2, y, z) for x, y, z in box.vertices]
    assert volume_of(boolean_difference(box, BoxGeometry((4, 4, 2)).translate(0, 0, 1))) == pytest.approx(2.0)


def test_merges_are_remembered_flat_and_moved() -> None:
    pile = MeshGeometry()
    for step in range(4):
        pile.merge(BoxGeometry((1, 1, 1)).translate(2 * step, 0, 0))
    pile.translate(0, 0, 7).merge(CylinderGeometry(1, 1))
    construction = pile.construction
    assert construction is not None and construction.kind == "merge"
    assert [child.kind for child in construction.children] == ["box"] * 4 + ["cylinder"]
    assert [child.transform[0][3] for child in construction.children] == [0, 2, 4, 6, 0]
    assert [child.transform[2][3] for child in construction.children] == [7, 7, 7, 7, 0]
    assert pile.exact_primitive is None


def test_merging_into_a_hand_made_mesh_names_it_opaque() -> None:
    mesh = MeshGeometry([(0, 0, 0), (1, 0, 0), (0, 1, 0)], [(0, 1, 2)]).merge(BoxGeometry((1, 1, 1)))
    assert mesh.construction is not None
    assert [child.kind for child in mesh.construction.children] == ["mesh", "box"]


def test_meshes_with_memory_copy_and_pickle() -> None:
    box = BoxGeometry((1, 2, 3)).translate(1, 0, 0)
    for twin in (copy.deepcopy(box), pickle.loads(pickle.dumps(box))):
        assert twin == box and twin.exact_primitive == box.exact_primitive


def test_arrays_in_place_of_lists_work() -> None:
    box = BoxGeometry((1, 1, 1))
    box.vertices = np.add(box.vertices, (1, 0, 0))  # type: ignore[assignment]
    box.merge(BoxGeometry((1, 1, 1))).translate(0, 0, 1)
    assert bounds_of(box) == pytest.approx(np.array([(-0.5, -0.5, 0.5), (1.5, 0.5, 1.5)]))


def test_rows_of_wrong_length_and_stray_faces_are_named() -> None:
    with pytest.raises(GeometryError, match="three numbers"):
        MeshGeometry([(0, 0)], []).arrays()  # type: ignore[list-item]
    with pytest.raises(GeometryError, match="vertex numbers"):
        MeshGeometry([(0, 0, 0)], [(0, 0, 1)]).arrays()
    with pytest.raises(GeometryError, match="finite"):
        MeshGeometry([(0, 0, math.nan)], []).arrays()


def test_obj_text() -> None:
    mesh = MeshGeometry([(0, 0, 0), (1.23456789, 0, 0), (0, -1, 0)], [(0, 1, 2)])
    vertices = "v 0.000000 0.000000 0.000000\nv 1.234568 0.000000 0.000000\nv 0.000000 -1.000000 0.000000\n"
    assert mesh.to_obj() == f"o mesh\n{vertices}f 1 2 3\n"


def test_save_makes_folders(tmp_path) -> None:
    box = BoxGeometry((1, 1, 1))
    box.save_obj(tmp_path / "a" / "b" / "box.obj")
    assert (tmp_path / "a" / "b" / "box.obj").read_text() == box.to_obj()


@quick
@given(st.tuples(coordinates, coordinates, coordinates), angles)
def test_export_commutes_with_moves(move, angle) -> None:
    moved = CylinderGeometry(0.3, 0.5).rotate_y(angle).translate(*move)
    rows = [line.split()[1:] for line in moved.to_obj().splitlines() if line.startswith("v ")]
    assert np.array(rows, dtype=float) == pytest.approx(np.array(moved.vertices), abs=5.1e-7)
