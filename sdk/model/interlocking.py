"""Which configurations interlocks permit, and what must move first for the others.

A newcomer's mistake: to expect `pose()` to refuse a locked configuration. An author may look at any; it is
sampling, sweeps and pictures that keep to what the object can do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sdk.model.declarations import INTERLOCK_PLAY, Interlock

if TYPE_CHECKING:
    from sdk.model.object import ArticulatedObject


def permits(model: ArticulatedObject, configuration: Mapping[str, Any]) -> bool:
    """Whether every joint away from its locked value has its requirements met; joints left out are at zero."""
    return all(not _waits(lock, configuration) for lock in model.interlocks)


def released(model: ArticulatedObject, configuration: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration with whatever it requires moved by the least into its range, latches of latches too.

    A joint that follows another is where that one puts it, so it stays. Two joints may want a third in different
    places, as two drawers of which one may be open at a time: then `permits` says no to what is found.
    """
    found = dict(configuration)
    followers = {joint.name for joint in model.articulations if joint.law is not None}
    for _ in model.interlocks:
        waiting = [lock for lock in model.interlocks if _waits(lock, found)]
        if not waiting:
            break
        for lock in waiting:
            for other, (low, high) in lock.requires.items():
                if other in followers:
                    continue
                found[other] = min(max(found.get(other, 0.0), low), high)
    return found


def _waits(lock: Interlock, configuration: Mapping[str, Any]) -> bool:
    """Whether the joint is away from its locked value though something it requires is not so."""
    if abs(configuration.get(lock.joint, 0.0) - lock.locked_at) <= INTERLOCK_PLAY:
        return False
    return any(
        not low - INTERLOCK_PLAY <= configuration.get(other, 0.0) <= high + INTERLOCK_PLAY
        for other, (low, high) in lock.requires.items()
    )
