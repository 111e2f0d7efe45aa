"""Origin, shapes, material, inertial: what is kept, what is coerced, what is refused."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from math import isnan
from pathlib import Path

import numpy as np
import pytest
import trimesh

from sdk.errors import ValidationError
from sdk.model.inertial import Inertia, Inertial
from sdk.model.material import Material
from sdk.model.origin import Origin
from sdk.model.shapes import Box, Cylinder, Mesh, Sphere

IDENTITY = np.eye(4)


def test_origin_takes_any_three_numbers_and_keeps_floats() -> None:
    origin = Origin(np.array([1, 2, 3]), ["0", True, 2])
    assert (origin.xyz, origin.rpy) == ((1.0, 2.0, 3.0), (0.0, 1.0, 2.0))
    assert all(type(value) is float for value in (*origin.xyz, *origin.rpy))
    assert isnan(Origin((float("nan"), 0, 0)).xyz[0])


@pytest.mark.parametrize("bad", [3, None, (n for n in range(3))])
def test_origin_of_something_without_a_length_is_a_type_error(bad: object) -> None:
    with pytest.raises(TypeError):
        Origin(bad)  # type: ignore[arg-type]


def test_origin_of_words_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="could not convert") as caught:
        Origin(("a", 0, 0))  # type: ignore[arg-type]
    assert not isinstance(caught.value, ValidationError)


@pytest.mark.parametrize(
    "value",
    [
        Origin((1, 2, 3), (0, 0, 1)),
        Box((1, 2, 3)),
        Cylinder(1, height=2),
        Sphere(3),
        Mesh("a.obj", scale=(1, 1, 2), source_geometry=Box((1, 1, 1)), source_transform=IDENTITY.tolist()),
        Material("paint", (1, 0, 0)),
        Inertial(1.0, Inertia(1, 0, 0, 1, 0, 1), Origin()),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_survive_replace_copy_and_pickle(value: object) -> None:
    assert dataclasses.replace(value) == copy.deepcopy(value) == pickle.loads(pickle.dumps(value)) == value  # type: ignore[type-var]


def test_box_keeps_its_size_exactly() -> None:
    size = [1, 2, 3]
    assert Box(size).size is size
    assert Box((1, 2, 3)) == Box((1.0, 2.0, 3.0)) and hash(Box((1, 2, 3))) == hash(Box((1.0, 2.0, 3.0)))
    with pytest.raises(TypeError, match="unhashable"):
        hash(Box(size))
    with pytest.raises(TypeError):
        Box(1, 2, 3)  # type: ignore[call-arg]


def test_cylinder_takes_length_or_height() -> None:
    assert Cylinder("0.5", "2") == Cylinder(0.5, height=2)  # type: ignore[arg-type]
    assert Cylinder(0.5, 2).height == 2.0
    assert repr(Cylinder(0.5, 2)) == "Cylinder(radius=0.5, length=2.0)"
    for wrong in ({}, {"length": 1, "height": 1}):
        with pytest.raises(TypeError, match="exactly one"):
            Cylinder(0.5, **wrong)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"filename": ""},
        {"filename": "a.obj", "name": "  "},
        {"filename": "a.obj", "scale": (1, 1)},
        {"filename": "a.obj", "source_geometry": "box"},
        {"filename": "a.obj", "source_transform": IDENTITY.tolist()},
        {"filename": "a.obj", "source_geometry": Sphere(1), "source_transform": IDENTITY[:3].tolist()},
        {"filename": "a.obj", "source_geometry": Sphere(1), "source_transform": IDENTITY[:, :3].tolist()},
    ],
)
def test_mesh_refuses(fields: dict) -> None:
    with pytest.raises(ValidationError):
        Mesh(**fields)


def test_mesh_knows_its_file_but_does_not_compare_by_it() -> None:
    mesh = Mesh(Path("a") / "b.obj", materialized_path=Path("/x/b.obj"))  # type: ignore[arg-type]
    assert (mesh.filename, mesh.materialized_path) == ("a/b.obj", "/x/b.obj")
    assert mesh == Mesh("a/b.obj") and hash(mesh) == hash(Mesh("a/b.obj"))
    assert "/x" not in repr(mesh)
    turned = Mesh("a", source_geometry=Box((1, 1, 1)), source_transform=IDENTITY)  # type: ignore[arg-type]
    assert turned.source_transform == tuple(map(tuple, IDENTITY.tolist()))


def test_material() -> None:
    assert Material(" ").name == " " and Material(None).name == "None"  # type: ignore[arg-type]
    assert Material("m", (300, -2, 0)).rgba == (300.0, -2.0, 0.0, 1.0)
    assert Material("m", texture="t.png") == Material("m", None, "t.png")
    assert not hasattr(Material("m", color=(1, 1, 1)), "color")
    with pytest.raises(TypeError):
        Material("m", metallic=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unhashable"):
        hash(Material("m"))
    with pytest.raises(ValidationError, match="not both"):
        Material("m", (1, 1, 1), color=(1, 1, 1))


@pytest.mark.parametrize(
    ("shape", "solid"),
    [
        (Box((0.2, 0.4, 0.6)), trimesh.creation.box((0.2, 0.4, 0.6))),
        (Cylinder(0.1, 0.5), trimesh.creation.cylinder(0.1, 0.5, sections=720)),
        (Sphere(0.3), trimesh.creation.icosphere(5, 0.3)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_moments_are_those_of_an_independent_integration(shape: object, solid: trimesh.Trimesh) -> None:
    solid.density = 2.0 / solid.volume
    found = Inertial.from_geometry(shape, "2").inertia  # type: ignore[arg-type]
    assert (found.ixx, found.iyy, found.izz) == pytest.approx(tuple(np.diag(solid.moment_inertia)), rel=2e-3)
    assert (found.ixy, found.ixz, found.iyz) == (0.0, 0.0, 0.0)


def test_inertial_origin_is_only_attached() -> None:
    there = Origin((0, 0, 1), (1, 0, 0))
    moved = Inertial.from_geometry(Box((1, 1, 0)), 1.0, origin=there)
    assert moved.origin is there
    assert moved.inertia == Inertial.from_geometry(Box((1, 1, 0)), 1.0).inertia
    for mass in (0, -1, float("nan")):
        with pytest.raises(ValidationError, match="kilograms"):
            Inertial.from_geometry(Box((1, 1, 1)), mass)
