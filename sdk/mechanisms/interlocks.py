"""Declaring an interlock: a joint that moves only while others are within ranges.

A newcomer's mistake: to declare both directions. "The door needs the latch turned" is enough; that the latch
cannot turn back meanwhile follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from sdk.errors import ValidationError
from sdk.model.articulation import Articulation
from sdk.model.declarations import INTERLOCK_PLAY, Interlock
from sdk.model.object import ArticulatedObject
from sdk.model.provenance import author_line


def declare_interlock(
    model: ArticulatedObject,
    joint: Articulation | str,
    requires: Mapping[Any, tuple[float, float]],
    *,
    locked_at: float = 0.0,
) -> Interlock:
    """The interlock, added to the object; metres or radians.

    Raises:
        ValidationError: unknown joints, joints that follow others or take no number, no requirement, a range
            that is reversed or outside the other's limits, a rest pose it forbids, or interlocks that wait
            for each other.
    """
    locked = model.get_articulation(joint)
    where = f"interlock of {locked.name!r}"
    _require_driven(locked, where)
    if not requires:
        raise ValidationError.at(
            f"{where}.requires", given=requires, wanted="{other joint: (lowest, highest)}", code="interlock"
        )
    ranges: dict[str, tuple[float, float]] = {}
    for reference, bounds in requires.items():
        other = model.get_articulation(reference)
        at = f"{where}.requires[{other.name!r}]"
        if other is locked:
            raise ValidationError.at(at, given=other.name, wanted="another joint", code="interlock")
        _require_driven(other, at)
        ranges[other.name] = _as_range(bounds, other, at)
    forbidden = [other for other, (low, high) in ranges.items() if not low <= 0.0 <= high]
    if locked_at != 0.0 and forbidden:
        raise ValidationError.at(
            f"{where}.locked_at",
            given=f"{locked_at}, while at rest it is at 0 and {forbidden} not within reach",
            wanted="the value it has at rest, 0, or requirements that rest meets",
            code="interlock-rest",
        )
    lock = Interlock(locked.name, ranges, float(locked_at), line=author_line())
    circle = _circle(locked.name, [*model.interlocks, lock])
    if circle:
        raise ValidationError.at(
            where, given=" waits for ".join(circle), wanted="no circle", code="interlock-circle"
        )
    _require_agreement(where, [*model.interlocks, lock])
    model.interlocks.append(lock)
    return lock


def _require_driven(joint: Articulation, where: str) -> None:
    if not joint.articulation_type.is_scalar:
        given = f"{joint.name!r}, {joint.articulation_type.value}"
        raise ValidationError.at(where, given=given, wanted="a joint that turns or slides", code="interlock")
    if joint.law is not None:
        given = f"{joint.name!r}, which follows {joint.law.joint!r}"
        raise ValidationError.at(where, given=given, wanted=f"{joint.law.joint!r} itself", code="interlock")


def _as_range(bounds: Any, other: Articulation, where: str) -> tuple[float, float]:
    wanted = "(lowest, highest), finite and in order"
    try:
        low, high = (float(value) for value in bounds)
    except (TypeError, ValueError):
        raise ValidationError.at(where, given=bounds, wanted=wanted, code="interlock-range") from None
    if not (isfinite(low) and isfinite(high) and low <= high):
        raise ValidationError.at(where, given=(low, high), wanted=wanted, code="interlock-range")
    limits = other.motion_limits
    lower = None if limits is None else limits.lower
    upper = None if limits is None else limits.upper
    if (lower is not None and high < lower) or (upper is not None and low > upper):
        wanted = f"a range within its limits {lower} to {upper}"
        raise ValidationError.at(where, given=(low, high), wanted=wanted, code="interlock-range")
    if lower is not None:
        low = max(low, lower)
    if upper is not None:
        high = min(high, upper)
    return low, high


def _circle(start: str, locks: list[Interlock]) -> list[str]:
    """The joints that wait for each other, the start first and last; empty when none do."""
    waits_for: dict[str, list[str]] = {}
    for lock in locks:
        waits_for.setdefault(lock.joint, []).extend(lock.requires)
    paths = [[start]]
    while paths:
        path = paths.pop()
        for other in waits_for.get(path[-1], ()):
            if other == start:
                return [*path, start]
            if other not in path:
                paths.append([*path, other])
    return []


def _require_agreement(where: str, locks: list[Interlock]) -> None:
    """Nothing, when for each locked joint there is a value of every joint it waits for.

    Raises:
        ValidationError: two of them want another joint in ranges that have no value in common.
    """
    for start in dict.fromkeys(lock.joint for lock in locks):
        ranges: dict[str, tuple[float, float]] = {}
        away = [start]
        for joint in away:
            for lock in locks:
                for other, (low, high) in lock.requires.items() if lock.joint == joint else ():
                    lowest, highest = ranges.get(other, (low, high))
                    ranges[other] = max(low, lowest), min(high, highest)
                    if ranges[other][0] > ranges[other][1] + INTERLOCK_PLAY:
                        raise ValidationError.at(
                            where,
                            given=f"{other!r} wanted from {low:g} to {high:g} and from {lowest:g} to {highest:g} "
                            f"before {start!r} moves",
                            wanted="ranges that have a value in common",
                            code="interlock-contradiction",
                        )
            away += [
                lock.joint
                for lock in locks
                if lock.joint in ranges and lock.joint not in away and not _may_stay(lock, ranges[lock.joint])
            ]


def _may_stay(lock: Interlock, bounds: tuple[float, float]) -> bool:
    """Whether the lock's joint may be where it is locked."""
    return bounds[0] - INTERLOCK_PLAY <= lock.locked_at <= bounds[1] + INTERLOCK_PLAY
