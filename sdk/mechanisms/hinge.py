"""`hinge`: leaves, alternating knuckles, a pin and screws around a revolute joint.

A newcomer's mistake: to aim the leaves apart. `leaf_side` is where the parent's leaf lies from the axis;
the child's leaf faces it when `rest_angle` is 0 (shut) and lies flat beside it at pi. Leaves screwed to the
front of a door stand at pi when it is shut; `leaf_face` then says where the wood is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi
from typing import Any, Literal

import numpy as np

from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.plates import hull_plate
from sdk.geometry.primitives import CylinderGeometry, DomeGeometry
from sdk.geometry.spans import span_box
from sdk.mechanisms.assembly import (
    BRASS,
    GAP,
    Assembly,
    length_of,
    moving_joint,
    parts_of,
    perpendicular,
    point_of,
    require,
)
from sdk.mechanisms.bores import ROUND, bore, united
from sdk.mechanisms.handle import Handle
from sdk.mechanisms.hinge_kinds import build_concealed, build_living
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part, Visual

Kind = Literal["barrel", "piano", "strap", "concealed", "living"]
WIDEST = 1.5 * pi
"""Angle from shut at which the leaves meet behind the barrel."""


@dataclass(frozen=True, kw_only=True)
class HingeSize:
    """Every dimension of a hinge, metres."""

    length: float
    knuckles: int
    pin_radius: float
    thickness: float
    leaf: float
    """From the axis to the outer edge of the parent's leaf."""
    child_leaf: float
    gap: float

    @property
    def barrel(self) -> float:
        """Outer radius of the knuckles."""
        return self.pin_radius + self.gap + self.thickness

    @property
    def screw_room(self) -> float:
        """How far a screw head may stand proud of a leaf's inner face."""
        return min(0.0004, 0.4 * (self.barrel - self.thickness))


def hinge(
    model: ArticulatedObject,
    parent: Part | str,
    child: Part | str,
    *,
    at: Any,
    axis: Sequence[float],
    length: float,
    kind: Kind = "barrel",
    leaf_side: Sequence[float] | None = None,
    leaf_face: Sequence[float] | None = None,
    rest_angle: float = 0.0,
    lower: float = 0.0,
    upper: float = pi / 2,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    knuckles: int | None = None,
    pin_diameter: float | None = None,
    leaf: float | None = None,
    child_leaf: float | None = None,
    thickness: float | None = None,
    screws: int = 3,
    gap: float = GAP,
    clearance: bool = True,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """A hinge on the axis through `at`; the child's frame stands there, parallel to the parent's.

    Pieces: ``leaf_a`` and ``leaf_b`` with their knuckles, ``pin``, ``screws_a``, ``screws_b``; ports
    ``leaf_a``, ``leaf_b`` in the middle of the leaves' faces that are screwed down, ``pin_top``,
    ``pin_bottom``. The barrel's radius is ``pin_diameter / 2 + gap + thickness``.

    Args:
        model: the object.
        parent: carries leaf a, the pin and the odd knuckles.
        child: carries leaf b.
        at: middle of the barrel in the parent's frame.
        axis: of the pin, in the parent's frame.
        length: of the barrel.
        kind: ``barrel`` (butt hinge), ``piano`` (long, many knuckles), ``strap`` (long tapering leaf on the
            child), ``concealed`` (two pivots at the ends), ``living`` (a bead in a groove, for plastic).
        leaf_side: direction from the axis to leaf a, across the axis; +X or +Y when left out.
        leaf_face: direction from the axis to what leaf a is screwed to, across `leaf_side` and the axis; when
            left out, the side for which positive values widen the angle between the leaves.
        rest_angle: angle between the leaves in the pose as modelled: 0 shut, pi flat.
        lower: lowest value, at most 0, the pose as modelled.
        upper: highest value, at least 0.
        positive: direction in which positive values move the child, instead of the axis' sign.
        positive_elem: the child's visual that it is judged by.
        knuckles: odd, at least 3; 5, or one each 25 mm for ``piano``.
        pin_diameter: a fourteenth of the length when left out, 1.5 to 12 mm.
        leaf: width of the parent's leaf from the axis.
        child_leaf: width of the child's leaf from the axis.
        thickness: of the leaves.
        screws: in each leaf; 0 for none.
        gap: clearance on each side of the pin, and between knuckles.
        clearance: cut room for the barrel in both parts where they reach into it.
        name: of the joint, and prefix of its visuals.
        material: for all pieces instead of steel and brass.

    Raises:
        ValidationError: limits past the angle at which the leaves meet, knuckles shorter than the pin is
            thick, a leaf narrower than the barrel; the text says what would fit.
    """
    carrier, carried, free = parts_of(model, parent, child, "hinge")
    label = name or free
    where = f"hinge {label!r}"
    require(
        kind in ("barrel", "piano", "strap", "concealed", "living"),
        f"{where} kind", given=kind, wanted="barrel, piano, strap, concealed or living", code="choice",
    )  # fmt: skip
    size = _size(where, kind, length, knuckles, pin_diameter, leaf, child_leaf, thickness, gap)
    side = None if leaf_side is None else perpendicular(leaf_side, axis, f"{where} leaf_side")
    along = None if leaf_face is None else _along(side, leaf_face, axis, where)
    point_of(at, f"{where} at")
    joint = moving_joint(
        model, label, "revolute", carrier, carried, at=at, axis=axis, lower=lower, upper=upper,
        positive=positive, positive_elem=positive_elem,
    )  # fmt: skip
    widens = 1.0 if along is None or float(along @ np.asarray(joint.axis)) > 0.0 else -1.0
    _require_range(where, rest_angle, lower, upper, kind=kind, widens=widens)
    bench = Assembly(model, joint, side=side, along=along, material=material)
    if kind == "living":
        return build_living(
            bench, size.length, size.pin_radius, size.thickness, size.leaf, size.child_leaf, rest_angle
        )
    if kind == "concealed":
        return build_concealed(
            bench, size.length, size.pin_radius, size.thickness, clearance=clearance, gap=gap
        )
    return _build_barrel(bench, size, rest_angle, strap=kind == "strap", screws=screws, clearance=clearance)


def _size(
    where: str,
    kind: Kind,
    length: float,
    knuckles: int | None,
    pin_diameter: float | None,
    leaf: float | None,
    child_leaf: float | None,
    thickness: float | None,
    gap: float,
) -> HingeSize:
    long = length_of(length, f"{where} length")
    slack = length_of(gap, f"{where} gap", most=0.002)
    slim = {"piano": 0.003, "living": 0.002}.get(kind, 0.012)
    pin = min(max(long / 14.0, 0.0015), slim) if pin_diameter is None else pin_diameter
    pin = length_of(pin, f"{where} pin_diameter", most=long / 3.0, why="a third of the length")
    count = (
        knuckles if knuckles is not None else (5 if kind != "piano" else max(5, 2 * round(long / 0.05) + 1))
    )
    most = max(3, int(long / max(pin, 4.0 * slack)))
    most -= 1 - most % 2
    require(
        isinstance(count, int) and count % 2 == 1 and 3 <= count <= most,
        f"{where} knuckles", given=count, wanted=f"an odd number from 3 to {most}", code="knuckles",
    )  # fmt: skip
    thick = length_of(0.36 * pin if thickness is None else thickness, f"{where} thickness", most=2.0 * pin)
    barrel = pin / 2 + slack + thick
    wide = leaf if leaf is not None else max(3.0 * barrel, min(0.4 * long, 0.03))
    wide = length_of(wide, f"{where} leaf", least=1.5 * barrel, why="it must reach past the barrel")
    far = child_leaf if child_leaf is not None else (2.2 * long if kind == "strap" else wide)
    far = length_of(far, f"{where} child_leaf", least=1.5 * barrel, why="it must reach past the barrel")
    return HingeSize(
        length=long, knuckles=count, pin_radius=pin / 2, thickness=thick, leaf=wide, child_leaf=far, gap=slack
    )


def _along(side: np.ndarray | None, face: Sequence[float], axis: Sequence[float], where: str) -> np.ndarray:
    """(3,) direction of the axis seen from which the angle between the leaves grows anticlockwise."""
    require(
        side is not None,
        f"{where} leaf_face",
        given="no leaf_side",
        wanted="leaf_side too, the direction from the axis to leaf a",
        code="direction",
    )
    assert side is not None
    across = perpendicular(face, axis, f"{where} leaf_face")
    found = np.cross(across, side)
    require(
        float(np.linalg.norm(found)) > 0.9,
        f"{where} leaf_face",
        given=tuple(map(float, face)),
        wanted="a direction across leaf_side",
        code="direction",
    )
    return found


def _require_range(
    where: str, rest: float, lower: float, upper: float, *, kind: Kind, widens: float = 1.0
) -> None:
    least, most = (pi / 3, WIDEST) if kind == "living" else (0.0, WIDEST)
    if kind == "concealed":
        least, most = -pi, WIDEST
    slack = 1e-9
    require(
        least - slack <= rest <= most,
        f"{where} rest_angle",
        given=rest,
        wanted=f"{least:.3f} to {most:.3f} rad",
        code="limits",
    )
    lowest, highest = sorted((widens * (least - rest), widens * (most - rest)))
    for limit, value, fits in (("lower", lower, lowest), ("upper", upper, highest)):
        require(
            lowest - slack <= value <= highest + slack,
            f"{where} {limit}",
            given=f"{value:.4f} rad",
            wanted=f"{'at least' if limit == 'lower' else 'at most'} {fits:.4f} rad, where its leaves meet",
            code="limits",
        )


def _build_barrel(
    bench: Assembly, size: HingeSize, rest: float, *, strap: bool, screws: int, clearance: bool
) -> Handle:
    parent, child = bench.parent, bench.child
    if clearance:
        room = bore(size.barrel + size.gap, size.length + 2.5 * size.pin_radius)
        for part in (parent, child):
            bench.cut(part, room, what="barrel")
    pin = CylinderGeometry(size.pin_radius, size.length + size.pin_radius, radial_segments=ROUND)
    heads = [
        DomeGeometry(
            (size.barrel * 0.8, size.barrel * 0.8, size.pin_radius), radial_segments=24, height_segments=4
        )
        .rotate_x(0.0 if sign > 0 else pi)
        .translate(0, 0, sign * size.length / 2)
        for sign in (1.0, -1.0)
    ]
    bench.place(parent, "pin", united([pin, *heads]), finish=BRASS)
    bench.place(parent, "leaf_a", _leaf(size, size.leaf, first=0, press=True))
    turned = _leaf(size, size.child_leaf, first=1, strap=strap).rotate_x(pi).rotate_z(rest)
    bench.place(child, "leaf_b", turned)
    if screws > 0:
        for key, part, width, count in (
            ("a", parent, size.leaf, screws),
            ("b", child, size.child_leaf, screws),
        ):
            heads_ = _screw_heads(size, width, count, strap=strap and key == "b")
            bench.place(part, f"screws_{key}", heads_ if key == "a" else heads_.rotate_x(pi).rotate_z(rest))
    bench.fit("leaf_b", "pin", gap=size.gap)
    bench.fit("leaf_b", "leaf_a", gap=size.gap)
    bench.port("pin_top", parent, (0, 0, size.length / 2 + size.pin_radius))
    bench.port("pin_bottom", parent, (0, 0, -size.length / 2 - size.pin_radius), (0, 0, -1))
    bench.port("leaf_a", parent, ((size.leaf + size.barrel) / 2, -size.barrel, 0), (0, -1, 0))
    middle = np.array([(size.child_leaf + size.barrel) / 2, size.barrel, 0.0])
    turn = np.array([[np.cos(rest), -np.sin(rest), 0], [np.sin(rest), np.cos(rest), 0], [0, 0, 1]])
    bench.port("leaf_b", child, (turn @ middle).tolist(), (turn @ np.array([0.0, 1.0, 0.0])).tolist())
    return bench.handle()


def _leaf(
    size: HingeSize, width: float, *, first: int, press: bool = False, strap: bool = False
) -> MeshGeometry:
    """A leaf with every second knuckle from `first`, lying along +X below the axis."""
    low, high = -size.barrel, -size.barrel + size.thickness
    edge = size.barrel + size.gap
    half = size.length / 2
    if strap:
        reach = [(edge, -half), (edge, half), (width - 0.15 * size.length, 0.0, 0.15 * size.length)]
        plate: MeshGeometry = (
            hull_plate(reach, size.thickness).rotate_x(pi / 2).translate(0, (low + high) / 2, 0)
        )
    else:
        plate = span_box(x=(edge, width), y=(low, high), z=(-half, half))
    solids: list[MeshGeometry] = [plate]
    pitch = size.length / size.knuckles
    for row in range(first, size.knuckles, 2):
        bottom = -half + row * pitch + (size.gap / 2 if row else 0.0)
        top = -half + (row + 1) * pitch - (size.gap / 2 if row < size.knuckles - 1 else 0.0)
        middle, tall = (bottom + top) / 2, top - bottom
        solids.append(CylinderGeometry(size.barrel, tall, radial_segments=ROUND).translate(0, 0, middle))
        solids.append(span_box(x=(0.0, edge + size.thickness), y=(low, high), z=(bottom, top)))
    hole = size.pin_radius * 0.97 if press else size.pin_radius + size.gap
    return united(solids, less=[bore(hole, 2 * size.length)])


def _screw_heads(size: HingeSize, width: float, count: int, *, strap: bool = False) -> MeshGeometry:
    """Slotted heads sunk into the inner face of a leaf, `screw_room` proud of it."""
    room = width - size.barrel - size.gap
    radius = min(0.22 * room, 0.32 * size.length / count, 1.8 * size.pin_radius + 0.001)
    face = -size.barrel + size.thickness
    proud = size.screw_room
    whole = MeshGeometry()
    for row in range(count):
        share = (row + 0.5) / count
        if strap:
            x, z = size.barrel + size.gap + room * (0.08 + 0.72 * share), 0.0
        else:
            x = size.barrel + size.gap + room * (0.42 if row % 2 else 0.62)
            z = size.length * (share - 0.5)
        head = CylinderGeometry(radius, size.thickness / 2 + proud, radial_segments=24).rotate_x(pi / 2)
        slot = span_box(x=(-2 * radius, 2 * radius), y=(proud * 0.2, 1.0), z=(-0.12 * radius, 0.12 * radius))
        cut = united([head.translate(0, proud / 2 - size.thickness / 4, 0)], less=[slot.rotate_y(0.5 + row)])
        whole.merge(cut.translate(x, face, z))
    return whole
