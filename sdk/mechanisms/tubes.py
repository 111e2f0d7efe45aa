"""Nesting tubes: an outer one with a guiding lip at its mouth, an inner one with a guiding foot.

The lip and the foot meet when the inner tube is all the way out: that is the stop. A newcomer's mistake: to
fill the whole clearance along the tubes; real ones touch at the lip and the foot only, and so do these.
"""

from __future__ import annotations

from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.primitives import CylinderGeometry
from sdk.mechanisms.assembly import DARK, STEEL, Assembly, Finish
from sdk.mechanisms.bores import ROUND, bore, united
from sdk.model.part import Part

WALL_SHARE = 0.14
"""Wall of a sleeve, of its radius."""
PLAY = 3.0
"""Clearance between the tubes away from lip and foot, in fits."""


def inner_radius(radius: float, wall: float, *, gap: float) -> float:
    """Outer radius of the tube that runs in a tube of these sizes: the lip takes the rest."""
    return radius - wall - PLAY * gap


def ring_height(length: float, radius: float) -> float:
    """Height of a lip or foot."""
    return min(0.06 * length, 0.6 * radius)


def place_outer(
    bench: Assembly,
    part: Part,
    key: str,
    radius: float,
    wall: float,
    length: float,
    *,
    gap: float,
    finish: Finish = STEEL,
) -> None:
    """A tube with z in [-length/2, length/2], its lip at the upper end."""
    lip = ring_height(length, radius)
    body = united(
        [CylinderGeometry(radius, length, radial_segments=ROUND)], less=[bore(radius - wall, 2 * length)]
    )
    collar = united(
        [CylinderGeometry(1.08 * radius, lip, radial_segments=ROUND)],
        less=[bore(inner_radius(radius, wall, gap=gap) + gap, 2 * lip)],
    )
    bench.place(part, key, united([body, collar.translate(0, 0, (length - lip) / 2)]), finish=finish)


def inner_tube(
    radius: float,
    wall: float,
    length: float,
    *,
    gap: float,
    travel: float,
    filled: bool = False,
    lip: bool = False,
) -> MeshGeometry:
    """The tube for an outer one of these sizes, guided by a foot, stopped by a ring under the outer one's lip.

    In place it begins `gap` above the outer tube's lower end and stands out of the mouth by `stand_out`.
    Both rings fill the outer bore less the gap; `lip` adds the guide for a further tube inside.
    """
    own = inner_radius(radius, wall, gap=gap)
    ring = ring_height(length, radius)
    bottom, top = inner_span(radius, length, gap=gap)
    stop = length / 2 - ring - travel - gap
    solids: list[MeshGeometry] = [_disc(own, bottom, top)]
    solids += [
        _disc(radius - wall - gap, bottom, min(bottom + ring, stop)),
        _disc(radius - wall - gap, max(bottom, stop - ring), stop),
    ]
    cutters = [] if filled else [bore(own - wall, 4 * length)]
    if not lip:
        return united(solids, less=cutters)
    tall = ring_height(top - bottom, own)
    through = bore(inner_radius(own, wall, gap=gap) + gap, 4 * length)
    collar = united([_disc(1.08 * own, top - tall, top)], less=[through])
    return united([united(solids, less=cutters), collar])


def inner_span(radius: float, length: float, *, gap: float) -> tuple[float, float]:
    """Lower and upper end of the inner tube, in the outer one's frame, while it is in."""
    return -length / 2 + gap, length / 2 + stand_out(radius, length)


def stand_out(radius: float, length: float) -> float:
    """How far an inner tube stands out of the mouth while it is in: room for its own lip and lock."""
    return 2.2 * ring_height(length, radius)


def _disc(radius: float, low: float, high: float) -> MeshGeometry:
    return CylinderGeometry(radius, high - low, radial_segments=ROUND).translate(0, 0, (low + high) / 2)


def place_inner(
    bench: Assembly,
    part: Part,
    key: str,
    radius: float,
    wall: float,
    length: float,
    *,
    gap: float,
    travel: float,
) -> None:
    """A solid rod in the tube that `place_outer` made of the same sizes."""
    bench.place(part, key, inner_tube(radius, wall, length, gap=gap, travel=travel, filled=True), finish=DARK)
