"""Surfaces of revolution about Z: `LatheGeometry` and the plain function behind every round primitive.

A newcomer's mistake: to expect the true circle. Rings are polygons inscribed in it, first corner on +X, so
volume is low by the factor sin(x)/x with x = 2 pi / segments, and -X or +-Y are reached only when the count
allows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.construction import record
from sdk.geometry.inputs import count, points_2d, require_faces, without_repeats
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.outlines import sound_loops
from sdk.geometry.triangles import Floats, Ints, without_unused
from sdk.tolerances import VECTOR_EPSILON

ProfilePoints = Iterable[Iterable[Any]]


def revolve_profile(profile: Floats, *, segments: int, closed: bool = False) -> tuple[Floats, Ints]:
    """Vertices and faces of a profile turned once about Z.

    A profile that runs counter-clockwise round the material in the (radius, z) plane gives an outward
    surface. Points on the axis become one vertex and edges along it no face, so a profile from axis to axis
    gives a closed solid.

    Args:
        profile: (n, 2) radius and height, metres.
        segments: facets around the turn, at least 3.
        closed: join the last point to the first.
    """
    on_axis = np.abs(profile[:, 0]) <= VECTOR_EPSILON
    sizes = np.where(on_axis, 1, segments)
    angle = 2.0 * np.pi * np.arange(segments) / segments
    radius = np.where(on_axis, 0.0, profile[:, 0])[:, None]
    points = np.zeros((len(profile), segments, 3))
    points[..., 0], points[..., 1] = radius * np.cos(angle), radius * np.sin(angle)
    points[..., 2] = profile[:, 1, None]
    # On the axis all corners of a ring have one number, and one of the two triangles beside it no area.
    rings = (np.cumsum(sizes) - sizes)[:, None] + np.where(on_axis[:, None], 0, np.arange(segments))
    corners = rings if closed else rings[:-1]
    a, b = corners, np.roll(rings, -1, axis=0)[: len(corners)]
    ahead_of_a, ahead_of_b = np.roll(a, -1, axis=1), np.roll(b, -1, axis=1)
    faces = np.zeros((*corners.shape, 2, 3), dtype=np.int64)
    for corner, numbers in enumerate(((a, a), (ahead_of_a, ahead_of_b), (ahead_of_b, b))):
        faces[..., 0, corner], faces[..., 1, corner] = numbers
    if not on_axis.any():
        return points.reshape(-1, 3), faces.reshape(-1, 3)
    has_area = np.stack([~on_axis[: len(corners)], ~np.roll(on_axis, -1)[: len(corners)]], axis=1)
    vertices = points[~on_axis[:, None] | (np.arange(segments) == 0)]
    kept = np.broadcast_to(has_area[:, None, :], faces.shape[:3])
    return without_unused(vertices, faces[kept])  # points between two edges on the axis have no face


class LatheGeometry(MeshGeometry):
    """A profile of (radius, z) points turned about Z.

    Args:
        profile: a closed outline, either way round, also one that meets itself; with ``closed=False`` an open
            line, outward on the right-hand side of its direction (upward at positive radius).
        segments: facets around the turn, at least 3.
        closed: whether the profile is an outline.

    Raises:
        GeometryError: ``negative-radius``, ``too-few-points``, ``zero-area``, ``not-finite``, ``too-many``.
    """

    def __init__(self, profile: ProfilePoints, *, segments: int = 32, closed: bool = True) -> None:
        super().__init__()
        drawn = _profile(profile, "LatheGeometry profile", closed=False)
        around = count(segments, "LatheGeometry segments", least=3)
        require_faces(2 * around * len(drawn), "LatheGeometry")
        if closed:
            lines = [_on_axis(loop) for loop in sound_loops(drawn, "LatheGeometry profile")]
        elif len(drawn) < 2:
            raise GeometryError.at(
                "LatheGeometry profile",
                given=f"{len(drawn)} distinct points",
                wanted="at least 2",
                code="too-few-points",
            )
        else:
            lines = [drawn]
        vertices, faces = _stacked(revolve_profile(line, segments=around, closed=closed) for line in lines)
        self.fill(
            vertices,
            faces,
            record(
                "lathe",
                profile=_rows(drawn),
                loops=tuple(map(_rows, lines)),
                segments=around,
                closed=bool(closed),
            ),
        )

    @classmethod
    def from_shell_profiles(
        cls,
        outer_profile: ProfilePoints,
        inner_profile: ProfilePoints,
        *,
        segments: int = 32,
        start_cap: str = "flat",
        end_cap: str = "flat",
        lip_samples: int = 6,
    ) -> Self:
        """A thin revolved shell between two open profiles of (radius, z) points.

        Args:
            outer_profile: at least 2 distinct points.
            inner_profile: the same; reversed when that brings its ends nearer to those of the outer one.
            segments: facets around the turn, at least 3.
            start_cap: ``"flat"`` or ``"round"``, how the lip at the outer profile's first point closes.
            end_cap: the same at its last point.
            lip_samples: steps of a round lip, at least 3.

        Raises:
            GeometryError: an unknown cap, too few points, or a lip or point at negative radius.
        """
        for name, cap in (("start_cap", start_cap), ("end_cap", end_cap)):
            if cap not in ("flat", "round"):
                raise GeometryError.at(name, given=cap, wanted="'flat' or 'round'", code="unknown-cap")
        outer = _profile(outer_profile, "outer_profile", closed=False, least=2)
        inner = _profile(inner_profile, "inner_profile", closed=False, least=2)
        as_given = np.linalg.norm(outer[0] - inner[0]) + np.linalg.norm(outer[-1] - inner[-1])
        reversed_ = np.linalg.norm(outer[0] - inner[-1]) + np.linalg.norm(outer[-1] - inner[0])
        if reversed_ < as_given:
            inner = inner[::-1]
        steps = count(lip_samples, "lip_samples", least=3)
        end = _lip(outer[-2:], inner[:-3:-1], end_cap, steps)
        start = _lip(inner[1::-1], outer[:2], start_cap, steps)
        return cls(np.concatenate([outer, end, inner[::-1], start]), segments=segments)


def _lip(leaving: Floats, entering: Floats, cap: str, steps: int) -> Floats:
    """(k, 2) points strictly between the end of one line and the start of the next; none for a flat lip.

    `leaving` are the last two points of the line that ends, `entering` the first two of the one that begins.
    The round lip is one cubic Bezier curve whose handles follow both lines.
    """
    first, last = leaving[1], entering[0]
    chord = float(np.linalg.norm(last - first))
    nothing = np.zeros((0, 2))
    out, back = leaving[1] - leaving[0], entering[1] - entering[0]
    out_length, back_length = float(np.linalg.norm(out)), float(np.linalg.norm(back))
    if cap == "flat" or min(chord, out_length, back_length) <= VECTOR_EPSILON:
        return nothing
    first_handle = first + out / out_length * min(0.75 * chord, 0.5 * out_length)
    last_handle = last - back / back_length * min(0.75 * chord, 0.5 * back_length)
    t = (np.arange(1, steps) / steps)[:, None]
    s = 1.0 - t
    return s**3 * first + 3 * s**2 * t * first_handle + 3 * s * t**2 * last_handle + t**3 * last


def _profile(points: ProfilePoints, where: str, *, closed: bool, least: int = 0) -> Floats:
    drawn = without_repeats(points_2d(points, where), closed=closed)
    if len(drawn) < least:
        raise GeometryError.at(
            where, given=f"{len(drawn)} distinct points", wanted=f"at least {least}", code="too-few-points"
        )
    lowest = float(drawn[:, 0].min(initial=0.0))
    if lowest < -VECTOR_EPSILON:
        raise GeometryError.at(
            where, given=f"radius {lowest:g}", wanted="radii of 0 or more", code="negative-radius"
        )
    return _on_axis(drawn)


def _on_axis(profile: Floats) -> Floats:
    """The profile with points near the axis put on it: within 1e-9, or what resolving an outline rounds."""
    near = max(
        VECTOR_EPSILON, 1e-7 * float(np.ptp(profile, axis=0).max(initial=0.0)) if len(profile) else 0.0
    )
    snapped = profile.copy()
    snapped[np.abs(snapped[:, 0]) <= near, 0] = 0.0
    return snapped


def _stacked(meshes: Iterable[tuple[Floats, Ints]]) -> tuple[Floats, Ints]:
    first, *others = meshes
    if not others:
        return first
    vertices, faces = [first[0]], [first[1]]
    offset = len(first[0])
    for points, triangles in others:
        vertices.append(points)
        faces.append(triangles + offset)
        offset += len(points)
    return np.concatenate(vertices), np.concatenate(faces)


def _rows(points: Floats) -> tuple[tuple[float, ...], ...]:
    return tuple(map(tuple, points.tolist()))
