"""A cup holder that swings round a column past a post beside it."""

from __future__ import annotations

from sdk import ArticulatedObject, Box, Cylinder, MotionLimits, Origin, TestContext, TestReport

FAULT = False

object_model = ArticulatedObject("swing_holder")
base = object_model.part("base")
base.visual(Cylinder(0.2, 0.01), origin=Origin((0, 0, 0.005)), name="plate")
base.visual(Cylinder(0.01, 0.25), origin=Origin((0, 0, 0.135)), name="column")
angle = 1.0
height = 0.24 if FAULT else 0.1
base.visual(Cylinder(0.004, height), origin=Origin((0.0702, 0.1093, 0.01 + height / 2)), name="post")
holder = object_model.part("holder")
holder.visual(Cylinder(0.018, 0.03), origin=Origin((0, 0, 0)), name="collar_block")
holder.visual(Box((0.13, 0.01, 0.01)), origin=Origin((0.075, 0, 0)), name="arm")
holder.visual(Cylinder(0.025, 0.012), origin=Origin((0.14, 0, 0)), name="cup_ring")
object_model.articulation(
    "swing",
    "revolute",
    base,
    holder,
    origin=Origin((0, 0, 0.275)),
    axis=(0, 0, 1),
    motion_limits=MotionLimits(lower=0.0, upper=2.5),
)
if FAULT:
    object_model.get_articulation("swing").origin = Origin((0, 0, 0.275))
    base.visual(Cylinder(0.004, 0.04), origin=Origin((0.0702, 0.1093, 0.26)), name="post_tip")


def run_tests() -> TestReport:
    ctx = TestContext(object_model)
    ctx.expect_contact(holder, base, name="the holder sits on the column")
    return ctx.report()
