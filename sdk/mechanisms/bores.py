"""Cutting room for hardware in the solids of a part: bores, mortises, slots.

Works on any visual whose surface is closed, whoever made it. A newcomer's mistake: to cut a round hole as
large as the pin. Circles here are polygons; a hole's polygon lies around its circle and a pin's within its
own, so that the pin turns in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from math import cos, pi

import numpy as np

from sdk.assets import read_obj, require_obj
from sdk.errors import GeometryError, ValidationError
from sdk.geometry import kernel
from sdk.geometry.booleans import solid_from_geometry
from sdk.geometry.export import mesh_from_geometry
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.primitives import CylinderGeometry, box_mesh, cylinder_mesh, sphere_mesh
from sdk.model.part import Part, Visual
from sdk.model.shapes import Box, Cylinder, Mesh, Sphere
from sdk.spatial import invert_rigid, transform_of

ROUND = 48
"""Facets of a bore and of everything that turns."""
TIDY = 4e-6
"""Edges shorter than this collapse, metres: faces that lie on each other leave some that a mesh file, which
holds whole micrometres, would fold over."""
NOTHING = 1e-13
"""A common volume below this is a touch, cubic metres."""


def bore_radius(radius: float, *, segments: int = ROUND) -> float:
    """Radius of the polygon's corners whose sides touch the circle from outside."""
    return radius / cos(pi / segments)


def bore(radius: float, length: float) -> MeshGeometry:
    """A cutter about Z, centred, whose hole clears a circle of `radius`."""
    return CylinderGeometry(bore_radius(radius), length, radial_segments=ROUND)


def carve(
    part: Part, cutter: MeshGeometry, *, where: str, spare: Collection[str] = (), split: str = ""
) -> tuple[str, ...]:
    """Names of the part's visuals that were cut by `cutter`, given in the part's frame.

    Args:
        part: changed in place: each cut visual gets a new mesh at the pose it had.
        cutter: a closed geometry.
        where: who cuts, for errors.
        spare: names of visuals that are left alone.
        split: what to say when a cut parts a visual; empty lets it.

    Raises:
        ValidationError: ``not-closed`` for a surface without volume, ``cut-through`` when a visual would
            fall apart or vanish.
    """
    tool = solid_from_geometry(cutter, where=where)
    done: list[str] = []
    for index, visual in enumerate(part.visuals):
        if visual.name is not None and visual.name in spare:
            continue
        label = visual.name or f"#{index}"
        visual_from_part = invert_rigid(transform_of(visual.origin))
        local = tool.transform(visual_from_part[:3])
        vertices, faces = triangles_of(part, visual)
        low, high = kernel.bounds(local)
        if not len(faces) or (vertices.min(axis=0) >= high).any() or (vertices.max(axis=0) <= low).any():
            continue
        try:
            solid = kernel.solid_from_mesh(vertices, faces, where=f"{part.name}/{label}")
        except GeometryError as error:
            raise ValidationError.at(
                f"{where} in {part.name}/{label}",
                given="a surface that is not closed",
                wanted="a closed solid, or clearance=False and room of your own around the axis",
                code="not-closed",
            ) from error
        if kernel.volume(kernel.intersect(solid, local)) <= NOTHING:
            continue
        left = kernel.subtract(solid, local)
        if split and (left.is_empty() or len(left.decompose()) > len(solid.decompose())):
            raise ValidationError.at(
                f"{where} in {part.name}/{label}",
                given=f"a cut that leaves {len(left.decompose())} pieces of it",
                wanted=split,
                code="cut-through",
            )
        if left.is_empty():
            raise ValidationError.at(
                f"{where} in {part.name}/{label}",
                given="nothing left of it",
                wanted="a larger element",
                code="cut-through",
            )
        cut = MeshGeometry().fill(*kernel.mesh_from_solid(left.simplify(TIDY)))
        visual.geometry = mesh_from_geometry(cut, f"{part.name}_{label}_cut")
        done.append(label)
    return tuple(done)


def triangles_of(part: Part, visual: Visual) -> tuple[np.ndarray, np.ndarray]:
    """Vertices and faces of a visual in its own frame, round ones with `ROUND` facets.

    Raises:
        ValidationError: a mesh file that is missing or not OBJ.
    """
    shape = visual.geometry
    if isinstance(shape, Box):
        return box_mesh(shape.size)
    if isinstance(shape, Cylinder):
        return cylinder_mesh(shape.radius, shape.length, segments=ROUND)
    if isinstance(shape, Sphere):
        return sphere_mesh(shape.radius, width_segments=ROUND, height_segments=ROUND // 2)
    assert isinstance(shape, Mesh)
    vertices, faces = read_obj(require_obj(shape, assets=part.assets))
    return (vertices if shape.scale is None else vertices * np.array(shape.scale)), faces


def united(geometries: Iterable[MeshGeometry], *, less: Iterable[MeshGeometry] = ()) -> MeshGeometry:
    """One solid of several, without the points of others; faces that no mesh file can hold are gone."""
    solid = kernel.unite([solid_from_geometry(geometry, where="hardware") for geometry in geometries])
    cutters = [solid_from_geometry(geometry, where="hardware") for geometry in less]
    if cutters:
        solid = kernel.subtract(solid, kernel.unite(cutters))
    return MeshGeometry().fill(*kernel.mesh_from_solid(solid.simplify(TIDY)))
