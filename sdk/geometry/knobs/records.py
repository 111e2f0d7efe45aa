"""The records a `KnobGeometry` is told its parts with; lengths in metres.

A newcomer's mistake: to look for checks here. Records hold whatever they are given; the builder judges it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KnobSkirt:
    """A conical foot below the body."""

    diameter: float
    """Where it meets the body."""
    height: float
    flare: float = 0.0
    """Share by which the lower radius exceeds the upper one."""
    chamfer: float = 0.0
    """Of the lower edge."""


@dataclass(frozen=True)
class KnobGrip:
    """Cuts round the side, counted from +X."""

    style: str = "none"
    """``none``, ``fluted``, ``scalloped``, ``ribbed``, ``knurled`` or ``diamond_knurl``."""
    count: int | None = None
    """None for 28 when knurled, else 18."""
    depth: float = 0.0
    width: float | None = None
    """None for a share of the radius."""
    helix_angle_deg: float = 0.0
    """Tilt of knurled cuts; 0 for 24 degrees."""


@dataclass(frozen=True)
class KnobIndicator:
    """The mark on the top."""

    style: str = "none"
    """``none``, ``line``, ``notch``, ``wedge`` or ``dot``."""
    length: float | None = None
    """None for 0.34 of the diameter."""
    width: float | None = None
    """None for 0.06 of the diameter."""
    depth: float = 0.0
    angle_deg: float = 0.0
    """Turn about Z; lines begin towards +X, wedges towards +Y."""
    mode: str = "engraved"
    """``engraved`` or ``raised``; a notch is always engraved."""


@dataclass(frozen=True)
class KnobTopFeature:
    """A disc on the top or a round pocket in it."""

    style: str = "none"
    """``none``, ``flush_disk``, ``top_insert`` or ``recessed_disk``."""
    diameter: float | None = None
    """None for 0.55 of the knob's."""
    depth: float = 0.0
    """Of the pocket; at least 0.08 of the height."""
    height: float = 0.0
    """Of the disc."""


@dataclass(frozen=True)
class KnobBore:
    """The hole for the shaft, from below."""

    style: str = "round"
    """``none``, ``round``, ``hex``, ``d_shaft``, ``double_d`` or ``splined``."""
    diameter: float | None = None
    """None for 0.34 of the knob's; across the corners of a hexagon."""
    flat_depth: float | None = None
    """How far a flat lies inside the circle; None for 0.16 of the bore."""
    spline_count: int | None = None
    """None for 8."""
    spline_depth: float = 0.0
    through: bool = True


@dataclass(frozen=True)
class KnobRelief:
    """A pocket cut last."""

    style: str
    """``side_window``, ``top_recess`` or ``coin_slot``."""
    angle_deg: float = 0.0
    width: float | None = None
    """None for 0.22 of the diameter."""
    height: float | None = None
    """None for 0.18 of the height."""
    depth: float = 0.0
    """At least 0.04 of the diameter."""
