"""`button` and `knob`: what a finger presses or turns, with its bezel, its travel and its marks.

Both stand on a panel's surface: `at` is a point of it and `normal` points out of it. A newcomer's mistake: to
sink a button by hand. The well it moves in is cut in the panel where the panel is a closed solid.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import pi
from typing import Any

import numpy as np

from sdk.geometry.arrays import array_polar
from sdk.geometry.lathe import LatheGeometry
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.ported import frame_on
from sdk.geometry.primitives import CylinderGeometry
from sdk.geometry.spans import span_box
from sdk.mechanisms.assembly import (
    GAP,
    PLASTIC,
    RED,
    STEEL,
    WHITE,
    Assembly,
    length_of,
    moving_joint,
    parts_of,
    point_of,
    require,
)
from sdk.mechanisms.bores import ROUND, bore, united
from sdk.mechanisms.directions import facing
from sdk.mechanisms.handle import Handle
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part, Visual
from sdk.spatial import unit


def button(
    model: ArticulatedObject,
    panel: Part | str,
    cap: Part | str,
    *,
    at: Any,
    normal: Sequence[float] = (0.0, 0.0, 1.0),
    diameter: float = 0.012,
    travel: float = 0.002,
    proud: float | None = None,
    positive: Any = None,
    gap: float = GAP,
    clearance: bool = True,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """A push button; positive values press it in, 0 to `travel`.

    Pieces: ``bezel`` on the panel with its guide, ``cap`` and its stem on the cap's part. Ports: ``top`` on the
    cap, ``bezel`` on the panel. It reaches ``travel + 1.2 diameters`` into the panel.

    Args:
        model: the object.
        panel: carries what stays.
        cap: moves; its frame stands at `at`, parallel to the panel's.
        at: on the panel's surface, in its frame.
        normal: out of the panel.
        diameter: of the cap; the bezel is 1.5 times as wide.
        travel: of the press.
        proud: how far the cap stands out when not pressed; travel and a fifth of the diameter.
        positive: direction in which pressing moves it, to make sure; only `normal` can change it.
        gap: running clearance on one side.
        clearance: cut room for the hardware in the parts' own closed solids.
        name: of the joint, and prefix of its visuals.
        material: for all pieces, instead of the usual finishes.

    Raises:
        ValidationError: a cap that would vanish in its bezel, a `positive` against the press, unusable sizes.
    """
    carrier, carried, free = parts_of(model, panel, cap, "button")
    label = name or free
    where = f"button {label!r}"
    radius = length_of(diameter, f"{where} diameter") / 2
    way = length_of(travel, f"{where} travel", most=3 * radius)
    rim = 0.25 * radius
    out = way + 0.4 * radius if proud is None else length_of(proud, f"{where} proud")
    require(
        out >= way + rim, f"{where} proud", given=f"{out * 1000:.2f} mm",
        wanted=f"at least {(way + rim) * 1000:.2f} mm, so that the pressed cap still clears its bezel", code="size",
    )  # fmt: skip
    inward = [-float(value) for value in normal]
    _, agrees = facing(
        model, carrier, carried, axis=inward, positive=positive, at=point_of(at, f"{where} at"), slides=True,
        where=where,
    )  # fmt: skip
    require(
        agrees > 0.0, f"{where} positive", given=positive,
        wanted=f"the way it is pressed, {tuple(inward)}, or the other normal", code="direction",
    )  # fmt: skip
    joint = moving_joint(
        model,
        label,
        "prismatic",
        carrier,
        carried,
        at=at,
        axis=inward,
        lower=0.0,
        upper=way,
        velocity=0.2,
    )
    bench = Assembly(model, joint, material=material)
    depth = way + 1.6 * radius  # z of the joint runs into the panel
    if clearance:
        bench.cut(carrier, bore(1.15 * radius, 2 * (depth + way + 0.4 * radius)), what="well")
    tube = _tube(1.2 * radius, radius + gap, -rim, depth)
    flange = _tube(1.5 * radius, radius + gap, -rim, 0.0)
    floor = _tube(1.2 * radius, 0.45 * radius + gap, depth - 0.3 * radius, depth)
    bench.place(carrier, "bezel", united([tube, flange, floor]), finish=STEEL)
    low, soft, foot = 0.9 * radius, 0.12 * radius, depth + 0.2 * radius
    core = 0.45 * radius
    profile = [
        (0, foot),
        (core, foot),
        (core, low),
        (radius, low),
        (radius, soft - out),
        (radius - soft, -out),
        (0, -out),
    ]
    bench.place(carried, "cap", LatheGeometry(profile, segments=ROUND), finish=RED)
    bench.fit("cap", "bezel", gap=gap, kind="sliding")
    bench.port("top", carried, (0, 0, -out), (0, 0, -1))
    bench.port("bezel", carrier, (0, 0, -rim), (0, 0, -1))
    return bench.handle()


def knob(
    model: ArticulatedObject,
    panel: Part | str,
    cap: Part | str,
    *,
    at: Any,
    normal: Sequence[float] = (0.0, 0.0, 1.0),
    diameter: float = 0.03,
    height: float | None = None,
    zero: Sequence[float] | None = None,
    lower: float = 0.0,
    upper: float = 1.5 * pi,
    endless: bool = False,
    flutes: int = 24,
    marks: int = 11,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    gap: float = GAP,
    clearance: bool = True,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """A fluted knob with a pointer, over a dial; positive values turn it clockwise as seen from the front.

    Pieces: ``cap``, ``pointer``, and on the panel ``spindle`` and ``dial``. Ports: ``top``, ``dial``. The cap
    stands `gap` over the dial, which is 0.4 mm thick or a fortieth of the diameter.

    Args:
        model: the object.
        panel: carries what stays.
        cap: moves; its frame stands at `at`, parallel to the panel's.
        at: on the panel's surface, in its frame.
        normal: out of the panel.
        diameter: over all.
        height: over all; a share of the diameter when left out.
        zero: where the pointer looks as modelled, across the normal.
        lower: lowest value, at most 0, the pose as modelled.
        upper: highest value, at least 0.
        endless: no limits.
        flutes: grooves around the cap.
        marks: on the dial from `lower` to `upper`; 0 for none.
        positive: direction in which positive values move the pointer's tip, instead of clockwise.
        positive_elem: the cap's visual that it is judged by, instead of the pointer.
        gap: running clearance on one side.
        clearance: cut room for the hardware in the parts' own closed solids.
        name: of the joint, and prefix of its visuals.
        material: for all pieces, instead of the usual finishes.

    Raises:
        ValidationError: unusable sizes or limits.
    """
    carrier, carried, free = parts_of(model, panel, cap, "knob")
    label = name or free
    where = f"knob {label!r}"
    radius = length_of(diameter, f"{where} diameter") / 2
    tall = radius if height is None else length_of(height, f"{where} height", least=0.3 * radius)
    inward = [-float(value) for value in normal]
    pointer = frame_on(np.zeros(3), unit(inward), None if zero is None else np.asarray(zero, dtype=float))
    axis, clockwise = facing(
        model, carrier, carried, axis=inward, positive=positive, elem=positive_elem,
        at=point_of(at, f"{where} at"), towards=radius * pointer[:3, 0], where=where,
    )  # fmt: skip
    joint = moving_joint(
        model, label, "continuous" if endless else "revolute", carrier, carried, at=at, axis=axis,
        lower=None if endless else lower, upper=None if endless else upper, velocity=4.0,
    )  # fmt: skip
    bench = Assembly(model, joint, side=zero, along=inward, material=material)
    thin = max(0.0002, 0.025 * 2 * radius)
    shaft = 0.22 * radius
    if clearance:
        bench.cut(carried, bore(shaft + gap, 1.4 * tall), what="bore")
    rod = CylinderGeometry(shaft, thin + 0.7 * tall + radius, radial_segments=ROUND)
    bench.place(carrier, "spindle", rod.translate(0, 0, (radius - thin - 0.7 * tall) / 2))
    plate = CylinderGeometry(1.35 * radius, thin, radial_segments=ROUND).translate(0, 0, -thin / 2)
    ticks = [
        span_box(
            x=(1.1 * radius, 1.3 * radius), y=(-0.02 * radius, 0.02 * radius), z=(-1.5 * thin, -0.5 * thin)
        ).rotate_z(
            clockwise
            * (
                (0.0 if endless else lower)
                + (2 * pi if endless else upper - lower) * mark / max(1, marks - 1)
            )
        )
        for mark in range(marks)
    ]
    bench.place(carrier, "dial", united([plate, *ticks]), finish=WHITE)
    base = thin + gap
    body = CylinderGeometry(radius, tall, radial_segments=ROUND).translate(0, 0, -base - tall / 2)
    groove = CylinderGeometry(pi * radius / max(flutes, 8) / 2, 2 * tall, radial_segments=12).translate(
        radius * 1.005, 0, -base - tall * 1.15
    )
    hole = bore(shaft + gap, 1.4 * tall + 2 * base)
    cutters: list[MeshGeometry] = [hole]
    if flutes > 0:
        cutters.append(array_polar(groove, flutes))
    bench.place(carried, "cap", united([body], less=cutters), finish=PLASTIC)
    line = span_box(
        x=(0.25 * radius, 0.95 * radius),
        y=(-0.05 * radius, 0.05 * radius),
        z=(-base - tall - 0.03 * radius, -base - 0.9 * tall),
    )
    bench.place(carried, "pointer", line, finish=WHITE)
    bench.fit("cap", "spindle", gap=gap)
    bench.fit("cap", "dial", gap=gap, kind="seat")
    bench.port("top", carried, (0, 0, -base - tall), (0, 0, -1))
    bench.port("dial", carrier, (0, 0, -thin), (0, 0, -1))
    return bench.handle()


def _tube(outer: float, inner: float, low: float, high: float) -> MeshGeometry:
    ring = CylinderGeometry(outer, high - low, radial_segments=ROUND)
    return united([ring], less=[bore(inner, 3 * (high - low))]).translate(0, 0, (low + high) / 2)
