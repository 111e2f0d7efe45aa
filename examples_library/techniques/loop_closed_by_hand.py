"""Loop closed by hand: own joints form a ring, and `close_loop` says that two points of two parts stay together.

Draw it closed; the driver keeps its limits, the others follow, and nothing about the motion is worked out by
hand.

Words: close_loop, closed loop, kinematic loop, closed chain, toggle, strut, slot, pin in slot, dependent
joints, ring.
"""

from __future__ import annotations

from sdk import (
    ArticulatedObject, Box, Cylinder, MotionLimits, Origin, TestContext, TestReport, hull_plate,
    mesh_from_geometry,
)  # fmt: skip

CRANK, ROD, THICK, PIN, GAP = 0.03, 0.10, 0.008, 0.003, 0.0002


def build_object_model() -> ArticulatedObject:
    """A crank disc, a rod and a block that the rod pushes along the bed."""
    model = ArticulatedObject("closed_ring")
    bed, crank, rod, block = (model.part(name) for name in ("bed", "crank", "rod", "block"))
    bed.visual(Box((0.24, 0.08, 0.01)), origin=Origin((0.06, 0, 0.005)), name="bed")
    disc = hull_plate([(0, 0, 0.038)], THICK, holes=[(0, 0, 0.006 + GAP)])
    crank.visual(mesh_from_geometry(disc, "disc"), origin=Origin((0, 0, THICK / 2)), name="disc")
    eyes = [(0, 0, 0.007), (ROD, 0, 0.007)]
    bar = hull_plate(eyes, THICK - GAP, holes=[(x, y, PIN + GAP) for x, y, _ in eyes])
    rod.visual(mesh_from_geometry(bar, "bar"), origin=Origin((0, 0, 1.5 * THICK)), name="bar")
    block.visual(Box((0.03, 0.03, THICK)), origin=Origin((0, 0, THICK / 2)), name="block")
    for part, x in ((crank, CRANK), (block, 0.0)):  # a pin and its head, on the disc and on the block
        part.visual(Cylinder(PIN, THICK), origin=Origin((x, 0, 1.5 * THICK)), name="pin")
        part.visual(Cylinder(2 * PIN, 0.002), origin=Origin((x, 0, 2 * THICK + 0.001)), name="pin_head")
    bed.visual(Cylinder(0.006, THICK), origin=Origin((0, 0, 0.01 + THICK / 2)), name="axle")
    top, free = 0.01, MotionLimits()
    model.articulation("turn", "continuous", bed, crank, origin=Origin((0, 0, top)), motion_limits=free)
    model.articulation("wrist", "continuous", crank, rod, origin=Origin((CRANK, 0, 0)), motion_limits=free)
    out = Origin((CRANK + ROD, 0, top))
    model.articulation("stroke", "prismatic", bed, block, origin=out, axis=(1, 0, 0))
    for holder in (crank, block):
        model.fit(rod, holder, elem_child="bar", elem_parent="pin", gap=GAP)
    model.fit(crank, bed, elem_child="disc", elem_parent="axle", gap=GAP)
    model.close_loop(rod, (ROD, 0, 0), block, (0, 0, 0), driver="turn")
    model.anchor(bed, to="table")
    return model


def run_tests() -> TestReport:
    """Half a turn moves the block by two cranks, and the pin stays in the rod's eye on the way."""
    ctx = TestContext(object_model)
    before = ctx.part_world_position("block")[0]
    for angle in (0.8, 3.14159):
        with ctx.pose(turn=angle):
            ctx.expect_within("block", "rod", axes="xy", inner_elem="pin", name=f"pin in eye at {angle}")
            after = ctx.part_world_position("block")[0]
    ctx.check("half a turn is two cranks", abs(before - after - 2 * CRANK) < 1e-5, f"{before - after:.5f} m")
    return ctx.report()


object_model = build_object_model()
