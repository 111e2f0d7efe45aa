"""Running fits: a pin in a bore touches nothing and yet is held; `fit` says the clearance and checks it in motion.

Words: fit, running fit, clearance fit, bushing, bore, pin in hole, shaft, bearing, journal, play, support
without contact.
"""

from __future__ import annotations

from math import pi

from sdk import (
    ArticulatedObject, Cylinder, MotionLimits, Origin, TestContext, TestReport, boolean_difference,
    cylinder_between, mesh_from_geometry, rounded, span_box,
)  # fmt: skip

PIN, GAP, HEIGHT = 0.006, 0.0002, 0.05


def build_object_model() -> ArticulatedObject:
    """A shaft in two bored cheeks, with a crank arm between them."""
    model = ArticulatedObject("shaft_in_bores")
    stand, shaft = model.part("stand"), model.part("shaft")
    stand.visual(mesh_from_geometry(span_box(x=(-0.04, 0.04), y=(-0.04, 0.04), z=(0, 0.01)), "bed"), name="bed")
    bore = cylinder_between((0, -1, HEIGHT), (0, 1, HEIGHT), PIN + GAP)
    for side, label in ((-1, "front"), (1, "back")):
        cheek = rounded((0.03, 0.008, 0.062), 0.006, edges="y").translate(0, side * 0.03, 0.038)
        solid = boolean_difference(cheek, bore)
        stand.visual(mesh_from_geometry(solid, f"cheek_{label}"), name=f"cheek_{label}")
    shaft.visual(Cylinder(PIN, 0.09), origin=Origin((0, 0, 0), (pi / 2, 0, 0)), name="pin")
    for side, label in ((-1, "front"), (1, "back")):  # collars keep it from wandering out
        place = Origin((0, side * 0.0375, 0), (pi / 2, 0, 0))
        shaft.visual(Cylinder(0.010, 0.006), origin=place, name=f"collar_{label}")
    arm = span_box(x=(0, 0.05), y=(-0.006, 0.006), z=(-0.005, 0.005))
    shaft.visual(mesh_from_geometry(arm, "arm"), name="arm")
    limits = MotionLimits(lower=-0.6, upper=pi + 0.6)
    place = Origin((0, 0, HEIGHT))
    model.articulation("turn", "revolute", stand, shaft, origin=place, axis=(0, -1, 0), motion_limits=limits)
    for label in ("front", "back"):
        model.fit(shaft, stand, elem_child="pin", elem_parent=f"cheek_{label}", gap=GAP)
    model.anchor(stand, to="table")
    return model


def run_tests() -> TestReport:
    """The arm rises, the collars clear the cheeks, and the pin's play is the stated one."""
    ctx = TestContext(object_model)
    ctx.expect_moves("arm", "turn", "up", min_distance=0.02)
    play = ctx.clearance("shaft", "stand", over="turn", elem_a="pin", elem_b="cheek_front")
    ctx.check("play as stated", 0.3 * GAP < play.distance < 3 * GAP, f"{play.distance * 1000:.3f} mm")
    return ctx.report()


object_model = build_object_model()
