from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk.assets import AssetContext, obj_text
from sdk.errors import ValidationError
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.primitives import box_mesh
from sdk.model.origin import Origin
from sdk.model.part import Collision, Part, Visual
from sdk.model.shapes import Box, Cylinder, Mesh, Sphere
from sdk.placement.surfaces import SurfaceFrame, surface_frame
from sdk.spatial import apply_transform, transform_from
from tests.strategies import directions, points, rpys, shapes


def axes_of(frame: SurfaceFrame) -> np.ndarray:
    return np.array([frame.tangent_u, frame.tangent_v, frame.normal])


@given(shapes, directions, directions)
def test_frames_are_right_handed_and_orthonormal(shape: object, direction: tuple, up: tuple) -> None:
    frame = surface_frame(shape, direction=direction, up_hint=up)
    axes = axes_of(frame)
    assert axes @ axes.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(axes) == pytest.approx(1.0)
    assert all(type(value) is float for vector in vars(frame).values() for value in vector)


@given(shapes, points, rpys, directions)
def test_a_visual_is_its_shape_moved(shape: object, xyz: tuple, rpy: tuple, hint: tuple) -> None:
    frame = surface_frame(shape, point_hint=hint)
    pose = transform_from(xyz, rpy)
    moved = surface_frame(Visual(shape, Origin(xyz, rpy)), point_hint=tuple(apply_transform(pose, hint)))
    distance = np.linalg.norm(np.array(frame.point) - hint)
    moved_distance = np.linalg.norm(np.array(moved.point) - apply_transform(pose, hint))
    assert moved_distance == pytest.approx(distance, abs=1e-9)


def test_a_direction_is_the_nearest_point_from_afar_not_a_ray() -> None:
    corner = surface_frame(Box((2, 4, 6)), direction=(1, 1, 0.2))
    assert (corner.point, corner.normal) == ((1, 2, 3), (1, 0, 0))
    rim = surface_frame(Cylinder(1, 2), direction=(0.1, 0, 1))
    assert rim.point == pytest.approx((1, 0, 1)) and rim.normal == (1, 0, 0)


def test_ties_go_to_the_earlier_element() -> None:
    part = Part("p")
    part.visual(Box((2, 2, 2)))
    part.visual(Sphere(1.0))
    for order in (1, -1):
        part.visuals = part.visuals[::order]
        assert surface_frame(part, point_hint=(0, 0, 4)).point == (0, 0, 1)
    part.visuals[0].origin, part.visuals[1].origin = Origin((-2, 0, 0)), Origin((2, 0, 0))
    assert surface_frame(part, point_hint=(0, 0, 0)).point == (-1, 0, 0)


def test_collisions_are_asked_only_when_preferred_or_alone() -> None:
    part = Part("p", collisions=[Collision(Sphere(2.0))])
    assert surface_frame(part, direction=(0, 0, 1)).point == (0, 0, 2)
    part.visual(Sphere(1.0))
    assert surface_frame(part, direction=(0, 0, 1)).point == (0, 0, 1)
    assert surface_frame(part, direction=(0, 0, 1), prefer_collisions=True).point == (0, 0, 2)


def test_meshes_are_read_scaled_and_face_outward_from_inside(tmp_path: Path) -> None:
    vertices, faces = box_mesh((1, 1, 1))
    AssetContext(tmp_path).mesh_path("m.obj").write_text(obj_text(vertices, faces))
    frame = surface_frame(Mesh("m.obj", scale=(2, 1, 1)), point_hint=(0.8, 0, 0), asset_root=tmp_path)
    assert (frame.point, frame.normal) == ((1, 0, 0), (1, 0, 0))


TURN = [[0.0, -1, 0, 3], [1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]


@pytest.mark.parametrize(
    ("source", "transform", "scale", "surface"),
    [
        (Box((2, 4, 6)), TURN, None, (5, 0, 0)),
        (Box((2, 4, 6)), TURN, (2, 1, 1), (10, 0, 0)),
        (Cylinder(1, 2), np.diag([3, 3, 1, 1]).tolist(), None, (3, 0, 0)),
        (Sphere(1), np.diag([-2, 2, 2, 1]).tolist(), None, (2, 0, 0)),
        (Sphere(1), None, (3, 3, 3), (3, 0, 0)),
    ],
)
def test_a_mesh_that_is_still_its_primitive_needs_no_file(
    source: Box | Cylinder | Sphere, transform: list | None, scale: tuple | None, surface: tuple
) -> None:
    mesh = Mesh("never written.obj", source_geometry=source, source_transform=transform, scale=scale)  # type: ignore[arg-type]
    assert surface_frame(mesh, direction=(1, 0, 0)).point == pytest.approx(surface)


@pytest.mark.parametrize(
    ("source", "linear"),
    [
        (Box((1, 1, 1)), np.array([[1, 0.5, 0], [0, 1, 0], [0, 0, 1]])),
        (Box((1, 1, 1)), np.diag([1, 1, 1e-7])),
        (Cylinder(1, 1), np.diag([1, 1.1, 1])),
        (Sphere(1), np.diag([1, 1, 1.1])),
    ],
)
def test_a_bent_primitive_is_read_from_its_file(source: Box | Cylinder | Sphere, linear: np.ndarray) -> None:
    affine = np.eye(4)
    affine[:3, :3] = linear
    mesh = Mesh("gone.obj", source_geometry=source, source_transform=affine.tolist())
    with pytest.raises(ValidationError, match="asset root"):
        surface_frame(mesh, direction=(1, 0, 0))


def test_queries_that_mean_nothing_are_refused() -> None:
    for query in ({}, {"point_hint": (1, 0, 0), "direction": (1, 0, 0)}):
        with pytest.raises(ValidationError, match="exactly one"):
            surface_frame(Sphere(1), **query)
    with pytest.raises(ValidationError, match="direction"):
        surface_frame(Sphere(1), direction=(0, 0, 1e-10))
    with pytest.raises(ValidationError, match="up_hint"):
        surface_frame(Sphere(1), direction=(0, 0, 1), up_hint=(0, 0, 0))
    with pytest.raises(ValidationError, match="mesh_from_geometry"):
        surface_frame(MeshGeometry(), direction=(0, 0, 1))
    with pytest.raises(ValidationError, match="at least one visual"):
        surface_frame(Part("empty"), direction=(0, 0, 1))


@given(st.sampled_from([(1, 0, 0), (-1, 0, 0)]))
def test_the_fallback_tangent_where_up_is_the_normal(normal: tuple) -> None:
    frame = surface_frame(Sphere(1), direction=normal, up_hint=(1, 0, 0))
    assert frame.tangent_u == pytest.approx(tuple(np.cross((0, 1, 0), normal)))
