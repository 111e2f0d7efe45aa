"""A pair of sheet-metal arms crossing on a rivet; each needs a layer of its own."""

from __future__ import annotations

from sdk import (
    ArticulatedObject,
    Box,
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
SHEET = 0.0015

object_model = ArticulatedObject("crossed_arms")
lower = object_model.part("lower_arm")
lower.visual(Box((0.2, 0.015, SHEET)), name="strip")
lower.visual(Cylinder(0.003, 3 * SHEET), origin=Origin((0, 0, SHEET)), name="rivet")
upper = object_model.part("upper_arm")
strip = boolean_difference(BoxGeometry((0.2, 0.015, SHEET)), CylinderGeometry(0.0031, 0.01))
upper.visual(mesh_from_geometry(strip, "upper_strip"), name="strip")
object_model.articulation(
    "cross",
    "revolute",
    lower,
    upper,
    origin=Origin((0, 0, 0.0 if FAULT else SHEET), (0, 0, 0.6)),
    axis=(0, 0, 1),
    motion_limits=MotionLimits(lower=-0.4, upper=0.4),
)


def run_tests() -> TestReport:
    ctx = TestContext(object_model)
    ctx.expect_contact(lower, upper, name="the arms meet at the rivet")
    return ctx.report()
