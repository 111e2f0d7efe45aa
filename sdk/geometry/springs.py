"""Helical springs and bellows.

A newcomer's mistake: to read `free_length` as the length of the centre line. It is what a caliper measures
over the whole spring, wire included.
"""

from __future__ import annotations

from math import cos, pi

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.inputs import count, number, positive, require_faces
from sdk.geometry.lathe import LatheGeometry
from sdk.geometry.pipes import PipeGeometry
from sdk.geometry.ported import PortedGeometry, frame_on
from sdk.geometry.triangles import Floats
from sdk.geometry.tubes import circle

DEAD_PITCH = 1.06
"""Pitch of a closed end coil, in wire diameters: next to touching, and never through itself."""


def spring(
    radius: float,
    wire: float,
    turns: float,
    free_length: float,
    *,
    dead_turns: float = 1.0,
    segments: int = 24,
    wire_segments: int = 8,
) -> PortedGeometry:
    """A compression spring about Z with closed ends, z in [0, free_length]; ports ``bottom`` and ``top``.

    Its outer radius is ``radius + wire / 2``. Costs ``2 * segments * wire_segments`` triangles a turn: 384 by
    default.

    Args:
        radius: of the coil's centre line, metres.
        wire: diameter of the wire.
        turns: all coils, the closed ones included.
        free_length: overall, wire included.
        dead_turns: closed coils at each end.
        segments: steps of a turn.
        wire_segments: facets of the wire.

    Raises:
        GeometryError: ``coil-bound`` when the coils do not fit into the length; the text says the least
            length and the most turns. ``thick-wire`` when the wire leaves no core.
    """
    wide, thick = positive(radius, "spring radius"), positive(wire, "spring wire")
    coils, length = positive(turns, "spring turns"), positive(free_length, "spring free_length")
    dead = number(dead_turns, "spring dead_turns")
    if thick >= wide:
        raise GeometryError.at(
            "spring wire", given=thick, wanted=f"less than the coil radius {wide:g}", code="thick-wire"
        )
    if not 0.0 <= 2.0 * dead < coils:
        raise GeometryError.at(
            "spring dead_turns",
            given=dead,
            wanted=f"0 to less than half of the {coils:g} turns",
            code="bad-turns",
        )
    least = thick * (1.0 + DEAD_PITCH * coils)
    if length < least:
        most = (length / thick - 1.0) / DEAD_PITCH
        raise GeometryError.at(
            "spring free_length",
            given=f"{length * 1000:.1f} mm",
            wanted=f"at least {least * 1000:.1f} mm for {coils:g} turns, or at most {most:.1f} turns",
            code="coil-bound",
        )
    steps, around = (
        count(segments, "spring segments", least=8),
        count(wire_segments, "spring wire_segments", least=5),
    )
    total = max(8, round(steps * coils))
    require_faces(2 * total * around, "spring")
    turn = np.linspace(0.0, coils, total + 1)
    rise = length - thick
    closed = DEAD_PITCH * thick
    height = np.interp(
        turn, [0.0, dead, coils - dead, coils], [0.0, closed * dead, rise - closed * dead, rise]
    )
    angle = 2.0 * pi * turn
    line = np.stack([wide * np.cos(angle), wide * np.sin(angle), thick / 2 + height], axis=1)
    coil = PipeGeometry(circle(thick / 2, around), line, cap=True)
    ports = {
        "bottom": frame_on(np.zeros(3), -np.eye(3)[2]),
        "top": frame_on(np.array([0, 0, length]), np.eye(3)[2]),
    }
    return PortedGeometry(coil, ports=ports)


def bellows(
    radius: float,
    depth: float,
    folds: int,
    length: float,
    *,
    wall: float = 0.001,
    collar: float | None = None,
    segments: int = 48,
) -> PortedGeometry:
    """A folded sleeve about Z, open at both ends, z in [0, length]; ports ``bottom`` and ``top``.

    Args:
        radius: of the ridges, the largest.
        depth: from ridge to valley.
        folds: ridges.
        length: over all, collars included.
        wall: thickness square to the folds.
        collar: straight length at each end; a fifth of a fold when left out.
        segments: facets around.

    Raises:
        GeometryError: ``deep-folds`` when the valleys leave no way through, ``thick-wall`` when the folds are
            too flat for the wall.
    """
    wide, deep = positive(radius, "bellows radius"), positive(depth, "bellows depth")
    ridges, tall = count(folds, "bellows folds", least=1), positive(length, "bellows length")
    thick = positive(wall, "bellows wall")
    ends = tall / (5.0 * ridges) if collar is None else number(collar, "bellows collar")
    if ends < 0.0 or 2.0 * ends >= tall:
        raise GeometryError.at(
            "bellows collar", given=ends, wanted=f"0 to less than {tall / 2:g}", code="bad-collar"
        )
    half_fold = (tall - 2.0 * ends) / (2.0 * ridges)
    across = thick / cos(np.arctan2(deep, half_fold))
    if wide - deep - across <= 0.0:
        raise GeometryError.at(
            "bellows depth",
            given=deep,
            wanted=f"less than {wide - across:g} for this radius and wall",
            code="deep-folds",
        )
    if across > 1.2 * half_fold + thick:
        raise GeometryError.at(
            "bellows wall",
            given=thick,
            wanted="a thinner wall, fewer folds or more length",
            code="thick-wall",
        )
    rows: list[tuple[float, float]] = [(wide - deep, 0.0)]
    for fold in range(ridges):
        rows += [(wide - deep, ends + 2 * fold * half_fold), (wide, ends + (2 * fold + 1) * half_fold)]
    rows += [(wide - deep, tall - ends), (wide - deep, tall)]
    outer: Floats = np.array(rows)
    inner = outer - np.array([across, 0.0])
    profile = np.concatenate([outer, inner[::-1]])
    body = LatheGeometry(profile.tolist(), segments=count(segments, "bellows segments", least=8))
    ports = {
        "bottom": frame_on(np.zeros(3), -np.eye(3)[2]),
        "top": frame_on(np.array([0, 0, tall]), np.eye(3)[2]),
    }
    return PortedGeometry(body, ports=ports)
