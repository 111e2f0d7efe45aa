"""Mimic pair: two jaws move against each other because one follows the other with ratio -1 or, mirrored, 1.

The follower is a joint of its own with its own guide; `couple` only ties the values.

Words: mimic, mirrored joints, follower, coupled joints, opposed jaws, gripper fingers, symmetric motion,
couple ratio.
"""

from __future__ import annotations

from sdk import ArticulatedObject, Box, Origin, TestContext, TestReport, slide

OPEN, TRAVEL, RAIL = 0.075, 0.04, 0.016


def build_object_model() -> ArticulatedObject:
    """A palm with two fingers on rails; closing one closes the other."""
    model = ArticulatedObject("opposed_jaws")
    palm = model.part("palm")
    palm.visual(Box((0.26, 0.06, 0.04)), origin=Origin((0, 0, 0.02)), name="palm")
    for side, label in ((-1, "left"), (1, "right")):
        finger = model.part(f"finger_{label}")
        rail = slide(
            model, palm, finger, at=(side * OPEN, 0, 0.04 + RAIL), axis=(-side, 0, 0), travel=TRAVEL,
            style="dovetail", up=(0, 0, -1), length=0.06, width=0.03, height=RAIL, name=f"close_{label}",
        )  # fmt: skip
        x, y, z = rail.ports["carriage"].xyz
        finger.visual(Box((0.012, 0.03, 0.06)), origin=Origin((x - 0.022 * side, y, z + 0.03)), name="pad")
    model.couple("close_right", "close_left", ratio=1.0)  # the axes are mirrored, so the values are equal
    model.anchor(palm, to="table")
    return model


def run_tests() -> TestReport:
    """Driving the left finger moves both, and they meet without touching."""
    ctx = TestContext(object_model)
    ctx.expect_moves("pad", "close_left", "+x", min_distance=0.9 * TRAVEL)
    with ctx.pose(close_left=TRAVEL):
        ctx.expect_gap("finger_right", "finger_left", axis="x", min_gap=0.004, max_gap=0.02,
                       positive_elem="pad", negative_elem="pad")  # fmt: skip
    return ctx.report()


object_model = build_object_model()
