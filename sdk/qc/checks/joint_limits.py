"""X_JOINT_LIMITS: the range of every joint makes sense.

What is wrong: the limits leave no motion, leave out rest (zero), turn more than once on a revolute joint (degrees
taken for radians?), slide more than three times the object's size, or a follower is driven past its own limits.
What something slides along with, as a screw or a winch, may turn as often as that takes.

Bad:  ``MotionLimits(lower=0.0, upper=90.0)`` on a hinge
Good: ``MotionLimits(lower=0.0, upper=radians(90))``; turning on and on is a continuous joint.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import pi, radians

from sdk.model.articulation import Articulation, ArticulationType
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject

CODE = "X_JOINT_LIMITS"
NAME = "check_joint_limits"
FULL_TURN = 2.0 * pi
LONGEST_SLIDE = 3.0
"""Of the object's diagonal."""
SLACK = 1e-6


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
        for text, measured, limit in [*_of_range(subject, joint, joints), *_of_mimic(joint, joints)]
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
    """Whether something slides while it turns, as on a screw; either may drive the other."""
    followed = None if joint.law is None else joints.get(joint.law.joint)
    linked = [other for other in joints.values() if other.law is not None and other.law.joint == joint.name]
    return any(
        other.articulation_type is ArticulationType.PRISMATIC
        for other in [*linked, *([followed] if followed is not None else [])]
    )


def _of_mimic(joint: Articulation, joints: dict[str, Articulation]) -> Iterator[tuple[str, float, float]]:
    own = _bounds(joint)
    if joint.mimic is None or own is None or joint.mimic.joint not in joints:
        return
    driver = _bounds(joints[joint.mimic.joint])
    if driver is None:
        return
    reached = sorted(joint.mimic.multiplier * value + joint.mimic.offset for value in driver)
    slack = SLACK + 1e-3 * abs(own[1] - own[0])
    for value, limit, beyond in (
        (reached[0], own[0], own[0] - reached[0]),
        (reached[1], own[1], reached[1] - own[1]),
    ):
        if beyond > slack:
            yield (
                f"follows {joint.mimic.joint!r} to {value:.4g}, past its own limit {limit:.4g}",
                value,
                limit,
            )


def _bounds(joint: Articulation) -> tuple[float, float] | None:
    limits = joint.motion_limits
    if limits is None or limits.lower is None or limits.upper is None:
        return None
    return limits.lower, limits.upper
