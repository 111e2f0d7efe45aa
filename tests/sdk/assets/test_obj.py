from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import trimesh
from hypothesis import given
from hypothesis import strategies as st

from sdk.assets import obj_text, read_obj
from sdk.errors import ValidationError


def saved(folder: Path, text: str) -> Path:
    path = folder / "mesh.obj"
    path.write_text(text)
    return path


def test_dialect() -> None:
    text = obj_text([(0, 0, -0.0), (1.23456789, 0, 0)], [(0, 1, 0)])
    assert text == "o mesh\nv 0.000000 0.000000 -0.000000\nv 1.234568 0.000000 0.000000\nf 1 2 1\n"
    assert obj_text([(1, 2, 3)], [], group=None) == "v 1.000000 2.000000 3.000000\n"


@given(
    st.lists(st.tuples(*[st.floats(-100, 100)] * 3), min_size=3, max_size=12),
    st.randoms(use_true_random=False),
)
def test_round_trip_is_exact_to_a_micrometre(tmp_path_factory, vertices, random) -> None:
    faces = [tuple(random.sample(range(len(vertices)), 3)) for _ in range(5)]
    path = saved(tmp_path_factory.mktemp("obj"), obj_text(vertices, faces))
    read_vertices, read_faces = read_obj(path)
    assert read_vertices == pytest.approx(np.array(vertices), abs=5.1e-7)
    assert read_faces.tolist() == [list(face) for face in faces]


def test_reads_what_another_library_writes(tmp_path: Path) -> None:
    other = trimesh.creation.icosphere(subdivisions=2)
    path = saved(tmp_path, trimesh.exchange.obj.export_obj(other, include_normals=True))
    vertices, faces = read_obj(path)
    assert trimesh.Trimesh(vertices, faces).volume == pytest.approx(other.volume, rel=1e-6)


def test_polygons_references_and_colours(tmp_path: Path) -> None:
    text = """# comment
mtllib none.mtl
v 0 0 0 1 0 0
v\t1 0 0
v 1 1 0 0.5 0.5 0.5
vn 0 0 1
f 1/1/1 2//1 3
v 0 1 0
f -4 -3 -2 -1
"""
    vertices, faces = read_obj(saved(tmp_path, text))
    assert vertices.tolist() == [[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]]
    assert faces.tolist() == [[0, 1, 2], [0, 1, 2], [0, 2, 3]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "f 1 2 3\n",
        "v 0 0\n",
        "v 0 0 0\nf 1 2 3\n",
        "v 0 0 0\nf 0 1 1\n",
        "v a b c\n",
        "v 0 0 0\nf x y z\n",
    ],
)
def test_damaged_files_are_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="mesh file"):
        read_obj(saved(tmp_path, text))


@pytest.mark.parametrize("text", ["o m\nv 1 2 3\n", "v 1 2 3\nv 1e-3 -2 +3\nv 0 0 0\nf 3 2 1\n"])
def test_short_cuts_and_the_long_way_agree(text: str, tmp_path: Path) -> None:
    short = read_obj(saved(tmp_path, text))
    long = read_obj(saved(tmp_path, f"# read line by line\n{text}"))
    assert [array.tolist() for array in short] == [array.tolist() for array in long]


def test_equal_content_is_read_once_and_cannot_be_changed(tmp_path: Path) -> None:
    path = saved(tmp_path, obj_text([(0, 0, 0)], []))
    vertices, _ = read_obj(path)
    assert read_obj(path)[0] is vertices
    with pytest.raises(ValueError, match="read-only"):
        vertices[0, 0] = 1.0
    saved(tmp_path, obj_text([(5, 0, 0)], []))
    assert read_obj(path)[0][0, 0] == 5.0
