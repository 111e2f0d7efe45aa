"""Strong assertions about kernel solids, shared by the tests of this folder."""

from __future__ import annotations

from itertools import combinations

import cadquery as cq
import numpy as np
import pytest

from sdk.cad.tessellation import tessellate
from sdk.geometry import kernel
from tests.asserts import open_edges, volume_of


def assert_sound(
    shape: cq.Shape, *, solids: int = 1, triangles: int = 40_000, mesh_error: float = 0.01
) -> None:
    """Valid for the kernel, closed and outward as a mesh, light, and of the same volume as a mesh."""
    assert shape.isValid()
    assert len(shape.Solids()) == solids
    mesh = tessellate(shape, tolerance=0.001, angular_tolerance=0.1)
    extent = np.ptp(mesh[0], axis=0).max()
    assert open_edges(mesh, weld=1e-9 * extent) == 0
    assert len(mesh[1]) <= triangles
    volume = sum(solid.Volume() for solid in shape.Solids())
    assert volume > 0.0
    assert volume_of(mesh) == pytest.approx(volume, rel=mesh_error)


def is_inside(shape: cq.Shape, x: float, y: float, z: float) -> bool:
    """Whether a point lies in the shape's first solid."""
    return bool(shape.Solids()[0].isInside(cq.Vector(x, y, z), 1e-7))


def overlap_fraction(shapes: list[cq.Solid]) -> float:
    """Largest common volume of any two of the solids, as a fraction of the smaller one."""
    meshes = [
        kernel.solid_from_mesh(*tessellate(shape, tolerance=1e-3, angular_tolerance=0.1)) for shape in shapes
    ]
    return max(
        kernel.volume(kernel.intersect(first, second)) / min(kernel.volume(first), kernel.volume(second))
        for first, second in combinations(meshes, 2)
    )


def section_radii(shape: cq.Shape, height: float) -> np.ndarray:
    """Distances from the Z axis of the mesh's crossings with a plane of constant z, sorted by angle."""
    vertices, faces = tessellate(shape, tolerance=1e-3, angular_tolerance=0.1)
    crossing = []
    for a, b in ((0, 1), (1, 2), (2, 0)):
        start, end = vertices[faces[:, a]], vertices[faces[:, b]]
        cut = (start[:, 2] - height) * (end[:, 2] - height) < 0.0
        part = (height - start[cut, 2]) / (end[cut, 2] - start[cut, 2])
        crossing.append(start[cut] + part[:, None] * (end[cut] - start[cut]))
    points = np.concatenate(crossing)
    return np.hypot(points[:, 0], points[:, 1])[np.argsort(np.arctan2(points[:, 1], points[:, 0]))]


def teeth_counted(shape: cq.Shape, *, radius: float, height: float) -> int:
    """How often the outline of a section passes outward through a radius on its way round."""
    outside = section_radii(shape, height) > radius
    return int((outside & ~np.roll(outside, 1)).sum())
