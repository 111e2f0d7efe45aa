"""`Handle`: what a mechanism gives back to the program that asked for it.

A newcomer's mistake: to look up pieces by the names of visuals. The keys of `pieces` and `ports` are the
mechanism's own words (``pin``, ``leaf_a``, ``hub_front``), the same whatever prefix the visuals got.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sdk.model.articulation import Articulation
from sdk.model.coercion import Triple
from sdk.model.origin import Origin


@dataclass(frozen=True)
class Frame:
    """A named place on a part; usable wherever an `Origin` is."""

    part: str
    origin: Origin = field(default_factory=Origin)
    """Pose in the part's frame."""

    @property
    def xyz(self) -> Triple:
        """Place in the part's frame, metres."""
        return self.origin.xyz

    @property
    def rpy(self) -> Triple:
        """Roll, pitch, yaw in the part's frame, radians."""
        return self.origin.rpy


@dataclass(frozen=True, eq=False)
class Handle:
    """A built mechanism: its joint, its pieces by name, and the frames others attach to; hashable, by identity."""

    joint: Articulation
    """The joint an author drives."""
    pieces: Mapping[str, Any] = field(default_factory=dict)
    """Name -> geometry or visual."""
    ports: Mapping[str, Frame] = field(default_factory=dict)
    """Name -> frame."""
    joints: tuple[Articulation, ...] = ()
    """Every joint it made, the driven one first; the one joint when left out."""

    def __post_init__(self) -> None:
        if not self.joints:
            object.__setattr__(self, "joints", (self.joint,))

    @property
    def name(self) -> str:
        """The driven joint's name, so that a handle may stand where a joint is asked for."""
        return self.joint.name
