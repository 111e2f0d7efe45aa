"""The records a `BezelGeometry` is told its parts with; lengths in metres.

A newcomer's mistake: to look for checks here. Records hold whatever they are given; the builder judges it. Fields
marked "not used" are accepted because public programs set them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BezelFace:
    """How the frame's face ends."""

    style: str = "flat"
    """``flat``, ``rounded``, ``chamfered`` or ``radiused_step``."""
    front_lip: float = 0.0
    """Thickness of the raised lip round the opening; half of it stands proud."""
    chamfer: float = 0.0
    """Of the upright corners, with style ``chamfered``."""
    fillet: float = 0.0
    """Of the upright corners, with ``rounded`` and ``radiused_step``."""


@dataclass(frozen=True)
class BezelRecess:
    """A pocket round the opening, in the front."""

    depth: float
    inset: float
    """Its width on each side of the opening, where the bezel has no wall."""
    floor_radius: float = 0.0
    """Not used."""
    wall_draft_deg: float = 0.0
    """Not used."""


@dataclass(frozen=True)
class BezelVisor:
    """A shade over the top edge, and cheeks beside it when it reaches past the sides."""

    top_extension: float = 0.0
    side_extension: float = 0.0
    thickness: float = 0.0
    """Along the depth, half of it in front of the face."""
    draft_deg: float = 0.0
    """Not used."""


@dataclass(frozen=True)
class BezelFlange:
    """A thin border round the rear edge."""

    width: float = 0.0
    thickness: float = 0.0
    offset: float = 0.0
    """How far its middle lies behind the rear face."""


@dataclass(frozen=True)
class BezelMounts:
    """What the bezel is screwed on with."""

    style: str = "none"
    """``none``, ``bosses``, ``tabs`` or ``rear_flange``."""
    hole_count: int = 0
    hole_diameter: float | None = None
    boss_diameter: float | None = None
    setback: float = 0.0


@dataclass(frozen=True)
class BezelCutout:
    """A notch through the whole depth, cut in from one edge."""

    edge: str
    """``top``, ``bottom``, ``left`` or ``right``."""
    width: float
    """Along the edge."""
    depth: float
    """Inwards."""
    offset: float = 0.0
    """Of its middle from that of the edge, towards +X or +Y."""


@dataclass(frozen=True)
class BezelEdgeFeature:
    """A bead on an edge, a step in its front, or a notch through it."""

    style: str = "bead"
    """``bead``, ``step`` or ``notch``."""
    edge: str = "top"
    """``top``, ``bottom``, ``left`` or ``right``."""
    size: float = 0.0
    """Across the edge; 0 or less leaves the feature out."""
    offset: float = 0.0
    """Of its middle from that of the edge, towards +X or +Y."""
    extent: float = 0.0
    """Along the edge; 0 for the whole side."""
