"""`screw`: a threaded rod and a threaded nut whose turning climbs.

A newcomer's mistake: to look for one joint that does both. A URDF has none; an empty part between the two
slides along the axis and follows the turning by ``pitch / (2 pi)``, exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import acos, ceil, pi
from typing import Any, Literal

import numpy as np

from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.primitives import CylinderGeometry
from sdk.geometry.threads import thread
from sdk.mechanisms.assembly import (
    BRASS,
    GAP,
    STEEL,
    Assembly,
    empty_part,
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

KEPT = 0.35
"""Share of a nut's height that stays on the thread when it is turned out as far as its limit."""


def screw(
    model: ArticulatedObject,
    parent: Part | str,
    child: Part | str,
    *,
    at: Any,
    axis: Sequence[float],
    pitch: float,
    turns: float,
    radius: float,
    male: Literal["parent", "child"] = "parent",
    nut_height: float | None = None,
    nut_wall: float | None = None,
    hand: Literal["right", "left"] = "right",
    thread_form: Literal["trapezoid", "v"] = "trapezoid",
    real_thread: bool = True,
    gap: float | None = None,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    hole: float | None = None,
    traveller: Part | str | None = None,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """A helical joint: turning the child by an angle moves it ``pitch * angle / (2 pi)`` along the axis.

    The handle's joint is the turning one, 0 to ``2 pi turns``; positive turns unscrew, along +axis (a
    left-handed thread turns the other way round about the same way out). `joints` also holds the travel.
    Pieces: ``thread`` and ``nut``. Ports: ``seat`` on the parent at `at`, ``nut_top`` or ``rod_top``.

    Args:
        model: the object.
        parent: carries one side.
        child: turns and travels; its frame stands at `at`, parallel to the parent's.
        at: where the nut's lower face (male parent) or the nut's upper face (male child) lies, screwed in.
        axis: the way out.
        pitch: travel per turn.
        turns: from screwed in to the limit.
        radius: of the rod's crests.
        male: who has the rod: the parent (bottle neck under a cap) or the child (spindle in a vise).
        nut_height: of the internal thread; at least two pitches, rounded up to whole ones.
        nut_wall: around the thread; 0.35 of the radius.
        hand: of the thread.
        thread_form: see `thread`.
        real_thread: False draws smooth cylinders, for threads too fine to see.
        gap: between the flanks; 0.2 mm or a fifteenth of the pitch.
        positive: direction in which unscrewing moves the child, instead of the sign of `axis`.
        positive_elem: the child's visual that it is judged by.
        hole: radius of a bore through the rod, such as the mouth of a bottle; solid when left out.
        traveller: a part of yours that travels with the screw without turning, such as the jaw of a vise; its
            frame stands at `at`. A new empty part when left out.
        name: of the turning joint; the travel is ``<name>_travel``, its part ``<name>_carrier``
            when it has no traveller.
        material: for both pieces.

    Raises:
        ValidationError: a pitch too coarse for the radius, unusable sizes.
    """
    carrier, carried, free = parts_of(model, parent, child, "screw")
    label = name or free
    where = f"screw {label!r}"
    wide = length_of(radius, f"{where} radius")
    step = length_of(pitch, f"{where} pitch", most=wide, why="a coarser thread has no core")
    require(
        0.0 < turns <= 200, f"{where} turns", given=turns, wanted="more than 0 and at most 200", code="turns"
    )
    require(
        male in ("parent", "child"), f"{where} male", given=male, wanted="'parent' or 'child'", code="choice"
    )
    slack = length_of(
        min(GAP, step / 15) if gap is None else gap,
        f"{where} gap",
        most=0.1 * step,
        why="a tenth of the pitch",
    )
    tall = (
        max(2.0 * step, 0.8 * wide)
        if nut_height is None
        else length_of(nut_height, f"{where} nut_height", least=step)
    )
    tall = ceil(tall / step - 1e-9) * step
    wall = 0.35 * wide if nut_wall is None else length_of(nut_wall, f"{where} nut_wall")
    way = turns * step
    between = empty_part(model, f"{label}_carrier") if traveller is None else model.get_part(traveller)
    sign = 1.0 if hand == "right" else -1.0
    along, _ = facing(
        model, carrier, carried, axis=axis, positive=positive, elem=positive_elem,
        at=point_of(at, f"{where} at"), slides=True, where=where,
    )  # fmt: skip
    travel = moving_joint(
        model,
        f"{label}_travel",
        "prismatic",
        carrier,
        between,
        at=at,
        axis=along,
        lower=0.0,
        upper=way,
        velocity=0.1,
    )
    joint = moving_joint(
        model, label, "revolute", between, carried, at=(0, 0, 0), axis=tuple(sign * value for value in along),
        lower=0.0, upper=2 * pi * turns, velocity=6.0,
    )  # fmt: skip
    model.couple(travel, joint, ratio=step / (2 * pi))
    bench = Assembly(model, travel, material=material)
    bench.child = carried  # its frame coincides with the traveller's, screwed in
    segments = int(min(128, max(24, ceil(pi / acos(1 - 0.35 * slack / (wide + slack))))))
    rod_low, rod_high, nut_low = (
        (0.0, max(tall, way + KEPT * tall), slack * 0)
        if male == "parent"
        else (-ceil((tall + way) / step) * step, 0.0, -tall)
    )
    options: dict[str, Any] = {"form": thread_form, "hand": hand, "segments": segments, "clearance": slack}
    rod = _rod(wide, step, rod_high - rod_low, real=real_thread, slack=slack, options=options)
    if hole is not None:
        core = wide - 0.6 * step
        hollow = length_of(hole, f"{where} hole", most=0.95 * core, why="the core of the thread must hold")
        rod = united([rod], less=[bore(hollow, 3 * (rod_high - rod_low))])
    rod.translate(0, 0, rod_low)
    nut = _nut(wide, step, tall, wall, real=real_thread, slack=slack, options=options).translate(
        0, 0, nut_low
    )
    holder, runner = (carrier, carried) if male == "parent" else (carried, carrier)
    where_nut = (np.eye(3)[2] * (nut_low + tall)).tolist()
    bench.place(holder, "thread", rod, finish=STEEL)
    bench.place(runner, "nut", nut, finish=BRASS)
    names = {piece: visual.name for piece, visual in bench.pieces.items()}
    on_child, on_parent = ("nut", "thread") if male == "parent" else ("thread", "nut")
    model.fit(
        carried, carrier, elem_child=names[on_child], elem_parent=names[on_parent], gap=slack, kind="running"
    )
    bench.port("seat", carrier, (0, 0, 0))
    bench.port("nut_top", runner, where_nut)
    bench.port("rod_top", holder, (0, 0, rod_high))
    return Handle(joint, dict(bench.pieces), dict(bench.ports), (joint, travel))


def _rod(
    radius: float, pitch: float, height: float, *, real: bool, slack: float, options: dict[str, Any]
) -> MeshGeometry:
    if real:
        return thread(radius, pitch, height, **options)
    assert slack > 0.0
    return CylinderGeometry(radius, height, radial_segments=ROUND).translate(0, 0, height / 2)


def _nut(
    radius: float,
    pitch: float,
    height: float,
    wall: float,
    *,
    real: bool,
    slack: float,
    options: dict[str, Any],
) -> MeshGeometry:
    if real:
        return thread(radius, pitch, height, internal=True, wall=wall, **options)
    ring = CylinderGeometry(radius + slack + wall, height, radial_segments=ROUND)
    return united([ring], less=[bore(radius + slack, 2 * height)]).translate(0, 0, height / 2)
