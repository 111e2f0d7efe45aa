"""Flat panels with a pattern of holes or slots: `PerforatedPanelGeometry` and `SlotPatternPanelGeometry`.

A newcomer's mistake: to expect a staggered pattern to be symmetric. Every second row from the bottom is shifted
by half a pitch towards +X, filled as far as that leaves room on the right, and left out where nothing fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, radians, sin
from typing import Any

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.construction import record
from sdk.geometry.extrude import extrude_region
from sdk.geometry.inputs import number, positive
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.outlines import sound_region
from sdk.geometry.pattern_lids import pattern_lid
from sdk.geometry.prisms import ABSENT, fill_resting, hole, not_negative, require_below, sizes, turned
from sdk.geometry.profiles import rounded_rect_profile
from sdk.geometry.triangles import Floats

MAX_HOLES = 10_000
"""Most holes of one panel; their mesh has about a million faces."""

FIT_TOLERANCE = 1e-9
"""A pattern still fits when its room falls short by this much, metres."""

CORNER_MARGIN = 1e-4
"""A corner radius stays this far below half a side, metres."""

CORNER_REACH = 0.3
"""A rounded corner cuts off less than this share of its radius, measured along one side at 45 degrees."""


class PerforatedPanelGeometry(MeshGeometry):
    """A plate in XY with round through holes in rows.

    Args:
        panel_size: width along X and height along Y; further items are not read.
        thickness: along Z, about z = 0.
        hole_diameter: above 0; the polygon of a hole has the circle's area.
        pitch: distance of hole centres, one number or (x, y), above the diameter.
        frame: least distance from a hole to the edge of the plate.
        corner_radius: of the four corners; negative is 0.
        stagger: shift every second row by half a pitch.
        center: False puts the lower face at z = 0.

    Raises:
        GeometryError: a size out of range, or no hole fits: ``not-positive``, ``negative``, ``too-large``,
            ``pitch-too-small``, ``no-room``, ``too-many``.
    """

    def __init__(
        self,
        panel_size: Sequence[float],
        thickness: float,
        *,
        hole_diameter: float,
        pitch: float | Sequence[float],
        frame: float = 0.008,
        corner_radius: float = 0.0,
        stagger: bool = False,
        center: bool = True,
    ) -> None:
        super().__init__()
        where = "PerforatedPanelGeometry"
        diameter = positive(hole_diameter, f"{where} hole_diameter")
        _fill_panel(
            self,
            where,
            panel_size=panel_size,
            thickness=thickness,
            punch=hole(diameter / 2.0),
            half_extent=(diameter / 2.0, diameter / 2.0),
            pitch=pitch,
            frame=frame,
            corner_radius=corner_radius,
            stagger=stagger,
            center=center,
        )


class SlotPatternPanelGeometry(MeshGeometry):
    """A plate in XY with slots, straight with round ends, in rows.

    Args:
        panel_size, thickness, frame, corner_radius, stagger, center: as for `PerforatedPanelGeometry`.
        slot_size: overall length and width, length at least the width.
        pitch: distance of slot centres, one number or (x, y), above the extents of the rectangle that holds
            the turned slot.
        slot_angle_deg: turn of each slot from +X towards +Y, within 90 degrees either way.

    Raises:
        GeometryError: as for `PerforatedPanelGeometry`, and ``short-slot``, ``too-large`` for the angle.
    """

    def __init__(
        self,
        panel_size: Sequence[float],
        thickness: float,
        *,
        slot_size: Sequence[float],
        pitch: float | Sequence[float],
        frame: float = 0.008,
        corner_radius: float = 0.0,
        slot_angle_deg: float = 0.0,
        stagger: bool = False,
        center: bool = True,
    ) -> None:
        super().__init__()
        where = "SlotPatternPanelGeometry"
        length, width = sizes(slot_size, f"{where} slot_size", items=2)
        if length < width:
            raise GeometryError.at(
                f"{where} slot_size",
                given=(length, width),
                wanted="a length of at least the width",
                code="short-slot",
            )
        degrees = number(slot_angle_deg, f"{where} slot_angle_deg")
        require_below(abs(degrees), 90.0, f"{where} slot_angle_deg", "degrees either way")
        angle = radians(degrees)
        across, along = abs(cos(angle)), abs(sin(angle))
        _fill_panel(
            self,
            where,
            panel_size=panel_size,
            thickness=thickness,
            punch=turned(hole(width / 2.0, stretch=length - width), angle),
            half_extent=(
                (length * across + width * along) / 2.0,
                (length * along + width * across) / 2.0,
            ),
            pitch=pitch,
            frame=frame,
            corner_radius=corner_radius,
            stagger=stagger,
            center=center,
        )


def pattern_positions(limit: float, pitch: float) -> Floats:
    """(k,) places along one axis, `pitch` apart and centred on 0, none further out than `limit`."""
    if limit < -FIT_TOLERANCE:
        return np.zeros(0)
    if limit <= FIT_TOLERANCE:
        return np.zeros(1)
    ratio = 2.0 * limit / pitch
    if ratio > MAX_HOLES:
        raise GeometryError.at(
            "pitch", given=pitch, wanted=f"at most {MAX_HOLES} positions along one axis", code="too-many"
        )
    count = int(ratio) + 1
    return (np.arange(count, dtype=np.float64) - (count - 1) / 2.0) * pitch


def pattern_rows(limits: tuple[float, float], pitch: tuple[float, float], *, stagger: bool) -> list[Floats]:
    """(c, 2) centres of the holes of each row that has any, from the lowest; odd rows shifted when staggered."""
    along = pattern_positions(limits[0], pitch[0])
    shift = pitch[0] / 2.0
    shifted = pattern_positions(limits[0] - shift, pitch[0]) + shift if stagger else along
    rows = pattern_positions(limits[1], pitch[1])
    if len(rows) * max(len(along), len(shifted)) > MAX_HOLES:
        raise GeometryError.at(
            "pitch",
            given=pitch,
            wanted=f"at most {MAX_HOLES} holes, this makes about {len(rows) * len(along)}",
            code="too-many",
        )
    return [
        np.stack([columns, np.full(len(columns), y)], axis=1)
        for row, y in enumerate(rows.tolist())
        for columns in (shifted if row % 2 else along,)
        if len(columns)
    ]


def _fill_panel(
    geometry: MeshGeometry,
    where: str,
    *,
    panel_size: Iterable[Any],
    thickness: float,
    punch: Floats,
    half_extent: tuple[float, float],
    pitch: Any,
    frame: float,
    corner_radius: float,
    stagger: bool,
    center: bool,
) -> None:
    """Fill in a plate with the outline `punch`, drawn about the origin, cut out at each pattern centre."""
    width, height = sizes(panel_size, f"{where} panel_size", items=2)
    thick = positive(thickness, f"{where} thickness")
    border = not_negative(frame, f"{where} frame")
    require_below(border, min(width, height) / 2.0, f"{where} frame", "half the shorter side")
    steps = _pitch(pitch, f"{where} pitch")
    for step, half, axis in zip(steps, half_extent, "xy", strict=True):
        if step <= 2.0 * half:
            raise GeometryError.at(
                f"{where} pitch",
                given=step,
                wanted=f"more than the {2.0 * half:g} a hole takes along {axis}",
                code="pitch-too-small",
            )
    limits = (width / 2.0 - border - half_extent[0], height / 2.0 - border - half_extent[1])
    if min(limits) < -FIT_TOLERANCE:
        raise GeometryError.at(
            where,
            given=f"{2.0 * half_extent[0]:g} x {2.0 * half_extent[1]:g} holes inside a frame of {border:g}",
            wanted="a hole that fits the panel within its frame",
            code="no-room",
        )
    rows = pattern_rows(limits, steps, stagger=bool(stagger))
    centres = np.concatenate(rows)
    radius = max(0.0, number(corner_radius, f"{where} corner_radius"))
    radius = max(0.0, min(radius, width / 2.0 - CORNER_MARGIN, height / 2.0 - CORNER_MARGIN))
    radius = radius if radius > ABSENT else 0.0
    outer = np.array(rounded_rect_profile(width, height, radius))
    holes = [punch + centre for centre in centres]
    if border > max(FIT_TOLERANCE, CORNER_REACH * radius):
        loops = [outer, *(each[::-1] for each in holes)]
        lid = pattern_lid(outer, punch, rows)
    else:
        loops, lid = sound_region(outer, holes, where), None
    fill_resting(
        geometry,
        extrude_region(loops, thick, base=-thick / 2.0, lid=lid),
        record(
            "panel",
            size=(width, height, thick),
            corner_radius=radius,
            hole=tuple(map(tuple, punch.tolist())),
            centres=tuple(map(tuple, centres.tolist())),
        ),
        center=center,
    )


def _pitch(value: Any, where: str) -> tuple[float, float]:
    """The pitch along x and y from one number or exactly two."""
    if np.ndim(value) == 0:
        both = positive(value, where)
        return both, both
    items = tuple(value)
    if len(items) != 2:
        raise GeometryError.at(where, given=items, wanted="one number or (x, y)", code="wrong-length")
    return positive(items[0], where), positive(items[1], where)
