"""CadQuery part: a solid with fillets made by CadQuery becomes a visual of its part like any mesh.

Draw it in metres; a coarser `tolerance` keeps fillets from costing thousands of triangles.

Words: CadQuery, cad, fillet, workplane, chamfer, mesh_from_cadquery, machined part, parametric solid.
"""

from __future__ import annotations

import cadquery as cq
from sdk import (
    ArticulatedObject, TestContext, TestReport, knob, mesh_from_cadquery,
)  # fmt: skip

WIDTH, DEPTH, HEIGHT = 0.12, 0.08, 0.05


def build_object_model() -> ArticulatedObject:
    """A filleted enclosure with screw holes and a knob."""
    model = ArticulatedObject("cad_enclosure")
    case, cap = model.part("case"), model.part("cap")
    solid = (
        cq.Workplane("XY").box(WIDTH, DEPTH, HEIGHT, centered=(True, True, False)).edges("|Z").fillet(0.012)
        .faces(">Z").edges().chamfer(0.002)
        .faces(">Z").workplane().rect(WIDTH - 0.024, DEPTH - 0.024, forConstruction=True).vertices()
        .hole(0.004, 0.010)
    )  # fmt: skip
    case.visual(mesh_from_cadquery(solid, "case", tolerance=0.0003, angular_tolerance=0.3), name="case")
    knob(model, case, cap, at=(0, 0, HEIGHT), normal=(0, 0, 1), zero=(0, -1, 0), diameter=0.03, name="set")
    model.anchor(case, to="table")
    return model


def run_tests() -> TestReport:
    """The solid came over in metres, and the knob turns clockwise."""
    ctx = TestContext(object_model)
    low, high = ctx.part_element_world_aabb("case", elem="case")
    size = [b - a for a, b in zip(low, high, strict=True)]
    ok = all(abs(a - b) < 1e-4 for a, b in zip(size, (WIDTH, DEPTH, HEIGHT), strict=True))
    ctx.check("the case has its size in metres", ok, f"size {size}")
    ctx.expect_moves("set_pointer", "set", "-x")
    return ctx.report()


object_model = build_object_model()
