"""`four_bar`: crank, coupler and rocker over a ground link.

The circles around the crank pin (radius: coupler) and the rocker's pivot (radius: rocker) meet in two points;
`crossed` picks one. A newcomer's mistake: to give limits by feeling. Where crank and coupler come in line the
linkage can go no further; the error says where that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import acos, atan2, cos, hypot, pi, sin
from typing import Any

import numpy as np

from sdk.errors import ValidationError
from sdk.mechanisms.assembly import BRASS, DARK, GAP, Assembly, length_of, moving_joint, point_of, require
from sdk.mechanisms.bores import united
from sdk.mechanisms.directions import facing
from sdk.mechanisms.handle import Handle
from sdk.mechanisms.links import (
    HEAD_HEIGHT,
    HEAD_WIDTH,
    Stack,
    distance_to_segment,
    follower,
    headed_pin,
    link,
)
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part, Visual
from sdk.spatial import unit

CLEAR_STEPS = 181


def four_bar(
    model: ArticulatedObject,
    base: Part | str,
    crank: Part | str,
    coupler: Part | str,
    rocker: Part | str,
    *,
    at: Any,
    to: Any,
    axis: Sequence[float],
    crank_length: float,
    coupler_length: float,
    rocker_length: float,
    rest_angle: float,
    lower: float | None = None,
    upper: float | None = None,
    crossed: bool = False,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    pin_diameter: float | None = None,
    thickness: float | None = None,
    gap: float = GAP,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """The linkage; its handle's joint is the crank's, `joints` are crank, coupler and rocker.

    Pieces: ``crank``, ``coupler``, ``rocker``, and ``pivot_a``, ``pivot_d``, ``bed`` on the base. Ports:
    ``coupler_middle``, ``rocker_tip``.

    Args:
        model: the object.
        base: stays, and carries the fixed pins.
        crank: turns about `at`; its frame stands there.
        coupler: joins crank and rocker; its frame stands at the crank pin.
        rocker: swings; its frame stands at its pivot.
        at: first pivot or centre, in the base's frame.
        to: second pivot or centre, in the base's frame.
        axis: of all four joints.
        crank_length: between its two pins.
        coupler_length: between its two pins.
        rocker_length: between its two pins.
        rest_angle: of the crank from the line `at` -> `to`, as modelled.
        lower: lowest value, at most 0, the pose as modelled.
        upper: highest value, at least 0.
        crossed: the other of the two ways to assemble it.
        positive: direction in which positive values move the crank pin; the axis is turned round where needed,
            the pose as modelled stays.
        positive_elem: the crank's visual that it is judged by, instead of the pin.
        pin_diameter: of every pin; from the shortest link when left out.
        thickness: of the links or the belt, across the plane.
        gap: running clearance on one side.
        name: of the joint, and prefix of its visuals.
        material: for all pieces, instead of the usual finishes.

    Raises:
        ValidationError: ``cannot-close`` with the crank angle at which the links are in line and the reach
            that would do; ``pivot-in-the-way`` when a link would pass through the rocker's pivot.
    """
    ground, wheel, bar, arm = (model.get_part(part) for part in (base, crank, coupler, rocker))
    label = name or f"{ground.name}_to_{wheel.name}"
    where = f"four_bar {label!r}"
    a, b, c = (
        length_of(value, f"{where} {what}")
        for value, what in (
            (crank_length, "crank_length"),
            (coupler_length, "coupler_length"),
            (rocker_length, "rocker_length"),
        )
    )
    start, z = np.array(point_of(at, f"{where} at")), unit(axis, where=f"{where} axis")
    line = np.array(point_of(to, f"{where} to")) - start
    d = float(np.linalg.norm(line))
    require(
        d > 0.0 and abs(float(line @ z)) < 1e-6 * d,
        f"{where} to",
        given=tuple(line.tolist()),
        wanted="a point beside `at`, across the axis",
    )
    across = np.cross(z, line / d)
    axis, turned = facing(
        model, ground, wheel, axis=axis, positive=positive, elem=positive_elem, at=start,
        towards=a * (cos(rest_angle) * line / d + sin(rest_angle) * across), where=where,
    )  # fmt: skip
    z, rest_angle, crossed = turned * z, turned * rest_angle, crossed != (turned < 0.0)
    shortest = min(a, b, c, d)
    radius = (
        0.16 * shortest
        if pin_diameter is None
        else length_of(pin_diameter, f"{where} pin_diameter", most=shortest / 2)
    ) / 2
    thick = 1.6 * radius if thickness is None else length_of(thickness, f"{where} thickness")
    slack = length_of(gap, f"{where} gap", most=0.002)

    def pins(q: float) -> tuple[tuple[float, float], tuple[float, float]]:
        """Crank pin and rocker pin in the plane, x along the ground link."""
        t = rest_angle + q
        crank_pin = (a * cos(t), a * sin(t))
        reach = hypot(crank_pin[0] - d, crank_pin[1])
        if not abs(b - c) <= reach <= b + c:
            fits = f"a crank that keeps its pin {abs(b - c) * 1000:.1f} to {(b + c) * 1000:.1f} mm from `to`"
            raise ValidationError.at(
                f"{where} at crank angle {q:.3f} rad",
                given=f"{reach * 1000:.1f} mm",
                wanted=fits,
                code="cannot-close",
            )
        inner = acos(float(np.clip((reach**2 + c**2 - b**2) / (2 * reach * c), -1.0, 1.0)))
        way = atan2(crank_pin[1], crank_pin[0] - d) + (inner if crossed else -inner)
        return crank_pin, (d + c * cos(way), c * sin(way))

    def coupler_angle(q: float) -> float:
        first, second = pins(q)
        return atan2(second[1] - first[1], second[0] - first[0])

    def rocker_angle(q: float) -> float:
        _, second = pins(q)
        return atan2(second[1], second[0] - d)

    endless = lower is None or upper is None
    span = (0.0, 2 * pi) if endless else (lower, upper)
    samples = np.linspace(*span, CLEAR_STEPS)  # type: ignore[misc]
    nearest = min(
        min(distance_to_segment((d, 0.0), *pins(q)), distance_to_segment((d, 0.0), (0.0, 0.0), pins(q)[0]))
        for q in samples
    )
    eye = 1.9 * radius
    require(
        nearest >= eye + radius + slack, f"{where} range",
        given=f"a link that passes {nearest * 1000:.1f} mm from the rocker's pivot",
        wanted=f"at least {(eye + radius + slack) * 1000:.1f} mm: other lengths or limits, or a thinner pin",
        code="pivot-in-the-way",
    )  # fmt: skip
    rest_crank, rest_rocker = pins(0.0)
    kind = "continuous" if endless else "revolute"
    side = line / d
    up = np.cross(z, side)
    sway = _unwrapped(lambda q: coupler_angle(q) - q, span)
    rocking = _unwrapped(rocker_angle, span)
    drive = moving_joint(
        model, label, kind, ground, wheel, at=start, axis=axis, lower=lower, upper=upper, velocity=6.0
    )
    crank_pin = rest_crank[0] * side + rest_crank[1] * up
    swing_kind, swing_range = follower(sway, span, endless=endless)
    swing = moving_joint(
        model, f"{label}_coupler", swing_kind, wheel, bar, at=crank_pin, axis=axis, **swing_range
    )
    rock_kind, rock_range = follower(rocking, span, endless=endless)
    rock = moving_joint(
        model, f"{label}_rocker", rock_kind, ground, arm, at=start + line, axis=axis, **rock_range
    )
    model.couple(swing, drive, law=sway)
    model.couple(rock, drive, law=rocking)

    stack = Stack(thick, slack, HEAD_HEIGHT * radius)
    head = HEAD_WIDTH * radius
    passing = min(
        hypot(*pins(q)[1]) for q in samples
    )  # the rocker's pin may go by right over the first pivot
    bench, on_bar, on_arm = (
        Assembly(model, joint, side=side, material=material) for joint in (drive, swing, rock)
    )
    arm_from = (rest_rocker[0] - d, rest_rocker[1])
    bar_to = (rest_rocker[0] - rest_crank[0], rest_rocker[1] - rest_crank[1])
    hole = radius + slack
    body = link(stack, 0, (0.0, 0.0), rest_crank, eye, holes=(((0.0, 0.0), hole),))
    bench.place(
        wheel, "crank", united([body, headed_pin(rest_crank, radius, stack, start=stack.middle(0), held=1)])
    )
    on_bar.place(
        bar,
        "coupler",
        link(stack, 1, (0.0, 0.0), bar_to, eye, holes=(((0.0, 0.0), hole), (bar_to, hole))),
        finish=BRASS,
    )
    body = link(stack, 2, (0.0, 0.0), arm_from, eye, holes=(((0.0, 0.0), hole),))
    wide = head if passing > 2 * head + slack else 0.0
    tip = headed_pin(arm_from, radius, stack, start=stack.middle(2), held=1, head=wide)
    on_arm.place(arm, "rocker", united([body, tip]))
    bench.place(ground, "pivot_a", headed_pin((0.0, 0.0), radius, stack, start=stack.middle(-1), held=0))
    bench.place(ground, "pivot_d", headed_pin((d, 0.0), radius, stack, start=stack.middle(-1), held=2))
    bench.place(ground, "bed", link(stack, -1, (0.0, 0.0), (d, 0.0), 1.6 * eye), finish=DARK)
    names = {**bench.pieces, **on_bar.pieces, **on_arm.pieces}
    for held, piece, holder, other in (
        (wheel, "crank", ground, "pivot_a"), (bar, "coupler", wheel, "crank"),
        (arm, "rocker", ground, "pivot_d"), (bar, "coupler", arm, "rocker"),
    ):  # fmt: skip
        model.fit(held, holder, elem_child=names[piece].name, elem_parent=names[other].name, gap=slack)
    on_bar.port("coupler_middle", bar, (bar_to[0] / 2, bar_to[1] / 2, stack.high(1)))
    on_arm.port("rocker_tip", arm, (*arm_from, stack.high(2)))
    return Handle(drive, names, {**on_bar.ports, **on_arm.ports}, (drive, swing, rock))


def _unwrapped(angle: Any, span: tuple[Any, Any]) -> Any:
    """The angle less its value at rest, made continuous over the span."""
    grid = np.linspace(min(span[0], 0.0), max(span[1], 0.0), 1441)
    raw = np.unwrap([angle(float(q)) for q in grid])
    at_rest = float(np.interp(0.0, grid, raw))

    def law(q: float) -> float:
        near = float(np.interp(q, grid, raw))
        exact = angle(q)
        return exact + 2 * pi * round((near - exact) / (2 * pi)) - at_rest

    return law
