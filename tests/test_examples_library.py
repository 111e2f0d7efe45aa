"""Every family of the library, built by the real compiler under its strictest profile and measured by other readers.

Each is compiled once, and everything is checked on that build; then once with other parameters, drawn as ``articraft
vary`` draws them, or with ARTICRAFT_THOROUGH=1 at both ends of its ranges and with two sets in between;
ARTICRAFT_SAMPLES takes another number. `expected.json` of an entry is rewritten by ``--update-golden``.
"""

from __future__ import annotations

import ast
import json
import os
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import mujoco
import numpy as np
import pytest
import trimesh
import yourdfpy

from harness.compiler import compile_source
from harness.compiler.result import CompileResult
from harness.examples import Example
from harness.examples.families import read_families
from harness.examples.sampling import draw, ends, ranges_of
from harness.resources import resource_dir
from tests.asserts import open_edges, volume_of

FAMILIES = read_families()
NAMED = {example.example_id: example for example in FAMILIES.examples}
ENTRIES = [pytest.param(example, id=name) for name, example in NAMED.items()]
IS_THOROUGH = bool(os.environ.get("ARTICRAFT_THOROUGH"))
BUILT = [
    pytest.param(example, id=name, marks=[pytest.mark.slow] if row % 3 else [])
    for row, (name, example) in enumerate(NAMED.items())
]
"""One entry of three in `make test`, all of them in `make test-thorough`."""
SAMPLES = int(os.environ.get("ARTICRAFT_SAMPLES") or (4 if IS_THOROUGH else 0))
"""Sets of other values that each entry is compiled with."""
MOST_TRIANGLES = 15_000
FINER: Mapping[str, int] = {
    "espresso_machine": 19_000,
    "jet_engine": 60_000,
    "laptop_stand": 17_000,
    "rolling_toolbox": 25_000,
}
"""Entries that may have more triangles: their mechanisms' own hardware has most of them."""


def compiled(example: Example, values: Mapping[str, float], workdir: Path) -> CompileResult:
    return compile_source(example.with_values(values), workdir=workdir, profile="strict")


def complaints(result: CompileResult) -> list[str]:
    """Failures and warnings; notes are no complaints."""
    return [f"{one.code}: {one.summary} {one.details}" for one in result.signals if one.severity != "note"]


def test_every_folder_is_a_family_that_can_be_read() -> None:
    assert FAMILIES.broken == {}
    assert len(NAMED) >= 9


@pytest.mark.parametrize("example", BUILT)
def test_an_entry(
    example: Example, tmp_path: Path, request: pytest.FixtureRequest, capfd: pytest.CaptureFixture[str]
) -> None:
    """Everything that is asked of an entry, on one build; all that is wrong is told at once."""
    result = compiled(example, {}, tmp_path)
    expected = resource_dir("examples_library") / example.example_id / "expected.json"
    if request.config.getoption("--update-golden") and result.object is not None:
        expected.write_text(json.dumps(measured(result, tmp_path), indent=2) + "\n", encoding="utf-8")
    wrong: list[AssertionError] = []
    for check in CHECKS:
        try:
            check(example, result, tmp_path)
        except AssertionError as error:
            wrong.append(error)
    capfd.readouterr()  # MuJoCo speaks of every name that two geometries share
    if wrong:
        raise wrong[0] if len(wrong) == 1 else ExceptionGroup(example.example_id, wrong)


def it_compiles_without_findings(_: Example, result: CompileResult, __: Path) -> None:
    assert complaints(result) == []
    assert result.status == "success"
    assert result.tests.run >= 6


def it_measures_as_expected(example: Example, result: CompileResult, folder: Path) -> None:
    found = measured(result, folder)
    path = resource_dir("examples_library") / example.example_id / "expected.json"
    assert path.is_file(), "--update-golden writes it"
    expected = json.loads(path.read_text(encoding="utf-8"))
    assert found["parts"] == expected["parts"]
    assert found["joints"] == expected["joints"]
    np.testing.assert_allclose(found["bounds"], expected["bounds"], atol=2e-4)
    assert found["volume"] == pytest.approx(expected["volume"], rel=5e-3)
    assert found["mass"] == pytest.approx(expected["mass"], rel=1e-4)


def its_meshes_are_closed_outward_solids_and_not_too_fine(
    example: Example, _: CompileResult, folder: Path
) -> None:
    files = sorted((folder / "assets" / "meshes").glob("*.obj"))
    assert files
    triangles = 0
    for file in files:
        mesh = obj_arrays(file)
        triangles += len(mesh[1])
        assert open_edges(mesh) == 0, file.name
        assert volume_of(mesh) > 0, file.name
        assert trimesh.load_mesh(file).is_watertight, file.name  # it joins vertices that read the same
    assert triangles <= FINER.get(example.example_id, MOST_TRIANGLES)


def the_readers_of_simulators_load_it_and_move_it_alike(_: Example, __: CompileResult, folder: Path) -> None:
    assert (folder / "model.urdf").is_file()
    robot = yourdfpy.URDF.load(str(folder / "model.urdf"))
    model = mujoco.MjModel.from_xml_path(str(folder / "model.urdf"))
    data = mujoco.MjData(model)
    moving = {name: joint for name, joint in robot.joint_map.items() if joint.type != "fixed"}
    assert model.njnt == len(moving) > 0
    for share in (0.0, 0.5, 1.0):
        values = {}
        for joint in robot.actuated_joints:
            low, high = (joint.limit.lower or 0.0, joint.limit.upper or 1.0) if joint.limit else (0.0, 1.0)
            values[joint.name] = low + share * (high - low)
        robot.update_cfg(values)
        for name in moving:
            data.qpos[model.joint(name).qposadr[0]] = followed(moving, name, values)
        mujoco.mj_kinematics(model, data)
        for index in range(1, model.nbody):
            place = robot.get_transform(model.body(index).name, robot.base_link)
            np.testing.assert_allclose(data.xpos[index], place[:3, 3], atol=1e-6)


CHECKS = (
    it_compiles_without_findings,
    it_measures_as_expected,
    its_meshes_are_closed_outward_solids_and_not_too_fine,
    the_readers_of_simulators_load_it_and_move_it_alike,
)


def followed(joints: Mapping[str, Any], name: str, values: Mapping[str, float]) -> float:
    """The value of a joint, by what it mimics where it is not driven."""
    mimic = joints[name].mimic
    if mimic is None:
        return values[name]
    return (mimic.multiplier or 0.0) * followed(joints, mimic.joint, values) + (mimic.offset or 0.0)


@pytest.mark.parametrize("number", range(SAMPLES))
@pytest.mark.parametrize("example", ENTRIES)
def test_an_entry_also_compiles_with_other_parameters(example: Example, number: int, tmp_path: Path) -> None:
    values = sampled(example)[number]
    result = compiled(example, values, tmp_path)
    assert complaints(result) == [], values
    assert result.status == "success", values


def test_the_cabinet_has_as_many_drawers_as_it_is_told(tmp_path: Path) -> None:
    result = compiled(NAMED["drawer_cabinet"], {"DRAWERS": 7, "HEIGHT": 1.2}, tmp_path)
    assert result.object is not None
    assert [joint["type"] for joint in result.object["joints"]] == ["prismatic"] * 7


def test_drawers_that_cannot_be_are_refused_with_the_height_they_need(tmp_path: Path) -> None:
    result = compiled(NAMED["drawer_cabinet"], {"DRAWERS": 8, "HEIGHT": 0.4}, tmp_path)
    assert result.status == "failure"
    assert "want at least 60 mm, that is HEIGHT >= 0.638" in result.signals[0].summary


def test_the_drone_has_the_joints_a_folding_drone_needs() -> None:
    expected = json.loads((resource_dir("examples_library") / "folding_drone" / "expected.json").read_text())
    assert sorted(expected["joints"].values()) == ["continuous"] * 4 + ["revolute"] * 5


@pytest.mark.parametrize("example", ENTRIES)
def test_a_program_uses_public_names_only_and_reads_as_we_wish(example: Example) -> None:
    tree = ast.parse(example.program)
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name for name in imported if name and name.startswith("sdk")} == {"sdk"}
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert {"build_object_model", "run_tests"} <= {function.name for function in functions}
    assert all(ast.get_docstring(function) for function in functions)
    assert ast.get_docstring(tree)
    assert ast.unparse(tree.body[-1]) == "object_model = build_object_model()"


@pytest.mark.parametrize("example", ENTRIES)
def test_an_entry_says_what_it_is(example: Example) -> None:
    assert example.licence == "Apache-2.0"
    assert example.description
    assert example.teaches
    assert len(example.tags) >= 5
    assert all(parameter.words and parameter.description for parameter in example.parameters)
    assert all(example.edit_for(one.name, one.default)[0] in example.program for one in example.parameters)


# -- sampling ----------------------------------------------------------------------------------------------------


def sampled(example: Example) -> list[dict[str, float]]:
    """Values as `articraft vary --seed 0` draws them, thoroughly after both ends of the ranges; at most `SAMPLES`."""
    ranges = ranges_of(example)
    drawn = draw(ranges, SAMPLES, seed=0, key=example.example_id)
    return [*ends(ranges), *drawn] if IS_THOROUGH else drawn


# -- an independent reader -----------------------------------------------------------------------------------------


@lru_cache(maxsize=256)  # those of one entry are read for its meshes and for its measures
def obj_arrays(path: Path) -> tuple[np.ndarray, np.ndarray]:
    lines = [line.split() for line in path.read_text().splitlines()]
    vertices = np.array([line[1:4] for line in lines if line and line[0] == "v"], dtype=float)
    faces = np.array([line[1:4] for line in lines if line and line[0] == "f"], dtype=int) - 1
    return vertices, faces


def measured(result: CompileResult, folder: Path) -> dict[str, Any]:
    """What stands in expected.json."""
    assert result.object is not None
    return {
        "parts": list(result.object["parts"]),
        "joints": {joint["name"]: joint["type"] for joint in result.object["joints"]},
        **measures(folder / "model.urdf"),
    }


def measures(urdf: Path) -> dict[str, Any]:
    """Bounds at rest, sum of the volumes of all visuals, and mass."""
    root = ElementTree.parse(urdf).getroot()
    world_from_link = rest_poses(root)
    lows, highs, volume, mass = [], [], 0.0, 0.0
    for link in root.iter("link"):
        name = link.attrib["name"]
        mass += sum(float(one.attrib["value"]) for one in link.iter("mass"))
        for visual in link.iter("visual"):
            points, own_volume = visual_points(visual.find("geometry"), urdf.parent)
            world_from_visual = world_from_link[name] @ transform(visual.find("origin"))
            placed = points @ world_from_visual[:3, :3].T + world_from_visual[:3, 3]
            lows.append(placed.min(axis=0))
            highs.append(placed.max(axis=0))
            volume += own_volume
    bounds = [np.min(lows, axis=0), np.max(highs, axis=0)]
    rounded = [[round(float(value), 5) for value in corner] for corner in bounds]
    return {"bounds": rounded, "volume": float(f"{volume:.5g}"), "mass": round(mass, 6)}


def rest_poses(root: ElementTree.Element) -> dict[str, np.ndarray]:
    joints = list(root.iter("joint"))
    parents = {joint.find("child").attrib["link"]: joint for joint in joints}  # type: ignore[union-attr]

    def pose(name: str) -> np.ndarray:
        joint = parents.get(name)
        if joint is None:
            return np.eye(4)
        parent = joint.find("parent")
        assert parent is not None
        return pose(parent.attrib["link"]) @ transform(joint.find("origin"))

    return {link.attrib["name"]: pose(link.attrib["name"]) for link in root.iter("link")}


def transform(origin: ElementTree.Element | None) -> np.ndarray:
    matrix = np.eye(4)
    if origin is None:
        return matrix
    roll, pitch, yaw = (float(value) for value in origin.attrib["rpy"].split())
    for angle, (first, second) in ((roll, (1, 2)), (pitch, (2, 0)), (yaw, (0, 1))):
        turn = np.eye(4)
        turn[[first, second], [first, second]] = np.cos(angle)
        turn[first, second], turn[second, first] = -np.sin(angle), np.sin(angle)
        matrix = turn @ matrix
    matrix[:3, 3] = [float(value) for value in origin.attrib["xyz"].split()]
    return matrix


def visual_points(geometry: ElementTree.Element | None, folder: Path) -> tuple[np.ndarray, float]:
    """Points whose hull bounds the shape, and its volume."""
    assert geometry is not None
    shape = geometry[0]
    if shape.tag == "mesh":
        mesh = obj_arrays(folder / shape.attrib["filename"])
        return mesh[0], volume_of(mesh)
    if shape.tag == "box":
        size = np.array(shape.attrib["size"].split(), dtype=float)
        corners = np.array(np.meshgrid(*[(-0.5, 0.5)] * 3)).reshape(3, -1).T
        return corners * size, float(size.prod())
    radius = float(shape.attrib["radius"])
    angles = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    circle = np.column_stack([np.cos(angles), np.sin(angles), np.zeros_like(angles)]) * radius
    if shape.tag == "sphere":
        rings = [circle, circle[:, [0, 2, 1]], circle[:, [2, 0, 1]]]
        return np.concatenate(rings), 4 / 3 * np.pi * radius**3
    length = float(shape.attrib["length"])
    lifted = [circle + np.array([0, 0, end * length / 2]) for end in (-1, 1)]
    return np.concatenate(lifted), np.pi * radius**2 * length
