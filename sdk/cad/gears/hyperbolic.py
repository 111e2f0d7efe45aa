"""`HyperbolicGear` and `HyperbolicGearPair`: gears waisted like a hyperboloid, for shafts that cross at a distance.

A newcomer's mistake: `twist_angle` is an argument here, in degrees. The waist follows from it: r0 cos(twist / 2).
"""

from __future__ import annotations

from dataclasses import replace
from math import asin, cos, degrees, radians, tan
from typing import Any

from sdk.cad.gears.bodies import Layer
from sdk.cad.gears.crossed import ShaftPair
from sdk.cad.gears.features import Blank
from sdk.cad.gears.spur import SpurGear


class HyperbolicGear(SpurGear):
    """A gear whose end sections, spur outlines turned against each other, are joined by straight lines.

    Args:
        module, teeth_number, width, pressure_angle, clearance, backlash: as for `SpurGear`.
        twist_angle: turn of the upper section, clockwise seen from +Z, degrees.
        build_params: defaults of `build`'s options.

    Raises:
        ValueError: as `SpurGear`; or a twist of half a turn or more.
    """

    def __init__(
        self,
        module: float,
        teeth_number: int,
        width: float,
        twist_angle: float,
        pressure_angle: float = 20.0,
        clearance: float = 0.0,
        backlash: float = 0.0,
        **build_params: Any,
    ) -> None:
        super().__init__(
            module,
            teeth_number,
            width,
            pressure_angle=pressure_angle,
            clearance=clearance,
            backlash=backlash,
            **build_params,
        )
        if not abs(twist_angle) < 180.0:
            raise ValueError(
                f"{type(self).__name__}.twist_angle: got {twist_angle!r}; want less than 180 degrees"
            )
        self.twist_angle = radians(twist_angle)
        self.throat_r = self.r0 * cos(self.twist_angle / 2.0)

    def blank(self) -> Blank:
        """The measures that features refer to; the root is nearest to the axis at the waist."""
        return replace(super().blank(), free_radius=self.rd * cos(self.twist_angle / 2.0))

    def layers(self) -> list[Layer]:
        """One ruled layer."""
        return [Layer(0.0, self.width, 0.0, -self.twist_angle, ruled=True)]


class HyperbolicGearPair(ShaftPair):
    """Two hyperbolic gears touching at their waists.

    Args:
        module, width, pressure_angle, clearance, backlash: of both.
        gear1_teeth_number, gear2_teeth_number: of each; the second defaults to the first.
        shaft_angle: between the shafts, degrees.
        build_params: options for both; `gear1_build_args`, `gear2_build_args` for one.

    Raises:
        ValueError: no such twist exists: too wide, or too large a shaft angle, for the pitch radius.
    """

    assembly_name = "hyperbolic_pair"

    def __init__(
        self,
        module: float,
        gear1_teeth_number: int,
        width: float,
        shaft_angle: float,
        gear2_teeth_number: int | None = None,
        pressure_angle: float = 20.0,
        clearance: float = 0.0,
        backlash: float = 0.0,
        **build_params: Any,
    ) -> None:
        self.m = float(module)
        self.build_params = build_params
        self.shaft_angle = radians(shaft_angle)
        teeth2 = gear1_teeth_number if gear2_teeth_number is None else gear2_teeth_number
        gears = []
        for teeth in (gear1_teeth_number, teeth2):
            sine = width / 2.0 * tan(self.shaft_angle / 2.0) / (module * teeth / 2.0)
            if not abs(sine) < 1.0:
                raise ValueError(
                    f"{type(self).__name__}: got width {width!r} at shaft angle {shaft_angle!r} with {teeth} teeth; "
                    f"want a narrower gear, a smaller angle or more teeth"
                )
            twist = 2.0 * asin(sine)
            gears.append(
                HyperbolicGear(
                    module,
                    teeth,
                    width,
                    degrees(twist),
                    pressure_angle=pressure_angle,
                    clearance=clearance,
                    backlash=backlash,
                )
            )
        self.gear1, self.gear2 = gears

    def center_distance(self) -> float:
        """Sum of the throat radii."""
        return self.gear1.throat_r + self.gear2.throat_r
