"""Linkages with closed forms, drawn without any hardware: what couplings and loops are measured against."""

from __future__ import annotations

from math import acos, atan2, cos, hypot, sin, sqrt

from sdk.model.articulation import Articulation, MotionLimits
from sdk.model.object import ArticulatedObject
from sdk.model.origin import Origin

FREE = MotionLimits()


def crank_slider(
    crank: float, rod: float, *, offset: float = 0.0, kind: str = "continuous", limits: MotionLimits = FREE
) -> tuple[ArticulatedObject, Articulation]:
    """Crank about Z, rod at its end, slider along X at y = offset; drawn at crank angle 0."""
    model = ArticulatedObject("crank_slider")
    base, arm, link, slider = (model.part(name) for name in ("base", "crank", "rod", "slider"))
    driver = model.articulation("turn", kind, base, arm, motion_limits=limits)
    lean = atan2(offset, sqrt(rod**2 - offset**2))
    wrist = Origin((crank, 0, 0), (0, 0, lean))
    model.articulation("wrist", "continuous", arm, link, origin=wrist, motion_limits=FREE)
    start = Origin((slider_place(crank, rod, 0.0, offset), offset, 0))
    model.articulation("slide", "prismatic", base, slider, origin=start, axis=(1, 0, 0))
    return model, driver


def slider_place(crank: float, rod: float, angle: float, offset: float = 0.0) -> float:
    """x of the slider: crank cos + sqrt(rod^2 - (crank sin - offset)^2)."""
    return crank * cos(angle) + sqrt(rod**2 - (crank * sin(angle) - offset) ** 2)


def four_bar(
    crank: float, coupler: float, rocker: float, ground: float, *, start: float = 0.9
) -> tuple[ArticulatedObject, Articulation]:
    """Crank at the origin, rocker at x = ground, coupler above both; drawn at the crank's angle `start`."""
    model = ArticulatedObject("four_bar")
    base, arm, link, swing = (model.part(name) for name in ("ground", "crank", "coupler", "rocker"))
    end = (crank * cos(start), crank * sin(start))
    angle = rocker_angle(crank, coupler, rocker, ground, start)
    pin = (ground + rocker * cos(angle), rocker * sin(angle))
    lean = atan2(pin[1] - end[1], pin[0] - end[0])
    driver = model.articulation(
        "turn", "continuous", base, arm, origin=Origin((0, 0, 0), (0, 0, start)), motion_limits=FREE
    )
    knee = Origin((crank, 0, 0), (0, 0, lean - start))
    model.articulation("knee", "continuous", arm, link, origin=knee, motion_limits=FREE)
    model.articulation("rock", "revolute", base, swing, origin=Origin((ground, 0, 0), (0, 0, angle)))
    return model, driver


def rocker_angle(crank: float, coupler: float, rocker: float, ground: float, angle: float) -> float:
    """Angle of the rocker to X for the open assembly: law of cosines in the triangle coupler, rocker, diagonal."""
    x, y = ground - crank * cos(angle), -crank * sin(angle)
    diagonal = hypot(x, y)
    inner = acos((rocker**2 + diagonal**2 - coupler**2) / (2.0 * rocker * diagonal))
    return atan2(-y, -x) - inner
