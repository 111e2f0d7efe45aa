"""What is round about a wheel: one silhouette of rim, hub, cap and discs in the (radius, z) half plane.

Axis Z here; the front is +Z. A newcomer's mistake: to take the room between the discs for a fault. A wheel with whole
discs is hollow, as cast ones are; its volume counts on it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdk.geometry.prisms import ABSENT, rectangle
from sdk.geometry.triangles import Floats
from sdk.geometry.turning import silhouette
from sdk.geometry.wheel_records import WheelFace, WheelRim

GAP = 1e-4
"""Least metres of rim left under a groove or lip."""

DOME_STEPS = 6


@dataclass(frozen=True)
class WheelSizes:
    """A wheel's checked lengths, metres."""

    radius: float
    width: float
    rim_outer: float
    rim_inner: float
    hub_radius: float
    hub_width: float
    disc: float
    """Thickness of each disc."""
    face_radius: float
    """Where the discs end, inside the rim."""


def face_radius(radius: float, *, rim_outer: float, rim_inner: float, rim: WheelRim, reach: float) -> float:
    """Radius at which the discs end; at least the middle of the rim where they would miss it.

    Args:
        radius: of the wheel.
        rim_outer: of the rim.
        rim_inner: of the rim.
        rim: for its lips, which the discs stay below.
        reach: extra metres into the rim.
    """
    below_lips = rim_outer - max(0.25 * rim.flange_height, 0.02 * radius)
    wanted = min(below_lips, rim_inner + 0.28 * (rim_outer - rim_inner) + reach)
    return wanted if wanted > rim_inner else (rim_inner + rim_outer) / 2.0


def wheel_silhouette(
    sizes: WheelSizes, *, rim: WheelRim, face: WheelFace, cap_style: str, bore_radius: float
) -> list[Floats]:
    """Loops of the wheel without windows and bolt holes.

    Args:
        sizes: checked lengths.
        rim: its groove and lips.
        face: where the discs lie.
        cap_style: of the hub's front.
        bore_radius: 0 leaves the middle whole.
    """
    half, hub_half = sizes.width / 2.0, sizes.hub_width / 2.0
    hub = rectangle((0.0, -hub_half), (sizes.hub_radius, hub_half))
    parts = [*_rim(sizes, rim), hub, *_cap(sizes, cap_style), *_discs(sizes, face)]
    cuts = []
    if cap_style == "recessed":
        floor = hub_half - max(0.10 * sizes.width, 0.002)
        cuts.append(rectangle((0.0, floor), (0.55 * sizes.hub_radius, hub_half + half)))
    if bore_radius > 0.0:
        reach = half + 2.0 * sizes.hub_width
        cuts.append(rectangle((0.0, -reach), (bore_radius, reach)))
    return silhouette(parts, cuts)


def _rim(sizes: WheelSizes, rim: WheelRim) -> list[Floats]:
    """The ring with its groove; lips show only where the groove would have taken them."""
    half = sizes.width / 2.0
    ring = rectangle((sizes.rim_inner, -half), (sizes.rim_outer, half))
    if rim.bead_seat_depth <= ABSENT:
        return [ring]
    groove = max(0.22 * sizes.width, 0.004) / 2.0
    floor = max(sizes.rim_outer - rim.bead_seat_depth, sizes.rim_inner + GAP)
    grooved = silhouette([ring], [rectangle((floor, -groove), (2.0 * sizes.rim_outer, groove))])
    if min(rim.flange_height, rim.flange_thickness) <= ABSENT:
        return grooved
    inside = max(sizes.rim_outer - rim.flange_height, sizes.rim_inner + GAP)
    thick = min(rim.flange_thickness, sizes.width)
    lips = [rectangle((inside, low), (sizes.rim_outer, low + thick)) for low in (-half, half - thick)]
    return [*grooved, *lips]


def _cap(sizes: WheelSizes, style: str) -> list[Floats]:
    """What stands on the hub's front."""
    front, radius = sizes.hub_width / 2.0, sizes.hub_radius
    if style == "protruding":
        return [rectangle((0.0, front), (0.82 * radius, front + max(0.12 * sizes.width, 0.003)))]
    if style != "domed":
        return []
    # Three circles joined smoothly: radius and height are parabolas of a parameter that is 0, 1, 2 on them.
    t = np.linspace(0.0, 2.0, DOME_STEPS + 1)
    first, second, third = (t - 1.0) * (t - 2.0) / 2.0, t * (2.0 - t), t * (t - 1.0) / 2.0
    curve = np.stack(
        [
            radius * (first + 0.82 * second + 0.30 * third),
            front + sizes.hub_width * (0.12 * second + 0.28 * third),
        ],
        axis=1,
    )
    return [np.array([(0.0, front), *curve.tolist(), (0.0, front + 0.28 * sizes.hub_width)])]


def _discs(sizes: WheelSizes, face: WheelFace) -> list[Floats]:
    """Both discs, and a sleeve from the hub's end to each disc that the hub does not reach."""
    half, hub_half, thick = sizes.width / 2.0, sizes.hub_width / 2.0, sizes.disc
    inner = max(0.78 * sizes.hub_radius, sizes.hub_radius - max(0.35 * thick, 0.0012))
    parts = []
    for side, inset in ((1.0, face.front_inset + max(face.dish_depth, 0.0)), (-1.0, face.rear_inset)):
        outside = half - min(max(inset, 0.0), half - thick / 2.0)
        inside = outside - thick
        parts.append(_mirrored(rectangle((inner, inside), (sizes.face_radius, outside)), side))
        if hub_half < inside:
            parts.append(_mirrored(rectangle((inner, hub_half), (sizes.hub_radius, inside)), side))
    return parts


def _mirrored(outline: Floats, side: float) -> Floats:
    return outline * (1.0, side)
