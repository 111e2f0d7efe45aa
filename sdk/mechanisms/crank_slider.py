"""`crank_slider`: a crank, a connecting rod and a crosshead in guides.

``x = r cos t + sqrt(l^2 - (r sin t - e)^2)`` from the crank's axis to the wrist pin, t the crank's angle from
the slide's direction. A newcomer's mistake: to couple the rod to the ground. Its joint is on the crank, so its
value is its own angle less the crank's.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, cos, pi, sin, sqrt
from typing import Any

import numpy as np

from sdk.geometry.spans import span_box
from sdk.mechanisms.assembly import (
    BRASS,
    DARK,
    GAP,
    Assembly,
    length_of,
    moving_joint,
    perpendicular,
    point_of,
    require,
)
from sdk.mechanisms.bores import bore, united
from sdk.mechanisms.directions import facing
from sdk.mechanisms.handle import Handle
from sdk.mechanisms.links import HEAD_HEIGHT, Stack, follower, headed_pin, link
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part, Visual
from sdk.spatial import unit


def crank_slider(
    model: ArticulatedObject,
    base: Part | str,
    crank: Part | str,
    rod: Part | str,
    slider: Part | str,
    *,
    at: Any,
    axis: Sequence[float],
    along: Sequence[float],
    crank_length: float,
    rod_length: float,
    offset: float = 0.0,
    rest_angle: float = 0.0,
    lower: float | None = None,
    upper: float | None = None,
    pin_diameter: float | None = None,
    thickness: float | None = None,
    gap: float = GAP,
    frame: bool = True,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """The linkage; its handle's joint is the crank's, `joints` are crank, rod and slider.

    Pieces: ``web`` on the crank, ``rod``, ``crosshead``, and on the base ``journal`` and, with `frame`,
    ``guide`` and ``bed``. Ports: ``slider`` on the crosshead, ``bed`` under the crank.

    Args:
        model: the object.
        base: stays, and carries the fixed pins.
        crank: turns about `at`; its frame stands there.
        rod: the connecting rod; its frame stands at the crank pin.
        slider: the crosshead; its frame stands at the wrist pin.
        at: the crank's axis in the base's frame.
        axis: of the crank, across `along`.
        along: way from the crank to the slider.
        crank_length: between its two pins.
        rod_length: between its two pins.
        offset: of the slide's line from the crank's axis, towards ``axis x along``.
        rest_angle: of the crank from `along`, as modelled.
        lower: lowest value, at most 0, the pose as modelled.
        upper: highest value, at least 0.
        pin_diameter: of every pin; from the shortest link when left out.
        thickness: of the links or the belt, across the plane.
        gap: running clearance.
        frame: build bed, bearing and guides; otherwise only the journal.
        positive: direction in which positive values move the crank pin; the axis is turned round where needed,
            the pose as modelled stays.
        positive_elem: the crank's visual that it is judged by, instead of the pin.
        name: of the crank's joint, and prefix of the others.
        material: for all pieces.

    Raises:
        ValidationError: ``cannot-turn`` when the rod is too short for the crank and offset; the text says
            the least length. Unusable sizes.
    """
    ground, wheel, bar, block = (model.get_part(part) for part in (base, crank, rod, slider))
    label = name or f"{ground.name}_to_{wheel.name}"
    where = f"crank_slider {label!r}"
    r = length_of(crank_length, f"{where} crank_length")
    length = length_of(rod_length, f"{where} rod_length")
    pin_radius = (
        0.22 * r if pin_diameter is None else length_of(pin_diameter, f"{where} pin_diameter", most=0.8 * r)
    ) / 2
    eye = 1.9 * pin_radius
    least = r + abs(offset)
    require(
        length >= 1.05 * least + 2 * eye, f"{where} rod_length", given=f"{length * 1000:.1f} mm",
        wanted=f"at least {(1.05 * least + 2 * eye) * 1000:.1f} mm for this crank, offset and pins", code="cannot-turn",
    )  # fmt: skip
    thick = 1.6 * pin_radius if thickness is None else length_of(thickness, f"{where} thickness")
    slack = length_of(gap, f"{where} gap", most=0.002)
    way = perpendicular(along, axis, f"{where} along")
    place = np.array(point_of(at, f"{where} at"))
    across = np.cross(unit(axis), way)
    axis, turned = facing(
        model, ground, wheel, axis=axis, positive=positive, elem=positive_elem, at=place,
        towards=r * (cos(rest_angle) * way + sin(rest_angle) * across), where=where,
    )  # fmt: skip
    rest_angle, offset, across = turned * rest_angle, turned * offset, turned * across

    def wrist(q: float) -> float:
        t = rest_angle + q
        return r * cos(t) + sqrt(length**2 - (r * sin(t) - offset) ** 2)

    def lean(q: float) -> float:
        t = rest_angle + q
        return atan2(offset - r * sin(t), wrist(q) - r * cos(t))

    crank_pin = r * (cos(rest_angle) * way + sin(rest_angle) * across)
    wrist_pin = wrist(0.0) * way + offset * across
    turning = "continuous" if lower is None or upper is None else "revolute"
    drive = moving_joint(
        model, label, turning, ground, wheel, at=place, axis=axis, lower=lower, upper=upper, velocity=6.0
    )

    def sway(q: float) -> float:
        return lean(q) - lean(0.0) - q

    swing_kind, swing_range = follower(sway, drive_range(lower, upper), endless=turning == "continuous")
    swing = moving_joint(
        model, f"{label}_rod", swing_kind, wheel, bar, at=crank_pin, axis=axis, **swing_range
    )
    reach = [wrist(q) - wrist(0.0) for q in np.linspace(*(drive_range(lower, upper)), 721)]
    thrust = moving_joint(
        model, f"{label}_slider", "prismatic", ground, block, at=place + wrist_pin, axis=tuple(way),
        lower=min(*reach, 0.0) - 1e-6, upper=max(*reach, 0.0) + 1e-6,
    )  # fmt: skip
    model.couple(swing, drive, law=sway)
    model.couple(thrust, drive, law=lambda q: wrist(q) - wrist(0.0))

    stack = Stack(thick, slack, HEAD_HEIGHT * pin_radius)
    on_crank = Assembly(model, drive, side=way, material=material)
    on_rod = Assembly(model, swing, side=way, material=material)
    pin_at = (r * cos(rest_angle), r * sin(rest_angle))
    web = link(stack, 0, (0.0, 0.0), pin_at, 2.2 * pin_radius, holes=(((0.0, 0.0), pin_radius + slack),))
    on_crank.place(
        wheel, "web", united([web, headed_pin(pin_at, pin_radius, stack, start=stack.middle(0), held=1)])
    )
    tilt = lean(0.0)
    small_end = (length * cos(tilt), length * sin(tilt))
    eyes = (((0.0, 0.0), pin_radius + slack), (small_end, pin_radius + slack))
    on_rod.place(bar, "rod", link(stack, 1, (0.0, 0.0), small_end, eye, holes=eyes), finish=BRASS)
    half = 1.6 * eye
    head = span_box(x=(-half, half), y=(-eye, eye), z=(stack.low(2), stack.high(2)))
    on_crank.place(
        block,
        "crosshead",
        united([head, headed_pin((0.0, 0.0), pin_radius, stack, start=stack.middle(2), held=1)]),
        finish=DARK,
    )
    on_crank.place(
        ground,
        "journal",
        headed_pin((0.0, 0.0), pin_radius, stack, start=stack.low(-1), held=0),
    )
    if frame:
        low_x, high_x = min(reach) + wrist(0.0) - half, max(reach) + wrist(0.0) + half
        end = high_x + 2 * slack + thick
        rails = [
            span_box(
                x=(low_x, end), y=(offset + sign * (eye + slack), offset + sign * (eye + slack + thick)),
                z=(stack.low(2), stack.high(2)),
            )
            for sign in (1.0, -1.0)
        ]  # fmt: skip
        wide = eye + slack + thick
        stop = span_box(
            x=(high_x + 2 * slack, end), y=(offset - wide, offset + wide), z=(stack.low(-1), stack.high(2))
        )
        on_crank.place(ground, "guide", united([*rails, stop]))
        low_y, high_y = min(-2.2 * pin_radius, offset - wide), max(2.2 * pin_radius, offset + wide)
        # It ends within the stop, whose face it would share.
        bed = span_box(
            x=(-2.5 * pin_radius, end - 0.5 * thick), y=(low_y, high_y), z=(stack.low(-1), stack.high(-1))
        )
        on_crank.place(ground, "bed", united([bed], less=[bore(0.97 * pin_radius, 8 * thick)]), finish=DARK)
    names = {**on_crank.pieces, **on_rod.pieces}
    for held, piece, holder, other in (
        (wheel, "web", ground, "journal"),
        (bar, "rod", wheel, "web"),
        (block, "crosshead", bar, "rod"),
    ):
        model.fit(held, holder, elem_child=names[piece].name, elem_parent=names[other].name, gap=slack)
    on_crank.port("slider", block, (half, 0, stack.middle(2)), (1, 0, 0))
    on_crank.port("bed", ground, (0, 0, stack.low(-1)), (0, 0, -1))
    return Handle(drive, names, dict(on_crank.ports), (drive, swing, thrust))


def drive_range(lower: float | None, upper: float | None) -> tuple[float, float]:
    """The crank's range, one turn where it has no limits."""
    return (0.0, 2 * pi) if lower is None or upper is None else (lower, upper)
