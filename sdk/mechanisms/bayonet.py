"""`bayonet`: a plug whose lugs go down slots and turn under ledges; push in, twist, locked.

Modelled locked, at 0: turning by `angle` rides the lugs along their ramps to the slots, then the plug draws out
by `drop`. A newcomer's mistake: to look for one joint that does both. The turn and the draw are joints of
their own; an interlock lets the draw leave 0 only with the lugs under their slots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, tan
from typing import Any, Literal

import numpy as np

from sdk.geometry.arrays import array_polar
from sdk.geometry.lathe import LatheGeometry
from sdk.geometry.mesh import MeshGeometry
from sdk.mechanisms.assembly import (
    BRASS,
    DARK,
    GAP,
    STEEL,
    Assembly,
    empty_part,
    length_of,
    moving_joint,
    parts_of,
    perpendicular,
    require,
)
from sdk.mechanisms.bores import ROUND, bore, bore_radius, united
from sdk.mechanisms.handle import Handle
from sdk.model.articulation import Articulation
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part
from sdk.spatial import Array

ENGAGEMENT = 0.2
"""Share of the plug that stays in the ring when it is drawn out as far as its limit."""
SELF_LOCKING = pi / 60
"""Slope of the ramps, 3 degrees: steel on brass does not slip back below about 6."""
LEAST_LUG = 0.05
"""Half of a lug's width, radians, below which it would shear."""
RIB = 0.15
"""What stays between one lug's track and the next one's, radians."""
UNLOCKED = 0.97
"""Share of the turn from which the plug may be drawn."""


@dataclass(frozen=True, kw_only=True)
class BayonetSize:
    """Every dimension of a bayonet, metres and radians; z runs out of the ring, whose mouth is z = 0."""

    radius: float
    """Of the plug."""
    lugs: int
    half: float
    """Half of a lug's width, radians."""
    rise: float
    """How far a lug stands out of the plug."""
    thick: float
    """Of a lug, along the axis."""
    ledge: float
    """Thickness of what holds the lugs, at the slots."""
    angle: float
    ramp: float
    """How far the turn lifts the plug."""
    drop: float
    depth: float
    """Of the plug in the ring."""
    wall: float
    gap: float

    @property
    def outer(self) -> float:
        """Outer radius of ring and collar."""
        return self.radius + self.rise + self.gap + self.wall

    @property
    def top(self) -> float:
        """Upper face of the lugs, locked."""
        return -self.ledge - self.ramp - self.gap

    @property
    def ring_low(self) -> float:
        """Lower end of the ring."""
        return -self.depth - 0.5 * self.thick


def bayonet(
    model: ArticulatedObject,
    parent: Part | str,
    child: Part | str,
    *,
    at: Any,
    axis: Sequence[float],
    diameter: float,
    angle: float = pi / 3,
    drop: float | None = None,
    lugs: int = 2,
    ramp: float | None = None,
    male: Literal["child", "parent"] = "child",
    hand: Literal["right", "left"] = "right",
    side: Sequence[float] | None = None,
    depth: float | None = None,
    wall: float | None = None,
    lug_rise: float | None = None,
    lug_thickness: float | None = None,
    gap: float | None = None,
    clearance: bool = True,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """A locking coupling on the axis through `at`; the child's frame stands there, parallel to the parent's.

    The handle's joint is the turn, 0 (locked) to `angle`; `joints` are the turn, the draw ``<name>_draw`` from 0
    to `drop`, and with a ramp its lift ``<name>_ramp``, which follows the turn. Pieces: ``ring``, ``plug`` (a tube
    with its collar), ``lugs``. Ports: ``mouth`` on the ring's part, ``collar`` where the plug's own body begins,
    ``nose`` at the plug's inner end. Over all it measures ``1.6 * diameter`` or a little more across.

    Args:
        model: the object.
        parent: stays.
        child: turns and is drawn out; locked as modelled.
        at: middle of the ring's mouth (of the collar's underside for a male parent) in the parent's frame.
        axis: the way out, in the parent's frame.
        diameter: of the plug.
        angle: from locked to released.
        drop: how far it draws out when released; what frees the lugs, when left out.
        lugs: 2 to 6 of them.
        ramp: how far the turn lifts the plug; a slope of 3 degrees when left out, 0 for flat ledges.
        male: who has the plug.
        hand: ``right`` releases against the clock as seen from outside, as threads do.
        side: where the first lug lies, locked, across the axis.
        depth: of the plug in the ring; as drop and lugs need when left out.
        wall: of plug and ring; a seventh of the radius, at least 0.8 mm.
        lug_rise: how far lugs stand out of the plug; 0.22 of the radius.
        lug_thickness: of the lugs along the axis; 0.22 of the radius.
        gap: running clearance on one side; 0.2 mm or a fiftieth of the diameter, whichever is less.
        clearance: cut room for the ring in both parts' own closed solids.
        name: of the turning joint, and prefix of the others.
        material: for all pieces, instead of the usual finishes.

    Raises:
        ValidationError: an angle at which lugs and slots do not fit around the plug, a drop that leaves the
            ring; the text says what would fit. Unusable sizes.
    """
    carrier, carried, free = parts_of(model, parent, child, "bayonet")
    label = name or free
    where = f"bayonet {label!r}"
    for what, given, known in (("male", male, ("child", "parent")), ("hand", hand, ("right", "left"))):
        wanted = " or ".join(map(repr, known))
        require(given in known, f"{where} {what}", given=given, wanted=wanted, code="choice")
    size = _size(where, diameter, angle, drop, lugs, ramp, depth, wall, lug_rise, lug_thickness, gap)
    out = tuple(float(value) for value in axis)
    first_lug = None if side is None else perpendicular(side, out, f"{where} side")
    turn, draw, ramp_joint = _joints(model, label, carrier, carried, at, out, size, hand=hand)

    bench = Assembly(model, draw, side=first_lug, material=material, name=label)
    bench.child = carried  # its frame coincides with those of the empty carriers, locked
    holder, runner = (carrier, carried) if male == "child" else (carried, carrier)
    drawn = np.eye(4)  # from the frame the pieces are drawn in, mouth up, to the joint's
    if male == "parent":
        drawn = np.diag([1.0, -1.0, -1.0, 1.0])
    mirrored = hand == "left"
    if clearance:
        _make_room(bench, holder, runner, size, drawn)
    for part, key, piece, finish in (
        (holder, "ring", _ring(size), DARK),
        (runner, "plug", _plug(size), STEEL),
        (runner, "lugs", _lugs(size), BRASS),
    ):
        shape = piece.scale(1.0, -1.0, 1.0) if mirrored else piece
        bench.place(part, key, shape, finish=finish, origin_in_joint=drawn)
    on_child, on_parent = ("plug", "ring") if male == "child" else ("ring", "plug")
    bench.fit(on_child, on_parent, gap=size.gap)
    out_of_ring = drawn[:3, 2]
    bench.port("mouth", holder, (0, 0, 0), out_of_ring.tolist())
    collar = size.gap + size.thick
    bench.port("collar", runner, (collar * out_of_ring).tolist(), out_of_ring.tolist())
    bench.port("nose", runner, (-size.depth * out_of_ring).tolist(), (-out_of_ring).tolist())
    joints = (turn, draw) if ramp_joint is None else (turn, draw, ramp_joint)
    return Handle(turn, dict(bench.pieces), dict(bench.ports), joints)


def _size(
    where: str,
    diameter: float,
    angle: float,
    drop: float | None,
    lugs: int,
    ramp: float | None,
    depth: float | None,
    wall: float | None,
    lug_rise: float | None,
    lug_thickness: float | None,
    gap: float | None,
) -> BayonetSize:
    radius = length_of(diameter, f"{where} diameter") / 2
    fitting = min(GAP, 0.04 * radius)
    slack = length_of(
        fitting if gap is None else gap, f"{where} gap", most=0.04 * radius, why="a fiftieth of the diameter"
    )
    require(
        isinstance(lugs, int) and 2 <= lugs <= 6, f"{where} lugs", given=lugs, wanted="2 to 6", code="lugs"
    )
    play = 1.5 * slack / radius
    pitch = 2 * pi / lugs
    least, most = (2 * LEAST_LUG + 2 * play) / UNLOCKED, pitch - RIB - 2 * play - 2 * LEAST_LUG
    require(
        least - 1e-9 <= angle <= most + 1e-9,
        f"{where} angle",
        given=f"{angle:.4g} rad",
        wanted=f"{least:.3f} to {most:.3f} rad, so that {lugs} lugs pass their slots and lock under the ledges"
        + ("; fewer lugs leave more" if lugs > 2 else ""),
        code="limits",
    )
    half = min(0.35, (UNLOCKED * angle - 2 * play) / 2, (pitch - RIB - 2 * play - angle) / 2)
    thick = (
        0.22 * radius
        if lug_thickness is None
        else length_of(lug_thickness, f"{where} lug_thickness", most=2 * radius)
    )
    rise = (
        0.22 * radius
        if lug_rise is None
        else length_of(lug_rise, f"{where} lug_rise", least=3 * slack, most=radius, why="the plug's radius")
    )
    shell = (
        max(radius / 7, min(0.0008, 0.4 * radius))
        if wall is None
        else length_of(wall, f"{where} wall", most=0.6 * radius, why="of the radius 0.6")
    )
    lift = (
        min(tan(SELF_LOCKING) * radius * angle, thick)
        if ramp is None
        else length_of(ramp, f"{where} ramp", least=-1e-12, most=radius * angle / 2, why="a slope of a half")
    )
    ledge = max(thick, 0.2 * radius)
    needed = ledge + lift + 2 * slack + thick
    way = needed + 0.1 * radius if drop is None else length_of(drop, f"{where} drop")
    kept = max((way + lift) / (1.0 - ENGAGEMENT), needed + 0.5 * thick)
    deep = kept if depth is None else length_of(depth, f"{where} depth")
    require(
        deep >= needed + 0.25 * thick, f"{where} depth", given=f"{deep * 1000:.4g} mm",
        wanted=f"at least {(needed + 0.25 * thick) * 1000:.4g} mm for these lugs and ledges", code="size",
    )  # fmt: skip
    require(
        way <= (1.0 - ENGAGEMENT) * deep - lift + 1e-12, f"{where} drop", given=f"{way * 1000:.4g} mm",
        wanted=f"at most {((1.0 - ENGAGEMENT) * deep - lift) * 1000:.4g} mm for a plug {deep * 1000:.4g} mm deep, "
        f"or a depth of at least {(way + lift) / (1.0 - ENGAGEMENT) * 1000:.4g} mm", code="travel",
    )  # fmt: skip
    return BayonetSize(
        radius=radius, lugs=lugs, half=half, rise=rise, thick=thick, ledge=ledge, angle=angle, ramp=lift, drop=way,
        depth=deep, wall=shell, gap=slack,
    )  # fmt: skip


def _joints(
    model: ArticulatedObject,
    label: str,
    parent: Part,
    child: Part,
    at: Any,
    out: tuple[float, ...],
    size: BayonetSize,
    *,
    hand: str,
) -> tuple[Articulation, Articulation, Articulation | None]:
    """Draw, lift and turn in this order from the parent, through empty parts, with their laws."""
    between = empty_part(model, f"{label}_carrier")
    draw = moving_joint(
        model, f"{label}_draw", "prismatic", parent, between, at=at, axis=out, lower=0.0, upper=size.drop,
        velocity=0.2,
    )  # fmt: skip
    holder, lift = between, None
    if size.ramp > 0.0:
        holder = empty_part(model, f"{label}_ramp_carrier")
        lift = moving_joint(
            model, f"{label}_ramp", "prismatic", between, holder, at=(0, 0, 0), axis=out, lower=0.0,
            upper=size.ramp, velocity=0.2,
        )  # fmt: skip
    sign = 1.0 if hand == "right" else -1.0
    turn = moving_joint(
        model, label, "revolute", holder, child, at=(0, 0, 0), axis=tuple(sign * value for value in out),
        lower=0.0, upper=size.angle, velocity=3.0,
    )  # fmt: skip
    if lift is not None:
        model.couple(lift, turn, ratio=size.ramp / size.angle)
    model.interlock(draw, {turn.name: (UNLOCKED * size.angle, size.angle)})
    return turn, draw, lift


def _make_room(bench: Assembly, holder: Part, runner: Part, size: BayonetSize, drawn: Array) -> None:
    """Cut the ring's seat in its own part, and the ring's room in what it goes around."""
    tall = -size.ring_low
    seat = bore(size.outer - size.wall / 2, 2 * tall)
    room = united(
        [bore(size.outer + size.gap, tall + size.gap)], less=[bore(size.radius - size.wall / 2, 3 * tall)]
    ).translate(0, 0, -(tall - size.gap) / 2)
    bench.cut(holder, seat._move(drawn), what="seat of the ring")
    bench.cut(runner, room._move(drawn), what="room for the ring")


def _ring(size: BayonetSize) -> MeshGeometry:
    """The ring with its slots and ramped tracks, mouth up at z = 0."""
    low = size.ring_low
    body = LatheGeometry(
        [
            (bore_radius(size.radius + size.gap), low), (size.outer, low), (size.outer, 0.0),
            (bore_radius(size.radius + size.gap), 0.0),
        ],
        segments=ROUND,
    )  # fmt: skip
    play = 1.2 * size.gap / size.radius
    wide = size.half + play
    floor, roof = size.top - size.thick - size.gap, size.top + size.gap
    slope = size.ramp / size.angle
    knots = [-wide, *(_steps(-size.half, size.angle + size.half)), size.angle + wide]
    for knot in (size.angle - size.half, size.half):
        knots.append(knot)
    angles = np.unique(np.round(knots, 9))
    # a lug at turn q covers q - half to q + half; at an angle the last lug to pass stands highest
    last = np.clip(angles + size.half, 0.0, size.angle)
    first = np.clip(angles - size.half, 0.0, size.angle)
    track = _band(angles, size, floor + slope * first, roof + slope * last)
    slot_angles = np.array(_steps(UNLOCKED * size.angle - wide, size.angle + wide))
    bottom = floor + slope * np.clip(slot_angles - size.half, 0.0, size.angle)
    slot = _band(slot_angles, size, bottom, np.full(len(slot_angles), size.radius))
    cutter = united([track, slot])
    cutters = [cutter.copy().rotate_z(2 * pi * row / size.lugs) for row in range(size.lugs)]
    return united([body], less=cutters)


def _steps(low: float, high: float) -> list[float]:
    """Angles from low to high, no further apart than a facet."""
    return np.linspace(low, high, max(3, ceil((high - low) / (2 * pi / ROUND)) + 1)).tolist()


def _band(angles: Array, size: BayonetSize, lows: Array, highs: Array) -> MeshGeometry:
    """A cutter around the axis that clears the lugs: between two heights at each angle."""
    widest = float(np.diff(angles).max())
    outer = (size.radius + size.rise + size.gap) / cos(widest / 2)
    return _sector(angles, size.radius * 0.9, outer, lows, highs)


def _sector(angles: Array, inner: float, outer: float, lows: Array, highs: Array) -> MeshGeometry:
    """A closed piece of a ring, given its two heights at each angle."""
    c, s = np.cos(angles), np.sin(angles)
    corners = ((inner, lows), (outer, lows), (outer, highs), (inner, highs))
    rows = np.stack([np.column_stack([r * c, r * s, z]) for r, z in corners], axis=1)
    faces: list[tuple[int, int, int]] = []
    for step in range(len(angles) - 1):
        here, there = 4 * step, 4 * step + 4
        for side in range(4):
            a, b = side, (side + 1) % 4
            faces += [(here + a, there + b, here + b), (here + a, there + a, there + b)]
    end = 4 * (len(angles) - 1)
    faces += [(0, 1, 2), (0, 2, 3), (end, end + 2, end + 1), (end, end + 3, end + 2)]
    return MeshGeometry().fill(rows.reshape(-1, 3), np.array(faces))


def _plug(size: BayonetSize) -> MeshGeometry:
    """The tube with its collar over the mouth, and a chamfer at the nose."""
    inner, soft = size.radius - size.wall, 0.3 * size.wall
    low, high = size.gap, size.gap + size.thick
    profile = [
        (inner, -size.depth), (size.radius - soft, -size.depth), (size.radius, soft - size.depth),
        (size.radius, low), (size.outer - soft, low), (size.outer, low + soft), (size.outer, high),
        (inner, high),
    ]  # fmt: skip
    return LatheGeometry(profile, segments=ROUND)


def _lugs(size: BayonetSize) -> MeshGeometry:
    """All lugs, rooted in the plug's wall, as they lie locked."""
    angles = np.array(_steps(-size.half, size.half))
    level = np.ones(len(angles))
    lug = _sector(
        angles,
        size.radius - 0.6 * size.wall,
        size.radius + size.rise,
        (size.top - size.thick) * level,
        size.top * level,
    )
    return array_polar(lug, size.lugs)
