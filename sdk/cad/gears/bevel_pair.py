"""`BevelGearPair`: two bevel gears with a common apex, posed to mesh.

A newcomer's mistake: to give cone angles. They follow from the tooth counts and the angle between the axes.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import atan2, cos, degrees, radians, sin
from typing import Any

import cadquery as cq

from sdk.cad.gears.bevel import BevelGear
from sdk.cad.gears.sets import GearSet


class BevelGearPair(GearSet):
    """A gear on +Z and a pinion beside it on -X, their axes meeting at the apex.

    Args:
        module, face_width, pressure_angle, backlash: of both, as for `BevelGear`.
        gear_teeth, pinion_teeth: tooth counts.
        axis_angle: between the axes, degrees.
        helix_angle: of the gear; the pinion has the opposite hand.
        clearance: of the gear only.
        build_params: options for both; `gear_build_args`, `pinion_build_args` for one.

    Raises:
        AssertionError, ValueError: as `BevelGear`.
    """

    def __init__(
        self,
        module: float,
        gear_teeth: int,
        pinion_teeth: int,
        face_width: float,
        axis_angle: float = 90.0,
        pressure_angle: float = 20.0,
        helix_angle: float = 0.0,
        clearance: float = 0.0,
        backlash: float = 0.0,
        **build_params: Any,
    ) -> None:
        self.m = float(module)
        self.build_params = build_params
        self.axis_angle = angle = radians(axis_angle)
        cone_gear = atan2(sin(angle), pinion_teeth / gear_teeth + cos(angle))
        cone_pinion = atan2(sin(angle), gear_teeth / pinion_teeth + cos(angle))
        self.gear = BevelGear(
            module,
            gear_teeth,
            degrees(cone_gear),
            face_width,
            pressure_angle=pressure_angle,
            helix_angle=helix_angle,
            clearance=clearance,
            backlash=backlash,
        )
        self.pinion = BevelGear(
            module,
            pinion_teeth,
            degrees(cone_pinion),
            face_width,
            pressure_angle=pressure_angle,
            helix_angle=-helix_angle,
            backlash=backlash,
        )

    def assemble(
        self,
        build_gear: bool = True,
        build_pinion: bool = True,
        transform_pinion: bool = True,
        gear_build_args: Mapping[str, Any] | None = None,
        pinion_build_args: Mapping[str, Any] | None = None,
        **kv: Any,
    ) -> cq.Assembly:
        """The assembly "bevel_pair" with children "gear" and "pinion".

        Args:
            build_gear: whether to include the gear.
            build_pinion: whether to include the pinion.
            transform_pinion: False leaves the pinion where it was built, on +Z.
            gear_build_args: options of the gear; they win over `kv`.
            pinion_build_args: options of the pinion; they win over `kv`.
            kv: options of both; they win over the constructor's.
        """
        whole = cq.Assembly(name="bevel_pair")
        if build_gear:
            options = self.options_for("gear_build_args", kv, gear_build_args or {})
            whole.add(self.gear.build(**options), name="gear", color=cq.Color("goldenrod"))
        if build_pinion:
            options = self.options_for("pinion_build_args", kv, pinion_build_args or {})
            pose = self._pinion_pose() if transform_pinion else cq.Location()
            whole.add(self.pinion.build(**options), name="pinion", loc=pose, color=cq.Color("lightsteelblue"))
        return whole

    def _pinion_pose(self) -> cq.Location:
        half_pitch = 0.0 if self.pinion.z % 2 else 180.0 / self.pinion.z
        return (
            cq.Location(cq.Vector(0.0, 0.0, self.gear.cone_h))
            * cq.Location(cq.Vector(), cq.Vector(0, 1, 0), degrees(self.axis_angle))
            * cq.Location(cq.Vector(0.0, 0.0, -self.pinion.cone_h))
            * cq.Location(cq.Vector(), cq.Vector(0, 0, 1), half_pitch)
        )
