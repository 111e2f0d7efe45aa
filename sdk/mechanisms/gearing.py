"""`gear_pair` and `rack`: turning that is passed on at a fixed ratio, with the teeth that do it.

A newcomer's mistake: to forget that gears reverse. A pair turns opposite ways, ratio ``-za / zb``; a rack moves
by the pitch radius times the angle.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, pi
from typing import Any

import numpy as np

from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.primitives import CylinderGeometry
from sdk.mechanisms.assembly import (
    BRASS,
    DARK,
    GAP,
    STEEL,
    Assembly,
    Finish,
    length_of,
    moving_joint,
    perpendicular,
    point_of,
)
from sdk.mechanisms.bores import ROUND, bore, united
from sdk.mechanisms.directions import facing
from sdk.mechanisms.handle import Handle
from sdk.mechanisms.slide_profiles import prism
from sdk.mechanisms.teeth import ADDENDUM, gear_outline, rack_outline
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part, Visual


def gear_pair(
    model: ArticulatedObject,
    base: Part | str,
    first: Part | str,
    second: Part | str,
    *,
    at: Any,
    axis: Sequence[float],
    toward: Sequence[float],
    module: float,
    teeth: tuple[int, int],
    face: float | None = None,
    shaft_diameter: float | None = None,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    gap: float = GAP,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """Two spur gears in mesh; the second follows by ``-teeth[0] / teeth[1]``, an exact mimic.

    Pieces: ``gear_a``, ``gear_b``, ``shaft_a``, ``shaft_b``; ports ``shaft_a``, ``shaft_b`` on the base, ``hub_a``,
    ``hub_b``. The axes are ``module * (za + zb) / 2`` apart; tip radius is the pitch radius plus 0.8 modules.

    Args:
        model: the object.
        base: carries both shafts; first, second: the gears' parts, framed at their centres, parallel to it.
        at: centre of the first gear in the base's frame.
        axis: of both.
        toward: from the first gear to the second.
        module: pitch diameter per tooth, metres.
        teeth: of each, 14 to 400.
        face: width; 8 modules when left out.
        shaft_diameter: a third of the smaller gear's pitch diameter, at most 12 modules, when left out.
        positive: direction in which positive values move the first gear's teeth in mesh, instead of the axis' sign.
        positive_elem: the first gear's visual that it is judged by.
        gap: running clearance on one side.
        name: of the joint, and prefix of its visuals.
        material: for all pieces, instead of the usual finishes.
        first: the driving gear; its frame stands at its centre.
        second: the driven gear; its frame stands at its centre.

    Raises:
        ValidationError: tooth counts or sizes that cannot be made.
    """
    ground, one, two = model.get_part(base), model.get_part(first), model.get_part(second)
    label = name or f"{ground.name}_to_{one.name}"
    where = f"gear_pair {label!r}"
    size = length_of(module, f"{where} module")
    outlines = [gear_outline(size, count, where) for count in teeth]
    wide = 8 * size if face is None else length_of(face, f"{where} face")
    radii = [size * count / 2 for count in teeth]
    shaft = (
        min(min(radii) / 3, 6 * size)
        if shaft_diameter is None
        else length_of(
            shaft_diameter,
            f"{where} shaft_diameter",
            most=1.4 * (min(radii) - 1.5 * size),
            why="the smaller gear's rim",
        )
        / 2
    )
    slack = length_of(gap, f"{where} gap", most=0.2 * size + 0.0002)
    way = perpendicular(toward, axis, f"{where} toward")
    place = np.array(point_of(at, f"{where} at"))
    axis, _ = facing(
        model, ground, one, axis=axis, positive=positive, elem=positive_elem, at=place,
        towards=radii[0] * way, where=where,
    )  # fmt: skip
    drive = moving_joint(model, label, "continuous", ground, one, at=place, axis=axis, velocity=10.0)
    follow = moving_joint(
        model,
        f"{label}_driven",
        "continuous",
        ground,
        two,
        at=place + sum(radii) * way,
        axis=axis,
        velocity=10.0,
    )
    model.couple(follow, drive, ratio=-teeth[0] / teeth[1])
    bench, other = (Assembly(model, joint, side=way, material=material) for joint in (drive, follow))
    # tooth 0 of the first points at the second, which shows it a gap
    gap_turn = pi + pi / teeth[1]
    pieces: dict[str, Any] = {}
    for key, station, part, outline, angle, finish in (
        ("a", bench, one, outlines[0], 0.0, BRASS), ("b", other, two, outlines[1], gap_turn, STEEL),
    ):  # fmt: skip
        shafted_wheel(
            station,
            part,
            key,
            prism(outline, -wide / 2, wide / 2).rotate_z(angle),
            shaft,
            wide,
            slack,
            finish,
        )
        pieces |= station.pieces
    return Handle(drive, pieces, {**bench.ports, **other.ports}, (drive, follow))


def shafted_wheel(
    bench: Assembly,
    part: Part,
    key: str,
    body: MeshGeometry,
    shaft: float,
    wide: float,
    gap: float,
    finish: Finish,
) -> None:
    """A wheel on a shaft of the base with a head on one side and a shoulder on the other."""
    head = CylinderGeometry(1.6 * shaft, 0.8 * shaft, radial_segments=ROUND)
    rod = CylinderGeometry(shaft, wide + 2 * gap + 2.4 * shaft, radial_segments=ROUND).translate(
        0, 0, -0.4 * shaft
    )
    shoulder = head.copy().translate(0, 0, -wide / 2 - gap - 0.4 * shaft)
    bench.place(
        bench.parent,
        f"shaft_{key}",
        united([rod, head.translate(0, 0, wide / 2 + gap + 0.4 * shaft), shoulder]),
        finish=DARK,
    )
    bench.place(
        part,
        f"gear_{key}" if key in "ab" else key,
        united([body], less=[bore(shaft + gap, 4 * wide)]),
        finish=finish,
    )
    bench.fit(f"gear_{key}" if key in "ab" else key, f"shaft_{key}", gap=gap)
    bench.port(f"shaft_{key}", bench.parent, (0, 0, -wide / 2 - gap - 1.6 * shaft), (0, 0, -1))
    bench.port(f"hub_{key}", part, (0, 0, wide / 2))


def rack(
    model: ArticulatedObject,
    base: Part | str,
    pinion: Part | str,
    bar: Part | str,
    *,
    at: Any,
    axis: Sequence[float],
    along: Sequence[float],
    module: float,
    teeth: int,
    travel: float,
    face: float | None = None,
    positive: Any = None,
    gap: float = GAP,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """A pinion that drives a toothed bar by ``module * teeth / 2`` metres per radian.

    The handle's joint is the pinion's, 0 to ``travel`` over the pitch radius; positive moves the bar along
    `along`. Pieces: ``pinion``, ``shaft_pinion``, ``rack``, ``guide`` under it. Ports: ``bar_end``, ``shaft_pinion``.

    Args:
        model: the object.
        base: stays, and carries the fixed pins.
        pinion: turns; its frame stands at its centre.
        bar: slides; its frame stands at the pitch point.
        at: centre of the pinion in the base's frame.
        axis: of the pinion; the bar runs on the side ``along x axis``.
        along: the way the bar moves.
        module: pitch diameter per tooth, metres.
        teeth: of the pinion, 14 to 400.
        travel: of the bar, from the pose as modelled.
        face: width; 8 modules when left out.
        positive: direction in which positive values move the bar, instead of the sign of `along`; the bar stays
            on its side.
        gap: running clearance on one side.
        name: of the joint, and prefix of its visuals.
        material: for all pieces, instead of the usual finishes.

    Raises:
        ValidationError: tooth counts or sizes that cannot be made.
    """
    ground, wheel, slider = model.get_part(base), model.get_part(pinion), model.get_part(bar)
    label = name or f"{ground.name}_to_{wheel.name}"
    where = f"rack {label!r}"
    size = length_of(module, f"{where} module")
    outline = gear_outline(size, teeth, where)
    wide = 8 * size if face is None else length_of(face, f"{where} face")
    way_long = length_of(travel, f"{where} travel")
    slack = length_of(gap, f"{where} gap", most=0.2 * size + 0.0002)
    way = perpendicular(along, axis, f"{where} along")
    ahead, turned = facing(
        model, ground, slider, axis=way.tolist(), positive=positive, slides=True, where=where
    )
    way, axis = np.array(ahead), [turned * float(value) for value in axis]
    radius = size * teeth / 2
    place = np.array(point_of(at, f"{where} at"))
    joint = moving_joint(
        model,
        label,
        "revolute",
        ground,
        wheel,
        at=place,
        axis=axis,
        lower=0.0,
        upper=way_long / radius,
        velocity=10.0,
    )
    down = np.cross(way, np.array(joint.axis) / np.linalg.norm(joint.axis))
    pitch_point = place + radius * down
    shove = moving_joint(
        model,
        f"{label}_bar",
        "prismatic",
        ground,
        slider,
        at=pitch_point,
        axis=tuple(way),
        lower=0.0,
        upper=way_long * (1 + 1e-9),
    )
    model.couple(shove, joint, ratio=radius)
    bench = Assembly(model, joint, side=way, material=material)
    # x runs along the travel, y away from the bar; a tooth must point at the bar, which shows a gap at x = 0
    body = prism(outline, -wide / 2, wide / 2).rotate_z(-pi / 2)
    shaft = min(radius / 3, 6 * size)
    bench.child = wheel
    _pinion(bench, wheel, body, shaft, wide, slack)
    depth = 3 * size
    pitch = pi * size
    needed = 2 * ceil((way_long + 2 * ADDENDUM * size + 4 * pitch) / pitch)
    bar_mesh = prism(rack_outline(size, needed, depth), -wide / 2, wide / 2)
    bench.place(slider, "rack", bar_mesh, finish=STEEL)
    half = pitch * ceil(needed / 2)
    floor = -size - depth - slack
    bed = prism(
        [(-half, floor - depth), (half, floor - depth), (half, floor), (-half, floor)],
        -wide / 2 - depth,
        wide / 2 + depth,
    )
    lips = [
        prism(
            [
                (-half, floor - depth),
                (half, floor - depth),
                (half, floor + 0.8 * depth),
                (-half, floor + 0.8 * depth),
            ],
            low,
            low + depth - slack,
        )
        for low in (-wide / 2 - depth, wide / 2 + slack)
    ]
    bench.place(ground, "guide", united([bed, *lips]).translate(0, -radius, 0), finish=DARK)
    model.fit(
        slider,
        ground,
        elem_child=bench.pieces["rack"].name,
        elem_parent=bench.pieces["guide"].name,
        gap=slack,
        kind="sliding",
    )
    bench.port("bar_end", slider, (half, -depth, 0), (1, 0, 0))
    return Handle(joint, dict(bench.pieces), dict(bench.ports), (joint, shove))


def _pinion(bench: Assembly, part: Part, body: MeshGeometry, shaft: float, wide: float, gap: float) -> None:
    rod = CylinderGeometry(shaft, wide + 2 * gap + 2.4 * shaft, radial_segments=ROUND)
    caps = [
        CylinderGeometry(1.6 * shaft, 0.8 * shaft, radial_segments=ROUND).translate(
            0, 0, sign * (wide / 2 + gap + 0.4 * shaft)
        )
        for sign in (1.0, -1.0)
    ]
    bench.place(bench.parent, "shaft_pinion", united([rod, *caps]), finish=DARK)
    bench.place(part, "pinion", united([body], less=[bore(shaft + gap, 4 * wide)]), finish=BRASS)
    bench.fit("pinion", "shaft_pinion", gap=gap)
    bench.port("shaft_pinion", bench.parent, (0, 0, -wide / 2 - gap - 1.2 * shaft), (0, 0, -1))
