"""Plane outlines (circles, holes, eased corners) and the solid prisms over them, for builders that unite and cut.

A newcomer's mistake: to use `circle` for a hole. A polygon inscribed in the circle makes every hole too small;
`hole` has the circle's area instead, and never reaches past the box around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from math import acos, ceil, cos, pi, sin, tan
from typing import Any, Literal

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry import kernel
from sdk.geometry.construction import Construction
from sdk.geometry.extrude import extrude_region
from sdk.geometry.inputs import number, positive, require_some, without_repeats
from sdk.geometry.kernel import Solid
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.triangles import Floats, Ints

CHORD_ERROR = 1e-4
"""Largest distance between a circle and its polygon, metres, unless the limits below bind."""

FEWEST_SEGMENTS = 16
MOST_SEGMENTS = 64

SHARP_TURN = pi / 6
"""Corners that turn less are taken for steps of a curve and not eased, radians."""

ABSENT = 1e-6
"""A depth, thickness or size up to this means that the feature is not there, metres."""


# -- reading arguments -------------------------------------------------------------------------------------


def sizes(value: Iterable[Any], where: str, *, items: int) -> tuple[float, ...]:
    """The first `items` items as floats above 0; further ones are not read.

    Raises:
        GeometryError: ``too-few-items``, ``not-positive``, ``not-finite``.
    """
    taken = tuple(islice(iter(value), items))
    if len(taken) < items:
        raise GeometryError.at(
            where, given=f"{len(taken)} items", wanted=f"at least {items}", code="too-few-items"
        )
    return tuple(positive(item, f"{where}[{row}]") for row, item in enumerate(taken))


def not_negative(value: Any, where: str) -> float:
    """The value as a float of 0 or more.

    Raises:
        GeometryError: ``negative``, ``not-finite``.
    """
    found = number(value, where)
    if found < 0.0:
        raise GeometryError.at(where, given=found, wanted="0 or more", code="negative")
    return found


def require_below(value: float, limit: float, where: str, wanted: str) -> None:
    """Nothing, when `value` is below `limit`, which `wanted` describes.

    Raises:
        GeometryError: ``too-large``.
    """
    if not value < limit:
        raise GeometryError.at(where, given=value, wanted=f"below {limit:g} ({wanted})", code="too-large")


# -- outlines ----------------------------------------------------------------------------------------------


def circle_segments(radius: float, *, chord_error: float = CHORD_ERROR) -> int:
    """Corners of the polygon that stands for a circle: a multiple of 4, from 16 to 64."""
    if radius <= chord_error:
        return FEWEST_SEGMENTS
    needed = 4 * ceil(pi / acos(1.0 - chord_error / radius) / 4.0 - 1e-9)
    return min(MOST_SEGMENTS, max(FEWEST_SEGMENTS, needed))


def circle(radius: float, *, centre: tuple[float, float] = (0.0, 0.0), segments: int | None = None) -> Floats:
    """(n, 2) corners on the circle, counter-clockwise, the first on +x."""
    corners = circle_segments(radius) if segments is None else segments
    angle = 2.0 * pi * np.arange(corners) / corners
    return np.stack([centre[0] + radius * np.cos(angle), centre[1] + radius * np.sin(angle)], axis=1)


def hole(
    radius: float,
    *,
    centre: tuple[float, float] = (0.0, 0.0),
    stretch: float = 0.0,
    chord_error: float = CHORD_ERROR,
) -> Floats:
    """(n, 2) counter-clockwise polygon with the circle's area, flat towards +-x and +-y.

    Args:
        radius: metres.
        centre: of the hole.
        stretch: the halves left and right are moved apart by this much, which makes a slot along x.
        chord_error: largest distance between the circle and its inscribed polygon.
    """
    corners = circle_segments(radius, chord_error=chord_error)
    step = 2.0 * pi / corners
    reach = radius * (step / sin(step)) ** 0.5
    angle = step * (np.arange(corners) + 0.5)
    side = np.where(np.cos(angle) > 0.0, stretch / 2.0, -stretch / 2.0)
    return np.stack([centre[0] + side + reach * np.cos(angle), centre[1] + reach * np.sin(angle)], axis=1)


def rectangle(low: Sequence[float], high: Sequence[float]) -> Floats:
    """(4, 2) counter-clockwise corners of the upright rectangle between two opposite ones, from `low`."""
    return np.array([(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])], dtype=float)


def turned(outline: Floats, angle: float) -> Floats:
    """The outline turned by `angle` radians about the origin."""
    return outline @ np.array([[cos(angle), sin(angle)], [-sin(angle), cos(angle)]])


def eased_corners(outline: Floats, size: float, *, rounded: bool = True) -> Floats:
    """The counter-clockwise outline with its sharp corners, also hollow ones, rounded or cut off.

    Args:
        outline: (n, 2) corners.
        size: radius, or the length a chamfer takes from both sides; cut down where a side is too short.
        rounded: False for chamfers.
    """
    if size <= 0.0:
        return outline
    before, after = outline - np.roll(outline, 1, axis=0), np.roll(outline, -1, axis=0) - outline
    back, ahead = np.linalg.norm(before, axis=1), np.linalg.norm(after, axis=1)
    turns = np.arctan2(
        before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0], np.einsum("ij,ij->i", before, after)
    )
    eased: list[Floats] = []
    for row, corner in enumerate(outline):
        turn = float(turns[row])
        if abs(turn) <= SHARP_TURN:
            eased.append(corner[None])
            continue
        share = tan(abs(turn) / 2.0)
        trim = min(size * share if rounded else size, min(back[row], ahead[row]) / 2.0)
        into, out = before[row] / back[row], after[row] / ahead[row]
        if not rounded:
            eased.append(np.stack([corner - trim * into, corner + trim * out]))
            continue
        radius = trim / share
        steps = max(2, ceil(circle_segments(radius) * abs(turn) / (2.0 * pi) - 1e-9))
        side = np.array([-into[1], into[0]]) * np.sign(turn)
        angle = (abs(turn) * np.arange(steps + 1) / steps)[:, None]
        start = corner - trim * into
        eased.append(start + radius * (np.sin(angle) * into + (1.0 - np.cos(angle)) * side))
    return without_repeats(np.concatenate(eased), closed=True)


# -- solids ------------------------------------------------------------------------------------------------


def prism(loops: Sequence[Floats], low: float, high: float, *, along: Literal["x", "z"] = "z") -> Solid:
    """The solid over a region, from `low` to `high` along an axis.

    Args:
        loops: (n, 2) loops that do not meet, outer ones counter-clockwise, holes clockwise; columns are
            (x, y), or (y, z) when `along` is "x".
        low: where it begins, metres.
        high: where it ends, above `low`.
        along: the axis.
    """
    vertices, faces = extrude_region(loops, high - low, base=low)
    # The far side is set, not added up: solids that shall touch must agree in every bit.
    vertices[len(vertices) // 2 :, 2] = high
    return kernel.solid_from_sound_mesh(vertices if along == "z" else vertices[:, [2, 0, 1]], faces)


def copies(vertices: Floats, faces: Ints, matrices: Floats, *, are_apart: bool = False) -> Solid:
    """The union of a closed mesh placed by each of (k, 4, 4) rigid maps.

    Args:
        vertices: (n, 3).
        faces: (m, 3), outward where the copies are apart.
        matrices: where the copies are.
        are_apart: the caller knows that none meets another, which spares uniting them.
    """
    placed = np.einsum("kij,nj->kni", matrices[:, :3, :3], vertices) + matrices[:, None, :3, 3]
    offsets = len(vertices) * np.arange(len(matrices))
    made = kernel.solid_from_sound_mesh if are_apart else kernel.solid_from_mesh
    return made(placed.reshape(-1, 3), (faces + offsets[:, None, None]).reshape(-1, 3))


def block(low: Sequence[float], high: Sequence[float]) -> Solid:
    """The axis-aligned box between two opposite corners, exact in every coordinate."""
    return prism([rectangle(low, high)], low[2], high[2])


# -- finishing ---------------------------------------------------------------------------------------------


def fill_resting(
    geometry: MeshGeometry, mesh: tuple[Floats, Ints], construction: Construction, *, center: bool
) -> None:
    """Give `geometry` the mesh: where it was built when `center`, else with its lowest vertex at z = 0.

    Raises:
        GeometryError: ``no-solid``, the mesh has no faces.
    """
    vertices, faces = mesh
    require_some(faces, type(geometry).__name__)
    if not center and len(vertices):
        vertices = vertices - [0.0, 0.0, float(vertices[:, 2].min())]
    geometry.fill(vertices, faces, construction)
