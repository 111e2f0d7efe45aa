"""A lever on a housing with a stop wall; its upper limit must end before the wall."""

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
ACROSS = (1.5707963, 0, 0)

object_model = ArticulatedObject("lever_switch")
housing = object_model.part("housing")
housing.visual(Box((0.1, 0.06, 0.02)), origin=Origin((0, 0, 0.01)), name="floor")
housing.visual(Box((0.01, 0.06, 0.06)), origin=Origin((0.045, 0, 0.05)), name="stop_wall")
for side, y in (("left", 0.012), ("right", -0.012)):
    housing.visual(Box((0.02, 0.004, 0.03)), origin=Origin((0, y, 0.035)), name=f"cheek_{side}")
housing.visual(Cylinder(0.003, 0.028), origin=Origin((0, 0, 0.04), ACROSS), name="axle")
lever = object_model.part("lever")
eye = CylinderGeometry(0.0031, 0.03).rotate_x(1.5707963)
arm = boolean_difference(BoxGeometry((0.01, 0.018, 0.09)).translate(0, 0, 0.04), eye)
lever.visual(mesh_from_geometry(arm, "arm"), name="arm")
lever.visual(Cylinder(0.008, 0.03), origin=Origin((0, 0, 0.087), ACROSS), name="knob")
object_model.articulation(
    "throw",
    "revolute",
    housing,
    lever,
    origin=Origin((0, 0, 0.04)),
    axis=(0, 1, 0),
    motion_limits=MotionLimits(lower=-0.6, upper=0.9 if FAULT else 0.4),
)


def run_tests() -> TestReport:
    ctx = TestContext(object_model)
    ctx.expect_contact(lever, housing, contact_tol=2e-4, name="the lever is on its axle")
    return ctx.report()
