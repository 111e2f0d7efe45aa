"""A box and its lid joined by knuckles; without the pin through them nothing holds the lid."""

from __future__ import annotations

from sdk import (
    ArticulatedObject,
    Box,
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
ALONG = (0, 1.5707963, 0)

object_model = ArticulatedObject("hinged_box")


def knuckle(name: str):
    ring = boolean_difference(CylinderGeometry(0.004, 0.018), CylinderGeometry(0.0017, 0.03))
    return mesh_from_geometry(ring, name)


base = object_model.part("base")
base.visual(Box((0.1, 0.08, 0.03)), origin=Origin((0, -0.044, 0.015)), name="tub")
lid = object_model.part("lid")
lid.visual(Box((0.1, 0.08, 0.004)), origin=Origin((0, -0.044, 0.0)), name="cover")
for number, x in enumerate((-0.04, 0.0, 0.04)):
    base.visual(knuckle("knuckle"), origin=Origin((x, 0, 0.032), ALONG), name=f"base_knuckle_{number}")
    base.visual(Box((0.018, 0.008, 0.005)), origin=Origin((x, -0.004, 0.0268)), name=f"tang_{number}")
for number, x in enumerate((-0.02, 0.02)):
    lid.visual(knuckle("knuckle"), origin=Origin((x, 0, 0), ALONG), name=f"lid_knuckle_{number}")
    lid.visual(Box((0.018, 0.004, 0.004)), origin=Origin((x, -0.0045, 0)), name=f"leaf_{number}")
if not FAULT:
    base.visual(Cylinder(0.0017, 0.098), origin=Origin((0, 0, 0.032), ALONG), name="pin")
object_model.articulation(
    "lid_hinge",
    "revolute",
    base,
    lid,
    origin=Origin((0, 0, 0.032)),
    axis=(-1, 0, 0),
    motion_limits=MotionLimits(lower=0.0, upper=1.5),
)


def run_tests() -> TestReport:
    ctx = TestContext(object_model)
    with ctx.pose(lid_hinge=1.5):
        ctx.expect_gap(lid, base, axis="z", min_gap=-0.02, name="the lid stands up")
    return ctx.report()
