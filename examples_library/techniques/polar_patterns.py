"""Polar patterns: draw one, repeat it round an axis; count and radius are two numbers of the program.

Words: pattern, polar array, circular pattern, array_polar, array_linear, repeat, spokes, bolt circle, blades,
ribs, teeth.
"""

from __future__ import annotations

from sdk import (
    ArticulatedObject, TestContext, TestReport, array_linear, array_polar, boolean_difference,
    mesh_from_geometry, span_box, spin,
)  # fmt: skip

BLADES, RADIUS, SLOTS = 5, 0.07, 6


def build_object_model() -> ArticulatedObject:
    """A slotted block with a paddle wheel on top."""
    model = ArticulatedObject("paddle_wheel")
    block, wheel = model.part("block"), model.part("wheel")
    solid = span_box(x=(-0.08, 0.08), y=(-0.08, 0.08), z=(0, 0.06))
    slot = span_box(x=(-0.062, -0.054), y=(-0.1, -0.06), z=(0.015, 0.045))
    vents = array_linear(slot, SLOTS, (0.023, 0, 0))
    block.visual(mesh_from_geometry(boolean_difference(solid, vents), "block"), name="block")
    blade = span_box(x=(0.008, RADIUS), y=(-0.002, 0.002), z=(0.004, 0.030))  # from within the hub
    wheel.visual(mesh_from_geometry(array_polar(blade, BLADES), "rotor"), name="rotor")
    spin(model, block, wheel, at=(0, 0, 0.0605), axis=(0, 0, 1), diameter=0.012, length=0.034, name="turn")
    model.anchor(block, to="table")
    return model


def run_tests() -> TestReport:
    """Turning, the blades fill a disc of the given radius; the slots leave the block's size as it was."""
    ctx = TestContext(object_model)
    size = ctx.swept_envelope("wheel", over="turn", elem="rotor").size
    ctx.check("blades sweep their radius", all(abs(one - 2 * RADIUS) < 2e-3 for one in size[:2]), f"{size}")
    low, high = ctx.part_element_world_aabb("block", elem="block")
    ctx.check("the block keeps its size", abs(high[0] - low[0] - 0.16) < 1e-6, f"{high[0] - low[0]:.4f}")
    return ctx.report()


object_model = build_object_model()
