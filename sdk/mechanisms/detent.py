"""`detent`: a notched disc and what clicks into its notches, a spring plunger or a leaf with a nose.

The nose really rides: its own joint follows the disc's by the exact lift over the notches' edges. A newcomer's
mistake: to give limits beside a notch. The disc rests where a notch faces the nose; range and pose as modelled
are multiples of the step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import asin, atan2, ceil, cos, hypot, pi, sin, sqrt
from typing import Any, Literal

import numpy as np

from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.plates import hull_plate
from sdk.geometry.primitives import CylinderGeometry, SphereGeometry
from sdk.geometry.spans import span_box
from sdk.mechanisms.assembly import (
    BRASS,
    DARK,
    GAP,
    STEEL,
    Assembly,
    length_of,
    moving_joint,
    parts_of,
    perpendicular,
    require,
)
from sdk.mechanisms.bores import ROUND, bore, united
from sdk.mechanisms.handle import Handle
from sdk.model.articulation import Articulation
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part, Visual

SUNK = 0.45
"""How deep the nose sits in a notch, of its radius: it climbs out without a jam, and holds against a knock."""
LEAF = 6.0
"""Length of a leaf from its root to its nose, in nose radii."""
ROWS = 12
"""Rows of the lift's table over each half step."""


@dataclass(frozen=True, kw_only=True)
class DetentSize:
    """Every dimension of a detent, metres and radians; the nose lies towards +x of the disc."""

    radius: float
    """Of the disc."""
    nose: float
    thickness: float
    spindle: float
    """Radius of the spindle."""
    step: float
    gap: float

    @property
    def notch(self) -> float:
        """Radius of a notch: the nose's with its clearance."""
        return self.nose + self.gap

    @property
    def edge(self) -> float:
        """Half the angle that a notch takes of the rim."""
        reach = self.seated
        return float(np.arccos((self.radius**2 + reach**2 - self.notch**2) / (2 * self.radius * reach)))

    @property
    def seated(self) -> float:
        """From the axis to the middle of the nose in a notch."""
        return self.radius + self.notch - SUNK * self.nose

    @property
    def raised(self) -> float:
        """From the axis to the middle of the nose on the rim."""
        return self.radius + self.notch

    def reach(self, turn: float) -> float:
        """Least distance from the axis of a nose that stands `turn` beside the middle of a notch."""
        beside = abs((turn + self.step / 2) % self.step - self.step / 2)
        corner = self.edge - beside
        if corner <= 0.0:
            return self.raised
        across = self.radius * sin(corner)
        return self.radius * cos(corner) + sqrt(max(self.notch**2 - across**2, 0.0))


def detent(
    model: ArticulatedObject,
    parent: Part | str,
    child: Part | str,
    *,
    at: Any,
    axis: Sequence[float],
    positions: int,
    diameter: float,
    step: float | None = None,
    rest: int = 0,
    style: Literal["plunger", "leaf"] = "plunger",
    side: Sequence[float] | None = None,
    on: Articulation | Handle | str | None = None,
    nose_diameter: float | None = None,
    thickness: float | None = None,
    spindle_diameter: float | None = None,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    gap: float | None = None,
    clearance: bool = True,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """A disc on the child that clicks from notch to notch; the child's frame stands at `at`.

    The handle's joint is the turn: from ``-rest * step`` to ``(positions - 1 - rest) * step``, or endless when
    the positions fill the circle. `joints` also holds the nose's, which follows. Pieces: ``disc``, ``nose``,
    ``bracket`` and ``spindle`` on the parent; a leaf also has its ``root`` pin. Ports: ``hub`` on the disc's
    upper face, ``bracket`` under it.

    Args:
        model: the object.
        parent: carries spindle, bracket and nose.
        child: carries the disc.
        at: middle of the disc in the parent's frame.
        axis: of the disc, in the parent's frame; the bracket lies on its lower side.
        positions: how many notches, 2 to 48.
        diameter: of the disc.
        step: angle between two positions; the circle divided by them when left out.
        rest: number of the position as modelled, from 0.
        style: ``plunger`` (ball-nosed pin in a sleeve) or ``leaf`` (spring strip with a rounded nose).
        side: from the axis to the nose.
        on: the joint that turns the child on the parent, when there is one already; its limits stay, and no
            spindle is made.
        nose_diameter: from the spacing of the notches, at most a fifth of the disc, when left out.
        thickness: of the disc; 1.1 nose diameters.
        spindle_diameter: a fifth of the disc's.
        positive: direction in which positive values move the child, instead of the axis' sign.
        positive_elem: the child's visual that it is judged by.
        gap: running clearance on one side; 0.2 mm or a tenth of the nose, whichever is less.
        clearance: cut the spindle's bore and the disc's room in the parts' own closed solids.
        name: of the turning joint, and prefix of the nose's joint, its part ``<name>_nose`` and the visuals.
        material: for all pieces, instead of the usual finishes.

    Raises:
        ValidationError: a step that the positions overfill, a nose wider than a step of the rim, a rest that is
            no position, a joint of other parts; the text says what would fit.
    """
    carrier, carried, free = parts_of(model, parent, child, "detent")
    given_joint = None if on is None else model.get_articulation(on if isinstance(on, str) else on.name)
    label = name or (free if given_joint is None else f"{given_joint.name}_detent")
    where = f"detent {label!r}"
    require(
        style in ("plunger", "leaf"),
        f"{where} style",
        given=style,
        wanted="'plunger' or 'leaf'",
        code="choice",
    )
    size = _size(where, positions, diameter, step, nose_diameter, thickness, spindle_diameter, gap)
    require(
        isinstance(rest, int) and 0 <= rest < positions,
        f"{where} rest", given=rest, wanted=f"a position from 0 to {positions - 1}", code="positions",
    )  # fmt: skip
    endless = step is None or abs(positions * size.step - 2 * pi) < 1e-6
    across = None if side is None else perpendicular(side, axis, f"{where} side")
    if given_joint is None:
        turn = moving_joint(
            model, label, "continuous" if endless else "revolute", carrier, carried, at=at, axis=axis,
            lower=None if endless else -rest * size.step,
            upper=None if endless else (positions - 1 - rest) * size.step,
            positive=positive, positive_elem=positive_elem, velocity=6.0,
        )  # fmt: skip
    else:
        turn = _shared(given_joint, carrier, carried, where)
    bench = Assembly(model, turn, side=across, material=material, name=label)
    if given_joint is not None:
        _stand_at(bench, at, where)
    rider = model.part(f"{label}_nose")
    build = _plunger if style == "plunger" else _leaf
    if clearance:
        _make_room(bench, size, shafted=given_joint is None)
    ride = build(bench, rider, size, label)
    notches = range(positions) if endless else range(-rest, positions - rest)
    _disc(bench, size, list(notches), shafted=given_joint is None)
    held_by, kind = ("root", "running") if style == "leaf" else ("bracket", "sliding")
    model.fit(
        rider, carrier, elem_child=bench.pieces["nose"].name, elem_parent=bench.pieces[held_by].name,
        gap=size.gap, kind=kind,  # type: ignore[arg-type]
    )  # fmt: skip
    bench.port("hub", carried, (0, 0, size.thickness / 2))
    return Handle(turn, dict(bench.pieces), dict(bench.ports), (turn, ride))


def _size(
    where: str,
    positions: int,
    diameter: float,
    step: float | None,
    nose_diameter: float | None,
    thickness: float | None,
    spindle_diameter: float | None,
    gap: float | None,
) -> DetentSize:
    require(
        isinstance(positions, int) and 2 <= positions <= 48,
        f"{where} positions", given=positions, wanted="2 to 48", code="positions",
    )  # fmt: skip
    radius = length_of(diameter, f"{where} diameter") / 2
    pitch = 2 * pi / positions if step is None else float(step)
    require(
        pitch > 0.0 and positions * pitch <= 2 * pi + 1e-9, f"{where} step", given=f"{pitch:.4g} rad",
        wanted=f"more than 0 and at most {2 * pi / positions:.4f} rad for {positions} positions", code="step",
    )  # fmt: skip
    widest = min(0.2 * radius, 0.42 * radius * sin(min(pitch, pi) / 2))
    nose = (
        widest
        if nose_diameter is None
        else length_of(
            nose_diameter, f"{where} nose_diameter", most=2.2 * widest, why="a wider one spans two notches"
        )
        / 2
    )
    slack = length_of(
        min(GAP, 0.1 * nose) if gap is None else gap,
        f"{where} gap",
        most=0.2 * nose,
        why="a tenth of the nose",
    )
    spindle = (
        0.2 * radius
        if spindle_diameter is None
        else length_of(
            spindle_diameter, f"{where} spindle_diameter", most=1.2 * radius, why="0.6 of the disc's"
        )
        / 2
    )
    thick = 2.2 * nose if thickness is None else length_of(thickness, f"{where} thickness")
    return DetentSize(radius=radius, nose=nose, thickness=thick, spindle=spindle, step=pitch, gap=slack)


def _shared(joint: Articulation, parent: Part, child: Part, where: str) -> Articulation:
    """The author's own joint, when it turns this child on this parent.

    Raises:
        ValidationError: it joins others, or does not turn.
    """
    require(
        (joint.parent, joint.child) == (parent.name, child.name) and joint.articulation_type.is_angular,
        f"{where} on", given=f"{joint.name!r}, {joint.articulation_type.value}, {joint.parent} to {joint.child}",
        wanted=f"a joint that turns {child.name!r} on {parent.name!r}", code="choice",
    )  # fmt: skip
    return joint


def _stand_at(bench: Assembly, at: Any, where: str) -> None:
    """Move the bench along the shared joint's axis to where the disc lies."""
    place = np.asarray(getattr(at, "xyz", at), dtype=float)
    foot, along = bench.parent_from_joint[:3, 3], bench.parent_from_joint[:3, 2]
    height = float((place - foot) @ along)
    beside = float(np.linalg.norm(place - foot - height * along))
    require(
        beside < 1e-5, f"{where} at", given=f"{beside * 1000:.4g} mm beside the axis of {bench.joint.name!r}",
        wanted="a point on it",
    )  # fmt: skip
    bench.parent_from_joint[:3, 3] += height * along
    bench.child_from_joint[:3, 3] += height * along


def _make_room(bench: Assembly, size: DetentSize, *, shafted: bool) -> None:
    around = size.raised + size.nose
    bench.cut(
        bench.parent, bore(size.radius + size.gap, size.thickness + 2 * size.gap), what="room for the disc"
    )
    if shafted:
        bench.cut(bench.child, bore(size.spindle + size.gap, 4 * around), what="bore")


def _disc(bench: Assembly, size: DetentSize, notches: list[int], *, shafted: bool) -> None:
    """Disc, spindle and the fit between them; notch 0 faces the nose as modelled."""
    blank = CylinderGeometry(size.radius, size.thickness, radial_segments=2 * ROUND)
    deep = bore(size.notch, 2 * size.thickness)
    cutters = [deep.copy().translate(size.seated, 0, 0).rotate_z(-row * size.step) for row in notches]
    hole = bore(size.spindle + size.gap, 2 * size.thickness)
    bench.place(bench.child, "disc", united([blank], less=[*cutters, hole]), finish=BRASS)
    if not shafted:
        return
    low, _ = _layers(size)
    head = 0.5 * size.spindle
    top = size.thickness / 2 + size.gap
    rod = CylinderGeometry(size.spindle, top + head - low, radial_segments=ROUND)
    cap = CylinderGeometry(1.6 * size.spindle, head, radial_segments=ROUND)
    made = united([rod.translate(0, 0, (top + head + low) / 2), cap.translate(0, 0, top + head / 2)])
    bench.place(bench.parent, "spindle", made, finish=STEEL)
    bench.fit("disc", "spindle", gap=size.gap)


def _layers(size: DetentSize) -> tuple[float, float]:
    """Lower and upper face of the bracket's plate, under the disc."""
    high = -size.thickness / 2 - size.gap
    return high - max(0.6 * size.nose, 0.1 * size.radius), high


def _plunger(bench: Assembly, rider: Part, size: DetentSize, label: str) -> Articulation:
    """A ball-nosed pin in a sleeve that stands on the bracket, sliding along x."""
    lift = size.raised - size.seated
    low, high = _layers(size)
    face = size.radius + 0.25 * size.nose + size.gap
    tail = size.seated + 3.2 * size.nose
    end = tail + lift + size.gap + 0.6 * size.nose
    outer = 1.6 * size.nose
    sleeve = CylinderGeometry(outer, end - face, radial_segments=ROUND).rotate_y(pi / 2)
    well = bore(size.nose + size.gap, 2 * (end - face)).rotate_y(pi / 2)
    depth = tail + lift + size.gap
    plate = hull_plate([(0, 0, 2.2 * size.spindle), (end - outer, outer), (end - outer, -outer)], high - low)
    foot = span_box(x=(face, end), y=(-outer, outer), z=(low, 0.0))
    solid = united(
        [
            plate.translate(0, 0, (low + high) / 2),
            sleeve.translate((face + end) / 2, 0, 0),
            foot,
            span_box(x=(face, end), y=(-0.6 * outer, 0.6 * outer), z=(low, high)),
        ],
        less=[
            well.translate(depth - (end - face), 0, 0),
            bore(size.radius + size.gap, size.thickness + 2 * size.gap),
            bore(0.97 * size.spindle, 8 * size.radius),
        ],
    )
    bench.place(bench.parent, "bracket", solid, finish=DARK)
    bench.port("bracket", bench.parent, (0, 0, low), (0, 0, -1))
    place = bench.parent_from_joint @ np.array([size.seated, 0, 0, 1.0])
    slide = moving_joint(
        bench.model, f"{label}_nose", "prismatic", bench.parent, rider, at=place[:3],
        axis=tuple(bench.parent_from_joint[:3, 0].tolist()), lower=0.0, upper=lift * (1 + 1e-6), velocity=0.2,
    )  # fmt: skip
    pin = CylinderGeometry(size.nose, tail - size.seated, radial_segments=ROUND).rotate_y(pi / 2)
    ball = SphereGeometry(size.nose, width_segments=ROUND, height_segments=ROUND // 2).rotate_y(pi / 2)
    shape = united([ball, pin.translate((tail - size.seated) / 2, 0, 0)])
    _place_rider(bench, rider, shape)
    _follow(bench, slide, size, lambda turn: size.reach(turn) - size.seated)
    return slide


def _leaf(bench: Assembly, rider: Part, size: DetentSize, label: str) -> Articulation:
    """A strip along -y with its eye on a root pin at the far end, swinging the nose off the disc."""
    long = max(LEAF * size.nose, 1.1 * size.radius)
    low, high = _layers(size)
    strip = 0.3 * size.nose
    pin = 0.5 * size.nose
    eye = 2.0 * pin
    half = size.thickness / 2
    root = np.array([size.seated, -long])
    plate = hull_plate([(0, 0, 2.2 * size.spindle), (*root.tolist(), 1.2 * eye)], high - low)
    hole = bore(0.97 * size.spindle, 8 * size.radius)
    bench.place(
        bench.parent, "bracket", united([plate.translate(0, 0, (low + high) / 2)], less=[hole]), finish=DARK
    )
    bench.port("bracket", bench.parent, (0, 0, low), (0, 0, -1))
    head = 0.5 * pin
    rod = CylinderGeometry(pin, half + size.gap + head - low, radial_segments=ROUND).translate(
        0, 0, (half + size.gap + head + low) / 2
    )
    cap = CylinderGeometry(1.6 * pin, head, radial_segments=ROUND).translate(0, 0, half + size.gap + head / 2)
    bench.place(bench.parent, "root", united([rod, cap]).translate(root[0], root[1], 0.0))

    def least(turn: float) -> float:
        """Angle of the leaf at which the nose clears the disc, by bisection: the nose moves out with it."""

        def room(swing: float) -> float:
            x, y = root[0] + long * sin(swing), root[1] + long * cos(swing)
            return hypot(x, y) - size.reach(turn + atan2(y, x))

        inner, outer = -1e-9, 2.5 * asin(min(1.0, (size.raised - size.seated) / long))
        for _ in range(50):
            middle = (inner + outer) / 2
            inner, outer = (inner, middle) if room(middle) >= 0.0 else (middle, outer)
        return max(outer, 0.0)

    place = bench.parent_from_joint @ np.array([*root, 0.0, 1.0])
    most = max(least(turn) for turn in _half_steps(size, 0.0, size.step))
    swing = moving_joint(
        bench.model, f"{label}_nose", "revolute", bench.parent, rider, at=place[:3],
        axis=tuple((-bench.parent_from_joint[:3, 2]).tolist()), lower=0.0, upper=most * 1.02 + 1e-6, velocity=6.0,
    )  # fmt: skip
    bar = span_box(x=(-strip, strip), y=(0.0, long), z=(-half, half))
    ring = CylinderGeometry(eye, 2 * half, radial_segments=ROUND)
    tip = CylinderGeometry(size.nose, 2 * half, radial_segments=ROUND).translate(0, long, 0)
    shape = united([bar, ring, tip], less=[bore(pin + size.gap, 4 * half)])
    _place_rider(bench, rider, shape)
    _follow(bench, swing, size, least)
    return swing


def _place_rider(bench: Assembly, rider: Part, shape: MeshGeometry) -> None:
    """Put a piece on the nose's part, drawn in the disc's directions about the nose's own joint."""
    about = np.eye(4)
    about[:3, :3] = bench.parent_from_joint[:3, :3]
    bench.frames[rider.name] = about
    bench.place(rider, "nose", shape, finish=STEEL)


def _follow(bench: Assembly, ride: Articulation, size: DetentSize, law: Callable[[float], float]) -> None:
    """Couple the nose to the disc by a table with a row at every corner of the law."""
    limits = bench.joint.motion_limits
    endless = bench.joint.articulation_type.value == "continuous"
    low = 0.0 if endless or limits is None or limits.lower is None else limits.lower
    high = 2 * pi if endless or limits is None or limits.upper is None else limits.upper
    rows = {turn: law(turn) for turn in _half_steps(size, low, high)}
    if endless:
        rows[high] = rows[low]
    bench.model.couple(ride, bench.joint, table=rows)


def _half_steps(size: DetentSize, low: float, high: float) -> list[float]:
    """Turns from low to high, with one at each notch, at each edge and between."""
    first, last = ceil(low / size.step - 1e-9) - 1, ceil(high / size.step + 1e-9)
    turns = {low, high}
    for row in range(first, last + 1):
        for share in np.linspace(0.0, 1.0, ROWS + 1).tolist():
            turns |= {row * size.step + share * size.edge, row * size.step - share * size.edge}
    kept = sorted(turn for turn in turns if low <= turn <= high)
    return [turn for row, turn in enumerate(kept) if row == 0 or turn - kept[row - 1] > 1e-9 or turn == high]
