"""Solids, and the only file that speaks to the mesh kernel (manifold3d): booleans, volumes, planar
triangulation.

A `Solid` is always closed and outward; a mesh is only promised to be two arrays. A newcomer's mistake: to
weld before looking. Two touching shells that are sound as given share an edge four times after welding, so
`solid_from_mesh` tries the mesh as it is first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

import manifold3d
import numpy as np
from numpy.typing import ArrayLike

from sdk.errors import GeometryError
from sdk.geometry.triangles import (
    Floats,
    Ints,
    as_faces,
    as_vertices,
    face_areas,
    face_volumes,
    is_closed_and_oriented,
    open_edge_count,
    shell_labels,
    weld,
    winding_numbers,
    with_one_winding,
    without_degenerate,
    without_unused,
)

Solid: TypeAlias = manifold3d.Manifold

WELD_RATIO = 1e-7
"""Vertices nearer than this part of the diagonal are one, when a mesh is not closed without that."""

WELD_MINIMUM = 1e-9
"""Vertices nearer than this are one, metres."""

SIMPLIFY_LENGTH = 2e-6
"""Shorter edges of a result collapse, metres.

A mesh file holds whole micrometres, so points up to the square root of 3 micrometres apart may read as one.
"""

SIMPLIFY_RATIO = 1e-5
"""The same as a part of the diagonal, so that parts of a millimetre keep their shape."""

THIN_RATIO = 1e-9
"""A shell whose volume is below this part of the diagonal times its area has no thickness."""

SLIVER = 2e-9
"""A triangle whose doubled area is below this part of its squared longest side has none."""

SLIVER_ROUNDS = 20
"""How often, on average, a triangle without area may be looked at before it is left as it is."""

CAVITY_SAMPLES = 48
"""Vertices of an inward shell that are looked at to tell a cavity from a shell drawn inside out."""

ROWS_AT_ONCE = 256
"""Points compared with all others in one go."""


def solid_from_mesh(vertices: ArrayLike, faces: ArrayLike, *, where: str = "mesh") -> Solid:
    """The solid enclosed by a closed mesh; no faces give the empty solid.

    Shells may overlap and may be inside out: each is turned outward, except one lying inward within another,
    which is that one's cavity; then all are united.

    Args:
        vertices: (n, 3) metres.
        faces: (m, 3) vertex numbers.
        where: name of the operand in an error.

    Raises:
        GeometryError: ``not-closed``, ``not-finite``.
    """
    points, triangles = as_vertices(vertices), as_faces(faces)
    if not len(triangles):
        return Solid()
    if not np.isfinite(points).all():
        raise GeometryError.at(where, given="nan or inf", wanted="finite vertices", code="not-finite")
    for candidate_points, candidate_faces in _weldings(points, triangles):
        if not len(candidate_faces):
            continue
        if not is_closed_and_oriented(candidate_faces):
            candidate_faces = with_one_winding(candidate_faces)
            if not is_closed_and_oriented(candidate_faces):
                continue
        solid = _solid_of_shells(candidate_points, candidate_faces)
        if solid is not None:
            return solid
    raise GeometryError.at(
        where,
        given=f"{open_edge_count(triangles)} open or overshared edges among {len(triangles)} faces",
        wanted="a closed solid (capped, every edge between two faces)",
        code="not-closed",
    )


def solid_from_sound_mesh(vertices: ArrayLike, faces: ArrayLike, *, where: str = "mesh") -> Solid:
    """The solid of a closed, outward mesh whose shells do not meet, as builders know theirs to be.

    Far cheaper for many shells than `solid_from_mesh`, which takes over when the kernel does not accept the mesh.

    Raises:
        GeometryError: as `solid_from_mesh`.
    """
    solid = _manifold(as_vertices(vertices), as_faces(faces)) if len(as_faces(faces)) else Solid()
    return solid_from_mesh(vertices, faces, where=where) if solid is None else solid


def mesh_from_solid(solid: Solid) -> tuple[Floats, Ints]:
    """(n, 3) vertices and (m, 3) outward faces of a solid, without what a mesh file cannot hold.

    Edges shorter than a mesh file resolves collapse, and so do the flakes and bubbles of no thickness that
    booleans leave where faces lie on each other.
    """
    if solid.is_empty():
        return np.zeros((0, 3)), np.zeros((0, 3), dtype=np.int64)
    low, high = bounds(solid)
    diagonal = float(np.linalg.norm(high - low))
    tidy = solid.as_original().simplify(min(SIMPLIFY_LENGTH, SIMPLIFY_RATIO * diagonal))
    mesh = (solid if tidy.is_empty() else tidy).to_mesh64()
    vertices, faces = np.array(mesh.vert_properties[:, :3]), np.array(mesh.tri_verts, dtype=np.int64)
    shells = shell_labels(faces)
    thickness = np.abs(np.bincount(shells, weights=face_volumes(vertices, faces)))
    thin = thickness <= THIN_RATIO * diagonal * np.bincount(shells, weights=face_areas(vertices, faces))
    if thin.any():
        vertices, faces = without_unused(vertices, faces[~thin[shells]])
    return vertices, _without_slivers(vertices, faces)


def triangles_of(solid: Solid) -> tuple[Floats, Ints]:
    """(n, 3) vertices and (m, 3) outward faces of a solid exactly as it is, slivers and all: to measure on."""
    mesh = solid.to_mesh64()
    return np.array(mesh.vert_properties[:, :3]), np.array(mesh.tri_verts, dtype=np.int64)


def unite(solids: Iterable[Solid]) -> Solid:
    """The solid that holds every point of any of them."""
    return Solid.batch_boolean(list(solids), manifold3d.OpType.Add)


def subtract(solid: Solid, *cutters: Solid) -> Solid:
    """The solid without the points of any cutter."""
    return Solid.batch_boolean([solid, *cutters], manifold3d.OpType.Subtract)


def intersect(*solids: Solid) -> Solid:
    """The solid of the points all of them hold."""
    return Solid.batch_boolean(list(solids), manifold3d.OpType.Intersect)


def volume(solid: Solid) -> float:
    """Volume, cubic metres."""
    return float(solid.volume())


def bounds(solid: Solid) -> Floats:
    """(2, 3) lowest and highest corner; zeros for the empty solid."""
    if solid.is_empty():
        return np.zeros((2, 3))
    return np.array(solid.bounding_box(), dtype=float).reshape(2, 3)


def box_solid(low: Sequence[float], high: Sequence[float]) -> Solid:
    """The axis-aligned box between two corners."""
    size = [top - bottom for bottom, top in zip(low, high, strict=True)]
    return Solid.cube(size).translate(list(low))


def triangulate(loops: Sequence[Floats]) -> Ints:
    """(k, 3) counter-clockwise triangles over the points of all loops in order, without new points.

    Args:
        loops: (n, 2) each, outer ones counter-clockwise and holes clockwise, not crossing.
    """
    sides = [np.ascontiguousarray(loop) for loop in loops]
    triangles = np.asarray(manifold3d.triangulate(sides), dtype=np.int64).reshape(-1, 3)
    return _without_slivers(np.concatenate(sides), triangles)


def _without_slivers(points: Floats, triangles: Ints) -> Ints:
    """The triangles, those without area joined to their neighbour and split the other way.

    Three points in line, such as corners of neighbouring holes, may have been taken for a triangle. Points have two
    coordinates or three.
    """
    if not len(triangles):
        return triangles
    doubled, longest = _areas_and_sides(points, triangles)
    flat = np.nonzero(doubled <= SLIVER * longest**2)[0].tolist()
    if not flat:
        return triangles
    rows = triangles.copy()
    changed: dict[tuple[int, int], int | None] = {}
    owner = _edge_owners(triangles)
    waiting = deque(flat)
    for _ in range(SLIVER_ROUNDS * len(flat)):
        if not waiting:
            break
        row = waiting.popleft()
        if not _is_sliver(points, rows[row]):
            continue
        side = np.linalg.norm(points[rows[row]] - points[np.roll(rows[row], -1)], axis=1)
        start = int(np.argmax(side))
        a, c, b = (int(rows[row][(start + k) % 3]) for k in range(3))  # b lies between a and c
        other = changed[c, a] if (c, a) in changed else owner(c, a)
        if other is None:
            continue
        d = next(corner for corner in rows[other].tolist() if corner not in (a, c))
        if (changed[d, b] if (d, b) in changed else owner(d, b)) is not None:
            continue  # they are joined already, on the far side of a thin place
        if _is_sliver(points, np.array([c, a, d])):
            waiting.append(row)  # its neighbour is one too, and turns its own way first
            continue
        rows[row], rows[other] = [a, d, b], [d, c, b]
        changed.update({(a, d): row, (d, b): row, (b, a): row, (d, c): other, (c, b): other, (b, d): other})
        changed.update({(a, c): None, (c, a): None})
    return rows


def _edge_owners(triangles: Ints) -> Callable[[int, int], int | None]:
    """Look-up of the row whose triangle has an edge from one corner to another."""
    edges = triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    size = int(triangles.max()) + 1
    keys = edges[:, 0] * size + edges[:, 1]
    order = np.argsort(keys)
    ordered = keys[order]

    def owner(start: int, end: int) -> int | None:
        place = int(np.searchsorted(ordered, start * size + end))
        found = place < len(ordered) and ordered[place] == start * size + end
        return int(order[place]) // 3 if found else None

    return owner


def _is_sliver(points: Floats, triangle: Ints) -> bool:
    doubled, longest = _areas_and_sides(points[triangle], np.array([[0, 1, 2]]))
    return bool(doubled[0] <= SLIVER * longest[0] ** 2)


def _areas_and_sides(points: Floats, triangles: Ints) -> tuple[Floats, Floats]:
    """(k,) twice the areas, in the plane with their sign, and (k,) longest sides of (k, 3) triangles over points of two
    or three coordinates.
    """
    corners = (
        np.ascontiguousarray(points.T).take(triangles.T, axis=1).transpose(1, 0, 2)
    )  # quick over long rows
    sides = corners - corners[[2, 0, 1]]
    longest = np.sqrt((sides * sides).sum(axis=1).max(axis=0))
    first, second = sides[1], -sides[0]
    crossed = first[0] * second[1] - first[1] * second[0]
    if len(first) == 2:
        return crossed, longest
    x, y = first[1] * second[2] - first[2] * second[1], first[2] * second[0] - first[0] * second[2]
    return np.sqrt(x * x + y * y + crossed * crossed), longest


def resolve_outline(loops: Sequence[Floats], holes: Sequence[Floats] = ()) -> list[Floats]:
    """Loops that bound what `loops` enclose together, less what `holes` enclose, none crossing another.

    Outer loops come out counter-clockwise and holes clockwise. Coordinates are rounded to 1e-8 of the extent.

    Source:
        Clipper's non-zero rule, inside the kernel; it rounds to 8 decimals, so the loops are brought to unit
        size.
    """
    everything = np.concatenate([*loops, *holes])
    low, high = everything.min(axis=0), everything.max(axis=0)
    middle, size = (low + high) / 2.0, float((high - low).max()) or 1.0
    rule = manifold3d.FillRule.NonZero
    region = manifold3d.CrossSection([(loop - middle) / size for loop in loops], rule)
    if len(holes):
        region -= manifold3d.CrossSection([(hole - middle) / size for hole in holes], rule)
    resolved = [np.asarray(loop, dtype=float) * size + middle for loop in region.to_polygons()]
    return [_snapped(loop, everything, 4e-8 * size) for loop in resolved]


def convex_outline(points: Floats) -> Floats:
    """(n, 2) corners of the tightest convex outline around (k, 2) points, counterclockwise, each one of them;
    fewer than three when all lie on one line.
    """
    (outline,) = manifold3d.CrossSection.hull_points(points).to_polygons() or [points[:1]]
    return outline


def _snapped(points: Floats, targets: Floats, tolerance: float) -> Floats:
    """The points, those within `tolerance` of a target moved exactly onto it."""
    found = points.copy()
    for start in range(0, len(points), ROWS_AT_ONCE):
        some = found[start : start + ROWS_AT_ONCE]
        away = np.abs(some[:, None, 0] - targets[:, 0])
        np.maximum(away, np.abs(some[:, None, 1] - targets[:, 1]), out=away)
        closest = away.argmin(axis=1)
        near = away[np.arange(len(some)), closest] <= tolerance
        some[near] = targets[closest[near]]
    return found


def _weldings(vertices: Floats, faces: Ints) -> Iterator[tuple[Floats, Ints]]:
    """The mesh as given, then welded more and more."""
    yield vertices, without_degenerate(faces)
    yield weld(vertices, faces)
    diagonal = float(np.linalg.norm(vertices.max(axis=0) - vertices.min(axis=0)))
    yield weld(vertices, faces, tolerance=max(WELD_MINIMUM, WELD_RATIO * diagonal))


def _solid_of_shells(vertices: Floats, faces: Ints) -> Solid | None:
    labels = shell_labels(faces)
    volumes = np.bincount(labels, weights=face_volumes(vertices, faces))
    if volumes.sum() < 0.0:
        faces, volumes = faces[:, ::-1], -volumes
    shells = [faces[labels == label] for label in range(len(volumes))]
    outer: list[tuple[int, list[Ints]]] = []
    for label in np.argsort(-np.abs(volumes), kind="stable").tolist():
        shell = shells[label]
        if volumes[label] < 0.0:
            parent = _smallest_around(vertices, shell, [(index, shells[index]) for index, _ in outer])
            if parent is not None:
                outer[parent][1].append(shell)
                continue
            shells[label] = shell = shell[:, ::-1]
        outer.append((label, [shell]))
    solids = [_manifold(vertices, np.concatenate(group)) for _, group in outer]
    if any(solid is None for solid in solids):
        return None
    sound = [solid for solid in solids if solid is not None]
    return sound[0] if len(sound) == 1 else unite(sound)


def _smallest_around(vertices: Floats, shell: Ints, outer: list[tuple[int, Ints]]) -> int | None:
    """Position in `outer`, sorted by falling volume, of the last that holds most of `shell`, or None."""
    points = vertices[np.unique(shell)]
    points = points[:: max(1, len(points) // CAVITY_SAMPLES)]
    for position in range(len(outer) - 1, -1, -1):
        around = outer[position][1]
        low, high = vertices[around].min(axis=(0, 1)), vertices[around].max(axis=(0, 1))
        if ((points >= low) & (points <= high)).all() and winding_numbers(
            points, vertices, around
        ).mean() > 0.5:
            return position
    return None


def _manifold(vertices: Floats, faces: Ints) -> Solid | None:
    points, triangles = without_unused(vertices, faces)
    # The kernel copies what it is given, but refuses what is read-only.
    mesh = manifold3d.Mesh64(
        np.require(points, requirements=["C", "W"]), np.ascontiguousarray(triangles, dtype=np.uint64)
    )
    solid = Solid(mesh)
    return solid if solid.status() == manifold3d.Error.NoError else None
