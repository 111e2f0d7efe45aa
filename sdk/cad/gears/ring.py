"""`RingGear` and `HerringboneRingGear`: gears with internal teeth.

A newcomer's mistake: a tooth *space* is centred on +X, and it has the shape of the external tooth that runs in it.
"""

from __future__ import annotations

from math import cos, pi, radians, tan
from typing import Any

import cadquery as cq
import numpy as np

from sdk.cad.gears.base import OutlinedGear, require_above, whole
from sdk.cad.gears.bodies import Layer, helix_layers
from sdk.cad.gears.curves import Arc, Curve, Involute, Line, involute_function, pressure_angle_at
from sdk.cad.gears.features import Blank, featured_body
from sdk.cad.gears.spur import herringbone_layers


class RingGear(OutlinedGear):
    """An internal gear about +Z from z = 0 to `width`, a tooth space centred on +X.

    Args:
        module, teeth_number, width: as for `SpurGear`.
        rim_width: wall outside the root circle.
        pressure_angle, helix_angle: degrees.
        clearance: added to the dedendum.
        backlash: widening of the spaces, in modules.
        build_params: defaults of `build`'s options: `chamfer`, `chamfer_top`, `chamfer_bottom`; others are ignored.

    Raises:
        ValueError: a size that is not positive, or teeth as long as the pitch radius.
    """

    def __init__(
        self,
        module: float,
        teeth_number: int,
        width: float,
        rim_width: float,
        pressure_angle: float = 20.0,
        helix_angle: float = 0.0,
        clearance: float = 0.0,
        backlash: float = 0.0,
        **build_params: Any,
    ) -> None:
        self.m = m = float(module)
        self.z = z = whole(f"{type(self).__name__}.teeth_number", teeth_number)
        self.a0 = a0 = radians(pressure_angle)
        self.clearance = float(clearance)
        self.backlash = float(backlash)
        self.helix_angle = radians(helix_angle)
        self.width = float(width)
        self.rim_width = float(rim_width)
        self.build_params = build_params
        name = type(self).__name__
        require_above(f"{name}.module", m)
        require_above(f"{name}.width", self.width)
        require_above(f"{name}.rim_width", self.rim_width)
        self.r0 = m * z / 2.0
        self.ra = self.r0 - self.ka * m
        self.rd = self.r0 + self.kd * m + self.clearance
        self.rb = self.r0 * cos(a0)
        self.rr = max(self.rb, self.rd)
        self.rim_r = self.rd + self.rim_width
        require_above(f"{name} tip diameter", 2.0 * self.ra, wanted="above 0: more teeth")
        self.tau = 2.0 * pi / z
        self.twist_angle = self.width * tan(self.helix_angle) / self.r0
        self._half_angle = (pi / 2.0 + self.backlash * tan(a0)) / z

    def half_space_angle(self, radius: float) -> float:
        """Half the angle a tooth space takes at a radius between tip and root, radians."""
        gained = involute_function(pressure_angle_at(radius, self.rb))
        return self._half_angle + involute_function(self.a0) - gained

    def tooth_curves(self) -> list[Curve]:
        """First flank of the space (root to tip), tip arc, second flank (tip to root), root arc: clockwise."""
        foot = self._half_angle + involute_function(self.a0)
        tip_half, root_half = self.half_space_angle(self.ra), self.half_space_angle(self.rr)
        if not (root_half > 0.0 and tip_half < self.tau / 2.0):
            raise ValueError(
                f"{type(self).__name__}: got spaces {np.degrees(2.0 * tip_half):.4g} degrees wide at the tips; "
                f"want less than their pitch, {np.degrees(self.tau):.4g} degrees, and more than 0 at the root"
            )
        start = max(self.ra, self.rb)
        down: list[Curve] = [Involute(self.rb, self.rr, start, -foot, 1.0)]
        up: list[Curve] = [Involute(self.rb, start, self.rr, foot, -1.0).turned(-self.tau)]
        if start > self.ra:  # inside the base circle there is no involute: the flank runs on towards the axis
            down.append(_radial(start, self.ra, -foot))
            up.insert(0, _radial(self.ra, start, foot - self.tau))
        tip = Arc(self.ra, -tip_half, tip_half - self.tau)
        root = Arc(self.rr, root_half - self.tau, -root_half - self.tau)
        return [*down, tip, *up, root]

    def outline(self) -> list[Curve]:
        """The curves of every tooth, end to end, clockwise."""
        tooth = self.tooth_curves()
        return [curve.turned(-number * self.tau) for number in range(self.z) for curve in tooth]

    def layers(self) -> list[Layer]:
        """The body's layers from bottom to top."""
        return helix_layers(0.0, self.width, 0.0, -self.twist_angle)

    def _build(self, **kv: Any) -> cq.Shape:
        blank = Blank(
            module=self.m,
            width=self.width,
            tip_radius=self.ra,
            reached_radius=self.ra,
            foot_radius=self.rr,
            free_radius=self.ra,
            rim_radius=self.rim_r,
        )
        return featured_body(self.outline(), self.layers(), blank, kv)


class HerringboneRingGear(RingGear):
    """A ring gear of two mirrored half-width helices; arguments are those of `RingGear`."""

    def layers(self) -> list[Layer]:
        """The two helices, each turning by the whole twist angle."""
        return herringbone_layers(self.width, self.twist_angle)


def _radial(start: float, end: float, angle: float) -> Line:
    c, s = cos(angle), np.sin(angle)
    return Line(start * c, start * float(s), end * c, end * float(s))
