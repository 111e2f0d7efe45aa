"""The configuration that shows what an object does: every joint where its motion is plainest.

A newcomer's mistake: to send a joint that swings both ways to its limit. A turntable at 180 degrees may
look as it does at rest; such a joint is turned by an angle that no common symmetry hides.
"""

from __future__ import annotations

from math import pi, radians

from sdk.model.articulation import Articulation, ArticulationType
from sdk.model.interlocking import permits, released
from sdk.model.object import ArticulatedObject

TELLING_ANGLE = radians(37.0)
"""Far from a multiple of 360/n degrees for n up to 8 and 12, so spokes and blades visibly move."""
FULL_SWING = 1.5 * pi
"""A revolute joint free over more than this, both ways, has no open end."""
UNLIMITED_TRAVEL = 0.1
"""Metres moved by a sliding joint that names no limits."""


def opened_configuration(model: ArticulatedObject) -> dict[str, float]:
    """Joint name -> value of the opened pose, in radians or metres.

    Joints that stay at rest are left out: fixed and floating ones, and those that follow another. What
    interlocks require is moved into its range; a joint stays that cannot be open together with those before it.
    """
    wanted: dict[str, float] = {}
    for joint in model.articulations:
        value = 0.0 if joint.law is not None else _opened_value(joint)
        if value:
            wanted[joint.name] = value
    opened = released(model, wanted)
    if permits(model, opened):
        return opened
    opened = {}
    for name, value in wanted.items():
        further = released(model, {**opened, name: value})
        if permits(model, further):
            opened = further
    return opened


def _opened_value(joint: Articulation) -> float:
    kind = joint.articulation_type
    if kind == ArticulationType.CONTINUOUS:
        return TELLING_ANGLE
    if kind not in (ArticulationType.REVOLUTE, ArticulationType.PRISMATIC):
        return 0.0
    limits = joint.motion_limits
    lower = limits.lower if limits is not None else None
    upper = limits.upper if limits is not None else None
    if lower is None and upper is None:
        return TELLING_ANGLE if kind == ArticulationType.REVOLUTE else UNLIMITED_TRAVEL
    lower, upper = lower or 0.0, upper or 0.0
    if kind == ArticulationType.REVOLUTE and lower < 0.0 < upper and upper - lower > FULL_SWING:
        return min(TELLING_ANGLE, upper)
    return upper if abs(upper) >= abs(lower) else lower
