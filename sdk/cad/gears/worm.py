"""`Worm`: a screw along +X whose axial section is a rack.

Its faces are strips, one for each side of each thread and half turn, cut off at the end planes in their own parameters,
where such a cut is a straight line. A newcomer's mistake: to make one face of a whole thread, which meshes badly.
"""

from __future__ import annotations

from math import ceil, copysign, pi, radians, tan
from typing import Any

import cadquery as cq
import numpy as np

from sdk.cad.facets import facet_polynomial_faces
from sdk.cad.gears.base import GearBase, require_above, whole
from sdk.cad.gears.rack import rack_tooth, tooth_points
from sdk.cad.polynomials import Floats, control_points, degree_for_turn, nodes
from sdk.cad.shell import UNIT_SQUARE, ShellBuilder, clipped


class Worm(GearBase):
    """A worm along X with x in [-length / 2, length / 2]; a thread is centred on +Y at x = 0.

    Args:
        module: axial pitch over pi.
        lead_angle: of the pitch helix, degrees; positive is right-handed, negative left-handed.
        n_threads: number of starts.
        length: extent along X.
        pressure_angle, clearance, backlash: as for `RackGear`, in the axial section.
        build_params: defaults of `build`'s only option, `bore_d`.

    Raises:
        ValueError: a size that is not positive, a lead angle of zero or beyond 90 degrees, or no root left.
    """

    surface_splines = 8
    wire_comb_tol = 0.1

    def __init__(
        self,
        module: float,
        lead_angle: float,
        n_threads: int,
        length: float,
        pressure_angle: float = 20.0,
        clearance: float = 0.0,
        backlash: float = 0.0,
        **build_params: Any,
    ) -> None:
        self.m = m = float(module)
        self.lead_angle = radians(lead_angle)
        self.n_threads = whole("Worm.n_threads", n_threads)
        self.length = float(length)
        self.a0 = radians(pressure_angle)
        self.clearance = float(clearance)
        self.backlash = float(backlash)
        self.build_params = build_params
        require_above("Worm.module", m)
        require_above("Worm.length", self.length)
        whole("Worm.length in turns of a thread", self.length / (pi * m))
        require_above("Worm.n_threads", self.n_threads, wanted="at least one thread")
        if not 0.0 < abs(lead_angle) < 90.0:
            raise ValueError(
                f"Worm.lead_angle: got {lead_angle!r}; want between 0 and 90 degrees, or the negative"
            )
        self.la = self.ka * m
        self.ld = self.kd * m + self.clearance
        self.tooth_height = self.la + self.ld
        self.r0 = self.n_threads * m / (2.0 * abs(tan(self.lead_angle)))
        self.ra = self.r0 + self.la
        self.rd = self.r0 - self.ld
        require_above(
            "Worm root diameter", 2.0 * self.rd, wanted="above 0: a smaller lead angle or more threads"
        )
        self.z = ceil(self.length / (pi * m)) + 1
        self.lead = copysign(pi * m * self.n_threads, self.lead_angle)
        self._tooth = rack_tooth(
            module=m, pressure_angle=self.a0, addendum=self.la, dedendum=self.ld, backlash=self.backlash
        )

    def tooth_points(self) -> Floats:
        """(8, 3) points of the thread at x = 0 in the XY plane: both ends of first flank, tip, second flank, root."""
        return tooth_points(self._tooth) + np.array([0.0, self.r0, 0.0])

    def gear_points(self) -> Floats:
        """(8 z, 3) points of the axial section, thread after thread."""
        first = -((self.z - 1) // 2)
        steps = (first + np.arange(self.z))[:, None, None] * np.array([pi * self.m, 0.0, 0.0])
        return (self.tooth_points() + steps).reshape(-1, 3)

    def _build(self, **kv: Any) -> cq.Shape:
        bore_d = kv.pop("bore_d", None)
        if kv:
            raise TypeError(f"Worm.build() got unexpected options: {', '.join(sorted(kv))}; want bore_d only")
        builder = ShellBuilder(resolution=1e-6 * self.m)
        low, high = -self.length / 2.0, self.length / 2.0
        for half_turn in (0, 1):
            for poles in self._strips(half_turn):
                outline = self._inside(poles)
                if len(outline) > 2:
                    builder.add_patch(poles, outline.tolist())
        if bore_d is not None:
            if not 0.0 < bore_d / 2.0 < self.rd:
                raise ValueError(f"Worm bore_d: got {bore_d!r}; want above 0 and below {2.0 * self.rd:.6g}")
            builder.add_cylinder(bore_d / 2.0, low, high, outward=False)
        builder.add_flat_cap((0.0, 0.0, low), (0.0, 0.0, -1.0))
        builder.add_flat_cap((0.0, 0.0, high), (0.0, 0.0, 1.0))
        # the geometry itself is turned, for a location would be lost when the author places the worm
        body = _along_x(builder.solid())
        return body if bore_d is None else cq.Compound.makeCompound([body])

    def _strips(self, half_turn: int) -> list[Floats]:
        """Control points of the faces of one half turn about +Z, u around and v along; some lie beyond the ends."""
        rise = self.lead / 2.0
        turn = nodes(degree_for_turn(pi))
        angle = pi * (half_turn + turn)
        around = np.stack([np.cos(angle), np.sin(angle), np.zeros(len(angle))], axis=1)
        climb = np.outer(rise * (half_turn + turn), (0.0, 0.0, 1.0))
        pitch = pi * self.m
        shifts = sorted((rise * half_turn, rise * (half_turn + 1)))
        first = int(np.floor((-self.length / 2.0 - shifts[1]) / pitch)) - 1
        last = int(np.ceil((self.length / 2.0 - shifts[0]) / pitch)) + 1
        sides = list(zip(self._tooth[:-1], self._tooth[1:], strict=True))
        strips = []
        for number in range(first, last + 1):
            for ends in sides:
                rows = [(self.r0 + y) * around + climb + (0.0, 0.0, x + number * pitch) for x, y in ends]
                strips.append(control_points(np.stack(rows, axis=1)))
        return strips

    def _inside(self, poles: Floats) -> Floats:
        """Outline, in a strip's parameters, of the part between the end planes; height is linear in both."""
        outline = np.array(UNIT_SQUARE)
        corners = poles[[0, -1, -1, 0], [0, 0, -1, -1], 2]
        slack = 1e-9 * self.m
        for sign in (1.0, -1.0):
            if not len(outline):
                break
            u, v = outline.T
            height = corners[0] + u * (corners[1] - corners[0]) + v * (corners[3] - corners[0])
            distance = self.length / 2.0 - sign * height
            outline = clipped(outline, np.where(abs(distance) < slack, 0.0, distance))
        return outline


def _along_x(body: cq.Solid) -> cq.Solid:
    """The body with its Z axis laid on X, its X on Y and its Y on Z."""
    turned = body.rotate(cq.Vector(0, 0, 0), cq.Vector(1, 1, 1), 120.0)
    facet_polynomial_faces(turned)
    return turned
