"""Links, pins and ground plates that planar linkages are built of, in layers across the plane.

A newcomer's mistake: to let two links share a layer. Each link has its own along the axis; a pin reaches from the
layer of the part that carries it through the one it holds, and its collar and head lie in the rooms between layers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.plates import hull_plate
from sdk.geometry.primitives import CylinderGeometry
from sdk.mechanisms.bores import ROUND, bore, united

Point = tuple[float, float]
HEAD_WIDTH, COLLAR_WIDTH = 1.55, 1.3
"""Times the pin's radius; an eye is 1.8 to 1.9 times."""
SUNK = 0.1
"""Of a layer: how deep a collar stands in its carrier; of two bodies that only touch, both faces may stay."""
HEAD_HEIGHT = 0.4
"""Of the pin's radius."""


@dataclass(frozen=True)
class Stack:
    """Even layers along the axis, with room between them for the heads and collars of pins."""

    thick: float
    gap: float
    head: float
    """Thickness of a pin's head."""

    @property
    def room(self) -> float:
        """From one layer's upper face to the next one's lower face: a head that touches neither."""
        return self.head + 2 * self.gap

    def low(self, layer: int) -> float:
        """Lower face of a layer; layer 0 starts at 0."""
        return layer * (self.thick + self.room)

    def high(self, layer: int) -> float:
        """Upper face of a layer."""
        return self.low(layer) + self.thick

    def middle(self, layer: int) -> float:
        """Middle of a layer."""
        return self.low(layer) + self.thick / 2


def link(
    stack: Stack,
    layer: int,
    start: Point,
    end: Point,
    radius: float,
    *,
    holes: tuple[tuple[Point, float], ...] = (),
) -> MeshGeometry:
    """A bar with round ends from `start` to `end` in its layer, with holes of the given radii that clear circles."""
    plate = hull_plate([(*start, radius), (*end, radius)], stack.thick)
    cutters = [bore(size, 3 * stack.thick).translate(x, y, 0) for (x, y), size in holes]
    made = united([plate], less=cutters) if cutters else plate
    return made.translate(0, 0, stack.middle(layer))


def pin(place: Point, radius: float, low: float, high: float) -> MeshGeometry:
    """A pin across the layers at a place of the plane."""
    rod = CylinderGeometry(radius, high - low, radial_segments=ROUND)
    return rod.translate(place[0], place[1], (low + high) / 2)


def headed_pin(
    place: Point, radius: float, stack: Stack, *, start: float, held: int, head: float | None = None
) -> MeshGeometry:
    """A pin from inside its carrier, at height `start`, through the layer it holds; collar before, head behind it.

    The head is 1.55 times as wide as the pin, the collar 1.3 times: links of other layers pass a pin by that much.
    `head` is another radius of the head; 0 ends the pin flush with the layer.
    """
    way = 1.0 if start < stack.low(held) else -1.0
    near, far = (stack.low(held), stack.high(held)) if way > 0 else (stack.high(held), stack.low(held))
    wide = HEAD_WIDTH * radius if head is None else head
    end = far + way * (stack.gap + stack.head) if wide > 0.0 else far
    foot = near - way * (stack.room + SUNK * stack.thick)
    solids = [
        pin(place, radius, *sorted((start, end))),
        pin(place, COLLAR_WIDTH * radius, *sorted((foot, near - way * stack.gap))),
    ]
    if wide > 0.0:
        solids.append(pin(place, wide, *sorted((far + way * stack.gap, end))))
    return united(solids)


def turned(point: Point, angle: float) -> Point:
    """The point turned about the origin."""
    c, s = float(np.cos(angle)), float(np.sin(angle))
    return c * point[0] - s * point[1], s * point[0] + c * point[1]


def distance_to_segment(point: Point, start: Point, end: Point) -> float:
    """Distance from a point to a stretch."""
    a, b, p = np.array(start), np.array(end), np.array(point)
    way = b - a
    share = float(np.clip((p - a) @ way / max(float(way @ way), 1e-30), 0.0, 1.0))
    return float(np.linalg.norm(p - a - share * way))


def follower(
    law: Callable[[float], float], span: tuple[Any, Any], *, endless: bool
) -> tuple[str, dict[str, Any]]:
    """Kind and limits of a turning joint that follows a law over the driver's range.

    It is continuous when a turn of an endless driver takes it on by a turn.
    """
    values = [law(float(q)) for q in np.linspace(min(span[0], 0.0), max(span[1], 0.0), 721)]
    if endless and abs(values[-1] - values[0]) > 1e-3:
        return "continuous", {"lower": None, "upper": None}
    room = 1e-3 * (max(values) - min(values)) + 1e-6
    return "revolute", {"lower": min(*values, 0.0) - room, "upper": max(*values, 0.0) + room}
