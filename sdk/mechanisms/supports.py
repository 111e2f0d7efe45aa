"""`wheel_on`, `caster` and `foot`: what an object stands and rolls on.

A newcomer's mistake: to place a caster by its wheel. `at` is where its plate is screwed under the object; the
wheel's lowest point lies `height` below that.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import pi
from typing import Any

import numpy as np

from sdk.geometry.lathe import LatheGeometry
from sdk.geometry.plates import hull_plate
from sdk.geometry.primitives import CylinderGeometry
from sdk.geometry.spans import span_box
from sdk.mechanisms.assembly import (
    DARK,
    GAP,
    PLASTIC,
    STEEL,
    Assembly,
    length_of,
    moving_joint,
    point_of,
    require,
)
from sdk.mechanisms.axle import axle
from sdk.mechanisms.bores import ROUND, bore, united
from sdk.mechanisms.directions import facing
from sdk.mechanisms.handle import Frame, Handle
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin
from sdk.model.part import Part, Visual


def wheel_on(
    model: ArticulatedObject,
    parent: Part | str,
    wheel: Part | str,
    *,
    at: Any,
    axis: Sequence[float],
    diameter: float,
    width: float,
    shaft_diameter: float | None = None,
    overhang: float | None = None,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    gap: float = GAP,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """A wheel with rim, tire and bushing on a through axle of the parent; turns without end.

    Pieces: those of `axle`, and ``rim``, ``tire`` on the wheel's part; the tire's outer diameter is exactly
    `diameter` up to its 64 facets. Ports: those of `axle`, and ``ground`` at its lowest point.

    Args:
        model: the object.
        parent: carries the hardware that stays.
        wheel: turns; its frame stands in its middle.
        at: middle of the wheel in the parent's frame.
        axis: of the wheel.
        diameter: over all.
        width: overall, along the axis or across the length.
        shaft_diameter: an eighth of the diameter when left out.
        overhang: of the shaft past its collars, to reach what holds it.
        positive: the way it rolls for positive values, that is, in which its upper side moves, instead of the
            axis' sign.
        positive_elem: the wheel's visual that it is judged by, instead of its upper side.
        gap: running clearance on one side.
        name: of the joint, and prefix of its visuals.
        material: for all pieces, instead of the usual finishes.

    Raises:
        ValidationError: a shaft that leaves no rim, unusable sizes.
    """
    radius = length_of(diameter, "wheel_on diameter") / 2
    wide = length_of(width, "wheel_on width")
    shaft = (
        radius / 8 * 2
        if shaft_diameter is None
        else length_of(
            shaft_diameter, "wheel_on shaft_diameter", most=0.5 * radius, why="a quarter of the wheel"
        )
    )
    axis, _ = facing(
        model, model.get_part(parent), model.get_part(wheel), axis=axis, positive=positive, elem=positive_elem,
        at=point_of(at, "wheel_on at"), towards=(0.0, 0.0, radius), where="wheel_on",
    )  # fmt: skip
    handle = axle(
        model, parent, wheel, at=at, axis=axis, diameter=shaft, length=wide, overhang=overhang, gap=gap,
        clearance=False,
        name=name, material=material,
    )  # fmt: skip
    bench = Assembly(model, handle.joint, material=material)
    tread = 0.8 * radius
    soft = min(0.1 * radius, 0.25 * wide)
    half = wide / 2
    profile = [
        (tread, -half),
        (radius - soft, -half),
        (radius, soft - half),
        (radius, half - soft),
        (radius - soft, half),
        (tread, half),
    ]
    hub = 0.72 * shaft
    rim = [
        (hub, -half),
        (1.2 * shaft, -half),
        (1.3 * shaft, -0.3 * half),
        (0.9 * tread, -0.3 * half),
        (tread + 1e-5, -half * 0.98),
        (tread + 1e-5, half * 0.98),
        (0.9 * tread, 0.3 * half),
        (1.3 * shaft, 0.3 * half),
        (1.2 * shaft, half),
        (hub, half),
    ]
    bench.place(bench.child, "tire", LatheGeometry(profile, segments=64), finish=PLASTIC)
    bench.place(bench.child, "rim", LatheGeometry(rim, segments=64), finish=STEEL)
    ground = np.array(bench.parent_from_joint[:3, 3]) - [0.0, 0.0, radius]
    ports = {**handle.ports, "ground": Frame(bench.parent.name, Origin(xyz=tuple(ground.tolist())))}
    return Handle(handle.joint, {**handle.pieces, **bench.pieces}, ports)


def caster(
    model: ArticulatedObject,
    parent: Part | str,
    *,
    at: Any,
    height: float,
    wheel_diameter: float | None = None,
    trail: float | None = None,
    gap: float = GAP,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """A swivel caster under the parent: new parts ``<name>_fork`` and ``<name>_wheel``, both turning without end.

    The handle's joint is the swivel about +Z, `joints` also holds the wheel's. Pieces: ``plate``, ``fork``,
    ``tire``, ``rim`` and those of the axle. Port ``ground``.

    Args:
        model: the object.
        parent: what it is screwed under.
        at: middle of the plate's upper face in the parent's frame.
        height: from there to the floor.
        wheel_diameter: 0.7 of the height when left out.
        trail: of the wheel behind the swivel's axis, along -X as modelled; 0.2 of the height.
        gap: running clearance on one side.
        name: of the joint, and prefix of its visuals.
        material: for all pieces, instead of the usual finishes.

    Raises:
        ValidationError: a wheel too large for the height; the text says the largest.
    """
    carrier = model.get_part(parent)
    label = name or f"{carrier.name}_caster"
    where = f"caster {label!r}"
    tall = length_of(height, f"{where} height")
    big = (
        0.7 * tall
        if wheel_diameter is None
        else length_of(
            wheel_diameter, f"{where} wheel_diameter", most=0.78 * tall, why="fork and plate need the rest"
        )
    )
    back = 0.2 * tall if trail is None else trail
    slack = length_of(gap, f"{where} gap", most=0.001)
    fork, wheel = model.part(f"{label}_fork"), model.part(f"{label}_wheel")
    place = np.array(point_of(at, f"{where} at"))
    swivel = moving_joint(model, label, "continuous", carrier, fork, at=place, axis=(0, 0, 1), velocity=6.0)
    bench = Assembly(model, swivel, side=(1, 0, 0), material=material)
    thick, neck = 0.03 * tall, 0.09 * tall
    plate = span_box(x=(-0.28 * tall, 0.28 * tall), y=(-0.24 * tall, 0.24 * tall), z=(-thick, 0))
    stem = CylinderGeometry(neck / 2, 4 * thick, radial_segments=ROUND).translate(0, 0, -3 * thick)
    flange = CylinderGeometry(0.8 * neck, 0.6 * thick, radial_segments=ROUND).translate(0, 0, -4.7 * thick)
    bench.place(carrier, "plate", united([plate, stem, flange]))
    wide = 0.22 * big
    cheek = 0.03 * tall
    shaft = big / 8
    inner = wide / 2 + slack + 0.9 * shaft + slack
    axis_z = big / 2 - tall
    low_crown, high_crown = -2.8 * thick, -thick - slack
    crown = span_box(
        x=(-back - 0.1 * tall, 0.1 * tall),
        y=(-inner - cheek, inner + cheek),
        z=(low_crown - thick * 0.4, high_crown),
    )
    cheeks = [
        hull_plate(
            [
                (-back, axis_z, 1.1 * shaft),
                (0.1 * tall, high_crown - 0.01 * tall, 0.009 * tall),
                (-back - 0.09 * tall, high_crown - 0.01 * tall, 0.009 * tall),
            ],
            cheek,
        )
        .rotate_x(pi / 2)
        .translate(0, sign * (inner + cheek / 2), 0)
        for sign in (1, -1)
    ]
    room = [
        bore(neck / 2 + slack, tall),
        bore(0.8 * neck + slack, 3 * thick).translate(0, 0, low_crown - 1.5 * thick - 0.4 * thick - slack),
    ]
    bench.place(fork, "fork", united([crown, *cheeks], less=room), finish=DARK)
    bench.fit("fork", "plate", gap=slack)
    rolling = wheel_on(
        model, fork, wheel, at=(-back, 0.0, axis_z), axis=(0, 1, 0), diameter=big, width=wide, shaft_diameter=shaft,
        overhang=inner + cheek - (wide / 2 + slack + 0.5 * shaft), gap=slack, name=f"{label}_roll", material=material,
    )  # fmt: skip
    return Handle(
        swivel, {**rolling.pieces, **bench.pieces}, {**rolling.ports, **bench.ports}, (swivel, rolling.joint)
    )


def foot(
    model: ArticulatedObject,
    parent: Part | str,
    *,
    at: Any,
    diameter: float = 0.02,
    height: float = 0.012,
    name: str | None = None,
    material: Material | str | None = None,
) -> dict[str, Any]:
    """A rubber foot under the parent, tapering downward: its visual ``pad`` and the height ``ground`` of its sole.

    Args:
        model: the object.
        parent: what it is under.
        at: middle of its upper face in the parent's frame.
        diameter: over all.
        height: over all; a share of the diameter when left out.
        name: of the visual.
        material: instead of black rubber.

    Raises:
        ValidationError: unusable sizes.
    """
    part = model.get_part(parent)
    label = name or f"{part.name}_foot_{sum('_foot' in (visual.name or '') for visual in part.visuals) + 1}"
    radius, tall = (
        length_of(diameter, f"foot {label!r} diameter") / 2,
        length_of(height, f"foot {label!r} height"),
    )
    require(tall < 10 * radius, f"foot {label!r} height", given=tall, wanted=f"less than {10 * radius:g}")
    x, y, z = point_of(at, f"foot {label!r} at")
    profile = [(0, -tall), (0.75 * radius, -tall), (0.85 * radius, -0.9 * tall), (radius, 0), (0, 0)]
    from sdk.geometry.export import mesh_from_geometry

    shape = LatheGeometry(profile, segments=32).translate(x, y, z)
    dark = next((m for m in model.materials if m.name == PLASTIC[0]), None) or model.material(
        PLASTIC[0], rgba=PLASTIC[1]
    )
    pad = part.visual(
        mesh_from_geometry(shape, f"{part.name}_{label}"), material=material or dark, name=label
    )
    return {"pad": pad, "ground": z - tall}
