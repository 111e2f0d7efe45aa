"""Honest allowances: an overlap that is how the thing is made is declared by element, with its reason, and measured.

Name both elements; prove the depth in a test; prefer `fit(kind="press")` where a shaft and a bore meet.

Words: allow overlap, allowance, intended overlap, press fit, embedded, overmoulded, soft foam, reason,
tolerance.
"""

from __future__ import annotations

from sdk import (
    ArticulatedObject, Box, Origin, TestContext, TestReport, cylinder_between, mesh_from_geometry, spin,
)  # fmt: skip

PRESSED = 0.003  # the foam gives way by this much under the roller


def build_object_model() -> ArticulatedObject:
    """A roller on a stand that is pressed into a pad of foam."""
    model = ArticulatedObject("roller_on_foam")
    base, roller = model.part("base"), model.part("roller")
    base.visual(Box((0.16, 0.16, 0.02)), origin=Origin((0, 0, 0.01)), name="plate")
    base.visual(Box((0.03, 0.16, 0.10)), origin=Origin((-0.065, 0, 0.07)), name="wall")
    base.visual(Box((0.10, 0.10, 0.03)), origin=Origin((0.01, 0, 0.0345)), name="foam")
    height = 0.0495 + 0.03 - PRESSED
    tread = cylinder_between((0.002, 0, 0), (0.072, 0, 0), 0.03, wall=0.024)
    roller.visual(mesh_from_geometry(tread, "tread"), name="tread")
    spin(model, base, roller, at=(-0.0495, 0, height), axis=(1, 0, 0), diameter=0.008, name="roll")
    model.anchor(base, to="table")
    return model


def run_tests() -> TestReport:
    """One pair, one reason, and the depth that the reason claims."""
    ctx = TestContext(object_model)
    pair = {"elem_a": "tread", "elem_b": "foam"}
    ctx.allow_overlap("roller", "base", reason="soft foam gives way 3 mm under the roller", **pair)
    ctx.expect_gap("roller", "base", axis="z", max_penetration=1.1 * PRESSED, max_gap=-0.9 * PRESSED, **pair)
    return ctx.report()


object_model = build_object_model()
