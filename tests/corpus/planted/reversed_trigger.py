"""A spray head whose trigger, when pulled, must swing towards the grip behind it."""

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
ACROSS = Origin(rpy=(1.5707963, 0, 0))

object_model = ArticulatedObject("spray_head")
body = object_model.part("body")
body.visual(Box((0.09, 0.03, 0.03)), origin=Origin((0, 0, 0.13)), name="head")
body.visual(Cylinder(0.018, 0.115), origin=Origin((-0.02, 0, 0.0575)), name="grip")
for side, y in (("left", 0.013), ("right", -0.013)):
    body.visual(Box((0.02, 0.004, 0.02)), origin=Origin((0.03, y, 0.105)), name=f"lug_{side}")
body.visual(Cylinder(0.002, 0.03), origin=Origin((0.03, 0, 0.1), ACROSS.rpy), name="pivot_pin")
trigger = object_model.part("trigger")
eye = CylinderGeometry(0.0021, 0.03).rotate_x(1.5707963)
blade = boolean_difference(BoxGeometry((0.008, 0.016, 0.06)).translate(0, 0, -0.026), eye)
trigger.visual(mesh_from_geometry(blade, "blade"), name="finger_blade")
object_model.articulation(
    "trigger_pull",
    "revolute",
    body,
    trigger,
    origin=Origin((0.03, 0, 0.1)),
    axis=(0, -1, 0) if FAULT else (0, 1, 0),
    motion_limits=MotionLimits(lower=0.0, upper=0.35),
)


def run_tests() -> TestReport:
    ctx = TestContext(object_model)
    ctx.expect_contact(trigger, body, contact_tol=2e-4, name="the trigger hangs on its pin")
    return ctx.report()
