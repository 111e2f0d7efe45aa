"""What holds for every builder alike, tried on each object of the golden figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sdk
from sdk.assets import AssetSession, read_obj
from sdk.geometry import kernel

CASES = json.loads((Path(__file__).parents[2] / "golden" / "geometry.json").read_text(encoding="utf-8"))[
    "cases"
]
BUILT = [
    pytest.param(case, id=case["id"])
    for case in CASES
    if "raises" not in case["expect"] and case["expect"].get("faces") and not case["id"].startswith("gear_")
]
MOVE = ((1.0, 2.0, 3.0), 0.7, (0.3, -0.2, 0.1))


def build(case: dict[str, Any]) -> sdk.MeshGeometry:
    space: dict[str, Any] = {}
    exec("from math import cos, pi, sin\nimport math\n", space)
    text = case.get("setup", "") + case["expr"]
    space |= {name: getattr(sdk, name) for name in sdk.__all__ if name in text}
    exec(case.get("setup", ""), space)
    return eval(case["expr"], space)


def moved(geometry: sdk.MeshGeometry) -> sdk.MeshGeometry:
    axis, angle, shift = MOVE
    return geometry.copy().rotate(axis, angle).translate(*shift)


def exported(geometry: sdk.MeshGeometry, folder: Path) -> tuple[np.ndarray, np.ndarray]:
    with AssetSession(folder).use():
        mesh = sdk.mesh_from_geometry(geometry, "shape")
    assert mesh.materialized_path
    return read_obj(mesh.materialized_path)


@pytest.mark.parametrize("case", BUILT)
def test_moving_commutes_with_export(case: dict[str, Any], tmp_path: Path) -> None:
    geometry = build(case)
    vertices, faces = exported(geometry, tmp_path / "still")
    moved_vertices, moved_faces = exported(moved(geometry), tmp_path / "moved")
    again = moved(sdk.MeshGeometry(list(map(tuple, vertices.tolist())), faces.tolist()))
    if len(moved_vertices) == len(
        vertices
    ):  # rounding may join a pair of points in one frame and not in the other
        np.testing.assert_array_equal(moved_faces, faces)
        np.testing.assert_allclose(moved_vertices, again.vertices, atol=2e-6)
    else:
        low, high = np.min(again.vertices, axis=0), np.max(again.vertices, axis=0)
        np.testing.assert_allclose(
            [moved_vertices.min(axis=0), moved_vertices.max(axis=0)], [low, high], atol=2e-6
        )


@pytest.mark.parametrize("case", BUILT)
def test_the_construction_is_known_until_the_mesh_is_edited(case: dict[str, Any]) -> None:
    geometry = build(case)
    construction = geometry.construction
    assert construction is not None
    assert geometry.copy().construction == construction
    other = moved(geometry).construction
    assert other is not None
    assert (other.kind, other.arguments, other.children) == (
        construction.kind,
        construction.arguments,
        construction.children,
    )
    geometry.vertices[0] = (9.0, 9.0, 9.0)
    assert geometry.construction is None


@pytest.mark.parametrize("case", [case for case in BUILT if case.values[0]["expect"].get("watertight")])
def test_a_closed_result_is_a_solid_to_the_kernel(case: dict[str, Any]) -> None:
    geometry = build(case)
    solid = kernel.solid_from_mesh(geometry.vertices, geometry.faces)
    if case["expect"].get("volume"):
        assert kernel.volume(solid) == pytest.approx(
            case["expect"]["volume"], rel=case["tol"].get("volume_rel", 0.02)
        )
