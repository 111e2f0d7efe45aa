"""`axle` and `spin`: shafts with bushings and collars around a joint that turns without end.

A newcomer's mistake: to give `axle` the length of the shaft. It is the length of the hub that turns between
the collars; the shaft comes out longer, by what its ends need.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin
from typing import Any, Literal

from sdk.geometry.lathe import LatheGeometry
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.primitives import CylinderGeometry
from sdk.mechanisms.assembly import BRASS, DARK, GAP, Assembly, length_of, moving_joint, parts_of, require
from sdk.mechanisms.bores import ROUND, bore, united
from sdk.mechanisms.handle import Handle
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part, Visual

FLUSH = 2e-4
"""Metres: a shaft that stands out no further ends inside its collar."""
Ends = Literal["collar", "nut", "cap", "plain"]


def axle(
    model: ArticulatedObject,
    parent: Part | str,
    child: Part | str,
    *,
    at: Any,
    axis: Sequence[float],
    diameter: float,
    length: float,
    ends: Ends = "collar",
    overhang: float | None = None,
    lower: float | None = None,
    upper: float | None = None,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    gap: float = GAP,
    clearance: bool = True,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """A through shaft on the parent, on which the child turns in a bushing between two ends.

    Pieces: ``shaft``, ``end_top``, ``end_bottom`` on the parent, ``bushing`` on the child. Ports:
    ``shaft_top``, ``shaft_bottom``, ``hub``. The bushing's outer radius is 0.75 diameters.

    Args:
        model: the object.
        parent: carries the shaft.
        child: turns on it.
        at: middle of the hub in the parent's frame.
        axis: of the shaft, in the parent's frame.
        diameter: of the shaft.
        length: of the hub between the ends.
        ends: set collars, hexagon nuts, domed caps, or nothing but shoulders of the shaft.
        overhang: how far the shaft stands past its ends, to reach what holds it; half a diameter.
        lower: lowest value, at most 0, the pose as modelled.
        upper: highest value, at least 0.
        positive: direction in which positive values move the child, instead of the axis' sign.
        positive_elem: the child's visual that it is judged by.
        gap: clearance on one side, and at each end.
        clearance: cut the bore in the child's own elements, and room for the hub's ends in the parent's.
        name: of the joint, and prefix of its visuals.
        material: for all pieces, instead of the usual finishes.

    Raises:
        ValidationError: a hub shorter than half the shaft is thick, unusable sizes or limits.
    """
    carrier, carried, free = parts_of(model, parent, child, "axle")
    label = name or free
    where = f"axle {label!r}"
    require(
        ends in ("collar", "nut", "cap", "plain"),
        f"{where} ends",
        given=ends,
        wanted="collar, nut, cap or plain",
        code="choice",
    )
    radius = length_of(diameter, f"{where} diameter") / 2
    slack = length_of(gap, f"{where} gap", most=0.002)
    hub = length_of(length, f"{where} length", least=max(radius, 6 * slack), why="a shorter hub would tilt")
    beyond = radius if overhang is None else length_of(overhang, f"{where} overhang", least=-1e-12)
    joint = _turning(model, label, carrier, carried, at, axis, lower, upper, positive, positive_elem)
    bench = Assembly(model, joint, material=material)
    bush = 1.5 * radius
    if clearance:
        bench.cut(carried, bore(radius + slack, hub + 8 * radius + 2 * beyond), what="bore")
        bench.cut(carrier, bore(bush + slack, hub + 2 * slack), what="hub")
    thick = {"collar": 1.0, "nut": 1.2, "cap": 0.5, "plain": 0.6}[ends] * radius
    end = hub / 2 + slack
    shown = beyond if beyond > FLUSH else -0.1 * thick  # faces of two colours in one plane would flicker
    bench.place(carrier, "shaft", CylinderGeometry(radius, 2 * (end + thick + shown), radial_segments=ROUND))
    for key, sign in (("end_top", 1.0), ("end_bottom", -1.0)):
        if ends == "cap":
            piece = _domed(1.8 * radius, end, end + thick, radius)
        else:
            around, wide = (6, 1.9) if ends == "nut" else (ROUND, {"collar": 1.8, "plain": 1.3}[ends])
            piece = CylinderGeometry(wide * radius, thick, radial_segments=around).translate(
                0, 0, end + thick / 2
            )
            if ends == "collar":  # the grub screw that clamps it
                hole = CylinderGeometry(0.3 * thick, 2 * radius, radial_segments=12).rotate_y(
                    1.5707963267948966
                )
                piece = united([piece], less=[hole.translate(2.4 * radius, 0, end + thick / 2)])
        bench.place(carrier, key, piece if sign > 0 else piece.rotate_x(3.141592653589793), finish=DARK)
    ring = united([CylinderGeometry(bush, hub, radial_segments=ROUND)], less=[bore(radius + slack, 2 * hub)])
    bench.place(carried, "bushing", ring, finish=BRASS)
    bench.fit("bushing", "shaft", gap=slack)
    bench.fit("bushing", "end_top", gap=slack)
    bench.fit("bushing", "end_bottom", gap=slack)
    reach = end + thick + beyond
    bench.port("shaft_top", carrier, (0, 0, reach))
    bench.port("shaft_bottom", carrier, (0, 0, -reach), (0, 0, -1))
    bench.port("hub", carried, (0, 0, 0))
    return bench.handle()


def spin(
    model: ArticulatedObject,
    parent: Part | str,
    child: Part | str,
    *,
    at: Any,
    axis: Sequence[float],
    diameter: float,
    length: float | None = None,
    flange: float | None = None,
    lower: float | None = None,
    upper: float | None = None,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    gap: float = GAP,
    clearance: bool = True,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """A spindle that stands out of the parent at `at` along the axis, with the child's hub on it.

    For turntables, fans, wheels on a motor, knobs. Pieces: ``spindle`` and ``flange`` on the parent, ``hub``
    on the child, which spans z from `gap` to ``gap + length`` along the axis. Ports: ``face`` where the hub's
    lower side runs on the flange, ``hub_front`` on its far side.

    Args:
        model: the object.
        parent: carries the spindle; its surface is meant to be at `at`.
        child: turns on it.
        at: foot of the spindle in the parent's frame.
        axis: out of the parent.
        diameter: of the spindle.
        length: of the hub; 1.6 diameters when left out.
        flange: diameter of the thrust flange below the hub; 2.2 diameters when left out.
        lower: lowest value, at most 0, the pose as modelled.
        upper: highest value, at least 0.
        positive: direction in which positive values move the child, instead of the axis' sign.
        positive_elem: the child's visual that it is judged by.
        gap: running clearance on one side.
        clearance: cut room for the hardware in the parts' own closed solids.
        name: of the joint, and prefix of its visuals.
        material: for all pieces, instead of the usual finishes.

    Raises:
        ValidationError: a flange narrower than the hub's bore, unusable sizes or limits.
    """
    carrier, carried, free = parts_of(model, parent, child, "spin")
    label = name or free
    where = f"spin {label!r}"
    radius = length_of(diameter, f"{where} diameter") / 2
    slack = length_of(gap, f"{where} gap", most=0.002)
    hub = 3.2 * radius if length is None else length_of(length, f"{where} length", least=radius)
    wide = (
        2.2 * radius
        if flange is None
        else length_of(flange, f"{where} flange", least=2.2 * (radius + slack)) / 2
    )
    joint = _turning(model, label, carrier, carried, at, axis, lower, upper, positive, positive_elem)
    bench = Assembly(model, joint, material=material)
    thick = 0.5 * radius
    if clearance:
        bench.cut(carried, bore(radius + slack, 2 * (hub + 2 * radius)), what="bore")
        bench.cut(carried, bore(wide + slack, 2 * slack), what="flange")
    spindle = _domed(radius, -thick - slack, hub + slack, 0.4 * radius)
    bench.place(carrier, "spindle", spindle)
    washer = CylinderGeometry(wide, thick, radial_segments=ROUND).translate(0, 0, -thick / 2)
    bench.place(carrier, "flange", washer, finish=DARK)
    ring = united(
        [CylinderGeometry(1.6 * radius, hub, radial_segments=ROUND)], less=[bore(radius + slack, 2 * hub)]
    )
    bench.place(carried, "hub", ring.translate(0, 0, slack + hub / 2), finish=BRASS)
    bench.fit("hub", "spindle", gap=slack)
    bench.fit("hub", "flange", gap=slack, kind="seat")
    bench.port("face", carrier, (0, 0, 0))
    bench.port("hub_front", carried, (0, 0, hub + slack))
    return bench.handle()


def _domed(radius: float, low: float, high: float, rise: float) -> MeshGeometry:
    """A rod whose upper end is rounded off by `rise`, in one piece: two pieces that share a rim fold there."""
    arc = [(radius * cos(pi / 2 * k / 8), high + rise * sin(pi / 2 * k / 8)) for k in range(8)]
    return LatheGeometry([(0.0, low), (radius, low), *arc, (0.0, high + rise)], segments=ROUND)


def _turning(
    model: ArticulatedObject,
    label: str,
    parent: Part,
    child: Part,
    at: Any,
    axis: Sequence[float],
    lower: float | None,
    upper: float | None,
    positive: Any,
    positive_elem: Visual | str | None,
) -> Any:
    """A continuous joint, or a revolute one when both limits are given."""
    require(
        (lower is None) == (upper is None), f"joint {label!r} lower, upper", given=(lower, upper),
        wanted="both limits, or neither for endless turning", code="limits",
    )  # fmt: skip
    return moving_joint(
        model, label, "continuous" if lower is None else "revolute", parent, child, at=at, axis=axis,
        lower=lower, upper=upper, positive=positive, positive_elem=positive_elem, velocity=10.0,
    )  # fmt: skip
