"""Forms: what one visual's geometry is to the engine — its box, support, collider, triangles and solid.

A form has no place; `Element` puts it somewhere. Forms are shared: asking twice for equal geometry (for a
mesh: equal file content and scale) gives the same form, so that every tree and solid is built once per
process. A newcomer's mistake: to add a kind of shape with a public method; give it the private hooks below.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from math import cos, pi
from typing import Any, ClassVar

import numpy as np

from sdk.assets import Assets, read_obj, require_obj
from sdk.collision import Collider
from sdk.errors import ValidationError
from sdk.facts import recalled
from sdk.geometry.kernel import Solid
from sdk.geometry.triangles import rising_order
from sdk.model.shapes import Box, Cylinder, Mesh, Sphere
from sdk.scene.mesh_data import MeshData
from sdk.scene.triangles import distance_to_triangles
from sdk.spatial import Array, Triple, bounds_of

ROUND_SEGMENTS = 64
"""Facets around a cylinder or sphere when triangles are wanted; collisions and boxes use the exact shape."""


ROUND_COSINE = 1.0 - 1e-6
ROUND_SLACK = 1e-3
"""Of the radius: how far off its axis a round form may lie."""
ROUND_LEAST = 10
"""Vertices on a ring that counts as round."""
ROUND_UNEVEN = 0.02
ROUND_STRAYS = 0.02
"""Share of the vertices that may be off every ring (rounding splits some)."""
TURNED_KEPT = 64
"""Turns of a mesh whose bounds are remembered."""


class Form(ABC):
    """The shape of one element, in the element's own frame."""

    is_solid: ClassVar[bool] = True
    """Whether the collider itself is filled, which a mesh skin is not."""

    @cached_property
    def bounds(self) -> Array:
        """Lowest and highest corner, (2, 3)."""
        return self._support(np.eye(4))

    @cached_property
    def diagonal(self) -> float:
        """Diagonal of `bounds`, metres."""
        return float(np.linalg.norm(self.bounds[1] - self.bounds[0]))

    @cached_property
    def digest(self) -> bytes:
        """16 bytes that forms share only with forms of the same shape."""
        return blake2b(f"{type(self).__name__} {self.bounds.tolist()}".encode(), digest_size=16).digest()

    @cached_property
    def mesh(self) -> MeshData:
        """Triangles of the form; round ones are faceted, inscribed."""
        return self._triangles()

    @cached_property
    def covering_triangles(self) -> Array:
        """(n, 3, 3) corners of triangles with nothing of the form outside them; round ones are circumscribed."""
        return self.mesh.vertices[self.mesh.faces] * self._covering_scale()

    def _covering_scale(self) -> Array:
        """What to stretch the form's triangles by, so that they cover it."""
        return np.ones(3)

    @cached_property
    def collider(self) -> Collider:
        """Shared collider; a placed element uses its `twin()`."""
        return self._make_collider()

    @cached_property
    def volume(self) -> float:
        """Enclosed volume in cubic metres, never negative."""
        return abs(self._measure_volume())

    @cached_property
    def thickness(self) -> float:
        """Metres through the form where it is thin: its smallest extent, or for a closed mesh that fills
        little of its box twice its volume over its area, which is exact for a shell of even wall.
        """
        least = float((self.bounds[1] - self.bounds[0]).min())
        if self.is_solid:
            return least
        wall = recalled(self._measure_wall, "wall", lambda: (self.digest,))
        return least if wall is None else min(least, wall)

    def _measure_wall(self) -> float | None:
        if not self.mesh.is_closed or self.mesh.area <= 0.0:
            return None
        return 2.0 * self.volume / self.mesh.area

    def is_round_about(self, point: Array, axis: Array) -> bool:
        """Whether turning about the line through `point` along the unit `axis`, in the form's frame, leaves
        the form as it is, facets apart.
        """
        key = tuple(np.round(np.concatenate([point - axis * (axis @ point), np.abs(axis)]), 7).tolist())
        known = self._roundness.get(key)
        if known is None:
            known = self._roundness[key] = self._recalled_round(point, axis)
        return known

    def _recalled_round(self, point: Array, axis: Array) -> bool:
        if self.is_solid:
            return self._is_round(point, axis)
        content = self.digest, point.tobytes(), axis.tobytes()
        return recalled(lambda: bool(self._is_round(point, axis)), "round", lambda: content)

    @cached_property
    def encloses_volume(self) -> bool:
        """Whether there is a `solid`; where facts are in use, without making it again."""
        return recalled(lambda: self.solid is not None, "encloses", lambda: (self.digest,))

    @cached_property
    def _roundness(self) -> dict[tuple[float, ...], bool]:
        return {}

    @property
    def solid(self) -> Solid | None:
        """The volume inside, for intersections; None when there is none."""
        return self.mesh.solid

    def world_box(self, world_from_form: Array) -> Array:
        """Exact lowest and highest corner after the transform, (2, 3)."""
        return self._support(world_from_form)

    def contains(self, point: Array) -> bool:
        """Whether the point, (3,) in the form's frame, lies inside."""
        return bool(self._hold_each(point[None, :], 0.0)[0])

    def contains_each(self, points: Array, *, by: float = 0.0) -> np.ndarray:
        """(p,) whether each of the (p, 3) points in the form's frame lies inside; in a primitive, `by` metres deep
        or more.
        """
        return self._hold_each(points, by)

    def may_be_near_each(self, lows: Array, highs: Array) -> np.ndarray:
        """(p,) whether the form's surface may meet each box from (p, 3) `lows` to `highs` in its frame; False
        proves that a small thing there neither touches it nor comes near, though it may lie inside.
        """
        return np.ones(len(lows), dtype=bool)

    def distance_to(self, point: Array) -> float:
        """Distance from the point to the form: 0 inside a primitive; to the skin for a mesh."""
        return float(self._distances(point[None, :])[0])

    def distances_to(self, points: Array) -> Array:
        """(p,) the same for each of the (p, 3) points; of a mesh, point after point."""
        return self._distances(points)

    @abstractmethod
    def _support(self, world_from_form: Array) -> Array: ...

    @abstractmethod
    def _triangles(self) -> MeshData: ...

    @abstractmethod
    def _make_collider(self) -> Collider: ...

    @abstractmethod
    def _measure_volume(self) -> float: ...

    @abstractmethod
    def _hold_each(self, points: Array, by: float) -> np.ndarray: ...

    @abstractmethod
    def _distances(self, points: Array) -> Array: ...

    @abstractmethod
    def _is_round(self, point: Array, axis: Array) -> bool: ...


@dataclass(frozen=True)
class BoxForm(Form):
    """A box of full extents `size`."""

    size: tuple[float, float, float]

    def _measure_volume(self) -> float:
        return self.size[0] * self.size[1] * self.size[2]

    def _triangles(self) -> MeshData:
        low, high = self.bounds
        vertices = np.array(
            [[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]
        )
        quads = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])
        return MeshData(vertices, np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]))

    def _make_collider(self) -> Collider:
        return Collider.box(self.size)

    def _support(self, world_from_form: Array) -> Array:
        half = np.array(self.size) * 0.5
        reach = np.abs(world_from_form[:3, :3]) @ half
        return np.stack([world_from_form[:3, 3] - reach, world_from_form[:3, 3] + reach])

    def _hold_each(self, points: Array, by: float) -> np.ndarray:
        return (np.abs(points) <= self.bounds[1] - by).all(axis=1)

    def _distances(self, points: Array) -> Array:
        return np.linalg.norm(np.maximum(np.abs(points) - self.bounds[1], 0.0), axis=1)

    def _is_round(self, point: Array, axis: Array) -> bool:
        return False


@dataclass(frozen=True)
class CylinderForm(Form):
    """A cylinder along z, centred."""

    radius: float
    length: float

    def _measure_volume(self) -> float:
        return pi * self.radius**2 * self.length

    def _triangles(self) -> MeshData:
        turn = np.arange(ROUND_SEGMENTS) * (2.0 * pi / ROUND_SEGMENTS)
        circle = np.stack([np.cos(turn), np.sin(turn)], axis=1) * self.radius
        half = np.full((ROUND_SEGMENTS, 1), self.length * 0.5)
        rings = np.concatenate([np.hstack([circle, -half]), np.hstack([circle, half])])
        centres = np.array([[0.0, 0.0, -self.length * 0.5], [0.0, 0.0, self.length * 0.5]])
        here = np.arange(ROUND_SEGMENTS)
        after = (here + 1) % ROUND_SEGMENTS
        below, above = np.full_like(here, 2 * ROUND_SEGMENTS), np.full_like(here, 2 * ROUND_SEGMENTS + 1)
        faces = np.concatenate(
            [
                np.stack([here, after, after + ROUND_SEGMENTS], axis=1),
                np.stack([here, after + ROUND_SEGMENTS, here + ROUND_SEGMENTS], axis=1),
                np.stack([below, after, here], axis=1),
                np.stack([above, here + ROUND_SEGMENTS, after + ROUND_SEGMENTS], axis=1),
            ]
        )
        return MeshData(np.concatenate([rings, centres]), faces)

    def _covering_scale(self) -> Array:
        stretch = 1.0 / cos(pi / ROUND_SEGMENTS)
        return np.array([stretch, stretch, 1.0])

    def _make_collider(self) -> Collider:
        return Collider.cylinder(radius=self.radius, length=self.length)

    def _support(self, world_from_form: Array) -> Array:
        along = np.clip(world_from_form[:3, 2], -1.0, 1.0)
        reach = 0.5 * self.length * np.abs(along) + self.radius * np.sqrt(
            np.maximum(0.0, 1.0 - along * along)
        )
        return np.stack([world_from_form[:3, 3] - reach, world_from_form[:3, 3] + reach])

    def _hold_each(self, points: Array, by: float) -> np.ndarray:
        is_within = np.hypot(points[:, 0], points[:, 1]) <= self.radius - by
        return is_within & (np.abs(points[:, 2]) <= self.length * 0.5 - by)

    def _distances(self, points: Array) -> Array:
        outward = np.maximum(np.hypot(points[:, 0], points[:, 1]) - self.radius, 0.0)
        return np.hypot(outward, np.maximum(np.abs(points[:, 2]) - self.length * 0.5, 0.0))

    def _is_round(self, point: Array, axis: Array) -> bool:
        off = float(np.hypot(point[0] - axis[0] * point[2], point[1] - axis[1] * point[2]))
        return abs(axis[2]) > ROUND_COSINE and off <= ROUND_SLACK * self.radius


@dataclass(frozen=True)
class SphereForm(Form):
    """A sphere, centred."""

    radius: float

    def _measure_volume(self) -> float:
        return 4.0 / 3.0 * pi * self.radius**3

    def _triangles(self) -> MeshData:
        rings = ROUND_SEGMENTS // 2
        polar = np.arange(1, rings) * (pi / rings)
        turn = np.arange(ROUND_SEGMENTS) * (2.0 * pi / ROUND_SEGMENTS)
        body = np.stack(
            [
                np.outer(np.sin(polar), np.cos(turn)),
                np.outer(np.sin(polar), np.sin(turn)),
                np.repeat(np.cos(polar)[:, None], ROUND_SEGMENTS, axis=1),
            ],
            axis=2,
        ).reshape(-1, 3)
        vertices = np.concatenate([body, [[0.0, 0.0, 1.0], [0.0, 0.0, -1.0]]]) * self.radius
        here = np.arange(ROUND_SEGMENTS)
        after = (here + 1) % ROUND_SEGMENTS
        top, bottom = np.full_like(here, len(body)), np.full_like(here, len(body) + 1)
        faces = [np.stack([top, here, after], axis=1)]
        for ring in range(rings - 2):
            upper, lower = ring * ROUND_SEGMENTS, (ring + 1) * ROUND_SEGMENTS
            faces.append(np.stack([upper + here, lower + here, lower + after], axis=1))
            faces.append(np.stack([upper + here, lower + after, upper + after], axis=1))
        last = (rings - 2) * ROUND_SEGMENTS
        faces.append(np.stack([bottom, last + after, last + here], axis=1))
        return MeshData(vertices, np.concatenate(faces))

    def _covering_scale(self) -> Array:
        corners = self.mesh.vertices[self.mesh.faces]
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        depths = (corners[:, 0] * normals).sum(axis=1) / np.linalg.norm(normals, axis=1)
        return np.full(3, self.radius / depths.min())

    def _make_collider(self) -> Collider:
        return Collider.sphere(self.radius)

    def _support(self, world_from_form: Array) -> Array:
        return np.stack([world_from_form[:3, 3] - self.radius, world_from_form[:3, 3] + self.radius])

    def _hold_each(self, points: Array, by: float) -> np.ndarray:
        return np.linalg.norm(points, axis=1) <= self.radius - by

    def _distances(self, points: Array) -> Array:
        return np.maximum(np.linalg.norm(points, axis=1) - self.radius, 0.0)

    def _is_round(self, point: Array, axis: Array) -> bool:
        return float(np.linalg.norm(point - axis * (axis @ point))) <= ROUND_SLACK * self.radius


class MeshForm(Form):
    """A triangle mesh."""

    is_solid = False

    def __init__(self, data: MeshData) -> None:
        self._data = data

    @cached_property
    def digest(self) -> bytes:
        """As for every form, of the triangles themselves."""
        return _digest_of(self._data.vertices, self._data.faces)

    @cached_property
    def components(self) -> tuple[MeshForm, ...]:
        """One form per component of the mesh; the form itself when there is one."""
        if recalled(lambda: len(self._data.components) == 1, "one component", lambda: (self.digest,)):
            return (self,)
        return tuple(MeshForm(piece) for piece in self._data.components)

    @cached_property
    def bodies(self) -> tuple[tuple[int, MeshForm], ...]:
        """One form per body, with the index of its first component."""
        pieces = self._data.bodies
        if len(pieces) == 1:
            return ((0, self),)
        known = {id(form.mesh): form for form in self.components}
        return tuple((index, known.get(id(piece)) or MeshForm(piece)) for index, piece in pieces)

    def _triangles(self) -> MeshData:
        return self._data

    def may_be_near_each(self, lows: Array, highs: Array) -> np.ndarray:
        """(p,) whether some face's box meets each box from (p, 3) `lows` to `highs`."""
        return self._data.skin.may_be_near_each(lows, highs)

    def _make_collider(self) -> Collider:
        return self._data.collider

    def _measure_volume(self) -> float:
        return self._data.volume

    def _support(self, world_from_form: Array) -> Array:
        turn, shift = world_from_form[:3, :3], world_from_form[:3, 3]
        key = turn.tobytes()
        turned = self._turned.pop(key, None)
        if turned is None:
            turned = bounds_of(self._data.vertices @ turn.T)
            while len(self._turned) >= TURNED_KEPT:
                del self._turned[next(iter(self._turned))]
        self._turned[key] = turned
        return turned + shift

    @cached_property
    def _turned(self) -> dict[bytes, Array]:
        """Bounds of the triangles as turned lately: copies, slides and repeated questions differ by a shift only."""
        return {}

    def _hold_each(self, points: Array, by: float) -> np.ndarray:
        return self._data.contains_each(points)

    def _distances(self, points: Array) -> Array:
        corners = self._data.vertices[self._data.faces]
        return np.array([distance_to_triangles(corners, point) for point in points])

    def _is_round(self, point: Array, axis: Array) -> bool:
        """Every ring of vertices at one height and radius has many, evenly spread."""
        offset = self._data.vertices - point
        along = offset @ axis
        x, y, z = across = np.ascontiguousarray(offset.T) - axis[:, None] * along
        radius = np.sqrt(x * x + y * y + z * z)
        largest = float(radius.max())
        if largest <= 0.0:
            return False
        step = max(largest * ROUND_SLACK, 1e-7)
        outside = np.flatnonzero(radius > step)
        if not len(outside):
            return True
        radius = radius[outside]
        heights, widths = np.round(np.stack([along[outside], radius]) / step).astype(np.int64)
        rings = (heights - heights.min()) * (int(widths.max()) + 1) + widths
        order = rising_order(rings)
        starts = np.flatnonzero(np.diff(rings[order], prepend=-1))
        count = np.diff(starts, append=len(order))
        directions = across.take(outside[order], axis=1) / radius[order]
        sums = np.add.reduceat(directions, starts, axis=1)
        uneven = np.linalg.norm(sums, axis=0) / count
        rough = (count < ROUND_LEAST) | (uneven > ROUND_UNEVEN)
        return float(count[rough].sum()) <= ROUND_STRAYS * float(count.sum())


def form_of(geometry: Any, *, assets: Assets = None, asset_root: Assets = None) -> Form:
    """The form of a visual's geometry.

    Raises:
        ValidationError: a mesh file that is missing or not an OBJ file, or a geometry of another type.
    """
    if isinstance(geometry, Box):
        x, y, z = (float(extent) for extent in geometry.size)
        return _box((x, y, z))
    if isinstance(geometry, Cylinder):
        return _cylinder(float(geometry.radius), float(geometry.length))
    if isinstance(geometry, Sphere):
        return _sphere(float(geometry.radius))
    if isinstance(geometry, Mesh):
        return mesh_form(geometry, assets=assets, asset_root=asset_root)
    raise ValidationError.at(
        "visual geometry",
        given=type(geometry).__name__,
        wanted="Box, Cylinder, Sphere or Mesh",
        code="geometry-type",
    )


def mesh_form(geometry: Mesh, *, assets: Assets = None, asset_root: Assets = None) -> MeshForm:
    """The form of a mesh file at the geometry's scale.

    Raises:
        ValidationError: the file is missing, empty or not an OBJ file.
    """
    vertices, faces = read_obj(require_obj(geometry, assets=assets, asset_root=asset_root))
    if not len(faces):
        where = f"mesh {geometry.filename!r}"
        raise ValidationError.at(where, given="no triangles", wanted="at least one face", code="mesh-empty")
    return shared_mesh_form(vertices, faces, scale=geometry.scale or (1.0, 1.0, 1.0))


@lru_cache(maxsize=4096)
def _box(size: tuple[float, float, float]) -> BoxForm:
    return BoxForm(size)


@lru_cache(maxsize=4096)
def _cylinder(radius: float, length: float) -> CylinderForm:
    return CylinderForm(radius, length)


@lru_cache(maxsize=4096)
def _sphere(radius: float) -> SphereForm:
    return SphereForm(radius)


def shared_mesh_form(vertices: Array, faces: np.ndarray, *, scale: Triple = (1.0, 1.0, 1.0)) -> MeshForm:
    """The one form of these triangles at this scale; the same object for the same content."""
    placed = vertices * np.array(scale)
    key = _digest_of(placed, faces)
    form = _MESH_FORMS.pop(key, None)
    if form is None:
        form = MeshForm(MeshData(placed, faces))
        vars(form).update(digest=key)
        while len(_MESH_FORMS) >= _MESH_FORMS_KEPT:
            del _MESH_FORMS[next(iter(_MESH_FORMS))]
    _MESH_FORMS[key] = form
    return form


def _digest_of(vertices: Array, faces: np.ndarray) -> bytes:
    content = blake2b(b"%d\n" % len(vertices), digest_size=16)
    content.update(np.ascontiguousarray(vertices).data)
    content.update(np.ascontiguousarray(faces).data)
    return content.digest()


_MESH_FORMS: dict[bytes, MeshForm] = {}
_MESH_FORMS_KEPT = 1024
