"""What runs along the rim of a bezel: visor, cutouts, beads, steps and notches.

A newcomer's mistake: to put a solid against a round rim by its box. It would touch along a line; these reach as
far inwards as the rim lies back there.
"""

from __future__ import annotations

from collections.abc import Iterable

from sdk.geometry.bezels.frame import EDGES, BezelFrame
from sdk.geometry.bezels.records import BezelCutout, BezelEdgeFeature, BezelVisor
from sdk.geometry.inputs import number, positive
from sdk.geometry.kernel import Solid
from sdk.geometry.prisms import ABSENT, block, not_negative, prism

ROUND_SHAPES = ("circle", "ellipse", "superellipse")

ROUND_ROOT = 0.35
"""Part of the frame's side that a solid reaches inwards at a round rim."""

CLEARANCE = 4.0
"""A cut through the depth begins and ends this many depths from the middle, clear of lips and bosses."""


def visor_solids(frame: BezelFrame, visor: BezelVisor | None) -> list[Solid]:
    """The shade over the top edge and the cheeks beside it; nothing when they have no size.

    Raises:
        GeometryError: ``negative``, ``not-finite``.
    """
    if visor is None:
        return []
    top = not_negative(visor.top_extension, "BezelVisor top_extension")
    side = not_negative(visor.side_extension, "BezelVisor side_extension")
    thickness = not_negative(visor.thickness, "BezelVisor thickness")
    if thickness <= ABSENT or max(top, side) <= ABSENT:
        return []
    x, y = frame.outer.size[0] / 2.0, frame.outer.size[1] / 2.0
    low, high = frame.front - thickness / 2.0, frame.front + thickness / 2.0
    # An extension shorter than the shade is thick makes it straddle the edge instead.
    lower, upper = (
        (y, y + top) if top >= thickness else (y + (top - thickness) / 2.0, y + (top + thickness) / 2.0)
    )
    lower -= _root(frame, 1)
    solids = [block((-x - side, lower, low), (x + side, upper, high))]
    if side > ABSENT:
        middle, half = max(top, y) / 2.0, max(top, 0.9 * y) / 2.0
        root = _root(frame, 0)
        solids += [
            block((-x - side, middle - half, low), (-x + root, middle + half, high)),
            block((x - root, middle - half, low), (x + side, middle + half, high)),
        ]
    return solids


def cutout_solid(frame: BezelFrame, cutout: BezelCutout) -> Solid:
    """The notch to cut through the whole depth.

    Raises:
        GeometryError: ``not-positive``, ``unknown-edge``, ``not-finite``.
    """
    width = positive(cutout.width, "BezelCutout width")
    depth = positive(cutout.depth, "BezelCutout depth")
    offset = number(cutout.offset, "BezelCutout offset")
    return _notch(frame, cutout.edge, depth=depth, middle=offset, length=width, where="BezelCutout edge")


def feature_solids(
    frame: BezelFrame, features: Iterable[BezelEdgeFeature]
) -> tuple[list[Solid], list[Solid]]:
    """Beads to add, then steps and notches to cut; features without size are skipped.

    Raises:
        GeometryError: ``unknown-edge``, ``not-finite``.
    """
    added: list[Solid] = []
    removed: list[Solid] = []
    where = "BezelEdgeFeature edge"
    tall = max(0.10 * frame.depth, 0.0015)
    for feature in features:
        size = number(feature.size, "BezelEdgeFeature size")
        offset = number(feature.offset, "BezelEdgeFeature offset")
        extent = number(feature.extent, "BezelEdgeFeature extent")
        if size <= 0.0:
            continue
        axis = EDGES.get(feature.edge, (1, 1.0))[0]
        length = extent if extent > 0.0 else frame.outer.size[1 - axis]
        if feature.style == "notch":
            removed.append(_notch(frame, feature.edge, depth=size, middle=offset, length=length, where=where))
        elif feature.style == "step":
            strip = frame.strip(
                feature.edge, low=-size, high=frame.depth, middle=offset, length=length, where=where
            )
            removed.append(prism([strip], frame.front - tall / 2.0, CLEARANCE * frame.depth))
        else:
            strip = frame.strip(
                feature.edge, low=-_root(frame, axis), high=size, middle=offset, length=length, where=where
            )
            added.append(prism([strip], frame.front - tall / 2.0, frame.front + tall / 2.0))
    return added, removed


def _notch(frame: BezelFrame, edge: str, *, depth: float, middle: float, length: float, where: str) -> Solid:
    strip = frame.strip(edge, low=-depth, high=0.0, middle=middle, length=length, where=where)
    return prism([strip], -CLEARANCE * frame.depth, CLEARANCE * frame.depth)


def _root(frame: BezelFrame, axis: int) -> float:
    """How far a solid on an edge across `axis` reaches into the frame."""
    return ROUND_ROOT * frame.sides[axis] if frame.outer.kind in ROUND_SHAPES else 0.0
