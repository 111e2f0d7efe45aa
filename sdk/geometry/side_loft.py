"""Bodies along Y with superellipse sections in XZ: cars, hulls, handles seen from the side.

A section is (y, z_min, z_max, width), centred on x = 0. A newcomer's mistake: to expect the sections to be
sorted. `superellipse_side_loft` joins them as listed; only the split and the resampler sort by y.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.construction import record
from sdk.geometry.inputs import count, number, require_faces
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.profiles import superellipse_profile
from sdk.geometry.skin import skin, solid_skin
from sdk.geometry.triangles import Floats

Section = tuple[float, float, float, float]

SAME_Y = 1e-9
"""Sections nearer than this along Y are one, metres."""

LEAST_EXPONENT = 0.2
"""Smaller exponents are raised to this."""


def superellipse_side_loft(
    sections: Iterable[Sequence[float]],
    *,
    exponents: float | Sequence[float] = 2.8,
    segments: int = 56,
    cap: bool = True,
    closed: bool = True,
    min_height: float = 1e-4,
    min_width: float = 1e-4,
) -> MeshGeometry:
    """The outward solid through superellipse sections along Y, straight from each section to the next.

    Args:
        sections: at least 2 of (y, z_min, z_max, width), rising or falling in y; z bounds may be swapped.
        exponents: one superellipse exponent for all, or one for each section; at least 0.2 is used.
        segments: points around each section, at least 12.
        cap: close both ends.
        closed: False leaves a gap between the last and the first point of each section, and no caps.
        min_height: lower sections are raised to this about their middle.
        min_width: narrower sections are widened to this.

    Raises:
        GeometryError: ``too-few-sections``, ``counts-differ``, ``not-finite``.
    """
    rows = _sections(sections, least=2)
    powers = _exponents(exponents, len(rows))
    around = count(segments, "side loft segments", least=12)
    require_faces(2 * around * len(rows), "side loft")
    lowest, narrowest = number(min_height, "min_height"), number(min_width, "min_width")
    rings = np.array(
        [_ring(*pair, around, lowest, narrowest) for pair in zip(rows.tolist(), powers, strict=True)]
    )
    vertices, faces = solid_skin(rings, caps=cap) if closed else skin(rings, caps=False, closed_loop=False)
    return MeshGeometry().fill(
        vertices,
        faces,
        record(
            "loft",
            rings=tuple(tuple(map(tuple, ring)) for ring in rings.tolist()),
            cap=bool(cap and closed),
            closed=bool(closed),
        ),
    )


def split_superellipse_side_loft(
    sections: Iterable[Sequence[float]],
    *,
    split_y: float,
    exponents: float | Sequence[float] = 2.8,
    segments: int = 56,
    cap: bool = True,
    closed: bool = True,
    min_height: float = 1e-4,
    min_width: float = 1e-4,
) -> tuple[MeshGeometry, MeshGeometry, Section]:
    """A side loft cut in two at ``y = split_y``: (rear, front, seam section), the rear with the smaller y.

    Args:
        sections: at least 3, sorted by y here; a list of `exponents` is taken in the sorted order.
        split_y: strictly between the smallest and the largest y.
        exponents: as for `superellipse_side_loft`, and so are all that follow.
        segments: points around each section.
        cap: close both ends of both parts.
        closed: join the last point of each section to its first.
        min_height: lower sections are raised to this.
        min_width: narrower sections are widened to this.

    Raises:
        GeometryError: ``too-few-sections``, ``counts-differ``, ``split-outside``.
    """
    rows = _sections(sections, least=3)
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    table = np.concatenate([rows, np.array(_exponents(exponents, len(rows)))[:, None]], axis=1)
    y = table[:, 0]
    cut = number(split_y, "split_y")
    if not y[0] < cut < y[-1]:
        raise GeometryError.at(
            "split_y", given=cut, wanted=f"a value between {y[0]:g} and {y[-1]:g}", code="split-outside"
        )
    at_seam = np.nonzero(np.abs(y - cut) <= SAME_Y)[0]
    if len(at_seam):
        row = int(at_seam[0])
        rear, front, seam = table[: row + 1], table[row:], table[row]
    else:
        above = int(np.searchsorted(y, cut))
        share = (cut - y[above - 1]) / (y[above] - y[above - 1])
        seam = (1.0 - share) * table[above - 1] + share * table[above]
        seam[0] = cut
        rear, front = np.concatenate([table[:above], seam[None]]), np.concatenate([seam[None], table[above:]])
    halves = [
        superellipse_side_loft(
            half[:, :4].tolist(),
            exponents=half[:, 4].tolist(),
            segments=segments,
            cap=cap,
            closed=closed,
            min_height=min_height,
            min_width=min_width,
        )
        for half in (rear, front)
    ]
    return halves[0], halves[1], _as_section(seam)


def resample_side_sections(
    sections: Iterable[Sequence[float]],
    *,
    samples_per_span: int = 2,
    smooth_passes: int = 0,
    min_height: float = 1e-4,
    min_width: float = 1e-4,
) -> list[Section]:
    """The sections sorted by y, each span divided evenly, then smoothed.

    Args:
        sections: at least 2; those with the same y are averaged.
        samples_per_span: steps of each span, at least 1.
        smooth_passes: how often inner rows take a quarter of each neighbour and keep half of themselves.
        min_height: lower sections are raised to this about their middle.
        min_width: narrower sections are widened to this.

    Raises:
        GeometryError: ``too-few-sections``, ``not-finite``, ``too-many``.
    """
    rows = _sections(sections, least=2)
    steps = count(samples_per_span, "samples_per_span", least=1)
    passes = count(smooth_passes, "smooth_passes", least=0)
    require_faces(steps * len(rows), "resample_side_sections")
    merged: list[Floats] = []
    for row in rows[np.argsort(rows[:, 0], kind="stable")]:
        if merged and abs(row[0] - merged[-1][0]) <= SAME_Y:
            merged[-1] = (merged[-1] + row) / 2.0
        else:
            merged.append(row)
    spans = [
        first + (second - first) * step / steps for first, second in pairwise(merged) for step in range(steps)
    ]
    table = np.array([*spans, merged[-1]])
    for _ in range(passes if len(table) > 2 else 0):
        table[1:-1, 1:] = (table[:-2, 1:] + 2.0 * table[1:-1, 1:] + table[2:, 1:]) / 4.0
    lowest, narrowest = number(min_height, "min_height"), number(min_width, "min_width")
    return [
        (y, *_heights(z_min, z_max, lowest), max(width, narrowest))
        for y, z_min, z_max, width in table.tolist()
    ]


def _ring(section: list[float], exponent: float, segments: int, lowest: float, narrowest: float) -> Floats:
    """(segments, 3) points of one section, turning right about +Y as superellipses turn left in (x, z)."""
    y, z_min, z_max, width = section
    low, high = _heights(z_min, z_max, lowest)
    outline = np.array(superellipse_profile(max(width, narrowest), high - low, exponent, segments=segments))
    return np.stack([outline[:, 0], np.full(len(outline), y), outline[:, 1] + (low + high) / 2.0], axis=1)


def _heights(z_min: float, z_max: float, lowest: float) -> tuple[float, float]:
    low, high = min(z_min, z_max), max(z_min, z_max)
    if high - low < lowest:
        middle = (low + high) / 2.0
        return middle - lowest / 2.0, middle + lowest / 2.0
    return low, high


def _sections(sections: Iterable[Sequence[float]], *, least: int) -> Floats:
    rows = [
        [number(value, f"sections[{row}]") for value in (y, z_min, z_max, width)]
        for row, (y, z_min, z_max, width) in enumerate(sections)
    ]
    if len(rows) < least:
        raise GeometryError.at(
            "sections", given=f"{len(rows)} sections", wanted=f"at least {least}", code="too-few-sections"
        )
    return np.array(rows)


def _exponents(exponents: Any, rows: int) -> list[float]:
    given = [exponents] * rows if np.ndim(exponents) == 0 else list(exponents)
    if len(given) != rows:
        raise GeometryError.at(
            "exponents",
            given=f"{len(given)} exponents",
            wanted=f"one, or {rows} (one per section)",
            code="counts-differ",
        )
    return [max(LEAST_EXPONENT, number(value, "exponents")) for value in given]


def _as_section(row: Floats) -> Section:
    y, z_min, z_max, width = row[:4].tolist()
    return y, z_min, z_max, width
