"""Posed: elements placed in one frame, and the questions asked of them pair by pair.

A newcomer's mistake: to trust `collides` for what is *inside* a mesh. Mesh skins are hollow to the collider;
`encloses` answers for the volume.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sdk.scene.element import Element
from sdk.scene.forms import BoxForm
from sdk.spatial import apply_transform, corners_of, invert_rigid, transform_bounds

ALIGNED = 1e-12
"""A box turned by less than about this cosine lies along the axes."""
ROWS_AT_ONCE = 512
"""Rows of the pair table compared in one go: bounds the memory used on objects of thousands of pieces."""


@dataclass(frozen=True, eq=False)
class Posed:
    """Elements and where each is; indices below count `elements`."""

    elements: tuple[Element, ...]
    places: np.ndarray
    """(n, 4, 4) world_from_element."""
    parts: tuple[str, ...]
    """Part names having at least one element, in order."""
    owners: np.ndarray
    """(n,) index into `parts`."""
    world_from_part: Mapping[str, np.ndarray]
    configuration: Mapping[str, Any]

    @classmethod
    def placed(
        cls,
        elements: Sequence[Element],
        world_from_part: Mapping[str, np.ndarray],
        *,
        configuration: Mapping[str, Any],
    ) -> Posed:
        """The elements where their parts are."""
        parts = tuple(dict.fromkeys(element.part for element in elements))
        number = {name: index for index, name in enumerate(parts)}
        places = np.array([world_from_part[element.part] @ element.part_from_element for element in elements])
        return cls(
            elements=tuple(elements),
            places=places.reshape(-1, 4, 4),
            parts=parts,
            owners=np.array([number[element.part] for element in elements], dtype=np.int64),
            world_from_part=world_from_part,
            configuration=dict(configuration),
        )

    def of_part(self, name: str) -> list[int]:
        """Indices of the part's elements."""
        return (
            [] if name not in self.parts else np.flatnonzero(self.owners == self.parts.index(name)).tolist()
        )

    @cached_property
    def boxes(self) -> np.ndarray:
        """Exact world boxes, (n, 2, 3): true support along each world axis."""
        found = np.zeros((len(self.elements), 2, 3))
        plain = [index for index, element in enumerate(self.elements) if isinstance(element.form, BoxForm)]
        if plain:  # most elements of most objects: all at once
            halves = np.array([self.elements[index].form.bounds[1] for index in plain])
            reaches = np.einsum("nij,nj->ni", np.abs(self.places[plain, :3, :3]), halves)
            middles = self.places[plain, :3, 3]
            found[plain] = np.stack([middles - reaches, middles + reaches], axis=1)
        boxed = set(plain)
        for index, (element, place) in enumerate(self._placed()):
            if index not in boxed:
                found[index] = element.form.world_box(place)
        return found

    @cached_property
    def loose_boxes(self) -> np.ndarray:
        """World boxes of the elements' own boxes, (n, 2, 3): larger than `boxes` for turned elements."""
        found = [transform_bounds(place, element.form.bounds) for element, place in self._placed()]
        return np.array(found).reshape(-1, 2, 3)

    @cached_property
    def _fills_its_box(self) -> np.ndarray:
        """Whether each element is a box along the world axes, (n,) booleans."""
        aligned = (np.abs(self.places[:, :3, :3]).max(axis=2) >= 1.0 - ALIGNED).all(axis=1)
        return aligned & np.array(
            [isinstance(element.form, BoxForm) for element in self.elements], dtype=bool
        )

    @cached_property
    def sizes(self) -> np.ndarray:
        """Diagonals of the elements' own boxes, (n,) metres."""
        return np.array([element.size for element in self.elements])

    def _placed(self) -> Iterator[tuple[Element, np.ndarray]]:
        return zip(self.elements, self.places, strict=True)

    def pairs(
        self, boxes: np.ndarray, *, margin: np.ndarray | float = 0.0, same_part: bool = False
    ) -> np.ndarray:
        """Index pairs (k, 2), first < second, whose boxes come within `margin` of each other.

        `margin` is one length or one per element (the smaller of the two counts); a negative one asks for
        overlap. Pairs within one part are given only with `same_part`, and then only those.
        A box that is not a number is near everything: only what is proven apart is left out.
        """
        count = len(self.elements)
        margins = np.broadcast_to(np.asarray(margin, dtype=float), (count,))
        low, high = boxes[:, 0], boxes[:, 1]
        found = []
        for start in range(0, count, ROWS_AT_ONCE):
            rows = np.arange(start, min(start + ROWS_AT_ONCE, count))
            reach = np.minimum(margins[rows, None], margins[None, :])
            keep = (np.arange(count)[None, :] > rows[:, None]) & (
                (self.owners[rows, None] == self.owners[None, :]) == same_part
            )
            for axis in range(3):
                keep &= ~(low[rows, None, axis] - high[None, :, axis] > reach)
                keep &= ~(low[None, :, axis] - high[rows, None, axis] > reach)
            picked = np.argwhere(keep)
            picked[:, 0] += start
            found.append(picked)
        return np.concatenate(found) if found else np.zeros((0, 2), dtype=np.int64)

    def collides(self, first: int, second: int) -> bool:
        """Whether the two meet; mesh skins are hollow."""
        a, b = self.elements[first], self.elements[second]
        return a.collider.collides(self.places[first], b.collider, self.places[second])

    def distance(self, first: int, second: int) -> float:
        """Gap in metres, at most 0 when they meet; mesh skins are hollow.

        Two boxes along the world axes are measured by arithmetic: the collider's search can end too early on
        such symmetric pairs and answer with a distance between corners.
        """
        if self._fills_its_box[first] and self._fills_its_box[second]:
            apart = np.maximum(
                self.boxes[first][0] - self.boxes[second][1], self.boxes[second][0] - self.boxes[first][1]
            )
            return float(np.linalg.norm(np.maximum(apart, 0.0)))
        a, b = self.elements[first], self.elements[second]
        return a.collider.distance(self.places[first], b.collider, self.places[second])

    def encloses(self, outer: int, inner: int) -> bool:
        """Whether a point of `inner` lies inside the volume of `outer`; tells enclosure when skins do not
        cross.
        """
        form = self.elements[inner].form
        point = form.mesh.vertices[form.mesh.faces[0, 0]] if not form.is_solid else np.zeros(3)
        world = apply_transform(self.places[inner], point)
        return self.elements[outer].form.contains(apply_transform(invert_rigid(self.places[outer]), world))

    def meets(self, first: int, second: int, *, tolerance: float, filled: bool) -> bool:
        """Whether the two collide or come within `tolerance`; with `filled`, also when one encloses the
        other.
        """
        if self.collides(first, second) or self.distance(first, second) <= tolerance:
            return True
        return filled and self.nested(first, second)

    def nested(self, first: int, second: int) -> bool:
        """Whether either lies inside the other, given that their skins do not cross."""
        return self.encloses(first, second) or self.encloses(second, first)

    def nearest(self, firsts: Iterable[int], seconds: Iterable[int]) -> Nearest | None:
        """The closest pair of two sets, or the first pair found to collide; an element is not compared with
        itself.

        None when there is nothing to compare. Boxes order the search, so far pairs are never measured.
        """
        rows, columns = np.array(list(firsts), dtype=np.int64), np.array(list(seconds), dtype=np.int64)
        if not len(rows) or not len(columns):
            return None
        low, high = self.boxes[:, 0], self.boxes[:, 1]
        apart = np.maximum(low[rows, None] - high[None, columns], low[None, columns] - high[rows, None])
        bounds = np.nan_to_num(np.linalg.norm(np.maximum(apart, 0.0), axis=2), nan=0.0)
        different = np.flatnonzero(rows[:, None] != columns[None, :])
        best: Nearest | None = None
        for flat in different[np.argsort(bounds.reshape(-1)[different], kind="stable")].tolist():
            row, column = divmod(flat, len(columns))
            if best is not None and bounds[row, column] > max(best.distance, 0.0):
                break
            first, second = int(rows[row]), int(columns[column])
            if self.collides(first, second):
                return Nearest(first, second, 0.0, True)
            gap = self.distance(first, second)
            if best is None or gap < best.distance:
                best = Nearest(first, second, gap, False)
        return best

    def loose_part_box(self, indices: Iterable[int]) -> np.ndarray | None:
        """The reference's conservative box of a part's elements: boxes of boxes, first in the part, then the
        world.

        A turned element is inflated up to twice; (2, 3), or None without elements.
        """
        found = []
        for index in indices:
            element = self.elements[index]
            in_part = transform_bounds(element.part_from_element, element.form.bounds)
            found.append(apply_transform(self.world_from_part[element.part], corners_of(in_part)))
        if not found:
            return None
        corners = np.concatenate(found)
        return np.array([corners.min(axis=0), corners.max(axis=0)])


@dataclass(frozen=True)
class Nearest:
    """The closest pair found: indices, gap in metres (0 when colliding), and whether they collide."""

    first: int
    second: int
    distance: float
    collided: bool
