"""The frozen records that describe a wheel: rim, hub, bolts, face, spokes, bore and flange.

A newcomer's mistake: to expect a check here. Records hold what they are given; `WheelGeometry` refuses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class WheelRim:
    """The outer ring."""

    outer_radius: float | None = None
    """None: the wheel's radius."""
    inner_radius: float | None = None
    """None: 0.68 of the wheel's radius."""
    flange_height: float = 0.0
    """How far the lips at both ends reach inward."""
    flange_thickness: float = 0.0
    """How wide these lips are."""
    bead_seat_depth: float = 0.0
    """Depth of a groove around the middle; 0: none."""


@dataclass(frozen=True)
class BoltPattern:
    """Holes through the hub, on a circle."""

    count: int
    circle_diameter: float
    hole_diameter: float
    countersink: float = 0.0
    """Accepted; holes are plain."""


@dataclass(frozen=True)
class WheelHub:
    """The body in the middle; an unknown cap style is read as ``flat``."""

    radius: float
    width: float
    cap_style: Literal["flat", "domed", "protruding", "recessed"] = "flat"
    bolt_pattern: BoltPattern | None = None


@dataclass(frozen=True)
class WheelFace:
    """Where the two discs between hub and rim lie."""

    dish_depth: float = 0.0
    """How far the front disc is set in; negative values count as 0."""
    front_inset: float = 0.0
    """The same again."""
    rear_inset: float = 0.0
    window_depth: float = 0.0
    """How much further the discs reach into the rim."""


@dataclass(frozen=True)
class WheelSpokes:
    """What is cut through the discs; an unknown style is read as ``disc``."""

    style: Literal["none", "disc", "solid_slots", "straight", "split_y", "mesh"] = "none"
    """``none`` and ``disc`` leave them whole."""
    count: int | None = None
    """None: 6 for ``straight`` and ``solid_slots``, else 5."""
    thickness: float = 0.0
    """Of the discs; at least 0.08 of the wheel's width and 2 mm."""
    window_radius: float = 0.0
    """Width of a window; 0: 0.09 of the distance from hub to rim's outside."""
    twist_deg: float = 0.0
    """Accepted; windows are straight."""


@dataclass(frozen=True)
class WheelBore:
    """The hole along the axis; an unknown style is read as ``round``."""

    style: Literal["round", "keyed", "hex"] = "round"
    diameter: float = 0.0
    """Above 0; over corners for ``hex``."""
    key_width: float | None = None
    """Of the keyway; None: 0.32 of the diameter. It is cut 0.4 of its width into the hub."""


@dataclass(frozen=True)
class WheelFlange:
    """A ring held beside the rim by four struts; an unknown side is read as ``both``."""

    radius: float
    thickness: float
    offset: float = 0.0
    """Metres from the rim's end to the middle of the ring."""
    side: Literal["front", "rear", "both"] = "both"
    section: str = "flat"
    """Accepted; it changes nothing."""
