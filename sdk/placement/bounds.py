"""Bounding boxes of shapes and parts, as public programs were tuned to them.

A newcomer's mistake: to tighten them. An element's box is the box around the eight turned corners of its own
box, so a turned sphere grows; every face placement and many author tests rely on these figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sdk.assets import Assets, read_obj, require_obj
from sdk.errors import ValidationError
from sdk.model.part import Collision, Part, Visual
from sdk.model.shapes import Box, Cylinder, Mesh, Sphere
from sdk.spatial import (
    Array,
    NestedBounds,
    as_nested,
    bounds_of,
    transform_bounds,
    transform_of,
    unite_bounds,
)


def part_local_aabb(
    part: Part, *, asset_root: Assets = None, prefer_collisions: bool = True
) -> NestedBounds | None:
    """((xmin, ymin, zmin), (xmax, ymax, zmax)) of a part in its own frame; None without geometry.

    Raises:
        ValidationError: not a part, an unknown shape, or a mesh file that is missing or not OBJ.
    """
    bounds = part_bounds(part, asset_root=asset_root, prefer_collisions=prefer_collisions)
    return None if bounds is None else as_nested(bounds)


def part_bounds(part: Part, *, asset_root: Assets = None, prefer_collisions: bool = True) -> Array | None:
    """(2, 3) box of a part in its own frame; None without geometry.

    Raises:
        ValidationError: as `part_local_aabb`.
    """
    if not isinstance(part, Part):
        raise ValidationError.at("part", given=part, wanted="a Part", code="not-a-part")
    return unite_bounds(
        element_bounds(element, assets=part.assets, asset_root=asset_root)
        for element in elements_of(part, prefer_collisions=prefer_collisions)
    )


def elements_of(part: Part, *, prefer_collisions: bool) -> Sequence[Visual | Collision]:
    """The part's collisions when preferred and present, else its visuals."""
    return part.collisions if prefer_collisions and part.collisions else part.visuals


def element_bounds(element: Visual | Collision, *, assets: Assets = None, asset_root: Assets = None) -> Array:
    """(2, 3) box of an element in its part's frame: its shape's box, turned, then boxed again.

    Raises:
        ValidationError: an unknown shape, or a mesh file that is missing or not OBJ.
    """
    local = shape_bounds(element.geometry, assets=assets, asset_root=asset_root)
    return transform_bounds(transform_of(element.origin), local)


def shape_bounds(shape: Any, *, assets: Assets = None, asset_root: Assets = None) -> Array:
    """(2, 3) box of a shape in its own frame; a mesh's is read from its file and scaled.

    Raises:
        ValidationError: not a shape, or a mesh file that is missing or not OBJ.
    """
    if isinstance(shape, Mesh):
        vertices, _ = read_obj(require_obj(shape, assets=assets, asset_root=asset_root))
        return bounds_of(bounds_of(vertices) * (shape.scale or 1.0))
    if isinstance(shape, Box):
        half = np.array([float(extent) for extent in shape.size]) / 2.0
    elif isinstance(shape, Cylinder):
        half = np.array([shape.radius, shape.radius, shape.length / 2.0])
    elif isinstance(shape, Sphere):
        half = np.full(3, float(shape.radius))
    else:
        raise ValidationError.at("geometry", given=type(shape), wanted="a Box, Cylinder, Sphere or Mesh")
    return np.array([-half, half])
