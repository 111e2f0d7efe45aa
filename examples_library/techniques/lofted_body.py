"""Lofted body: stacked outlines of equal point count are skinned to one smooth, closed solid.

A chamfer is one more outline; superellipses give soft corners. Points of each outline start at the same
place.

Words: loft, section loft, skin, blended body, soft corners, superellipse, organic shell, tapered housing,
appliance body.
"""

from __future__ import annotations

from sdk import (
    ArticulatedObject, LoftGeometry, TestContext, TestReport, knob, mesh_from_geometry, superellipse_profile,
)  # fmt: skip

SECTIONS = ((0.150, 0.110, 0.000), (0.160, 0.120, 0.006), (0.150, 0.112, 0.070), (0.110, 0.085, 0.100),
            (0.100, 0.075, 0.103))  # fmt: skip
"""Width, depth and height of each outline."""


def build_object_model() -> ArticulatedObject:
    """A soft pedestal with a knob on its flat top."""
    model = ArticulatedObject("lofted_pedestal")
    body, cap = model.part("body"), model.part("cap")
    outlines = [
        [(x, y, z) for x, y in superellipse_profile(width, depth, exponent=3.2, segments=40)]
        for width, depth, z in SECTIONS
    ]
    body.visual(mesh_from_geometry(LoftGeometry(outlines), "shell"), name="shell")
    top = SECTIONS[-1][2]
    knob(model, body, cap, at=(0, 0, top), normal=(0, 0, 1), zero=(0, -1, 0), diameter=0.036, name="dial")
    model.anchor(body, to="table")
    return model


def run_tests() -> TestReport:
    """The widest outline gives the size, and the knob's pointer turns towards -x (clockwise from above)."""
    ctx = TestContext(object_model)
    low, high = ctx.part_element_world_aabb("body", elem="shell")
    ctx.check("as wide as its widest outline", abs(high[0] - low[0] - 0.160) < 1e-4, f"{high[0] - low[0]:.4f}")
    ctx.expect_moves("dial_pointer", "dial", "-x")
    return ctx.report()


object_model = build_object_model()
