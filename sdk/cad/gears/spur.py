"""`SpurGear` and `HerringboneGear`: external cylindrical gears with involute teeth.

A newcomer's mistake: to halve a herringbone's twist. Each half turns by the whole `twist_angle`, so its effective helix
is steeper (tan = 2 tan(helix)); public programs were written against that.
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

_LEAST_LAND = 0.02
"""A tooth that would come to a point below its tip circle ends where it is this many modules thick."""


class SpurGear(OutlinedGear):
    """An external gear about +Z from z = 0 to `width`, one tooth centred on +X.

    With a helix angle the section at height z is turned by -twist_angle * z / width.

    Args:
        module: pitch diameter over tooth count; sets the unit of every length.
        teeth_number: how many teeth.
        width: extent along +Z.
        pressure_angle, helix_angle: degrees.
        clearance: added to the dedendum.
        backlash: thinning of the teeth, in modules.
        addendum_coeff, dedendum_coeff: tooth height above and below the pitch circle in modules; `ka`, `kd` otherwise.
        build_params: defaults of `build`'s options.

    Raises:
        ValueError: a size or coefficient that is not positive, or no root circle left.
    """

    def __init__(
        self,
        module: float,
        teeth_number: int,
        width: float,
        pressure_angle: float = 20.0,
        helix_angle: float = 0.0,
        clearance: float = 0.0,
        backlash: float = 0.0,
        addendum_coeff: float | None = None,
        dedendum_coeff: float | None = None,
        **build_params: Any,
    ) -> None:
        self.m = m = float(module)
        self.z = z = whole(f"{type(self).__name__}.teeth_number", teeth_number)
        self.a0 = a0 = radians(pressure_angle)
        self.clearance = float(clearance)
        self.backlash = float(backlash)
        self.helix_angle = radians(helix_angle)
        self.width = float(width)
        self.build_params = build_params
        name = type(self).__name__
        addendum = self.ka if addendum_coeff is None else float(addendum_coeff)
        dedendum = self.kd if dedendum_coeff is None else float(dedendum_coeff)
        require_above(f"{name}.module", m)
        require_above(f"{name}.width", self.width)
        require_above(f"{name}.teeth_number", z, wanted="at least one tooth")
        require_above(f"{name}.addendum_coeff", addendum)
        require_above(f"{name}.dedendum_coeff", dedendum)
        self.addendum_coeff, self.dedendum_coeff = addendum, dedendum
        self._set_circles(r0=m * z / 2.0, addendum=addendum * m, dedendum=dedendum * m)
        self._half_angle = (pi / 2.0 - self.backlash * tan(a0)) / z
        self.twist_angle = self.width * tan(self.helix_angle) / self.r0

    def _set_circles(self, *, r0: float, addendum: float, dedendum: float) -> None:
        self.r0 = r0
        self.ra = r0 + addendum
        self.rd = r0 - dedendum - self.clearance
        self.rb = r0 * cos(self.a0)
        self.rr = max(self.rb, self.rd)
        self.tau = 2.0 * pi / self.z
        require_above(
            f"{type(self).__name__} root diameter",
            2.0 * self.rd,
            wanted="above 0: more teeth or less dedendum",
        )

    def half_tooth_angle(self, radius: float) -> float:
        """Half the angle a tooth takes at a radius between root and tip, radians."""
        gained = involute_function(pressure_angle_at(radius, self.rb))
        return self._half_angle + involute_function(self.a0) - gained

    def tooth_curves(self) -> list[Curve]:
        """First flank (root to tip), tip arc, second flank, root arc to the next tooth."""
        tip = self._tip_radius()
        foot = self._half_angle + involute_function(self.a0)  # half angle on the base circle
        tip_half, root_half = self.half_tooth_angle(tip), self.half_tooth_angle(self.rr)
        if not 0.0 < root_half < self.tau / 2.0:
            raise ValueError(
                f"{type(self).__name__}: got teeth {np.degrees(2.0 * root_half):.4g} degrees wide at the root; "
                f"want between 0 and their pitch, {np.degrees(self.tau):.4g} degrees"
            )
        return [
            Involute(self.rb, self.rr, tip, -foot, 1.0),
            Arc(tip, -tip_half, tip_half),
            Involute(self.rb, tip, self.rr, foot, -1.0),
            self._root_curve(),
        ]

    def _root_curve(self) -> Arc | Line:
        """The arc from the tooth on +X to the next, touching the root circle in the middle of the gap."""
        root_half = self.half_tooth_angle(self.rr)
        angles = np.array([root_half, self.tau / 2.0, self.tau - root_half])
        radii = np.array([self.rr, self.rd, self.rr])
        return Arc.through(*np.column_stack([radii * np.cos(angles), radii * np.sin(angles)]))

    def _tip_radius(self) -> float:
        """Radius the teeth really reach: `ra`, or less when the flanks would cross before it."""
        land = _LEAST_LAND * self.m
        if 2.0 * self.ra * self.half_tooth_angle(self.ra) >= land:
            return self.ra
        low, high = self.rr, self.ra
        for _ in range(60):
            middle = (low + high) / 2.0
            thick = 2.0 * middle * self.half_tooth_angle(middle) >= land
            low, high = (middle, high) if thick else (low, middle)
        return low

    def layers(self) -> list[Layer]:
        """The body's layers from bottom to top."""
        return helix_layers(0.0, self.width, 0.0, -self.twist_angle)

    def _build(self, **kv: Any) -> cq.Shape:
        missing = missing_teeth(kv.get("missing_teeth"), self.z)
        outline = self.outline_without(missing) if missing else self.outline()
        shape = featured_body(outline, self.layers(), self.blank(), kv)
        return cq.Compound.makeCompound([shape]) if missing and isinstance(shape, cq.Solid) else shape

    def blank(self) -> Blank:
        """The measures that features refer to."""
        return Blank(
            module=self.m,
            width=self.width,
            tip_radius=self.ra,
            reached_radius=self._tip_radius(),
            foot_radius=self.rr,
            free_radius=self.rd,
        )

    def outline_without(self, missing: frozenset[int]) -> list[Curve]:
        """The outline with some teeth replaced by arcs of the root circle, from the middle of one gap to the next."""
        first, tip, last, _ = self.tooth_curves()
        root = self._root_curve()
        to_middle, from_middle = root.part(0.0, 0.5), root.part(0.5, 1.0).turned(-self.tau)
        tooth = [from_middle, first, tip, last, to_middle]
        bare = Arc(self.rd, -self.tau / 2.0, self.tau / 2.0)
        return [
            curve.turned(number * self.tau)
            for number in range(self.z)
            for curve in ([bare] if number in missing else tooth)
        ]


class HerringboneGear(SpurGear):
    """A spur gear of two mirrored half-width helices; arguments are those of `SpurGear`."""

    def layers(self) -> list[Layer]:
        """The two helices, each turning by the whole twist angle."""
        return herringbone_layers(self.width, self.twist_angle)


def herringbone_layers(width: float, twist_angle: float) -> list[Layer]:
    """Layers of a double helix: clockwise seen from +Z up to half the width, then back."""
    middle = width / 2.0
    return [*helix_layers(0.0, middle, 0.0, -twist_angle), *helix_layers(middle, width, -twist_angle, 0.0)]


def missing_teeth(given: Any, teeth: int) -> frozenset[int]:
    """Numbers of the teeth that the `missing_teeth` option removes: for each pair (a, b), teeth a + 1 to b.

    Args:
        given: None, one pair, or a list of pairs.
        teeth: how many the gear has; numbers wrap around.
    """
    if given is None or not len(given):
        return frozenset()
    pairs = [given] if not isinstance(given[0], (tuple, list)) else given
    return frozenset(number % teeth for low, high in pairs for number in range(int(low) + 1, int(high) + 1))
