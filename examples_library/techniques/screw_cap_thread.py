"""Screw cap: one turn lifts the cap by the pitch, because the call couples the climb to the turn and cuts both threads.

Words: screw thread, screw cap, threaded neck, helical motion, unscrew, pitch, lead screw, nut, bottle cap,
turn and rise.
"""

from __future__ import annotations

from math import tau

from sdk import (
    ArticulatedObject, Cylinder, LatheGeometry, Origin, TestContext, TestReport, mesh_from_geometry, screw,
)  # fmt: skip

PITCH, TURNS, NECK = 0.004, 1.5, 0.014
SHOULDER = 0.080


def build_object_model() -> ArticulatedObject:
    """A jar with a threaded neck and its cap."""
    model = ArticulatedObject("screw_cap")
    jar, cap = model.part("jar"), model.part("cap")
    made = screw(
        model, jar, cap, at=(0, 0, SHOULDER + 0.002), axis=(0, 0, 1), pitch=PITCH, turns=TURNS, radius=NECK,
        name="turn",
    )  # fmt: skip
    outer = [(0, 0), (0.028, 0), (0.030, 0.004), (0.030, 0.065), (NECK - 0.004, SHOULDER),
             (NECK - 0.004, SHOULDER + 0.004), (0, SHOULDER + 0.004)]  # fmt: skip
    jar.visual(mesh_from_geometry(LatheGeometry(outer, segments=32), "glass"), name="glass")
    x, y, z = made.ports["nut_top"].xyz
    cap.visual(Cylinder(1.3 * NECK, 0.002), origin=Origin((x, y, z + 0.0012)), name="top")
    model.anchor(jar, to="table")
    return model


def run_tests() -> TestReport:
    """A turn and a half lifts the cap by one and a half pitches."""
    ctx = TestContext(object_model)
    before = ctx.part_world_position("cap")
    with ctx.pose(turn=tau * TURNS):
        after = ctx.part_world_position("cap")
    lift = after[2] - before[2]
    ctx.check("the cap climbs by its pitch", abs(lift - TURNS * PITCH) < 1e-6, f"{lift * 1000:.2f} mm")
    return ctx.report()


object_model = build_object_model()
