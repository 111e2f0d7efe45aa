"""`chain`: oval links along a path, each turned a quarter against the one before.

A newcomer's mistake: to ask for a pitch as long as a link. The pitch is the inside length of a link; outside
it measures two wires more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import pi
from typing import Any

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.frames import carried_along, first_side
from sdk.geometry.inputs import count, points_3d, positive, require_faces, without_repeats
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.pipes import PipeGeometry
from sdk.geometry.ported import PortedGeometry
from sdk.geometry.triangles import Floats
from sdk.geometry.tubes import circle

PLAY = 0.02
"""Of a wire diameter: how far the wires of neighbouring links stay apart."""


def chain(
    points: Iterable[Sequence[Any]],
    wire: float,
    *,
    pitch: float | None = None,
    inside_width: float | None = None,
    segments: int = 8,
    corner_steps: int = 6,
) -> PortedGeometry:
    """As many whole links as fit along the line through the points; pieces ``link_0``, ...; ports ``start``, ``end``.

    Costs about 450 triangles a link.

    Args:
        points: at least 2 distinct (x, y, z); the line hangs as drawn.
        wire: diameter.
        pitch: inside length of a link; 3 wires when left out.
        inside_width: across the inside; 1.4 wires when left out.
        segments: facets of the wire.
        corner_steps: steps of each round end.

    Raises:
        GeometryError: ``short-link`` when neighbours would not fit into a link, ``short-path`` when no link
            fits on the path.
    """
    thick = positive(wire, "chain wire")
    inside = 3.0 * thick if pitch is None else positive(pitch, "chain pitch")
    across = 1.4 * thick if inside_width is None else positive(inside_width, "chain inside_width")
    if inside < 2.2 * thick or across < 1.1 * thick:
        raise GeometryError.at(
            "chain pitch, inside_width",
            given=(inside, across),
            wanted=f"at least {2.2 * thick:g} and {1.1 * thick:g} for wire {thick:g}",
            code="short-link",
        )
    line = without_repeats(points_3d(points, "chain points"), closed=False)
    stretch = np.diff(line, axis=0) if len(line) > 1 else np.zeros((0, 3))
    length = np.linalg.norm(stretch, axis=1)
    step = inside - PLAY * thick
    links = int((length.sum() - inside - 2 * thick) / step + 1e-9) + 1 if len(length) else 0
    if links < 1:
        raise GeometryError.at(
            "chain points",
            given=f"a line of {length.sum():g}",
            wanted=f"at least {inside + 2 * thick:g}",
            code="short-path",
        )
    require_faces(links * 4 * segments * (corner_steps + 1), "chain")
    travelled = np.concatenate([[0.0], np.cumsum(length)])
    middle = inside / 2 + thick + step * np.arange(links)
    place = np.stack([np.interp(middle, travelled, line[:, axis]) for axis in range(3)], axis=1)
    leg = np.clip(np.searchsorted(travelled, middle, side="right") - 1, 0, len(length) - 1)
    ahead = stretch / length[:, None]
    side = carried_along(first_side(ahead[0], np.array([0.0, 0.0, 1.0])), ahead)
    oval = _oval(inside, across, thick, corner_steps)
    rod = circle(thick / 2, count(segments, "chain segments", least=5))
    whole = MeshGeometry()
    pieces: dict[str, MeshGeometry] = {}
    frames: list[Floats] = []
    for row in range(links):
        frame = np.eye(4)
        z, x = ahead[leg[row]], side[leg[row]]
        y = np.cross(z, x)
        if row % 2:
            x, y = y, -x
        frame[:3, :3], frame[:3, 3] = np.stack([z, x, y], axis=1), place[row]
        link = PipeGeometry(rod, oval @ frame[:3, :3].T + frame[:3, 3], path_closed=True)
        pieces[f"link_{row}"] = link
        whole.merge(link)
        frames.append(frame)
    start, end = frames[0].copy(), frames[-1].copy()
    start[:3, 3] -= start[:3, 0] * (inside / 2 + thick / 2)
    end[:3, 3] += end[:3, 0] * (inside / 2 + thick / 2)
    return PortedGeometry(whole, ports={"start": start, "end": end}, pieces=pieces)


def _oval(inside: float, across: float, wire: float, steps: int) -> Floats:
    """(n, 3) centre line of one link in its XY plane, long along x."""
    radius = (across + wire) / 2
    straight = (inside + wire) / 2 - radius
    arc = -pi / 2 + pi * np.arange(steps * 2 + 1) / (steps * 2)
    end = np.stack([straight + radius * np.cos(arc), radius * np.sin(arc), np.zeros(len(arc))], axis=1)
    return np.concatenate([end, end * [-1.0, -1.0, 1.0]])
