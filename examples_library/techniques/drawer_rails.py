"""Drawer rails: one `slide` call gives both rails of a drawer, its stop, and the share of the rail that stays in.

The gap between box and carcase is what the rails need; 12.7 mm a side is the trade's measure.

Words: drawer slide, drawer runner, rails, guide, prismatic, pull out, tray, drawer that stays captured,
retained.
"""

from __future__ import annotations

from sdk import (
    ArticulatedObject, BoxGeometry, TestContext, TestReport, hollow, mesh_from_geometry, slide, span_box,
)  # fmt: skip

WIDTH, DEPTH, HEIGHT, BOARD, GAP = 0.40, 0.40, 0.22, 0.015, 0.0127
LENGTH, TRAVEL = 0.34, 0.24
BOX = WIDTH - 2 * BOARD - 2 * GAP


def build_object_model() -> ArticulatedObject:
    """A carcase open at the front and one drawer that runs out along -y."""
    model = ArticulatedObject("drawer_on_rails")
    carcase, drawer = model.part("carcase"), model.part("drawer")
    shell = hollow(BoxGeometry((WIDTH, DEPTH, HEIGHT)), BOARD, open_face="-y").translate(0, 0, HEIGHT / 2)
    carcase.visual(mesh_from_geometry(shell, "shell"), name="shell")
    # The drawer's frame is the middle between its rails.
    tray = hollow(BoxGeometry((BOX, LENGTH + 0.006, 0.12)), 0.010, open_face="+z")
    drawer.visual(mesh_from_geometry(tray, "tray"), name="tray")
    edge, half = -LENGTH / 2, WIDTH / 2 - BOARD - 0.003
    front = span_box(x=(-half, half), y=(edge - 0.020, edge - 0.002), z=(-0.088, 0.088))
    drawer.visual(mesh_from_geometry(front, "front"), name="front")
    slide(
        model, carcase, drawer, at=(0, -0.01, HEIGHT / 2), axis=(0, -1, 0), travel=TRAVEL, style="drawer",
        length=LENGTH, spacing=BOX, name="pull",
    )  # fmt: skip
    model.anchor(carcase, to="floor")
    return model


def run_tests() -> TestReport:
    """The drawer comes out by its travel, stays level and keeps a part of itself inside."""
    ctx = TestContext(object_model)
    ctx.expect_moves("front", "pull", "-y", min_distance=0.99 * TRAVEL)
    with ctx.pose(pull=TRAVEL):
        ctx.expect_overlap("drawer", "carcase", axes="y", min_overlap=0.08, elem_a="tray", elem_b="shell")
        ctx.expect_within("drawer", "carcase", axes="xz", name="it stays between the rails")
    return ctx.report()


object_model = build_object_model()
