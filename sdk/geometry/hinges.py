"""Hinges about Z: `BarrelHingeGeometry`, `PianoHingeGeometry`, and the records for their holes and pins.

A newcomer's mistake: to use one for a moving lid. The leaves and all knuckles are one rigid solid, standing open at
`open_angle_deg`; what moves is drawn as two parts by the author.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from math import pi, radians
from typing import Literal

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry import inputs, kernel
from sdk.geometry.construction import record
from sdk.geometry.extrude import extrude_region
from sdk.geometry.inputs import number, positive, require_some
from sdk.geometry.kernel import Solid
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.outlines import sound_region
from sdk.geometry.prisms import ABSENT, hole, not_negative, rectangle, sizes, turned
from sdk.geometry.triangles import Floats
from sdk.geometry.turning import copies, revolved_solid, silhouette


@dataclass(frozen=True)
class HingeHolePattern:
    """A row of screw holes in a leaf, spread about its middle along Z."""

    style: Literal["none", "round", "countersunk", "slotted"] = "none"
    """``countersunk`` holes are plain round ones."""
    count: int = 0
    diameter: float | None = None
    slot_size: tuple[float, float] | None = None
    """Length across the leaf, and width."""
    edge_margin: float = 0.0
    """From the hinge's ends to the outer holes, where no pitch is given."""
    pitch: float | None = None


@dataclass(frozen=True)
class HingePinStyle:
    """The ends of the pin."""

    head_style: Literal["plain", "button", "flat", "peened"] = "plain"
    """``plain`` has no head, ``peened`` one at the bottom, others one at each end."""
    head_height: float = 0.0
    head_diameter: float | None = None
    """None: 1.6 of the pin's."""
    exposed_end: float = 0.0
    """How far the pin stands out at each end."""


class BarrelHingeGeometry(MeshGeometry):
    """Two leaves on a barrel about Z: A towards -X, B where `open_angle_deg` puts it.

    Args:
        length: of leaves and barrel along Z, metres.
        leaf_width_a: of leaf A, on -X.
        leaf_width_b: None: the same.
        leaf_thickness: of both.
        pin_diameter: seen in the gaps between knuckles.
        knuckle_outer_diameter: of the barrel; None: 1.75 of the pin's.
        knuckle_count: 3 to 360.
        clearance: gap between knuckles.
        open_angle_deg: 180 lays B flat on +X, 90 along +Y, 0 onto A.
        holes_a, holes_b: None: no holes. They turn with their leaf.
        pin: None: flush, without heads.
        center: False puts the lowest point at z = 0.

    Raises:
        GeometryError: a size or record is out of range; the text names it.
    """

    def __init__(
        self,
        length: float,
        *,
        leaf_width_a: float,
        leaf_width_b: float | None = None,
        leaf_thickness: float,
        pin_diameter: float,
        knuckle_outer_diameter: float | None = None,
        knuckle_count: int = 5,
        clearance: float = 0.0005,
        open_angle_deg: float = 180.0,
        holes_a: HingeHolePattern | None = None,
        holes_b: HingeHolePattern | None = None,
        pin: HingePinStyle | None = None,
        center: bool = True,
    ) -> None:
        super().__init__()
        name = type(self).__name__
        tall = positive(length, f"{name} length")
        wide_a = positive(leaf_width_a, f"{name} leaf_width_a")
        wide_b = positive(leaf_width_a if leaf_width_b is None else leaf_width_b, f"{name} leaf_width_b")
        thick = positive(leaf_thickness, f"{name} leaf_thickness")
        pin_wide = positive(pin_diameter, f"{name} pin_diameter")
        barrel = positive(
            1.75 * pin_wide if knuckle_outer_diameter is None else knuckle_outer_diameter,
            f"{name} knuckle_outer_diameter",
        )
        if pin_wide >= barrel:
            raise GeometryError.at(
                f"{name} pin_diameter",
                given=pin_wide,
                wanted=f"below the knuckles' diameter, {barrel:g}",
                code="out-of-range",
            )
        count = copies(knuckle_count, f"{name} knuckle_count", least=3)
        gap = not_negative(clearance, f"{name} clearance")
        knuckle = (tall - gap * (count - 1)) / count
        if knuckle <= 0.0:
            raise GeometryError.at(
                f"{name} clearance",
                given=gap,
                wanted=f"below {tall / (count - 1):g}, leaving knuckles some length",
                code="out-of-range",
            )
        angle = radians(number(open_angle_deg, f"{name} open_angle_deg"))
        pin = pin or HingePinStyle()
        core = _barrel(length=tall, diameter=barrel, count=count, gap=gap)
        core += _pin(pin, length=tall, diameter=pin_wide)
        start = barrel / 2.0 - min(0.75 * thick, 0.12 * barrel)
        leaves: list[Solid] = []
        for which, wide, pattern, turn in (
            ("holes_a", wide_a, holes_a, pi),
            ("holes_b", wide_b, holes_b, pi - angle),
        ):
            middle = barrel / 2.0 + wide / 2.0
            holes = [] if pattern is None else _holes(pattern, middle, tall, f"{name} {which}")
            leaves.append(_leaf(start, wide, tall, thick, holes, turn))
        points, triangles = kernel.mesh_from_solid(kernel.unite([revolved_solid(silhouette(core)), *leaves]))
        made = record(
            "hinge",
            length=tall,
            leaf_width_a=wide_a,
            leaf_width_b=wide_b,
            leaf_thickness=thick,
            pin_diameter=pin_wide,
            knuckle_outer_diameter=barrel,
            knuckle_count=count,
            clearance=gap,
            open_angle_deg=float(open_angle_deg),
            holes_a=None if holes_a is None else astuple(holes_a),
            holes_b=None if holes_b is None else astuple(holes_b),
            pin=astuple(pin),
        )
        require_some(triangles, type(self).__name__)
        self.fill(points, triangles, made)
        if not center:
            self.translate(0.0, 0.0, -float(points[:, 2].min()))


class PianoHingeGeometry(BarrelHingeGeometry):
    """A long barrel hinge whose knuckles, an odd number, follow from their pitch; the barrel is 1.55 pins wide.

    Args:
        length, leaf_width_a, leaf_width_b, leaf_thickness, pin_diameter, clearance, open_angle_deg, holes_a,
            holes_b, pin, center: as for `BarrelHingeGeometry`.
        knuckle_pitch: length of a knuckle with its gap, metres; at least 3 knuckles are made.

    Raises:
        GeometryError: as `BarrelHingeGeometry`.
    """

    def __init__(
        self,
        length: float,
        *,
        leaf_width_a: float,
        leaf_width_b: float | None = None,
        leaf_thickness: float,
        pin_diameter: float,
        knuckle_pitch: float,
        clearance: float = 0.0005,
        open_angle_deg: float = 180.0,
        holes_a: HingeHolePattern | None = None,
        holes_b: HingeHolePattern | None = None,
        pin: HingePinStyle | None = None,
        center: bool = True,
    ) -> None:
        pitch = positive(knuckle_pitch, "PianoHingeGeometry knuckle_pitch")
        ratio = min(positive(length, "PianoHingeGeometry length") / pitch, 1e6)
        super().__init__(
            length,
            leaf_width_a=leaf_width_a,
            leaf_width_b=leaf_width_b,
            leaf_thickness=leaf_thickness,
            pin_diameter=pin_diameter,
            knuckle_outer_diameter=1.55 * positive(pin_diameter, "PianoHingeGeometry pin_diameter"),
            knuckle_count=max(3, int(ratio)) | 1,
            clearance=clearance,
            open_angle_deg=open_angle_deg,
            holes_a=holes_a,
            holes_b=holes_b,
            pin=pin,
            center=center,
        )


def _barrel(*, length: float, diameter: float, count: int, gap: float) -> list[Floats]:
    """Silhouettes of the knuckles; one whole barrel where the gaps are too fine for a mesh file."""
    radius, half = diameter / 2.0, length / 2.0
    if gap <= ABSENT:
        return [rectangle((0.0, -half), (radius, half))]
    knuckle = (length - gap * (count - 1)) / count
    lows = [row * (knuckle + gap) - half for row in range(count)]
    return [rectangle((0.0, low), (radius, low + knuckle)) for low in lows]


def _pin(pin: HingePinStyle, *, length: float, diameter: float) -> list[Floats]:
    """Silhouettes of the pin and its heads."""
    end = length / 2.0 + number(pin.exposed_end, "HingePinStyle.exposed_end")
    height = number(pin.head_height, "HingePinStyle.head_height")
    parts = [rectangle((0.0, -end), (diameter / 2.0, end))] if end > 0.0 else []
    if pin.head_style != "plain" and height > ABSENT:
        given = 1.6 * diameter if pin.head_diameter is None else pin.head_diameter
        radius = positive(given, "HingePinStyle.head_diameter") / 2.0
        parts.append(rectangle((0.0, -end - height), (radius, -end)))
        if pin.head_style != "peened":
            parts.append(rectangle((0.0, end), (radius, end + height)))
    return parts


def _holes(pattern: HingeHolePattern, place: float, length: float, where: str) -> list[Floats]:
    """Outlines of a leaf's holes in its plane: distance from the pin's axis, and z."""
    if pattern.style == "none" or inputs.count(pattern.count, f"{where} count", least=0) == 0:
        return []
    count = copies(pattern.count, f"{where} count", least=1)
    slot = None if pattern.slot_size is None else sizes(pattern.slot_size, f"{where} slot_size", items=2)
    if slot is None and (pattern.style == "slotted" or pattern.diameter is None):
        wanted = "slot_size" if pattern.style == "slotted" else "a diameter"
        raise GeometryError.at(
            where, given=f"{pattern.style} holes", wanted=f"{wanted} for them", code="no-size"
        )
    long = wide = 0.0
    if slot is not None and (pattern.style == "slotted" or pattern.diameter is None):
        long, wide = slot
    if pattern.style != "slotted":
        long = wide = wide if pattern.diameter is None else positive(pattern.diameter, f"{where} diameter")
    margin = number(pattern.edge_margin, f"{where} edge_margin")
    even = (length - 2.0 * margin) / max(count - 1, 1)
    spacing = even if pattern.pitch is None else number(pattern.pitch, f"{where} pitch")
    return [
        hole(wide / 2.0, centre=(place, spacing * (row - (count - 1) / 2.0)), stretch=max(long - wide, 0.0))
        for row in range(count)
    ]


def _leaf(
    start: float, width: float, length: float, thickness: float, holes: list[Floats], turn: float
) -> Solid:
    """A leaf from `start` to `start + width` off the pin's axis, turned about Z by `turn` radians from +X."""
    outline = rectangle((start, -length / 2.0), (start + width, length / 2.0))
    loops = sound_region(outline, holes, "hinge leaf") if holes else [outline]
    vertices, faces = extrude_region(loops, thickness, base=-thickness / 2.0)
    across = turned(np.stack([vertices[:, 0], -vertices[:, 2]], axis=1), turn)
    return kernel.solid_from_mesh(np.column_stack([across, vertices[:, 1]]), faces, where="hinge leaf")
