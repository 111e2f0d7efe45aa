"""Flat stock: links and brackets around given points, plates with slots, blocks with rounded edges.

All lie in the XY plane about z = 0. A newcomer's mistake: to give a link's outline. Give its eyes,
``hull_plate([(0, 0, r), (length, 0, r)], thickness, holes=[...])``; the outline follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, cos, pi, sin
from typing import Any, Literal

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry import kernel
from sdk.geometry.construction import record
from sdk.geometry.extrude import ExtrudeGeometry, ExtrudeWithHolesGeometry
from sdk.geometry.inputs import number, positive
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.outlines import signed_area
from sdk.geometry.ported import PortedGeometry, frame_on
from sdk.geometry.profiles import rounded_rect_profile
from sdk.geometry.triangles import Floats

CIRCLE_STEPS = 48
"""Points of a full round in an outline; a multiple of four, so that extents are exact."""


def hull_plate(
    points: Iterable[Sequence[float]], thickness: float, *, holes: Iterable[Sequence[float]] = ()
) -> PortedGeometry:
    """The plate around points or discs, as a rubber band would go; its bounds are exactly theirs.

    Args:
        points: (x, y) or (x, y, radius) each, metres.
        thickness: z in [-thickness/2, thickness/2].
        holes: (x, y, radius) each, inside the plate. Port ``hole_0``, ... on the top of each, z up.

    Raises:
        GeometryError: the points lie on one line and have no radius, or a hole is not inside.
    """
    corners = np.concatenate([_disc(row, point, "hull_plate points") for row, point in enumerate(points)])
    outline = kernel.convex_outline(corners)
    if len(outline) < 3:
        raise GeometryError.at(
            "hull_plate points",
            given=f"{len(corners)} points on one line or fewer than 3",
            wanted="three points around some area, or a radius as third number",
            code="zero-area",
        )
    return _plate(
        outline.tolist(), list(holes), (), positive(thickness, "hull_plate thickness"), "hull_plate"
    )


def slot_plate(
    size: Sequence[float],
    thickness: float,
    *,
    slots: Iterable[Sequence[float]] = (),
    holes: Iterable[Sequence[float]] = (),
    corner: float = 0.0,
) -> PortedGeometry:
    """A rectangular plate with slots and round holes; z in [-thickness/2, thickness/2].

    Args:
        size: (width along x, height along y).
        thickness: along z.
        slots: (x, y, length, width) or (x, y, length, width, angle): middle, overall length and width of a
            slot with round ends, its length turned by `angle` from x. Ports ``slot_0``, ..., x along it.
        holes: (x, y, radius) each; ports ``hole_0``, ...
        corner: radius of the plate's corners.

    Raises:
        GeometryError: a slot or hole that leaves the plate, or a slot shorter than wide.
    """
    width, height = positive(size[0], "slot_plate size[0]"), positive(size[1], "slot_plate size[1]")
    rounding = number(corner, "slot_plate corner")
    if rounding > 0.0:
        outline: Any = rounded_rect_profile(width, height, rounding, corner_segments=CIRCLE_STEPS // 4)
    else:
        outline = [
            (-width / 2, -height / 2),
            (width / 2, -height / 2),
            (width / 2, height / 2),
            (-width / 2, height / 2),
        ]
    thick = positive(thickness, "slot_plate thickness")
    return _plate(
        outline, list(holes), [_slot(row, slot) for row, slot in enumerate(slots)], thick, "slot_plate"
    )


def rounded(
    size: Sequence[float], radius: float, *, edges: Literal["all", "x", "y", "z"] = "z", steps: int = 6
) -> PortedGeometry:
    """A centred block with exact full extents `size` and rounded edges.

    Args:
        size: full extents, metres.
        radius: of the edges, at most half of each extent it rounds.
        edges: the four along one axis, or ``"all"``, corners as parts of a ball.
        steps: facets of a quarter round.

    Raises:
        GeometryError: ``radius-too-large``; the text says which extent and the largest radius.
    """
    full = [positive(extent, f"rounded size[{axis}]") for axis, extent in enumerate(size)]
    bend = positive(radius, "rounded radius")
    if edges not in ("all", "x", "y", "z"):
        raise GeometryError.at(
            "rounded edges", given=edges, wanted="'all', 'x', 'y' or 'z'", code="bad-choice"
        )
    axes = range(3) if edges == "all" else [axis for axis in range(3) if "xyz"[axis] != edges]
    tightest = min(axes, key=lambda axis: full[axis])
    if 2.0 * bend > full[tightest] + 1e-12:
        raise GeometryError.at(
            "rounded radius",
            given=bend,
            wanted=f"at most {full[tightest] / 2:g}, half of the {'xyz'[tightest]} extent",
            code="radius-too-large",
        )
    if edges == "all":
        return PortedGeometry(_pillow(np.array(full), bend, max(2, int(steps))))
    along = "xyz".index(edges)
    first, second = (along + 1) % 3, (along + 2) % 3
    outline = rounded_rect_profile(full[first], full[second], bend, corner_segments=max(2, int(steps)))
    block: Any = PortedGeometry(ExtrudeGeometry(outline, full[along]))
    if edges == "x":
        return block.rotate_x(pi / 2).rotate_z(pi / 2)
    return block if edges == "z" else block.rotate_z(-pi / 2).rotate_x(-pi / 2)


def _pillow(size: Floats, radius: float, steps: int) -> MeshGeometry:
    """The hull of eight balls in the corners."""
    latitude = np.arange(-steps, steps + 1) * pi / (2 * steps)
    around = np.arange(4 * steps) * pi / (2 * steps)
    ball = radius * np.array(
        [
            (cos(t) * cos(a), cos(t) * sin(a), sin(t))
            for t in latitude
            for a in (around if abs(t) < 1.5 else (0.0,))
        ]
    )
    inner = size / 2.0 - radius
    signs = np.where((np.arange(8)[:, None] >> np.arange(3)) & 1, 1.0, -1.0)
    solid = kernel.Solid.hull_points(np.concatenate([ball + sign * inner for sign in signs]))
    vertices, faces = kernel.mesh_from_solid(solid)
    return MeshGeometry().fill(vertices, faces, record("mesh"))


def _plate(
    outline: Sequence[Any],
    holes: Sequence[Sequence[float]],
    slots: Iterable[tuple[Floats, Floats]],
    thickness: float,
    where: str,
) -> PortedGeometry:
    ports: dict[str, Floats] = {
        "top": frame_on(np.array([0.0, 0.0, thickness / 2]), np.eye(3)[2]),
        "bottom": frame_on(np.array([0.0, 0.0, -thickness / 2]), -np.eye(3)[2]),
    }
    cuts: list[Floats] = []
    for row, hole in enumerate(holes):
        if len(hole) != 3:
            raise GeometryError.at(f"{where} holes[{row}]", given=tuple(hole), wanted="(x, y, radius)")
        cuts.append(_disc(row, hole, f"{where} holes"))
        ports[f"hole_{row}"] = frame_on(np.array([hole[0], hole[1], thickness / 2]), np.eye(3)[2])
    for row, (cut, frame) in enumerate(slots):
        cuts.append(cut)
        frame[2, 3] = thickness / 2
        ports[f"slot_{row}"] = frame
    _require_inside(np.asarray(outline, dtype=float), cuts, where)
    if not cuts:
        return PortedGeometry(ExtrudeGeometry(outline, thickness), ports=ports)
    return PortedGeometry(
        ExtrudeWithHolesGeometry(outline, [c.tolist() for c in cuts], thickness), ports=ports
    )


def _require_inside(outline: Floats, cuts: Sequence[Floats], where: str) -> None:
    """Nothing, when every cut lies inside the convex outline."""
    ahead = np.roll(outline, -1, axis=0) - outline
    normal = np.stack([ahead[:, 1], -ahead[:, 0]], axis=1)
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    if signed_area(outline) < 0.0:
        normal = -normal
    for row, cut in enumerate(cuts):
        beyond = ((cut[:, None] - outline[None]) * normal[None]).sum(axis=2).max()
        if beyond > -1e-9:
            raise GeometryError.at(
                f"{where} cut {row}",
                given=f"{beyond * 1000:.2f} mm past the edge",
                wanted="every hole and slot inside the plate with material around it",
                code="hole-outside",
            )


def _disc(row: int, point: Sequence[float], where: str) -> Floats:
    """(k, 2) the point, or the polygon around its disc with corners on the axes."""
    if len(point) not in (2, 3):
        raise GeometryError.at(f"{where}[{row}]", given=tuple(point), wanted="(x, y) or (x, y, radius)")
    middle = np.array([number(point[0], f"{where}[{row}]"), number(point[1], f"{where}[{row}]")])
    if len(point) == 2 or point[2] == 0:
        return middle[None]
    angle = 2.0 * pi * np.arange(CIRCLE_STEPS) / CIRCLE_STEPS
    radius = positive(point[2], f"{where}[{row}] radius")
    return middle + radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _slot(row: int, given: Sequence[float]) -> tuple[Floats, Floats]:
    """Outline and frame of one slot."""
    if len(given) not in (4, 5):
        raise GeometryError.at(
            f"slot_plate slots[{row}]",
            given=tuple(given),
            wanted="(x, y, length, width) and perhaps an angle",
        )
    x, y, length, width = (number(value, f"slot_plate slots[{row}]") for value in given[:4])
    turn = number(given[4], f"slot_plate slots[{row}] angle") if len(given) == 5 else 0.0
    if not 0.0 < width < length:
        raise GeometryError.at(
            f"slot_plate slots[{row}]", given=(length, width), wanted="a length above its width above 0"
        )
    half = (length - width) / 2.0
    steps = ceil(CIRCLE_STEPS / 2)
    arc = -pi / 2 + pi * np.arange(steps + 1) / steps
    end = np.stack([half + width / 2 * np.cos(arc), width / 2 * np.sin(arc)], axis=1)
    along = np.array([cos(turn), sin(turn)])
    local = np.concatenate([end, -end])
    outline = np.array([x, y]) + local[:, :1] * along + local[:, 1:] * np.array([-along[1], along[0]])
    return outline, frame_on(np.array([x, y, 0.0]), np.eye(3)[2], np.array([*along, 0.0]))
