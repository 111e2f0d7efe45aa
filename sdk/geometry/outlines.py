"""Closed outlines in the plane: area, winding, crossings, and turning what an author drew into sound loops.

An outline is an (n, 2) array whose last point is not a repeat of the first. A newcomer's mistake: to refuse
outlines that cross or touch themselves. Public programs draw rings as one line with a slit; `sound_loops`
gives what they meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.inputs import points_2d, without_repeats
from sdk.geometry.kernel import resolve_outline
from sdk.geometry.triangles import Floats, Ints

FLATNESS = 1e-9
"""An outline whose area is below this part of its squared extent is a line."""

_PAIRS = 500_000  # pairs of edges compared at a time


def signed_area(outline: Floats) -> float:
    """Area in square units, positive for a counter-clockwise outline."""
    x, y = (outline - outline.mean(axis=0)).T if len(outline) else (np.zeros(0), np.zeros(0))
    return float((x * following(y) - following(x) * y).sum() / 2.0)


def following(rows: Floats) -> Floats:
    """What comes after each of the rows of a closed loop; several times faster than `np.roll` on short ones."""
    return np.concatenate([rows[1:], rows[:1]])


def is_flat(outline: Floats) -> bool:
    """Whether the outline encloses practically nothing for its extent."""
    return solid_outline(outline) is None


def solid_outline(outline: Floats) -> Floats | None:
    """The outline, its point list reversed if it was clockwise; None if it is flat."""
    area = signed_area(outline)
    extent = np.ptp(outline, axis=0)
    if abs(area) <= FLATNESS * float(extent @ extent):
        return None
    return outline[::-1] if area < 0.0 else outline


def counter_clockwise(outline: Floats) -> Floats:
    """The outline, its point list reversed if it was clockwise."""
    return outline[::-1] if signed_area(outline) < 0.0 else outline


def outline_from(points: Iterable[Iterable[Any]], where: str) -> Floats:
    """(n, 2) counter-clockwise outline of at least 3 distinct points, repeats dropped.

    Raises:
        GeometryError: ``too-few-points``, ``zero-area``, ``not-finite``.
    """
    drawn = _distinct(points, where)
    if is_flat(drawn):
        raise GeometryError.at(
            where, given="an outline without area", wanted="an area above 0", code="zero-area"
        )
    return counter_clockwise(drawn)


def sound_loops(points: Iterable[Iterable[Any]], where: str) -> list[Floats]:
    """Loops bounding what the drawn outline encloses: itself, or its parts where it meets itself.

    Raises:
        GeometryError: ``too-few-points``, ``zero-area``, ``not-finite``.
    """
    drawn = _distinct(points, where)
    if not meets_itself([drawn]):
        return [outline_from(drawn, where)]
    loops = _without_flat(resolve_outline([drawn]))
    if not loops:
        raise GeometryError.at(
            where, given="an outline without area", wanted="an area above 0", code="zero-area"
        )
    return loops


def sound_region(outer: Floats, holes: Sequence[Floats], where: str) -> list[Floats]:
    """Loops bounding `outer` less `holes`, clipped where they meet; holes are clockwise, the others not.

    Raises:
        GeometryError: ``zero-area`` when the holes leave nothing.
    """
    apart = (
        not meets_itself([outer, *holes])
        and all(contains(outer, hole[0]) for hole in holes)
        and not _one_holds_another(holes)
    )
    if apart:
        return [counter_clockwise(outer), *(counter_clockwise(hole)[::-1] for hole in holes)]
    loops = _without_flat(resolve_outline([outer], holes))
    if not loops:
        raise GeometryError.at(
            where, given="holes over the whole outline", wanted="some area left", code="zero-area"
        )
    return loops


def _one_holds_another(outlines: Sequence[Floats]) -> bool:
    """Whether one of several outlines that do not meet lies within another."""
    low = np.array([outline.min(axis=0) for outline in outlines]).reshape(-1, 2)
    high = np.array([outline.max(axis=0) for outline in outlines]).reshape(-1, 2)
    within = (low[:, None] >= low[None]).all(axis=2) & (high[:, None] <= high[None]).all(axis=2)
    within &= ~np.eye(len(low), dtype=bool)
    return any(contains(outlines[outer], outlines[inner][0]) for inner, outer in np.argwhere(within).tolist())


def contains(outline: Floats, point: Floats) -> bool:
    """Whether the point lies inside the outline or on its edge (within 1e-9)."""
    ahead = following(outline)
    edge, reach = ahead - outline, point - outline
    length_squared = np.einsum("ij,ij->i", edge, edge)
    along = np.clip(
        np.einsum("ij,ij->i", reach, edge) / np.where(length_squared > 0.0, length_squared, 1.0), 0.0, 1.0
    )
    if float(np.linalg.norm(reach - along[:, None] * edge, axis=1).min()) <= 1e-9:
        return True
    straddles = (outline[:, 1] > point[1]) != (ahead[:, 1] > point[1])
    rise = np.where(straddles, edge[:, 1], 1.0)
    crossing = outline[:, 0] + (point[1] - outline[:, 1]) / rise * edge[:, 0]
    return bool((straddles & (point[0] < crossing)).sum() % 2)


def meets_itself(loops: Sequence[Floats]) -> bool:
    """Whether any two edges cross, touch or overlap, other than neighbours at their common corner.

    Source:
        Two segments meet when their boxes overlap and each straddles the other's line, ends included.
    """
    start = np.concatenate(loops)
    sizes = [len(loop) for loop in loops]
    following = np.concatenate(
        [offset + np.roll(np.arange(n), -1) for n, offset in zip(sizes, _offsets(sizes), strict=True)]
    )
    end = start[following]
    if _folds_back(start, end, following):
        return True
    for i, j in _near_pairs(np.minimum(start, end), np.maximum(start, end)):
        apart = (following[i] != j) & (following[j] != i)
        i, j = i[apart], j[apart]
        across = _side(start[i], end[i], start[j]) * _side(start[i], end[i], end[j]) <= 0.0
        back = _side(start[j], end[j], start[i]) * _side(start[j], end[j], end[i]) <= 0.0
        if (across & back).any():
            return True
    return False


def _near_pairs(low: Floats, high: Floats) -> Iterator[tuple[Ints, Ints]]:
    """Every pair of boxes that overlap, once, in arrays of bounded size; swept along x."""
    order = np.argsort(low[:, 0], kind="stable")
    low, high = low[order], high[order]
    reach = np.searchsorted(
        low[:, 0], high[:, 0], side="right"
    )  # boxes up to here begin before this one ends
    many = reach - np.arange(len(low)) - 1
    batch = np.cumsum(many) // _PAIRS
    for number in range(int(batch[-1]) + 1):
        rows = np.nonzero((batch == number) & (many > 0))[0]
        if not len(rows):
            continue
        i = np.repeat(rows, many[rows])
        within = np.arange(len(i)) - np.repeat(np.cumsum(many[rows]) - many[rows], many[rows])
        j = i + 1 + within
        near = (low[i, 1] <= high[j, 1]) & (low[j, 1] <= high[i, 1])
        yield order[i[near]], order[j[near]]


def _folds_back(start: Floats, end: Floats, following: np.ndarray) -> bool:
    """Whether an edge runs straight back over the one before it."""
    edge = end - start
    after = edge[following]
    turn = edge[:, 0] * after[:, 1] - edge[:, 1] * after[:, 0]
    return bool(((turn == 0.0) & (np.einsum("ij,ij->i", edge, after) < 0.0)).any())


def _side(start: Floats, end: Floats, point: Floats) -> Floats:
    edge, reach = end - start, point - start
    return np.sign(edge[:, 0] * reach[:, 1] - edge[:, 1] * reach[:, 0])


def _offsets(sizes: Sequence[int]) -> list[int]:
    return [0, *np.cumsum(sizes)[:-1].tolist()]


def _without_flat(loops: Iterable[Floats]) -> list[Floats]:
    cleaned = (without_repeats(loop, closed=True) for loop in loops)
    return [loop for loop in cleaned if len(loop) >= 3 and not is_flat(loop)]


def _distinct(points: Iterable[Iterable[Any]], where: str) -> Floats:
    drawn = without_repeats(points_2d(points, where), closed=True)
    if len(drawn) < 3:
        raise GeometryError.at(
            where, given=f"{len(drawn)} distinct points", wanted="at least 3", code="too-few-points"
        )
    return drawn
