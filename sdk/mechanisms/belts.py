"""`belt`: two flanged pulleys and the belt that couples them.

A newcomer's mistake: to let the belt move. Its shape stays as it runs, so it is a part fixed to the base, with
a running fit on both pulleys.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import pi
from typing import Any

import numpy as np

from sdk.geometry.plates import hull_plate
from sdk.geometry.primitives import CylinderGeometry
from sdk.mechanisms.assembly import (
    BRASS,
    GAP,
    PLASTIC,
    STEEL,
    Assembly,
    length_of,
    moving_joint,
    perpendicular,
    point_of,
    require,
)
from sdk.mechanisms.bores import united
from sdk.mechanisms.directions import facing
from sdk.mechanisms.gearing import shafted_wheel
from sdk.mechanisms.handle import Handle
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part, Visual


def belt(
    model: ArticulatedObject,
    base: Part | str,
    driver: Part | str,
    driven: Part | str,
    *,
    at: Any,
    to: Any,
    axis: Sequence[float],
    radii: tuple[float, float],
    width: float = 0.01,
    thickness: float = 0.002,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    gap: float = GAP,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """Two flanged pulleys and the belt around them; the second follows by ``radii[0] / radii[1]``.

    The belt is a part of its own, ``<name>_belt``, fixed to the base: its shape stays as it runs. Pieces:
    ``gear_a``, ``gear_b`` (the pulleys), ``shaft_a``, ``shaft_b``, ``belt``.

    Args:
        model: the object.
        base: carries the shafts; driver, driven: the pulleys' parts, framed at their centres.
        at: first pivot or centre, in the base's frame.
        to: second pivot or centre, in the base's frame.
        axis: of both.
        radii: of the belt's inner face on each pulley.
        width: overall, along the axis or across the length.
        thickness: of the links or the belt, across the plane.
        positive: direction in which positive values move the driver's side towards `to`, instead of the axis' sign.
        positive_elem: the driver's visual that it is judged by.
        gap: running clearance on one side.
        name: of the joint, and prefix of its visuals.
        material: for all pieces, instead of the usual finishes.
        driven: the second pulley; its frame stands at its centre.
        driver: the first pulley; its frame stands at its centre.

    Raises:
        ValidationError: pulleys that would touch.
    """
    ground, one, two = model.get_part(base), model.get_part(driver), model.get_part(driven)
    label = name or f"{ground.name}_to_{one.name}"
    where = f"belt {label!r}"
    sizes = [length_of(value, f"{where} radii") for value in radii]
    wide, thick = (
        length_of(width, f"{where} width"),
        length_of(thickness, f"{where} thickness", most=min(sizes)),
    )
    slack = length_of(gap, f"{where} gap", most=0.001)
    start, end = np.array(point_of(at, f"{where} at")), np.array(point_of(to, f"{where} to"))
    apart = float(np.linalg.norm(end - start))
    least = sum(sizes) + 5 * thick
    require(
        apart >= least,
        f"{where} to",
        given=f"{apart * 1000:.1f} mm away",
        wanted=f"at least {least * 1000:.1f} mm",
        code="size",
    )
    way = perpendicular((end - start).tolist(), axis, f"{where} to")
    axis, _ = facing(
        model, ground, one, axis=axis, positive=positive, elem=positive_elem, at=start, towards=sizes[0] * way,
        where=where,
    )  # fmt: skip
    drive = moving_joint(model, label, "continuous", ground, one, at=start, axis=axis, velocity=20.0)
    follow = moving_joint(
        model, f"{label}_driven", "continuous", ground, two, at=end, axis=axis, velocity=20.0
    )
    model.couple(follow, drive, ratio=sizes[0] / sizes[1])
    bench, other = (Assembly(model, joint, side=way, material=material) for joint in (drive, follow))
    pieces: dict[str, Any] = {}
    for key, station, part, size in (("a", bench, one, sizes[0]), ("b", other, two, sizes[1])):
        drum = CylinderGeometry(size - slack, wide + 4 * thick, radial_segments=96)
        flanges = [
            CylinderGeometry(size + 1.6 * thick, thick, radial_segments=96).translate(
                0, 0, sign * (wide / 2 + slack + thick / 2)
            )
            for sign in (1, -1)
        ]
        shafted_wheel(
            station,
            part,
            key,
            united([drum, *flanges]),
            size / 4,
            wide + 4 * thick,
            slack,
            STEEL if key == "b" else BRASS,
        )
        pieces |= station.pieces
    band = model.part(f"{label}_belt")
    model.articulation(f"{label}_belt", "fixed", ground, band, origin=drive.origin)
    grow = 1.0 / np.cos(pi / 96)
    outer = hull_plate([(0, 0, (sizes[0] + thick) * grow), (apart, 0, (sizes[1] + thick) * grow)], wide)
    inner = hull_plate([(0, 0, sizes[0] * 1.0023), (apart, 0, sizes[1] * 1.0023)], 3 * wide)
    bench.child = band
    bench.place(band, "belt", united([outer], less=[inner]), finish=PLASTIC)
    model.fit(
        one,
        band,
        elem_child=pieces["gear_a"].name,
        elem_parent=bench.pieces["belt"].name,
        gap=slack,
        kind="running",
    )
    model.fit(
        two,
        band,
        elem_child=pieces["gear_b"].name,
        elem_parent=bench.pieces["belt"].name,
        gap=slack,
        kind="running",
    )
    return Handle(drive, {**pieces, **bench.pieces}, {**bench.ports, **other.ports}, (drive, follow))
