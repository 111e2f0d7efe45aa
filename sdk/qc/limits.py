"""The reference's tolerances, which the environment may change from call to call.

A newcomer's mistake: to read these where a profile has its own rule; only profile `reference` and explicit
reference semantics use them.
"""

from __future__ import annotations

import os

CONTACT = 1e-6
"""Elements this near touch, metres."""
OVERLAP_DEPTH = 0.005
"""Boxes must overlap deeper than this on every axis, metres."""
OVERLAP_VOLUME = 5e-7
"""Boxes must share more than this, cubic metres."""


def contact_tolerance() -> float:
    """Distance in metres within which elements touch."""
    return _from_environment("CONTACT_TOL", CONTACT)


def overlap_depth_tolerance() -> float:
    """Depth in metres that overlapping boxes must exceed."""
    return _from_environment("OVERLAP_TOL", OVERLAP_DEPTH)


def overlap_volume_tolerance() -> float:
    """Volume in cubic metres that overlapping boxes must exceed."""
    return _from_environment("OVERLAP_VOLUME_TOL", OVERLAP_VOLUME)


def _from_environment(name: str, default: float) -> float:
    for prefix in ("OBJECT_GEOMETRY_", "URDF_GEOMETRY_"):
        try:
            return float(os.environ[prefix + name])
        except (KeyError, ValueError):
            continue
    return default
