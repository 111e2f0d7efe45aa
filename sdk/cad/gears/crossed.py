"""`CrossedHelicalGear` and `CrossedGearPair`: helical gears on shafts that neither meet nor run parallel.

A newcomer's mistake: to take `module` for the transverse one. It is the normal one, measured square to the teeth; the
circles use m / cos(helix).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import atan, cos, degrees, pi, radians, tan
from typing import Any

import cadquery as cq

from sdk.cad.gears.base import require_above, whole
from sdk.cad.gears.sets import GearSet
from sdk.cad.gears.spur import SpurGear


class CrossedHelicalGear(SpurGear):
    """A helical gear given by its normal module; placed like `SpurGear` and with the same build options.

    Args:
        module: normal module.
        teeth_number, width, pressure_angle, helix_angle, clearance: as for `SpurGear`.
        backlash: kept, without effect.
        build_params: defaults of `build`'s options.

    Raises:
        ValueError: a size that is not positive, or no root circle left.
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
        **build_params: Any,
    ) -> None:
        self.m = float(module)
        self.z = whole(f"{type(self).__name__}.teeth_number", teeth_number)
        self.helix_angle = radians(helix_angle)
        self.a0 = atan(radians(pressure_angle) / cos(self.helix_angle))
        self.clearance = float(clearance)
        self.backlash = float(backlash)
        self.width = float(width)
        self.build_params = build_params
        name = type(self).__name__
        require_above(f"{name}.module", self.m)
        require_above(f"{name}.width", self.width)
        require_above(f"{name}.teeth_number", self.z, wanted="at least one tooth")
        transverse = self.m / cos(self.helix_angle)
        self._half_angle = pi / (2.0 * self.z)
        self._set_circles(
            r0=transverse * self.z / 2.0, addendum=self.ka * transverse, dedendum=self.kd * transverse
        )
        self.twist_angle = self.width * tan(self.helix_angle) / self.r0


class ShaftPair(GearSet):
    """Two gears on crossing shafts, the first on +Z, the second across it at the distance of their smallest circles."""

    gear1: Any
    gear2: Any
    shaft_angle: float
    assembly_name: str

    def center_distance(self) -> float:
        """Shortest distance between the shafts."""
        raise NotImplementedError(f"{type(self).__name__}.center_distance")

    def assemble(
        self,
        build_gear1: bool = True,
        build_gear2: bool = True,
        transform_gear2: bool = True,
        gear1_build_args: Mapping[str, Any] | None = None,
        gear2_build_args: Mapping[str, Any] | None = None,
        **kv: Any,
    ) -> cq.Assembly:
        """The pair as an assembly with children "gear1" and "gear2".

        Args:
            build_gear1: whether to include the first gear.
            build_gear2: whether to include the second gear.
            transform_gear2: False leaves the second gear where it was built, on +Z.
            gear1_build_args: options of the first gear; they win over `kv`.
            gear2_build_args: options of the second gear; they win over `kv`.
            kv: options of both gears; they win over the constructor's.
        """
        whole = cq.Assembly(name=self.assembly_name)
        if build_gear1:
            options = self.options_for("gear1_build_args", kv, gear1_build_args or {})
            whole.add(self.gear1.build(**options), name="gear1", color=cq.Color("goldenrod"))
        if build_gear2:
            options = self.options_for("gear2_build_args", kv, gear2_build_args or {})
            pose = self._second_pose() if transform_gear2 else cq.Location()
            whole.add(self.gear2.build(**options), name="gear2", loc=pose, color=cq.Color("lightsteelblue"))
        return whole

    def _second_pose(self) -> cq.Location:
        first, second = self.gear1, self.gear2
        half_pitch = 0.0 if second.z % 2 else 180.0 / second.z
        twists = second.twist_angle + first.twist_angle * first.z / second.z
        return (
            cq.Location(cq.Vector(self.center_distance(), 0.0, first.width / 2.0))
            * cq.Location(cq.Vector(), cq.Vector(1, 0, 0), degrees(self.shaft_angle))
            * cq.Location(cq.Vector(0.0, 0.0, -second.width / 2.0))
            * cq.Location(cq.Vector(), cq.Vector(0, 0, 1), half_pitch + degrees(twists) / 2.0)
        )


class CrossedGearPair(ShaftPair):
    """Two crossed helical gears.

    Args:
        module: normal module of both.
        gear1_teeth_number, gear2_teeth_number, gear1_width, gear2_width: of each gear.
        pressure_angle, clearance, backlash: of both.
        shaft_angle: between the shafts, degrees.
        gear1_helix_angle: degrees; the second gear has the rest of the shaft angle. Half each when not given.
        build_params: options for both; `gear1_build_args`, `gear2_build_args` for one.

    Raises:
        ValueError: as the gears.
    """

    assembly_name = "crossed_pair"

    def __init__(
        self,
        module: float,
        gear1_teeth_number: int,
        gear2_teeth_number: int,
        gear1_width: float,
        gear2_width: float,
        pressure_angle: float = 20.0,
        shaft_angle: float = 90.0,
        gear1_helix_angle: float | None = None,
        clearance: float = 0.0,
        backlash: float = 0.0,
        **build_params: Any,
    ) -> None:
        helix1 = shaft_angle / 2.0 if gear1_helix_angle is None else gear1_helix_angle
        shared = {"pressure_angle": pressure_angle, "clearance": clearance, "backlash": backlash}
        self.m = float(module)
        self.build_params = build_params
        self.shaft_angle = radians(shaft_angle)
        self.gear1 = CrossedHelicalGear(module, gear1_teeth_number, gear1_width, helix_angle=helix1, **shared)
        helix2 = shaft_angle - helix1
        self.gear2 = CrossedHelicalGear(module, gear2_teeth_number, gear2_width, helix_angle=helix2, **shared)

    def center_distance(self) -> float:
        """Sum of the pitch radii."""
        return self.gear1.r0 + self.gear2.r0
