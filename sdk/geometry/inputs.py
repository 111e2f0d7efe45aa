"""Reading an author's arguments: numbers, counts, points and outlines, refused early when they cannot work.

A newcomer's mistake: to check a size for being positive here. Several builders accept zero or negative sizes
on purpose; this file refuses only what no builder can use (not a number, infinite, absurdly many).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from math import isfinite
from typing import Any, SupportsFloat, SupportsInt

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.triangles import Floats
from sdk.tolerances import VECTOR_EPSILON

MAX_SEGMENTS = 10_000
"""Most facets, samples or steps one argument may ask for; about a hundred times what a close-up needs."""

MAX_POINTS = 100_000
"""Most points one profile or path may have."""

MAX_FACES = 4_000_000
"""Most faces one builder may make; such a mesh file is already over 200 MB."""


def number(value: SupportsFloat | str, where: str) -> float:
    """The value as a float; numeric text and numpy scalars pass.

    Raises:
        GeometryError: it is not finite.
        TypeError, ValueError: `float` refuses it.
    """
    found = float(value)
    if not isfinite(found):
        raise GeometryError.at(where, given=found, wanted="a finite number", code="not-finite")
    return found


def positive(value: SupportsFloat | str, where: str) -> float:
    """The value as a float above zero.

    Raises:
        GeometryError: it is zero, negative or not finite.
    """
    found = number(value, where)
    if found <= 0.0:
        raise GeometryError.at(where, given=found, wanted="a number above 0", code="not-positive")
    return found


def count(value: SupportsInt | str, where: str, *, least: int) -> int:
    """The value cut to an integer and raised to `least`.

    Raises:
        GeometryError: it is no number, not finite, or over MAX_SEGMENTS.
    """
    try:
        found = int(value)
    except (OverflowError, ValueError) as error:
        raise GeometryError.at(where, given=value, wanted="a whole number", code="not-finite") from error
    if found > MAX_SEGMENTS:
        raise GeometryError.at(where, given=found, wanted=f"at most {MAX_SEGMENTS}", code="too-many")
    return max(least, found)


def require_faces(faces: int, where: str) -> None:
    """Nothing, when a builder may make this many faces.

    Raises:
        GeometryError: it may not.
    """
    if faces > MAX_FACES:
        raise GeometryError.at(where, given=f"{faces} faces", wanted=f"at most {MAX_FACES}", code="too-many")


def require_some(faces: Sized, where: str) -> None:
    """Nothing, when a solid has faces at all.

    Raises:
        GeometryError: it has none, as when one size is millions of times another.
    """
    if not len(faces):
        raise GeometryError.at(
            where,
            given="sizes too unlike for any solid to be left",
            wanted="comparable sizes",
            code="no-solid",
        )


def triple(value: Sequence[Any] | Iterable[Any], where: str) -> Floats:
    """(3,) finite floats from exactly three items.

    Raises:
        ValueError: there are not three items, or one is not a finite number.
    """
    x, y, z = value
    return np.array([number(x, where), number(y, where), number(z, where)])


def points_2d(points: Iterable[Iterable[Any]], where: str) -> Floats:
    """(n, 2) finite floats; every point must unpack into exactly two values.

    Raises:
        ValueError: a point has another length, a coordinate is not a finite number, or there are too many
            points.
    """
    return _points(((x, y) for x, y in points), 2, where)


def points_3d(points: Iterable[Iterable[Any]], where: str) -> Floats:
    """(n, 3) finite floats; every point must unpack into exactly three values.

    Raises:
        ValueError: a point has another length, a coordinate is not a finite number, or there are too many
            points.
    """
    return _points(((x, y, z) for x, y, z in points), 3, where)


def _points(rows: Iterable[tuple[Any, ...]], width: int, where: str) -> Floats:
    taken: list[float] = []
    for row in rows:
        taken.extend(map(float, row))
        if len(taken) > MAX_POINTS * width:
            raise GeometryError.at(
                where, given=f"more than {MAX_POINTS} points", wanted="fewer", code="too-many"
            )
    found = np.array(taken, dtype=np.float64).reshape(-1, width)
    finite = np.isfinite(found).all(axis=1)
    if not finite.all():
        row = int(np.argmin(finite))
        given = tuple(found[row].tolist())
        raise GeometryError.at(f"{where}[{row}]", given=given, wanted="finite coordinates", code="not-finite")
    return found


def same_point(first: Floats, second: Floats, *, within: float = VECTOR_EPSILON) -> bool:
    """Whether two points agree in every coordinate."""
    return bool((np.abs(first - second) <= within).all())


def without_repeats(points: Floats, *, closed: bool, within: float = VECTOR_EPSILON) -> Floats:
    """The points without those equal to the one kept before; a closed loop is not repeated at its end."""
    if not len(points):
        return points
    if not (np.abs(np.diff(points, axis=0)) <= within).all(axis=1).any():
        kept = points
    else:
        rows = [0]
        for row in range(1, len(points)):
            if not same_point(points[row], points[rows[-1]], within=within):
                rows.append(row)
        kept = points[rows]
    while closed and len(kept) > 1 and same_point(kept[0], kept[-1], within=within):
        kept = kept[:-1]
    return kept
