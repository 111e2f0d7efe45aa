"""From CadQuery models to mesh files: `mesh_from_cadquery` and its relatives.

File coordinates are the model's coordinates times `unit_scale`, nothing is recentred. A newcomer's mistake: to model in
millimetres and forget `unit_scale=0.001`; everything else here is metres.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sdk.assets import (
    Assets,
    as_asset_context,
    current_session,
    explicit_reference,
    is_explicit_path,
    obj_text,
    session_for,
)
from sdk.cad.models import components_of, shape_of
from sdk.cad.tessellation import MeshArrays, tessellate
from sdk.geometry.triangles import weld
from sdk.model.shapes import Mesh

if TYPE_CHECKING:
    import cadquery as cq

Vec3 = tuple[float, float, float]
AABB = tuple[Vec3, Vec3]
MeshName = str | os.PathLike[str]

_FILE_DECIMALS = 6


@dataclass(frozen=True)
class CadQueryMeshExport:
    """A mesh file written from a CadQuery model, and where the model lies in its own frame (metres)."""

    mesh: Mesh
    local_aabb: AABB
    """Corners of the bounding box of the triangles."""
    center_xyz: Vec3
    size_xyz: Vec3


def tessellate_cadquery(
    model: Any, *, tolerance: float = 0.001, angular_tolerance: float = 0.1, unit_scale: float = 1.0
) -> tuple[list[Vec3], list[tuple[int, int, int]]]:
    """Vertices and triangles of a model, one block of vertices per face, wound outward.

    Args:
        model: Workplane (its current stack), Shape or Assembly (with locations applied).
        tolerance: chord error as a fraction of the edge's size.
        angular_tolerance: largest turn between neighbouring facets, radians.
        unit_scale: multiplies the vertices; 0.001 for a model in millimetres.

    Raises:
        TypeError: not a CadQuery model, or a workplane with no shape on its stack.
        ValueError: nothing to mesh (wires, edges), or a scale that is zero or not finite.
        RuntimeError: CadQuery is not installed.
    """
    vertices, triangles = _scaled_mesh(shape_of(model), tolerance, angular_tolerance, unit_scale)
    return list(map(tuple, vertices.tolist())), list(map(tuple, triangles.tolist()))


def cadquery_local_aabb(
    model: Any, *, tolerance: float = 0.001, angular_tolerance: float = 0.1, unit_scale: float = 1.0
) -> AABB:
    """Corners of the bounding box of a model's triangles, metres; curved outlines are inscribed.

    Arguments and errors are those of `tessellate_cadquery`.
    """
    vertices, _ = _scaled_mesh(shape_of(model), tolerance, angular_tolerance, unit_scale)
    return _aabb(vertices)


def export_cadquery_mesh(
    model: Any,
    name: MeshName | None = None,
    *,
    assets: Assets = None,
    tolerance: float = 0.001,
    angular_tolerance: float = 0.1,
    unit_scale: float = 1.0,
    filename: MeshName | None = None,
) -> CadQueryMeshExport:
    """A model written as one mesh file, with its bounds.

    Args:
        model: Workplane, Shape or Assembly.
        name: logical name, managed by the session of `assets` or the current one; or a path to write to.
        assets: context, session or folder that owns the file.
        tolerance: as `tessellate_cadquery`.
        angular_tolerance: as `tessellate_cadquery`.
        unit_scale: as `tessellate_cadquery`.
        filename: older spelling of `name`.

    Raises:
        ValidationError: a name with no letter or digit in it.
        TypeError, ValueError, RuntimeError: as `tessellate_cadquery`; TypeError also without a name.
    """
    written = _required_name(name, filename)
    return _export(shape_of(model), written, assets, tolerance, angular_tolerance, unit_scale)


def mesh_from_cadquery(
    model: Any,
    name: MeshName | None = None,
    *,
    assets: Assets = None,
    tolerance: float = 0.001,
    angular_tolerance: float = 0.1,
    unit_scale: float = 1.0,
    filename: MeshName | None = None,
) -> Mesh:
    """The `Mesh` of a model written as one file; arguments and errors are those of `export_cadquery_mesh`."""
    written = _required_name(name, filename)
    return _export(shape_of(model), written, assets, tolerance, angular_tolerance, unit_scale).mesh


def save_cadquery_obj(
    model: Any,
    name: MeshName | None = None,
    *,
    assets: Assets = None,
    tolerance: float = 0.001,
    angular_tolerance: float = 0.1,
    unit_scale: float = 1.0,
    filename: MeshName | None = None,
) -> Path:
    """Path of the file a model was written to; arguments and errors are those of `export_cadquery_mesh`."""
    written = _required_name(name, filename)
    mesh = _export(shape_of(model), written, assets, tolerance, angular_tolerance, unit_scale).mesh
    return Path(str(mesh.materialized_path))


def export_cadquery_components(
    model: Any,
    name: MeshName | None = None,
    *,
    assets: Assets = None,
    tolerance: float = 0.001,
    angular_tolerance: float = 0.1,
    unit_scale: float = 1.0,
    filename: MeshName | None = None,
) -> list[CadQueryMeshExport]:
    """One written mesh per solid of a model, in order.

    A single component keeps the name; several are called ``<name>__component_001``, ``_002`` and so on. Arguments and
    errors are those of `export_cadquery_mesh`.
    """
    written = _required_name(name, filename)
    components = components_of(model)
    return [
        _export(shape, component_name, assets, tolerance, angular_tolerance, unit_scale)
        for shape, component_name in zip(components, _component_names(written, len(components)), strict=True)
    ]


def mesh_components_from_cadquery(
    model: Any,
    name: MeshName | None = None,
    *,
    assets: Assets = None,
    tolerance: float = 0.001,
    angular_tolerance: float = 0.1,
    unit_scale: float = 1.0,
    filename: MeshName | None = None,
) -> list[Mesh]:
    """The `Mesh` of each component; arguments and errors are those of `export_cadquery_components`."""
    exports = export_cadquery_components(
        model,
        name,
        assets=assets,
        tolerance=tolerance,
        angular_tolerance=angular_tolerance,
        unit_scale=unit_scale,
        filename=filename,
    )
    return [export.mesh for export in exports]


def _required_name(name: MeshName | None, filename: MeshName | None) -> str:
    given = [value for value in (name, filename) if value is not None]
    if len(given) != 1:
        raise TypeError(f"mesh name: got name={name!r}, filename={filename!r}; want exactly one of the two")
    return os.fspath(given[0])


def _component_names(name: str, count: int) -> list[str]:
    if count == 1:
        return [name]
    path = PurePath(name)
    if is_explicit_path(name):
        suffix = path.suffix or ".obj"
        return [str(path.with_name(f"{path.stem}__component_{n:03d}{suffix}")) for n in range(1, count + 1)]
    stem = name.strip().removesuffix(PurePath(name.strip()).suffix)
    return [f"{stem}__component_{number:03d}" for number in range(1, count + 1)]


def _scaled_mesh(
    shape: cq.Shape, tolerance: float, angular_tolerance: float, unit_scale: float
) -> MeshArrays:
    scale = float(unit_scale)
    if not math.isfinite(scale) or scale == 0.0:
        raise ValueError(f"unit_scale: got {unit_scale!r}; want a number other than 0, such as 0.001")
    vertices, triangles = tessellate(shape, tolerance=tolerance, angular_tolerance=angular_tolerance)
    if scale < 0.0:
        triangles = triangles[:, ::-1]  # a mirrored solid would be inside out
    return vertices * scale, triangles


def _export(
    shape: cq.Shape, name: str, assets: Assets, tolerance: float, angular_tolerance: float, unit_scale: float
) -> CadQueryMeshExport:
    vertices, triangles = _scaled_mesh(shape, tolerance, angular_tolerance, unit_scale)
    low, high = bounds = _aabb(vertices)
    # joined at the file's own precision, so what a reader gets is closed without further welding
    text = obj_text(*weld(np.round(vertices, _FILE_DECIMALS) + 0.0, triangles), group=None)
    center = tuple((a + b) / 2.0 for a, b in zip(low, high, strict=True))
    size = tuple(b - a for a, b in zip(low, high, strict=True))
    return CadQueryMeshExport(_written_mesh(name, text, assets), bounds, _vec3(center), _vec3(size))


def _written_mesh(name: str, text: str, assets: Assets) -> Mesh:
    if not is_explicit_path(name):
        managed = session_for(assets).write_managed(name, text)
        return Mesh(filename=managed.reference, name=name, materialized_path=str(managed.path))
    session = current_session()
    context = as_asset_context(assets) or (session.context if session else None)
    path = context.mesh_path(name) if context else Path(name).resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Mesh(filename=explicit_reference(name), name=path.stem, materialized_path=str(path))


def _aabb(vertices: NDArray[np.float64]) -> AABB:
    return _vec3(vertices.min(axis=0).tolist()), _vec3(vertices.max(axis=0).tolist())


def _vec3(values: Any) -> Vec3:
    x, y, z = values
    return (x, y, z)
