"""What a surface query is about: the elements of a part, one visual, or one bare shape.

A mesh that remembers the primitive it was tessellated from is treated as that primitive, as long as its map
keeps the primitive one. A newcomer's mistake: to look for its file then; it need not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import Any

import numpy as np

from sdk.assets import Assets, read_obj, require_obj
from sdk.errors import ValidationError
from sdk.model.part import Collision, Part, Visual
from sdk.model.shapes import Box, Cylinder, Mesh, Shape, Sphere
from sdk.placement.bounds import elements_of, shape_bounds
from sdk.placement.closest import Hits, SurfaceShape, TriangleSurface, closest_on
from sdk.spatial import (
    Array,
    apply_transform,
    bounds_of,
    invert_rigid,
    nearly_equal,
    transform_bounds,
    transform_of,
    unite_bounds,
)
from sdk.tolerances import PRIMITIVE_TOLERANCE


@dataclass(frozen=True)
class SurfaceElement:
    """A shape ready for queries, and its rigid pose in the subject's frame."""

    shape: SurfaceShape
    subject_from_element: Array

    @property
    def bounds(self) -> Array:
        """(2, 3) box in the subject's frame: the box of the turned corners."""
        shape = self.shape
        local = bounds_of(shape.vertices) if isinstance(shape, TriangleSurface) else shape_bounds(shape)
        return transform_bounds(self.subject_from_element, local)

    def closest(self, queries: Array) -> Hits:
        """Nearest surface points and normals in the subject's frame, for (n, 3) queries in that frame."""
        rotation = self.subject_from_element[:3, :3]
        local = apply_transform(invert_rigid(self.subject_from_element), queries)
        points, normals = closest_on(self.shape, local)
        return Hits(apply_transform(self.subject_from_element, points), normals @ rotation.T)

    def lowest_along(self, direction: Array) -> float:
        """Smallest ``point . direction`` over the element, exact for primitives."""
        centre = float(self.subject_from_element[:3, 3] @ direction)
        local = self.subject_from_element[:3, :3].T @ direction
        shape = self.shape
        if isinstance(shape, TriangleSurface):
            return centre + float((shape.vertices @ local).min())
        x, y, z = np.abs(local).tolist()
        if isinstance(shape, Sphere):
            return centre - float(shape.radius)
        if isinstance(shape, Cylinder):
            return centre - shape.radius * hypot(x, y) - shape.length / 2.0 * z
        width, depth, height = (float(extent) for extent in shape.size)
        return centre - (width * x + depth * y + height * z) / 2.0


@dataclass(frozen=True)
class Subject:
    """The elements of a query's target or child, in order."""

    elements: tuple[SurfaceElement, ...]

    @property
    def bounds(self) -> Array:
        """(2, 3) box around all elements."""
        united = unite_bounds(element.bounds for element in self.elements)
        assert united is not None  # a subject has at least one element
        return united

    def closest(self, queries: Array) -> Hits:
        """Nearest surface points over all elements; ties go to the earlier element."""
        hits = [element.closest(queries) for element in self.elements]
        if len(hits) == 1:
            return hits[0]
        distances = np.stack([np.linalg.norm(hit.points - queries, axis=1) for hit in hits])
        choice, rows = np.argmin(distances, axis=0), np.arange(len(queries))
        points, normals = np.stack([hit.points for hit in hits]), np.stack([hit.normals for hit in hits])
        return Hits(points[choice, rows], normals[choice, rows])

    def lowest_along(self, direction: Array) -> float:
        """Smallest ``point . direction`` over all elements."""
        return min(element.lowest_along(direction) for element in self.elements)


def subject_of(
    given: Any, where: str, *, asset_root: Assets = None, prefer_collisions: bool = False
) -> Subject:
    """The subject behind a part, visual or bare shape.

    Args:
        given: a Part, Visual, Box, Cylinder, Sphere or Mesh.
        where: what to call it in errors.
        asset_root: where meshes are, when the part does not say.
        prefer_collisions: use a part's collisions where there are any.

    Raises:
        ValidationError: another type, no geometry, or a mesh file that is missing or not OBJ.
    """
    if isinstance(given, Part):
        found = elements_of(given, prefer_collisions=prefer_collisions) or given.collisions
        if not found:
            raise ValidationError.at(f"{where} part {given.name!r}", given=None, wanted="at least one visual")
        return Subject(tuple(_element_of(element, given.assets, asset_root) for element in found))
    if isinstance(given, Visual | Collision):
        return Subject((_element_of(given, None, asset_root),))
    if isinstance(given, Shape):
        return Subject((_surface_of(given, np.eye(4), None, asset_root),))
    hint = "; mesh_from_geometry(geometry, name) makes a Mesh of it" if hasattr(given, "vertices") else ""
    wanted = f"a Part, Visual, Box, Cylinder, Sphere or Mesh{hint}"
    raise ValidationError.at(where, given=type(given), wanted=wanted, code="not-a-subject")


def _element_of(element: Visual | Collision, assets: Assets, asset_root: Assets) -> SurfaceElement:
    return _surface_of(element.geometry, transform_of(element.origin), assets, asset_root)


def _surface_of(shape: Any, pose: Array, assets: Assets, asset_root: Assets) -> SurfaceElement:
    if not isinstance(shape, Shape):
        raise ValidationError.at("geometry", given=type(shape), wanted="a Box, Cylinder, Sphere or Mesh")
    if not isinstance(shape, Mesh):
        return SurfaceElement(shape, pose)
    remembered = remembered_primitive(shape)
    if remembered is not None:
        primitive, mesh_from_primitive = remembered
        return SurfaceElement(primitive, pose @ mesh_from_primitive)
    vertices, faces = read_obj(require_obj(shape, assets=assets, asset_root=asset_root))
    return SurfaceElement(TriangleSurface(vertices * (shape.scale or (1.0, 1.0, 1.0)), faces), pose)


def remembered_primitive(shape: Any) -> tuple[Box | Cylinder | Sphere, Array] | None:
    """The primitive that a mesh still is after all its maps, and (4, 4) mesh_from_primitive, rigid; else
    None.

    None for anything but a mesh, for a mesh that remembers no primitive, and for one bent out of shape.
    """
    source = shape.source_geometry if isinstance(shape, Mesh) else None
    if source is None:
        return None
    affine = np.diag([*(shape.scale or (1.0, 1.0, 1.0)), 1.0])
    if shape.source_transform is not None:
        affine = affine @ np.array(shape.source_transform)
    linear = affine[:3, :3]
    stretch = np.linalg.norm(linear, axis=0)
    if not (stretch > PRIMITIVE_TOLERANCE).all():
        return None
    products = np.abs(linear.T @ linear - np.diag(stretch**2))
    if (products > PRIMITIVE_TOLERANCE * np.maximum(1.0, np.outer(stretch, stretch))).any():
        return None
    primitive = _stretched(source, stretch.tolist())
    if primitive is None:
        return None
    pose = np.eye(4)
    pose[:3, :3] = linear / stretch
    pose[:3, 3] = affine[:3, 3]
    if np.linalg.det(pose[:3, :3]) < 0.0:
        pose[:3, 0] *= -1.0  # every primitive is its own mirror image
    return primitive, pose


def _stretched(source: Box | Cylinder | Sphere, stretch: list[float]) -> Box | Cylinder | Sphere | None:
    x, y, z = stretch
    if isinstance(source, Box):
        return Box(tuple(float(extent) * factor for extent, factor in zip(source.size, stretch, strict=True)))
    if not nearly_equal(x, y):
        return None
    if isinstance(source, Cylinder):
        return Cylinder(source.radius * x, source.length * z)
    return Sphere(source.radius * x) if nearly_equal(x, z) and nearly_equal(y, z) else None
