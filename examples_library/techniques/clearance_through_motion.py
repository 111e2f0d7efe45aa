"""Clearance through motion: the least distance over the whole range of a joint, and the room an arm sweeps.

`ctx.clearance(..., over=joint)` finds the closest pose itself; a test at both ends would miss the middle.

Words: clearance, swept, sweep, motion range, collision free, distance test, envelope, does not hit, room to
move.
"""

from __future__ import annotations

from math import pi

from sdk import (
    ArticulatedObject, Box, Cylinder, Origin, TestContext, TestReport, mesh_from_geometry, span_box, spin,
)  # fmt: skip

ARM, POST = 0.12, 0.140
"""The arm reaches 12 cm; a post stands 14 cm from the axis, halfway round its swing."""


def build_object_model() -> ArticulatedObject:
    """An arm on a pedestal that swings past a post."""
    model = ArticulatedObject("swing_arm")
    base, arm = model.part("base"), model.part("arm")
    base.visual(Box((0.36, 0.30, 0.02)), origin=Origin((0, 0.06, 0.01)), name="plate")
    base.visual(Cylinder(0.008, 0.10), origin=Origin((0, POST, 0.06)), name="post")
    beam = span_box(x=(0.011, ARM), y=(-0.01, 0.01), z=(0.006, 0.018))  # from within the hub of 12.8 mm radius
    arm.visual(mesh_from_geometry(beam, "beam"), name="beam")
    # The flange's face lies at `at`: half a millimetre proud, it does not share a plane with the plate.
    spin(model, base, arm, at=(0, 0, 0.0205), axis=(0, 0, 1), diameter=0.016, lower=0.0, upper=pi, name="swing")
    model.anchor(base, to="table")
    return model


def run_tests() -> TestReport:
    """Closest in the middle of the swing, where neither end of the range would show it."""
    ctx = TestContext(object_model)
    pair = {"elem_a": "beam", "elem_b": "post"}
    nearest = ctx.clearance("arm", "base", over="swing", **pair)
    ctx.check("the beam passes the post", 0.005 < nearest.distance < 0.02, f"{nearest.distance:.4f} m")
    at_rest = ctx.clearance("arm", "base", **pair)
    ctx.check("which its rest does not show", at_rest.distance > 4 * nearest.distance, f"{at_rest.distance:.4f} m")
    swept = ctx.swept_envelope("arm", over="swing", elem="beam")
    ctx.check("it sweeps a half disc", swept.size[0] > 1.9 * ARM and swept.size[1] < ARM + 0.03, f"{swept.size}")
    return ctx.report()


object_model = build_object_model()
