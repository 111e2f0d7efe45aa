"""`RackGear` and `HerringboneRackGear`: a bar of straight-sided teeth, along +X, pointing to +Y.

All faces are flat. A newcomer's mistake: the first tooth is centred at x = 0, so the end plane cuts it in half.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil, pi, radians, tan
from typing import Any

import cadquery as cq
import numpy as np

from sdk.cad.gears.base import GearBase, require_above, whole
from sdk.cad.polynomials import Floats
from sdk.cad.shell import ShellBuilder, clipped


class RackGear(GearBase):
    """A rack with x in [0, length], z in [0, width] and its back at y = root - height.

    Args:
        module, width, pressure_angle, helix_angle, clearance, backlash: as for `SpurGear`.
        length: along +X.
        height: from the root plane to the back.
        build_params: none; `build` takes no options.

    Raises:
        ValueError: a size that is not positive, or flanks that cross.
    """

    def __init__(
        self,
        module: float,
        length: float,
        width: float,
        height: float,
        pressure_angle: float = 20.0,
        helix_angle: float = 0.0,
        clearance: float = 0.0,
        backlash: float = 0.0,
        **build_params: Any,
    ) -> None:
        self.m = m = float(module)
        self.a0 = radians(pressure_angle)
        self.clearance = float(clearance)
        self.backlash = float(backlash)
        self.helix_angle = radians(helix_angle)
        self.length, self.width, self.height = float(length), float(width), float(height)
        self.build_params = build_params
        name = type(self).__name__
        for field in ("m", "length", "width", "height"):
            require_above(f"{name}.{field}", getattr(self, field))
        whole(f"{name}.length in teeth", self.length / (pi * m))
        self.la = self.ka * m
        self.ld = self.kd * m + self.clearance
        self.tooth_height = self.la + self.ld
        self.z = ceil(self.length / (pi * m)) + 1
        self._tooth = rack_tooth(
            module=m, pressure_angle=self.a0, addendum=self.la, dedendum=self.ld, backlash=self.backlash
        )

    def tooth_points(self) -> Floats:
        """(8, 3) points of the tooth at x = 0: both ends of its first flank, tip, second flank and root."""
        return tooth_points(self._tooth)

    def gear_points(self) -> Floats:
        """(8 z, 3) points of all teeth."""
        steps = np.arange(self.z)[:, None, None] * np.array([pi * self.m, 0.0, 0.0])
        return (self.tooth_points() + steps).reshape(-1, 3)

    def shifts(self) -> list[tuple[float, float]]:
        """(height z, shift of the teeth along +X) at the ends of each straight run of the teeth."""
        return [(0.0, 0.0), (self.width, self.width * tan(self.helix_angle))]

    def _build(self, **kv: Any) -> cq.Shape:
        if kv:
            raise TypeError(f"{type(self).__name__}.build() got unexpected options: {', '.join(sorted(kv))}")
        builder = ShellBuilder(resolution=1e-6 * self.m)
        for face in self._faces():
            builder.add_polygon(face)
        return builder.solid()

    def _faces(self) -> list[Floats]:
        """Corners of every face, counter-clockwise seen from outside."""
        runs = self.shifts()
        back = -self.ld - self.height
        faces = []
        for (low, low_shift), (high, high_shift) in pairwise(runs):
            for start, end in self._strips(min(low_shift, high_shift), max(low_shift, high_shift)):
                quad = np.array(
                    [
                        (end[0] + low_shift, end[1], low),
                        (start[0] + low_shift, start[1], low),
                        (start[0] + high_shift, start[1], high),
                        (end[0] + high_shift, end[1], high),
                    ]
                )
                quad = clipped(quad, self._settled(quad[:, 0]))
                quad = clipped(quad, self._settled(self.length - quad[:, 0]))
                if len(quad) > 2:
                    faces.append(quad)
        for x, inward in ((0.0, True), (self.length, False)):
            face = np.array([(x, back, self.width), (x, back, 0.0), *self._end_points(x)])
            faces.append(face[::-1] if inward else face)
        for (z, shift), inward in ((runs[0], False), (runs[-1], True)):
            face = np.array([(self.length, back, z), (0.0, back, z), *self._section(z, shift)])
            faces.append(face[::-1] if inward else face)
        corners = [
            (0.0, back, 0.0),
            (self.length, back, 0.0),
            (self.length, back, self.width),
            (0.0, back, self.width),
        ]
        return [*faces, np.array(corners)]

    def _strips(self, low_shift: float, high_shift: float) -> list[tuple[Floats, Floats]]:
        """(start, end) in x, y of every flank, tip and root that reaches the bar at any shift between two."""
        pitch = pi * self.m
        first = int(np.floor(-high_shift / pitch)) - 1
        last = int(np.ceil((self.length - low_shift) / pitch)) + 1
        tooth = self.tooth_points()[:, :2].reshape(4, 2, 2)
        moved = [tooth + np.array([number * pitch, 0.0]) for number in range(first, last + 1)]
        return [(start, end) for teeth in moved for start, end in teeth]

    def _settled(self, distance: Floats) -> Floats:
        """The distances, with those of corners that lie on the end plane but for rounding made zero."""
        return np.where(abs(distance) < 1e-9 * self.m, 0.0, distance)

    def _section(self, z: float, shift: float) -> list[tuple[float, float, float]]:
        """Points of the toothed edge at a height, from x = 0 to x = length."""
        strips = self._strips(shift, shift)
        corners = np.array([start for start, _ in strips]) + np.array([shift, 0.0])
        slack = 1e-9 * self.m
        inside = corners[(corners[:, 0] > slack) & (corners[:, 0] < self.length - slack)]
        ends = [(x, float(np.interp(x, corners[:, 0], corners[:, 1]))) for x in (0.0, self.length)]
        return [(x, y, z) for x, y in (ends[0], *inside.tolist(), ends[1])]

    def _end_points(self, x: float) -> list[tuple[float, float, float]]:
        """Points of the toothed edge of the end plane at x, from z = 0 to z = width."""
        runs = self.shifts()
        points: list[tuple[float, float, float]] = []
        for (low, low_shift), (high, high_shift) in pairwise(runs):
            strips = self._strips(min(low_shift, high_shift), max(low_shift, high_shift))
            corners = np.array([start for start, _ in strips])
            heights = [low, high]
            if high_shift != low_shift:
                crossing = low + (high - low) * (x - corners[:, 0] - low_shift) / (high_shift - low_shift)
                slack = 1e-9 * self.m
                heights += crossing[(crossing > low + slack) & (crossing < high - slack)].tolist()
            for z in sorted(heights):
                shift = low_shift + (high_shift - low_shift) * (z - low) / (high - low)
                points.append((x, float(np.interp(x - shift, corners[:, 0], corners[:, 1])), z))
            if high < self.width:
                points.pop()  # the next run begins with it
        return points


class HerringboneRackGear(RackGear):
    """A rack whose teeth lean one way up to half the width and back from there; arguments are those of `RackGear`."""

    def shifts(self) -> list[tuple[float, float]]:
        """(height z, shift along +X): out to the middle, and back."""
        middle = self.width / 2.0
        return [(0.0, 0.0), (middle, middle * tan(self.helix_angle)), (self.width, 0.0)]


def rack_tooth(
    *, module: float, pressure_angle: float, addendum: float, dedendum: float, backlash: float
) -> Floats:
    """(5, 2) corners of a straight-sided tooth centred at 0, from its first foot over tip and root to the next foot.

    Raises:
        ValueError: the flanks cross above the tip or below the root.
    """
    pitch = pi * module
    half = module * (pi / 2.0 - backlash * tan(pressure_angle)) / 2.0
    tip, root = half - addendum * tan(pressure_angle), half + dedendum * tan(pressure_angle)
    if not 0.0 < tip < root < pitch / 2.0:
        raise ValueError(
            f"rack tooth: got {2 * tip:.6g} wide at the tip and {2 * root:.6g} at the root; "
            f"want between 0 and the pitch, {pitch:.6g}"
        )
    heights = [-dedendum, addendum, addendum, -dedendum, -dedendum]
    return np.column_stack([[-root, -tip, tip, root, pitch - root], heights])


def tooth_points(tooth: Floats) -> Floats:
    """(8, 3) points of a tooth's four sides, both ends of each, from its five corners."""
    doubled = np.repeat(tooth, 2, axis=0)[1:-1]
    return np.pad(doubled, ((0, 0), (0, 1)))
