"""`BezelGeometry`: a frame round an opening, with the features of its face, rear and rim.

A newcomer's mistake: to expect unequal walls to move the opening. Only the sums left + right and bottom + top
count; the ring stays centred.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from sdk.errors import GeometryError
from sdk.geometry.bezels.edges import cutout_solid, feature_solids, visor_solids
from sdk.geometry.bezels.frame import BezelFrame
from sdk.geometry.bezels.front import lip_solid, recess_solid, upright_corners
from sdk.geometry.bezels.outlines import PlanShape
from sdk.geometry.bezels.rear import flange_solids, mount_solids
from sdk.geometry.bezels.records import (
    BezelCutout,
    BezelEdgeFeature,
    BezelFace,
    BezelFlange,
    BezelMounts,
    BezelRecess,
    BezelVisor,
)
from sdk.geometry.construction import record
from sdk.geometry.inputs import positive
from sdk.geometry.kernel import Solid, mesh_from_solid, subtract, unite
from sdk.geometry.mesh import MeshGeometry
from sdk.geometry.outlines import sound_region
from sdk.geometry.prisms import fill_resting, not_negative, prism, require_below, sizes

MAX_FEATURES = 200
"""Most cutouts, and most edge features, of one bezel."""

WHERE = "BezelGeometry"


class BezelGeometry(MeshGeometry):
    """A frame in XY, z in +-depth/2, its front towards +Z; "top" is +Y and "right" +X.

    Args:
        opening_size: width and height of the opening; further items are not read.
        outer_size: of the frame, larger on both axes.
        depth: along Z.
        opening_shape: ``rect``, ``rounded_rect``, ``circle``, ``ellipse`` or ``superellipse``.
        outer_shape: the same.
        opening_corner_radius: of a rounded rectangle, at most half its shorter side.
        outer_corner_radius: the same.
        wall: width of the lip and the recess on each side: one number, or (left, right, bottom, top).
        face, recess, visor, flange, mounts: records, or None for none.
        cutouts: notches through the depth.
        edge_features: beads, steps and notches along the rim.
        center: False puts the lowest vertex at z = 0.

    Raises:
        GeometryError: ``not-positive``, ``negative``, ``too-large``, ``unknown-shape``, ``unknown-edge``,
            ``bad-radius``, ``wrong-length``, ``not-finite``, ``too-many``.
    """

    def __init__(
        self,
        opening_size: Sequence[float],
        outer_size: Sequence[float],
        depth: float,
        *,
        opening_shape: str = "rounded_rect",
        outer_shape: str = "rounded_rect",
        opening_corner_radius: float = 0.0,
        outer_corner_radius: float = 0.0,
        wall: float | Sequence[float] | None = None,
        face: BezelFace | None = None,
        recess: BezelRecess | None = None,
        visor: BezelVisor | None = None,
        flange: BezelFlange | None = None,
        mounts: BezelMounts | None = None,
        cutouts: Iterable[BezelCutout] = (),
        edge_features: Iterable[BezelEdgeFeature] = (),
        center: bool = True,
    ) -> None:
        super().__init__()
        opening = _shape("opening", opening_size, opening_shape, opening_corner_radius)
        outer = _shape("outer", outer_size, outer_shape, outer_corner_radius)
        for inner_side, outer_side in zip(opening.size, outer.size, strict=True):
            require_below(inner_side, outer_side, f"{WHERE} opening_size", "the outer size on both axes")
        frame = BezelFrame(opening, outer, positive(depth, f"{WHERE} depth"), _wall_sums(wall))
        notches, features = tuple(cutouts), tuple(edge_features)
        require_below(max(len(notches), len(features)), MAX_FEATURES, f"{WHERE} cutouts", "of each kind")

        solid = _ring(frame, face)
        for added, removed in (
            (lip_solid(frame, face), []),
            ([], recess_solid(frame, recess)),
            (visor_solids(frame, visor), []),
            (flange_solids(frame, flange), []),
            mount_solids(frame, mounts),
            ([], [cutout_solid(frame, notch) for notch in notches]),
            feature_solids(frame, features),
        ):
            solid = _changed(solid, added, removed)
        construction = record(
            "bezel",
            opening=opening,
            outer=outer,
            depth=frame.depth,
            face=face,
            recess=recess,
            visor=visor,
            flange=flange,
            mounts=mounts,
            cutouts=notches,
            edge_features=features,
        )
        fill_resting(self, mesh_from_solid(solid), construction, center=center)


def _shape(name: str, size: Iterable[Any], kind: str, corner_radius: float) -> PlanShape:
    width, height = sizes(size, f"{WHERE} {name}_size", items=2)
    radius = not_negative(corner_radius, f"{WHERE} {name}_corner_radius") if kind == "rounded_rect" else 0.0
    return PlanShape(kind, (width, height), radius)


def _wall_sums(wall: float | Sequence[float] | None) -> tuple[float, float] | None:
    """Left plus right and bottom plus top, or None."""
    if wall is None:
        return None
    if not np.ndim(wall):
        both = 2.0 * not_negative(wall, f"{WHERE} wall")
        return both, both
    items = [not_negative(item, f"{WHERE} wall[{row}]") for row, item in enumerate(np.asarray(wall))]
    if len(items) != 4:
        raise GeometryError.at(
            f"{WHERE} wall",
            given=wall,
            wanted="one number or (left, right, bottom, top)",
            code="wrong-length",
        )
    return items[0] + items[1], items[2] + items[3]


def _ring(frame: BezelFrame, face: BezelFace | None) -> Solid:
    outer = upright_corners(frame.outer.outline(), frame, face)
    opening = upright_corners(frame.opening.outline(), frame, face)
    return prism(sound_region(outer, [opening], WHERE), frame.rear, frame.front)


def _changed(solid: Solid, added: list[Solid], removed: list[Solid]) -> Solid:
    """The solid with some solids added, then others removed."""
    united = unite([solid, *added]) if added else solid
    return subtract(united, unite(removed)) if removed else united
