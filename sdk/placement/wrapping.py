"""Bending meshes and flat outlines onto surfaces.

The mesh is laid flat on the tangent plane at an anchor; each vertex keeps its offset in the plane, measured
along the surface, and its depth below the mesh's outermost point. A newcomer's mistake: the *outermost* point
lies on the surface (or `visible_relief` above it), and the body goes inward.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import numpy as np

from sdk.assets import Assets, read_obj, require_obj
from sdk.errors import ValidationError
from sdk.geometry.kernel import triangulate
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.triangles import Ints
from sdk.model.shapes import Cylinder, Mesh, Sphere
from sdk.placement.faces import signed_axis
from sdk.placement.mounting import child_normal, mounting_rotation
from sdk.placement.outlines import clean_outline
from sdk.placement.subdivision import subdivide
from sdk.placement.subject import Subject, SurfaceElement, subject_of
from sdk.placement.surfaces import SurfaceFrame, frame_on
from sdk.spatial import Array
from sdk.tolerances import (
    CYLINDER_LENGTH_SLACK,
    CYLINDER_SIDE_COSINE,
    EDGE_AGREEMENT,
    VECTOR_EPSILON,
)

SurfaceWrapMapping = Literal["auto", "intrinsic", "nearest"]
"""``intrinsic`` keeps lengths on spheres and cylinder sides; ``nearest`` drops each point onto the surface;
``auto`` takes the first where it can."""

_MAPPINGS = ("auto", "intrinsic", "nearest")


def wrap_mesh_onto_surface(
    mesh: MeshGeometry | Mesh,
    target: Any,
    *,
    point_hint: Any = None,
    direction: Any = None,
    child_axis: str = "+z",
    visible_relief: float = 0.0,
    mapping: SurfaceWrapMapping = "auto",
    surface_max_edge: float | None = None,
    max_edge: float | None = None,
    spin: float = 0.0,
    asset_root: Assets = None,
    prefer_collisions: bool = False,
    up_hint: Any = (0.0, 0.0, 1.0),
) -> MeshGeometry:
    """The mesh bent onto the target, in the target's coordinates; the given mesh is not changed.

    Args:
        mesh: a geometry, or a mesh whose file is read.
        target: a Part, Visual, Box, Cylinder, Sphere or Mesh.
        point_hint: a point near the anchor; or
        direction: where to look for the anchor from, as in `surface_frame`.
        child_axis: the mesh's outward axis, one of ``+x -x +y -y +z -z``.
        visible_relief: height of the outermost point above the surface, metres.
        mapping: how plane offsets become surface points.
        surface_max_edge: edges longer than this are split first, metres.
        max_edge: another word for it.
        spin: turn about the normal, radians.
        asset_root: where meshes are, when the part does not say.
        prefer_collisions: use the target's collisions where there are any.
        up_hint: fixes the turn about the normal, as in `surface_frame`.

    Raises:
        ValidationError: an unusable mesh, target, mapping, axis or edge limit; or ``intrinsic`` on a surface
            that is neither one sphere nor the side of one cylinder.
    """
    vertices, faces = _arrays_of(mesh, asset_root)
    key = signed_axis(child_axis, "child_axis")
    chosen = _as_mapping(mapping)
    limit = _edge_limit(surface_max_edge, max_edge)
    subject = subject_of(target, "target", asset_root=asset_root, prefer_collisions=prefer_collisions)
    frame = frame_on(subject, point_hint=point_hint, direction=direction, up_hint=up_hint)
    if limit is not None:
        vertices, faces = subdivide(vertices, faces, max_edge=limit)
    axis = child_normal(key)
    height = vertices @ axis
    rotation = mounting_rotation(frame, key, spin=float(spin))
    offsets = (vertices - np.outer(height, axis)) @ rotation.T
    rise = float(visible_relief) - (height.max() - height)
    return _geometry(_mapped(subject, frame, offsets, rise, chosen), faces)


def wrap_profile_onto_surface(
    profile: Iterable[Sequence[float]],
    target: Any,
    *,
    thickness: float,
    hole_profiles: Iterable[Iterable[Sequence[float]]] = (),
    point_hint: Any = None,
    direction: Any = None,
    visible_relief: float = 0.0,
    mapping: SurfaceWrapMapping = "auto",
    surface_max_edge: float | None = None,
    max_edge: float | None = None,
    spin: float = 0.0,
    asset_root: Assets = None,
    prefer_collisions: bool = False,
    up_hint: Any = (0.0, 0.0, 1.0),
) -> MeshGeometry:
    """A plate of the given outline bent onto the target; its visible face is `visible_relief` above the
    surface.

    Args:
        profile: (n, 2) outline, either winding, metres.
        target: a Part, Visual, Box, Cylinder, Sphere or Mesh.
        thickness: how far the plate reaches inward, metres, more than 0.
        hole_profiles: outlines of holes through it.
        point_hint: as in `wrap_mesh_onto_surface`, like everything below.
        direction: see there.
        visible_relief: see there.
        mapping: see there.
        surface_max_edge: see there; the face is split before the walls are built.
        max_edge: see there.
        spin: see there.
        asset_root: see there.
        prefer_collisions: see there.
        up_hint: see there.

    Raises:
        ValidationError: as there; a thickness that is not positive; an outline with fewer than three points
            or hardly any area.
    """
    depth = float(thickness)
    if not depth > 0.0:
        raise ValidationError.at("thickness", given=thickness, wanted="more than 0")
    limit = _edge_limit(surface_max_edge, max_edge)
    outline = clean_outline(profile, "profile")
    holes = [clean_outline(hole, f"hole_profiles[{index}]") for index, hole in enumerate(hole_profiles)]
    return wrap_mesh_onto_surface(
        _geometry(*_plate(outline, holes, depth=depth, max_edge=limit)),
        target,
        point_hint=point_hint,
        direction=direction,
        visible_relief=visible_relief,
        mapping=mapping,
        spin=spin,
        asset_root=asset_root,
        prefer_collisions=prefer_collisions,
        up_hint=up_hint,
    )


def _mapped(subject: Subject, frame: SurfaceFrame, offsets: Array, rise: Array, mapping: str) -> Array:
    """(n, 3) surface points for (n, 3) offsets in the tangent plane, raised by `rise` along the normals."""
    if mapping != "nearest":
        element = subject.elements[0] if len(subject.elements) == 1 else None
        bent = None if element is None else _bent(element, frame, offsets, rise)
        if bent is not None:
            return bent
        if mapping == "intrinsic":
            raise ValidationError.at(
                "mapping",
                given=mapping,
                wanted="one sphere, or a place on one cylinder's side that holds all",
            )
    points, normals = subject.closest(np.array(frame.point) + offsets)
    return points + normals * rise[:, None]


def _bent(element: SurfaceElement, frame: SurfaceFrame, offsets: Array, rise: Array) -> Array | None:
    """The length-preserving map; None where the surface has none."""
    centre = element.subject_from_element[:3, 3]
    if isinstance(element.shape, Sphere):
        return _bent_on_sphere(centre, float(element.shape.radius), frame, offsets, rise)
    if isinstance(element.shape, Cylinder):
        return _bent_on_cylinder(
            element.shape, centre, element.subject_from_element[:3, 2], frame, offsets, rise
        )
    return None


def _bent_on_sphere(centre: Array, radius: float, frame: SurfaceFrame, offsets: Array, rise: Array) -> Array:
    """Great-circle arcs from the anchor keep their length and direction."""
    length = np.linalg.norm(offsets, axis=1)
    angle = length / radius
    toward = offsets / np.where(length <= VECTOR_EPSILON, 1.0, length)[:, None]
    normals = np.cos(angle)[:, None] * np.array(frame.normal) + np.sin(angle)[:, None] * toward
    normals[length <= VECTOR_EPSILON] = frame.normal
    return centre + normals * (radius + rise)[:, None]


def _bent_on_cylinder(
    shape: Cylinder, centre: Array, axis: Array, frame: SurfaceFrame, offsets: Array, rise: Array
) -> Array | None:
    """Offsets around become arcs, offsets along stay; None off the side, or overhanging an end."""
    anchor = np.array(frame.point) - centre
    along = float(anchor @ axis) + offsets @ axis
    radial = anchor - axis * (anchor @ axis)
    distance = float(np.linalg.norm(radial))
    on_side = abs(float(np.array(frame.normal) @ axis)) < CYLINDER_SIDE_COSINE and distance > VECTOR_EPSILON
    if not on_side or (np.abs(along) > shape.length / 2.0 + CYLINDER_LENGTH_SLACK).any():
        return None
    outward = radial / distance
    around = np.cross(axis, outward)
    angle = (offsets @ around) / shape.radius
    normals = np.cos(angle)[:, None] * outward + np.sin(angle)[:, None] * around
    return centre + along[:, None] * axis + normals * (shape.radius + rise)[:, None]


def _plate(outline: Array, holes: list[Array], *, depth: float, max_edge: float | None) -> tuple[Array, Ints]:
    """A plate from z = 0 down to -depth: visible vertices, as many at the back, walls on every rim."""
    loops = [outline, *(hole[::-1] for hole in holes)]
    flat = np.concatenate(loops)
    front = np.column_stack([flat, np.zeros(len(flat))])
    faces = triangulate(loops)
    if max_edge is not None:
        front, faces = subdivide(front, faces, max_edge=max_edge)
    count = len(front)
    back = front - (0.0, 0.0, depth)
    edges = faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    walked = {(int(start), int(end)) for start, end in edges}
    rim = np.array([(start, end) for start, end in edges.tolist() if (end, start) not in walked])
    start, end = rim[:, 0], rim[:, 1]
    walls = np.concatenate(
        [np.column_stack([start, start + count, end + count]), np.column_stack([start, end + count, end])]
    )
    return np.concatenate([front, back]), np.concatenate([faces, faces[:, ::-1] + count, walls])


def _arrays_of(mesh: Any, asset_root: Assets) -> tuple[Array, Ints]:
    if isinstance(mesh, Mesh):
        vertices, faces = read_obj(require_obj(mesh, asset_root=asset_root))
        vertices = vertices * (mesh.scale or (1.0, 1.0, 1.0))
    elif isinstance(mesh, MeshGeometry):
        vertices, faces = mesh.arrays()
    else:
        raise ValidationError.at("mesh", given=type(mesh), wanted="a MeshGeometry or a Mesh")
    if not len(vertices):
        raise ValidationError.at("mesh", given="no vertex", wanted="a mesh with vertices")
    return vertices, faces


def _geometry(vertices: Array, faces: Ints) -> MeshGeometry:
    return MeshGeometry().fill(vertices, faces)


def _as_mapping(mapping: Any) -> str:
    key = str(mapping).strip().lower()
    if key not in _MAPPINGS:
        raise ValidationError.at("mapping", given=mapping, wanted=f"one of {', '.join(_MAPPINGS)}")
    return key


def _edge_limit(surface_max_edge: Any, max_edge: Any) -> float | None:
    given = [float(limit) for limit in (surface_max_edge, max_edge) if limit is not None]
    if len(given) == 2 and abs(given[0] - given[1]) > EDGE_AGREEMENT:
        raise ValidationError.at(
            "surface_max_edge and max_edge", given=tuple(given), wanted="one, or equal ones"
        )
    if given and not given[0] > 0.0:
        raise ValidationError.at("surface_max_edge", given=given[0], wanted="more than 0")
    return given[0] if given else None
