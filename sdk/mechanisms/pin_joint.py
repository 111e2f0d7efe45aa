"""`pin_joint`: a pin with head, washers and lugs that two parts turn about.

A newcomer's mistake: to model the eye and the fork first. ``clevis``, ``cheek`` and ``trunnion`` bring them;
``rivet`` and ``shoulder_screw`` go through what the parts already have, and bore it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import pi
from typing import Any, Literal

import numpy as np

from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.plates import hull_plate
from sdk.geometry.primitives import CylinderGeometry, DomeGeometry
from sdk.mechanisms.assembly import (
    BRASS,
    DARK,
    GAP,
    Assembly,
    length_of,
    moving_joint,
    parts_of,
    perpendicular,
    require,
)
from sdk.mechanisms.bores import ROUND, bore, united
from sdk.mechanisms.handle import Handle
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part, Visual

Style = Literal["clevis", "cheek", "trunnion", "rivet", "shoulder_screw"]
BRIDGED = 4.6
"""A fork that reaches this many pin radii from the axis has room for a bridge between its cheeks."""
STYLES = ("clevis", "cheek", "trunnion", "rivet", "shoulder_screw")


def pin_joint(
    model: ArticulatedObject,
    parent: Part | str,
    child: Part | str,
    *,
    at: Any,
    axis: Sequence[float],
    diameter: float,
    width: float,
    style: Style = "clevis",
    parent_side: Sequence[float] | None = None,
    child_side: Sequence[float] | None = None,
    reach: float | None = None,
    child_reach: float | None = None,
    lower: float = -pi / 3,
    upper: float = pi / 3,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    gap: float = GAP,
    clearance: bool = True,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """A pinned joint on the axis through `at`; the child's frame stands there, parallel to the parent's.

    Pieces: ``pin`` (with its head), ``clip``, and by style ``cheeks`` or ``cheek`` or ``blocks`` on the parent
    and ``eye`` on the child, ``washers``. Ports: ``base`` and ``arm`` at the far ends of the lugs, ``pin_head``,
    ``pin_tail``. Over the heads it measures ``width + 2 * diameter`` or a little less.

    Args:
        model: the object.
        parent: carries the pin.
        child: turns on it, by a running fit.
        at: middle of the pin in the parent's frame.
        axis: of the pin, in the parent's frame.
        diameter: of the pin.
        width: grip: outside to outside of what the pin holds together.
        style: ``clevis`` (fork around an eye), ``cheek`` (plate beside plate), ``trunnion`` (the child's stubs
            in two blocks), ``rivet`` and ``shoulder_screw`` (through the parts' own plates, which are bored).
        parent_side: where the parent's lugs lead from the axis, in its frame.
        child_side: where the child's lugs lead; opposite to `parent_side` when left out.
        reach: from the axis to the far end of the parent's lugs; 2.5 diameters when left out.
        child_reach: the same for the child's lugs.
        lower: lowest value, at most 0, the pose as modelled.
        upper: highest value, at least 0.
        positive: direction in which positive values move the child, instead of the axis' sign.
        positive_elem: the child's visual that it is judged by.
        gap: clearance on one side.
        clearance: bore the parts' own elements.
        name: of the joint, and prefix of its visuals.
        material: for all pieces.

    Raises:
        ValidationError: a pin wider than a lug it goes through, a grip too narrow for its lugs, lugs that
            would run into the other part's within the limits; the text says what would fit.
    """
    carrier, carried, free = parts_of(model, parent, child, "pin_joint")
    label = name or free
    where = f"pin_joint {label!r}"
    require(
        style in STYLES, f"{where} style", given=style, wanted=f"one of {', '.join(STYLES)}", code="choice"
    )
    pin = length_of(diameter, f"{where} diameter") / 2
    slack = length_of(gap, f"{where} gap", most=0.002)
    least = {"clevis": 3.0, "trunnion": 3.0, "cheek": 1.0}.get(style, 0.3) * pin + 6 * slack
    grip = length_of(width, f"{where} width", least=least, why=f"for a {style} on a {2000 * pin:.3g} mm pin")
    lug = 2.0 * pin
    near = length_of(
        5.0 * pin if reach is None else reach, f"{where} reach", least=lug, why="past the lug's eye"
    )
    far = length_of(
        5.0 * pin if child_reach is None else child_reach,
        f"{where} child_reach",
        least=lug,
        why="past the lug's eye",
    )
    hints = [
        None if way is None else perpendicular(way, axis, f"{where} {what}")
        for way, what in ((parent_side, "parent_side"), (child_side, "child_side"))
    ]
    joint = moving_joint(
        model, label, "revolute", carrier, carried, at=at, axis=axis, lower=lower, upper=upper,
        positive=positive, positive_elem=positive_elem,
    )  # fmt: skip
    side = hints[0] if hints[0] is not None else (None if hints[1] is None else -hints[1])
    bench = Assembly(model, joint, side=side, material=material)
    turn = pi
    if hints[1] is not None:
        local = bench.parent_from_joint[:3, :3].T @ hints[1]
        turn = float(np.arctan2(local[1], local[0]))
    if style in BUILDERS:
        if style == "clevis":
            _require_apart(where, turn, lower, upper)
        BUILDERS[style](bench, pin, grip, near, far, turn, slack, clearance)
    else:
        _through(bench, pin, grip, slack, clearance, screw=style == "shoulder_screw")
    bench.port("pin_head", carrier, (0, 0, grip / 2))
    bench.port("pin_tail", carrier, (0, 0, -grip / 2), (0, 0, -1))
    return bench.handle()


def _require_apart(where: str, turn: float, lower: float, upper: float) -> None:
    """Nothing, when the eye never swings into the bridge of the fork, which lies along +X."""
    for limit, value in (("lower", lower), ("upper", upper)):
        angle = (turn + value + pi) % (2 * pi) - pi
        steps = np.linspace(0.0, value, 60)
        closest = float(np.abs((turn + steps + pi) % (2 * pi) - pi).min())
        require(
            closest >= pi / 3 - 1e-9,
            f"{where} {limit}",
            given=f"{value:.3f} rad, {np.degrees(abs(angle)):.0f} degrees from the fork's bridge",
            wanted="at least 60 degrees (1.047 rad) between parent_side and the child's arm",
            code="limits",
        )


def _lug(reach: float, pin: float, thick: float, hole: float, *, turn: float = 0.0) -> MeshGeometry:
    """A plate with an eye about Z, leading to `reach` in the direction `turn`."""
    plate = hull_plate([(0, 0, 2 * pin), (reach - 0.5 * pin, 2 * pin), (reach - 0.5 * pin, -2 * pin)], thick)
    end = hull_plate(
        [(reach - pin, -2 * pin), (reach, -2 * pin), (reach, 2 * pin), (reach - pin, 2 * pin)], thick
    )
    return united([plate, end], less=[bore(hole, 3 * thick)]).rotate_z(turn)


def _pin(pin: float, grip: float, gap: float) -> tuple[MeshGeometry, MeshGeometry]:
    """The pin with its flat head above, and the clip ring that holds it below."""
    head = CylinderGeometry(1.7 * pin, 0.8 * pin, radial_segments=ROUND).translate(
        0, 0, grip / 2 + gap + 0.4 * pin
    )
    tail = 1.2 * pin + gap
    rod = CylinderGeometry(pin, grip + gap + tail, radial_segments=ROUND).translate(0, 0, (gap - tail) / 2)
    clip = united(
        [CylinderGeometry(1.6 * pin, 0.4 * pin, radial_segments=ROUND)], less=[bore(0.9 * pin, pin)]
    )
    return united([rod, head]), clip.translate(0, 0, -grip / 2 - gap - 0.2 * pin)


def _clevis(
    bench: Assembly,
    pin: float,
    grip: float,
    near: float,
    far: float,
    turn: float,
    gap: float,
    clearance: bool,
) -> None:
    cheek = max(0.22 * grip, 3 * gap)
    washer = max(0.04 * grip, 2 * gap)
    eye = grip - 2 * cheek - 2 * washer - 2 * gap
    if clearance:
        bench.cut(bench.parent, bore(2 * pin + gap, eye + 2 * washer + 2 * gap), what="eye")
        bench.cut(bench.child, bore(2 * pin + gap, grip + 2 * gap), what="fork")
    offset = (grip - cheek) / 2
    cheeks = [_lug(near, pin, cheek, 0.97 * pin).translate(0, 0, sign * offset) for sign in (1, -1)]
    corners = [(near - pin, -2 * pin), (near, -2 * pin), (near, 2 * pin), (near - pin, 2 * pin)]
    bridge = [hull_plate(corners, grip)] if near >= BRIDGED * pin else []
    rod, clip = _pin(pin, grip, 0.0)
    bench.place(bench.parent, "cheeks", united([*cheeks, *bridge]))
    bench.place(bench.parent, "pin", rod, finish=BRASS)
    bench.place(bench.parent, "clip", clip, finish=DARK)
    bench.place(bench.child, "eye", _lug(far, pin, eye, pin + gap, turn=turn))
    ring = united([CylinderGeometry(1.7 * pin, washer, radial_segments=ROUND)], less=[bore(0.97 * pin, grip)])
    washers = MeshGeometry()
    for sign in (1, -1):
        washers.merge(ring.copy().translate(0, 0, sign * (eye / 2 + gap + washer / 2)))
    bench.place(bench.parent, "washers", washers, finish=DARK)
    bench.fit("eye", "pin", gap=gap)
    bench.fit("eye", "washers", gap=gap)
    bench.port("base", bench.parent, (near, 0, 0), (1, 0, 0))
    way = (float(np.cos(turn)), float(np.sin(turn)), 0.0)
    bench.port("arm", bench.child, (far * way[0], far * way[1], 0), way)


def _cheek(
    bench: Assembly,
    pin: float,
    grip: float,
    near: float,
    far: float,
    turn: float,
    gap: float,
    clearance: bool,
) -> None:
    thick = (grip - 2 * gap) / 2
    upper, lower = (grip / 2 - thick / 2), -(grip / 2 - thick / 2)
    if clearance:
        bench.cut(
            bench.child, bore(2 * pin + gap, thick + gap).translate(0, 0, upper + gap / 2), what="cheek"
        )
        bench.cut(bench.parent, bore(2 * pin + gap, thick + gap).translate(0, 0, lower - gap / 2), what="eye")
    rod, clip = _pin(pin, grip, gap)
    bench.place(bench.parent, "cheek", _lug(near, pin, thick, 0.97 * pin).translate(0, 0, upper))
    bench.place(bench.parent, "pin", rod, finish=BRASS)
    bench.place(bench.parent, "clip", clip, finish=DARK)
    bench.place(bench.child, "eye", _lug(far, pin, thick, pin + gap, turn=turn).translate(0, 0, lower))
    bench.fit("eye", "pin", gap=gap)
    bench.fit("eye", "cheek", gap=2 * gap)
    bench.port("base", bench.parent, (near, 0, upper), (1, 0, 0))
    way = (float(np.cos(turn)), float(np.sin(turn)), 0.0)
    bench.port("arm", bench.child, (far * way[0], far * way[1], lower), way)


def _trunnion(
    bench: Assembly,
    pin: float,
    grip: float,
    near: float,
    _far: float,
    turn: float,
    gap: float,
    clearance: bool,
) -> None:
    block = min(2.5 * pin, grip / 3)
    offset = (grip - block) / 2
    inside = grip - 2 * block - 2 * gap
    if clearance:
        for sign in (1, -1):
            room = bore(2 * pin + gap, block + 2 * gap).translate(0, 0, sign * offset)
            bench.cut(bench.child, room, what="bearing block")
    blocks = [_lug(near, pin, block, pin + gap).translate(0, 0, sign * offset) for sign in (1, -1)]
    for key, made in zip(("block_top", "block_bottom"), blocks, strict=True):
        bench.place(bench.parent, key, made)
    stubs = [CylinderGeometry(pin, grip, radial_segments=ROUND)]
    shoulder = CylinderGeometry(1.6 * pin, inside, radial_segments=ROUND)
    bench.place(bench.child, "trunnion", united([*stubs, shoulder]), finish=BRASS)
    bench.fit("trunnion", "block_top", gap=gap)
    bench.fit("trunnion", "block_bottom", gap=gap)
    bench.port("base", bench.parent, (near, 0, 0), (1, 0, 0))
    way = (float(np.cos(turn)), float(np.sin(turn)), 0.0)
    bench.port("arm", bench.child, (1.6 * pin * way[0], 1.6 * pin * way[1], 0), way)


def _through(bench: Assembly, pin: float, grip: float, gap: float, clearance: bool, *, screw: bool) -> None:
    """A rivet or shoulder screw through plates the parts already have."""
    if clearance:
        fits = f"an element wider than the {2000 * (pin + gap):.3g} mm bore, or a thinner pin"
        bench.cut(bench.child, bore(pin + gap, grip + 2 * gap), what="bore", split=fits)
        bench.cut(bench.parent, bore(0.97 * pin, grip + 2 * gap), what="bore", split=fits)
    top, bottom = grip / 2 + gap, -grip / 2 - gap
    rod = CylinderGeometry(pin, top - bottom, radial_segments=ROUND)
    if screw:
        head = CylinderGeometry(1.6 * pin, 1.4 * pin, radial_segments=ROUND).translate(0, 0, top + 0.7 * pin)
        socket = CylinderGeometry(0.85 * pin, 1.4 * pin, radial_segments=6).translate(0, 0, top + 1.4 * pin)
        nut = CylinderGeometry(1.8 * pin, 1.2 * pin, radial_segments=6).translate(0, 0, bottom - 0.6 * pin)
        shank = CylinderGeometry(0.8 * pin, 1.6 * pin, radial_segments=ROUND).translate(
            0, 0, bottom - 0.8 * pin
        )
        bench.place(bench.parent, "pin", united([rod, head, shank], less=[socket]))
        bench.place(bench.parent, "nut", nut, finish=DARK)
    else:
        caps = [
            DomeGeometry((1.8 * pin, 1.8 * pin, 0.9 * pin), radial_segments=24, height_segments=4)
            .rotate_x(0.0 if end > 0 else pi)
            .translate(0, 0, end)
            for end in (top, bottom)
        ]
        bench.place(bench.parent, "pin", united([rod, *caps]), finish=BRASS)
    bench.model.fit(bench.child, bench.parent, elem_parent=bench.pieces["pin"].name, gap=gap, kind="running")


BUILDERS = {"clevis": _clevis, "cheek": _cheek, "trunnion": _trunnion}
