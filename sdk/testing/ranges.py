"""How near two things come, and what space one needs, while joints move over their ranges.

A newcomer's mistake: to sample a range and take the least sample. Between samples nothing can come nearer than
half of what the distances leave over the way travelled, so only stretches that could still hold the least are
halved further; the answer is the least of the whole range, to a twentieth of a millimetre or a fiftieth of itself.
What is round about the axis of a turn does not count as moving.

Source:
    Shubert, "A sequential method seeking the global maximum of a function", SIAM Journal on Numerical Analysis,
    1972: branch and bound on a function whose slope is bounded, here the distance by the way of the fastest corner.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product
from math import pi

import numpy as np

from sdk.geometry import kernel
from sdk.geometry.mesh import MeshGeometry
from sdk.model.articulation import Articulation, ArticulationType
from sdk.model.coercion import name_of
from sdk.model.interlocking import released
from sdk.scene import Element, Posed
from sdk.scene.overlap import has_volume, measure_overlap
from sdk.spatial import (
    Array,
    NestedBounds,
    apply_transform,
    as_nested,
    corners_of,
    invert_rigid,
    unite_bounds,
)
from sdk.testing.arguments import Unmeasurable
from sdk.testing.measures import Measures

FINE = 5e-5
"""Metres within which the least clearance is found."""
SHARE = 0.02
"""Share of the least clearance within which it is found, where that is more."""
DEEP = 5e-4
"""Metres within which the deepest overlap is found."""
STRETCHES = 12
"""Pieces a range is cut into at first; a turn's arc is then at most 1.05 times its chord."""
ARC = 1.05
MOST_LOOKS = 400
"""Poses looked at for one joint's range."""
GRID = 5
"""Values of every further joint."""
MOST_JOINTS = 3
LEAST_TURN = 1e-6
"""Twice the sine of an angle below which nothing turns."""
ON_LINE = 1e-9
"""Metres that a point of an axis may be moved by a turn about it."""
ENVELOPE_STEPS = 97
"""Poses of one joint's range; odd."""


@dataclass(frozen=True)
class Clearance:
    """The least distance found, and where."""

    distance: float
    """Metres; negative for how deep the two overlap."""
    pose: Mapping[str, float]
    """Joint values there, interlocks released."""
    elements: tuple[str, str]
    """``part/visual`` of both."""

    def __float__(self) -> float:
        return self.distance


@dataclass(frozen=True, eq=False)
class Envelope:
    """The space an element or part needs while joints move."""

    bounds: NestedBounds
    """((xmin, ymin, zmin), (xmax, ymax, zmax)) in the root frame, metres."""
    hulls: tuple[Array, ...]
    """(n, 3) points each, whose convex hulls together hold it."""

    @property
    def size(self) -> tuple[float, float, float]:
        """Full extents along x, y and z, metres."""
        low, high = self.bounds
        return high[0] - low[0], high[1] - low[1], high[2] - low[2]

    @cached_property
    def geometry(self) -> MeshGeometry:
        """The space as a solid in the root frame, a little too large: each element counts as its convex hull."""
        made = MeshGeometry()
        made.fill(*kernel.mesh_from_solid(kernel.unite(map(kernel.Solid.hull_points, self.hulls))))
        return made


def clearance(
    measures: Measures, a: str, b: str, *, over: object, elem_a: str | None = None, elem_b: str | None = None
) -> Clearance:
    """The least distance of two parts, or of visuals of theirs, while joints move; others stay as posed."""
    joints = _joints(measures, over)
    if a == b and elem_a == elem_b:
        raise Unmeasurable(f"clearance of {a!r} from itself; want two parts, or two visuals")
    measures.require_valid()
    gauge = _Gauge(measures, joints, (a, elem_a), (b, elem_b))
    if not joints:
        return gauge.at({})
    *others, last = joints
    best: Clearance | None = None
    for values in product(*(np.linspace(*_range(joint), GRID).tolist() for joint in others)):
        fixed = {joint.name: value for joint, value in zip(others, values, strict=True)}
        found = _least(gauge, fixed, last)
        if best is None or found.distance < best.distance:
            best = found
    assert best is not None
    return best


def swept_envelope(measures: Measures, part: str, *, over: object, elem: str | None = None) -> Envelope:
    """The space a part, or visuals of it, needs while joints move; others stay as posed.

    One joint's way is held without gaps; of several, the poses of a grid are, and nothing between them.
    """
    joints = _joints(measures, over)
    measures.require_valid()
    measures.select(part, elem)
    share = 1.0 / max(len(joints), 1)
    steps = [np.linspace(*_range(joint), round(ENVELOPE_STEPS**share)).tolist() for joint in joints]
    held = _held(measures, joints)
    placed = [
        measures.scene.at(
            {**held, **{joint.name: value for joint, value in zip(joints, values, strict=True)}}, parts=[part]
        )
        for values in product(*steps)
    ]
    rows = _rows(placed[0], part, elem)
    whole = unite_bounds(np.concatenate([posed.boxes[rows] for posed in placed]))
    assert whole is not None
    hulls: list[Array] = []
    for row in rows:
        corners = _hull_corners(placed[0].elements[row].mesh.vertices)
        shots = [apply_transform(posed.places[row], corners) for posed in placed]
        hulls += _stretches(shots) if len(joints) == 1 else shots
    return Envelope(as_nested(whole), tuple(hulls))


def _stretches(shots: list[Array]) -> list[Array]:
    """Points around each stretch of two steps: its ends, and the middle pushed out to where the ends' tangents meet."""
    return [
        np.concatenate([start, end, 2.0 * middle - 0.5 * (start + end)])
        for start, middle, end in zip(shots[0:-2:2], shots[1:-1:2], shots[2::2], strict=True)
    ]


class _Gauge:
    """The distance of two things as a function of joint values."""

    def __init__(
        self,
        measures: Measures,
        joints: list[Articulation],
        one: tuple[str, str | None],
        other: tuple[str, str | None],
    ) -> None:
        self.held = _held(measures, joints)
        for part, elem in (one, other):
            measures.select(part, elem)
        self.measures, self.one, self.other = measures, one, other

    def _posed(self, values: Mapping[str, float]) -> Posed:
        parts = dict.fromkeys([self.one[0], self.other[0]])
        return self.measures.scene.at({**self.held, **values}, parts=parts)

    def at(self, values: Mapping[str, float]) -> Clearance:
        """The clearance at joint values."""
        posed = self._posed(values)
        mine, theirs = _rows(posed, *self.one), _rows(posed, *self.other)
        nearest = posed.nearest(mine, theirs)
        assert nearest is not None
        gap, pair = max(nearest.distance, 0.0), (nearest.first, nearest.second)
        if nearest.collided or posed.nested(*pair):
            gap, pair = _deepest(posed, mine, theirs, pair)
        labels = [f"{posed.elements[row].part}/{posed.elements[row].label}" for row in pair]
        return Clearance(gap, dict(posed.configuration), (labels[0], labels[1]))

    def place(self, values: Mapping[str, float]) -> Array:
        """(4, 4) second-from-first transform."""
        world = self.measures.scene.world_from_part({**self.held, **values})
        return invert_rigid(world[self.other[0]]) @ world[self.one[0]]

    def moving_corners(self, places: Sequence[Array]) -> Array:
        """(8, 3) corners, in its own frame, of the box around the elements of the first that change place between
        poses as the second sees them; none where either is round about the axis of all that is between them.
        """
        posed = self._posed({})
        elements = [posed.elements[row] for row in _rows(posed, *self.one)]
        line = _line_of_turns(places)
        if line is not None:
            others = [posed.elements[row] for row in _rows(posed, *self.other)]
            if all(_is_round(element, *_moved(places[0], *line)) for element in others):
                return np.zeros((0, 3))
            elements = [element for element in elements if not _is_round(element, *line)]
        whole = unite_bounds([element.bounds_in_part for element in elements])
        return np.zeros((0, 3)) if whole is None else corners_of(whole)


def _line_of_turns(places: Sequence[Array]) -> tuple[Array, Array] | None:
    """Point and unit direction, in the first's frame, of the line that it turns about from each place to the next;
    None when it does anything else.
    """
    first, *rest = (invert_rigid(places[0]) @ place for place in places[1:])
    skew = first[:3, :3] - first[:3, :3].T
    axis = np.array([skew[2, 1], skew[0, 2], skew[1, 0]])
    if np.linalg.norm(axis) < LEAST_TURN:
        return None
    axis = axis / np.linalg.norm(axis)
    point = np.asarray(np.linalg.lstsq(np.eye(3) - first[:3, :3], first[:3, 3])[0], dtype=float)
    on_line = np.stack([point, point + axis])
    stays = all(
        np.allclose(apply_transform(motion, on_line), on_line, atol=ON_LINE) for motion in (first, *rest)
    )
    return (point, axis) if stays else None


def _moved(place: Array, point: Array, axis: Array) -> tuple[Array, Array]:
    return apply_transform(place, point[None])[0], place[:3, :3] @ axis


def _is_round(element: Element, point: Array, axis: Array) -> bool:
    """Whether turning about the line, in the part's frame, leaves the element where it is."""
    return element.form.is_round_about(*_moved(invert_rigid(element.part_from_element), point, axis))


def _least(gauge: _Gauge, fixed: Mapping[str, float], joint: Articulation) -> Clearance:
    """The least clearance over one joint's range, by halving the stretches that could still hold it."""
    found: dict[float, tuple[Clearance, Array]] = {}
    low, high = _range(joint)
    tried = [gauge.place({**fixed, joint.name: low + share * (high - low)}) for share in (0.0, 0.31, 0.62)]
    corners = gauge.moving_corners(tried)

    def look(value: float) -> tuple[Clearance, Array]:
        if value not in found:
            values = {**fixed, joint.name: value}
            found[value] = gauge.at(values), apply_transform(gauge.place(values), corners)
        return found[value]

    def bounded(low: float, high: float) -> tuple[float, float, float]:
        (near, start), (far, end) = look(low), look(high)
        way = ARC * float(np.linalg.norm(end - start, axis=1).max(initial=0.0))
        return 0.5 * (near.distance + far.distance - way), low, high

    cuts = np.linspace(low, high, STRETCHES + 1).tolist()
    waiting = [bounded(low, high) for low, high in pairwise(cuts)]
    heapq.heapify(waiting)
    best = min((each for each, _ in found.values()), key=lambda each: each.distance)
    while waiting and len(found) < MOST_LOOKS:
        bound, low, high = heapq.heappop(waiting)
        if bound > best.distance - (max(FINE, SHARE * best.distance) if best.distance > 0.0 else DEEP):
            break
        middle = 0.5 * (low + high)
        best = min(best, look(middle)[0], key=lambda each: each.distance)
        for half in (bounded(low, middle), bounded(middle, high)):
            heapq.heappush(waiting, half)
    return best


def _deepest(
    posed: Posed, mine: Iterable[int], theirs: Iterable[int], pair: tuple[int, int]
) -> tuple[float, tuple[int, int]]:
    """Minus the depth of the deepest overlap, and its elements; 0 where skins only touch."""
    gap = 0.0
    for first, second in product(mine, theirs):
        apart = np.maximum(
            posed.boxes[first][0] - posed.boxes[second][1], posed.boxes[second][0] - posed.boxes[first][1]
        )
        if apart.max() >= 0.0 or not (has_volume(posed, first) and has_volume(posed, second)):
            continue
        overlap = measure_overlap(posed, first, second)
        if overlap is not None and -overlap.depth < gap:
            gap, pair = -overlap.depth, (first, second)
    return gap, pair


def _joints(measures: Measures, over: object) -> list[Articulation]:
    """The joints meant by one, several or none."""
    given = [] if over is None else list(over) if isinstance(over, (list, tuple, set)) else [over]
    if len(given) > MOST_JOINTS:
        raise Unmeasurable(f"over={len(given)} joints; want at most {MOST_JOINTS} at a time")
    joints = [measures.model.get_articulation(name_of(each, "over")) for each in given]
    for joint in joints:
        if joint.law is not None:
            raise Unmeasurable(f"joint {joint.name!r} follows {joint.law.joint!r}; want that one")
        if not joint.articulation_type.is_scalar:
            raise Unmeasurable(
                f"joint {joint.name!r} is {joint.articulation_type.value}; want one that moves"
            )
        _range(joint)
    return joints


def _range(joint: Articulation) -> tuple[float, float]:
    """Lowest and highest value; a full turn for a continuous joint."""
    if joint.articulation_type is ArticulationType.CONTINUOUS:
        return 0.0, 2.0 * pi
    limits = joint.motion_limits
    if limits is None or limits.lower is None or limits.upper is None:
        raise Unmeasurable(f"joint {joint.name!r} has no limits; want lower and upper")
    return limits.lower, limits.upper


def _held(measures: Measures, joints: list[Articulation]) -> dict[str, float]:
    """The current pose, with whatever must be out of these joints' way released."""
    farthest = {joint.name: max(_range(joint), key=abs) for joint in joints}
    wanted = released(measures.model, {**measures.configuration, **farthest})
    return {name: value for name, value in wanted.items() if name not in farthest}


def _rows(posed: Posed, part: str, elem: str | None) -> list[int]:
    return [row for row in posed.of_part(part) if elem in (None, posed.elements[row].name)]


def _hull_corners(vertices: Array) -> Array:
    """(k, 3) those of the vertices that are corners of their convex hull."""
    solid = kernel.Solid.hull_points(vertices)
    return vertices if solid.is_empty() else np.array(solid.to_mesh64().vert_properties[:, :3])
