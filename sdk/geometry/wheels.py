"""Wheels: `WheelGeometry`, with rim, hub, two discs, windows, bolt holes, bore and flange.

A newcomer's mistake: to draw on Y and Z. Everything is drawn about Z and laid along X at the end; a wheel spins about
X and its front is +X.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple
from math import pi, radians

from sdk.errors import GeometryError
from sdk.geometry import kernel
from sdk.geometry.construction import record
from sdk.geometry.inputs import number, positive, require_some
from sdk.geometry.kept import MeshArrays, content_name, kept_or_made
from sdk.geometry.kernel import Solid
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.prisms import CHORD_ERROR, circle, hole, rectangle, require_below, turned
from sdk.geometry.triangles import Floats
from sdk.geometry.turning import (
    axis_to_x,
    copies,
    drilled_radius,
    punch,
    revolved,
    revolved_solid,
    ring_error,
)
from sdk.geometry.wheel_records import (
    BoltPattern,
    WheelBore,
    WheelFace,
    WheelFlange,
    WheelHub,
    WheelRim,
    WheelSpokes,
)
from sdk.geometry.wheel_section import WheelSizes, face_radius, wheel_silhouette

KEY_SHARE = 0.4
"""Depth of a keyway in the hub, as a part of its width."""


class WheelGeometry(MeshGeometry):
    """A wheel that spins about X, front towards +X.

    Args:
        radius: metres.
        width: of the rim, along the axis.
        rim: None: from 0.68 of the radius to the radius, without lips or groove.
        hub: None: 0.18 of the radius and 0.55 of the width.
        face: None: both discs flush with the rim's ends.
        spokes: None: whole discs.
        bore: None: round, 0.18 of the radius across and at least 4 mm.
        flange: None: none.
        center: False puts the lowest point at x = 0.

    Raises:
        GeometryError: a size or record is out of range; the text names it.
    """

    def __init__(
        self,
        radius: float,
        width: float,
        *,
        rim: WheelRim | None = None,
        hub: WheelHub | None = None,
        face: WheelFace | None = None,
        spokes: WheelSpokes | None = None,
        bore: WheelBore | None = None,
        flange: WheelFlange | None = None,
        center: bool = True,
    ) -> None:
        super().__init__()
        outer = positive(radius, "WheelGeometry radius")
        wide = positive(width, "WheelGeometry width")
        rim, face = rim or WheelRim(), face or WheelFace()
        hub = hub or WheelHub(0.18 * outer, 0.55 * wide)
        spokes = spokes or WheelSpokes("disc")
        bore = bore or WheelBore("round", max(0.18 * outer, 0.004))
        sizes = _sizes(outer, wide, rim, hub, face, spokes)
        windows = _windows(sizes, spokes)
        bolts = [] if hub.bolt_pattern is None else _bolts(hub.bolt_pattern, hub_radius=sizes.hub_radius)
        diameter = positive(bore.diameter, "WheelBore.diameter")
        if diameter >= 2.0 * sizes.hub_radius:
            raise GeometryError.at(
                "WheelBore.diameter",
                given=diameter,
                wanted=f"below the hub's, {2.0 * sizes.hub_radius:g}",
                code="out-of-range",
            )
        drilled = drilled_radius(diameter / 2.0, size=max(outer, sizes.rim_outer))
        loops = wheel_silhouette(
            sizes,
            rim=rim,
            face=face,
            cap_style=hub.cap_style,
            bore_radius=0.0
            if bore.style == "hex"
            else min(drilled, (diameter / 2.0 + sizes.hub_radius) / 2.0),
        )
        cuts = [*windows, *bolts, *_bore_outlines(bore, diameter, hub_radius=sizes.hub_radius)]
        flanges = [] if flange is None else list(_flange(flange, sizes))
        reach = wide + 2.0 * sizes.hub_width

        def make() -> MeshArrays:
            solid = revolved_solid(loops)
            if cuts:
                solid = kernel.subtract(solid, punch(cuts, -reach, reach))
            return kernel.mesh_from_solid(kernel.unite([solid, *flanges]) if flanges else solid)

        if flanges:
            points, triangles = make()
        elif cuts:
            points, triangles = kept_or_made(content_name("wheel", loops, cuts, [reach]), make)
        else:
            points, triangles = revolved(loops)
        made = record(
            "wheel",
            radius=outer,
            width=wide,
            rim=astuple(rim),
            hub=astuple(hub),
            face=astuple(face),
            spokes=astuple(spokes),
            bore=astuple(bore),
            flange=None if flange is None else astuple(flange),
        )
        require_some(triangles, "WheelGeometry")
        self.fill(axis_to_x(points), triangles, made)
        if not center:
            self.translate(-float(points[:, 2].min()), 0.0, 0.0)


def _sizes(
    radius: float, width: float, rim: WheelRim, hub: WheelHub, face: WheelFace, spokes: WheelSpokes
) -> WheelSizes:
    """The lengths that the rest is measured by, checked."""
    outer = positive(radius if rim.outer_radius is None else rim.outer_radius, "WheelRim.outer_radius")
    inner = positive(0.68 * radius if rim.inner_radius is None else rim.inner_radius, "WheelRim.inner_radius")
    hub_radius, hub_width = positive(hub.radius, "WheelHub.radius"), positive(hub.width, "WheelHub.width")
    for where, value, limit, whose in (
        ("WheelRim.inner_radius", inner, outer, "the rim's outer radius"),
        ("WheelHub.radius", hub_radius, inner, "the rim's inner radius"),
    ):
        if value >= limit:
            raise GeometryError.at(
                where, given=value, wanted=f"below {whose}, {limit:g}", code="out-of-range"
            )
    for name, value in (
        ("WheelRim.flange_height", rim.flange_height),
        ("WheelRim.flange_thickness", rim.flange_thickness),
        ("WheelRim.bead_seat_depth", rim.bead_seat_depth),
        ("WheelFace.dish_depth", face.dish_depth),
        ("WheelFace.front_inset", face.front_inset),
        ("WheelFace.rear_inset", face.rear_inset),
    ):
        number(value, name)
    reach = number(face.window_depth, "WheelFace.window_depth")
    ends = face_radius(radius, rim_outer=outer, rim_inner=inner, rim=rim, reach=reach)
    return WheelSizes(
        radius=radius,
        width=width,
        rim_outer=outer,
        rim_inner=inner,
        hub_radius=hub_radius,
        hub_width=hub_width,
        disc=max(number(spokes.thickness, "WheelSpokes.thickness"), 0.08 * width, 0.002),
        face_radius=max(ends, 1.6 * hub_radius),
    )


def _windows(sizes: WheelSizes, spokes: WheelSpokes) -> list[Floats]:
    """Outlines of the windows: slots with their long axes radial, the first at the top (+Z of the wheel)."""
    default = 6 if spokes.style in ("straight", "solid_slots") else 5
    count = copies(default if spokes.count is None else spokes.count, "WheelSpokes.count", least=2)
    given = number(spokes.window_radius, "WheelSpokes.window_radius")
    hub, span = sizes.hub_radius, sizes.face_radius - sizes.hub_radius
    wide = max(given if given > 0.0 else 0.09 * (sizes.rim_outer - hub), 0.003)
    long = max(0.75 * span, 0.010)
    top, step = pi / 2.0, 2.0 * pi / count

    def row(
        place: float, length: float, width: float, *, start: float = 0.0, number_of: int = count
    ) -> list[Floats]:
        outline = hole(
            width / 2.0,
            centre=(hub + place * span, 0.0),
            stretch=max(length - width, 0.0),
            chord_error=max(CHORD_ERROR, ring_error(sizes.radius) / 2.0),
        )
        return [turned(outline, top + start + 2.0 * pi * each / number_of) for each in range(number_of)]

    match spokes.style:
        case "straight":
            return row(0.5, long, wide)
        case "solid_slots":
            return row(0.5, long, 1.5 * wide)
        case "split_y":
            lean = radians(10.0)
            return row(0.44, 0.55 * long, 0.85 * wide, start=-lean) + row(
                0.64, 0.55 * long, 0.85 * wide, start=lean
            )
        case "mesh":
            return row(0.36, 0.30 * long, 0.72 * wide) + row(
                0.68, 0.24 * long, 0.72 * wide, start=step / 4.0, number_of=2 * count
            )
        case _:
            return []


def _bolts(pattern: BoltPattern, *, hub_radius: float) -> list[Floats]:
    """Outlines of the bolt holes, the first towards +Y of the wheel."""
    count = copies(pattern.count, "BoltPattern.count", least=2)
    around = positive(pattern.circle_diameter, "BoltPattern.circle_diameter") / 2.0
    radius = positive(pattern.hole_diameter, "BoltPattern.hole_diameter") / 2.0
    if around + radius >= hub_radius:
        raise GeometryError.at(
            "BoltPattern",
            given=f"holes out to radius {around + radius:g}",
            wanted=f"holes inside the hub's radius, {hub_radius:g}",
            code="out-of-range",
        )
    outline = hole(radius, centre=(around, 0.0))
    return [turned(outline, 2.0 * pi * step / count) for step in range(count)]


def _bore_outlines(bore: WheelBore, diameter: float, *, hub_radius: float) -> list[Floats]:
    """Outlines of what a bore cuts beside its round hole."""
    radius = diameter / 2.0
    if bore.style == "hex":
        return [circle(radius, segments=6)]
    if bore.style == "keyed":
        width = positive(0.32 * diameter if bore.key_width is None else bore.key_width, "WheelBore.key_width")
        require_below(width, diameter, "WheelBore.key_width", "the bore's diameter")
        # A key is about as high as wide and sits in the hub with nearly half of that.
        floor = min(radius + KEY_SHARE * width, (radius + hub_radius) / 2.0)
        return [rectangle((0.0, -width / 2.0), (floor, width / 2.0))]
    return []


def _flange(flange: WheelFlange, sizes: WheelSizes) -> Iterable[Solid]:
    """A ring and its struts for each side that has them."""
    thick = positive(flange.thickness, "WheelFlange.thickness")
    outer = positive(flange.radius, "WheelFlange.radius")
    offset = number(flange.offset, "WheelFlange.offset")
    inner = max(outer - thick, 1.05 * sizes.hub_radius)
    if inner >= outer:
        raise GeometryError.at(
            "WheelFlange.radius", given=outer, wanted=f"above 1.05 hub radii, {inner:g}", code="out-of-range"
        )
    middle = (sizes.rim_outer + inner) / 2.0
    long = max(outer - sizes.rim_outer + 0.35 * thick, 0.006) / 2.0
    # A strut always meets the ring, also a small one, and then the rim around it.
    ring_middle, rim_middle = (inner + outer) / 2.0, (sizes.rim_inner + sizes.rim_outer) / 2.0
    start, end = min(middle - long, ring_middle), max(middle + long, ring_middle)
    if outer < sizes.rim_inner:
        end = max(end, rim_middle)
    half_wide = max(0.55 * thick, 0.0015) / 2.0
    half_deep = max(offset + 0.6 * thick, 0.8 * thick) / 2.0
    strut = rectangle((start, -half_wide), (end, half_wide))
    struts = [turned(strut, pi / 2.0 * quarter) for quarter in range(4)]
    for side, name in ((1.0, "rear"), (-1.0, "front")):
        if flange.side == name:
            continue
        ring = side * (sizes.width / 2.0 + offset)
        yield revolved_solid([rectangle((inner, ring - 0.3 * thick), (outer, ring + 0.3 * thick))])
        place = side * (sizes.width / 2.0 + offset / 2.0)
        yield punch(struts, place - half_deep, place + half_deep)
