"""Telescoping tubes: nested stages share one travel, each keeping a share of itself in the one before.

One `telescope` call makes all tubes and joints; the program draws only what sits on the last tip.

Words: telescope, telescoping tube, nested tubes, extending pole, extendable mast, pull handle, stages, boom,
antenna.
"""

from __future__ import annotations

from itertools import pairwise

from sdk import (
    ArticulatedObject, Cylinder, Origin, Sphere, TestContext, TestReport, telescope,
)  # fmt: skip

TRAVEL, LENGTH, TUBE, STAGES = 0.60, 0.30, 0.03, 3


def build_object_model() -> ArticulatedObject:
    """A mast of three stages in a tube on a round foot."""
    model = ArticulatedObject("telescoping_mast")
    base = model.part("base")
    base.visual(Cylinder(0.10, 0.03), origin=Origin((0, 0, 0.015)), name="foot")
    stages = [model.part(f"stage_{number}") for number in range(1, STAGES + 1)]
    made = telescope(
        model, base, stages, at=(0, 0, 0.03 + LENGTH / 2), axis=(0, 0, 1), travel=TRAVEL, diameter=TUBE,
        length=LENGTH, name="rise",
    )  # fmt: skip
    tip = made.ports["tip"].xyz
    stages[-1].visual(Sphere(0.016), origin=Origin((tip[0], tip[1], tip[2] + 0.012)), name="ball")
    model.anchor(base, to="floor")
    return model


def run_tests() -> TestReport:
    """The first joint drives all; drawn out, every tube is still held by the one around it."""
    ctx = TestContext(object_model)
    ctx.expect_moves("stage_3/ball", "rise_1", "up", min_distance=0.99 * TRAVEL)
    with ctx.pose(rise_1=TRAVEL / STAGES):
        chain = ["base", *(f"stage_{number}" for number in range(1, STAGES + 1))]
        for outer, inner in pairwise(chain):
            ctx.expect_overlap(outer, inner, axes="z", min_overlap=0.04, name=f"{inner} is held by {outer}")
    return ctx.report()


object_model = build_object_model()
