"""Detent: a dial that rests in clicks; the nose rides over the edges of the notches on a joint of its own.

Words: detent, click, clicks, index, indexing dial, positions, selector, notch, spring plunger, rotary switch,
stepped.
"""

from __future__ import annotations

from sdk import (
    ArticulatedObject, Box, Origin, TestContext, TestReport, cylinder_between, detent, mesh_from_geometry,
)  # fmt: skip

POSITIONS, STEP, HALF = 5, 0.5, 0.004  # the last: half the thickness of the disc


def build_object_model() -> ArticulatedObject:
    """A selector with five positions on a block."""
    model = ArticulatedObject("selector")
    block, dial = model.part("block"), model.part("dial")
    block.visual(Box((0.10, 0.08, 0.02)), origin=Origin((0.01, 0, 0.01)), name="block")
    # The grip is a tube: the spindle, a fifth of the disc wide, ends in it.
    grip = cylinder_between((0, 0, HALF - 0.0005), (0, 0, HALF + 0.016), 0.012, wall=0.0052)
    dial.visual(mesh_from_geometry(grip, "grip"), name="grip")
    detent(
        model, block, dial, at=(0, 0, 0.022), axis=(0, 0, 1), positions=POSITIONS, step=STEP, rest=2,
        diameter=0.04, thickness=2 * HALF, name="select",
    )  # fmt: skip
    dial.visual(Box((0.004, 0.012, 0.003)), origin=Origin((0, 0.006, HALF + 0.017)), name="pointer")
    model.anchor(block, to="table")
    return model


def run_tests() -> TestReport:
    """Two clicks each way from the middle; between clicks the nose is lifted, in them it is not."""
    ctx = TestContext(object_model)
    limits = object_model.get_articulation("select").motion_limits
    ctx.check("two clicks each way", limits.lower == -2 * STEP and limits.upper == 2 * STEP, f"{limits}")
    boxes = {}
    for value in (0.0, STEP / 2, STEP):
        with ctx.pose(select=value):
            boxes[value] = ctx.part_world_position("select_nose")
    lift = sum((a - b) ** 2 for a, b in zip(boxes[STEP / 2], boxes[0.0], strict=True)) ** 0.5
    back = sum((a - b) ** 2 for a, b in zip(boxes[STEP], boxes[0.0], strict=True)) ** 0.5
    ctx.check("the nose rides over the edge and falls back", lift > 1e-4 > back, f"{lift:.5f}, {back:.5f}")
    return ctx.report()


object_model = build_object_model()
