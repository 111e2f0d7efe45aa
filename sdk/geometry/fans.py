"""Axial fan rotors: `FanRotorGeometry` and the records that describe its blades, hub and shroud.

A newcomer's mistake: to trim blades to the outer radius. A blade ends in a flat chord across its own X, so the
corners of its tip reach a little beyond `outer_radius`; public programs leave clearance for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from math import radians
from typing import Literal

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry import kernel
from sdk.geometry.construction import record
from sdk.geometry.fan_blades import Planform, blade_mesh
from sdk.geometry.inputs import number, positive, require_faces, require_some
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.prisms import ABSENT, not_negative, rectangle
from sdk.geometry.triangles import Floats
from sdk.geometry.turning import about_z, copies, drilled_radius, revolved_solid, silhouette

SHAPES = ("straight", "scimitar", "broad", "narrow")
HUB_STYLES = ("flat", "domed", "capped", "spinner")

MOST_TURN_DEG = 85.0
"""Pitch and sweep must stay below this either way."""

BLADE_TOLERANCE = 2e-3
"""How far a blade may be from its true surface, as a part of the outer radius."""


@dataclass(frozen=True)
class FanRotorBlade:
    """How the blades of a rotor are shaped."""

    shape: Literal["straight", "scimitar", "broad", "narrow"] = "straight"
    tip_pitch_deg: float | None = None
    """None: 0.56 of the rotor's blade pitch."""
    camber: float = 0.0
    """-0.5 to 0.5."""
    tip_clearance: float = 0.0
    """Metres the blades end short of the outer radius; not with a shroud."""


@dataclass(frozen=True)
class FanRotorHub:
    """The body the blades grow from."""

    style: Literal["flat", "domed", "capped", "spinner"] = "domed"
    rear_collar_height: float | None = None
    """None: 0.18 of the thickness; 0: no collar."""
    rear_collar_radius: float | None = None
    """None: 0.78 of the hub radius."""
    bore_diameter: float | None = None


@dataclass(frozen=True)
class FanRotorShroud:
    """A ring around the blade tips, turning with them."""

    thickness: float
    depth: float | None = None
    """Along the axis; None: 0.8 of the rotor's thickness."""
    clearance: float = 0.0
    """Metres the ring ends short of the outer radius."""
    lip_depth: float = 0.0
    """Metres the ring goes on beyond its front."""


class FanRotorGeometry(MeshGeometry):
    """A hub with pitched blades about Z, front towards +Z, optionally within a ring.

    Args:
        outer_radius: radius of the blade tips, or of the ring, metres.
        hub_radius: below `outer_radius`.
        blade_count: 2 to 360.
        thickness: nominal extent along the axis, which hub, chords and ring are measured by.
        blade_pitch_deg: turn of the blades; the root has 1.16 times this.
        blade_sweep_deg: how far the tips are set off along +Y.
        blade_root_chord: None: the larger of 0.32 of the span and 1.5 thicknesses.
        blade_tip_chord: None: the larger of 0.20 of the span and 1.2 thicknesses.
        blade, hub, shroud: None: a straight blade, a domed hub, no ring.
        center: False puts the lowest point at z = 0.

    Raises:
        GeometryError: a size, angle or record is out of range; the text names it.
    """

    def __init__(
        self,
        outer_radius: float,
        hub_radius: float,
        blade_count: int,
        *,
        thickness: float,
        blade_pitch_deg: float = 28.0,
        blade_sweep_deg: float = 20.0,
        blade_root_chord: float | None = None,
        blade_tip_chord: float | None = None,
        blade: FanRotorBlade | None = None,
        hub: FanRotorHub | None = None,
        shroud: FanRotorShroud | None = None,
        center: bool = True,
    ) -> None:
        super().__init__()
        radius = positive(outer_radius, "FanRotorGeometry outer_radius")
        hub_wide = positive(hub_radius, "FanRotorGeometry hub_radius")
        deep = positive(thickness, "FanRotorGeometry thickness")
        count = copies(blade_count, "FanRotorGeometry blade_count", least=2)
        if hub_wide >= radius:
            raise GeometryError.at(
                "FanRotorGeometry hub_radius",
                given=hub_wide,
                wanted=f"below outer_radius, {radius}",
                code="out-of-range",
            )
        blade, hub = blade or FanRotorBlade(), hub or FanRotorHub()
        ring, tip = _ring_and_tip(shroud, blade, radius=radius, hub_radius=hub_wide, thickness=deep)
        planform = _planform(
            blade,
            radius=radius,
            hub_radius=hub_wide,
            tip=tip,
            thickness=deep,
            pitch_deg=_turn(blade_pitch_deg, "FanRotorGeometry blade_pitch_deg"),
            sweep_deg=_turn(blade_sweep_deg, "FanRotorGeometry blade_sweep_deg"),
            chords=(blade_root_chord, blade_tip_chord),
        )
        body = _hub_loops(hub, radius=hub_wide, thickness=deep)
        vertices, faces = blade_mesh(planform, tolerance=BLADE_TOLERANCE * radius)
        require_faces(count * len(faces), "FanRotorGeometry")
        blades = [
            kernel.solid_from_mesh(placed, faces, where="fan blade") for placed in about_z(vertices, count)
        ]
        solid = kernel.unite([revolved_solid(body), *(revolved_solid(loops) for loops in ring), *blades])
        bore = hub.bore_diameter
        if bore is not None:
            reach = 2.0 * (radius + deep)
            drilled = drilled_radius(float(bore) / 2.0, size=float(bore) / 2.0)
            through = rectangle((0.0, -reach), (drilled, reach))
            solid = kernel.subtract(solid, revolved_solid(silhouette([through])))
        points, triangles = kernel.mesh_from_solid(solid)
        made = record(
            "fan_rotor",
            outer_radius=radius,
            hub_radius=hub_wide,
            blade_count=count,
            thickness=deep,
            planform=astuple(planform),
            hub=astuple(hub),
            shroud=None if shroud is None else astuple(shroud),
        )
        require_some(triangles, "FanRotorGeometry")
        self.fill(points, triangles, made)
        if not center:
            self.translate(0.0, 0.0, -float(points[:, 2].min()))


def _planform(
    blade: FanRotorBlade,
    *,
    radius: float,
    hub_radius: float,
    tip: float,
    thickness: float,
    pitch_deg: float,
    sweep_deg: float,
    chords: tuple[float | None, float | None],
) -> Planform:
    """The checked blade; its root lies inside the hub."""
    if blade.shape not in SHAPES:
        raise GeometryError.at(
            "FanRotorBlade.shape",
            given=blade.shape,
            wanted=f"one of {', '.join(SHAPES)}",
            code="out-of-range",
        )
    camber = number(blade.camber, "FanRotorBlade.camber")
    if abs(camber) > 0.5:
        raise GeometryError.at(
            "FanRotorBlade.camber", given=camber, wanted="-0.5 to 0.5", code="out-of-range"
        )
    tip_pitch = blade.tip_pitch_deg
    tip_pitch_deg = 0.56 * pitch_deg if tip_pitch is None else _turn(tip_pitch, "FanRotorBlade.tip_pitch_deg")
    span = radius - hub_radius
    root_chord, tip_chord = (
        positive(default if given is None else given, f"FanRotorGeometry {name}")
        for name, given, default in (
            ("blade_root_chord", chords[0], max(0.32 * span, 1.5 * thickness)),
            ("blade_tip_chord", chords[1], max(0.20 * span, 1.2 * thickness)),
        )
    )
    if max(root_chord, tip_chord) >= 1.6 * radius:
        raise GeometryError.at(
            "blade chord",
            given=max(root_chord, tip_chord),
            wanted=f"below 1.6 outer radii, {1.6 * radius}",
            code="out-of-range",
        )
    root = 0.82 * hub_radius
    least = root + max(0.22 * thickness, 1e-4)
    if tip <= least:
        raise GeometryError.at(
            "blade tip radius", given=tip, wanted=f"above {least:g}, clear of the hub", code="out-of-range"
        )
    return Planform(
        shape=blade.shape,
        root=root,
        tip=tip,
        root_chord=root_chord,
        tip_chord=tip_chord,
        root_pitch=radians(1.16 * pitch_deg),
        tip_pitch=radians(tip_pitch_deg),
        root_thickness=max(0.18 * thickness, 0.08 * root_chord),
        tip_thickness=max(0.08 * thickness, 0.048 * tip_chord),
        sweep=radians(sweep_deg),
        camber=camber,
    )


def _hub_loops(hub: FanRotorHub, *, radius: float, thickness: float) -> list[Floats]:
    """Silhouette of the drum, its collar behind and its nose in front, without the bore.

    A collar too short to reach the drum is drawn up to it, so that nothing floats.
    """
    if hub.style not in HUB_STYLES:
        raise GeometryError.at(
            "FanRotorHub.style",
            given=hub.style,
            wanted=f"one of {', '.join(HUB_STYLES)}",
            code="out-of-range",
        )
    front = 0.18 * thickness
    parts = [rectangle((0.0, -front), (radius, front))]
    narrowest = radius
    height = not_negative(
        front if hub.rear_collar_height is None else hub.rear_collar_height, "FanRotorHub.rear_collar_height"
    )
    if height > 0.0:
        where = "FanRotorHub.rear_collar_radius"
        given = hub.rear_collar_radius
        collar = positive(0.78 * radius if given is None else given, where)
        if collar >= 1.05 * radius:
            raise GeometryError.at(
                where, given=collar, wanted=f"below 1.05 hub radii, {1.05 * radius:g}", code="out-of-range"
            )
        narrowest = min(narrowest, collar)
        middle = -0.24 * thickness
        if height > ABSENT:
            parts.append(
                rectangle((0.0, middle - height / 2.0), (collar, max(middle + height / 2.0, -front)))
            )
    if hub.style == "capped":
        parts.append(rectangle((0.0, front), (0.82 * radius, front + max(front, 1e-4))))
    elif hub.style != "flat":
        top, tall = (
            (0.40 * radius, 0.34 * thickness)
            if hub.style == "domed"
            else (max(0.05 * radius, 1e-4), 0.52 * thickness)
        )
        parts.append(
            np.array([(0.0, front), (0.92 * radius, front), (top, front + tall), (0.0, front + tall)])
        )
    if hub.bore_diameter is not None:
        bore = positive(hub.bore_diameter, "FanRotorHub.bore_diameter") / 2.0
        if bore >= 0.92 * narrowest:
            most = 2.0 * 0.92 * narrowest
            raise GeometryError.at(
                "FanRotorHub.bore_diameter",
                given=2.0 * bore,
                wanted=f"below {most:g}, leaving a wall",
                code="out-of-range",
            )
    return silhouette(parts)


def _ring_and_tip(
    shroud: FanRotorShroud | None,
    blade: FanRotorBlade,
    *,
    radius: float,
    hub_radius: float,
    thickness: float,
) -> tuple[Sequence[list[Floats]], float]:
    """Silhouettes of the ring (none or one), and the radius at which blades end."""
    clearance = not_negative(blade.tip_clearance, "FanRotorBlade.tip_clearance")
    if shroud is None:
        return (), radius - clearance
    if clearance > 1e-9:
        raise GeometryError.at(
            "FanRotorBlade.tip_clearance",
            given=clearance,
            wanted="0 where a shroud holds the tips",
            code="out-of-range",
        )
    thick = positive(shroud.thickness, "FanRotorShroud.thickness")
    default = max(0.8 * thickness, 1e-4)
    depth = positive(default if shroud.depth is None else shroud.depth, "FanRotorShroud.depth")
    outer = radius - not_negative(shroud.clearance, "FanRotorShroud.clearance")
    lip = not_negative(shroud.lip_depth, "FanRotorShroud.lip_depth")
    inner = outer - thick
    least = hub_radius + max(0.25 * thickness, 1e-4)
    if inner <= least:
        raise GeometryError.at(
            "FanRotorShroud inner radius",
            given=inner,
            wanted=f"above {least:g}, clear of the hub",
            code="out-of-range",
        )
    ring = silhouette([rectangle((inner, -depth / 2.0), (outer, depth / 2.0 + lip))])
    return (ring,), inner + min(0.18 * thick, max(0.05 * thickness, 5e-4))


def _turn(value: float, where: str) -> float:
    degrees = number(value, where)
    if abs(degrees) >= MOST_TURN_DEG:
        raise GeometryError.at(
            where,
            given=degrees,
            wanted=f"less than {MOST_TURN_DEG:g} degrees either way",
            code="out-of-range",
        )
    return degrees
