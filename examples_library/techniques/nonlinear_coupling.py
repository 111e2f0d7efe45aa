"""Non-linear coupling: a cam follower whose lift is any function of the cam's angle, here an eccentric's cosine.

`couple(law=...)` takes the function; it gives 0 where the driver is 0, the pose as drawn.

Words: couple, coupling, law, function, non-linear, cam, follower, eccentric, dwell, table, lift curve,
pushrod.
"""

from __future__ import annotations

from math import cos

from sdk import (
    ArticulatedObject, Box, Cylinder, MotionLimits, Origin, TestContext, TestReport, boolean_difference,
    cylinder_between, mesh_from_geometry, span_box, spin,
)  # fmt: skip

CAM, OFF, AXIS = 0.030, 0.010, 0.060
"""Radius of the disc, its eccentricity, height of its axis."""


def build_object_model() -> ArticulatedObject:
    """An eccentric on a wall lifts a flat-footed follower in a guide."""
    model = ArticulatedObject("eccentric_cam")
    wall, cam, rod = model.part("wall"), model.part("cam"), model.part("rod")
    wall.visual(Box((0.14, 0.02, 0.20)), origin=Origin((0, 0.01, 0.10)), name="wall")
    wall.visual(Box((0.14, 0.10, 0.008)), origin=Origin((0, -0.02, 0.004)), name="foot")
    disc = cylinder_between((0, -0.002, -OFF), (0, -0.012, -OFF), CAM)  # `spin` cuts the bore of its spindle
    cam.visual(mesh_from_geometry(disc, "disc"), name="disc")
    spin(model, wall, cam, at=(0, -0.0005, AXIS), axis=(0, -1, 0), diameter=0.010, length=0.012, name="turn")
    low = AXIS - OFF + CAM + 0.0002  # at rest the disc stands lowest
    middle = -0.0125
    guide = span_box(x=(-0.02, 0.02), y=(middle - 0.014, 0.001), z=(0.150, 0.180))
    bore = cylinder_between((0, middle, 0), (0, middle, 1), 0.0062)
    wall.visual(mesh_from_geometry(boolean_difference(guide, bore), "guide"), name="guide")
    rod.visual(Box((0.05, 0.02, 0.005)), origin=Origin((0, middle, low + 0.0025)), name="flat_foot")
    rod.visual(Cylinder(0.006, 0.12), origin=Origin((0, middle, low + 0.064)), name="stem")
    limits = MotionLimits(lower=0.0, upper=2 * OFF)
    model.articulation("lift", "prismatic", wall, rod, axis=(0, 0, 1), motion_limits=limits)
    model.couple("lift", "turn", law=lambda angle: OFF * (1 - cos(angle)))
    model.fit(rod, wall, elem_child="stem", elem_parent="guide", gap=0.0002, kind="sliding")
    model.anchor(wall, to="table")
    return model


def run_tests() -> TestReport:
    """Half a turn lifts by twice the eccentricity; the foot rides on the disc in every pose."""
    ctx = TestContext(object_model)
    pair = {"positive_elem": "flat_foot", "negative_elem": "disc"}
    for angle in (0.0, 1.0, 2.0, 3.14159):
        with ctx.pose(turn=angle):
            ctx.expect_gap("rod", "cam", axis="z", min_gap=0.0, max_gap=0.0005, name=f"rides at {angle}", **pair)
    return ctx.report()


object_model = build_object_model()
