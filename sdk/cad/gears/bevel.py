"""`BevelGear`: a conical gear with spherical involute teeth.

The large end faces down at z = 0, the apex is above at (0, 0, cone_h). A newcomer's mistake: the end faces of the teeth
are pieces of spheres about the apex; `trim_bottom` and `trim_top` (both on) make flat what lies inside the teeth.
"""

from __future__ import annotations

from itertools import pairwise
from math import asin, atan, ceil, cos, log, pi, radians, sin, tan
from typing import Any

import cadquery as cq
import numpy as np

from sdk.cad.gears.base import GearBase, require_above, whole
from sdk.cad.gears.features import bored
from sdk.cad.gears.spherical import CircleArc, Parallel, SphericalInvolute, involute_azimuth
from sdk.cad.occ import Geom_SphericalSurface, gp_Ax3, gp_Dir, gp_Pnt
from sdk.cad.polynomials import Floats, control_points, degree_for_turn, nodes, patch_points
from sdk.cad.shell import ShellBuilder, Use, parameter_curve

_NECK = 0.005
"""Where the root curves would just touch the flat disc of an end, they stay this many modules outside it, so that the
teeth's end face is one ring."""

_SAME_CONE = 0.02
"""Base and root cones nearer than this many modules are one: the root lies on the root cone from flank to flank."""

_CURVE_DEGREE = 17
"""Degree of an edge's image on a sphere; near 1e-10 for the arcs of a tooth or a quarter circle."""

_MOST_TURN = 2.0
"""Radians a face may twist before it is split."""

BevelCurve = CircleArc | Parallel | SphericalInvolute


class BevelGear(GearBase):
    """A bevel gear about +Z, its large end down at z = 0 and a gap towards -X.

    Args:
        module: at the large end.
        teeth_number, pressure_angle, helix_angle, backlash: as for `SpurGear`. The teeth of a helical one follow a
            logarithmic spiral, which crosses every line to the apex at the helix angle.
        cone_angle: half angle of the pitch cone, degrees.
        face_width: length of the teeth along the cone.
        clearance: kept, without effect.
        build_params: defaults of `build`'s options: `bore_d`, `trim_bottom`, `trim_top`.

    Raises:
        AssertionError: teeth as long as the pitch cone.
        ValueError: a size that is not positive, or a face cone that is flat or beyond.
    """

    surface_splines = 12

    def __init__(
        self,
        module: float,
        teeth_number: int,
        cone_angle: float,
        face_width: float,
        pressure_angle: float = 20.0,
        helix_angle: float = 0.0,
        clearance: float = 0.0,
        backlash: float = 0.0,
        **build_params: Any,
    ) -> None:
        self.m = m = float(module)
        self.z = z = whole("BevelGear.teeth_number", teeth_number)
        self.a0 = a0 = radians(pressure_angle)
        self.helix_angle = radians(helix_angle)
        self.clearance = float(clearance)
        self.backlash = float(backlash)
        self.face_width = float(face_width)
        self.build_params = build_params
        require_above("BevelGear.module", m)
        require_above("BevelGear.teeth_number", z, wanted="at least one tooth")
        require_above("BevelGear.face_width", self.face_width)
        self.gamma_p = gamma_p = radians(cone_angle)
        if not 0.0 < gamma_p < pi / 2.0:
            raise ValueError(f"BevelGear.cone_angle: got {cone_angle!r}; want between 0 and 90 degrees")
        self.gs_r = gs_r = m * z / (2.0 * sin(gamma_p))
        assert gs_r > self.face_width, (
            f"BevelGear.face_width: got {face_width!r}; want less than the pitch cone's side, {gs_r:.6g}"
        )
        self.gamma_b = asin(cos(a0) * sin(gamma_p))
        self.gamma_f = gamma_p + atan(self.ka * m / gs_r)
        self.gamma_r = gamma_p - atan(self.kd * m / gs_r)
        if not (self.gamma_r > 0.0 and self.gamma_f < pi / 2.0):
            raise ValueError(
                f"BevelGear.cone_angle: got {cone_angle!r} with {z} teeth, so a root cone of "
                f"{np.degrees(self.gamma_r):.4g} and a face cone of {np.degrees(self.gamma_f):.4g} degrees; "
                f"want both between 0 and 90"
            )
        self.cone_h = gs_r * cos(self.gamma_r)
        self.tau = 2.0 * pi / z
        self._half_angle = (pi / 2.0 - self.backlash * tan(a0)) / z
        self.mp_theta = 2.0 * (self._half_angle + involute_azimuth(gamma_p, self.gamma_b))
        inner = gs_r - self.face_width
        self.twist_angle = tan(self.helix_angle) * log(gs_r / inner) / sin(gamma_p)

    def tooth_curves(self) -> list[BevelCurve]:
        """First flank, tip, second flank and root of the tooth beside the gap on -X, as directions from the apex."""
        one_cone = self._has_one_cone()
        foot_polar = self.gamma_r if one_cone else self.gamma_b
        center = pi + self.tau / 2.0
        foot = self.mp_theta / 2.0
        foot_half = foot - involute_azimuth(foot_polar, self.gamma_b)
        tip_half = foot - involute_azimuth(self.gamma_f, self.gamma_b)
        if not (tip_half > 0.0 and foot_half < self.tau / 2.0):
            raise ValueError(
                f"BevelGear: got teeth {np.degrees(2 * tip_half):.4g} degrees wide at the tip and "
                f"{np.degrees(2 * foot_half):.4g} at the root; want between 0 and {np.degrees(self.tau):.4g}"
            )
        gap = (center + foot_half, center + self.tau - foot_half)
        root = Parallel(foot_polar, *gap)
        if not one_cone:
            root = CircleArc(foot_polar, self.gamma_r + _NECK * self.m / self.gs_r, *gap)
        return [
            SphericalInvolute(self.gamma_b, foot_polar, self.gamma_f, center - foot, 1.0),
            Parallel(self.gamma_f, center - tip_half, center + tip_half),
            SphericalInvolute(self.gamma_b, self.gamma_f, foot_polar, center + foot, -1.0),
            root,
        ]

    def tooth_points(self) -> Floats:
        """(n, 3) points of one tooth at the large end: first flank, tip, second flank, root, `curve_points` of each."""
        steps = np.linspace(0.0, 1.0, self.curve_points)
        unit = np.concatenate([curve.at(steps) for curve in self.tooth_curves()])
        return self.gs_r * unit + (0.0, 0.0, self.cone_h)

    def gear_points(self) -> Floats:
        """(n, 3) points of the whole outline at the large end, tooth after tooth."""
        tooth = self.tooth_points()
        return np.concatenate([tooth @ _turn(number * self.tau).T for number in range(self.z)])

    def _has_one_cone(self) -> bool:
        return (self.gamma_b - self.gamma_r) * self.gs_r < _SAME_CONE * self.m

    def _build(self, **kv: Any) -> cq.Shape:
        builder = ShellBuilder(resolution=1e-6 * self.m, tolerance=1e-8 * self.gs_r)
        for poles in self._patches():
            for number in range(self.z):
                builder.add_patch(poles @ _turn(number * self.tau).T + (0.0, 0.0, self.cone_h))
        inner = self.gs_r - self.face_width
        self._add_end(builder, self.gs_r, top=False, flat=bool(kv.get("trim_bottom", True)))
        self._add_end(builder, inner, top=True, flat=bool(kv.get("trim_top", True)))
        body = builder.solid()
        bore_d = kv.get("bore_d")
        if bore_d is None:
            return body
        box = body.BoundingBox()
        return cq.Compound.makeCompound(bored(body, float(bore_d), box.zmin, box.zmax).Solids())

    def _radii(self) -> list[Floats]:
        """Distances from the apex at which each layer of faces is sampled, from the large end up."""
        inner = self.gs_r - self.face_width
        layers = max(1, ceil(abs(self.twist_angle) / _MOST_TURN))
        degree = degree_for_turn(2.0 * self.twist_angle / layers) if self.twist_angle else 1
        ends = np.linspace(self.gs_r, inner, layers + 1)
        return [start + (end - start) * nodes(degree) for start, end in pairwise(ends)]

    def _patches(self) -> list[Floats]:
        """Control points of one tooth's faces relative to the apex: u along the outline, v from the large end up."""
        return [
            control_points(control_points(np.stack(rows, axis=1), axis=0), axis=1)
            for radii in self._radii()
            for curve in self.tooth_curves()
            for rows in [
                [radius * curve.at(nodes(curve.degree)) @ self._spiral(radius).T for radius in radii]
            ]
        ]

    def _spiral(self, radius: float) -> Floats:
        """Turn of the section at a distance from the apex; clockwise from the large end for a positive helix."""
        return _turn(-tan(self.helix_angle) * log(self.gs_r / radius) / sin(self.gamma_p))

    def _add_end(self, builder: ShellBuilder, radius: float, *, top: bool, flat: bool) -> None:
        """Close one end: the teeth with a piece of a sphere, the middle with a flat disc or the sphere."""
        apex = np.array([0.0, 0.0, self.cone_h])
        height = self.cone_h - radius * cos(self.gamma_r)

        def on_sphere(points: Floats) -> bool:
            return bool(np.all(abs(np.linalg.norm(points - apex, axis=1) - radius) < 1e-6 * radius))

        if not flat:
            self._add_sphere(builder, radius, builder.open_loops(on_sphere), top=top)
            return
        if self._has_one_cone():
            for number in range(self.z):
                self._add_sphere(
                    builder, radius, [self._tooth_end(builder, radius, number, top=top)], top=top
                )
        else:
            quarters = [
                Parallel(self.gamma_r, start, start + pi / 2.0)
                for start in (0.0, pi / 2.0, pi, 3.0 * pi / 2.0)
            ]
            circle = [self._use(builder, radius, quarter, backward=top) for quarter in quarters]
            ring = [*builder.open_loops(on_sphere), circle[::-1] if top else circle]
            self._add_sphere(builder, radius, ring, top=top)
        builder.add_flat_cap((0.0, 0.0, height), (0.0, 0.0, 1.0 if top else -1.0))

    def _tooth_end(self, builder: ShellBuilder, radius: float, number: int, *, top: bool) -> list[Use]:
        """Border of one tooth's own end face, closed by an arc of the root circle below it."""
        first, tip, last, _ = self.tooth_curves()
        foot_half = self.mp_theta / 2.0 - involute_azimuth(self.gamma_r, self.gamma_b)
        center = pi + self.tau / 2.0
        base = Parallel(self.gamma_r, center + foot_half, center - foot_half)
        turn = self._spiral(radius) @ _turn(number * self.tau)
        uses = [
            self._use(builder, radius, curve, backward=not top, turn=turn)
            for curve in (first, tip, last, base)
        ]
        return uses if top else uses[::-1]

    def _use(
        self,
        builder: ShellBuilder,
        radius: float,
        curve: BevelCurve,
        *,
        backward: bool,
        turn: Floats | None = None,
    ) -> Use:
        unit = curve.at(nodes(curve.degree)) @ (np.eye(3) if turn is None else turn.T)
        points = radius * (unit[::-1] if backward else unit) + (0.0, 0.0, self.cone_h)
        return builder.use(points)

    def _add_sphere(self, builder: ShellBuilder, radius: float, loops: list[list[Use]], *, top: bool) -> None:
        """Add a face on the sphere about the apex, looking away from it at the bottom, towards it at the top.

        The sphere's own poles are laid along X, where no tooth reaches them, and its seam opposite the gear.
        """
        frame = gp_Ax3(gp_Pnt(0.0, 0.0, self.cone_h), gp_Dir(1.0, 0.0, 0.0), gp_Dir(0.0, 0.0, 1.0))
        across = -1.0
        if top:
            frame.YReverse()
            across = 1.0
        curves, off_sphere = [], 0.0
        for use in (use for loop in loops for use in loop):
            poles = use.shared.poles
            assert poles is not None, "bevel gear: a border without control points"
            t = nodes(_CURVE_DEGREE)
            points = patch_points(poles[:, None], np.column_stack([t, np.zeros(len(t))]))
            rays = (points - (0.0, 0.0, self.cone_h)) / radius
            lengths = np.linalg.norm(rays, axis=1)
            off_sphere = max(off_sphere, radius * float(abs(lengths - 1.0).max()))
            x, y, z = rays.T
            around = np.arctan2(across * y, z) % (2.0 * pi)
            curves.append(parameter_curve(np.column_stack([around, np.arcsin(x / lengths)])))
        surface = Geom_SphericalSurface(frame, radius)
        builder.add_face(surface, loops, curves=curves, tolerance=2.0 * off_sphere)


def _turn(angle: float) -> Floats:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
