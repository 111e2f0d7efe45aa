from __future__ import annotations

from math import pi
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk.assets import AssetContext, AssetSession, obj_text
from sdk.errors import ValidationError
from sdk.geometry.export import mesh_from_geometry
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.primitives import BoxGeometry, CylinderGeometry
from sdk.geometry.triangles import is_closed_and_oriented, signed_volume
from sdk.model.origin import Origin
from sdk.model.part import Part
from sdk.model.shapes import Box, Cylinder, Mesh, Sphere
from sdk.placement.wrapping import wrap_mesh_onto_surface, wrap_profile_onto_surface
from tests.strategies import angles, directions

SQUARE = [(-0.1, -0.1), (0.1, -0.1), (0.1, 0.1), (-0.1, 0.1)]


def arrays(geometry: MeshGeometry) -> tuple[np.ndarray, np.ndarray]:
    return np.array(geometry.vertices), np.array(geometry.faces)


def square_hole(half: float) -> list[tuple[float, float]]:
    return [(-half, -half), (half, -half), (half, half), (-half, half)]


@settings(max_examples=30)
@given(directions, angles, st.floats(-0.05, 0.05))
def test_on_a_sphere_arcs_keep_their_length(direction: tuple, spin: float, relief: float) -> None:
    spokes = [(0.0, 0, 0), *((r * np.cos(a), r * np.sin(a), 0) for r in (0.1, 0.5, 1.4) for a in (0, 1, 2.5))]
    flat = MeshGeometry(spokes, [(0, 1, 2)])  # type: ignore[arg-type]
    wrapped, _ = arrays(
        wrap_mesh_onto_surface(flat, Sphere(0.7), direction=direction, spin=spin, visible_relief=relief)
    )
    assert np.linalg.norm(wrapped, axis=1) == pytest.approx(0.7 + relief)
    cosine = (wrapped / np.linalg.norm(wrapped, axis=1)[:, None]) @ (wrapped[0] / np.linalg.norm(wrapped[0]))
    arc = 0.7 * np.arccos(np.clip(cosine, -1, 1))
    assert arc == pytest.approx(np.linalg.norm(spokes, axis=1), abs=1e-6)


def test_on_a_cylinder_a_band_closes_round_it() -> None:
    radius, steps = 0.5, 60
    around = np.linspace(-pi * radius, pi * radius, steps + 1)
    band = MeshGeometry([(0.0, float(x), 0) for x in around] + [(0.3, 0, 0)], [(0, 1, 2)])
    target = Part("drum")
    target.visual(Cylinder(radius, 2), origin=Origin((0, 0, 3), (0.3, 0.2, 0.1)))
    axis_hint = (0.3, 0.2, 5.0)
    wrapped, _ = arrays(
        wrap_mesh_onto_surface(band, target, point_hint=axis_hint, up_hint=axis_hint, mapping="auto")
    )
    assert wrapped.shape == (steps + 2, 3)
    upright, _ = arrays(wrap_mesh_onto_surface(band, Cylinder(radius, 2), direction=(1, 0, 0)))
    assert np.linalg.norm(upright[:, :2], axis=1) == pytest.approx(radius)
    assert upright[0] == pytest.approx(upright[steps], abs=1e-9)
    assert upright[-1] == pytest.approx((radius, 0, 0.3))


@pytest.mark.parametrize(
    ("target", "query"),
    [
        (Cylinder(1, 2), {"direction": (0, 0, 1)}),
        (Cylinder(1, 0.1), {"point_hint": (1, 0, 0)}),
        (Box((1, 1, 1)), {"direction": (1, 0, 0)}),
    ],
)
def test_where_lengths_cannot_be_kept_intrinsic_says_so(target: object, query: dict) -> None:
    flat = MeshGeometry([(x, y, 0.0) for x, y in SQUARE], [(0, 1, 2), (0, 2, 3)])
    with pytest.raises(ValidationError, match="one sphere, or"):
        wrap_mesh_onto_surface(flat, target, mapping="intrinsic", **query)
    nearest = wrap_mesh_onto_surface(flat, target, mapping=" NEAREST ", **query)  # type: ignore[arg-type]
    assert wrap_mesh_onto_surface(flat, target, **query) == nearest


def test_parts_of_several_elements_are_wrapped_by_nearest_points() -> None:
    part = Part("two")
    part.visual(Sphere(1))
    part.visual(Sphere(0.2), origin=Origin((3, 0, 0)))
    flat = MeshGeometry([(0.1, 0, 0), (0, 0.1, 0), (0, 0, 0)], [(0, 1, 2)])
    with pytest.raises(ValidationError):
        wrap_mesh_onto_surface(flat, part, direction=(0, 0, 1), mapping="intrinsic")
    wrapped, _ = arrays(wrap_mesh_onto_surface(flat, part, point_hint=(0, 0, 2)))
    assert np.linalg.norm(wrapped, axis=1) == pytest.approx(1.0)


def test_mesh_targets_and_sources(tmp_path: Path) -> None:
    with AssetSession(tmp_path).use():
        drum = mesh_from_geometry(CylinderGeometry(1, 2), "drum")
        wrapped = wrap_mesh_onto_surface(
            BoxGeometry((0.1, 0.1, 0.02)), drum, direction=(1, 0, 0), mapping="intrinsic"
        )
        read = mesh_from_geometry(BoxGeometry((0.1, 0.1, 0.02)), "plate")
        assert wrap_mesh_onto_surface(read, drum, direction=(1, 0, 0)) == wrapped
    points, faces = arrays(wrapped)
    assert np.linalg.norm(points[:, :2], axis=1).max() == pytest.approx(1.0)
    assert is_closed_and_oriented(faces)
    AssetContext(tmp_path).mesh_path("slab.obj").write_text(
        obj_text([(x, y, 0) for x, y in SQUARE], [(0, 1, 2)])
    )
    scaled = Mesh("slab.obj", scale=(2, 2, 2))
    points, _ = arrays(
        wrap_mesh_onto_surface(scaled, Box((4, 4, 4)), direction=(0, 0, 1), asset_root=tmp_path)
    )
    assert points[:, 2] == pytest.approx(2.0) and abs(points[:, :2]).max() == pytest.approx(0.2)


@pytest.mark.parametrize("mapping", ["intrinsic", "nearest"])
@pytest.mark.parametrize("clockwise", [False, True])
def test_a_plate_is_a_closed_solid_of_about_area_times_thickness(mapping: str, clockwise: bool) -> None:
    outline = [*SQUARE[::-1], SQUARE[-1]] if clockwise else [*SQUARE, SQUARE[0]]
    plate = wrap_profile_onto_surface(
        outline,
        Sphere(1),
        thickness=0.01,
        direction=(1, 2, 3),
        mapping=mapping,  # type: ignore[arg-type]
        max_edge=0.02,
        visible_relief=0.003,
    )
    points, faces = arrays(plate)
    assert is_closed_and_oriented(faces)
    assert signed_volume(points, faces) == pytest.approx(0.2 * 0.2 * 0.01, rel=0.02)
    heights = np.linalg.norm(points, axis=1)
    assert heights[: len(points) // 2] == pytest.approx(1.003)
    assert heights[len(points) // 2 :] == pytest.approx(0.993)


def test_subdivision_of_a_square_plate() -> None:
    plate = wrap_profile_onto_surface(
        SQUARE, Sphere(1), thickness=0.01, direction=(1, 0, 0), surface_max_edge=0.05, max_edge=0.05
    )
    assert (len(plate.vertices), len(plate.faces)) == (82, 160)


def test_holes_go_through() -> None:
    plate = wrap_profile_onto_surface(
        square_hole(0.2),
        Cylinder(1, 2),
        thickness=0.01,
        hole_profiles=[square_hole(0.1), [(x + 0.15, y) for x, y in square_hole(0.02)[::-1]]],
        direction=(1, 0, 0),
        max_edge=0.05,
        mapping="intrinsic",
    )
    points, faces = arrays(plate)
    assert is_closed_and_oriented(faces)
    assert signed_volume(points, faces) == pytest.approx((0.16 - 0.04 - 0.0016) * 0.01, rel=0.02)
    euler = len(points) - len(faces) // 2
    assert euler == 2 - 2 * 2  # one handle for each hole


def test_what_cannot_be_wrapped_is_refused() -> None:
    flat = BoxGeometry((0.1, 0.1, 0.1))
    up = {"direction": (0, 0, 1)}
    for fields in (
        {"mapping": "fit"},
        {"max_edge": 0.0},
        {"max_edge": 1, "surface_max_edge": 2},
        {"child_axis": "z"},
    ):
        with pytest.raises(ValidationError):
            wrap_mesh_onto_surface(flat, Sphere(1), **up, **fields)  # type: ignore[arg-type]
    for mesh in (MeshGeometry(), "plate"):
        with pytest.raises(ValidationError, match="mesh"):
            wrap_mesh_onto_surface(mesh, Sphere(1), **up)  # type: ignore[arg-type]
    for outline in (SQUARE[:2], [(0, 0), (1, 0), (2, 0)], [(0, 0), (1e-5, 0), (0, 1e-5)]):
        with pytest.raises(ValidationError, match="profile"):
            wrap_profile_onto_surface(outline, Sphere(1), thickness=0.1, **up)  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match=r"hole_profiles\[0\]"):
        wrap_profile_onto_surface(SQUARE, Sphere(1), thickness=0.1, hole_profiles=[SQUARE[:2]], **up)  # type: ignore[arg-type]
