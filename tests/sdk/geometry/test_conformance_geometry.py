from __future__ import annotations

import json
import math
import re
from math import cos, pi, sin
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sdk
from tests.asserts import area_of, bounds_of, mesh_arrays, open_edges, volume_of

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "geometry.json").read_text())
CASES = GOLDEN["cases"]
WELD = 1e-6


def evaluate(case: dict[str, Any]) -> Any:
    """The value of a case's expression, with only the public names it mentions imported.

    Skips the case where such a name does not exist yet, and for no other reason.
    """
    text = f"{case.get('setup') or ''} {case['expr']}"
    words = set(re.findall(r"[A-Za-z_]\w+", text))
    names: dict[str, Any] = {"math": math, "pi": pi, "sin": sin, "cos": cos}
    for name in sorted(words & set(sdk.PUBLIC)):
        try:
            names[name] = getattr(sdk, name)
        except (ImportError, AttributeError):
            pytest.skip(f"sdk.{name} is not built yet")
    if "cq" in words:
        names["cq"] = pytest.importorskip("cadquery")
    try:
        exec(case.get("setup") or "", names)
        return eval(case["expr"], names)
    except NameError as error:
        if error.name in words and error.name not in names:
            pytest.skip(f"sdk.{error.name} is not built yet")
        raise


def brep_of(result: Any) -> Any:
    """The CAD shape behind a shape, workplane or assembly; None for a mesh."""
    if hasattr(result, "toCompound"):
        return result.toCompound()
    if hasattr(result, "vals"):
        return pytest.importorskip("cadquery").Compound.makeCompound(result.vals())
    return result if hasattr(result, "tessellate") and hasattr(result, "BoundingBox") else None


def components_of(mesh: Any) -> int:
    vertices, faces = mesh_arrays(mesh)
    _, number = np.unique(np.round(vertices / WELD).astype(np.int64), axis=0, return_inverse=True)
    parent = list(range(int(number.max()) + 1))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    welded = number.reshape(-1)[faces].tolist()
    for a, b, c in welded:
        parent[root(a)] = parent[root(b)] = root(c)
    return len({root(corner) for face in welded for corner in face})


def is_watertight(mesh: Any) -> bool:
    """By the rule the golden figures were measured with: two faces on every edge, whatever their direction."""
    vertices, faces = mesh_arrays(mesh)
    _, number = np.unique(np.round(vertices / WELD).astype(np.int64), axis=0, return_inverse=True)
    welded = number.reshape(-1)[faces]
    a, b, c = welded.T
    welded = welded[(a != b) & (b != c) & (c != a)]
    edges = np.sort(welded[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    return bool((np.unique(edges, axis=0, return_counts=True)[1] == 2).all())


def measure(result: Any) -> dict[str, Any]:
    shape = brep_of(result)
    if shape is not None:
        box = shape.BoundingBox()
        points, triangles = shape.tessellate(5e-4 * box.DiagonalLength, 0.1)
        mesh: Any = ([point.toTuple() for point in points], triangles)
        exact = {"volume": shape.Volume(), "area": shape.Area(), "solids": len(shape.Solids())}
        exact["brep_faces"] = len(shape.Faces())
    else:
        mesh, exact = result, {}
    if not len(mesh_arrays(mesh)[1]):
        return {"empty": True, "faces": 0}
    low, high = bounds_of(mesh)
    return {
        "aabb_min": low,
        "aabb_max": high,
        "volume": volume_of(mesh),
        "area": area_of(mesh),
        "watertight": is_watertight(mesh),
        "components": components_of(mesh),
        "faces": len(mesh_arrays(mesh)[1]),
        **exact,
    }


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_figures_are_the_golden_ones(
    case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    wanted, tolerance = case["expect"], case.get("tol", {})
    if "raises" in wanted:
        with pytest.raises(Exception) as raised:
            evaluate(case)
        assert wanted["raises"] in {kind.__name__ for kind in type(raised.value).__mro__}
        return
    found = measure(evaluate(case))
    for key, figure in wanted.items():
        if figure is None or tolerance.get(key) == "ignore" or key not in found:
            continue
        if key in ("aabb_min", "aabb_max"):
            assert found[key] == pytest.approx(figure, abs=tolerance.get("aabb_abs", 1e-6)), key
        elif key in ("volume", "area"):
            assert found[key] == pytest.approx(figure, rel=tolerance.get(f"{key}_rel", 0.01), abs=1e-15), key
        elif key == "faces":
            assert found[key] <= (tolerance.get("faces_max") or found[key])
        else:
            assert found[key] == figure, key


def test_closed_cases_are_oriented_too() -> None:
    case = next(case for case in CASES if case["id"] == "bool_cross_drill")
    assert open_edges(evaluate(case)) == 0
