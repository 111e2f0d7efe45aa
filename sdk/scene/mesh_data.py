"""MeshData: the triangles of one shape and everything that is worked out from them, each thing once.

`components` and `bodies` differ. Components are the pieces that faces joined across two-faced edges fall
into, as the reference counts them; a closed cavity is a component of its own there, and two cubes sharing a
face are four. Bodies are the solid pieces: a cavity belongs to the body around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sdk.collision import Collider
from sdk.errors import GeometryError
from sdk.geometry import kernel
from sdk.geometry.triangles import (
    component_labels,
    edge_keys,
    face_areas,
    face_volumes,
    is_closed_and_oriented,
    rising_order,
    signed_volume,
    winding_numbers,
)
from sdk.scene.skin import Skin

WELD = 1e-8
"""Vertices nearer than about this many metres are one vertex, as in the reference."""
LENT_SHARE, MOST_LENT = 0.7, 64
"""Of the faces, looked at in trees of their own, after which one is built over all; and how many such trees at most."""
SCATTER = np.array([0x1F123BB5159A55E5, 0x2545F4914F6CDD1D, 0x369DEA0F31A53F85])
"""Odd factors by which three numbers become one, mostly another for other numbers; sorting one is far faster."""


@dataclass(frozen=True, eq=False)
class _Edges:
    """The undirected edges of a mesh."""

    sides: np.ndarray
    """(3m,) sides of faces, 0 to 2 those of the first face, edge after edge."""
    uses: np.ndarray
    """How many sides lie on each edge."""


def _edges_of(faces: np.ndarray) -> _Edges:
    keys = edge_keys(faces)
    sides = rising_order(keys)
    starts = np.flatnonzero(np.diff(keys[sides], prepend=-1))
    return _Edges(sides, np.diff(starts, append=len(sides)))


@dataclass(frozen=True, eq=False)
class MeshData:
    """A triangle mesh in its element's frame: vertices (n, 3) metres, faces (m, 3) indices, read-only."""

    vertices: np.ndarray
    faces: np.ndarray

    def __post_init__(self) -> None:
        self.vertices.setflags(write=False)
        self.faces.setflags(write=False)

    @cached_property
    def bounds(self) -> np.ndarray:
        """Lowest and highest corner, (2, 3), over every vertex, used by a face or not."""
        return np.stack([self.vertices.min(axis=0), self.vertices.max(axis=0)])

    @cached_property
    def welded_faces(self) -> np.ndarray:
        """Faces by the index of their welded vertex, (m, 3)."""
        places = np.round(self.vertices / WELD).astype(np.int64)
        keys = (places * SCATTER).sum(axis=1)
        ordered = np.sort(keys)
        if (ordered[1:] != ordered[:-1]).all():
            return self.faces
        _, first, welded = np.unique(keys, return_index=True, return_inverse=True)
        if (places[first][welded.reshape(-1)] != places).any():  # two places with one key
            _, welded = np.unique(places, axis=0, return_inverse=True)
        return welded.reshape(-1)[self.faces]

    @cached_property
    def _edges(self) -> _Edges:
        return _edges_of(self.welded_faces)

    @cached_property
    def is_closed(self) -> bool:
        """Whether every welded edge is used an even number of times, so that there is an inside."""
        return bool(len(self.faces)) and not np.any(self._edges.uses % 2)

    @property
    def open_edges(self) -> int:
        """How many welded edges have a face on one side only."""
        return int((self._edges.uses == 1).sum())

    @property
    def forked_edges(self) -> int:
        """How many welded edges have an odd number of faces, three or more."""
        uses = self._edges.uses
        return int(((uses > 2) & (uses % 2 == 1)).sum())

    @cached_property
    def is_oriented(self) -> bool:
        """Whether every welded edge is walked as often one way as the other."""
        return is_closed_and_oriented(self.welded_faces)

    @cached_property
    def volume(self) -> float:
        """Signed volume in cubic metres; negative when the faces look inwards."""
        return signed_volume(self.vertices, self.faces)

    @cached_property
    def area(self) -> float:
        """Area of the skin in square metres."""
        return float(face_areas(self.vertices, self.faces).sum())

    @cached_property
    def components(self) -> tuple[MeshData, ...]:
        """Pieces whose faces are joined across edges of just two faces, in the order of their lowest face."""
        labels = self._component_labels
        if labels.max(initial=0) == 0:
            return (self,)
        closed = self._closed_components
        pieces = self._split(labels)
        volumes = np.bincount(labels, weights=face_volumes(self.vertices, self.faces)).tolist()
        for piece, is_closed, volume in zip(pieces, closed.tolist(), volumes, strict=True):
            # found for all of them at once
            alone = np.zeros(len(piece.faces), np.int64)
            vars(piece).update(is_closed=is_closed, volume=volume, _component_labels=alone)
        return pieces

    @cached_property
    def _closed_components(self) -> np.ndarray:
        """(components,) whether each has every edge used an even number of times within itself."""
        labels, edges = self._component_labels, self._edges
        if (edges.uses == 2).all():  # nearly always: such edges do not lie between components
            return np.ones(int(labels.max()) + 1, dtype=bool)
        within = labels[edges.sides // 3] * len(edges.uses) + np.repeat(
            np.arange(len(edges.uses)), edges.uses
        )
        keys, counts = np.unique(within, return_counts=True)
        odd = np.zeros(int(labels.max()) + 1, dtype=bool)
        odd[keys[counts % 2 == 1] // len(edges.uses)] = True
        return ~odd

    def _split(self, labels: np.ndarray) -> tuple[MeshData, ...]:
        """One mesh for each label of faces, in rising order of labels."""
        order = rising_order(labels)
        starts = np.flatnonzero(np.diff(labels[order], prepend=-1))
        return tuple(self.part_of(rows) for rows in np.split(order, starts[1:]))

    @cached_property
    def joined_sides(self) -> np.ndarray:
        """(k, 2) the sides that lie on each welded edge of just two faces; side 3 f + c of face f starts at its
        corner c.
        """
        edges = self._edges
        firsts = (np.cumsum(edges.uses) - edges.uses)[edges.uses == 2]
        return np.stack([edges.sides[firsts], edges.sides[firsts + 1]], axis=1)

    @cached_property
    def _component_labels(self) -> np.ndarray:
        return component_labels(len(self.faces), self.joined_sides // 3)

    @cached_property
    def bodies(self) -> tuple[tuple[int, MeshData], ...]:
        """Solid pieces as (index of their first component, mesh); cavities go with the body around them.

        Open components that share vertices are one body, since no side of theirs is inside.
        """
        labels = self._component_labels.copy()
        components = self.components
        if len(components) == 1:
            return ((0, self),)
        is_open = ~self._closed_components
        labels = self._joined_at_vertices(labels, is_open)
        volumes = np.bincount(self._component_labels, weights=face_volumes(self.vertices, self.faces))
        for index in np.flatnonzero(~is_open & (volumes < self._no_volume)).tolist():
            component = components[index]
            if component.volume >= 0.0:
                continue
            around = [
                other
                for other, candidate in enumerate(components)
                if other != index
                and candidate.is_closed
                and candidate.volume > -component.volume
                and candidate.contains(component.vertices[component.faces[0, 0]])
            ]
            if around:
                owner = min(around, key=lambda other: components[other].volume)
                labels[labels == index] = labels[np.flatnonzero(self._component_labels == owner)[0]]
        if np.array_equal(labels, self._component_labels):
            return tuple(enumerate(components))
        kept = np.unique(labels)
        if len(kept) == 1:
            return ((0, self),)
        return tuple(zip(kept.tolist(), self._split(labels), strict=True))

    @property
    def _no_volume(self) -> float:
        """Cubic metres that rounding may leave of no volume at all."""
        return 1e-9 * float(np.linalg.norm(self.bounds[1] - self.bounds[0])) ** 3

    def _joined_at_vertices(self, labels: np.ndarray, is_open: np.ndarray) -> np.ndarray:
        """Component labels after open components that share a vertex took the lowest of their labels."""
        if is_open.sum() < 2:
            return labels
        faces = np.flatnonzero(is_open[labels])
        vertex = self.welded_faces[faces].reshape(-1)
        component = np.repeat(labels[faces], 3)
        order = np.argsort(vertex, kind="stable")
        same = vertex[order][1:] == vertex[order][:-1]
        links = np.stack([component[order][:-1][same], component[order][1:][same]], axis=1)
        group = component_labels(len(is_open), links)
        _, first = np.unique(group, return_index=True)
        return first[group][labels]

    def part_of(self, chosen: np.ndarray) -> MeshData:
        """The mesh of the chosen faces only; `chosen` is (m,) booleans, or face numbers."""
        faces = self.faces[chosen]
        used, renumbered = np.unique(faces, return_inverse=True)
        return MeshData(self.vertices[used], renumbered.reshape(-1, 3))

    def contains(self, point: np.ndarray) -> bool:
        """Whether the (3,) point lies inside a closed mesh; False for an open one."""
        low, high = self.bounds
        if np.any(point < low) or np.any(point > high) or not self.is_closed:
            return False
        return bool(abs(self.windings(point[None, :])[0]) > 0.5)

    def contains_each(self, points: np.ndarray) -> np.ndarray:
        """(p,) whether each of the (p, 3) points lies inside a closed mesh; False for an open one."""
        low, high = self.bounds
        found = (points >= low).all(axis=1) & (points <= high).all(axis=1)
        if not found.any() or not self.is_closed:
            return np.zeros(len(points), dtype=bool)
        found[found] = np.abs(self.windings(points[found])) > 0.5
        return found

    def windings(self, points: np.ndarray) -> np.ndarray:
        """(p,) how often the closed mesh winds about each of the (p, 3) points: 1 inside an outward one;
        not whole where its faces disagree on the side.
        """
        if self.is_oriented:
            return self.skin.windings(points)
        return winding_numbers(points, self.vertices, self.faces)

    @cached_property
    def skin(self) -> Skin:
        """Where the faces are."""
        return Skin(self.vertices, self.faces)

    def lend(self, faces: int) -> bool:
        """Whether a tree over so many of the faces is worth building; not when such trees come to one over them all."""
        self._lent.append(max(faces, len(self.faces) // MOST_LENT))
        return sum(self._lent) <= LENT_SHARE * len(self.faces)

    @cached_property
    def _lent(self) -> list[int]:
        return []

    @cached_property
    def collider(self) -> Collider:
        """Search tree over the skin; give each placed copy a `twin()`."""
        return Collider.mesh(self.vertices, self.faces)

    @cached_property
    def solid(self) -> kernel.Solid | None:
        """The volume inside, for intersections; None when the mesh does not enclose one."""
        try:
            return kernel.solid_from_mesh(self.vertices, self.faces)
        except GeometryError:
            return None
