"""`ball_joint`: a ball in a socket, or a gimbal, whose tilt stays within a cone.

Two turns about crossed axes tilt the ball by ``acos(cos a cos b)``; each is limited so that both together stay
inside the cone. A newcomer's mistake: to give each axis the whole cone; the corner would then pass it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import acos, asin, cos, pi, sin, sqrt
from typing import Any, Literal

import numpy as np

from sdk.geometry.arrays import at as placed_at
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.ported import frame_on
from sdk.geometry.primitives import CylinderGeometry, SphereGeometry
from sdk.mechanisms.assembly import (
    BRASS,
    DARK,
    GAP,
    STEEL,
    Assembly,
    empty_part,
    length_of,
    moving_joint,
    parts_of,
    perpendicular,
    point_of,
    require,
)
from sdk.mechanisms.bores import ROUND, bore, united
from sdk.mechanisms.directions import facing
from sdk.mechanisms.handle import Handle
from sdk.model.material import Material
from sdk.model.object import ArticulatedObject
from sdk.model.part import Part, Visual
from sdk.spatial import unit


def ball_joint(
    model: ArticulatedObject,
    parent: Part | str,
    child: Part | str,
    *,
    at: Any,
    axis: Sequence[float],
    radius: float,
    cone: float,
    style: Literal["socket", "gimbal"] = "socket",
    side: Sequence[float] | None = None,
    positive: Any = None,
    positive_elem: Visual | str | None = None,
    gap: float = GAP,
    name: str | None = None,
    material: Material | str | None = None,
) -> Handle:
    """A joint that tilts in two directions; `joints` are the tilts about `side` and about ``axis x side``.

    Pieces: ``socket`` and ``ball`` with its ``stem``; for a gimbal ``yoke``, ``ring``, ``hub``. The part between
    is ``<name>_cross``: empty for a socket, the ring for a gimbal. Port ``stem`` on the child.

    Args:
        model: the object.
        parent: carries the hardware that stays.
        child: carries the hardware that moves.
        at: middle of the ball in the parent's frame.
        axis: where the child's stem points as modelled.
        radius: of the ball, or of the gimbal's ring.
        cone: largest tilt, 0.05 to 1.0 rad.
        style: ``socket`` or ``gimbal``.
        side: first tilting axis, across `axis`.
        positive: direction in which the first tilt leans the stem, instead of the sign of `side`.
        positive_elem: the child's visual that it is judged by, instead of the stem.
        gap: running clearance on one side.
        name: of the joint, and prefix of its visuals.
        material: for all pieces, instead of the usual finishes.

    Raises:
        ValidationError: a cone at which the socket could no longer hold the ball.
    """
    carrier, carried, free = parts_of(model, parent, child, "ball_joint")
    label = name or free
    where = f"ball_joint {label!r}"
    size = length_of(radius, f"{where} radius")
    slack = length_of(gap, f"{where} gap", most=0.05 * size)
    require(
        style in ("socket", "gimbal"),
        f"{where} style",
        given=style,
        wanted="'socket' or 'gimbal'",
        code="choice",
    )
    require(
        0.05 <= cone <= 1.0,
        f"{where} cone",
        given=cone,
        wanted="0.05 to 1.0 rad, so that the socket still holds the ball",
        code="limits",
    )
    limit = acos(sqrt(cos(cone)))
    way = unit(axis, where=f"{where} axis")
    across = frame_on(np.zeros(3), way)[:3, 0] if side is None else perpendicular(side, axis, f"{where} side")
    across = np.array(
        facing(
            model, carrier, carried, axis=across.tolist(), positive=positive, elem=positive_elem,
            at=point_of(at, f"{where} at"), towards=2.0 * size * way, where=where,
        )[0]
    )  # fmt: skip
    cross = model.part(f"{label}_cross") if style == "gimbal" else empty_part(model, f"{label}_cross")
    first = moving_joint(
        model, label, "revolute", carrier, cross, at=at, axis=across.tolist(), lower=-limit, upper=limit
    )
    second = moving_joint(
        model,
        f"{label}_2",
        "revolute",
        cross,
        carried,
        at=(0, 0, 0),
        axis=np.cross(way, across).tolist(),
        lower=-limit,
        upper=limit,
    )
    bench = Assembly(model, first, side=way, material=material)
    bench.child = carried
    frame = np.eye(4)  # z along the stem, x along the first axis, in the joint's frame (z first axis, x stem)
    frame[:3, :3] = np.array([[0.0, 0.0, 1.0], [0.0, -1.0, 0.0], [1.0, 0.0, 0.0]]).T @ np.diag(
        [1.0, 1.0, 1.0]
    )
    build = _socket if style == "socket" else _gimbal
    build(bench, cross, size, cone, slack, frame)
    return Handle(first, dict(bench.pieces), dict(bench.ports), (first, second))


def _socket(bench: Assembly, _cross: Part, radius: float, cone: float, gap: float, frame: np.ndarray) -> None:
    stem = 0.35 * radius
    ball = SphereGeometry(radius, width_segments=ROUND, height_segments=32)
    rod = CylinderGeometry(stem, 1.6 * radius, radial_segments=ROUND).translate(0, 0, 1.2 * radius)
    bench.place(bench.child, "ball", placed_at(united([ball, rod]), frame), finish=STEEL)
    # the mouth is as wide as the stem needs at full tilt; the cup closes around the ball above its middle
    mouth = min(asin(min(1.0, stem / radius)) + cone + 0.08, 1.45)
    height = radius * cos(mouth)
    cup = CylinderGeometry(1.3 * radius, height + 1.3 * radius, radial_segments=ROUND).translate(
        0, 0, (height - 1.3 * radius) / 2
    )
    hollow_ball = SphereGeometry((radius + gap) * 1.003, width_segments=ROUND, height_segments=32)
    reach = (radius + gap) * sin(mouth) * 1.05
    funnel = CylinderGeometry(reach, 2 * radius, radial_segments=ROUND).translate(
        0, 0, height + radius * 0.98
    )
    bench.place(
        bench.parent, "socket", placed_at(united([cup], less=[hollow_ball, funnel]), frame), finish=DARK
    )
    bench.fit("ball", "socket", gap=gap)
    bench.port("stem", bench.child, (2.0 * radius, 0, 0), (1, 0, 0))


def _gimbal(bench: Assembly, cross: Part, radius: float, cone: float, gap: float, frame: np.ndarray) -> None:
    thick, pin = 0.16 * radius, 0.09 * radius
    child = bench.child

    def along_x(piece: MeshGeometry) -> MeshGeometry:
        return piece.rotate_y(pi / 2)

    ring = united(
        [CylinderGeometry(radius, thick * 2, radial_segments=64)], less=[bore(radius - thick, 6 * thick)]
    )
    holes = [along_x(bore(pin + gap, 4 * radius)), along_x(bore(pin + gap, 4 * radius)).rotate_z(pi / 2)]
    bench.child = cross
    bench.place(cross, "ring", placed_at(united([ring], less=holes), frame), finish=BRASS)
    pins = [
        along_x(CylinderGeometry(pin, 2.2 * thick, radial_segments=24)).translate(
            sign * (radius - 0.1 * thick), 0, 0
        )
        for sign in (1, -1)
    ]
    posts = [
        CylinderGeometry(1.8 * pin, 1.5 * radius, radial_segments=24).translate(
            sign * (radius + 0.8 * thick + 1.6 * pin), 0, -0.75 * radius + 2 * pin
        )
        for sign in (1, -1)
    ]
    yoke = (
        CylinderGeometry(1.8 * pin, 2 * (radius + 0.8 * thick + 1.6 * pin), radial_segments=24)
        .rotate_y(pi / 2)
        .translate(0, 0, -1.5 * radius + 2 * pin)
    )
    bench.place(bench.parent, "yoke", placed_at(united([*pins, *posts, yoke]), frame), finish=DARK)
    bench.fit("ring", "yoke", gap=gap)
    rod = CylinderGeometry(pin, 2 * radius, radial_segments=24).rotate_x(pi / 2)
    hub = CylinderGeometry(0.3 * radius, 2.2 * thick, radial_segments=ROUND)
    stem = CylinderGeometry(0.15 * radius, radius, radial_segments=ROUND).translate(0, 0, radius / 2)
    bench.child = child
    bench.place(child, "hub", placed_at(united([rod, hub, stem]), frame), finish=STEEL)
    bench.model.fit(
        child, cross, elem_child=bench.pieces["hub"].name, elem_parent=bench.pieces["ring"].name, gap=gap
    )
    bench.port("stem", child, (radius, 0, 0), (1, 0, 0))
    assert cone > 0.0
