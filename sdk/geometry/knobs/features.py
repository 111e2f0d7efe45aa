"""What is cut from a knob or put on it: grip, indicator, top feature, bore and reliefs, each as solids.

A newcomer's mistake: to reject an unknown style. Each family takes one it does not know for its last one, and
public programs rely on that.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, radians, sin

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.inputs import count, number, positive
from sdk.geometry.kernel import Solid
from sdk.geometry.knobs.body import BodyShape
from sdk.geometry.knobs.records import KnobBore, KnobGrip, KnobIndicator, KnobRelief, KnobTopFeature
from sdk.geometry.primitives import box_mesh
from sdk.geometry.prisms import (
    ABSENT,
    circle,
    copies,
    hole,
    not_negative,
    prism,
    rectangle,
    require_below,
    turned,
)
from sdk.geometry.triangles import Floats
from sdk.geometry.turning import punch

MAX_CUTS = 720
"""Most grip cuts round a knob."""

MAX_SPLINES = 360
"""Most teeth of a splined bore."""

DEFAULT_TILT_DEG = 24.0
"""Tilt of knurled cuts when none is asked for."""

D_SHAFT_CORNERS = 48


@dataclass(frozen=True)
class KnobSpace:
    """Where a knob's features go, metres."""

    body: BodyShape
    radius: float
    """Nominal outer radius, of body and skirt."""
    lowest: float
    """Height of the lowest face, of body or skirt."""

    @property
    def margin(self) -> float:
        """How far a cut that shall pass through reaches beyond."""
        return self.body.height


def grip_cuts(grip: KnobGrip, space: KnobSpace) -> list[Solid]:
    """Solids to cut from the side; none when the style is none or the depth is practically 0."""
    depth = not_negative(grip.depth, "KnobGrip depth")
    crossed = grip.style not in ("fluted", "scalloped", "ribbed")
    cuts = 28 if crossed else 18
    if grip.count is not None:
        cuts = count(grip.count, "KnobGrip count", least=-1)
        if not 2 <= cuts <= MAX_CUTS:
            raise GeometryError.at("KnobGrip count", given=cuts, wanted=f"2 to {MAX_CUTS}", code="bad-count")
    width = (0.18 if grip.style in ("fluted", "scalloped") else 0.10) * space.radius
    if grip.width is not None:
        width = positive(grip.width, "KnobGrip width")
    tilt = number(grip.helix_angle_deg, "KnobGrip helix_angle_deg")
    if grip.style == "none" or depth <= ABSENT:
        return []
    angles = 2.0 * pi * np.arange(cuts) / cuts
    if crossed:
        tilt = radians(tilt if abs(tilt) > 1e-9 else DEFAULT_TILT_DEG)
        least = 0.06 * space.radius
        block = (max(1.8 * depth, least), max(width, least), 1.25 * space.body.height)
        tilts = (tilt, -tilt) if grip.style == "diamond_knurl" else (tilt,)
        places = [_knurl(space.radius - depth / 2.0, angle, each) for angle in angles for each in tilts]
        return [copies(*box_mesh(block), np.stack(places))]
    cutter = (0.38 if grip.style == "ribbed" else 0.55) * width
    outline = circle(cutter, centre=(space.radius + cutter - depth, 0.0))
    low, high = space.lowest - space.margin, space.body.top_z + space.margin
    return [punch([turned(outline, angle) for angle in angles], low, high)]


def _knurl(reach: float, angle: float, tilt: float) -> Floats:
    """(4, 4) map that moves a block out along X, tilts it about the Y axis of the knob, turns it about Z."""
    sideways, around = np.eye(4), np.eye(4)
    sideways[:3, :3] = [[cos(tilt), 0.0, sin(tilt)], [0.0, 1.0, 0.0], [-sin(tilt), 0.0, cos(tilt)]]
    sideways[:3, 3] = sideways[:3, 0] * reach
    around[:2, :2] = [[cos(angle), -sin(angle)], [sin(angle), cos(angle)]]
    return around @ sideways


@dataclass(frozen=True)
class Mark:
    """The indicator's outline and how deep it is; metres."""

    outline: Floats
    depth: float
    raised: bool

    def solid(self, top: float, *, sunk: float) -> Solid:
        """The solid to add, rooted `sunk` below the top face, or to cut, which goes half the depth down."""
        if self.raised:
            return prism([self.outline], top - sunk, top + self.depth)
        return prism([self.outline], top - self.depth / 2.0, top + self.depth / 2.0)


def indicator_mark(indicator: KnobIndicator, shape: BodyShape) -> Mark | None:
    """The mark on the top, or None."""
    deep = not_negative(indicator.depth, "KnobIndicator depth")
    angle = radians(number(indicator.angle_deg, "KnobIndicator angle_deg"))
    length = _or_default(indicator.length, max(0.34 * shape.diameter, 0.003), "KnobIndicator length")
    width = _or_default(indicator.width, max(0.06 * shape.diameter, 0.0015), "KnobIndicator width")
    if indicator.style == "none":
        return None
    if indicator.style in ("line", "notch"):
        middle = 0.18 * length
        outline = rectangle((middle - length / 2.0, -width / 2.0), (middle + length / 2.0, width / 2.0))
    elif indicator.style == "wedge":
        outline = np.array([(-width / 2.0, 0.0), (width / 2.0, 0.0), (0.0, length)])
    else:
        outline = circle(width / 2.0, centre=(0.22 * length, 0.0))
    depth = max(deep, 0.03 * shape.height, 0.0008)
    return Mark(turned(outline, angle), depth, indicator.mode == "raised" and indicator.style != "notch")


@dataclass(frozen=True)
class TopDisc:
    """The round feature of the top: heights count from the top face, negative ones down; metres."""

    radius: float
    low: float
    high: float
    added: bool

    def solid(self, top: float) -> Solid:
        """The disc to add or the pocket to cut."""
        outline = circle(self.radius) if self.added else hole(self.radius)
        return prism([outline], top + self.low, top + self.high)


def top_disc(feature: KnobTopFeature, shape: BodyShape) -> TopDisc | None:
    """The disc or pocket of the top, or None. An insert floats nowhere: it is rooted in the top face."""
    depth = not_negative(feature.depth, "KnobTopFeature depth")
    height = not_negative(feature.height, "KnobTopFeature height")
    diameter = _or_default(feature.diameter, 0.55 * shape.diameter, "KnobTopFeature diameter")
    tall = shape.height
    if feature.style == "none":
        return None
    if feature.style == "flush_disk":
        return TopDisc(diameter / 2.0, 0.0, max(height, 0.06 * tall), True)
    if feature.style == "top_insert":
        return TopDisc(diameter / 2.0, 0.0, 0.01 * tall + max(height, 0.04 * tall), True)
    return TopDisc(diameter / 2.0, -max(depth, 0.08 * tall), 0.0, False)


def bore_cut(bore: KnobBore, space: KnobSpace) -> Solid | None:
    """The solid of the shaft's hole, or None."""
    shape = space.body
    diameter = _or_default(bore.diameter, 0.34 * shape.diameter, "KnobBore diameter")
    require_below(diameter, 2.0 * space.radius, "KnobBore diameter", "the knob's own")
    if bore.style == "none":
        return None
    length = max(0.7 * shape.height, 0.22 * shape.diameter)
    end = shape.top_z + 0.01 if bore.through else space.lowest + length
    return prism([_bore_outline(bore, diameter)], space.lowest - space.margin, end)


def _bore_outline(bore: KnobBore, diameter: float) -> Floats:
    radius = diameter / 2.0
    if bore.style == "round":
        return hole(radius)
    if bore.style == "hex":
        return circle(radius, segments=6)
    if bore.style in ("d_shaft", "double_d"):
        flat = 0.16 * diameter
        if bore.flat_depth is not None:
            flat = number(bore.flat_depth, "KnobBore flat_depth")
        both = bore.style == "double_d"
        require_below(flat, radius if both else diameter, "KnobBore flat_depth", "what leaves a bore")
        outline = _clipped(circle(radius, segments=D_SHAFT_CORNERS), radius - flat)
        return -_clipped(-outline, radius - flat) if both else outline
    teeth = 8 if bore.spline_count is None else count(bore.spline_count, "KnobBore spline_count", least=-1)
    if not 3 <= teeth <= MAX_SPLINES:
        raise GeometryError.at(
            "KnobBore spline_count", given=teeth, wanted=f"3 to {MAX_SPLINES}", code="bad-count"
        )
    deep = max(number(bore.spline_depth, "KnobBore spline_depth"), 0.06 * diameter)
    star = circle(1.0, segments=2 * teeth)
    return star * np.where(np.arange(2 * teeth) % 2, max(radius - deep, 0.72 * radius), radius)[:, None]


def _clipped(outline: Floats, limit: float) -> Floats:
    """The convex outline without what lies beyond x = limit."""
    points: list[Floats] = []
    for here, ahead in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        if here[0] <= limit:
            points.append(here)
        if (here[0] < limit) != (ahead[0] < limit) and here[0] != limit and ahead[0] != limit:
            share = (limit - here[0]) / (ahead[0] - here[0])
            points.append(np.array([limit, here[1] + share * (ahead[1] - here[1])]))
    return np.array(points)


def relief_cut(relief: KnobRelief, space: KnobSpace) -> Solid:
    """The solid of one pocket."""
    shape = space.body
    depth = max(not_negative(relief.depth, "KnobRelief depth"), 0.04 * shape.diameter)
    width = _or_default(relief.width, 0.22 * shape.diameter, "KnobRelief width")
    height = _or_default(relief.height, 0.18 * shape.height, "KnobRelief height")
    angle = radians(number(relief.angle_deg, "KnobRelief angle_deg"))
    if relief.style == "side_window":
        middle = space.radius - 0.55 * depth
        side = rectangle((middle - 1.1 * depth, -width / 2.0), (middle + 1.1 * depth, width / 2.0))
        level = shape.bottom_z + 0.55 * shape.height
        return prism([turned(side, angle)], level - height / 2.0, level + height / 2.0)
    if relief.style == "top_recess":
        return prism([hole(width / 2.0)], shape.top_z - depth, shape.top_z)
    slot = rectangle((-width / 2.0, -0.12 * width), (width / 2.0, 0.12 * width))
    return prism([turned(slot, angle)], shape.top_z - depth, shape.top_z)


def _or_default(value: float | None, default: float, where: str) -> float:
    return default if value is None else positive(value, where)
