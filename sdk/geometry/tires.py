"""Tires: `TireGeometry`, a revolved section with grooves, ribs and tread blocks, and the records for them.

A newcomer's mistake: to expect an air space. The tire is a solid ring whose inside dips to 0.82 of the inner radius
at its middle, so that it overlaps the rim it is set on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from math import cos, pi, radians
from typing import Literal

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry import kernel
from sdk.geometry.construction import record
from sdk.geometry.inputs import number, positive, require_some
from sdk.geometry.kept import MeshArrays, content_name, kept_or_made
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.outlines import signed_area
from sdk.geometry.prisms import ABSENT, not_negative, prism, rectangle
from sdk.geometry.prisms import copies as placed_copies
from sdk.geometry.triangles import Floats
from sdk.geometry.turning import MAX_COPIES, axis_to_x, copies, facets, revolved, revolved_solid, silhouette
from sdk.spatial import rotation_about

GAP = 1e-4
"""Metres that neighbouring radii of the section stay apart where proportions would let them cross."""


@dataclass(frozen=True)
class TireCarcass:
    """The body under the tread."""

    crown_radius: float | None = None
    """Accepted; the crown is flat."""
    belt_width_ratio: float = 0.34
    """Half width of the belt as a part of the tire's half width, 0.12 to 0.96."""
    sidewall_bulge: float = 0.08


@dataclass(frozen=True)
class TireTread:
    """What is cut into the crown or stands on it."""

    style: Literal["none", "circumferential", "block", "rib", "chevron", "lug"] = "none"
    depth: float = 0.0
    pitch: float | None = None
    """Metres between grooves or ribs across the tire, or between blocks around it."""
    count: int | None = None
    """Grooves or ribs across the tire, or blocks around it."""
    angle_deg: float = 0.0
    """Lean of chevron bars; 0 stands for 24."""
    land_ratio: float = 0.5
    """How much of the way round blocks fill, 0.18 to 0.85."""


@dataclass(frozen=True)
class TireGroove:
    """One ring-shaped groove."""

    center_offset: float = 0.0
    """Metres from the middle of the tire."""
    width: float = 0.0
    depth: float = 0.0


@dataclass(frozen=True)
class TireSidewall:
    """The shape of the flanks; an unknown style is read as ``rounded``."""

    style: Literal["flat", "bulged", "square", "rounded"] = "rounded"
    bulge: float = 0.08
    inset_ratio: float = 0.18
    """Accepted; it changes nothing."""


@dataclass(frozen=True)
class TireShoulder:
    """The step from flank to belt."""

    style: str = "soft"
    """Accepted; it changes nothing."""
    radius: float = 0.0
    """How far a square shoulder drops."""
    width: float = 0.0
    """0: 0.11 of the tire's width."""


@dataclass(frozen=True)
class _Sizes:
    outer: float
    inner: float
    width: float


@dataclass(frozen=True, eq=False)
class _Row:
    """Tread blocks in one row around the tire."""

    bar: MeshArrays
    """One of them as it was built."""
    places: Floats
    """(k, 4, 4) where they go."""
    are_apart: bool


class TireGeometry(MeshGeometry):
    """A tire that spins about X, front towards +X.

    Args:
        outer_radius: of the crown; tread blocks and ribs stand above it, metres.
        width: along the axis.
        inner_radius: of the beads, below `outer_radius`; None: 0.58 of it.
        carcass, tread, sidewall, shoulder: None: their defaults; a smooth, rounded tire.
        grooves: cut into the crown; those without width or depth are left out.
        center: False puts the lowest point at x = 0.

    Raises:
        GeometryError: a size or record is out of range; the text names it.
    """

    def __init__(
        self,
        outer_radius: float,
        width: float,
        *,
        inner_radius: float | None = None,
        carcass: TireCarcass | None = None,
        tread: TireTread | None = None,
        grooves: Iterable[TireGroove] = (),
        sidewall: TireSidewall | None = None,
        shoulder: TireShoulder | None = None,
        center: bool = True,
    ) -> None:
        super().__init__()
        outer = positive(outer_radius, "TireGeometry outer_radius")
        wide = positive(width, "TireGeometry width")
        inner = positive(0.58 * outer if inner_radius is None else inner_radius, "TireGeometry inner_radius")
        if inner >= outer:
            raise GeometryError.at(
                "TireGeometry inner_radius",
                given=inner,
                wanted=f"below outer_radius, {outer}",
                code="out-of-range",
            )
        size = _Sizes(outer, inner, wide)
        carcass, tread = carcass or TireCarcass(), tread or TireTread()
        sidewall, shoulder = sidewall or TireSidewall(), shoulder or TireShoulder()
        depth = not_negative(tread.depth, "TireTread.depth")
        section = _section(size, carcass, sidewall, shoulder, tread_depth=depth)
        cuts = list(_grooves(size, grooves))
        if depth > ABSENT and tread.style == "circumferential":
            cuts += [_groove(size, x, 0.06 * wide, depth) for x in _middles(size, tread)]
        # Belt and shoulder wider than the tire fold the flank over; what that pinches off is left out.
        body = max(silhouette([section]), key=signed_area)
        loops = silhouette([body], cuts)
        if not loops:
            raise GeometryError.at(
                "TireGeometry grooves", given="cuts through the whole tire", wanted="some tire left"
            )
        if depth > ABSENT and tread.style == "rib":
            loops = silhouette([*loops, *_ribs(size, loops, _middles(size, tread), depth)])
        if depth > ABSENT and tread.style in ("block", "lug", "chevron"):
            rows = list(_blocks(size, loops, tread, depth))

            def make() -> MeshArrays:
                blocks = [placed_copies(*row.bar, row.places, are_apart=row.are_apart) for row in rows]
                return kernel.mesh_from_solid(kernel.unite([revolved_solid(loops), *blocks]))

            contents = ([*row.bar, row.places, [row.are_apart]] for row in rows)
            points, triangles = kept_or_made(content_name("tire", loops, *contents), make)
        else:
            points, triangles = revolved(loops)
        made = record(
            "tire",
            outer_radius=outer,
            inner_radius=inner,
            width=wide,
            section=tuple((x, radius) for radius, x in section.tolist()),
            tread=astuple(tread),
        )
        require_some(triangles, "TireGeometry")
        self.fill(axis_to_x(points), triangles, made)
        if not center:
            self.translate(-float(points[:, 2].min()), 0.0, 0.0)


def _section(
    size: _Sizes,
    carcass: TireCarcass,
    sidewall: TireSidewall,
    shoulder: TireShoulder,
    *,
    tread_depth: float,
) -> Floats:
    """(14, 2) radius and axial place of the section's corners, without grooves."""
    half, outer, inner = size.width / 2.0, size.outer, size.inner
    belt = half * min(max(number(carcass.belt_width_ratio, "TireCarcass.belt_width_ratio"), 0.12), 0.96)
    given_width = number(shoulder.width, "TireShoulder.width")
    step = given_width if given_width > ABSENT else 0.11 * size.width
    least = inner + GAP
    side, edge = max(outer - 0.04 * size.width, least), outer
    if sidewall.style == "flat":
        side = max(outer - 0.08 * size.width, least)
    elif sidewall.style == "bulged":
        bulge = max(
            number(sidewall.bulge, "TireSidewall.bulge"),
            number(carcass.sidewall_bulge, "TireCarcass.sidewall_bulge"),
            0.0,
        )
        side = outer + min(bulge, 0.12) * size.width
    elif sidewall.style == "square":
        drop = max(number(shoulder.radius, "TireShoulder.radius"), 0.5 * tread_depth, 0.01 * outer)
        side, edge = outer, max(outer - drop, least)
    flank = [
        (inner, half),
        (inner, 0.92 * half),
        (max(inner + 0.28 * (side - inner), least), 0.78 * half),
        (side, belt + step),
        (edge, belt),
    ]
    inside = [(0.82 * inner, -0.55 * half), (0.82 * inner, 0.0), (0.82 * inner, 0.55 * half)]
    mirrored = [(radius, -x) for radius, x in flank]
    return np.array([*mirrored, (outer, 0.0), *flank[::-1], *inside[::-1]])


def _grooves(size: _Sizes, grooves: Iterable[TireGroove]) -> Iterable[Floats]:
    """Outlines to cut, one for each groove that has a width and a depth."""
    for row, groove in enumerate(grooves):
        wide = not_negative(groove.width, f"grooves[{row}].width")
        deep = not_negative(groove.depth, f"grooves[{row}].depth")
        middle = number(groove.center_offset, f"grooves[{row}].center_offset")
        if row >= MAX_COPIES:
            raise GeometryError.at(
                "TireGeometry grooves", given=f"over {MAX_COPIES}", wanted="fewer", code="too-many"
            )
        if min(wide, deep) > ABSENT:
            yield _groove(size, middle, wide, deep)


def _groove(size: _Sizes, middle: float, width: float, depth: float) -> Floats:
    """Outline of a cut that also opens through bulged flanks, which stand above the crown."""
    top = size.outer + max(1.6 * depth, 0.13 * size.width)
    return rectangle((max(size.outer - depth, 0.0), middle - width / 2.0), (top, middle + width / 2.0))


def _middles(size: _Sizes, tread: TireTread) -> Sequence[float]:
    """Axial places of the tread's grooves or ribs."""
    count = copies(3 if tread.count is None else tread.count, "TireTread.count", least=1)
    pitch = 0.20 * size.width if tread.pitch is None else number(tread.pitch, "TireTread.pitch")
    spacing = max(pitch, 0.14 * size.width)
    return [spacing * (step - (count - 1) / 2.0) for step in range(count)]


def _ribs(size: _Sizes, ground: Sequence[Floats], middles: Sequence[float], depth: float) -> list[Floats]:
    """Outlines of ribs, grown down to where the tire's surface lies lowest under them, so that none hangs free.

    Those beside the tire are left out.
    """
    ribs = []
    for middle in middles:
        low, high = middle - 0.04 * size.width, middle + 0.04 * size.width
        under = _surface(ground, np.linspace(low, high, 5))
        if under.max() > 0.0:
            floor = float(under[under > 0.0].min())
            ribs.append(rectangle((floor, low), (size.outer + depth, high)))
    return ribs


def _surface(ground: Sequence[Floats], places: Floats) -> Floats:
    """(k,) largest radius of (radius, x) loops at each of (k,) axial places; 0 beside them."""
    first = np.concatenate(list(ground))
    second = np.concatenate([np.roll(loop, -1, axis=0) for loop in ground])
    low, high = np.minimum(first[:, 1], second[:, 1]), np.maximum(first[:, 1], second[:, 1])
    rise = second[:, 1] - first[:, 1]
    slope = (second[:, 0] - first[:, 0]) / np.where(rise != 0.0, rise, 1.0)
    radius = first[:, 0] + (places[:, None] - first[:, 1]) * slope
    over = (low <= places[:, None]) & (places[:, None] <= high)
    return np.where(over, radius, 0.0).max(axis=1)


def _blocks(size: _Sizes, ground: Sequence[Floats], tread: TireTread, depth: float) -> Iterable[_Row]:
    """All tread blocks about Z, sunk into the crown by 0.515 of the depth, or deeper to reach falling ground."""
    wide, outer = size.width, size.outer
    lug = tread.style == "lug"
    pitch = 0.45 * wide if tread.pitch is None else number(tread.pitch, "TireTread.pitch")
    default = 12 if lug else max(14, int(2.0 * pi * outer / max(pitch, 0.24 * wide)))
    count = copies(
        min(default, MAX_COPIES) if tread.count is None else tread.count, "TireTread.count", least=1
    )
    land = min(max(number(tread.land_ratio, "TireTread.land_ratio"), 0.18), 0.85)
    axial = (0.14 if lug else 0.12) * wide
    share = {"block": 0.42, "lug": 0.55, "chevron": 0.48}[tread.style]
    tangential = 2.0 * pi * outer / count * land * share
    rows = {"block": (-0.22, 0.0, 0.22), "lug": (-0.22, 0.22), "chevron": (-0.18, 0.18)}[tread.style]
    lean = radians(number(tread.angle_deg, "TireTread.angle_deg") or 24.0)
    bars = ((-0.38 * axial, lean), (0.38 * axial, -lean)) if tread.style == "chevron" else ((0.0, 0.0),)
    for number_of_row, row in enumerate(rows):
        start = pi / count * (number_of_row % 2)
        for aside, turn in bars:
            middle = row * wide + aside
            reached = float(_surface(ground, middle + axial * np.linspace(-0.4, 0.4, 5)).max())
            if reached <= 0.0:
                continue
            # The middle of a facet lies lower than its corners.
            reached *= cos(pi / facets(reached, size=max(reached, outer)))
            floor = min(outer - 0.515 * depth, reached - 0.25 * depth)
            if floor <= 0.0:
                continue
            half_around, half_along = tangential / 2.0, axial / 2.0
            outline = rectangle((-half_around, -half_along), (half_around, half_along))
            bar = prism([outline], floor, outer + 0.835 * depth)
            vertices, faces = kernel.mesh_from_solid(bar)
            # Built upright on Z, then laid so that its height points along +X and its length along Z.
            lying = rotation_about(np.array([1.0, 0.0, 0.0]), turn) @ np.array(
                [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
            )
            matrices = np.tile(np.eye(4), (count, 1, 1))
            for step, matrix in enumerate(matrices):
                around = rotation_about(np.array([0.0, 0.0, 1.0]), start + 2.0 * pi * step / count)
                matrix[:3, :3] = around @ lying
                matrix[2, 3] = middle
            laid = vertices @ lying.T
            sector = float(np.arctan2(np.abs(laid[:, 1]), laid[:, 0]).max(initial=0.0))
            yield _Row((vertices, faces), matrices, are_apart=sector < 0.999 * pi / count)
