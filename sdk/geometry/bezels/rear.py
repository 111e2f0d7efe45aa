"""What lies behind a bezel: its flange, and the bosses, tabs or rear flange it is screwed on with.

A newcomer's mistake: to place these by the sizes asked for and leave it there. A flange set back, a tab below a
round edge and a rear flange would hang in the air; each is given a neck or a root that overlaps the frame.
"""

from __future__ import annotations

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.bezels.frame import BezelFrame
from sdk.geometry.bezels.outlines import lowest_over
from sdk.geometry.bezels.records import BezelFlange, BezelMounts
from sdk.geometry.inputs import count, number
from sdk.geometry.kernel import Solid
from sdk.geometry.outlines import sound_region
from sdk.geometry.prisms import ABSENT, circle, hole, not_negative, prism, rectangle
from sdk.geometry.triangles import Floats

MAX_HOLES = 200
"""Most screw holes or tabs of one bezel."""

ROOT_SHARE = 0.25
"""Part of a tab's width, and of the frame's side, that a root reaches under the frame."""

HOLE_SHARE = 0.7
"""Most of a rear flange's width that a screw hole may take."""

Change = tuple[list[Solid], list[Solid]]
"""Solids to add, then solids to cut."""


def flange_solids(frame: BezelFrame, flange: BezelFlange | None) -> list[Solid]:
    """The border round the rear edge, with a neck when it is set back past the frame."""
    if flange is None:
        return []
    width = number(flange.width, "BezelFlange width")
    thickness = number(flange.thickness, "BezelFlange thickness")
    offset = number(flange.offset, "BezelFlange offset")
    if width <= ABSENT or thickness <= ABSENT:
        return []
    middle = frame.rear - offset
    low, high = middle - thickness / 2.0, middle + thickness / 2.0
    return [_border(frame, width, low, high), *_neck(frame, width, low, high)]


def mount_solids(frame: BezelFrame, mounts: BezelMounts | None) -> Change:
    """The mounts to add and the screw holes to cut.

    Raises:
        GeometryError: ``too-many``, ``not-finite``.
    """
    if mounts is None or mounts.style == "none":
        return [], []
    holes = count(mounts.hole_count, "BezelMounts hole_count", least=0)
    if holes > MAX_HOLES:
        raise GeometryError.at(
            "BezelMounts hole_count", given=holes, wanted=f"at most {MAX_HOLES}", code="too-many"
        )
    setback = number(mounts.setback, "BezelMounts setback")
    radii = [
        None if value is None else not_negative(value, f"BezelMounts {name}") / 2.0
        for name, value in (("hole_diameter", mounts.hole_diameter), ("boss_diameter", mounts.boss_diameter))
    ]
    if not holes:
        return [], []
    if mounts.style == "bosses":
        return _bosses(frame, min(holes, 4), radii[0], radii[1], setback)
    if mounts.style == "tabs":
        return _tabs(frame, holes, radii[0])
    return ([], []) if not radii[0] else _rear_flange(frame, holes, radii[0], setback)


def _bosses(
    frame: BezelFrame, holes: int, hole_radius: float | None, boss_radius: float | None, setback: float
) -> Change:
    """Discs behind the corners of the frame, drilled through both."""
    width, height = frame.outer.size
    radius = max(0.05 * min(width, height), 0.003) if boss_radius is None else max(boss_radius, 0.0015)
    thickness = max(0.18 * frame.depth, 0.8 * radius)
    drilled = 0.38 * radius if hole_radius is None else max(hole_radius, 0.0008)
    x, y = (extent / 2.0 - radius - max(setback, 0.001) for extent in (width, height))
    centres = ((-x, -y), (x, -y), (x, y), (-x, y))[:holes]
    bosses = [
        prism([circle(radius, centre=centre)], frame.rear - thickness, frame.rear) for centre in centres
    ]
    return bosses, _drills(frame, drilled, centres, frame.rear - thickness)


def _tabs(frame: BezelFrame, holes: int, hole_radius: float | None) -> Change:
    """Plates behind and below the bottom edge, each rooted under the frame and drilled."""
    width, height = frame.outer.size
    wide = max(0.16 * width, 0.008)
    tall = 0.6 * wide
    thickness = max(0.14 * frame.depth, 0.002)
    drilled = 0.14 * wide if hole_radius is None else max(hole_radius, 0.0008)
    spacing = width / holes
    outline = frame.outer.outline()
    root = ROOT_SHARE * min(wide, frame.sides[1])
    places = [(index - (holes - 1) / 2.0) * spacing for index in range(holes)]
    tabs: list[Solid] = []
    for x in places:
        # Under a round edge the root follows the rim up, as far as the tab is covered by the frame at all.
        rim = lowest_over(outline, x - root, x + root)
        top = (-height / 2.0 if rim is None else rim) + root
        plate = rectangle((x - wide / 2.0, -height / 2.0 - tall), (x + wide / 2.0, top))
        tabs.append(prism([plate], frame.rear - thickness, frame.rear))
    centres = [(x, -height / 2.0 - tall / 2.0) for x in places]
    return tabs, _drills(frame, drilled, centres, frame.rear - thickness)


def _rear_flange(frame: BezelFrame, holes: int, hole_radius: float, setback: float) -> Change:
    """A drilled border behind the frame, on a neck."""
    width = max(setback, 0.003, 0.06 * min(frame.outer.size))
    thickness = max(0.12 * frame.depth, 0.002)
    low, high = frame.rear - 1.5 * thickness, frame.rear - 0.5 * thickness
    added = [_border(frame, width, low, high), *_neck(frame, width, low, high)]
    radius = min(hole_radius, HOLE_SHARE * width / 2.0)
    centres = _spread(frame.outer.grown(width / 2.0).outline(), holes)
    return added, [prism([hole(radius, centre=centre)], low - thickness, high) for centre in centres]


def _border(frame: BezelFrame, width: float, low: float, high: float) -> Solid:
    region = sound_region(frame.outer.grown(width).outline(), [frame.outer.outline()], "bezel flange")
    return prism(region, low, high)


def _neck(frame: BezelFrame, width: float, low: float, high: float) -> list[Solid]:
    """A wall inside the outer edge that ties a border behind the frame to it; nothing where they touch."""
    if high > frame.rear:
        return []
    wall = min(width, *(side / 2.0 for side in frame.sides))
    region = sound_region(frame.outer.outline(), [frame.outer.grown(-wall).outline()], "bezel flange")
    return [prism(region, low, frame.rear)]


def _drills(
    frame: BezelFrame,
    radius: float,
    centres: list[tuple[float, float]] | tuple[tuple[float, float], ...],
    low: float,
) -> list[Solid]:
    """Cutters through everything from below `low` to before the front."""
    return [
        prism([hole(radius, centre=centre)], low - frame.depth, frame.front + frame.depth)
        for centre in centres
    ]


def _spread(outline: Floats, points: int) -> list[tuple[float, float]]:
    """Places at equal distances along the outline, half a distance after its start first."""
    around = np.concatenate([outline, outline[:1]])
    travelled = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(around, axis=0), axis=1))])
    at = travelled[-1] * (np.arange(points) + 0.5) / points
    x, y = (np.interp(at, travelled, around[:, column]) for column in (0, 1))
    return list(zip(x.tolist(), y.tolist(), strict=True))
