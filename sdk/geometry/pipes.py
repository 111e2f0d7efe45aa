"""`PipeGeometry` and `ArcPipeGeometry`: an outline swept along a path and turning with it.

Every straight stretch is an exact prism of the outline, and two stretches meet in the plane that halves their
angle. A newcomer's mistake: to place the outline perpendicular to an averaged tangent, which thins the pipe
at its corners.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import acos, ceil, cos, pi, sin
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sdk.errors import GeometryError
from sdk.geometry import kernel
from sdk.geometry.construction import Kind, record
from sdk.geometry.frames import OPPOSITE_COSINE, angle_about, carried_along, first_side
from sdk.geometry.inputs import (
    number,
    points_2d,
    points_3d,
    require_faces,
    require_some,
    triple,
    without_repeats,
)
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.outlines import outline_from
from sdk.geometry.skin import skin
from sdk.geometry.splines import sample_arc_3d
from sdk.geometry.triangles import Floats, Ints
from sdk.tolerances import VECTOR_EPSILON

Points = Iterable[Iterable[Any]]

MITRE_COSINE = -0.875
"""Below this cosine of a corner (a turn over 151 degrees, mitre length over 4) the pipe turns in place."""

SHORT_TURN_COSINE = 0.75
"""Turns sharper than this (41 degrees) also turn in place where a mitre would not fit on the stretch."""

TURN_STEP = pi / 4
"""Largest step of a pipe that turns in place."""


@dataclass(frozen=True)
class PipeRings:
    """The rings of a pipe in order, and where its path turns straight back."""

    rings: Floats
    """(k, m, 3) metres."""
    reversals: tuple[tuple[int, int], ...]
    """For each place where the path turns straight back, the last ring before and the first ring after."""


def pipe_rings(profile: Floats, path: Floats, *, closed_path: bool, up_hint: Floats) -> PipeRings:
    """Rings of a pipe: the outline square to the path at both ends, and in the mitre plane at corners.

    The frame is carried by the smallest rotation from stretch to stretch. Round a closed path the angle by
    which it would miss itself is spread over the length.

    Args:
        profile: (m, 2); x points along up x tangent, y along tangent x (up x tangent).
        path: (n, 3) points, neighbours distinct; the first is not repeated at the end of a closed path.
        closed_path: join the last point to the first.
        up_hint: direction that y of the profile tends to.
    """
    count = len(path)
    stretch = (np.roll(path, -1, axis=0) - path)[: count if closed_path else count - 1]
    length = np.linalg.norm(stretch, axis=1)
    ahead = stretch / length[:, None]
    side = carried_along(first_side(ahead[0], up_hint), ahead)
    rows = np.arange(count)
    into = np.roll(rows, 1) if closed_path else np.maximum(rows - 1, 0)
    out = rows if closed_path else np.minimum(rows, count - 2)
    before, after = ahead[into], ahead[out]
    spin = _spread_twist(ahead, side, length) if closed_path else np.zeros(count)
    x, y = profile.T
    cosine, sine = np.cos(spin)[:, None], np.sin(spin)[:, None]
    along_side, along_up = cosine * x - sine * y, sine * x + cosine * y
    up = np.cross(before, side[into])
    offset = along_side[:, :, None] * side[into][:, None] + along_up[:, :, None] * up[:, None]
    straightness = np.einsum("ij,ij->i", before, after)
    in_place = _turns_in_place(straightness, length, into, out, float(np.hypot(x, y).max()), closed_path)
    shift = (
        np.einsum("nmi,ni->nm", offset, before + after) / np.where(in_place, 1.0, 1.0 + straightness)[:, None]
    )
    rings = path[:, None] + offset - shift[:, :, None] * before[:, None]
    if not in_place.any():
        return PipeRings(rings, ())
    ordered: list[Floats] = []
    reversals: list[tuple[int, int]] = []
    for row in range(count):
        if not in_place[row]:
            ordered.append(rings[row])
            continue
        turned = path[row] + _turned(offset[row], before[row], after[row], side[into[row]])
        if straightness[row] < OPPOSITE_COSINE:
            reversals.append((len(ordered), len(ordered) + len(turned) - 1))
        ordered.extend(turned)
    return PipeRings(np.array(ordered), tuple(reversals))


def pipe_mesh(pipe: PipeRings, *, caps: bool, closed_loop: bool, closed_path: bool) -> tuple[Floats, Ints]:
    """Vertices and faces of a pipe.

    Where the path of a solid pipe turns straight back its walls would lie on each other; the stretches
    between such places are united instead, with flat ends there.
    """
    solid = closed_loop and (caps or closed_path)
    if not (solid and pipe.reversals):
        return skin(pipe.rings, caps=caps, closed_loop=closed_loop, closed_path=closed_path)
    total = len(pipe.rings)
    ends, starts = zip(*pipe.reversals, strict=True)
    if closed_path:
        ends = (*ends[1:], ends[0] + total)
    else:
        ends, starts = (*ends, total - 1), (0, *starts)
    runs = [pipe.rings[np.arange(start, end + 1) % total] for start, end in zip(starts, ends, strict=True)]
    pieces = [skin(rings, caps=True) for rings in runs]
    solids = [kernel.solid_from_mesh(*piece, where="a stretch of the pipe") for piece in pieces]
    return kernel.mesh_from_solid(kernel.unite(solids))


class PipeGeometry(MeshGeometry):
    """An (x, y) outline swept along a path; concave and off-centre outlines keep their shape.

    Args:
        profile: at least 3 distinct points, either way round; an open line when not `closed`.
        path: at least 2 distinct (x, y, z) points.
        cap: close both ends of an open path.
        closed: whether the profile is an outline.
        path_closed: whether the path returns to its first point, repeated at the end or not.
        up_hint: direction that y of the profile tends to; +Y or +X is taken where the path starts along it.

    Raises:
        GeometryError: ``too-few-points``, ``zero-area``, ``zero-axis``, ``not-finite``, ``too-many``.
    """

    def __init__(
        self,
        profile: Points,
        path: Points,
        *,
        cap: bool = False,
        closed: bool = True,
        path_closed: bool = False,
        up_hint: Sequence[float] = (0.0, 0.0, 1.0),
    ) -> None:
        super().__init__()
        line = points_3d(path, f"{type(self).__name__} path")
        self.fill_pipe(
            profile, line, kind="pipe", cap=cap, closed=closed, path_closed=path_closed, up_hint=up_hint
        )

    def fill_pipe(
        self,
        profile: Points,
        path: Floats,
        *,
        kind: Kind,
        cap: bool,
        closed: bool,
        path_closed: bool,
        up_hint: Sequence[float],
    ) -> None:
        """Make this mesh the pipe of `profile` along (n, 3) `path`; arguments as for the class."""
        where = type(self).__name__
        line = without_repeats(path, closed=path_closed)
        if len(line) < 2:
            raise GeometryError.at(
                f"{where} path",
                given=f"{len(line)} distinct points",
                wanted="at least 2",
                code="too-few-points",
            )
        if closed:
            outline = outline_from(profile, f"{where} profile")
        else:
            outline = without_repeats(points_2d(profile, f"{where} profile"), closed=False)
        if len(outline) < 2:
            raise GeometryError.at(
                f"{where} profile",
                given=f"{len(outline)} distinct points",
                wanted="at least 2",
                code="too-few-points",
            )
        require_faces(2 * len(outline) * len(line), where)
        up = _direction(up_hint, f"{where} up_hint")
        pipe = pipe_rings(outline, line, closed_path=bool(path_closed), up_hint=up)
        capped = bool(cap and closed and not path_closed)
        vertices, faces = pipe_mesh(
            pipe, caps=capped, closed_loop=bool(closed), closed_path=bool(path_closed)
        )
        if capped:
            require_some(faces, where)
        self.fill(
            vertices,
            faces,
            record(
                kind,
                profile=tuple(map(tuple, outline.tolist())),
                path=tuple(map(tuple, line.tolist())),
                cap=capped,
                closed=bool(closed),
                path_closed=bool(path_closed),
            ),
        )


class ArcPipeGeometry(PipeGeometry):
    """An outline swept along a circular arc; a full turn gives a ring without ends.

    Args:
        profile, cap, closed, up_hint: as for `PipeGeometry`.
        start_point, center, normal, angle: the arc, as for `sample_arc_3d`.
        arc_segments: steps of the arc, at least 2.

    Raises:
        GeometryError: as `PipeGeometry` and `sample_arc_3d`.
    """

    def __init__(
        self,
        profile: Points,
        *,
        start_point: Sequence[float],
        center: Sequence[float],
        normal: Sequence[float],
        angle: float,
        arc_segments: int = 20,
        cap: bool = False,
        closed: bool = True,
        up_hint: Sequence[float] = (0.0, 0.0, 1.0),
    ) -> None:
        arc = sample_arc_3d(
            start_point=start_point, center=center, normal=normal, angle=angle, segments=arc_segments
        )
        full_turn = abs(abs(number(angle, "angle")) - 2.0 * pi) <= VECTOR_EPSILON and len(arc) > 3
        super().__init__(
            profile,
            arc[:-1] if full_turn else arc,
            cap=cap,
            closed=closed,
            path_closed=full_turn,
            up_hint=up_hint,
        )


def without_straight_points(path: Floats) -> Floats:
    """(k, 3) the path without inner points that lie straight between their neighbours."""
    step = np.diff(path, axis=0)
    ahead = step / np.linalg.norm(step, axis=1)[:, None]
    bends = np.linalg.norm(ahead[1:] - ahead[:-1], axis=1) > VECTOR_EPSILON
    return path[np.concatenate([[True], bends, [True]])]


def _direction(hint: Sequence[float], where: str) -> Floats:
    given = triple(hint, where)
    length = float(np.linalg.norm(given))
    if length <= VECTOR_EPSILON:
        raise GeometryError.at(
            where, given=tuple(given.tolist()), wanted="a direction such as (0, 0, 1)", code="zero-axis"
        )
    return given / length


def _spread_twist(ahead: Floats, side: Floats, length: Floats) -> Floats:
    """(n,) angle to turn the outline by at each point of a closed path so that it meets itself.

    The first point is seen as the end of the last stretch, where the whole angle is due.
    """
    miss = angle_about(ahead[0], side[0], carried_along(side[-1], np.array([ahead[-1], ahead[0]]))[1])
    travelled = np.cumsum(length)
    return -miss * np.concatenate([travelled[-1:], travelled[:-1]]) / travelled[-1]


def _turns_in_place(
    straightness: Floats, length: Floats, into: Ints, out: Ints, reach: float, closed_path: bool
) -> NDArray[np.bool_]:
    """(n,) whether the pipe turns in place at each point, where a mitre would be too long or would not fit.

    A mitre may use all of a stretch whose other end is an end of the pipe, and half of any other.
    """
    share = np.full(len(length), 0.5)
    if not closed_path:
        share[[0, -1]] = 1.0
    room = np.minimum(length[into] * share[into], length[out] * share[out])
    sharp = straightness < MITRE_COSINE
    mitre = reach * np.sqrt((1.0 - straightness).clip(0.0) / np.where(sharp, 1.0, 1.0 + straightness))
    return sharp | ((straightness < SHORT_TURN_COSINE) & (mitre > room))


def _turned(offset: Floats, before: Floats, after: Floats, side: Floats) -> Floats:
    """(k, m, 3) the ring turned about its centre in steps, from square to `before` to square to `after`."""
    axis = np.cross(before, after)
    size = float(np.linalg.norm(axis))
    axis = axis / size if size > 1e-6 else np.cross(before, side)
    outer = np.cross(before, axis)
    from_axis = offset @ outer
    from_axis[np.abs(from_axis) <= 1e-12 * float(np.abs(offset).max())] = 0.0  # so that these points stay one
    on_axis = (offset @ axis)[:, None] * axis
    angle = acos(float(np.clip(before @ after, -1.0, 1.0)))
    steps = ceil(angle / TURN_STEP)
    arms = [
        cos(angle * step / steps) * outer + sin(angle * step / steps) * before for step in range(steps + 1)
    ]
    return np.array([on_axis + from_axis[:, None] * arm for arm in arms])
