"""Parts as a lathe and a punch would make them: silhouettes united and revolved about Z, holes punched along Z.

Families of round parts (hubs, rims, tires, barrels) are drawn as plain outlines in the (radius, z) half plane,
united there, and revolved once; no solid boolean is spent on anything round. A newcomer's mistake: to expect the
same number of facets on every ring. Small rings get fewer, and the strips between unlike rings are stitched by
angle.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import acos, ceil, pi, sin
from typing import SupportsInt

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry import inputs, kernel
from sdk.geometry.inputs import without_repeats
from sdk.geometry.kernel import Solid
from sdk.geometry.outlines import following, is_flat, solid_outline
from sdk.geometry.prisms import ABSENT, prism, turned
from sdk.geometry.triangles import Floats, Ints

MAX_COPIES = 360
"""Most blades, windows, bolts, knuckles or blocks in one row; about ten times what real parts have."""

RING_ERROR = 5e-5
"""Farthest a facet may lie below its circle, metres, in parts so small that the next limit would be finer."""

RING_ERROR_RATIO = 3.9e-3
"""The same as a part of the largest radius: about a 750th of a part's diagonal, a pixel of the preview.

The largest ring then has 36 facets.
"""

LEAST_FACETS = 20


def ring_error(size: float) -> float:
    """How far a facet may lie below its circle in a part of this largest radius, metres."""
    return max(RING_ERROR, RING_ERROR_RATIO * size)


def facets(radius: float, *, size: float) -> int:
    """How many facets a ring gets, a multiple of 4, so that it reaches all four sides of its bounds.

    All rings of a part lie equally near their circles, so small ones get fewer.

    Args:
        radius: of the ring, metres.
        size: largest radius of the whole part, metres; larger parts may be coarser.
    """
    sagitta = ring_error(size)
    if radius <= 2.0 * sagitta:
        return LEAST_FACETS
    return max(LEAST_FACETS, 4 * ceil(pi / acos(1.0 - sagitta / radius) / 4.0 - 1e-9))


def drilled_radius(radius: float, *, size: float) -> float:
    """Radius of the corners of a bore whose ring of facets leaves as much room as the circle would."""
    step = 2.0 * pi / facets(radius, size=size)
    return radius * (step / sin(step)) ** 0.5


def silhouette(material: Sequence[Floats], cuts: Sequence[Floats] = ()) -> list[Floats]:
    """Loops around all of `material` less the `cuts`: outer ones counter-clockwise, holes clockwise.

    Args:
        material: (n, 2) outlines, either way round; they may overlap, touch or repeat.
        cuts: the same.

    Raises:
        GeometryError: ``no-solid``, no outline has an area.
    """
    positive = [found for outline in material if (found := solid_outline(outline)) is not None]
    negative = [found for outline in cuts if (found := solid_outline(outline)) is not None]
    if not positive:
        raise GeometryError.at(
            "silhouette",
            given="outlines without area",
            wanted="sizes above 0 and comparable",
            code="no-solid",
        )
    drawn = np.concatenate([*positive, *negative])
    loops = (
        _without_idle_points(_snapped(loop, drawn)) for loop in kernel.resolve_outline(positive, negative)
    )
    return [loop for loop in loops if len(loop) >= 3 and not is_flat(loop)]


def revolved(loops: Sequence[Floats]) -> tuple[Floats, Ints]:
    """Vertices and outward faces of the solid that a silhouette sweeps in one turn about Z.

    Every ring has its first vertex on +X and is inscribed in the true circle.

    Args:
        loops: as `silhouette` gives them; columns are radius, from 0 up, and z.

    Raises:
        GeometryError: ``no-solid``, there are none.
    """
    inputs.require_some(loops, "revolved silhouette")
    size = max(float(loop[:, 0].max()) for loop in loops)
    axial = 1e-7 * size
    vertices: list[Floats] = []
    faces: list[Ints] = []
    offset = 0
    for loop in loops:
        counts = [1 if radius <= axial else facets(radius, size=size) for radius in loop[:, 0].tolist()]
        starts = offset + np.cumsum([0, *counts])
        for (radius, height), count in zip(loop.tolist(), counts, strict=True):
            angle = 2.0 * np.pi * np.arange(count) / count
            wide = radius if count > 1 else 0.0
            ring = [wide * np.cos(angle), wide * np.sin(angle), np.full(count, height)]
            vertices.append(np.stack(ring, axis=1))
        for row, count in enumerate(counts):
            ahead = (row + 1) % len(counts)
            faces.append(_band(count, int(starts[row]), counts[ahead], int(starts[ahead])))
        offset = int(starts[-1])
    return np.concatenate(vertices), np.concatenate(faces)


def revolved_solid(loops: Sequence[Floats]) -> Solid:
    """The solid that `revolved` gives the surface of."""
    return kernel.solid_from_sound_mesh(*revolved(loops), where="revolved silhouette")


def punch(outlines: Sequence[Floats], low: float, high: float) -> Solid:
    """The solid over all of several (n, 2) outlines together, z from `low` to `high`; they may overlap."""
    loops = silhouette(outlines) if outlines else []
    return prism(loops, low, high) if loops else Solid()


def about_z(vertices: Floats, count: int) -> list[Floats]:
    """`count` copies of (n, 3) vertices at even angles about Z, the first where it is."""
    return [
        np.column_stack([turned(vertices[:, :2], 2.0 * pi * step / count), vertices[:, 2]])
        for step in range(count)
    ]


def axis_to_x(vertices: Floats) -> Floats:
    """(n, 3) vertices of a part drawn about Z, laid with that axis along X; what was on X is then on Y."""
    return vertices[:, [2, 0, 1]]


def copies(value: SupportsInt | str, where: str, *, least: int) -> int:
    """How many of something, cut to an integer.

    Raises:
        GeometryError: it is below `least` or above MAX_COPIES.
    """
    found = inputs.count(value, where, least=-1)
    if not least <= found <= MAX_COPIES:
        raise GeometryError.at(where, given=found, wanted=f"{least} to {MAX_COPIES}", code="bad-count")
    return found


def _band(first_count: int, first: int, second_count: int, second: int) -> Ints:
    """(k, 3) triangles between two rings whose vertex numbers start at `first` and `second`.

    Steps of both rings are taken in the order of their middles, so no edge strays far from its angle. A ring of
    one vertex is the axis and takes no step.
    """
    steps = [count if count > 1 else 0 for count in (first_count, second_count)]
    middles = np.concatenate([(np.arange(count) + 0.5) / max(count, 1) for count in steps])
    order = np.argsort(middles, kind="stable")
    on_first = order < steps[0]
    a = np.cumsum(on_first) - on_first
    b = np.cumsum(~on_first) - ~on_first
    here, there = first + a % first_count, second + b % second_count
    tip = np.where(on_first, first + (a + 1) % first_count, second + (b + 1) % second_count)
    return np.stack([here, tip, there], axis=1)


def _snapped(loop: Floats, drawn: Floats) -> Floats:
    """The loop, each coordinate that rounding moved put back on the one drawn, so flat faces stay flat."""
    tolerance = 4e-8 * float(np.ptp(drawn, axis=0).max())
    found = loop.copy()
    for axis in (0, 1):
        levels = np.unique(drawn[:, axis])
        above = np.clip(np.searchsorted(levels, loop[:, axis]), 1, len(levels) - 1)
        low, high = levels[above - 1], levels[above]
        near = np.where(loop[:, axis] - low < high - loop[:, axis], low, high)
        found[:, axis] = np.where(np.abs(near - loop[:, axis]) <= tolerance, near, loop[:, axis])
    return found


def _without_idle_points(loop: Floats) -> Floats:
    """The loop without points that repeat their neighbour or lie on the line between both neighbours."""
    kept = without_repeats(loop, closed=True, within=ABSENT / 2.0)
    while len(kept) >= 3:
        after = following(kept) - kept
        before = np.concatenate([after[-1:], after[:-1]])
        aside = np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0])
        idle = aside <= 1e-7 * np.einsum("ij,ij->i", before + after, before + after)
        rows = np.nonzero(idle)[0]
        if not len(rows):
            break
        kept = np.delete(kept, rows[0], axis=0)
    return kept
