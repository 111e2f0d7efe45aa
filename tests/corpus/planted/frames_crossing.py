"""A folding stand of two frames on one pin; at the limit the inner frame must not cut the outer one's foot bar."""

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
ALONG = (1.5707963, 0, 0)

object_model = ArticulatedObject("folding_stand")
outer = object_model.part("outer_frame")
inner = object_model.part("inner_frame")
for frame, y, bar in ((outer, 0.06, 0.132), (inner, 0.048, 0.108)):
    bar_with_hole = boolean_difference(
        BoxGeometry((0.012, 0.012, 0.4)), CylinderGeometry(0.0041, 0.03).rotate_x(1.5707963)
    )
    leg = mesh_from_geometry(bar_with_hole, "leg") if frame is outer else Box((0.012, 0.012, 0.4))
    for side, sign in (("left", 1), ("right", -1)):
        frame.visual(leg, origin=Origin((0, sign * y, 0)), name=f"leg_{side}")
    reach = 0.194
    frame.visual(Box((0.012, bar, 0.012)), origin=Origin((0, 0, -reach)), name="foot_bar")
inner.visual(Cylinder(0.004, 0.144), origin=Origin(rpy=ALONG), name="pin")
outer.visual(Box((0.012, 0.132, 0.012)), origin=Origin((0.0 if FAULT else -0.25, 0, 0.194)), name="stay_bar")
if not FAULT:
    for side, sign in (("left", 1), ("right", -1)):
        outer.visual(
            Box((0.25, 0.012, 0.012)), origin=Origin((-0.125, sign * 0.06, 0.194)), name=f"stay_{side}"
        )
object_model.articulation(
    "fold",
    "revolute",
    outer,
    inner,
    origin=Origin(rpy=(0, 0.5, 0)),
    axis=(0, 1, 0),
    motion_limits=MotionLimits(lower=-0.55 if FAULT else -0.2, upper=0.3),
)


def run_tests() -> TestReport:
    ctx = TestContext(object_model)
    ctx.expect_contact(inner, outer, name="the pin joins the frames")
    return ctx.report()
