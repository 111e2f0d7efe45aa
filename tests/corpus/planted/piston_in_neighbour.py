"""Two pistons side by side in a block; one is placed 3 mm inside the other."""

from __future__ import annotations

from sdk import (
    ArticulatedObject,
    BoxGeometry,
    Cylinder,
    CylinderGeometry,
    MotionLimits,
    Origin,
    TestContext,
    TestReport,
    boolean_difference,
    mesh_from_geometry,
)

FAULT = False
RADIUS, PITCH = 0.02, 0.05

object_model = ArticulatedObject("two_pistons")
block = object_model.part("block")
solid = BoxGeometry((0.12, 0.06, 0.08))
places = (-PITCH / 2, PITCH / 2 - (0.013 if FAULT else 0.0))
for x in (-PITCH / 2, PITCH / 2):
    solid = boolean_difference(solid, CylinderGeometry(RADIUS + 0.0002, 0.1).translate(x, 0, 0.02))
if FAULT:
    solid = boolean_difference(solid, BoxGeometry((0.06, 0.0404, 0.1)).translate(0, 0, 0.02))
block.visual(mesh_from_geometry(solid, "block"), origin=Origin((0, 0, 0.04)), name="cylinder_block")
for number, x in enumerate(places):
    piston = object_model.part(f"piston_{number}")
    piston.visual(Cylinder(RADIUS, 0.03), name="crown")
    piston.visual(Cylinder(0.005, 0.05), origin=Origin((0, 0, 0.04)), name="rod")
    object_model.articulation(
        f"stroke_{number}",
        "prismatic",
        block,
        piston,
        origin=Origin((x, 0, 0.04)),
        axis=(0, 0, 1),
        motion_limits=MotionLimits(lower=0.0, upper=0.02),
    )


def run_tests() -> TestReport:
    ctx = TestContext(object_model)
    with ctx.pose(stroke_0=0.02):
        ctx.expect_within("piston_0", block, axes="xy", margin=0.001, name="a piston stays over its bore")
    return ctx.report()
