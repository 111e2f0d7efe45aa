"""Rack and pinion: a wheel drives a bar by its pitch radius per radian, teeth in teeth over the whole travel.

Words: rack, pinion, rack and pinion, toothed bar, linear drive, steering, turning to sliding, lift, focus
drive.
"""

from __future__ import annotations

from math import isclose

from sdk import ArticulatedObject, Box, Origin, TestContext, TestReport, rack

MODULE, TEETH, TRAVEL = 0.002, 18, 0.05


def build_object_model() -> ArticulatedObject:
    """A block with a pinion that drives a bar sideways."""
    model = ArticulatedObject("rack_drive")
    block, pinion, bar = model.part("block"), model.part("pinion"), model.part("bar")
    block.visual(Box((0.22, 0.14, 0.02)), origin=Origin((0, 0, 0.01)), name="block")
    rack(
        model, block, pinion, bar, at=(0, 0, 0.032), axis=(0, 0, 1), along=(1, 0, 0), module=MODULE, teeth=TEETH,
        travel=TRAVEL, name="drive",
    )  # fmt: skip
    model.anchor(block, to="table")
    return model


def run_tests() -> TestReport:
    """The bar moves by the pitch radius a radian."""
    ctx = TestContext(object_model)
    driver = object_model.articulations[0].name
    before = ctx.part_world_position("bar")
    with ctx.pose({driver: 1.0}):
        after = ctx.part_world_position("bar")
    moved = sum((a - b) ** 2 for a, b in zip(after, before, strict=True)) ** 0.5
    ctx.check("pitch radius per radian", isclose(moved, MODULE * TEETH / 2, rel_tol=1e-6), f"{moved:.5f} m")
    return ctx.report()


object_model = build_object_model()
