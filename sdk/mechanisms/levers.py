"""`lever` and `switch`: what a hand leans over, in its fork or frame on a panel.

`at` is a point of the panel's surface and `normal` points out of it. A newcomer's mistake: to put the axis on
the surface. A lever's lies above it, so that the arm clears the panel at both limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import pi
from typing import Any

import numpy as np

from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.plates import hull_plate
from sdk.geometry.primitives import CylinderGeometry, SphereGeometry
from sdk.geometry.spans import span_box
from sdk.mechanisms.assembly import (
    DARK,
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
from sdk.mechanisms.slide_profiles import prism
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part, Visual


def lever(
    model: ArticulatedObject,
    panel: Part | str,
    handle: Part | str,
    *,
    at: Any,
    axis: Sequence[float],
    normal: Sequence[float] = (0.0, 0.0, 1.0),
    length: float = 0.08,
    diameter: float | None = None,
    lower: float = -0.5,
    upper: float = 0.5,
    grip: bool = True,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    gap: float = GAP,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """A hand lever that leans about `axis` in a fork on the panel.

    Pieces: ``bracket`` and ``pin`` on the panel, ``arm`` and ``grip`` on the handle's part. Ports: ``grip``.

    Args:
        model: the object.
        panel: carries what stays.
        handle: moves; its frame stands on the axis, two arm diameters over `at`.
        at: on the panel's surface, in its frame.
        axis: it leans about, across the normal.
        normal: out of the panel, where the lever points as modelled.
        length: from the axis to the grip's middle.
        diameter: of the arm; a tenth of the length.
        lower: lowest value, at most 0, the pose as modelled.
        upper: highest value, at least 0.
        grip: a ball at the end.
        positive: direction in which positive values move the grip, instead of the axis' sign.
        positive_elem: the handle's visual that it is judged by, instead of the grip.
        gap: running clearance on one side.
        name: of the joint, and prefix of its visuals.
        material: for all pieces, instead of the usual finishes.

    Raises:
        ValidationError: limits at which the arm would lie on the panel.
    """
    carrier, carried, free = parts_of(model, panel, handle, "lever")
    label = name or free
    where = f"lever {label!r}"
    long = length_of(length, f"{where} length")
    radius = (
        0.1 * long if diameter is None else length_of(diameter, f"{where} diameter", most=0.4 * long)
    ) / 2
    require(
        lower >= -1.4 and upper <= 1.4,
        f"{where} lower, upper",
        given=(lower, upper),
        wanted="within -1.4 and 1.4 rad, clear of the panel",
        code="limits",
    )
    out = np.asarray(normal, dtype=float) / np.linalg.norm(normal)
    place = np.asarray(getattr(at, "xyz", at), dtype=float) + 4 * radius * out
    axis, _ = facing(
        model, carrier, carried, axis=axis, positive=positive, elem=positive_elem, at=place,
        towards=long * out, where=where,
    )  # fmt: skip
    joint = moving_joint(
        model, label, "revolute", carrier, carried, at=place, axis=axis, lower=lower, upper=upper
    )
    bench = Assembly(model, joint, side=out, material=material)
    pin = 0.5 * radius
    half = 1.1 * radius
    cheek = 0.7 * radius
    profile = [(0.0, 0.0, 1.5 * radius), (-4 * radius, 2.2 * radius), (-4 * radius, -2.2 * radius)]
    cheeks = [hull_plate(profile, cheek).translate(0, 0, sign * (half + gap + cheek / 2)) for sign in (1, -1)]
    foot = span_box(
        x=(-4 * radius, -3.3 * radius),
        y=(-2.2 * radius, 2.2 * radius),
        z=(-half - gap - cheek, half + gap + cheek),
    )
    bench.place(carrier, "bracket", united([*cheeks, foot], less=[bore(0.97 * pin, 20 * radius)]))
    bench.place(
        carrier,
        "pin",
        CylinderGeometry(pin, 2 * (half + gap + 1.3 * cheek), radial_segments=ROUND),
        finish=DARK,
    )
    hub = CylinderGeometry(1.4 * radius, 2 * half, radial_segments=ROUND)
    shank = (
        CylinderGeometry(0.8 * radius, long, radial_segments=ROUND).rotate_y(pi / 2).translate(long / 2, 0, 0)
    )
    bench.place(carried, "arm", united([hub, shank], less=[bore(pin + gap, 6 * radius)]))
    if grip:
        whole = SphereGeometry(1.9 * radius, width_segments=32, height_segments=20).translate(long, 0, 0)
        bench.place(carried, "grip", whole, finish=RED)
    bench.fit("arm", "pin", gap=gap)
    bench.port("grip", carried, (long + 1.9 * radius * grip, 0, 0), (1, 0, 0))
    return bench.handle()


def switch(
    model: ArticulatedObject,
    panel: Part | str,
    rocker: Part | str,
    *,
    at: Any,
    normal: Sequence[float] = (0.0, 0.0, 1.0),
    along: Sequence[float] = (1.0, 0.0, 0.0),
    length: float = 0.02,
    width: float = 0.012,
    angle: float = 0.2,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    gap: float = GAP,
    clearance: bool = True,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """A rocker switch, -`angle` to `angle`; positive values press the end towards `along` in.

    Pieces: ``frame`` and ``pivot`` on the panel, ``rocker`` and ``mark`` on the rocker. Port: ``top``.

    Args:
        model: the object.
        panel: carries what stays.
        rocker: swings; its frame stands at its pivot.
        at: on the panel's surface, in its frame.
        normal: out of the panel.
        along: the rocker's long side.
        length: overall, the long way.
        width: overall, along the axis or across the length.
        angle: to either side, at most 0.5.
        positive: direction in which positive values move the end towards `along`, instead of in.
        positive_elem: the rocker's visual that it is judged by, instead of that end.
        gap: running clearance on one side.
        clearance: cut room for the hardware in the parts' own closed solids.
        name: of the joint, and prefix of its visuals.
        material: for all pieces, instead of the usual finishes.

    Raises:
        ValidationError: an angle above 0.5, unusable sizes.
    """
    carrier, carried, free = parts_of(model, panel, rocker, "switch")
    label = name or free
    where = f"switch {label!r}"
    long, wide = length_of(length, f"{where} length") / 2, length_of(width, f"{where} width") / 2
    require(
        0.0 < angle <= 0.5,
        f"{where} angle",
        given=angle,
        wanted="more than 0 and at most 0.5 rad",
        code="limits",
    )
    across = np.cross(np.asarray(normal, dtype=float), np.asarray(along, dtype=float))
    end = long * np.asarray(along, dtype=float) / np.linalg.norm(along)
    axis, _ = facing(
        model, carrier, carried, axis=across.tolist(), positive=positive, elem=positive_elem,
        at=point_of(at, f"{where} at"), towards=end, where=where,
    )  # fmt: skip
    joint = moving_joint(
        model, label, "revolute", carrier, carried, at=at, axis=axis, lower=-angle, upper=angle
    )
    bench = Assembly(model, joint, side=along, material=material)
    # x along the rocker, y along the normal's reverse or the normal; make y point out
    out = 1.0 if float(bench.parent_from_joint[:3, 1] @ np.asarray(normal, dtype=float)) > 0 else -1.0
    deep, rim = 0.75 * long, 0.12 * long
    swing = long * (1.0 + np.tan(angle)) * 1.02 + gap
    wall = 0.18 * long
    outer = span_box(
        x=(-swing - wall, swing + wall), y=(-deep - wall, rim), z=(-wide - gap - wall, wide + gap + wall)
    )
    inner = span_box(x=(-swing, swing), y=(-deep, 1.0), z=(-wide - gap, wide + gap))
    if clearance:
        room = span_box(
            x=(-swing - wall / 2, swing + wall / 2),
            y=(-deep - wall / 2, 1.0),
            z=(-wide - wall / 2, wide + wall / 2),
        )
        bench.cut(carrier, _outward(room, out), what="cut-out")
    bench.place(carrier, "frame", _outward(united([outer], less=[inner]), out), finish=PLASTIC)
    pin = 0.14 * long
    bench.place(
        carrier,
        "pivot",
        CylinderGeometry(pin, 2 * (wide + gap + wall * 0.9), radial_segments=ROUND),
        finish=STEEL,
    )
    fall = long * np.tan(angle)
    top = rim + 0.08 * long
    outline = [
        (-long, top + fall),
        (0.0, top),
        (long, top + fall),
        (0.35 * long, -0.4 * long),
        (-0.35 * long, -0.4 * long),
    ]
    body = united([prism(outline, -wide, wide)], less=[bore(pin + gap, 4 * wide)])
    bench.place(carried, "rocker", _outward(body, out), finish=RED)
    mark = span_box(
        x=(0.45 * long, 0.8 * long),
        y=(top + 0.4 * fall, top + 0.65 * fall + 0.01 * long),
        z=(-0.06 * long, 0.06 * long),
    )
    bench.place(carried, "mark", _outward(mark, out), finish=WHITE)
    bench.fit("rocker", "pivot", gap=gap)
    bench.port("top", carried, (0, out * top, 0), (0, out, 0))
    return bench.handle()


def _outward(piece: MeshGeometry, out: float) -> MeshGeometry:
    """The piece as drawn with y out of the panel, turned over where the frame's y points in."""
    return piece if out > 0 else piece.scale(1.0, -1.0, 1.0)
