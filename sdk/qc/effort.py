"""Effort: work counted rather than timed, so that every machine judges alike.

A newcomer's mistake: to raise the budget for one slow object. It is there for objects in which everything crosses
everything; a sound one spends a small part of it.
"""

from __future__ import annotations

from dataclasses import dataclass

EFFORT = 150_000
"""What all sweeps of an object may cost, in about ten microseconds; see `Effort`."""
AT_REST = 60_000
"""The same for all overlaps of an object at rest."""
MET = 0.5
"""What one pair at rest costs to be told apart."""
PREPARED, COMPARED, COLLIDED, INTERSECTED, TRIANGLE = 25.0, 0.05, 2.0, 40.0, 0.05
"""What one pair, one pair of boxes, one pose, one intersection and one triangle in it cost of that."""


@dataclass
class Effort:
    """Work counted rather than timed, so that every machine judges alike: pairs prepared, poses compared, and
    triangles intersected, each by about what it costs.
    """

    left: float = EFFORT
    unmeasured: int = 0
    """Pairs that were left out for want of it."""

    def spend(self, amount: float) -> bool:
        """Whether there was enough left for one more thing of this cost."""
        self.left -= amount
        return self.left > 0.0
