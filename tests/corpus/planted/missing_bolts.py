"""A bracket on a plate, both drilled for four bolts, carrying a shaft that turns."""

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
HOLES = [(x, y) for x in (-0.03, 0.03) for y in (-0.02, 0.02)]

object_model = ArticulatedObject("bracket_on_plate")


def drilled(size: tuple[float, float, float], name: str):
    plate = BoxGeometry(size)
    for x, y in HOLES:
        plate = boolean_difference(plate, CylinderGeometry(0.003, 0.05).translate(x, y, 0))
    return mesh_from_geometry(plate, name)


plate = object_model.part("plate")
plate.visual(drilled((0.2, 0.1, 0.008), "plate"), origin=Origin((0, 0, 0.004)), name="base_plate")
bracket = object_model.part("bracket")
bracket.visual(drilled((0.08, 0.06, 0.006), "foot"), origin=Origin((0, 0, 0.003)), name="foot")
post = boolean_difference(
    BoxGeometry((0.02, 0.02, 0.06)), CylinderGeometry(0.004, 0.05).rotate_y(1.5707963).translate(0, 0, 0.018)
)
bracket.visual(mesh_from_geometry(post, "post"), origin=Origin((0, 0, 0.036)), name="post")
object_model.articulation("mount", "fixed", plate, bracket, origin=Origin((0, 0, 0.008)))
if not FAULT:
    for number, (x, y) in enumerate(HOLES):
        bracket.visual(Cylinder(0.003, 0.012), origin=Origin((x, y, 0)), name=f"bolt_{number}_shank")
        bracket.visual(Cylinder(0.0055, 0.004), origin=Origin((x, y, 0.008)), name=f"bolt_{number}_head")
wheel = object_model.part("wheel")
wheel.visual(Cylinder(0.0039, 0.06), origin=Origin(rpy=(0, 1.5707963, 0)), name="shaft")
wheel.visual(Cylinder(0.025, 0.008), origin=Origin((0.0245, 0, 0), (0, 1.5707963, 0)), name="disc")
object_model.articulation(
    "spin",
    "continuous",
    bracket,
    wheel,
    origin=Origin((0, 0, 0.054)),
    axis=(1, 0, 0),
    motion_limits=MotionLimits(effort=1.0, velocity=3.0),
)


def run_tests() -> TestReport:
    ctx = TestContext(object_model)
    ctx.expect_contact(bracket, plate, name="the foot sits on the plate")
    return ctx.report()
