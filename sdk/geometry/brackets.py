"""Brackets that hold a pin between two cheeks: clevis, pivot fork and trunnion yoke.

A newcomer's mistake: to measure the height of the bore from the middle. It counts from the bottom of the
bracket, wherever `center` puts that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.construction import record
from sdk.geometry.inputs import number, positive
from sdk.geometry.kernel import Solid, mesh_from_solid, subtract, unite
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.prisms import (
    ABSENT,
    circle,
    eased_corners,
    fill_resting,
    hole,
    prism,
    rectangle,
    require_below,
    sizes,
)


@dataclass(frozen=True)
class _Frame:
    """The checked sizes all three brackets share, metres; heights count from the bottom."""

    width: float
    depth: float
    height: float
    gap: float
    bore: float
    bore_height: float

    @property
    def cheek(self) -> float:
        """Thickness of one cheek."""
        return (self.width - self.gap) / 2.0

    def z(self, height: float) -> float:
        """Height above the bottom as a coordinate of the centred bracket."""
        return height - self.height / 2.0


class ClevisBracketGeometry(MeshGeometry):
    """A U-shaped block, open at the top, with one bore along X through both cheeks.

    Args:
        overall_size: width X, depth Y, height Z; further items are not read.
        gap_width: clear width between the cheeks.
        bore_diameter: below twice the cheek, the depth and the height.
        bore_center_z: height of the bore above the bottom; the bore lies strictly between base and top.
        base_thickness: of the floor under the gap.
        corner_radius: of all upright edges; cut to 0.6 of the cheek, a quarter of depth and of height, and to
            what the cheek has room for.
        center: False puts the bottom at z = 0.

    Raises:
        GeometryError: ``not-positive``, ``too-large``, ``thin-cheek``, ``bore-outside``, ``not-finite``.
    """

    def __init__(
        self,
        overall_size: Sequence[float],
        *,
        gap_width: float,
        bore_diameter: float,
        bore_center_z: float,
        base_thickness: float,
        corner_radius: float = 0.0,
        center: bool = True,
    ) -> None:
        super().__init__()
        where = "ClevisBracketGeometry"
        base = positive(base_thickness, f"{where} base_thickness")
        frame = _frame(where, overall_size, gap_width, bore_diameter, bore_center_z, floor=base)
        require_below(base, frame.height, f"{where} base_thickness", "the height")
        limit = min(0.6 * frame.cheek, 0.25 * frame.depth, 0.25 * frame.height)
        radius = _radius(corner_radius, limit, where)
        solid = _bored(_u_block(frame, base, radius), frame)
        _finish(self, solid, "clevis", frame, base=base, corner_radius=radius, center=center)


class PivotForkGeometry(MeshGeometry):
    """Two full-height tines joined by a full-height bridge at the rear (-Y), with one bore along X.

    Args:
        overall_size, gap_width, bore_diameter, center: as for `ClevisBracketGeometry`.
        bore_center_z: height of the bore above the bottom; the bore lies strictly between bottom and top. It
            runs through y = 0.
        bridge_thickness: along Y, below the depth.
        corner_radius: of all upright edges; cut to 0.6 of cheek and bridge, a quarter of the height, and to
            what the tines and the gap have room for.

    Raises:
        GeometryError: ``not-positive``, ``too-large``, ``thin-cheek``, ``bore-outside``, ``not-finite``.
    """

    def __init__(
        self,
        overall_size: Sequence[float],
        *,
        gap_width: float,
        bore_diameter: float,
        bore_center_z: float,
        bridge_thickness: float,
        corner_radius: float = 0.0,
        center: bool = True,
    ) -> None:
        super().__init__()
        where = "PivotForkGeometry"
        bridge = positive(bridge_thickness, f"{where} bridge_thickness")
        frame = _frame(where, overall_size, gap_width, bore_diameter, bore_center_z, floor=0.0)
        require_below(bridge, frame.depth, f"{where} bridge_thickness", "the depth")
        limit = min(0.6 * frame.cheek, 0.6 * bridge, 0.25 * frame.height)
        radius = _radius(corner_radius, limit, where)
        outer, back, front, inner = frame.width / 2.0, -frame.depth / 2.0, frame.depth / 2.0, frame.gap / 2.0
        outline = np.array(
            [
                (-outer, back), (outer, back), (outer, front), (inner, front),
                (inner, back + bridge), (-inner, back + bridge), (-inner, front), (-outer, front),
            ]
        )  # fmt: skip
        body = prism([eased_corners(outline, radius)], frame.z(0.0), frame.z(frame.height))
        solid = _bored(body, frame)
        _finish(self, solid, "fork", frame, bridge=bridge, corner_radius=radius, center=center)


class TrunnionYokeGeometry(MeshGeometry):
    """A base slab with two cheeks, a boss disc within each, and one bore along X for the trunnion.

    Args:
        overall_size: width X, depth Y, height Z; further items are not read.
        span_width: clear width between the cheeks.
        trunnion_diameter: below twice the cheek, the depth and the height.
        trunnion_center_z: height of the bore above the bottom; the bore lies strictly between base and top.
        base_thickness: of the slab.
        corner_radius: of all upright edges; cut to half the cheek, a fifth of depth and of height.
        center: False puts the lowest vertex at z = 0.

    Raises:
        GeometryError: ``not-positive``, ``too-large``, ``thin-cheek``, ``bore-outside``, ``not-finite``.
    """

    def __init__(
        self,
        overall_size: Sequence[float],
        *,
        span_width: float,
        trunnion_diameter: float,
        trunnion_center_z: float,
        base_thickness: float,
        corner_radius: float = 0.0,
        center: bool = True,
    ) -> None:
        super().__init__()
        where = "TrunnionYokeGeometry"
        base = positive(base_thickness, f"{where} base_thickness")
        frame = _frame(
            where, overall_size, span_width, trunnion_diameter, trunnion_center_z, floor=base,
            words=("span_width", "trunnion_diameter", "trunnion_center_z"),
        )  # fmt: skip
        require_below(base, frame.height, f"{where} base_thickness", "the height")
        limit = min(0.5 * frame.cheek, 0.2 * frame.depth, 0.2 * frame.height)
        radius = _radius(corner_radius, limit, where)
        boss_radius = max(0.7 * frame.bore, 0.55 * frame.cheek)
        boss_length = min(0.75 * frame.cheek, 0.35 * frame.depth)
        disc = [circle(boss_radius, centre=(0.0, frame.z(frame.bore_height)))]
        end = frame.width / 2.0
        bosses = [
            prism(disc, -end, -end + boss_length, along="x"),
            prism(disc, end - boss_length, end, along="x"),
        ]
        solid = _bored(unite([_u_block(frame, base, radius), *bosses]), frame)
        _finish(self, solid, "yoke", frame, base=base, corner_radius=radius, center=center)


def _frame(
    where: str,
    overall_size: Sequence[float],
    gap_width: float,
    bore_diameter: float,
    bore_center_z: float,
    *,
    floor: float,
    words: tuple[str, str, str] = ("gap_width", "bore_diameter", "bore_center_z"),
) -> _Frame:
    """The sizes, checked; `words` name the arguments in errors, `floor` is the least height of the bore."""
    width, depth, height = sizes(overall_size, f"{where} overall_size", items=3)
    gap = positive(gap_width, f"{where} {words[0]}")
    require_below(gap, width, f"{where} {words[0]}", "the overall width")
    frame = _Frame(
        width,
        depth,
        height,
        gap,
        positive(bore_diameter, f"{where} {words[1]}"),
        number(bore_center_z, f"{where} {words[2]}"),
    )
    if frame.cheek <= ABSENT:
        raise GeometryError.at(
            f"{where} {words[0]}", given=gap, wanted="cheeks thicker than 1e-6", code="thin-cheek"
        )
    smallest = min(2.0 * frame.cheek, depth, height)
    require_below(frame.bore, smallest, f"{where} {words[1]}", "twice the cheek, the depth and the height")
    half = frame.bore / 2.0
    if not floor < frame.bore_height - half or not frame.bore_height + half < height:
        raise GeometryError.at(
            f"{where} {words[2]}",
            given=frame.bore_height,
            wanted=f"between {floor + half:g} and {height - half:g}, so that the bore has walls",
            code="bore-outside",
        )
    return frame


def _radius(corner_radius: float, limit: float, where: str) -> float:
    return min(max(0.0, number(corner_radius, f"{where} corner_radius")), limit)


def _u_block(frame: _Frame, base: float, radius: float) -> Solid:
    """Slab and cheeks; the cheeks run down through the slab, so that their outer walls are one."""
    x, y, inner = frame.width / 2.0, frame.depth / 2.0, frame.gap / 2.0
    bottom, top = frame.z(0.0), frame.z(frame.height)
    # All corners get the radius the thinnest piece has room for, or the walls of slab and cheeks would differ.
    room = min(radius, frame.cheek / 2.0, y)
    slab = prism([eased_corners(rectangle((-x, -y), (x, y)), room)], bottom, frame.z(base))
    cheeks = [
        eased_corners(rectangle((low, -y), (high, y)), room) for low, high in ((-x, -inner), (inner, x))
    ]
    return unite([slab, prism(cheeks, bottom, top)])


def _bored(body: Solid, frame: _Frame) -> Solid:
    """The body with the bore through its full width."""
    outline = hole(frame.bore / 2.0, centre=(0.0, frame.z(frame.bore_height)))
    return subtract(body, prism([outline], -frame.width, frame.width, along="x"))


def _finish(
    geometry: MeshGeometry, solid: Solid, form: str, frame: _Frame, *, center: bool, **sizes_told: float
) -> None:
    construction = record(
        "bracket",
        form=form,
        size=(frame.width, frame.depth, frame.height),
        gap=frame.gap,
        bore_diameter=frame.bore,
        bore_center=(0.0, 0.0, frame.z(frame.bore_height)),
        **sizes_told,
    )
    fill_resting(geometry, mesh_from_solid(solid), construction, center=center)
