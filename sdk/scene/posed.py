"""Posed: elements placed in one frame, and the questions asked of them pair by pair.

A newcomer's mistake: to trust `collides` for what is *inside* a mesh. Mesh skins are hollow to the collider;
`encloses` answers for the volume.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import hypot, isfinite
from typing import Any, TypeVar

import numpy as np

from sdk.facts import recalled
from sdk.scene.element import Element
from sdk.scene.forms import BoxForm, CylinderForm, Form, SphereForm
from sdk.scene.nearby import MANY_FACES, ROUNDING, colliders_near, is_fresh, most_apart
from sdk.scene.pruning import DENSE, overlapping, within_reach
from sdk.spatial import apply_transform, corners_of, invert_rigid, transform_bounds

T = TypeVar("T")

ALIGNED = 1e-12
"""A box turned by less than about this cosine lies along the axes."""
LEAST_REACH = 0.002
"""Metres within which pairs of many elements are found, whatever is asked first."""
GROWTH = 8.0
"""How much farther faces are looked for where those within reach do not tell the distance."""
MANY_ASKED = 8
"""Questions about one mesh from which they are answered together."""
FEW_FACES, CORNERS = 64, 8
"""Faces up to which a mesh is looked at by its corners, and how many of these."""


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
        owners = np.array([number[element.part] for element in elements], dtype=np.int64)
        world = np.array([world_from_part[name] for name in parts]).reshape(-1, 4, 4)
        local = np.array([element.part_from_element for element in elements]).reshape(-1, 4, 4)
        return cls(
            elements=tuple(elements),
            places=world[owners] @ local,
            parts=parts,
            owners=owners,
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
        if self._rest is None:
            return self.boxes_at(np.arange(len(self.elements)), self.places)
        found = self._rest.boxes.copy()
        moved = np.flatnonzero((self.places != self._rest.places).reshape(-1, 16).any(axis=1))
        found[moved] = self.boxes_at(moved, self.places[moved])
        return found

    def boxes_at(self, indices: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Exact boxes of some elements, (k, 2, 3), were they at (k, 4, 4) places."""
        found = np.zeros((len(indices), 2, 3))
        if not len(found):
            return found
        # A box reaches by its half sides, a cylinder by its radius and along its axis, a ball by its radius.
        kinds, measures = self._shapes[0][indices], self._shapes[1][indices]
        turns = places[:, :3, :3]
        reaches = np.einsum("nij,nj->ni", np.abs(turns), measures)
        reaches[kinds == 3] = measures[kinds == 3]
        tubes = kinds == 2
        if tubes.any():
            along = np.clip(turns[tubes, :, 2], -1.0, 1.0)
            reaches[tubes] = np.abs(along) * measures[tubes, 2:]
            reaches[tubes] += measures[tubes, :1] * np.sqrt(np.maximum(0.0, 1.0 - along * along))
        middles = places[:, :3, 3]
        found[:, 0], found[:, 1] = middles - reaches, middles + reaches
        for row in np.flatnonzero(kinds == 0).tolist():
            found[row] = self.elements[indices[row]].form.world_box(places[row])
        return found

    @cached_property
    def _rest(self) -> Posed | None:
        """The pose this one was moved from, whose boxes hold for what stayed."""
        return None

    @cached_property
    def forms(self) -> tuple[tuple[Form, ...], np.ndarray]:
        """The different forms, and (n,) which of them each element has; most objects have few."""
        numbers: dict[int, int] = {}
        forms = [element.form for element in self.elements]
        which = [numbers.setdefault(id(form), len(numbers)) for form in forms]
        found = {id(form): form for form in forms}
        return tuple(found.values()), np.array(which, dtype=np.int64)

    def of_forms(self, measure: Callable[[Form], Any]) -> np.ndarray:
        """(n, ...) what `measure` says of each element's form; each form is asked once."""
        forms, which = self.forms
        return np.array([measure(form) for form in forms])[which] if forms else np.zeros(0)

    @cached_property
    def _shapes(self) -> tuple[np.ndarray, np.ndarray]:
        """(n,) kind of each form, and (n, 3) its measures."""
        kinds = self.of_forms(lambda form: _KINDS.get(type(form), 0))
        return kinds, self.of_forms(_measures).reshape(-1, 3)

    @cached_property
    def own_boxes(self) -> np.ndarray:
        """(n, 2, 3) boxes of the elements in their own frames."""
        return self.of_forms(lambda form: form.bounds).reshape(-1, 2, 3)

    @cached_property
    def frames(self) -> np.ndarray:
        """(n, 3, 4) half the sides of the own boxes, as columns in the world, and the middles of these boxes."""
        low, high = self.own_boxes[:, None, 0], self.own_boxes[:, None, 1]
        found = self.places[:, :3].copy()
        found[:, :, 3] += (self.places[:, :3, :3] * (0.5 * (low + high))).sum(axis=2)
        found[:, :, :3] *= 0.5 * (high - low)
        return found

    @cached_property
    def _part_from_element(self) -> np.ndarray:
        return np.array([element.part_from_element for element in self.elements]).reshape(-1, 4, 4)

    def elsewhere(self, places: np.ndarray, configuration: Mapping[str, Any]) -> Posed:
        """The same elements at other (n, 4, 4) places; `world_from_part` stays that of these."""
        return self._moved(places, self.world_from_part, configuration)

    def with_parts_at(
        self, world_from_part: Mapping[str, np.ndarray], configuration: Mapping[str, Any]
    ) -> Posed:
        """The same elements where their parts are in another pose."""
        world = np.array([world_from_part[name] for name in self.parts]).reshape(-1, 4, 4)
        return self._moved(world[self.owners] @ self._part_from_element, world_from_part, configuration)

    def picked(self, indices: Sequence[int], places: np.ndarray) -> Posed:
        """Some of the elements, each as often as it is named, at (k, 4, 4) places; `world_from_part` stays as it is."""
        elements = tuple(self.elements[index] for index in indices)
        return replace(self, elements=elements, places=places, owners=self.owners[list(indices)])

    def _moved(
        self, places: np.ndarray, world_from_part: Mapping[str, np.ndarray], configuration: Mapping[str, Any]
    ) -> Posed:
        other = replace(
            self, places=places, world_from_part=world_from_part, configuration=dict(configuration)
        )
        vars(other).update(
            forms=self.forms, _shapes=self._shapes, _rest=self._rest or self
        )  # the forms are the same
        return other

    @cached_property
    def loose_boxes(self) -> np.ndarray:
        """World boxes of the elements' own boxes, (n, 2, 3): larger than `boxes` for turned elements."""
        corners = corners_of(self.own_boxes) @ self.places[:, :3, :3].transpose(0, 2, 1)
        corners += self.places[:, None, :3, 3]
        return np.stack([corners.min(axis=1), corners.max(axis=1)], axis=1)

    @cached_property
    def _fills_its_box(self) -> np.ndarray:
        """Whether each element is a box along the world axes, (n,) booleans."""
        aligned = (np.abs(self.places[:, :3, :3]).max(axis=2) >= 1.0 - ALIGNED).all(axis=1)
        return aligned & (self._shapes[0] == _KINDS[BoxForm])

    @cached_property
    def sizes(self) -> np.ndarray:
        """Diagonals of the elements' own boxes, (n,) metres."""
        return self.of_forms(lambda form: form.diagonal)

    @cached_property
    def witnesses(self) -> np.ndarray:
        """(n, 3) a point of each element in the world: its middle, or a vertex of a mesh."""
        found = self.places[:, :3, 3].copy()
        for index in np.flatnonzero(self._shapes[0] == 0).tolist():
            mesh = self.elements[index].form.mesh
            found[index] = apply_transform(self.places[index], mesh.vertices[mesh.faces[0, 0]])
        return found

    @cached_property
    def _found_to_meet(self) -> dict[tuple[int, int, float, bool], bool]:
        return {}

    @cached_property
    def _nested(self) -> dict[tuple[int, int], bool]:
        return {}

    @cached_property
    def _within(self) -> dict[tuple[int, int], bool]:
        return {}

    @cached_property
    def _met(self) -> dict[tuple[int, int], bool]:
        return {}

    def _placed(self) -> Iterator[tuple[Element, np.ndarray]]:
        return zip(self.elements, self.places, strict=True)

    def pairs(
        self, boxes: np.ndarray, *, margin: np.ndarray | float = 0.0, same_part: bool = False
    ) -> np.ndarray:
        """Index pairs (k, 2), first < second, whose boxes come within `margin` of each other.

        `margin` is one length or one per element (the smaller of the two counts); a negative one asks for
        overlap. Pairs within one part are given only with `same_part`, and then only those.
        A box that is not a number is near everything: only what is proven apart is left out. In a crowd, what is
        put again in the same place of the same part is near its first copy alone.
        """
        margins = np.broadcast_to(np.asarray(margin, dtype=float), (len(self.elements),))
        if boxes is self.boxes and np.isfinite(margins).all() and self._are_numbers:
            rows, columns = self._near_pairs(float(margins.max(initial=0.0))).T
            reach = np.minimum(margins[rows], margins[columns])[:, None]
            kept = ~(boxes[rows, 0] - boxes[columns, 1] > reach).any(axis=1)
            kept &= ~(boxes[columns, 0] - boxes[rows, 1] > reach).any(axis=1)
            rows, columns = rows[kept], columns[kept]
        else:
            every = np.arange(len(self.elements))
            rows, columns = within_reach(boxes, margins, every, every).T
        kept = (rows < columns) & ((self.owners[rows] == self.owners[columns]) == same_part)
        return np.stack([rows[kept], columns[kept]], axis=1)

    def _near_pairs(self, reach: float) -> np.ndarray:
        """(k, 2) pairs, first < second, whose boxes come within `reach` or a little more; found once for many
        questions.
        """
        known = max((each for each in self._found_near if each >= reach), default=None)
        if known is None:
            reach = max(2.0 * reach, LEAST_REACH)
            every = np.arange(len(self.elements))
            firsts = self._first_copies if len(every) ** 2 > DENSE else every
            copies = np.flatnonzero(firsts != every)
            originals = np.unique(firsts) if len(copies) else every
            pairs = within_reach(self.boxes, np.full(len(firsts), reach), originals, originals)
            pairs = np.concatenate([pairs, np.stack([firsts[copies], copies], axis=1)])
            self._found_near[reach] = pairs[pairs[:, 0] < pairs[:, 1]]
            known = reach
        return self._found_near[known]

    @cached_property
    def _first_copies(self) -> np.ndarray:
        """(n,) the first element of the same part with the same shape in the same place."""
        firsts: dict[tuple[str, bytes, bytes], int] = {}
        return np.array(
            [
                firsts.setdefault((element.part, element.form.digest, place.tobytes()), index)
                for index, (element, place) in enumerate(self._placed())
            ],
            dtype=np.int64,
        )

    @cached_property
    def _are_numbers(self) -> bool:
        return bool(np.isfinite(self.boxes).all())

    @cached_property
    def _found_near(self) -> dict[float, np.ndarray]:
        return {}

    @cached_property
    def _triangles(self) -> np.ndarray:
        return self.of_forms(lambda form: 1 if form.is_solid else len(form.mesh.faces)).astype(np.int64)

    def cheapest_first(self, pairs: np.ndarray) -> np.ndarray:
        """The (k, 2) pairs in rising order of triangles, for searches that end at the first find."""
        return pairs[np.argsort(self._triangles[pairs].sum(axis=1), kind="stable")]

    def collides(self, first: int, second: int) -> bool:
        """Whether the two meet; mesh skins are hollow."""
        known = self._met.get((first, second))
        if known is None:
            known = self._recalled("collides", first, second, lambda: self._collides(first, second))
            self._met[first, second] = known
        return known

    def _collides(self, first: int, second: int) -> bool:
        a, b = self.elements[first], self.elements[second]
        if self.are_apart(first, second, by=0.0):
            return False
        if self._dips(first, second) or self._dips(second, first):
            return True
        places = self.places[first], self.places[second]
        near = colliders_near((a, b), places, by=0.0)
        return near is not None and near[0].collides(places[0], near[1], places[1])

    def _recalled(self, kind: str, first: int, second: int, measure: Callable[[], T]) -> T:
        """What `measure` gives; known by the shapes and places of the two where one of them is a mesh."""
        forms = self.elements[first].form, self.elements[second].form
        if forms[0].is_solid and forms[1].is_solid:
            return measure()
        places = self.places[[first, second]]
        return recalled(measure, kind, lambda: (forms[0].digest, forms[1].digest, places.tobytes()))

    def are_apart(self, first: int, second: int, *, by: float) -> bool:
        """Whether a mesh of many faces has none within `by` metres of the other element's own box.

        True proves that they do not meet and are farther apart than that; False proves nothing. It is far
        cheaper than a search tree over the mesh, or than a distance to a skin all around a small thing.
        """
        for around, inside in ((first, second), (second, first)):
            form = self.elements[around].form
            if not form.is_solid and len(form.mesh.faces) >= MANY_FACES:
                boxes = self.boxes_in(around, np.array([inside]))
                reach = by + ROUNDING
                if not form.may_be_near_each(boxes[:, 0] - reach, boxes[:, 1] + reach)[0]:
                    return True
        return False

    def look_ahead(self, pairs: np.ndarray) -> None:
        """Work out, all at once, which of the (k, 2) pairs are plainly apart and which lie one in the other,
        where a mesh of many faces is asked about many things.
        """
        for column in (0, 1):
            outers, inners = pairs[:, column], pairs[:, 1 - column]
            many = np.flatnonzero(self._triangles[outers] >= MANY_FACES)
            for outer in np.unique(outers[many]).tolist():
                rows = many[outers[many] == outer]
                if len(rows) >= MANY_ASKED:
                    self._look_around(outer, inners[rows], is_first=column == 0)

    def _look_around(self, outer: int, inners: np.ndarray, *, is_first: bool) -> None:
        form, boxes = self.elements[outer].form, self.boxes_in(outer, inners)
        points = apply_transform(invert_rigid(self.places[outer]), self.witnesses[inners])

        def measure() -> list[list[bool]]:
            near = form.may_be_near_each(boxes[:, 0] - ROUNDING, boxes[:, 1] + ROUNDING)
            within = np.zeros(len(inners), dtype=bool)
            within[~near] = form.contains_each(points[~near])
            return [near.tolist(), within.tolist()]

        near, within = recalled(measure, "around", lambda: (form.digest, boxes.tobytes(), points.tobytes()))
        for inner, is_near, is_within in zip(inners.tolist(), near, within, strict=True):
            if not is_near:
                self._met.setdefault((outer, inner) if is_first else (inner, outer), False)
                self._within.setdefault((outer, inner), is_within)

    def _dips(self, solid: int, skin: int) -> bool:
        """Whether a mesh of many faces has a vertex in a primitive, so that no search tree over it is needed."""
        outer, inner = self.elements[solid].form, self.elements[skin].form
        if not outer.is_solid or inner.is_solid or len(inner.mesh.faces) < MANY_FACES:
            return False
        low, high = self.boxes_in(skin, np.array([solid]))[0]
        near = inner.mesh.skin.faces_near(low, high, by=ROUNDING)
        solid_from_skin = invert_rigid(self.places[solid]) @ self.places[skin]
        corners = apply_transform(solid_from_skin, inner.mesh.vertices[near[:, 0]])
        return bool(outer.contains_each(corners, by=ROUNDING).any())

    def surely_meet(self, pairs: np.ndarray) -> np.ndarray:
        """(k,) whether the two are boxes along the world axes that overlap, or a corner of one lies inside the
        other, a closed mesh of many faces; for meshes of few triangles against such. False tells nothing.
        """
        first, second = pairs.T
        low, high = self.boxes[:, 0], self.boxes[:, 1]
        found = self._fills_its_box[first] & self._fills_its_box[second]
        found &= (low[first] <= high[second]).all(axis=1) & (low[second] <= high[first]).all(axis=1)
        for column in (0, 1):
            outers, inners = pairs[:, column], pairs[:, 1 - column]
            chosen = np.flatnonzero(
                (self._triangles[outers] >= MANY_FACES)
                & (self._triangles[inners] <= FEW_FACES)
                & (self._triangles[inners] > 1)
            )
            for outer in np.unique(outers[chosen]).tolist():
                rows = chosen[outers[chosen] == outer]
                found[rows] |= self._hold_corners(outer, inners[rows])
        return found

    def _hold_corners(self, outer: int, inners: np.ndarray) -> np.ndarray:
        """(k,) whether one of the first corners of each lies inside the one."""
        form = self.elements[outer].form
        corners = np.zeros((len(inners), CORNERS, 3))
        outer_from_world = invert_rigid(self.places[outer])
        for row, inner in enumerate(inners.tolist()):
            mesh = self.elements[inner].form.mesh
            first = mesh.vertices[np.resize(np.unique(mesh.faces), CORNERS)]
            corners[row] = apply_transform(outer_from_world @ self.places[inner], first)

        def measure() -> list[bool]:
            held = np.zeros(len(inners), dtype=bool)
            for column in range(CORNERS):  # the first tells mostly
                left = np.flatnonzero(~held)
                if len(left):
                    held[left] = form.contains_each(corners[left, column])
            return held.tolist()

        return np.array(
            recalled(measure, "corners held", lambda: (form.digest, corners.tobytes())), dtype=bool
        )

    def boxes_in(self, frame: int, indices: np.ndarray) -> np.ndarray:
        """(k, 2, 3) lowest and highest corner of the own boxes of (k,) elements, seen in another one's frame."""
        bounds = self.own_boxes[indices]
        frame_from_world = self.places[frame, :3, :3].T
        places = self.places[indices]
        turned = frame_from_world @ places[:, :3, :3]
        middles = (places[:, :3, 3] - self.places[frame, :3, 3]) @ frame_from_world.T
        middles += np.einsum("kij,kj->ki", turned, 0.5 * (bounds[:, 0] + bounds[:, 1]))
        reaches = np.einsum("kij,kj->ki", np.abs(turned), 0.5 * (bounds[:, 1] - bounds[:, 0]))
        return np.stack([middles - reaches, middles + reaches], axis=1)

    def distance(self, first: int, second: int) -> float:
        """Gap in metres, at most 0 when they meet; mesh skins are hollow.

        Two boxes along the world axes are measured by arithmetic: the collider's search can end too early on
        such symmetric pairs and answer with a distance between corners.
        """
        gap = self._gap_of_boxes(first, second)
        if gap is not None:
            return gap
        return self._recalled("distance", first, second, lambda: self._distance(first, second))

    def _distance(self, first: int, second: int) -> float:
        elements = self.elements[first], self.elements[second]
        places = self.places[first], self.places[second]
        if any(map(is_fresh, elements)):
            boxes = self.boxes[first], self.boxes[second]
            apart = np.maximum(np.maximum(boxes[0][0] - boxes[1][1], boxes[1][0] - boxes[0][1]), 0.0)
            most = most_apart(elements, places)
            reach = min(1.5 * float(np.linalg.norm(apart)) + LEAST_REACH, most)
            while isfinite(reach):
                near = colliders_near(elements, places, by=reach)
                found = np.inf if near is None else near[0].distance(places[0], near[1], places[1])
                if found <= reach or (near is not None and reach >= most):
                    return found
                reach = min(reach * GROWTH, most) if reach < most else np.inf
        return elements[0].collider.distance(places[0], elements[1].collider, places[1])

    def encloses(self, outer: int, inner: int) -> bool:
        """Whether a point of `inner` lies inside the volume of `outer`; tells enclosure when skins do not
        cross.
        """
        known = self._within.get((outer, inner))
        if known is not None:
            return known
        point, (low, high) = self.witnesses[inner], self.boxes[outer]
        if (point < low - ROUNDING).any() or (point > high + ROUNDING).any():
            return False
        return self.elements[outer].form.contains(apply_transform(invert_rigid(self.places[outer]), point))

    def meets(self, first: int, second: int, *, tolerance: float, filled: bool) -> bool:
        """Whether the two collide or come within `tolerance`; with `filled`, also when one encloses the
        other.
        """
        if tolerance >= ROUNDING and (gap := self._gap_of_boxes(first, second)) is not None:
            return gap <= tolerance
        key = (first, second, tolerance, filled)
        known = self._found_to_meet.get(key)
        if known is None:
            known = self._found_to_meet[key] = self._recalled(
                f"meets {tolerance!r} {filled}",
                first,
                second,
                lambda: self._meets(first, second, tolerance, filled),
            )
        return known

    def _gap_of_boxes(self, first: int, second: int) -> float | None:
        """Gap in metres of two boxes along the world axes, 0 where they overlap; None for anything else."""
        fills = self._fills_its_box
        if not (fills[first] and fills[second]):
            return None
        (low, high), (other_low, other_high) = self.boxes[first].tolist(), self.boxes[second].tolist()
        gap = hypot(*(max(low[i] - other_high[i], other_low[i] - high[i], 0.0) for i in range(3)))
        return gap if isfinite(gap) else None

    def _meets(self, first: int, second: int, tolerance: float, filled: bool) -> bool:
        is_near = not self.are_apart(first, second, by=tolerance) and (
            self.collides(first, second) or self._comes_within(first, second, tolerance)
        )
        return bool(is_near or (filled and self.nested(first, second)))

    def _comes_within(self, first: int, second: int, tolerance: float) -> bool:
        elements = self.elements[first], self.elements[second]
        if not any(map(is_fresh, elements)):
            return self.distance(first, second) <= tolerance
        places = self.places[first], self.places[second]
        near = colliders_near(elements, places, by=tolerance)
        return near is not None and near[0].distance(places[0], near[1], places[1]) <= tolerance

    def nested(self, first: int, second: int) -> bool:
        """Whether either lies inside the other, given that their skins do not cross."""
        known = self._nested.get((first, second))
        if known is None:
            known = self.encloses(first, second) or self.encloses(second, first)
            self._nested[first, second] = known
        return known

    def nearest(self, firsts: Iterable[int], seconds: Iterable[int]) -> Nearest | None:
        """The closest pair of two sets, or the first pair found to collide; an element is not compared with
        itself.

        None when there is nothing to compare. Boxes order the search, so far pairs are never measured.
        """
        rows, columns = np.array(list(firsts), dtype=np.int64), np.array(list(seconds), dtype=np.int64)
        if not len(rows) or not len(columns):
            return None
        best = self._nearest_of_many(rows, columns) if len(rows) * len(columns) > DENSE else None
        if best is not None and best.distance <= 0.0:
            return best
        low, high = self.boxes[:, 0], self.boxes[:, 1]
        apart = np.maximum(low[rows, None] - high[None, columns], low[None, columns] - high[rows, None])
        bounds = np.nan_to_num(np.linalg.norm(np.maximum(apart, 0.0), axis=2), nan=0.0)
        bounds[rows[:, None] == columns[None, :]] = np.inf
        flat = bounds.reshape(-1)
        if best is None:
            lowest = int(np.argmin(flat))
            if not np.isfinite(flat[lowest]):
                return None
            best = self._gap(*self._pair_at(lowest, rows, columns))
            flat[lowest] = np.inf
        if best.collided:
            return best
        near = np.flatnonzero(flat <= max(best.distance, 0.0))
        for each in near[np.argsort(flat[near], kind="stable")].tolist():
            if flat[each] > max(best.distance, 0.0):
                break
            found = self._gap(*self._pair_at(each, rows, columns))
            if found.collided:
                return found
            if found.distance < best.distance:
                best = found
        return best

    def _nearest_of_many(self, rows: np.ndarray, columns: np.ndarray) -> Nearest | None:
        """The closest pair of those whose boxes overlap or touch, or the first found to collide; None when
        there is none, or a box is not a number.
        """
        if not np.isfinite(self.boxes).all():
            return None
        best: Nearest | None = None
        for row, column in overlapping(self.boxes[rows], self.boxes[columns]).tolist():
            first, second = int(rows[row]), int(columns[column])
            if first == second:
                continue
            found = self._gap(first, second)
            if found.collided:
                return found
            if best is None or found.distance < best.distance:
                best = found
        return best

    @staticmethod
    def _pair_at(flat: int, rows: np.ndarray, columns: np.ndarray) -> tuple[int, int]:
        row, column = divmod(flat, len(columns))
        return int(rows[row]), int(columns[column])

    def _gap(self, first: int, second: int) -> Nearest:
        if self.collides(first, second):
            return Nearest(first, second, 0.0, True)
        return Nearest(first, second, self.distance(first, second), False)

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


_KINDS: dict[type, int] = {BoxForm: 1, CylinderForm: 2, SphereForm: 3}


def _measures(form: Form) -> tuple[float, float, float]:
    """Half the sides of a primitive's own box; zeros for a mesh."""
    if isinstance(form, BoxForm):
        return form.size[0] * 0.5, form.size[1] * 0.5, form.size[2] * 0.5
    if isinstance(form, CylinderForm):
        return form.radius, form.radius, form.length * 0.5
    return (form.radius, form.radius, form.radius) if isinstance(form, SphereForm) else (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Nearest:
    """The closest pair found: indices, gap in metres (0 when colliding), and whether they collide."""

    first: int
    second: int
    distance: float
    collided: bool
