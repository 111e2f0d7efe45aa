"""A door whose bolt stands in a strike: it can only open once the bolt is drawn."""

from __future__ import annotations

from sdk import ArticulatedObject, Box, Cylinder, MotionLimits, Origin, TestContext, TestReport

FAULT = False

object_model = ArticulatedObject("locked_door")
frame = object_model.part("frame")
frame.visual(Box((0.06, 0.08, 1.0)), origin=Origin((-0.045, 0, 0.5)), name="hinge_jamb")
frame.visual(Box((0.06, 0.08, 1.0)), origin=Origin((0.87, 0, 0.5)), name="lock_jamb")
frame.visual(Box((0.975, 0.08, 0.05)), origin=Origin((0.4125, 0, 1.025)), name="head")
frame.visual(Box((0.004, 0.02, 0.04)), origin=Origin((0.838, 0.022, 0.5)), name="strike_lip")
for number, z in enumerate((0.2, 0.8)):
    frame.visual(Cylinder(0.006, 0.08), origin=Origin((0, 0, z)), name=f"pintle_{number}")
    frame.visual(Box((0.02, 0.012, 0.08)), origin=Origin((-0.0105, 0, z)), name=f"plate_{number}")
door = object_model.part("door")
door.visual(Box((0.824, 0.02, 0.98)), origin=Origin((0.418, 0, 0.5)), name="leaf")
for number, z in enumerate((0.116, 0.716)):
    door.visual(Cylinder(0.009, 0.088), origin=Origin((0, 0, z)), name=f"gudgeon_{number}")
latch = object_model.part("latch")
latch.visual(Box((0.05, 0.012, 0.03)), name="tongue")
swing = object_model.articulation(
    "swing",
    "revolute",
    frame,
    door,
    axis=(0, 0, 1),
    motion_limits=MotionLimits(lower=0.0, upper=1.4),
)
draw = object_model.articulation(
    "draw",
    "prismatic",
    door,
    latch,
    origin=Origin((0.813, 0.0, 0.5)),
    axis=(-1, 0, 0),
    motion_limits=MotionLimits(lower=0.0, upper=0.02),
)


if not FAULT:
    object_model.interlock("swing", requires={"draw": (0.019, 0.02)})


def run_tests() -> TestReport:
    ctx = TestContext(object_model)
    ctx.allow_overlap(door, latch, elem_a="leaf", elem_b="tongue", reason="the tongue slides in the leaf")
    with ctx.pose(draw=0.02, swing=1.4):
        ctx.expect_gap(door, frame, axis="y", min_gap=-0.2, name="the door opens")
    return ctx.report()
