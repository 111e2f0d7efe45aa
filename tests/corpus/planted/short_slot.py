"""A bolt that travels in a slot; the slot must be as long as the travel."""

from __future__ import annotations

from sdk import (
    ArticulatedObject,
    BoxGeometry,
    Cylinder,
    MotionLimits,
    Origin,
    TestContext,
    TestReport,
    boolean_difference,
    mesh_from_geometry,
)

FAULT = False
TRAVEL, BOLT = 0.1, 0.008

object_model = ArticulatedObject("slotted_rail")
length = TRAVEL + BOLT + 0.001 - (0.04 if FAULT else 0.0)
rail = object_model.part("rail")
slot = BoxGeometry((length, BOLT + 0.0004, 0.05)).translate(length / 2 - BOLT / 2 - 0.0005, 0, 0)
body = boolean_difference(BoxGeometry((0.2, 0.04, 0.01)).translate(0.05, 0, 0), slot)
rail.visual(mesh_from_geometry(body, "rail"), name="slotted_bar")
slider = object_model.part("slider")
slider.visual(Cylinder(BOLT / 2, 0.02), name="bolt")
slider.visual(Cylinder(BOLT, 0.005), origin=Origin((0, 0, 0.0075)), name="upper_head")
slider.visual(Cylinder(BOLT, 0.005), origin=Origin((0, 0, -0.0075)), name="lower_head")
object_model.articulation(
    "adjust", "prismatic", rail, slider, axis=(1, 0, 0), motion_limits=MotionLimits(lower=0.0, upper=TRAVEL)
)


def run_tests() -> TestReport:
    ctx = TestContext(object_model)
    ctx.expect_contact(slider, rail, name="the bolt clamps the rail")
    return ctx.report()
