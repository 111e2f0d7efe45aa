"""Outlines of plates, cleaned and checked.

A newcomer's mistake: to repeat the first point at the end. It is dropped, as are points on top of one
another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from sdk.errors import ValidationError
from sdk.spatial import Array
from sdk.tolerances import PROFILE_AREA_EPSILON, VECTOR_EPSILON


def clean_outline(points: Iterable[Sequence[float]], where: str) -> Array:
    """(n, 2) counter-clockwise outline, n >= 3, without repeated points.

    Raises:
        ValidationError: fewer than three different points, or an area of 1e-9 square metres or less.
    """
    rows: list[tuple[float, float]] = []
    for x, y in points:
        row = (float(x), float(y))
        if not rows or not _same(rows[-1], row):
            rows.append(row)
    while len(rows) > 1 and _same(rows[0], rows[-1]):
        rows.pop()
    if len(rows) < 3:
        raise ValidationError.at(
            where, given=rows, wanted="at least three different points", code="short-outline"
        )
    outline = np.array(rows)
    x, y = outline.T
    area = float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2.0
    if abs(area) <= PROFILE_AREA_EPSILON:
        raise ValidationError.at(
            where, given=f"{abs(area):.3g} m^2", wanted="an area above 1e-9 m^2", code="flat-outline"
        )
    return outline if area > 0.0 else outline[::-1]


def _same(first: tuple[float, float], second: tuple[float, float]) -> bool:
    return abs(first[0] - second[0]) <= VECTOR_EPSILON and abs(first[1] - second[1]) <= VECTOR_EPSILON
