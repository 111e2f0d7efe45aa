"""How much two elements truly overlap: volume, thickness, and the smallest move that frees them.

A newcomer's mistake: to take the box around an intersection for its depth. A pin a tenth of a millimetre too
thick for its bore meets it in a thin ring whose box is as wide as the pin; the ring's thickness is the depth.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from sdk.facts import recalled
from sdk.geometry import kernel
from sdk.geometry.triangles import face_normals
from sdk.scene.forms import BoxForm, Form, MeshForm, SphereForm
from sdk.scene.mesh_data import MeshData
from sdk.scene.posed import Posed
from sdk.spatial import apply_transform, invert_rigid

FILLED = 0.25
"""A piece of intersection filling less than this share of its box, in the best frame tried, counts as a
shell.
"""
NORMALS_TRIED = 12
CLEAR_BY = 1e-6
"""A separating move is tried this much longer than measured, metres."""
FREE_SHARE = 1e-3
"""Of the overlap's volume may be left after a move that frees."""
ALIGNED = 1e-12
"""A box turned by less than about this cosine lies along the other one's axes."""
PLACE_DECIMALS = 12
"""Relative places that agree this far are one place."""
OVERLAPS_KEPT = 4096
FACE_DEPTHS = (0.0, 0.5, 1.0, 2.0)
"""Sides of a face below it that such places lie: past the box around it, which a slanted one fills badly."""
CUBES_TRIED = 32
"""Places below the skin of a mesh that are looked at for a proof that it sticks out."""


@dataclass(frozen=True)
class Overlap:
    """The common volume of two elements, in one frame, usually the world's; metres and cubic metres."""

    volume: float
    depth: float
    """Thickness of the thickest piece of the common volume."""
    direction: np.ndarray
    """(3,) unit normal along which that thickness lies."""
    centre: np.ndarray
    """(3,) middle of that piece."""

    def placed(self, world_from_frame: np.ndarray) -> Overlap:
        """The same overlap seen from the frame that `world_from_frame` (4, 4) leads to."""
        direction = world_from_frame[:3, :3] @ self.direction
        return Overlap(self.volume, self.depth, direction, apply_transform(world_from_frame, self.centre))


def measure_overlap(posed: Posed, first: int, second: int) -> Overlap | None:
    """The true overlap of two elements; None when they share no volume, or one of them encloses none.

    Use `has_volume` first to tell these apart. Two forms at one relative place are intersected once, however
    many poses and checks ask.
    """
    forms = posed.elements[first].form, posed.elements[second].form
    local = overlap_of_forms(*forms, first_from_second(posed, first, second))
    if local is None:
        return None
    return local.placed(posed.places[first])


def overlap_of_forms(first: Form, second: Form, first_from_second: np.ndarray) -> Overlap | None:
    """The overlap of two forms in the frame of `first`; None when they share no volume."""
    return _overlap_in_first(first, second, place_key(first_from_second))


def volume_in_common(first: Form, second: Form, first_from_second: np.ndarray) -> float:
    """Common volume of two forms in cubic metres; 0 where either encloses none."""
    return _volume_in_common(first, second, place_key(first_from_second))


def sticks_out(inner: Form, outer: Form, outer_from_inner: np.ndarray, *, share: float) -> bool:
    """Whether more than a share of the volume of one mesh is proven to lie outside another; False proves nothing.

    A cube that no face of either comes near, within the one and outside the other, is proof enough, and is found far
    faster than the two are intersected.
    """
    if not isinstance(inner, MeshForm) or not isinstance(outer, MeshForm) or len(outer.components) > 1:
        return False
    mesh = inner.mesh
    if not mesh.is_closed or not outer.mesh.is_closed or mesh.volume <= 0.0:
        return False
    half = 0.5 * float(np.cbrt(2.0 * share * mesh.volume))
    rows = np.unique(np.linspace(0, len(mesh.faces) - 1, CUBES_TRIED).astype(np.int64))
    normals = face_normals(mesh.vertices, mesh.faces[rows])
    lengths = np.linalg.norm(normals, axis=1)
    sound = lengths > 0.0
    normals, lengths = normals[sound], lengths[sound]
    tops = mesh.vertices[mesh.faces[rows[sound]]].mean(axis=1)
    depths = (2.0 * half + sides * np.sqrt(lengths) for sides in FACE_DEPTHS)
    middles = np.concatenate([tops - normals * (depth / lengths)[:, None] for depth in depths])
    middles = middles[~inner.may_be_near_each(middles - half, middles + half)]
    middles = middles[inner.contains_each(middles)]
    seen = apply_transform(outer_from_inner, middles)
    reach = half * float(np.sqrt(3.0))
    seen = seen[~outer.may_be_near_each(seen - reach, seen + reach)]
    return not outer.contains_each(seen).all()


def place_key(place: np.ndarray) -> tuple[float, ...]:
    """The (4, 4) place as it names a measurement, row by row."""
    return tuple(np.round(place, PLACE_DECIMALS).ravel().tolist())


@lru_cache(maxsize=OVERLAPS_KEPT)
def _volume_in_common(first: Form, second: Form, placed: tuple[float, ...]) -> float:
    shared = _shared_box(first, second, placed)
    if shared is not None:
        return float(np.prod(np.maximum(shared[1] - shared[0], 0.0)))

    def measure() -> float:
        common = _common_at(first, second, placed)
        return 0.0 if common is None else kernel.volume(common)

    return recalled(measure, "common volume", lambda: _content(first, second, placed))


def _content(first: Form, second: Form, placed: tuple[float, ...]) -> tuple[bytes, ...]:
    return first.digest, second.digest, np.array(placed).tobytes()


@lru_cache(maxsize=OVERLAPS_KEPT)
def _overlap_in_first(first: Form, second: Form, placed: tuple[float, ...]) -> Overlap | None:
    """The overlap in the frame of `first`; `placed` is first_from_second, row by row."""
    shared = _shared_box(first, second, placed)
    if shared is not None:
        extents = shared[1] - shared[0]
        thin = int(np.argmin(extents))
        if extents[thin] <= 0.0:
            return None
        return Overlap(float(np.prod(extents)), float(extents[thin]), np.eye(3)[thin], shared.mean(axis=0))

    def measure() -> list[Any] | None:
        found = _measured_overlap(first, second, placed)
        if found is None:
            return None
        return [found.volume, found.depth, found.direction.tolist(), found.centre.tolist()]

    found = recalled(measure, "overlap", lambda: _content(first, second, placed))
    if found is None:
        return None
    volume, depth, direction, centre = found
    return Overlap(volume, depth, np.array(direction), np.array(centre))


def _measured_overlap(first: Form, second: Form, placed: tuple[float, ...]) -> Overlap | None:
    first_from_second = np.array(placed).reshape(4, 4)
    common = _common_at(first, second, placed)
    if common is None:
        return None
    directions = np.concatenate([np.eye(3), first_from_second[:3, :3].T])
    offset = first_from_second[:3, 3]
    if isinstance(first, SphereForm) and isinstance(second, SphereForm) and offset.any():
        directions = np.concatenate([directions, offset[None] / np.linalg.norm(offset)])
    best: Overlap | None = None
    total = 0.0
    is_whole = first.is_solid and second.is_solid  # primitives are convex, and so is what two of them share
    for piece in [_as_it_is(common)] if is_whole else _pieces(common):
        total += piece.volume
        depth, direction = thickness(piece, directions=directions)
        if best is None or depth > best.depth:
            best = Overlap(0.0, depth, direction, piece.bounds.mean(axis=0))
    return None if best is None else Overlap(total, best.depth, best.direction, best.centre)


def has_volume(posed: Posed, index: int) -> bool:
    """Whether the element encloses a volume, so that its overlap can be measured."""
    return posed.elements[index].form.encloses_volume


def thickness(piece: MeshData, *, directions: np.ndarray) -> tuple[float, np.ndarray]:
    """Thickness of a closed piece in metres, and the (3,) direction it lies along.

    The smallest extent over `directions` (k, 3) and the piece's own largest face normals; for a thin curved
    shell, which fills little of any box, twice its volume over its area, which is exact for a shell of even
    thickness.
    """
    candidates = np.concatenate([directions, _main_normals(piece)])
    extents = np.ptp(piece.vertices @ candidates.T, axis=0)
    best = int(np.argmin(extents))
    width, direction = float(extents[best]), candidates[best]
    across = _perpendicular_extent(piece.vertices, direction)
    if piece.volume < FILLED * width * across and piece.area > 0.0:
        return min(width, 2.0 * piece.volume / piece.area), direction
    return width, direction


def smallest_move(posed: Posed, first: int, second: int, overlap: Overlap) -> np.ndarray:
    """A short translation of `second`, (3,) metres in the world, that frees it from `first`.

    Local moves along the overlap's thickness are tried by intersecting again; otherwise the shortest move
    that parts the two elements' extents along an axis of either frame, which always frees them.
    """
    directions = np.concatenate([overlap.direction[None, :], _frame_axes(posed, first, second)])
    directions = np.concatenate([directions, -directions])
    mine = _world_vertices(posed, first) @ directions.T
    theirs = _world_vertices(posed, second) @ directions.T
    parting = mine.max(axis=0) - theirs.min(axis=0)
    shortest = int(np.argmin(parting))
    sure = directions[shortest] * (parting[shortest] + CLEAR_BY)
    away = _centre(posed, second) - overlap.centre
    if float(away @ overlap.direction) == 0.0:
        away = _centre(posed, second) - _centre(posed, first)
    sign = -1.0 if float(away @ overlap.direction) < 0.0 else 1.0
    for factor in (sign, -sign):
        move = overlap.direction * factor * (overlap.depth + CLEAR_BY)
        if np.linalg.norm(move) < np.linalg.norm(sure) and _is_free(
            posed, first, second, move, overlap.volume
        ):
            return move
    return sure


def _is_free(posed: Posed, first: int, second: int, move: np.ndarray, volume: float) -> bool:
    mine, theirs = posed.elements[first].form, posed.elements[second].form
    left = _common_solid(mine, theirs, first_from_second(posed, first, second, move=move))
    return left is None or kernel.volume(left) < FREE_SHARE * volume


def first_from_second(posed: Posed, first: int, second: int, *, move: np.ndarray | None = None) -> np.ndarray:
    """(4, 4) place of `second` in the frame of `first`, after a world translation of `second`."""
    place = posed.places[second].copy()
    if move is not None:
        place[:3, 3] += move
    return invert_rigid(posed.places[first]) @ place


@lru_cache(maxsize=8)
def _common_at(first: Form, second: Form, placed: tuple[float, ...]) -> kernel.Solid | None:
    """`_common_solid`, kept for the next question, which is mostly of the same two at the same place."""
    return _common_solid(first, second, np.array(placed).reshape(4, 4))


def _common_solid(first: Form, second: Form, first_from_second: np.ndarray) -> kernel.Solid | None:
    """The intersection in the frame of `first`; None when empty, or when either encloses no volume."""
    mine, theirs = first.solid, second.solid
    if mine is None or theirs is None:
        return None
    common = kernel.intersect(mine, theirs.transform(first_from_second[:3]))
    return common if kernel.volume(common) > 0.0 else None


def _pieces(solid: kernel.Solid) -> list[MeshData]:
    vertices, faces = kernel.mesh_from_solid(solid)
    if not len(faces):  # too thin for a mesh file to hold
        return []
    whole = MeshData(np.array(vertices), np.array(faces))
    return [piece for _, piece in whole.bodies]


def _as_it_is(solid: kernel.Solid) -> MeshData:
    return MeshData(*kernel.triangles_of(solid))


def _shared_box(first: Form, second: Form, placed: tuple[float, ...]) -> np.ndarray | None:
    """(2, 3) what two boxes along the same axes share, the low side above the high one where they share
    nothing; None for other forms and places.
    """
    if not isinstance(first, BoxForm) or not isinstance(second, BoxForm):
        return None
    first_from_second = np.array(placed).reshape(4, 4)
    turn = np.abs(first_from_second[:3, :3])
    if turn.max(axis=1).min() < 1.0 - ALIGNED:
        return None
    middle, reach = first_from_second[:3, 3], np.round(turn) @ second.bounds[1]
    return np.stack(
        [np.maximum(first.bounds[0], middle - reach), np.minimum(first.bounds[1], middle + reach)]
    )


def _frame_axes(posed: Posed, first: int, second: int) -> np.ndarray:
    return np.concatenate([np.eye(3), posed.places[first][:3, :3].T, posed.places[second][:3, :3].T])


def _main_normals(piece: MeshData) -> np.ndarray:
    corners = piece.vertices[piece.faces]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    areas = np.linalg.norm(normals, axis=1)
    largest = np.argsort(areas)[::-1][:NORMALS_TRIED]
    largest = largest[areas[largest] > 0.0]
    return normals[largest] / areas[largest, None]


def _perpendicular_extent(vertices: np.ndarray, direction: np.ndarray) -> float:
    """Area of the box around the shadow of the vertices along `direction`, in the shadow's main axes."""
    flat = vertices - np.outer(vertices @ direction, direction)
    flat = flat - flat.mean(axis=0)
    _, _, axes = np.linalg.svd(flat.T @ flat)
    extents = np.ptp(flat @ axes[:2].T, axis=0)
    return float(extents[0] * extents[1])


def _world_vertices(posed: Posed, index: int) -> np.ndarray:
    return apply_transform(posed.places[index], posed.elements[index].mesh.vertices)


def _centre(posed: Posed, index: int) -> np.ndarray:
    return posed.boxes[index].mean(axis=0)
