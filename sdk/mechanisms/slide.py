"""`slide`: rails, dovetails, slots and sleeves around a prismatic joint, with stops and kept insertion.

A newcomer's mistake: to make the travel as long as the guide. The runner must stay in the guide by
`engagement` of its length when it is all the way out; otherwise nothing holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import pi
from typing import Any, Literal

import numpy as np

from sdk.errors import ValidationError
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.plates import slot_plate
from sdk.geometry.primitives import CylinderGeometry
from sdk.geometry.profiles import rounded_rect_profile
from sdk.geometry.spans import span_box
from sdk.mechanisms.assembly import BRASS, DARK, GAP, Assembly, length_of, moving_joint, parts_of, require
from sdk.mechanisms.bores import united
from sdk.mechanisms.handle import Handle
from sdk.mechanisms.slide_profiles import (
    Section,
    channel,
    channel_heights,
    dovetail,
    dovetail_heights,
    end_plate,
    prism,
)
from sdk.mechanisms.tubes import WALL_SHARE, place_inner, place_outer
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part, Visual
from sdk.spatial import unit

Style = Literal["drawer", "rail", "dovetail", "tube", "slot"]
SECTIONS: dict[str, Callable[[float, float, float], Section]] = {
    "drawer": channel, "rail": channel, "dovetail": dovetail,
}  # fmt: skip
HEIGHTS: dict[str, Callable[[float, float], tuple[float, float | None]]] = {
    "drawer": channel_heights, "rail": channel_heights, "dovetail": dovetail_heights,
}  # fmt: skip


def slide(
    model: ArticulatedObject,
    parent: Part | str,
    child: Part | str,
    *,
    at: Any,
    axis: Sequence[float],
    travel: float,
    style: Style = "rail",
    length: float | None = None,
    width: float | None = None,
    height: float | None = None,
    spacing: float | None = None,
    up: Sequence[float] = (0.0, 0.0, 1.0),
    engagement: float = 0.25,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    gap: float = GAP,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """A sliding joint with limits 0 to `travel`; the child's frame stands at `at`.

    Pieces: ``rail`` and ``runner`` (``rail_left`` ... for a drawer), ``stop``; ``plate`` and ``button`` for a
    slot; ``sleeve`` and ``rod`` for a tube. Ports: ``mount`` on the guide, ``carriage`` on the runner.

    Args:
        model: the object.
        parent: carries the guide.
        child: carries the runner.
        at: middle of the guide, where the runner is while in; for a drawer the middle between its two
            guides; for a slot the button.
        axis: of the travel, in the parent's frame; positive values slide out along it.
        travel: from in to out, metres.
        style: ``drawer`` (two channel rails, `spacing` apart, mouths inward), ``rail`` (one, its mouth to the
            side ``up x axis``), ``dovetail`` (hanging runner), ``tube`` (rod in a sleeve), ``slot``
            (button in a slotted plate).
        length: of guide and runner; as long as travel and engagement need when left out.
        width: overall, along the axis or across the length.
        height: over all; a share of the diameter when left out.
        spacing: between the runners' outer faces of a drawer: the width of its box.
        up: direction of the guide's height, in the parent's frame.
        engagement: share of the runner that stays in, 0.05 to 0.9.
        positive: direction in which positive values move the child, instead of the axis' sign.
        positive_elem: the child's visual that it is judged by.
        gap: sliding clearance on one side.
        name: of the joint, and prefix of its visuals.
        material: for all pieces, instead of the usual finishes.

    Raises:
        ValidationError: travel longer than the guide allows; the text says the longest travel and the length
            that would do. Unusable sizes.
    """
    carrier, carried, free = parts_of(model, parent, child, "slide")
    label = name or free
    where = f"slide {label!r}"
    require(
        style in (*SECTIONS, "tube", "slot"),
        f"{where} style",
        given=style,
        wanted="drawer, rail, dovetail, tube or slot",
        code="choice",
    )
    way = length_of(travel, f"{where} travel")
    require(
        0.05 <= engagement <= 0.9, f"{where} engagement", given=engagement, wanted="0.05 to 0.9", code="size"
    )
    slack = length_of(gap, f"{where} gap", most=0.002)
    long = guide_length(way, length, engagement, where) if style != "slot" else way
    default = {"slot": 0.008, "tube": 0.02}.get(style, 0.012)
    wide = length_of(default if width is None else width, f"{where} width", least=20 * slack)
    tall = _height(style, height, wide, slack, f"{where} height")
    joint = moving_joint(
        model, label, "prismatic", carrier, carried, at=at, axis=axis, lower=0.0, upper=way,
        positive=positive, positive_elem=positive_elem, velocity=0.5,
    )  # fmt: skip
    bench = Assembly(model, joint, side=_side(up, joint.axis, where), material=material)
    if style == "slot":
        _slot(bench, way, wide, tall, slack)
    elif style == "tube":
        _tube(bench, way, long, wide, slack)
    elif style == "drawer":
        if spacing is None:
            raise ValidationError.at(
                f"{where} spacing", given=None, wanted="the width of the drawer's box", code="size"
            )
        apart = length_of(spacing, f"{where} spacing", least=0.0)
        for key, sign in (("left", -1.0), ("right", 1.0)):
            _rail(
                bench,
                SECTIONS[style](wide, tall, slack),
                way,
                long,
                slack,
                suffix=f"_{key}",
                shift=(apart, sign),
            )
    else:
        _rail(bench, SECTIONS[style](wide, tall, slack), way, long, slack)
    bench.port("carriage", carried, (0, 0, 0), (0, 0, 1))
    bench.port("mount", carrier, (0, 0, -long / 2), (0, 0, -1))
    return bench.handle()


def _height(style: Style, height: float | None, width: float, gap: float, where: str) -> float:
    """The height of the section, the usual one when none is given; refused where its outline would cross itself."""
    least, most = HEIGHTS[style](width, gap) if style in HEIGHTS else (4 * gap, None)
    usual = {"drawer": 0.035, "rail": 0.03, "dovetail": 0.6 * width}.get(style, 0.003)
    why = f"for the lips and the stop of a guide {width * 1000:.4g} mm wide"
    return length_of(
        max(usual, 1.05 * least) if height is None else height, where, least=least, most=most, why=why
    )


def guide_length(travel: float, length: float | None, engagement: float, where: str) -> float:
    """The length of guide and runner that keeps `engagement` of it in at full travel.

    Raises:
        ValidationError: the given length does not.
    """
    least = travel / (1.0 - engagement)
    if length is None:
        return least * 1.02
    long = length_of(length, f"{where} length")
    require(
        long >= least * (1 - 1e-9),
        f"{where} travel",
        given=f"{travel * 1000:.1f} mm",
        wanted=f"at most {(1 - engagement) * long * 1000:.1f} mm for a guide of {long * 1000:.1f} mm, "
        f"or a length of at least {least * 1000:.1f} mm",
        code="travel",
    )
    return long


def _side(up: Sequence[float], axis: Sequence[float], where: str) -> np.ndarray:
    side = np.cross(unit(up, where=f"{where} up"), unit(axis, where=f"{where} axis"))
    if float(np.linalg.norm(side)) < 0.05:
        side = np.cross(np.eye(3)[0], unit(axis))
        if float(np.linalg.norm(side)) < 0.05:
            side = np.cross(np.eye(3)[1], unit(axis))
    return side


def _rail(
    bench: Assembly,
    section: Section,
    travel: float,
    length: float,
    gap: float,
    *,
    suffix: str = "",
    shift: tuple[float, float] | None = None,
) -> None:
    """One guide and runner; `shift` is (spacing, side) for one of a pair with mouths inward."""
    half = length / 2
    wall = section.pin_radius
    pin = section.pin_radius
    z_pin = half - 2.0 * pin
    into_head = section.pin_top + 0.3 * pin  # solids that only touch leave slivers where they meet
    rod = CylinderGeometry(pin, into_head - section.pin_low, radial_segments=24).rotate_x(pi / 2)
    rod = rod.translate(section.pin_x, (into_head + section.pin_low) / 2, z_pin)
    head = CylinderGeometry(1.7 * pin, 0.6 * pin, radial_segments=24).rotate_x(pi / 2)
    head = head.translate(section.pin_x, section.pin_top + 0.3 * pin, z_pin)
    groove_end = z_pin - travel - pin - 2 * gap
    groove = span_box(
        x=(section.pin_x - pin - gap, section.pin_x + pin + gap),
        y=(section.groove_low, section.pin_top + 1.0),
        z=(groove_end, half + 1.0),
    )
    guide = united(
        [
            prism(section.guide, -half, half),
            end_plate(section, -half - 2 * wall, -half + 0.0, overlap=0.3 * wall),
        ]
    )
    runner = united([prism(section.runner, -half + gap, half - gap)], less=[groove])
    stop = united([rod, head])
    pieces: list[MeshGeometry] = [guide, runner, stop]
    if shift is not None:
        apart, sign = shift
        flange = max(x for x, _ in section.runner)
        for piece in pieces:
            piece.translate(-apart / 2 - flange, 0, 0)
            if sign > 0:
                piece.scale(-1.0, 1.0, 1.0)
    bench.place(bench.parent, f"rail{suffix}", pieces[0])
    bench.place(bench.parent, f"stop{suffix}", pieces[2], finish=DARK)
    bench.place(bench.child, f"runner{suffix}", pieces[1], finish=BRASS if not suffix else DARK)
    bench.fit(f"runner{suffix}", f"rail{suffix}", gap=gap, kind="sliding")


def _slot(bench: Assembly, travel: float, button: float, thick: float, gap: float) -> None:
    """A plate in the (z, x) plane with a slot along z, and a button that cannot turn in it."""
    body = 2.0 * button
    margin = 1.2 * button
    slot = travel + body + 2 * gap
    size = (slot + 2 * margin, button + 2 * gap + 2 * margin)
    plate = slot_plate(size, thick, slots=[(0, 0, slot, button + 2 * gap)], corner=0.4 * margin)
    plate.rotate_x(pi / 2).rotate_y(-pi / 2).translate(0, 0, travel / 2)
    core = _stadium(body, button, thick + 2 * gap)
    head = _stadium(body + 0.9 * button, 1.9 * button, 0.35 * button).translate(
        0, 0, thick / 2 + gap + 0.175 * button
    )
    back = _stadium(body + 0.7 * button, 1.7 * button, 0.2 * button).translate(
        0, 0, -thick / 2 - gap - 0.1 * button
    )
    knob = united([core, head, back]).rotate_x(-pi / 2).rotate_y(-pi / 2)
    bench.place(bench.parent, "plate", plate)
    bench.place(bench.child, "button", knob, finish=DARK)
    bench.fit("button", "plate", gap=gap, kind="sliding")


def _stadium(length: float, width: float, height: float) -> MeshGeometry:
    return prism(
        list(rounded_rect_profile(length, width, width / 2 * 0.9999, corner_segments=8)),
        -height / 2,
        height / 2,
    )


def _tube(bench: Assembly, travel: float, length: float, diameter: float, gap: float) -> None:
    radius = diameter / 2
    wall = WALL_SHARE * radius
    place_outer(bench, bench.parent, "sleeve", radius, wall, length, gap=gap)
    place_inner(bench, bench.child, "rod", radius, wall, length, gap=gap, travel=travel)
    bench.fit("rod", "sleeve", gap=gap, kind="sliding")
