"""`scale_geometry_to_size`: a shape stretched to wanted extents.

A newcomer's mistake: to expect it to stay in place. Scaling is about the shape's own origin, so a mesh that
is off its origin moves too.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

from sdk.assets import Assets
from sdk.errors import ValidationError
from sdk.geometry.export import mesh_from_geometry
from sdk.geometry.primitives import CylinderGeometry, SphereGeometry
from sdk.model.coercion import Triple
from sdk.model.shapes import Box, Cylinder, Mesh, Shape, Sphere
from sdk.placement.bounds import shape_bounds
from sdk.spatial import nearly_equal
from sdk.tolerances import PRIMITIVE_TOLERANCE

_MODES = ("stretch", "uniform")


def scale_geometry_to_size(
    geometry: Shape,
    target_size: Sequence[float | None],
    *,
    mode: str = "stretch",
    asset_root: Assets = None,
    mesh_name: str | os.PathLike[str] | None = None,
    filename: str | os.PathLike[str] | None = None,
) -> Shape:
    """A new shape whose own box has the wanted extents.

    Args:
        geometry: a Box, Cylinder, Sphere or Mesh.
        target_size: extents along x, y, z in metres; None keeps one (``stretch``) or lets it follow
            (``uniform``).
        mode: ``stretch``, or ``uniform`` to scale all three by one ratio.
        asset_root: where a mesh is.
        mesh_name: name for the mesh that a cylinder or sphere becomes when it is stretched out of shape.
        filename: another word for it.

    Raises:
        ValidationError: another type of geometry, sizes that are not positive, ratios that disagree, an
            extent of 0 that is to grow, or a name that is missing.
    """
    if not isinstance(geometry, Shape):
        raise ValidationError.at("geometry", given=type(geometry), wanted="a Box, Cylinder, Sphere or Mesh")
    if isinstance(geometry, Mesh) and geometry.scale is not None and min(geometry.scale) <= 0.0:
        raise ValidationError.at("Mesh.scale", given=geometry.scale, wanted="three factors above 0")
    low, high = shape_bounds(geometry, asset_root=asset_root).tolist()
    current = [_zero_if_tiny(top - bottom) for bottom, top in zip(low, high, strict=True)]
    final = _final_extents(current, _as_target(target_size), mode)
    factors = [
        _factor(before, after, axis) for before, after, axis in zip(current, final, "xyz", strict=True)
    ]
    if isinstance(geometry, Mesh):
        return _scaled_mesh(geometry, factors)
    x, y, z = final
    if isinstance(geometry, Box):
        return Box((x, y, z))
    if isinstance(geometry, Cylinder) and nearly_equal(x, y):
        return Cylinder(radius=(x + y) / 4.0, length=z)
    if isinstance(geometry, Sphere) and nearly_equal(x, y) and nearly_equal(x, z) and nearly_equal(y, z):
        return Sphere((x + y + z) / 6.0)
    name = filename if mesh_name is None else mesh_name
    if name is None:
        wanted = f"mesh_name=, as the {type(geometry).__name__} becomes a mesh at {tuple(final)}"
        raise ValidationError.at("scale_geometry_to_size", given=None, wanted=wanted, code="mesh-name")
    if isinstance(geometry, Cylinder):
        round_shape = CylinderGeometry(geometry.radius, geometry.length)
    else:
        round_shape = SphereGeometry(float(geometry.radius))
    return mesh_from_geometry(round_shape.scale(*factors), name)


def _as_target(target_size: Sequence[float | None]) -> list[float | None]:
    if len(target_size) != 3:
        raise ValidationError.at("target_size", given=target_size, wanted="three extents, numbers or None")
    wanted = [None if extent is None else float(extent) for extent in target_size]
    given = [extent for extent in wanted if extent is not None]
    if not given or not all(isfinite(extent) and extent > 0.0 for extent in given):
        raise ValidationError.at(
            "target_size", given=tuple(target_size), wanted="at least one extent, all above 0"
        )
    return wanted


def _final_extents(current: list[float], wanted: list[float | None], mode: str) -> list[float]:
    key = str(mode).strip().lower()
    if key not in _MODES:
        raise ValidationError.at("mode", given=mode, wanted=f"one of {', '.join(_MODES)}")
    if key == "stretch":
        return [before if after is None else after for before, after in zip(current, wanted, strict=True)]
    ratios: list[float] = []
    for axis, before, after in zip("xyz", current, wanted, strict=True):
        if after is not None:
            ratios.append(_factor(before, after, axis))
    if not all(nearly_equal(ratios[0], ratio) for ratio in ratios):
        raise ValidationError.at(
            "target_size", given=tuple(wanted), wanted="one ratio on all axes in this mode"
        )
    return [before * ratios[0] for before in current]


def _factor(before: float, after: float, axis: str) -> float:
    if before > 0.0:
        return after / before
    if after <= PRIMITIVE_TOLERANCE:
        return 1.0
    raise ValidationError.at(
        f"target_size {axis}", given=after, wanted="None, as there is no extent to scale"
    )


def _scaled_mesh(mesh: Mesh, factors: list[float]) -> Mesh:
    """The same file under another scale; its logical name stays with the unscaled mesh."""
    old: Triple = mesh.scale or (1.0, 1.0, 1.0)
    new = (old[0] * factors[0], old[1] * factors[1], old[2] * factors[2])
    scale = None if all(nearly_equal(factor, 1.0) for factor in new) else new
    return replace(mesh, name=None, scale=scale)


def _zero_if_tiny(extent: float) -> float:
    return 0.0 if abs(extent) <= PRIMITIVE_TOLERANCE else abs(extent)
