"""X_JOINT_LIMITS: the range of every joint makes sense.

What is wrong: the limits leave no motion, leave out rest (zero), turn more than once on a revolute joint (degrees
taken for radians?), slide more than three times the object's size, or a follower, by ratio or by curve, is driven
past its own limits. What something slides along with evenly, as a screw or a winch, may turn as often as that takes.

Bad:  ``MotionLimits(lower=0.0, upper=90.0)`` on a hinge
Good: ``MotionLimits(lower=0.0, upper=radians(90))``; turning on and on is a continuous joint.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import pi, radians

from sdk.model.articulation import Articulation, ArticulationType, Mimic
from sdk.model.coupling import Coupling
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject

CODE = "X_JOINT_LIMITS"
NAME = "check_joint_limits"
FULL_TURN = 2.0 * pi
LONGEST_SLIDE = 3.0
"""Of the object's diagonal."""
SLACK = 1e-6
CURVE_STEPS = 64
"""Into which a driver's range is divided to follow a curve."""


def check_joint_limits(subject: Subject) -> Outcome:
    """Whether every range is sensible."""
    joints = {joint.name: joint for joint in subject.scene.model.articulations}
    findings = [
        CODES[CODE].finding(
            summary=f"joint {joint.name!r}: {text}",
            check=NAME,
            parts=(joint.parent, joint.child),
            joint=joint.name,
            measured=measured,
            limit=limit,
            line=joint.line,
        )
        for joint in joints.values()
        for text, measured, limit in [*_of_range(subject, joint, joints), *_of_follower(joint, joints)]
    ]
    return Outcome(ok=not findings, findings=tuple(findings))


def _of_range(
    subject: Subject, joint: Articulation, joints: dict[str, Articulation]
) -> Iterator[tuple[str, float, float]]:
    bounds = _bounds(joint)
    if bounds is None or joint.articulation_type is ArticulationType.CONTINUOUS:
        return
    lower, upper = bounds
    if upper <= lower:
        yield (
            f"lower {lower:g} and upper {upper:g} leave no motion; use a fixed joint or a range",
            upper - lower,
            0.0,
        )
    if not lower <= SLACK or not upper >= -SLACK:
        yield (
            f"zero, the pose at rest, lies outside {lower:g} to {upper:g}",
            lower if lower > 0.0 else upper,
            0.0,
        )
    if (
        joint.articulation_type is ArticulationType.REVOLUTE
        and max(abs(lower), abs(upper)) > FULL_TURN + SLACK
        and not _winds(joint, joints)
    ):
        largest = max(lower, upper, key=abs)
        yield (
            f"{largest:g} rad is more than a turn; {largest:g} degrees are {radians(largest):.4g}",
            largest,
            FULL_TURN,
        )
    if joint.articulation_type is ArticulationType.PRISMATIC:
        longest = LONGEST_SLIDE * subject.scene.diagonal
        if upper - lower > longest > 0.0:
            yield (
                f"slides {upper - lower:g} m, over three times the object's size; lengths are metres",
                upper - lower,
                longest,
            )


def _winds(joint: Articulation, joints: dict[str, Articulation]) -> bool:
    """Whether something slides evenly while it turns, as on a screw; either may drive the other."""
    slides = [each for each in joints.values() if each.articulation_type is ArticulationType.PRISMATIC]
    return any(_drives_evenly(joint, slide) or _drives_evenly(slide, joint) for slide in slides)


def _drives_evenly(driver: Articulation, follower: Articulation) -> bool:
    law = follower.law
    return law is not None and law.joint == driver.name and _is_line(law)


def _is_line(law: Mimic | Coupling) -> bool:
    return isinstance(law, Mimic) or law.is_linear


def _of_follower(joint: Articulation, joints: dict[str, Articulation]) -> Iterator[tuple[str, float, float]]:
    own, law = _bounds(joint), joint.law
    if law is None or own is None or law.joint not in joints:
        return
    driver = _bounds(joints[law.joint])
    if driver is None:
        return
    reached = sorted(law.at(position) for position in _driven_to(law, driver))
    slack = SLACK + 1e-3 * abs(own[1] - own[0])
    for value, limit, beyond in (
        (reached[0], own[0], own[0] - reached[0]),
        (reached[-1], own[1], reached[-1] - own[1]),
    ):
        if beyond > slack:
            yield f"follows {law.joint!r} to {value:.4g}, past its own limit {limit:.4g}", value, limit


def _driven_to(law: Mimic | Coupling, driver: tuple[float, float]) -> list[float]:
    """Positions of the driver that show how far the follower gets: its ends, and places between along a curve."""
    lower, upper = driver
    if _is_line(law):
        return [lower, upper]
    return [lower + (upper - lower) * step / CURVE_STEPS for step in range(CURVE_STEPS + 1)]


def _bounds(joint: Articulation) -> tuple[float, float] | None:
    limits = joint.motion_limits
    if limits is None or limits.lower is None or limits.upper is None:
        return None
    return limits.lower, limits.upper
