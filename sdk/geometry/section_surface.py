"""The moving ring behind `section_loft`: rings between sections, with or without a path, sampled as finely as
needed.

A newcomer's mistake: to space samples by distance. The surface runs through section i at parameter i whatever
the gaps, and may therefore swing beyond its end sections; that is part of the shape.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np

from sdk.geometry.bsplines import BSpline, averaged_knots, even_knots, interpolating, paired_knots
from sdk.geometry.frames import carried, carried_along, first_side
from sdk.geometry.triangles import Floats

RingsAt = Callable[[Floats], Floats]

MAX_STEPS = 64
"""Most rings between two sections."""

_PROBES = 9  # rings looked at between two breaks to judge how much the surface bends there
_FRAMES = 257  # places along a path where its frame is kept


@dataclass(frozen=True)
class MovingRing:
    """A ring as a function of a parameter."""

    at: RingsAt
    """(q,) parameters -> (q, m, 3) rings."""
    breaks: Floats
    """Rising parameters: the ends, and inside them where rings must lie."""


def through_sections(
    rings: Floats, *, degree: int, ruled: bool, parametrization: str, continuity: str = "C2"
) -> MovingRing:
    """The ring through (k, m, 3) sections, each point on one B-spline, or on straight lines when `ruled`.

    Args:
        rings: the sections, corresponding points at the same place.
        degree: highest degree along the loft.
        ruled: straight lines between sections instead.
        parametrization: ``uniform``, ``chordal`` or ``centripetal``.
        continuity: ``C1`` makes uniform cubics looser, with knots in pairs.
    """
    parameters = _parameters(rings, parametrization)
    order = 1 if ruled else min(degree, len(rings) - 1)
    rule = even_knots if parametrization == "uniform" else averaged_knots
    if rule is even_knots and continuity == "C1" and order == 3:
        rule = paired_knots
    return MovingRing(
        interpolating(parameters, rings, degree=order, knots=rule(parameters, degree=order)), parameters
    )


@dataclass(frozen=True)
class PathFrames:
    """A smooth curve through points with a frame that does not turn about it, parameters 0 to 1."""

    curve: BSpline
    places: Floats
    """(f,) parameters where the frame is kept."""
    ahead: Floats
    """(f, 3) unit tangents there."""
    side: Floats
    """(f, 3) unit side vectors there."""
    guide: BSpline | None = None
    """Curve the side vector points at, instead of being carried."""

    def points(self, parameters: Floats) -> Floats:
        """(q, 3) points of the curve."""
        return self.curve(parameters)

    def axes(self, parameters: Floats) -> Floats:
        """(q, 3, 3) rows side, third axis, tangent at each parameter."""
        found = np.zeros((len(parameters), 3, 3))
        tangents = _tangents(self.curve, parameters)
        below = np.clip(np.searchsorted(self.places, parameters, side="right") - 1, 0, len(self.places) - 1)
        for row, (tangent, near) in enumerate(zip(tangents, below, strict=True)):
            side = carried(self.side[near], self.ahead[near], tangent)
            if self.guide is not None:
                towards = (self.guide(parameters[row : row + 1]) - self.curve(parameters[row : row + 1]))[0]
                towards = towards - tangent * float(towards @ tangent)
                size = float(np.linalg.norm(towards))
                side = towards / size if size > 1e-12 else side
            found[row] = side, np.cross(tangent, side), tangent
        return found

    def place_of(self, ring: Floats, normal: Floats) -> float:
        """Parameter where the path pierces the plane of a ring, or else where it comes nearest."""
        middle = ring.mean(axis=0)
        points = self.curve(self.places)
        height = (points - middle) @ (normal / np.linalg.norm(normal))
        near = np.linalg.norm(points - middle, axis=1)
        flat = np.abs(height) <= 1e-9 * max(1.0, float(near.max()))
        candidates = [(float(near[row]), float(self.places[row])) for row in np.nonzero(flat)[0]]
        for row in np.nonzero((height[:-1] * height[1:] < 0.0) & ~flat[:-1] & ~flat[1:])[0]:
            share = float(height[row] / (height[row] - height[row + 1]))
            place = float(self.places[row] + share * (self.places[row + 1] - self.places[row]))
            candidates.append((float(np.linalg.norm(self.curve(np.array([place]))[0] - middle)), place))
        return min(candidates)[1] if candidates else float(self.places[int(np.argmin(near))])


def path_frames(points: Floats, guide: Floats | None = None) -> PathFrames:
    """The curve through (n, 3) distinct path points, straight for 2, with a rotation-minimising frame."""
    curve = curve_through(points)
    places = np.linspace(0.0, 1.0, _FRAMES)
    ahead = _tangents(curve, places)
    side = carried_along(first_side(ahead[0], np.array([0.0, 0.0, 1.0])), ahead)
    return PathFrames(curve, places, ahead, side, None if guide is None else curve_through(guide))


def curve_through(points: Floats) -> BSpline:
    """The interpolating curve, at most cubic, with parameters from 0 to 1 by distance."""
    travelled = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    parameters = travelled / travelled[-1]
    degree = min(3, len(points) - 1)
    return interpolating(parameters, points, degree=degree, knots=_smooth_knots(parameters, degree))


def along_path(local_rings: Floats, places: Floats, path: PathFrames) -> MovingRing:
    """The ring swept along the whole path, blended between (k, m, 3) rings given in the path's frame."""
    degree = min(3, len(places) - 1)
    blend = interpolating(places, local_rings, degree=degree, knots=_smooth_knots(places, degree))

    def rings_at(parameters: Floats) -> Floats:
        local = blend(np.clip(parameters, places[0], places[-1]))
        return path.points(parameters)[:, None] + np.einsum("qmi,qij->qmj", local, path.axes(parameters))

    inner = places[(places > 1e-6) & (places < 1.0 - 1e-6)]
    return MovingRing(rings_at, np.concatenate([[0.0], inner, [1.0]]))


def sampled_rings(moving: MovingRing, *, tolerance: float, angular_tolerance: float) -> Floats:
    """(q, m, 3) rings at all breaks and between, so that nothing bends more than the tolerances in a step.

    Args:
        moving: the ring as a function of its parameter.
        tolerance: distance of a line from its chord, metres.
        angular_tolerance: turn of a line per step; edges of the ring may turn twice that.
    """
    parameters: list[Floats] = []
    for start, end in zip(moving.breaks[:-1], moving.breaks[1:], strict=True):
        probes = moving.at(np.linspace(start, end, _PROBES))
        step = np.diff(probes, axis=0)
        bend = _total_turn(step)
        length = np.linalg.norm(step, axis=2).sum(axis=0)
        edge = np.roll(probes, -1, axis=1) - probes
        twist = _total_turn(edge)
        needed = max(
            float(bend.max()) / angular_tolerance,
            float(twist.max()) / (2.0 * angular_tolerance),
            float((bend * length).max() / (8.0 * tolerance)) ** 0.5,
            1.0,
        )
        steps = min(MAX_STEPS, ceil(needed - 1e-6))
        parameters.append(np.linspace(start, end, steps + 1)[:-1])
    return moving.at(np.concatenate([*parameters, moving.breaks[-1:]]))


def _total_turn(vectors: Floats) -> Floats:
    """(m,) sum of the angles between successive vectors of each column of (q, m, 3) (zero ones excepted)."""
    size = np.linalg.norm(vectors, axis=2)
    unit = vectors / np.where(size > 0.0, size, 1.0)[..., None]
    first, second = unit[:-1], unit[1:]
    sine = np.linalg.norm(np.cross(first, second), axis=2)
    angle = np.arctan2(sine, np.einsum("qmi,qmi->qm", first, second))
    small = 1e-9 * float(size.max(initial=0.0))
    return np.where((size[:-1] > small) & (size[1:] > small), angle, 0.0).sum(axis=0)


def _parameters(rings: Floats, parametrization: str) -> Floats:
    power = {"chordal": 1.0, "centripetal": 0.5}.get(parametrization, 0.0)
    gap = np.linalg.norm(np.diff(rings.mean(axis=1), axis=0), axis=1)
    return np.concatenate([[0.0], np.cumsum(np.maximum(gap, 1e-9) ** power)])


def _smooth_knots(parameters: Floats, degree: int) -> Floats:
    """Knots that make the cubic one polynomial over its first two and last two spans (not-a-knot)."""
    inner = parameters[2:-2] if degree == 3 else np.zeros(0)
    ends = np.ones(degree + 1)
    return np.concatenate([ends * parameters[0], inner, ends * parameters[-1]])


def _tangents(curve: BSpline, parameters: Floats) -> Floats:
    """(q, 3) unit tangents, by the derivative of the B-spline."""
    degree, knots = curve.degree, curve.knots
    gap = (knots[degree + 1 : -1] - knots[1 : -degree - 1])[:, None]
    slopes = BSpline(knots[1:-1], degree * np.diff(curve.control, axis=0) / gap, degree - 1)
    found = slopes(parameters)
    return found / np.maximum(np.linalg.norm(found, axis=1), 1e-300)[:, None]
