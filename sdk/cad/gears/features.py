"""What is cut from or added to a gear body: tooth chamfers, bore, recesses, hub and spokes.

Chamfers are built into the teeth, and everything within the root circle is made on a plain cylinder and put into the
gear afterwards: cutting the toothed body itself takes the kernel seconds. Only features that reach the teeth do that.
A newcomer's mistake: to reorder the steps. A hub stands on the top face after the recess was cut, and spokes go through
everything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, pi, sin
from typing import Any

import cadquery as cq

from sdk.cad.gears.bodies import Chamfer, Ends, Layer, toothed_body
from sdk.cad.gears.curves import Curve
from sdk.cad.tessellation import tessellate
from sdk.geometry import kernel

Options = Mapping[str, Any]

_OVERSHOOT = 0.05
"""How far a cutter stands proud of the faces it goes through, as a fraction of the width."""

_CHECK_SLACK = 0.25
"""How far a cut's volume may differ from that of its facets, as a fraction; a thin cut is coarse in facets."""

_CORE = 0.98
"""Radius of the cylinder inner features are made on, as a fraction of the free radius within the teeth."""


@dataclass(frozen=True)
class Blank:
    """The measures of a gear that its features refer to."""

    module: float
    width: float
    tip_radius: float
    """Nominal, from which chamfers are measured."""
    reached_radius: float
    """Radius the teeth really reach."""
    foot_radius: float
    """Where the flanks begin."""
    free_radius: float
    """Nothing of the teeth lies within it; of no effect on internal gears."""
    rim_radius: float | None = None
    """Radius of the outer wall of an internal gear."""


def featured_body(
    outline: Sequence[Curve], layers: Sequence[Layer], blank: Blank, options: Options
) -> cq.Shape:
    """The gear with every feature its options ask for: a solid when there is none, else a compound of one solid.

    Unknown options are ignored, as programs expect.

    Raises:
        AssertionError: an option without another one it needs.
        TypeError: spokes with neither `spokes_id` nor `hub_d`.
    """
    low, high = (_chamfer(blank, options, name) for name in ("chamfer_bottom", "chamfer_top"))
    built_in = _fit(low, high, layers, blank)
    inner = {} if blank.rim_radius is not None else _inner_options(options)
    core, core_radius = (None, _CORE * blank.free_radius) if inner else (None, 0.0)
    if inner and _reach(inner) < core_radius:
        core = _core(blank, inner, core_radius)
    ends = Ends(low if built_in else None, high if built_in else None, core, core_radius)
    body = toothed_body(outline, layers, module=blank.module, rim_radius=blank.rim_radius, ends=ends)
    shape: cq.Shape = body
    if not built_in:
        shape = with_chamfers(shape, blank.width, low, high)
    if inner and core is None:
        shape = _with_inner_features(shape, blank.width, inner)
    return body if not inner and low is None and high is None else cq.Compound.makeCompound(shape.Solids())


def _chamfer(blank: Blank, options: Options, name: str) -> Chamfer | None:
    """The chamfer of one end; None when none is asked for, or none of it reaches the teeth."""
    size = options.get("chamfer") if options.get(name) is None else options.get(name)
    if size is None:
        return None
    radial, axial = map(float, size if isinstance(size, (tuple, list)) else (size, size))
    if radial <= 0.0 or axial <= 0.0:
        return None
    chamfer = Chamfer(blank.tip_radius, radial, axial, internal=blank.rim_radius is not None)
    beyond = chamfer.face_radius - blank.reached_radius
    return None if (beyond <= 0.0 if chamfer.internal else beyond >= 0.0) else chamfer


def _fit(low: Chamfer | None, high: Chamfer | None, layers: Sequence[Layer], blank: Blank) -> bool:
    """Whether the chamfers can be built into the teeth: they stay above the flanks' feet and within their layers."""
    chamfers = [chamfer for chamfer in (low, high) if chamfer is not None]
    for chamfer in chamfers:
        above_foot = chamfer.face_radius - blank.foot_radius
        if (above_foot >= 0.0) if chamfer.internal else (above_foot <= 0.0):
            return False
    heights = [layers[0].high - layers[0].low, layers[-1].high - layers[-1].low]
    depths = [0.0 if chamfer is None else chamfer.axial for chamfer in (low, high)]
    if len(layers) == 1:
        heights, depths = heights[:1], [sum(depths)]
    room = all(depth < height for depth, height in zip(depths, heights, strict=True))
    return room and not (chamfers and any(layer.ruled for layer in layers))


def _inner_options(options: Options) -> dict[str, Any]:
    """The options for features inside the teeth, if any of them makes one."""
    makers = ("bore_d", "recess", "bottom_recess", "hub_length", "n_spokes")
    wanted = any(options.get(name) is not None for name in makers)
    return dict(options) if wanted else {}


def _reach(options: Options) -> float:
    """Radius of the cylinder about the axis that holds every inner feature."""
    names = ("bore_d", "recess_d", "bottom_recess_d", "hub_d", "bottom_hub_d", "spokes_id", "spokes_od")
    return max(float(options.get(name) or 0.0) for name in names) / 2.0


def _core(blank: Blank, options: Options, radius: float) -> cq.Solid | None:
    """A plain cylinder with the inner features; None when they leave it in pieces."""
    plain = cq.Solid.makeCylinder(radius, blank.width)
    solids = _with_inner_features(plain, blank.width, options).Solids()
    return solids[0] if len(solids) == 1 else None


def _with_inner_features(shape: cq.Shape, width: float, options: Options) -> cq.Shape:
    steps: tuple[Callable[[cq.Shape, float, Options], cq.Shape], ...] = (
        _with_bore,
        _with_recesses,
        _with_hub,
        _with_spokes,
    )
    for step in steps:
        shape = step(shape, width, options)
    return shape


def with_chamfers(shape: cq.Shape, width: float, low: Chamfer | None, high: Chamfer | None) -> cq.Shape:
    """The shape with the tips of its teeth cut by cones; for chamfers that cannot be built into the teeth.

    The kernel sometimes answers with too much cut, or nothing, so each cut is compared with the facets' own.

    Raises:
        ValueError: the kernel cannot make one of the cuts.
    """
    whole = _facets(shape)
    for chamfer, height, inward in ((low, 0.0, 1.0), (high, width, -1.0)):
        if chamfer is not None:
            ring = _chamfer_ring(chamfer, height, inward)
            wanted = kernel.volume(kernel.intersect(whole, _facets(ring)))
            shape = _checked_cut(shape, ring, wanted, chamfer)
    return shape


def _facets(shape: cq.Shape) -> kernel.Solid:
    return kernel.solid_from_mesh(*tessellate(shape, tolerance=1e-3, angular_tolerance=0.1))


def _checked_cut(shape: cq.Shape, ring: cq.Shape, wanted: float, chamfer: Chamfer) -> cq.Shape:
    """The shape less the ring, if that removes about the volume that is wanted."""
    for tolerance in (None, 1e-3 * chamfer.radial):
        result = shape.cut(ring, tol=tolerance)
        removed = shape.Volume() - result.Volume()
        if abs(removed - wanted) <= _CHECK_SLACK * wanted:
            return result
    raise ValueError(
        f"gear chamfer: the kernel cannot cut {chamfer.radial:.6g} x {chamfer.axial:.6g} from these teeth; "
        f"want a chamfer that stays above the feet of the teeth"
    )


def _chamfer_ring(chamfer: Chamfer, height: float, inward: float) -> cq.Shape:
    """What a chamfer removes, standing proud of the teeth along the slope of its cone."""
    away = -1.0 if chamfer.internal else 1.0
    proud = 0.25  # of the chamfer's own size, so that the cone passes the tooth without a coincident face
    outer = chamfer.tip_radius + away * chamfer.radial * proud
    beyond = height - inward * chamfer.axial * proud
    upper = (chamfer.face_radius - away * chamfer.radial * proud, beyond)
    lower = (outer, height + inward * chamfer.axial * (1.0 + proud))
    profile = [cq.Vector(radius, 0.0, z) for radius, z in (upper, lower, (outer, beyond))]
    outline = cq.Wire.makePolygon(profile, close=True)
    return cq.Solid.revolve(outline, [], 360.0, cq.Vector(0, 0, 0), cq.Vector(0, 0, 1))


def bored(shape: cq.Shape, diameter: float, low: float, high: float) -> cq.Shape:
    """The shape with a round hole about +Z from below `low` to above `high`."""
    proud = _OVERSHOOT * (high - low)
    return shape.cut(_cylinder(diameter, low - proud, high + proud))


def _with_bore(shape: cq.Shape, width: float, options: Options) -> cq.Shape:
    diameter = options.get("bore_d")
    return shape if diameter is None else bored(shape, float(diameter), 0.0, width)


def _with_recesses(shape: cq.Shape, width: float, options: Options) -> cq.Shape:
    recess_d, hub_d = options.get("recess_d"), options.get("hub_d")
    bottom_recess_d = options.get("bottom_recess_d")
    bottom_hub_d = options.get("bottom_hub_d")
    proud = _OVERSHOOT * width
    top, bottom = options.get("recess"), options.get("bottom_recess")
    if top is not None:
        assert recess_d is not None, "recess: got no recess_d; want the diameter of the recess"
        shape = shape.cut(_pocket(recess_d, hub_d, width - float(top), width + proud))
    if bottom is not None:
        outer = recess_d if bottom_recess_d is None else bottom_recess_d
        assert outer is not None, "bottom_recess: got no bottom_recess_d or recess_d; want the diameter"
        island = hub_d if bottom_hub_d is None else bottom_hub_d
        shape = shape.cut(_pocket(outer, island, -proud, float(bottom)))
    return shape


def _with_hub(shape: cq.Shape, width: float, options: Options) -> cq.Shape:
    length = options.get("hub_length")
    if length is None:
        return shape
    hub_d, bore_d = options.get("hub_d"), options.get("bore_d")
    assert hub_d is not None, "hub_length: got no hub_d; want the diameter of the hub"
    recess = options.get("recess")
    root = 0.0 if recess is None else float(recess)
    # it starts below the face so that body and hub share volume, not only a face
    foot = width - max(root, _OVERSHOOT * width)
    return shape.fuse(_pocket(hub_d, bore_d, max(foot, 0.0), width + float(length)))


def _with_spokes(shape: cq.Shape, width: float, options: Options) -> cq.Shape:
    count = options.get("n_spokes")
    if count is None:
        return shape
    assert count > 1, f"n_spokes: got {count!r}; want at least 2"
    spoke_width = options.get("spoke_width")
    assert spoke_width is not None, "n_spokes: got no spoke_width; want the width of a spoke"
    outer = options.get("recess_d") if options.get("spokes_od") is None else options.get("spokes_od")
    assert outer is not None, "n_spokes: got no spokes_od or recess_d; want the diameter the windows reach"
    inner = options.get("hub_d") if options.get("spokes_id") is None else options.get("spokes_id")
    if inner is None:
        raise TypeError("n_spokes: got no spokes_id or hub_d; want the diameter the windows start at")
    window = _window(
        int(count), float(spoke_width), max(float(spoke_width), float(inner)) / 2.0, float(outer) / 2.0
    )
    low, high = shape.BoundingBox().zmin, shape.BoundingBox().zmax
    proud = _OVERSHOOT * width
    cutter: cq.Shape = cq.Solid.extrudeLinear(window, [], cq.Vector(0, 0, high - low + 2.0 * proud))
    fillet = options.get("spoke_fillet")
    if fillet:
        upright = [edge for edge in cutter.Edges() if abs(edge.tangentAt(0.5).z) > 0.5]
        cutter = cq.Solid(cutter.Solids()[0].fillet(float(fillet), upright).wrapped)
    cutter = cutter.moved(cq.Location(cq.Vector(0, 0, low - proud)))
    turns = [cq.Location(cq.Vector(), cq.Vector(0, 0, 1), 360.0 * k / int(count)) for k in range(int(count))]
    return shape.cut(*(cutter.moved(turn) for turn in turns))


def _window(count: int, spoke_width: float, inner: float, outer: float) -> cq.Wire:
    """Outline between the spoke on +X and the next: two straight sides half a spoke's width from their spokes' axes."""
    pitch = 2.0 * pi / count
    crossing = spoke_width / 2.0 / sin(pitch / 2.0)  # where the straight sides of neighbouring spokes meet
    assert outer > max(inner, crossing), (
        f"spokes: got windows from radius {max(inner, crossing):.6g} to {outer:.6g}; want room between"
    )
    far = asin(spoke_width / 2.0 / outer)

    def at(radius: float, angle: float) -> cq.Vector:
        return cq.Vector(radius * cos(angle), radius * sin(angle), 0.0)

    outer_arc = cq.Edge.makeThreePointArc(at(outer, far), at(outer, pitch / 2.0), at(outer, pitch - far))
    if inner <= crossing * (1.0 + 1e-9):
        hub = at(crossing, pitch / 2.0)
        edges = [
            cq.Edge.makeLine(hub, at(outer, far)),
            outer_arc,
            cq.Edge.makeLine(at(outer, pitch - far), hub),
        ]
        return cq.Wire.assembleEdges(edges)
    near = asin(spoke_width / 2.0 / inner)
    inner_arc = cq.Edge.makeThreePointArc(at(inner, pitch - near), at(inner, pitch / 2.0), at(inner, near))
    return cq.Wire.assembleEdges(
        [
            cq.Edge.makeLine(at(inner, near), at(outer, far)),
            outer_arc,
            cq.Edge.makeLine(at(outer, pitch - far), at(inner, pitch - near)),
            inner_arc,
        ]
    )


def _pocket(outer: Any, island: Any, low: float, high: float) -> cq.Shape:
    """A cylinder between two heights, less an inner cylinder when `island` is a diameter."""
    ring: cq.Shape = _cylinder(float(outer), low, high)
    if island is None or float(island) <= 0.0:
        return ring
    proud = _OVERSHOOT * (high - low)
    return ring.cut(_cylinder(float(island), low - proud, high + proud))


def _cylinder(diameter: float, low: float, high: float) -> cq.Solid:
    return cq.Solid.makeCylinder(diameter / 2.0, high - low, cq.Vector(0, 0, low))
