"""X_NO_HARDWARE_AT_AXIS: at every turning axis there is something to turn on.

What is wrong: a joint turns about a line where nothing could carry it: the pin, shaft or bearing is missing. One
element lying on the axis (solid there, or a ring about it) must reach the other side within a running clearance;
a ring needs a counterpart that it encloses or that encloses it. A declared fit between the two sides, with matter of
one of its elements at the axis, is hardware too.

Bad:  a lid that turns about the edge of its box, with no hinge
Good: knuckles on both parts and a pin ``Cylinder(0.002, 0.1)`` along the axis.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from sdk.findings import Finding
from sdk.model.articulation import Articulation, ArticulationType
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject
from sdk.qc.sweep import Sweeps
from sdk.qc.ways import ROWS_AT_ONCE
from sdk.scene import Posed
from sdk.scene.forms import Form
from sdk.scene.pruning import overlapping
from sdk.spatial import apply_transform, invert_rigid, transform_of

CODE = "X_NO_HARDWARE_AT_AXIS"
NAME = "check_axis_hardware"
CLEARANCE = 0.001
"""Metres between a pin and its bore that still carry."""
LEAST_OFFSET = 0.001
"""Metres: an element's middle may lie so far from the axis it is centred on."""
OFFSET_SHARE = 0.15
"""Of its width across the axis: the same for large ones."""
SAME = 1e-9
"""Metres that one distance worked out for two elements may differ."""
AT_AXIS = 0.005
"""Metres from the axis within which a declared fit carries the joint."""
AXIS_SAMPLES = 33
SAMPLES = np.array([0.5, 0.02, 0.98, 0.26, 0.74])
NESTED_SHARE = 0.3
"""Of the shorter ring's length that must lie within the other one's."""


@dataclass(frozen=True, eq=False)
class _Seat:
    """An element centred on the axis, and where it lies along it."""

    index: int
    low: float
    high: float


@dataclass(eq=False)
class _Turn:
    """A joint that turns, and what lies along its axis."""

    joint: Articulation
    point: np.ndarray
    axis: np.ndarray
    sides: tuple[list[int], list[int]]
    """Elements of the parent's and of the child's rigid cluster; neither is empty."""
    seats: tuple[list[_Seat], list[_Seat]] = field(default_factory=lambda: ([], []))
    nearest: int = 0
    """The element whose middle is nearest to the axis; the first of those equally near."""


def check_axis_hardware(subject: Subject) -> Outcome:
    """Whether each turning joint has a pin, shaft or bearing."""
    findings = [finding for turn in _turns(subject) if (finding := _bare(subject, turn)) is not None]
    return Outcome(ok=not findings, findings=tuple(findings))


def rigid_clusters(subject: Subject) -> dict[str, str]:
    """Part name -> name of the first part of those it is fixed to, itself included."""
    first: dict[str, str] = {name: name for name in subject.scene.part_names}

    def of(name: str) -> str:
        while first[name] != name:
            name = first[name]
        return name

    for joint in subject.scene.model.articulations:
        if joint.articulation_type is ArticulationType.FIXED:
            first[of(joint.child)] = of(joint.parent)
    return {name: of(name) for name in first}


def _turns(subject: Subject) -> Iterator[_Turn]:
    """Every joint that turns something against something, in the model's order."""
    posed = Sweeps.of(subject).posed
    clusters = subject.scene.once("clusters", lambda: rigid_clusters(subject))
    members = _members(posed, clusters)
    found: list[_Turn] = []
    rows = 0
    for joint in subject.scene.model.articulations:
        sides = tuple(members.get(clusters[name], []) for name in (joint.parent, joint.child))
        if not joint.articulation_type.is_angular or not all(sides):
            continue
        found.append(_Turn(joint, *axis_in_world(subject, joint), (sides[0], sides[1])))
        rows += len(sides[0]) + len(sides[1])
        if rows >= ROWS_AT_ONCE:
            _find_seats(posed, found)
            yield from found
            found, rows = [], 0
    _find_seats(posed, found)
    yield from found


def _bare(subject: Subject, turn: _Turn) -> Finding | None:
    sweeps = Sweeps.of(subject)
    joint, screw_point, axis, sides, seats = turn.joint, turn.point, turn.axis, turn.sides, turn.seats
    for side in (0, 1):
        for seat, near in _near_seats(sweeps.posed, seats[side], sides[1 - side]):
            if _is_solid_on(sweeps.posed, seat, screw_point, axis) and _reaches(sweeps, seat.index, near):
                return None
    for one in seats[0]:
        for other in seats[1]:
            common = min(one.high, other.high) - max(one.low, other.low)
            if common > NESTED_SHARE * min(one.high - one.low, other.high - other.low) and _reaches(
                sweeps, one.index, [other.index]
            ):
                return None
    if _has_fit_at(subject, sides, screw_point, axis):
        return None
    near = sweeps.posed.elements[turn.nearest]
    return CODES[CODE].finding(
        summary=(
            f"joint {joint.name!r} turns about a line with no pin, shaft or bearing between {joint.parent!r} and "
            f"{joint.child!r}; add a pin along its axis through both, with a running clearance"
        ),
        details=f"nearest element: {near.part}/{near.label}",
        check=NAME,
        parts=(joint.parent, joint.child),
        joint=joint.name,
        pose={},
        limit=CLEARANCE,
        line=joint.line,
    )


def _has_fit_at(subject: Subject, sides: Iterable[list[int]], point: np.ndarray, axis: np.ndarray) -> bool:
    """Whether a declared fit joins the two sides with matter of either of its elements at the axis."""
    posed = Sweeps.of(subject).posed
    for fit in subject.scene.model.fits:
        named = {
            (part, element.visual_name)
            for part, wanted in ((fit.child, fit.elem_child), (fit.parent, fit.elem_parent))
            for element in posed.elements
            if element.part == part and wanted in (None, element.visual_name)
        }
        fitted = [
            [
                index
                for index in side
                if (posed.elements[index].part, posed.elements[index].visual_name) in named
            ]
            for side in sides
        ]
        if all(fitted) and any(_is_at_axis(posed, index, point, axis) for index in (*fitted[0], *fitted[1])):
            return True
    return False


def _is_at_axis(posed: Posed, index: int, point: np.ndarray, axis: np.ndarray) -> bool:
    """Whether matter of the element comes within `AT_AXIS` of the axis."""
    form_from_world = invert_rigid(posed.places[index])
    form = posed.elements[index].form
    ends = (posed.boxes[index] - point) @ axis
    reach = 0.5 * float(np.linalg.norm(posed.boxes[index][1] - posed.boxes[index][0]))
    middle = float(ends.mean())
    line = point + (middle + np.linspace(-reach, reach, AXIS_SAMPLES))[:, None] * axis
    return any(
        form.distance_to(local) <= AT_AXIS or form.contains(local)
        for local in apply_transform(form_from_world, line)
    )


def axis_in_world(subject: Subject, joint: Articulation) -> tuple[np.ndarray, np.ndarray]:
    """(point, unit axis) of a joint at rest, (3,) each in the world."""
    world = subject.scene.at_rest(subject.profile.granularity).world_from_part
    world_from_joint = world[joint.parent] @ transform_of(joint.origin)
    axis = world_from_joint[:3, :3] @ np.asarray(joint.axis, dtype=float)
    return world_from_joint[:3, 3], axis / (float(np.linalg.norm(axis)) or 1.0)


def _find_seats(posed: Posed, turns: Sequence[_Turn]) -> None:
    """Put down for each turn which elements of either side are centred on its axis, and which is nearest to it."""
    if not turns:
        return
    counts = [len(side) for turn in turns for side in turn.sides]
    indices = np.array([index for turn in turns for side in turn.sides for index in side])
    points = np.repeat([turn.point for turn in turns for _ in turn.sides], counts, axis=0)
    axes = np.repeat([turn.axis for turn in turns for _ in turn.sides], counts, axis=0)
    halves = posed.frames[indices, :, :3]
    middles = posed.frames[indices, :, 3] - points
    along = np.einsum("ij,ij->i", middles, axes)
    offsets = np.linalg.norm(middles - along[:, None] * axes, axis=1)
    along_halves = np.einsum("ijk,ij->ik", halves, axes)
    radial = halves - axes[:, :, None] * along_halves[:, None]
    widths = 2.0 * np.abs(radial).sum(axis=2).max(axis=1)
    reaches = np.abs(along_halves).sum(axis=1)
    is_centred = (offsets <= np.maximum(LEAST_OFFSET, OFFSET_SHARE * widths)).tolist()
    spans = np.stack([along - reaches, along + reaches], axis=1).tolist()
    start = 0
    for turn in turns:
        found: list[list[_Seat]] = []
        first = start
        for side in turn.sides:
            rows = range(start, start + len(side))
            found.append([_Seat(side[row - start], *spans[row]) for row in rows if is_centred[row]])
            start += len(side)
        turn.seats = found[0], found[1]
        own = offsets[first:start]
        turn.nearest = int(indices[first + int(np.argmax(own <= own.min() + SAME))])


def _members(posed: Posed, clusters: dict[str, str]) -> dict[str, list[int]]:
    """Cluster -> its elements."""
    found: dict[str, list[int]] = {}
    for index, part in enumerate(posed.owners.tolist()):
        found.setdefault(clusters[posed.parts[part]], []).append(index)
    return found


def _near_seats(posed: Posed, seats: list[_Seat], others: list[int]) -> Iterator[tuple[_Seat, list[int]]]:
    """The seats whose boxes come within a running clearance of others', and of which."""
    if not seats:
        return
    boxes = posed.boxes[[seat.index for seat in seats]]
    reaching = boxes + np.array([[-CLEARANCE], [CLEARANCE]])
    near: dict[int, list[int]] = {}
    for row, column in overlapping(reaching, posed.boxes[others]).tolist():
        near.setdefault(row, []).append(others[column])
    for row, found in near.items():
        yield seats[row], found


def _is_solid_on(posed: Posed, seat: _Seat, point: np.ndarray, axis: np.ndarray) -> bool:
    """Whether the element is solid on the axis, rather than a ring about it."""
    line = point + (seat.low + SAMPLES * (seat.high - seat.low))[:, None] * axis
    local = apply_transform(invert_rigid(posed.places[seat.index]), line)
    return _holds_any(posed.elements[seat.index].form, tuple(map(tuple, np.round(local, 8).tolist())))


@lru_cache(maxsize=4096)
def _holds_any(form: Form, points: tuple[tuple[float, ...], ...]) -> bool:
    """Whether some of the points, in the form's frame, lie in its matter; an open mesh holds all."""
    if not form.is_solid and not form.mesh.is_closed:
        return True
    return any(form.contains(np.array(point)) for point in points)


def _reaches(sweeps: Sweeps, index: int, others: list[int]) -> bool:
    """Whether the element comes within a running clearance of any of the others."""
    posed = sweeps.posed
    rows = np.array(others)
    low, high = posed.boxes[:, 0], posed.boxes[:, 1]
    apart = np.maximum(low[rows] - high[index], low[index] - high[rows]).max(axis=1)
    return any(
        posed.meets(index, other, tolerance=CLEARANCE, filled=True)
        for other in rows[apart <= CLEARANCE].tolist()
    )
