from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk.assets import AssetSession
from sdk.errors import ValidationError
from sdk.geometry.export import mesh_from_geometry
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.primitives import BoxGeometry
from sdk.model.shapes import Box, Cylinder, Mesh, Sphere
from sdk.placement.bounds import shape_bounds
from sdk.placement.scaling import scale_geometry_to_size
from tests.strategies import lengths

SIZES = st.tuples(lengths, lengths, lengths)


def extents(shape: object, **where: object) -> np.ndarray:
    low, high = shape_bounds(shape, **where)  # type: ignore[arg-type]
    return high - low


@given(SIZES, SIZES)
def test_a_box_gets_the_wanted_size(before: tuple, after: tuple) -> None:
    assert scale_geometry_to_size(Box(before), after) == Box(after)


@pytest.mark.parametrize("shape", [Cylinder(0.3, 1.0), Sphere(0.4)])
def test_round_shapes_become_meshes_of_the_wanted_size(shape: object, tmp_path: Path) -> None:
    with AssetSession(tmp_path).use():
        for name in ({"mesh_name": "egg", "filename": "other"}, {"filename": "egg"}):
            found = scale_geometry_to_size(shape, (1, "0.5", 0.2), **name)  # type: ignore[arg-type]
            assert isinstance(found, Mesh) and found.name == "egg" and found.source_geometry == shape
            assert extents(found) == pytest.approx((1, 0.5, 0.2), abs=2e-6)


def test_a_mesh_keeps_its_file_and_forgets_its_name(tmp_path: Path) -> None:
    with AssetSession(tmp_path).use():
        mesh = mesh_from_geometry(BoxGeometry((1, 2, 3)).translate(1, 0, 0), "block")
    scaled = scale_geometry_to_size(mesh, (2, None, 6))
    assert isinstance(scaled, Mesh)
    assert (scaled.filename, scaled.name, scaled.scale) == (mesh.filename, None, (2, 1, 2))
    assert scaled.source_geometry == mesh.source_geometry
    assert shape_bounds(scaled).tolist() == [[1, -1, -3], [3, 1, 3]]  # found without any asset root
    back = scale_geometry_to_size(scaled, (1, 2, 3))
    assert isinstance(back, Mesh) and back.scale is None


def test_uniform_scales_all_by_one_ratio() -> None:
    assert scale_geometry_to_size(Box((1, 2, 3)), (None, 1, None), mode=" Uniform ") == Box((0.5, 1, 1.5))
    assert scale_geometry_to_size(Sphere(1), (1, None, 1 + 1e-7), mode="uniform") == Sphere(0.5)
    with pytest.raises(ValidationError, match="one ratio"):
        scale_geometry_to_size(Box((1, 2, 3)), (2, 3, None), mode="uniform")


@pytest.mark.parametrize(
    ("shape", "size", "fields"),
    [
        (MeshGeometry(), (1, 1, 1), {}),
        (Box((1, 1, 1)), (1, 1), {}),
        (Box((1, 1, 1)), (None, None, None), {}),
        (Box((1, 1, 1)), (1, 0, 1), {}),
        (Box((1, 1, 1)), (1, float("nan"), 1), {}),
        (Box((1, 1, 1)), (1, float("inf"), 1), {}),
        (Box((1, 1, 1)), (1, 1, 1), {"mode": "fit"}),
        (Box((1, 1, 0)), (1, 1, 1), {}),
        (Box((1, 1, 1e-7)), (None, None, 1), {"mode": "uniform"}),
        (Cylinder(1, 2), (4, None, None), {}),
        (Mesh("a.obj", scale=(1, 1, -1)), (1, 1, 1), {}),
    ],
)
def test_what_cannot_be_scaled_is_refused(shape: object, size: tuple, fields: dict) -> None:
    with pytest.raises(ValidationError):
        scale_geometry_to_size(shape, size, **fields)  # type: ignore[arg-type]
