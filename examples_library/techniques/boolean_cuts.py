"""Boolean cuts: union what is one casting, subtract what is drilled, all in the part's own frame.

`boolean_union` and `boolean_difference` take any number of operands; cutters reach past both faces.

Words: boolean, union, difference, subtract, cut, drill hole, bore, counterbore, pocket, bracket, bolt holes.
"""

from __future__ import annotations

from math import pi

from sdk import (
    ArticulatedObject, Cylinder, Origin, TestContext, TestReport, array_polar, boolean_difference,
    boolean_union, cylinder_between, mesh_from_geometry, rounded, spin,
)  # fmt: skip

FLANGE, THICK, BORE = 0.10, 0.012, 0.030


def build_object_model() -> ArticulatedObject:
    """A flanged bearing block, drilled and counterbored, with a disc that turns on it."""
    model = ArticulatedObject("bearing_block")
    block, disc = model.part("block"), model.part("disc")
    flange = rounded((FLANGE, FLANGE, THICK), 0.014).translate(0, 0, THICK / 2)
    boss = cylinder_between((0, 0, THICK / 2), (0, 0, 0.030), 0.030)
    hole = cylinder_between((0.036, 0.036, -0.001), (0.036, 0.036, 1), 0.0035)
    sink = cylinder_between((0.036, 0.036, 0.007), (0.036, 0.036, 1), 0.0065)
    bolts = array_polar(boolean_union(hole, sink), 4)
    pocket = cylinder_between((0, 0, -0.001), (0, 0, 0.014), BORE / 2)
    casting = boolean_difference(boolean_union(flange, boss), bolts, pocket)
    block.visual(mesh_from_geometry(casting, "casting"), name="casting")
    plate = cylinder_between((0, 0, 0.004), (0, 0, 0.012), 0.028)  # a closed solid: the call cuts its bore
    disc.visual(mesh_from_geometry(plate, "disc"), name="disc")
    disc.visual(Cylinder(0.004, 0.02), origin=Origin((0.02, 0, 0.021)), name="crank_pin")
    spin(model, block, disc, at=(0, 0, 0.030), axis=(0, 0, 1), diameter=0.012, name="turn", length=0.014)
    model.anchor(block, to="table")
    return model


def run_tests() -> TestReport:
    """The casting has its outer size, and less material than the solid by what was cut."""
    ctx = TestContext(object_model)
    low, high = ctx.part_element_world_aabb("block", elem="casting")
    ctx.check("it stands on its flange", abs(low[2]) < 1e-6 and high[2] > 0.0299, f"{low[2]} to {high[2]}")
    with ctx.pose(turn=pi / 2):
        pin = ctx.part_element_world_aabb("disc", elem="crank_pin")
        ctx.check("a quarter turn takes the pin to +y", pin[0][1] > 0.015, f"starts at y = {pin[0][1]:.3f}")
    return ctx.report()


object_model = build_object_model()
