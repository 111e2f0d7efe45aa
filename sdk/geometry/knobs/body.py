"""The turned body of a knob: rings through five sections, with a rounded crown, and the skirt below it.

A newcomer's mistake: to interpolate the radius linearly between the sections. Radius and height follow one cubic
curve each, so a body may swell beyond its widest section; that is part of the shape.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import atan2, ceil, pi

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.kernel import Solid, solid_from_mesh
from sdk.geometry.lathe import revolve_profile
from sdk.geometry.prisms import ABSENT, circle
from sdk.geometry.section_surface import sampled_rings, through_sections
from sdk.geometry.skin import skin
from sdk.geometry.triangles import Floats

SECTION_PLACES = (0.0, 0.18, 0.42, 0.72, 1.0)
"""Where the five sections lie, as parts of the height."""

SEGMENTS = 48
"""Facets round a knob: finer than for a hole, for a knob is looked at from near."""

LOBES = 5
LOBE_POINTS = 72
LEAST_RADIUS = 0.001
"""Sections do not get smaller than this, metres."""

CURVE_ERROR = 0.004
"""Largest distance of the outline from its chords, as a part of the radius."""

LOBED_CURVE_ERROR = 0.006
"""The same for a lobed body, whose rings have half as many points again."""

ANGLE_STEP = 0.35
"""Largest turn of the outline from one ring to the next, radians."""


@dataclass(frozen=True)
class BodyShape:
    """The checked sizes of a body, metres."""

    diameter: float
    height: float
    base: float
    """Diameter at the bottom."""
    top: float
    """Diameter at the top."""
    draft: float
    """Degrees; narrows the side of a domed body."""

    @property
    def bottom_z(self) -> float:
        """Height of the bottom face."""
        return -self.height / 2.0

    @property
    def top_z(self) -> float:
        """Height of the top face."""
        return self.height / 2.0


def _straight(shape: BodyShape, t: float) -> float:
    return (shape.base + (shape.top - shape.base) * t) / 2.0


def _cylindrical(shape: BodyShape, t: float) -> float:
    return max(shape.base, shape.top) / 2.0


def _domed(shape: BodyShape, t: float) -> float:
    if t < 0.72:
        return shape.base / 2.0 * (1.0 - min(0.2, max(-0.2, shape.draft / 50.0)) * t)
    u = (t - 0.72) / 0.28
    return shape.top / 2.0 + (shape.base - shape.top) / 2.0 * (1.0 - u * u)


def _mushroom(shape: BodyShape, t: float) -> float:
    stem = 0.28 * min(shape.base, shape.top, shape.diameter)
    cap = max(shape.base, shape.top, shape.diameter) / 2.0
    if t < 0.42:
        return stem
    if t < 0.62:
        return stem + (cap - stem) * (t - 0.42) / 0.2
    if t < 0.85:
        return cap
    u = (t - 0.85) / 0.15
    return cap * (1.0 - 0.2 * u * u)


def _skirted(shape: BodyShape, t: float) -> float:
    skirt, neck = max(0.55 * shape.base, 0.52 * shape.diameter), shape.top / 2.0
    return skirt + (neck - skirt) * min(1.0, max(0.0, (t - 0.40) / 0.16))


def _hourglass(shape: BodyShape, t: float) -> float:
    waist = 0.32 * min(shape.base, shape.top, shape.diameter)
    if t < 0.5:
        return shape.base / 2.0 + (waist - shape.base / 2.0) * t / 0.5
    return waist + (shape.top / 2.0 - waist) * (t - 0.5) / 0.5


def _lobed(shape: BodyShape, t: float) -> float:
    full = max(shape.top, 1.02 * shape.diameter) / 2.0
    if t < 0.24:
        return shape.base / 2.0 + (0.92 * full - shape.base / 2.0) * t / 0.24
    if t <= 0.80:
        return full * (0.92 + 0.08 * float(np.sin(pi * (t - 0.24) / 0.56)))
    return 0.92 * full + (shape.top / 2.0 - 0.92 * full) * (t - 0.80) / 0.20


RADII: dict[str, Callable[[BodyShape, float], float]] = {
    "cylindrical": _cylindrical,
    "tapered": _straight,
    "domed": _domed,
    "mushroom": _mushroom,
    "skirted": _skirted,
    "hourglass": _hourglass,
    "faceted": _straight,
    "lobed": _lobed,
}
"""Body style -> radius at a part of the height."""


def body_rings(style: str, shape: BodyShape) -> Floats:
    """(q, m, 3) level rings of the body from the bottom to the top face.

    Raises:
        GeometryError: ``unknown-style``.
    """
    if style not in RADII:
        raise GeometryError.at(
            "KnobGeometry body_style", given=style, wanted=f"one of {', '.join(RADII)}", code="unknown-style"
        )
    radii = [max(LEAST_RADIUS, RADII[style](shape, t)) for t in SECTION_PLACES]
    sections = np.zeros((len(radii), len(_outline(style, 1.0, 0.0)), 3))
    for section, radius, t in zip(sections, radii, SECTION_PLACES, strict=True):
        section[:, :2] = _outline(style, radius, t)
        section[:, 2] = shape.bottom_z + shape.height * t
    curve = through_sections(sections, degree=3, ruled=False, parametrization="uniform")
    error = LOBED_CURVE_ERROR if style == "lobed" else CURVE_ERROR
    rings = sampled_rings(curve, tolerance=error * max(radii), angular_tolerance=ANGLE_STEP)
    rings[0, :, 2], rings[-1, :, 2] = shape.bottom_z, shape.top_z  # exact, for what is put against them
    return _without_straight(_kept_off_axis(rings, sections[0], min(radii)))


def crowned(rings: Floats, radius: float) -> Floats:
    """The rings with the rim of the top face rounded; as they are where the radius does not fit.

    Source:
        In the plane through the axis, the circle of that radius that touches the top from below and the side
        from within; its centre is found by bisection.
    """
    if radius <= ABSENT:
        return rings
    line = np.stack([_reach(rings), rings[:, 0, 2]], axis=1)
    top = float(line[-1, 1])
    low, high = 0.0, float(line[-1, 0])
    level = top - radius
    if _nearest(line, np.array([low, level]))[0] < radius:
        return rings
    for _ in range(60):
        middle = (low + high) / 2.0
        low, high = (
            (middle, high) if _nearest(line, np.array([middle, level]))[0] >= radius else (low, middle)
        )
    centre = np.array([low, level])
    _, row, touch = _nearest(line, centre)
    start = atan2(touch[1] - level, touch[0] - low)
    steps = max(1, ceil((pi / 2.0 - start) / ANGLE_STEP))
    angle = start + (pi / 2.0 - start) * np.arange(steps + 1) / steps
    arc = np.stack([low + radius * np.cos(angle), level + radius * np.sin(angle)], axis=1)
    arc[-1, 1] = top
    kept = rings[: row + 1]
    if np.linalg.norm(line[row] - arc[0]) <= ABSENT:
        kept = kept[:-1]
    rounded = np.repeat(rings[-1:], len(arc), axis=0)
    rounded[:, :, :2] *= (arc[:, 0] / line[-1, 0])[:, None, None]
    rounded[:, :, 2] = arc[:, 1:2]
    return np.concatenate([kept, rounded])


def body_solid(rings: Floats) -> Solid:
    """The solid through the rings, closed by flat faces."""
    return solid_from_mesh(*skin(rings, caps=True), where="KnobGeometry body")


def skirt_solid(shape: BodyShape, *, upper: float, lower: float, height: float, chamfer: float) -> Solid:
    """The cone below the body from radius `lower` to `upper`, its lower edge cut by `chamfer`; metres."""
    bottom, top = shape.bottom_z - height, shape.bottom_z
    outline = [(0.0, bottom), (lower, bottom), (upper, top), (0.0, top)]
    if chamfer > ABSENT:
        along = chamfer / float(np.hypot(upper - lower, height))
        cut = (lower + (upper - lower) * along, bottom + height * along)
        outline[1:2] = [(lower - chamfer, bottom), cut]
    return solid_from_mesh(*revolve_profile(np.array(outline), segments=SEGMENTS), where="KnobGeometry skirt")


def _outline(style: str, radius: float, t: float) -> Floats:
    """(m, 2) section of the body, counter-clockwise."""
    if style == "faceted":
        angle = pi / 6.0 + pi / 3.0 * np.arange(6)
        return radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    if style != "lobed":
        return circle(radius, segments=SEGMENTS)
    angle = 2.0 * pi * np.arange(LOBE_POINTS) / LOBE_POINTS
    depth = radius * (0.04 + 0.14 * min(1.0, max(0.0, (t - 0.1) / 0.3)))
    reach = np.maximum(0.62 * radius, radius - depth * (0.5 - 0.5 * np.cos(LOBES * angle)))
    return np.stack([reach * np.cos(angle), reach * np.sin(angle)], axis=1)


def _kept_off_axis(rings: Floats, first: Floats, smallest: float) -> Floats:
    """The rings, those the curve drew in to less than a fifth of the smallest section held at that."""
    direction = first[:, :2] / np.linalg.norm(first[:, :2], axis=1)[:, None]
    reach = np.einsum("qmi,mi->qm", rings[:, :, :2], direction)
    held = np.maximum(reach, smallest / 5.0)
    found = rings.copy()
    found[:, :, :2] = held[:, :, None] * direction
    return found


def _without_straight(rings: Floats) -> Floats:
    """The rings without those that lie on the straight walls between the ones kept around them."""
    size = float(np.abs(rings).max())
    kept = [0]
    for row in range(1, len(rings) - 1):
        before, after = rings[kept[-1]], rings[row + 1]
        rise = float(after[0, 2] - before[0, 2])
        share = float(rings[row, 0, 2] - before[0, 2]) / rise if rise else 0.0
        if np.abs(before + share * (after - before) - rings[row]).max() > 1e-9 * size:
            kept.append(row)
    return rings[[*kept, len(rings) - 1]]


def _reach(rings: Floats) -> Floats:
    """(q,) distance of the flats of each ring from the axis, the mean over the ring."""
    ahead = np.roll(rings, -1, axis=1)[:, :, :2]
    here = rings[:, :, :2]
    doubled = here[..., 0] * ahead[..., 1] - here[..., 1] * ahead[..., 0]
    return (doubled / np.linalg.norm(ahead - here, axis=2)).mean(axis=1)


def _nearest(line: Floats, point: Floats) -> tuple[float, int, Floats]:
    """Distance of a point from a (q, 2) line, the row its nearest segment begins with, and the place there."""
    start, edge = line[:-1], np.diff(line, axis=0)
    share = np.clip(np.einsum("ij,ij->i", point - start, edge) / np.einsum("ij,ij->i", edge, edge), 0.0, 1.0)
    places = start + share[:, None] * edge
    distance = np.linalg.norm(places - point, axis=1)
    row = int(distance.argmin())
    return float(distance[row]), row, places[row]
