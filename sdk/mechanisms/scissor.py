"""`scissor`: crossing pairs of arms between a base and a top that stays level.

With arms of half length h at angle t the top stands ``2 h sin t`` per stage over the base, and every joint
follows the first by a whole ratio: -2 at the middle pins, 2 from stage to stage, 1 at the top. A newcomer's
mistake: to drive the height. The angle is the driver; the height is its sine.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, sin
from typing import Any

import numpy as np

from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.spans import span_box
from sdk.mechanisms.assembly import (
    BRASS,
    DARK,
    GAP,
    STEEL,
    Assembly,
    length_of,
    moving_joint,
    perpendicular,
    require,
)
from sdk.mechanisms.bores import bore, united
from sdk.mechanisms.directions import facing
from sdk.mechanisms.handle import Handle
from sdk.mechanisms.links import HEAD_HEIGHT, Stack, headed_pin, link, pin
from sdk.model.articulation import Articulation
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part
from sdk.spatial import unit

RAIL, ARM_A, ARM_B = 2, 1, 0
"""Layers from the middle outward, on each side."""


def scissor(
    model: ArticulatedObject,
    base: Part | str,
    top: Part | str,
    *,
    at: Any,
    axis: Sequence[float],
    along: Sequence[float],
    half_length: float,
    theta: float,
    lowest: float | None = None,
    highest: float = 1.2,
    sides: int = 2,
    stages: int = 1,
    positive: Any = None,
    width: float | None = None,
    pin_diameter: float | None = None,
    thickness: float | None = None,
    gap: float = GAP,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """The lift; its handle's joint turns the first arm, positive lifts. New parts ``<name>_a1``, ``<name>_b1`` ...

    Pieces: ``rail_base``, ``rail_top``, ``arm_a1``, ``arm_b1``, ...; ports ``deck`` on the top over the fixed
    pins, ``bed`` on the base. The top's frame stands over `at` at the height of its pins.

    Args:
        model: the object.
        base: stays, and carries the fixed pins.
        top: stays level; its frame stands over `at` at the height of its pins.
        at: the fixed lower pins, in the middle of the width, in the base's frame.
        axis: of all pins; ``axis x along`` must be the way up.
        along: from the fixed pins to the sliding ones.
        half_length: of an arm, between its pins.
        theta: angle of the arms to the base as modelled.
        lowest: smallest angle; the lowest that clears when left out.
        highest: largest angle.
        sides: 1 or 2 sets of arms.
        stages: pairs above each other.
        positive: direction in which it lifts the top; the axis is turned round where needed.
        width: outside to outside across the sides; half an arm when left out.
        pin_diameter: of every pin; from the shortest link when left out.
        thickness: of the links or the belt, across the plane.
        gap: running clearance on one side.
        name: of the joint, and prefix of its visuals.
        material: for all pieces, instead of the usual finishes.

    Raises:
        ValidationError: angles outside what the arms allow, with the range that would do.
    """
    floor, deck = model.get_part(base), model.get_part(top)
    label = name or f"{floor.name}_lift"
    where = f"scissor {label!r}"
    h = length_of(half_length, f"{where} half_length")
    radius = (
        0.07 * h if pin_diameter is None else length_of(pin_diameter, f"{where} pin_diameter", most=0.2 * h)
    ) / 2
    thick = 1.4 * radius if thickness is None else length_of(thickness, f"{where} thickness")
    slack = length_of(gap, f"{where} gap", most=0.002)
    require(sides in (1, 2), f"{where} sides", given=sides, wanted="1 or 2", code="choice")
    require(1 <= stages <= 8, f"{where} stages", given=stages, wanted="1 to 8", code="choice")
    eye = 1.8 * radius
    clear = float(np.arcsin(min(1.0, (2 * eye + 2 * slack) / (2 * h)))) * 1.05 + 0.02
    low = max(clear, min(theta, 0.15)) if lowest is None else lowest
    require(
        clear - 1e-9 <= low <= theta <= highest <= 1.45, f"{where} lowest, theta, highest",
        given=(round(low, 4), theta, highest),
        wanted=f"rising angles from {clear:.3f} rad, where the rails would meet, to 1.45 rad", code="limits",
    )  # fmt: skip
    stack = Stack(thick, slack, HEAD_HEIGHT * radius)
    outer = stack.high(RAIL) + slack + stack.head
    wide = h if width is None else length_of(width, f"{where} width", least=2 * outer * (sides - 1))
    inner = max(wide / 2 - outer, 0.0) if sides == 2 else 0.0
    way = perpendicular(along, axis, f"{where} along")

    lift = np.cross(unit(axis), way)
    _, agrees = facing(model, floor, deck, axis=lift.tolist(), positive=positive, slides=True, where=where)
    axis_three = tuple(agrees * float(value) for value in axis)
    up = np.cross(np.asarray(axis_three) / np.linalg.norm(axis_three), way)
    arms: list[tuple[Part, Part]] = [
        (model.part(f"{label}_a{k + 1}"), model.part(f"{label}_b{k + 1}")) for k in range(stages)
    ]
    joints: list[Articulation] = []
    room = (low - theta, highest - theta)

    def joint_at(suffix: str, holder: Part, held: Part, place: Any, ratio: float) -> Articulation:
        ends = sorted((ratio * room[0], ratio * room[1]))
        made = moving_joint(
            model, f"{label}{suffix}", "revolute", holder, held, at=place, axis=axis_three,
            lower=ends[0] - 1e-9 * (ratio != 1.0), upper=ends[1] + 1e-9 * (ratio != 1.0),
        )  # fmt: skip
        if joints:
            model.couple(made, joints[0], ratio=ratio)
        joints.append(made)
        return made

    mid = h * (cos(theta) * way + sin(theta) * up)
    to_tip = h * (-cos(theta) * way + sin(theta) * up)
    holder, place, ratio = floor, at, 1.0
    benches: list[Assembly] = []
    for row, (arm_a, arm_b) in enumerate(arms):
        first = joint_at("" if row == 0 else f"_a{row + 1}", holder, arm_a, place, ratio)
        second = joint_at(f"_b{row + 1}", arm_a, arm_b, tuple(mid.tolist()), -2.0)
        benches += [Assembly(model, joint, side=way, material=material) for joint in (first, second)]
        holder, place, ratio = arm_b, tuple(to_tip.tolist()), 2.0
    top_joint = joint_at("_top", holder, deck, place, 1.0)
    on_top = Assembly(model, top_joint, side=way, material=material)

    pieces: dict[str, Any] = {}
    low_x, high_x = 2 * h * cos(highest), 2 * h * cos(low)
    on_floor = benches[0]
    on_floor.place(
        floor,
        "rail_base",
        _sided(_rail(stack, radius, eye, slack, low_x, high_x, fixed=ARM_A), inner, sides),
        finish=DARK,
    )
    on_top.place(
        deck,
        "rail_top",
        _sided(_rail(stack, radius, eye, slack, low_x, high_x, fixed=ARM_B), inner, sides),
        finish=DARK,
    )
    for row in range(stages):
        arm_a, arm_b = arms[row]
        last = row == stages - 1
        a_piece = _arm_a(stack, h, theta, radius, eye, slack, last=last)
        b_piece = _arm_b(stack, h, theta, radius, eye, slack, first=row == 0, last=last)
        rod_a, rod_b = (
            _cross_rod(x_y, 0.8 * radius, inner, sides)
            for x_y in (_mid(h, theta), _on_b(h, theta, 1.0 if row == 0 else 0.5))
        )
        benches[2 * row].place(
            arm_a, f"arm_a{row + 1}", _with(_sided(a_piece, inner, sides), rod_a), finish=STEEL
        )
        benches[2 * row + 1].place(
            arm_b, f"arm_b{row + 1}", _with(_sided(b_piece, inner, sides), rod_b), finish=BRASS
        )
    for bench in (*benches, on_top):
        pieces |= bench.pieces
    chain = [("arm_a1", arms[0][0], "rail_base", floor), ("rail_top", deck, f"arm_b{stages}", arms[-1][1])]
    for row in range(stages):
        chain.append((f"arm_b{row + 1}", arms[row][1], f"arm_a{row + 1}", arms[row][0]))
        if row:
            chain.append((f"arm_a{row + 1}", arms[row][0], f"arm_b{row}", arms[row - 1][1]))
    for piece, held, other, holder_ in chain:
        model.fit(held, holder_, elem_child=pieces[piece].name, elem_parent=pieces[other].name, gap=slack)
    on_top.port("deck", deck, (0, eye, 0), (0, 1, 0))
    on_floor.port("bed", floor, (0, -eye, 0), (0, -1, 0))
    return Handle(joints[0], pieces, {**on_floor.ports, **on_top.ports}, tuple(joints))


def _mid(h: float, theta: float) -> tuple[float, float]:
    return h * cos(theta), h * sin(theta)


def _on_b(h: float, theta: float, share: float) -> tuple[float, float]:
    """A point of the inner arm towards its lower end, where an upper pair has the head of the pair below's pin."""
    return share * h * cos(theta), -share * h * sin(theta)


def _sided(piece: MeshGeometry, inner: float, sides: int) -> MeshGeometry:
    """The piece moved out to one side, and its mirror image on the other when there are two."""
    placed = piece.translate(0, 0, inner)
    if sides == 1:
        return placed
    return placed.copy().merge(placed.copy().scale(1.0, 1.0, -1.0))


def _with(piece: MeshGeometry, rod: MeshGeometry | None) -> MeshGeometry:
    return piece if rod is None else united([piece, rod])


def _cross_rod(place: tuple[float, float], radius: float, inner: float, sides: int) -> MeshGeometry | None:
    """A rod that joins the two sides between their innermost layers."""
    if sides == 1 or inner <= 0.0:
        return None
    return pin(place, radius, -inner - 1e-5, inner + 1e-5)


def _rail(
    stack: Stack, radius: float, eye: float, gap: float, low_x: float, high_x: float, *, fixed: int
) -> MeshGeometry:
    """A bar with a slot, and the fixed pin that reaches into the layer `fixed`."""
    end = high_x + 2 * eye
    bar = span_box(x=(-eye, end), y=(-eye, eye), z=(stack.low(RAIL), stack.high(RAIL)))
    half = radius + gap
    slot = span_box(x=(low_x, high_x), y=(-half, half), z=(-1.0, 1.0))
    ends = [bore(half, 2.0).translate(x, 0, 0) for x in (low_x, high_x)]
    return united(
        [
            united([bar], less=[slot, *ends]),
            headed_pin((0.0, 0.0), radius, stack, start=stack.middle(RAIL), held=fixed),
        ]
    )


def _arm_a(
    stack: Stack, h: float, theta: float, radius: float, eye: float, gap: float, *, last: bool
) -> MeshGeometry:
    """The outer arm, from its lower pin at the origin, with the middle pin and the one at its upper end."""
    end = (2 * h * cos(theta), 2 * h * sin(theta))
    middle = _mid(h, theta)
    body = link(stack, ARM_A, (0.0, 0.0), end, eye, holes=(((0.0, 0.0), radius + gap),))
    # at its end a roller in the top's slot, or a pin through the next pair's inner arm
    pins = [
        headed_pin(place, radius, stack, start=stack.middle(ARM_A), held=layer)
        for place, layer in ((middle, ARM_B), (end, RAIL if last else ARM_B))
    ]
    return united([body, *pins])


def _arm_b(
    stack: Stack, h: float, theta: float, radius: float, eye: float, gap: float, *, first: bool, last: bool
) -> MeshGeometry:
    """The inner arm about its middle, with the roller at its lower end or an eye for the pair below."""
    lower, upper = (h * cos(theta), -h * sin(theta)), (-h * cos(theta), h * sin(theta))
    holes = [((0.0, 0.0), radius + gap)]
    solids: list[MeshGeometry] = []
    if first:
        solids.append(headed_pin(lower, radius, stack, start=stack.middle(ARM_B), held=RAIL))
    else:
        holes.append((lower, radius + gap))
    if last:
        holes.append((upper, radius + gap))
    else:
        solids.append(headed_pin(upper, radius, stack, start=stack.middle(ARM_B), held=ARM_A))
    return united([link(stack, ARM_B, lower, upper, eye, holes=tuple(holes)), *solids])
