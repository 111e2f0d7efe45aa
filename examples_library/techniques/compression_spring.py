"""Spring: a drawn coil stands between two parts at rest; springs do not deform, so keep it inside the stroke's room.

Give the free length of the rest pose and let the moving part carry a plunger through the coil.

Words: spring, compression spring, coil, coil spring, plunger, preload, return spring, bellows, push rod.
"""

from __future__ import annotations

from sdk import (
    ArticulatedObject, Box, Cylinder, MotionLimits, Origin, TestContext, TestReport, boolean_difference,
    cylinder_between, mesh_from_geometry, span_box, spring,
)  # fmt: skip

WIRE, COIL, FREE, STROKE = 0.0016, 0.009, 0.045, 0.012


def build_object_model() -> ArticulatedObject:
    """A plunger in two plates of a frame; a coil stands on the lower plate, open above for the stroke."""
    model = ArticulatedObject("sprung_plunger")
    frame, plunger = model.part("frame"), model.part("plunger")
    bore = cylinder_between((0, 0, -1), (0, 0, 1), 0.0052)
    for z, name in ((0.040, "lower"), (0.120, "upper")):
        plate = boolean_difference(span_box(x=(-0.03, 0.03), y=(-0.02, 0.02), z=(z - 0.006, z)), bore)
        frame.visual(mesh_from_geometry(plate, f"plate_{name}"), name=f"plate_{name}")
    frame.visual(Box((0.008, 0.04, 0.12)), origin=Origin((-0.034, 0, 0.06)), name="back")
    frame.visual(Box((0.10, 0.06, 0.006)), origin=Origin((0, 0, 0.003)), name="foot")
    coil = spring(COIL, WIRE, 7, FREE, segments=16, wire_segments=6).translate(0, 0, 0.0399)
    frame.visual(mesh_from_geometry(coil, "coil"), name="coil")
    plunger.visual(Cylinder(0.005, 0.12), origin=Origin((0, 0, 0.090)), name="rod")
    collar = 0.040 + FREE + STROKE  # the collar comes down on the coil at the end of the stroke
    plunger.visual(Cylinder(0.011, 0.004), origin=Origin((0, 0, collar + 0.002)), name="collar")
    plunger.visual(Cylinder(0.012, 0.008), origin=Origin((0, 0, 0.152)), name="button")
    limits = MotionLimits(lower=0.0, upper=STROKE)
    model.articulation("press", "prismatic", frame, plunger, axis=(0, 0, -1), motion_limits=limits)
    for name in ("lower", "upper"):
        model.fit(plunger, frame, elem_child="rod", elem_parent=f"plate_{name}", gap=0.0002, kind="sliding")
    model.anchor(frame, to="table")
    return model


def run_tests() -> TestReport:
    """Pressed in, the collar meets the coil and does not enter it."""
    ctx = TestContext(object_model)
    ctx.expect_moves("button", "press", "down", min_distance=0.99 * STROKE)
    with ctx.pose(press=STROKE):
        ctx.expect_gap("plunger", "frame", axis="z", min_gap=-1e-6, max_gap=0.0005, positive_elem="collar",
                       negative_elem="coil")  # fmt: skip
    return ctx.report()


object_model = build_object_model()
