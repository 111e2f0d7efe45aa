"""Which point of one loop belongs to which point of the next, for lofts through loops in any planes.

A newcomer's mistake: to match loops of different counts by arc length. A square and a triangle meet by angle
about their middles; each gets extra points where the other has corners.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sdk.geometry.frames import carried
from sdk.geometry.skin import newell_normal, plane_axes
from sdk.geometry.triangles import Floats

SAME_ANGLE = 1e-6
"""Corners of two loops within this angle are one, radians."""


def matched_rings(loops: Sequence[Floats], *, compatible: bool = True) -> Floats:
    """(k, m, 3) loops with equal counts, point j of each belonging to point j of the next.

    Args:
        loops: (n, 3) each, at least 3 points with an area.
        compatible: turn loops the same way round and start each nearest to the one before; False takes equal
            counts as they are listed.
    """
    equal = len({len(loop) for loop in loops}) == 1
    if equal and not compatible:
        return np.array(loops)
    turned = _same_way_round(loops)
    if not equal:
        return np.array(_by_angle(turned))
    rings = [turned[0]]
    for loop in turned[1:]:
        rings.append(np.roll(loop, -_best_start(rings[-1], loop), axis=0))
    return np.array(rings)


def _same_way_round(loops: Sequence[Floats]) -> list[Floats]:
    """The loops, those that turn against the one before reversed; a reversed loop keeps its first point."""
    turned = [loops[0]]
    before = newell_normal(loops[0])
    for loop in loops[1:]:
        normal = newell_normal(loop)
        if float(normal @ before) < 0.0:
            loop, normal = np.roll(loop[::-1], 1, axis=0), -normal
        turned.append(loop)
        before = normal
    return turned


def _best_start(before: Floats, loop: Floats) -> int:
    """Point of `loop` to begin with so that the sum of squared distances to `before`, both centred, is least.

    The distances are least where the correlation is greatest, and that is one product of Fourier transforms.
    """
    first, second = before - before.mean(axis=0), loop - loop.mean(axis=0)
    product = np.conj(np.fft.rfft(first, axis=0)) * np.fft.rfft(second, axis=0)
    correlation = np.fft.irfft(product.sum(axis=1), n=len(loop))
    best = int(np.argmax(correlation))
    nearly = abs(float(correlation[best])) * 1e-9
    return 0 if correlation[0] >= correlation[best] - nearly else best


def _by_angle(loops: list[Floats]) -> list[Floats]:
    """The loops with points at the union of all their corners' angles about their own middles.

    Loops that are not seen whole from their middle are matched by their share of the way round instead.
    """
    flat = _flattened(loops)
    angles = [np.unwrap(np.arctan2(points[:, 1], points[:, 0])) for points in flat]
    if any((np.diff(angle) <= 0.0).any() or angle[-1] - angle[0] >= 2.0 * np.pi for angle in angles):
        positions = [_shares(loop) for loop in loops]
        period = 1.0
        starts = [int(np.argmin(np.abs(np.angle(np.exp(1j * angle))))) for angle in angles]
        positions = [(share - share[start]) % period for share, start in zip(positions, starts, strict=True)]
        return _with_points_at(loops, positions, _merged(positions, period, SAME_ANGLE), period)
    period = 2.0 * np.pi
    positions = [angle % period for angle in angles]
    stations = _merged(positions, period, SAME_ANGLE)
    return [
        _on_rays(loop, points, angle, stations)
        for loop, points, angle in zip(loops, flat, positions, strict=True)
    ]


def _flattened(loops: list[Floats]) -> list[Floats]:
    """(n, 2) coordinates of each loop about its middle, in axes carried from plane to plane."""
    flat: list[Floats] = []
    before = side = np.zeros(3)
    for row, loop in enumerate(loops):
        normal = newell_normal(loop)
        normal = normal / np.linalg.norm(normal)
        side = plane_axes(normal)[0] if row == 0 else carried(side, before, normal)
        before = normal
        around = loop - loop.mean(axis=0)
        flat.append(np.stack([around @ side, around @ np.cross(normal, side)], axis=1))
    return flat


def _merged(positions: list[Floats], period: float, same: float) -> Floats:
    """All positions in order, those within `same` of another made one, also across the end of the period."""
    ordered = np.sort(np.concatenate(positions))
    kept = ordered[np.concatenate([[True], np.diff(ordered) > same])]
    return kept[:-1] if len(kept) > 1 and kept[0] + period - kept[-1] <= same else kept


def _on_rays(loop: Floats, flat: Floats, angle: Floats, stations: Floats) -> Floats:
    """The points of one loop, seen whole from its middle, at the given angles."""
    order = np.argsort(angle)
    ring, points, at = loop[order], flat[order], angle[order]
    last = (np.searchsorted(at, stations, side="right") - 1) % len(at)
    following = (last + 1) % len(at)
    direction = np.stack([np.cos(stations), np.sin(stations)], axis=1)
    start, edge = points[last], points[following] - points[last]
    share = -_cross(direction, start) / _cross(direction, edge)
    share = np.clip(share, 0.0, 1.0)[:, None]
    found = ring[last] + share * (ring[following] - ring[last])
    return _snapped(found, ring, stations, at, 2.0 * np.pi)


def _with_points_at(
    loops: list[Floats], positions: list[Floats], stations: Floats, period: float
) -> list[Floats]:
    """The points of each loop at the given shares of its way round."""
    result: list[Floats] = []
    for loop, position in zip(loops, positions, strict=True):
        order = np.argsort(position)
        ring, at = loop[order], position[order]
        wrapped, closed = np.append(at, at[0] + period), np.concatenate([ring, ring[:1]])
        shifted = np.where(stations < at[0], stations + period, stations)
        found = np.stack([np.interp(shifted, wrapped, closed[:, axis]) for axis in range(3)], axis=1)
        result.append(_snapped(found, ring, stations, at, period))
    return result


def _snapped(found: Floats, ring: Floats, stations: Floats, at: Floats, period: float) -> Floats:
    """The found points, exactly on the loop's own corners where a station is one."""
    distance = np.abs((stations[None] - at[:, None] + period / 2.0) % period - period / 2.0)
    nearest = distance.argmin(axis=1)
    found = found.copy()
    found[nearest] = ring
    return found


def _shares(loop: Floats) -> Floats:
    length = np.linalg.norm(np.roll(loop, -1, axis=0) - loop, axis=1)
    return np.concatenate([[0.0], np.cumsum(length)[:-1]]) / length.sum()


def _cross(first: Floats, second: Floats) -> Floats:
    return first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
