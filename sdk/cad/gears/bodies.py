"""Solid bodies of cylindrical gears: an outline carried up +Z straight, twisted, doubled, or along rulings.

Each curve of each tooth becomes one face per layer. A newcomer's mistake: to run a ring gear's outline
counter-clockwise. The material is on the left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

import cadquery as cq
import numpy as np

from sdk.cad.gears.curves import Arc, Curve, Involute
from sdk.cad.polynomials import Floats, control_points, degree_for_turn, nodes
from sdk.cad.shell import ShellBuilder

_MOST_TURN = 2.0
"""Radians one face may twist; longer helices are stacked, for faces that wind around themselves mesh badly."""

_SHORTEST = 1e-6
"""Curves shorter than this fraction of the module are left out."""


@dataclass(frozen=True)
class Layer:
    """A slice of a body: from one height and turn to another. `ruled` joins equal points by straight lines."""

    low: float
    high: float
    low_turn: float = 0.0
    high_turn: float = 0.0
    ruled: bool = False


def helix_layers(low: float, high: float, low_turn: float, high_turn: float) -> list[Layer]:
    """Layers of one helix, none of which twists too far."""
    count = max(1, ceil(abs(high_turn - low_turn) / _MOST_TURN))
    heights = np.linspace(low, high, count + 1).tolist()
    turns = np.linspace(low_turn, high_turn, count + 1).tolist()
    return [Layer(*values) for values in zip(heights[:-1], heights[1:], turns[:-1], turns[1:], strict=True)]


@dataclass(frozen=True)
class Chamfer:
    """A cone that cuts the tips of teeth at one end face."""

    tip_radius: float
    radial: float
    axial: float
    internal: bool = False

    @property
    def face_radius(self) -> float:
        """Radius at which the cone meets the end face."""
        return self.tip_radius + (self.radial if self.internal else -self.radial)

    def depth(self, radius: Floats) -> Floats:
        """Distance of the cone from the end face at some radii; zero on the body's side of `face_radius`."""
        outside = (radius - self.face_radius) * (-1.0 if self.internal else 1.0)
        return self.axial * np.maximum(outside / self.radial, 0.0)


@dataclass(frozen=True)
class Ends:
    """What the two end faces of a body are like: chamfers, and features inside the teeth."""

    low: Chamfer | None = None
    high: Chamfer | None = None
    core: cq.Solid | None = None
    """A plain cylinder of radius `core_radius` and the body's height, with the features cut into it."""
    core_radius: float = 0.0


def toothed_body(
    outline: Sequence[Curve],
    layers: Sequence[Layer],
    *,
    module: float,
    rim_radius: float | None = None,
    ends: Ends | None = None,
) -> cq.Solid:
    """The solid of an outline, stacked in layers.

    Args:
        outline: curves of the whole section at turn 0, end to end.
        layers: from low to high, each beginning where the one before ends.
        module: scale of the smallest features.
        rim_radius: radius of the outer wall of an internal gear; None for an external one.
        ends: chamfers and core. Chamfers must begin between foot and tip of the flanks and fit in their layer.
    """
    ends = ends or Ends()
    builder = ShellBuilder(resolution=1e-6 * module)
    curves = [curve for curve in outline if _length(curve) > _SHORTEST * module]
    for chamfer in (ends.low, ends.high):
        if chamfer is not None:
            curves = [piece for curve in curves for piece in _split(curve, chamfer.face_radius)]
    for layer in layers:
        low = ends.low if layer is layers[0] else None
        high = ends.high if layer is layers[-1] else None
        for curve in curves:
            builder.add_patch(_patch(curve, layer, low, high))
        for chamfer, at_top in ((low, False), (high, True)):
            if chamfer is not None:
                for patch in _cones(curves, layer, chamfer, at_top=at_top):
                    builder.add_patch(patch)
    bottom, top = layers[0].low, layers[-1].high
    if rim_radius is not None:
        builder.add_cylinder(rim_radius, bottom, top, outward=True)
    wires = builder.add_core(ends.core, ends.core_radius, bottom, top) if ends.core is not None else ([], [])
    builder.add_flat_cap((0.0, 0.0, bottom), (0.0, 0.0, -1.0), inner=wires[0])
    builder.add_flat_cap((0.0, 0.0, top), (0.0, 0.0, 1.0), inner=wires[1])
    return builder.solid()


def _patch(curve: Curve, layer: Layer, low: Chamfer | None, high: Chamfer | None) -> Floats:
    """(p + 1, q + 1, 3) control points of the face a curve sweeps through a layer: u along the curve, v upward."""
    flat = curve.at(nodes(curve.degree))
    radius = np.linalg.norm(flat, axis=1)
    bottom = layer.low + (0.0 if low is None else low.depth(radius))
    top = layer.high - (0.0 if high is None else high.depth(radius))
    steps = nodes(degree_for_turn(layer.high_turn - layer.low_turn)).tolist()
    if layer.ruled:
        first, last = _raised(flat, bottom, layer), _raised(flat, top, layer)
        return _interpolated(np.stack([(1.0 - step) * first + step * last for step in steps], axis=1))
    rows = [_raised(flat, bottom + (top - bottom) * step, layer) for step in steps]
    return _interpolated(np.stack(rows, axis=1))


def _cones(curves: Sequence[Curve], layer: Layer, chamfer: Chamfer, *, at_top: bool) -> Iterator[Floats]:
    """Control points of the chamfer's faces: across each tooth, between the pieces of its flanks that the cone cuts.

    The border of a chamfer is sampled just as the flank and the tip beside it are, so that they share their edges.
    """
    for index, tip in enumerate(curves):
        if not (isinstance(tip, Arc) and _is_cut(tip, chamfer)):
            continue
        step = 1
        while _is_cut(curves[index - step], chamfer):
            rising, falling = curves[index - step], curves[(index + step) % len(curves)]
            flat = rising.at(nodes(rising.degree))
            other = falling.at(nodes(rising.degree))[::-1]
            angle = np.arctan2(flat[:, 1], flat[:, 0])
            span = np.arctan2(other[:, 1], other[:, 0]) - angle
            turned = (span + np.pi) % (2.0 * np.pi) - np.pi
            radius = np.linalg.norm(flat, axis=1)
            depth = chamfer.depth(radius)
            height = layer.high - depth if at_top else layer.low + depth
            rows = []
            for part in nodes(tip.degree).tolist():
                around = angle + turned * part
                points = np.column_stack([radius * np.cos(around), radius * np.sin(around)])
                rows.append(_raised(points, height, layer))
            grid = np.stack(rows, axis=1)
            yield _interpolated(grid if at_top else grid[:, ::-1])
            step += 1


def _is_cut(curve: Curve, chamfer: Chamfer) -> bool:
    """Whether a curve that was split at the chamfer lies in the part the cone cuts."""
    return bool(chamfer.depth(np.linalg.norm(curve.even(3), axis=1))[1] > 0.0)


def _split(curve: Curve, radius: float) -> list[Curve]:
    """The curve in two pieces, if it passes a radius on its way."""
    if isinstance(curve, Arc):
        return [curve]
    start, end = (float(np.linalg.norm(point)) for point in curve.even(2))
    slack = 1e-9 * radius  # a second chamfer of the same size finds the curve already split
    if not min(start, end) + slack < radius < max(start, end) - slack:
        return [curve]
    if isinstance(curve, Involute):
        return [replace(curve, end_radius=radius), replace(curve, start_radius=radius)]
    part = (radius - start) / (end - start)  # straight flanks are radial
    return [curve.part(0.0, part), curve.part(part, 1.0)]


def _raised(flat: Floats, height: Floats | float, layer: Layer) -> Floats:
    """(n, 3) points of a section brought to heights in a layer, each turned as the layer is turned there."""
    part = (np.broadcast_to(height, len(flat)) - layer.low) / (layer.high - layer.low)
    angle = layer.low_turn + (layer.high_turn - layer.low_turn) * part
    c, s = np.cos(angle), np.sin(angle)
    x, y = flat.T
    return np.column_stack([c * x - s * y, s * x + c * y, np.broadcast_to(height, len(flat))])


def _interpolated(grid: Floats) -> Floats:
    """Control points of the patch through a grid of points given at the nodes."""
    return control_points(control_points(grid, axis=0), axis=1)


def _length(curve: Curve) -> float:
    points = curve.even(5)
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())
