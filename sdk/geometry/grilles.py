"""`VentGrilleGeometry`: a framed opening with slats, dividers, mounting holes and a duct sleeve behind.

A newcomer's mistake: to look for the sign of the slat angle. Only its size counts; which way the front of a
slat looks is `VentGrilleSlats.direction`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, radians, sin

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.construction import record
from sdk.geometry.inputs import count, number, positive
from sdk.geometry.kernel import Solid, bounds, mesh_from_solid, solid_from_mesh, subtract, unite
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.prisms import (
    block,
    circle_segments,
    fill_resting,
    hole,
    not_negative,
    prism,
    rectangle,
    require_below,
    sizes,
    turned,
)
from sdk.geometry.skin import skin
from sdk.geometry.triangles import Floats

WHERE = "VentGrilleGeometry"

MAX_BARS = 500
"""Most slats, and most dividers, of one grille."""

AIRFOIL = np.array(
    [(-0.50, 0.0), (-0.22, 0.56), (0.08, 0.64), (0.44, 0.10), (0.34, -0.22), (-0.10, -0.38), (-0.44, -0.14)]
)
"""Section of an airfoil slat, clockwise: parts of the slat's width along Y and of its thickness along Z."""


@dataclass(frozen=True)
class VentGrilleSlats:
    """How the slats look, and the upright dividers between them; lengths in metres."""

    profile: str = "flat"
    """``flat``, ``airfoil`` or ``boxed``."""
    direction: str = "down"
    """``down`` tips the upper edge of each slat backwards, ``up`` forwards."""
    inset: float = 0.0
    """How far the slats are set back."""
    divider_count: int = 0
    divider_width: float = 0.004


@dataclass(frozen=True)
class VentGrilleFrame:
    """The outer edge of the front: style ``flush``, ``beveled`` or ``radiused``, and its depth in metres."""

    style: str = "flush"
    depth: float = 0.0


@dataclass(frozen=True)
class VentGrilleMounts:
    """Four screw holes near the corners with style ``holes``, none with ``none``; lengths in metres."""

    style: str = "none"
    inset: float = 0.008
    """Distance of each hole's centre from the two edges beside it."""
    hole_diameter: float | None = None
    """None for 0.36 of the frame, at least 3.2 mm."""


@dataclass(frozen=True)
class VentGrilleSleeve:
    """The duct collar behind the face: style ``full``, ``short`` or ``none``; lengths in metres."""

    style: str = "full"
    depth: float | None = None
    """None for the depth of the duct, or about half of it when short."""
    wall: float | None = None
    """None for the wall of the duct."""


STYLES = {
    "slats.profile": ("flat", "airfoil", "boxed"),
    "slats.direction": ("down", "up"),
    "frame_profile.style": ("flush", "beveled", "radiused"),
    "mounts.style": ("none", "holes"),
    "sleeve.style": ("none", "short", "full"),
}
"""Field of a record -> the words it may hold."""


class VentGrilleGeometry(MeshGeometry):
    """A ventilation grille: the face lies about z = 0 looking along +Z, the sleeve runs towards -Z.

    Args:
        panel_size: width along X and height along Y; further items are not read.
        frame: width of the border round the opening.
        face_thickness: of the face plate.
        duct_depth: length of a full sleeve.
        duct_wall: its wall.
        slat_pitch: distance of the slats, above their width; the first lies half a pitch above the lower edge
            of the opening.
        slat_width: of one slat, before it is tilted.
        slat_angle_deg: tilt about X; the sign is not looked at.
        slat_thickness: None for 0.35 of the face, at least 1 mm.
        corner_radius: of the face plate.
        slats, frame_profile, mounts, sleeve: records; None for their defaults.
        center: False puts the lowest vertex at z = 0.

    Raises:
        GeometryError: ``not-positive``, ``negative``, ``too-large``, ``unknown-word``, ``pitch-too-small``,
            ``no-room``, ``hole-outside``, ``too-many``, ``not-finite``.
    """

    def __init__(
        self,
        panel_size: Sequence[float],
        *,
        frame: float = 0.012,
        face_thickness: float = 0.004,
        duct_depth: float = 0.026,
        duct_wall: float = 0.003,
        slat_pitch: float = 0.018,
        slat_width: float = 0.009,
        slat_angle_deg: float = 35.0,
        slat_thickness: float | None = None,
        corner_radius: float = 0.0,
        slats: VentGrilleSlats | None = None,
        frame_profile: VentGrilleFrame | None = None,
        mounts: VentGrilleMounts | None = None,
        sleeve: VentGrilleSleeve | None = None,
        center: bool = True,
    ) -> None:
        super().__init__()
        face = _face(panel_size, frame, face_thickness, corner_radius, frame_profile or VentGrilleFrame())
        tube = _sleeve(face, sleeve or VentGrilleSleeve(), duct_depth, duct_wall)
        bars = _bars(face, slats or VentGrilleSlats(), slat_pitch, slat_width, slat_angle_deg, slat_thickness)
        solid = unite([_face_plate(face), *tube, *bars])
        screws = _mount_holes(face, mounts or VentGrilleMounts())
        if screws:
            low, high = bounds(solid)[:, 2]
            solid = subtract(solid, prism(screws, low - face.thickness, high + face.thickness))
        construction = record(
            "grille",
            size=(face.width, face.height, face.thickness),
            frame=face.border,
            corner_radius=face.corner,
            slats=slats or VentGrilleSlats(),
            sleeve=sleeve or VentGrilleSleeve(),
        )
        fill_resting(self, mesh_from_solid(solid), construction, center=center)


@dataclass(frozen=True)
class _Face:
    """The checked face plate, metres."""

    width: float
    height: float
    thickness: float
    border: float
    corner: float
    """Radius of the upright edges."""
    edge: float
    """How far the front edge is cut back, 0 when flush."""
    edge_is_round: bool

    @property
    def opening(self) -> tuple[float, float]:
        """Width and height of the opening."""
        return self.width - 2.0 * self.border, self.height - 2.0 * self.border

    @property
    def overlap(self) -> float:
        """How far the sleeve reaches up into the face, and its back edge with it."""
        return min(self.thickness / 4.0, 0.001)


def _face(
    panel_size: Sequence[float],
    frame: float,
    face_thickness: float,
    corner_radius: float,
    edge: VentGrilleFrame,
) -> _Face:
    width, height = sizes(panel_size, f"{WHERE} panel_size", items=2)
    border = positive(frame, f"{WHERE} frame")
    require_below(border, min(width, height) / 2.0, f"{WHERE} frame", "half the shorter side")
    thickness = positive(face_thickness, f"{WHERE} face_thickness")
    style = _word(edge.style, "frame_profile.style")
    depth = not_negative(edge.depth, f"{WHERE} frame_profile.depth")
    limit = min(0.7 * border, (0.7 if style == "beveled" else 0.48) * thickness)
    corner = max(0.0, number(corner_radius, f"{WHERE} corner_radius"))
    return _Face(
        width,
        height,
        thickness,
        border,
        min(corner, width / 2.0 - border, height / 2.0 - border),
        0.0 if style == "flush" or depth <= 1e-9 else min(depth, limit),
        style == "radiused",
    )


def _face_plate(face: _Face) -> Solid:
    """The plate with its front edge cut back and the opening through it."""
    top = face.thickness / 2.0
    rows = [(0.0, -top), (0.0, top - face.edge)]
    if face.edge_is_round and face.edge > 0.0:
        steps = ceil(circle_segments(face.edge) / 4.0)
        angles = [pi / 2.0 * step / steps for step in range(1, steps + 1)]
        rows += [(face.edge * (1.0 - cos(angle)), top - face.edge * (1.0 - sin(angle))) for angle in angles]
    elif face.edge > 0.0:
        rows.append((face.edge, top))
    rings = np.stack([_ring(face, inset, z) for inset, z in rows])
    plate = solid_from_mesh(*skin(rings, caps=True), where=WHERE)
    half = [extent / 2.0 for extent in face.opening]
    opening = block((-half[0], -half[1], -2.0 * top), (half[0], half[1], 2.0 * top))
    return subtract(plate, opening)


def _ring(face: _Face, inset: float, z: float) -> Floats:
    """(n, 3) outline of the plate drawn in by `inset`; n is the same for every inset."""
    steps = circle_segments(face.corner) // 4 if face.corner > 0.0 else 0
    turned_in = max(face.corner, inset)  # past the radius the corner is sharp: all its points fall together
    x, y = face.width / 2.0 - turned_in, face.height / 2.0 - turned_in
    angle = pi / 2.0 * np.arange(steps + 1) / max(steps, 1) if steps else np.array([pi / 4.0])
    reach = (turned_in - inset) * (1.0 if steps else 2.0**0.5)
    corners = [
        (centre_x + reach * np.cos(angle + start), centre_y + reach * np.sin(angle + start))
        for centre_x, centre_y, start in (
            (x, y, 0.0), (-x, y, pi / 2.0), (-x, -y, pi), (x, -y, 1.5 * pi)
        )
    ]  # fmt: skip
    flat = np.concatenate([np.stack(corner, axis=1) for corner in corners])
    return np.column_stack([flat, np.full(len(flat), z)])


def _sleeve(face: _Face, sleeve: VentGrilleSleeve, duct_depth: float, duct_wall: float) -> list[Solid]:
    """The rectangular tube behind the opening, or nothing."""
    duct = positive(duct_depth, f"{WHERE} duct_depth")
    wall = positive(duct_wall, f"{WHERE} duct_wall")
    style = _word(sleeve.style, "sleeve.style")
    depth = duct if style == "full" else max(1.8 * face.thickness, 0.45 * duct)
    if sleeve.depth is not None:
        depth = positive(sleeve.depth, f"{WHERE} sleeve.depth")
    if sleeve.wall is not None:
        wall = positive(sleeve.wall, f"{WHERE} sleeve.wall")
    if style == "none":
        return []
    require_below(2.0 * wall, min(face.opening), f"{WHERE} sleeve.wall, doubled", "the opening")
    x, y = face.opening[0] / 2.0, face.opening[1] / 2.0
    front = -face.thickness / 2.0 + face.overlap
    outer, inner = rectangle((-x, -y), (x, y)), rectangle((wall - x, wall - y), (x - wall, y - wall))
    return [prism([outer, inner[::-1]], front - depth, front)]


def _bars(
    face: _Face,
    slats: VentGrilleSlats,
    slat_pitch: float,
    slat_width: float,
    slat_angle_deg: float,
    slat_thickness: float | None,
) -> list[Solid]:
    """The slats, and the dividers in one solid when there are any."""
    profile = _word(slats.profile, "slats.profile")
    down = _word(slats.direction, "slats.direction") == "down"
    pitch = positive(slat_pitch, f"{WHERE} slat_pitch")
    width = positive(slat_width, f"{WHERE} slat_width")
    if pitch <= width:
        raise GeometryError.at(
            f"{WHERE} slat_pitch", given=pitch, wanted=f"above slat_width {width:g}", code="pitch-too-small"
        )
    thickness = max(0.001, 0.35 * face.thickness)
    if slat_thickness is not None:
        thickness = positive(slat_thickness, f"{WHERE} slat_thickness")
    inset = not_negative(slats.inset, f"{WHERE} slats.inset")
    angle = abs(number(slat_angle_deg, f"{WHERE} slat_angle_deg"))
    dividers = count(slats.divider_count, f"{WHERE} slats.divider_count", least=-1)
    not_negative(dividers, f"{WHERE} slats.divider_count")
    opening_width, opening_height = face.opening
    rows = (opening_height - pitch) / pitch
    if rows < -1e-9 / pitch:
        raise GeometryError.at(
            f"{WHERE} slat_pitch",
            given=pitch,
            wanted=f"at most the opening, {opening_height:g}",
            code="no-room",
        )
    require_below(max(rows, dividers), MAX_BARS, f"{WHERE} slats", "bars in one grille")
    first, last = -opening_height / 2.0 + pitch / 2.0, opening_height / 2.0 - pitch / 2.0 + 1e-9
    middles = [y for y in (first + pitch * row for row in range(int(rows) + 2)) if y <= last]

    section = _slat_section(profile, width, thickness)
    section = turned(section, radians(-angle if down else angle))
    # A divider takes its width from the length of the slats, which may then end short of the frame.
    divider_width = positive(slats.divider_width, f"{WHERE} slats.divider_width") if dividers else 0.0
    half_length = (opening_width - dividers * divider_width) / 2.0 + min(face.border / 2.0, 0.002)
    require_below(-half_length, 0.0, f"{WHERE} slats.divider_width", "room left between the dividers")
    depth = -face.thickness / 4.0 - inset
    loops = [section + (middle, depth) for middle in middles]
    # Thick slats tilted steeply may run into each other; only slats apart make one prism.
    groups = [loops] if float(np.ptp(section[:, 0])) < pitch else [[loop] for loop in loops]
    return [
        *(prism(group, -half_length, half_length, along="x") for group in groups),
        *_dividers(face, dividers, divider_width, thickness),
    ]


def _slat_section(profile: str, width: float, thickness: float) -> Floats:
    """(n, 2) counter-clockwise section of one slat lying flat; columns are y and z."""
    if profile == "airfoil":
        return AIRFOIL[::-1] * (width, thickness)
    tall = max(1.35 * thickness, 0.42 * width) if profile == "boxed" else thickness
    return rectangle((-width / 2.0, -tall / 2.0), (width / 2.0, tall / 2.0))


def _dividers(face: _Face, dividers: int, width: float, slat_thickness: float) -> list[Solid]:
    """Upright bars that part the opening evenly, in one solid; nothing when there are none."""
    if not dividers:
        return []
    span = face.opening[0] - width
    pitch = span / (dividers + 1)
    require_below(width, pitch, f"{WHERE} slats.divider_width", "the distance of the dividers")
    half_height = (face.opening[1] + min(0.35 * face.border, 0.003)) / 2.0
    half_depth = max(0.9 * face.thickness, 1.1 * slat_thickness) / 2.0
    middle = -0.18 * face.thickness
    places = [-span / 2.0 + pitch * (index + 1) for index in range(dividers)]
    bars = [rectangle((x - width / 2.0, -half_height), (x + width / 2.0, half_height)) for x in places]
    return [prism(bars, middle - half_depth, middle + half_depth)]


def _mount_holes(face: _Face, mounts: VentGrilleMounts) -> list[Floats]:
    """Outlines of the screw holes."""
    style = _word(mounts.style, "mounts.style")
    inset = not_negative(mounts.inset, f"{WHERE} mounts.inset")
    if style == "none":
        return []
    diameter = max(0.36 * face.border, 0.0032)
    if mounts.hole_diameter is not None:
        diameter = positive(mounts.hole_diameter, f"{WHERE} mounts.hole_diameter")
    radius = diameter / 2.0
    require_below(radius, 0.8 * face.border, f"{WHERE} mounts.hole_diameter, halved", "0.8 of the frame")
    x, y = face.width / 2.0 - inset, face.height / 2.0 - inset
    if inset < radius or min(x, y) < radius:
        raise GeometryError.at(
            f"{WHERE} mounts.inset",
            given=inset,
            wanted=f"holes of diameter {diameter:g} inside the face, apart from each other",
            code="hole-outside",
        )
    return [hole(radius, centre=centre) for centre in ((-x, -y), (x, -y), (x, y), (-x, y))]


def _word(value: str, field: str) -> str:
    """The value, when it is one of the words the field may hold.

    Raises:
        GeometryError: ``unknown-word``.
    """
    if value not in STYLES[field]:
        raise GeometryError.at(
            f"{WHERE} {field}", given=value, wanted=f"one of {', '.join(STYLES[field])}", code="unknown-word"
        )
    return value
