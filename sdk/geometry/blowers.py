"""Centrifugal blower wheels: `BlowerWheelGeometry`, curved strips between side plates around a windowed drum.

A newcomer's mistake: to look for blades from the inner to the outer radius only. They begin inside the drum wall,
and the drum itself is what `inner_radius` is the outside of.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, cos, pi, radians

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry import kernel
from sdk.geometry.construction import record
from sdk.geometry.inputs import number, positive, require_some
from sdk.geometry.kernel import Solid
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.prisms import circle, prism, turned
from sdk.geometry.triangles import Floats
from sdk.geometry.turning import copies, facets, punch

MOST_SWEEP_DEG = 85.0
"""Sweep must stay below this either way."""

WINDOW_SHARE = 0.34
"""Part of the angle between blades that a window takes."""

STRIP_ANGLES = np.array([-0.18, 0.10, 0.42, 0.72])
"""Angles of a blade's middle line at its four radii, as parts of the sweep."""


class BlowerWheelGeometry(MeshGeometry):
    """A squirrel-cage wheel about Z: windowed drum, swept blades, a plate at -Z and a ring plate at +Z.

    Args:
        outer_radius: of the plates and blade tips, metres.
        inner_radius: outside of the drum.
        width: along the axis.
        blade_count: 2 to 360.
        blade_thickness: below 0.9 of the radial span.
        blade_sweep_deg: how far a blade leans from root to tip.
        backplate: the plate at -Z.
        shroud: the plate at +Z.
        center: False puts the lowest point at z = 0.

    Raises:
        GeometryError: a size or angle is out of range, or no room is left for drum or blades.
    """

    def __init__(
        self,
        outer_radius: float,
        inner_radius: float,
        width: float,
        blade_count: int,
        *,
        blade_thickness: float,
        blade_sweep_deg: float = 35.0,
        backplate: bool = True,
        shroud: bool = True,
        center: bool = True,
    ) -> None:
        super().__init__()
        outer = positive(outer_radius, "BlowerWheelGeometry outer_radius")
        inner = positive(inner_radius, "BlowerWheelGeometry inner_radius")
        wide = positive(width, "BlowerWheelGeometry width")
        count = copies(blade_count, "BlowerWheelGeometry blade_count", least=2)
        thick = positive(blade_thickness, "BlowerWheelGeometry blade_thickness")
        sweep_deg = number(blade_sweep_deg, "BlowerWheelGeometry blade_sweep_deg")
        _require(inner < outer, "inner_radius", inner, f"below outer_radius, {outer}")
        span = outer - inner
        _require(thick < 0.9 * span, "blade_thickness", thick, f"below 0.9 of the span, {0.9 * span:g}")
        _require(
            abs(sweep_deg) < MOST_SWEEP_DEG,
            "blade_sweep_deg",
            sweep_deg,
            f"less than {MOST_SWEEP_DEG:g} degrees either way",
        )
        wall = min(max(1.8 * thick, 0.10 * span), 0.55 * inner)
        plate = min(max(1.1 * thick, 0.06 * wide), 0.16 * wide)
        rear, front = (0.95 * plate if present else 0.5 * thick for present in (backplate, shroud))
        _require(
            wide - rear - front > 1.5 * thick,
            "width",
            wide,
            f"above {rear + front + 1.5 * thick:g}, leaving blades 1.5 thicknesses long",
        )
        half, sweep = wide / 2.0, radians(sweep_deg)

        plate_inner = max(inner - 0.4 * wall, 1e-4)
        lean = -0.18 * sweep
        # Corners of the drum lie between blade roots and windows, so that neither is cut by a facet's edge.
        around = 2 * count * ceil(facets(inner, size=outer) / (2 * count))
        walls = (circle(inner, segments=around), circle(inner - wall, segments=around)[::-1])
        drum = prism([turned(loop, lean + pi / (2 * count)) for loop in walls], -half, half)
        window = half - max(1.15 * plate, 0.8 * thick)
        if 2.0 * window > thick:
            sectors = [
                turned(_sector(inner - wall, inner, pi * WINDOW_SHARE / count), angle)
                for angle in (2.0 * pi * (gap + 0.5) / count + lean for gap in range(count))
            ]
            drum = kernel.subtract(drum, prism(sectors, -window, window))
        # Roots start from the middle of the drum's facets, which lie below the true circle.
        root = max(inner * cos(pi / around) - 0.08 * wall, 1e-4)
        radii = np.array([root, root + 0.34 * span, root + 0.68 * span, outer - 0.35 * thick])
        strip = _strip(radii, STRIP_ANGLES * sweep, thick)
        strips = [turned(strip, 2.0 * pi * step / count) for step in range(count)]
        pieces = [drum, punch(strips, rear - half, half - front)]
        rim = facets(outer, size=outer)
        if rim % count == 0:
            rim += 4  # with as many corners as blades, one would lie on every blade's tip and split its triangles
        rings = (
            circle(outer, segments=rim),
            circle(plate_inner, segments=facets(plate_inner, size=outer)),
        )
        if backplate:
            pieces.append(_plate(rings, -half, plate - half))
        if shroud:
            pieces.append(_plate(rings, half - plate, half))
        points, triangles = kernel.mesh_from_solid(kernel.unite(pieces))
        made = record(
            "blower_wheel",
            outer_radius=outer,
            inner_radius=inner,
            width=wide,
            blade_count=count,
            blade_thickness=thick,
            blade_sweep_deg=sweep_deg,
            backplate=bool(backplate),
            shroud=bool(shroud),
        )
        require_some(triangles, "BlowerWheelGeometry")
        self.fill(points, triangles, made)
        if not center:
            self.translate(0.0, 0.0, -float(points[:, 2].min()))


def _plate(rings: Sequence[Floats], low: float, high: float) -> Solid:
    outer, inner = rings
    return prism([outer, inner[::-1]], low, high)


def _sector(inner: float, outer: float, half_angle: float) -> Floats:
    """(n, 2) outline about +X that reaches well through the wall between two radii, also on its chords."""
    steps = max(1, ceil(half_angle / 0.1))
    angle = half_angle * np.linspace(-1.0, 1.0, steps + 1)
    arc = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return np.concatenate([1.1 * outer * arc, 0.9 * inner * arc[::-1]])


def _strip(radii: Floats, angles: Floats, thickness: float) -> Floats:
    """(2 n, 2) outline of the strip of one thickness along a line given by radii and angles."""
    line = np.stack([radii * np.cos(angles), radii * np.sin(angles)], axis=1)
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1)[:, None]
    aside = thickness / 2.0 * np.stack([-along[:, 1], along[:, 0]], axis=1)
    return np.concatenate([line - aside, (line + aside)[::-1]])


def _require(holds: bool, argument: str, given: float, wanted: str) -> None:
    if not holds:
        raise GeometryError.at(
            f"BlowerWheelGeometry {argument}", given=given, wanted=wanted, code="out-of-range"
        )
