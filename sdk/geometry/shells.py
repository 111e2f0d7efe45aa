"""`hollow`: a solid turned into a container with an even wall.

A newcomer's mistake: to scale the solid down and subtract it. That gives an even wall for a ball only; here
the surface itself moves inward.
"""

from __future__ import annotations

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry import kernel
from sdk.geometry.booleans import solid_from_geometry
from sdk.geometry.construction import record
from sdk.geometry.inputs import positive
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.ported import PortedGeometry
from sdk.geometry.triangles import Floats

FACES = {"-x": (0, -1.0), "+x": (0, 1.0), "-y": (1, -1.0), "+y": (1, 1.0), "-z": (2, -1.0), "+z": (2, 1.0)}
FACING_COSINE = 0.999
"""A face is part of the open side when its normal is this near to its direction."""
MOST_CONCAVE_FACES = 1500
"""A concave solid of more faces is refused: its inward offset would take seconds."""
BALL_STEPS = 12
WELL_INSIDE = 0.1
"""Walls between the middle of a cavity and its nearest side, from which on the middle serves as inner point."""


def hollow(solid: MeshGeometry, wall: float, *, open_face: str | None = None) -> PortedGeometry:
    """A new geometry: the solid with a cavity `wall` inside its surface; its outer bounds do not change.

    A convex solid gets sharp inner corners and an exact wall. In a concave one the wall is exact on flat
    faces and the cavity's reentrant corners are rounded.

    Args:
        solid: a closed geometry.
        wall: thickness, metres.
        open_face: ``"+z"`` and the like leaves out the wall on the faces that look that way.

    Raises:
        GeometryError: not closed, ``no-cavity`` when the wall fills it, ``no-open-face`` when no flat face
            looks that way, ``too-many`` faces in a concave solid.
    """
    thick = positive(wall, "hollow wall")
    outer = solid_from_geometry(solid, where="hollow solid")
    if open_face is not None and open_face not in FACES:
        raise GeometryError.at("hollow open_face", given=open_face, wanted=f"one of {sorted(FACES)}")
    way = None
    if open_face is not None:
        axis, sign = FACES[open_face]
        way = sign * np.eye(3)[axis]
    vertices, faces = kernel.mesh_from_solid(outer)
    normals, offsets = _planes(vertices, faces)
    if way is not None and not (normals @ way > FACING_COSINE).any():
        raise GeometryError.at(
            "hollow open_face",
            given=open_face,
            wanted="a side where the solid has a flat face",
            code="no-open-face",
        )
    convex = kernel.volume(kernel.Solid.hull_points(vertices)) <= kernel.volume(outer) * (1.0 + 1e-6)
    if convex:
        cavity = _convex_cavity(normals, offsets, thick, way, middle=_middle(vertices))
    else:
        cavity = _concave_cavity(outer, len(faces), thick, way)
    if cavity is None or cavity.is_empty():
        extent = float(np.ptp(vertices, axis=0).min())
        raise GeometryError.at(
            "hollow wall",
            given=thick,
            wanted=f"less than half of the solid's {extent:g} extent",
            code="no-cavity",
        )
    shell = kernel.mesh_from_solid(kernel.subtract(outer, cavity))
    return PortedGeometry(MeshGeometry().fill(*shell, record("difference", solid.construction, None)))


def _planes(vertices: Floats, faces: np.ndarray) -> tuple[Floats, Floats]:
    """(k, 3) distinct outward normals and (k,) offsets of the faces' planes."""
    corners = vertices[faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    size = np.linalg.norm(normal, axis=1)
    normal, corners = normal[size > 0.0] / size[size > 0.0, None], corners[size > 0.0]
    plane = np.concatenate([normal, (normal * corners[:, 0]).sum(axis=1)[:, None]], axis=1)
    scale = max(float(np.ptp(vertices, axis=0).max()), 1e-9)
    key = np.round(plane / np.array([1e-6, 1e-6, 1e-6, 1e-6 * scale])).astype(np.int64)
    chosen = np.unique(key, axis=0, return_index=True)[1]
    return plane[chosen, :3], plane[chosen, 3]


def _convex_cavity(
    normals: Floats, offsets: Floats, wall: float, way: Floats | None, *, middle: Floats
) -> kernel.Solid | None:
    """Where every plane has moved inward by the wall, and those of the open side outward."""
    moved = offsets - wall
    if way is not None:
        moved = np.where(normals @ way > FACING_COSINE, offsets + wall, moved)
    depth = float((moved - normals @ middle).min())
    inside = middle if depth > WELL_INSIDE * wall else _inner_point(normals, moved)
    if inside is None:
        return None
    # The corners of the cavity are the faces of its dual, whose corners stand for the planes.
    dual = normals / (moved - normals @ inside)[:, None]
    vertices, faces = kernel.mesh_from_solid(kernel.Solid.hull_points(dual))
    if not len(faces):
        return None
    ways, distances = _planes(vertices, faces)
    return kernel.Solid.hull_points(inside + ways / distances[:, None])


def _middle(vertices: Floats) -> Floats:
    return (vertices.min(axis=0) + vertices.max(axis=0)) / 2.0


def _inner_point(normals: Floats, offsets: Floats) -> Floats | None:
    """A point well inside the half spaces; None when they have none in common.

    Source:
        Chebyshev centre by linear programming.
    """
    from scipy.optimize import linprog  # slow to load, needed here only

    rows = np.concatenate([normals, np.ones((len(normals), 1))], axis=1)
    found = linprog([0.0, 0.0, 0.0, -1.0], A_ub=rows, b_ub=offsets, bounds=[(None, None)] * 3 + [(0.0, None)])
    return found.x[:3] if found.status == 0 and found.x[3] > 1e-9 else None


def _concave_cavity(outer: kernel.Solid, faces: int, wall: float, way: Floats | None) -> kernel.Solid:
    if faces > MOST_CONCAVE_FACES:
        raise GeometryError.at(
            "hollow solid",
            given=f"{faces} faces and not convex",
            wanted=f"at most {MOST_CONCAVE_FACES}, or a shell from two outlines",
            code="too-many",
        )
    cavity = outer.minkowski_difference(kernel.Solid.sphere(wall, BALL_STEPS))
    if way is None or cavity.is_empty():
        return cavity
    steps = (wall / 2.0, wall, 1.5 * wall)
    return kernel.unite([cavity, *(cavity.translate((way * step).tolist()) for step in steps)])
