"""Hollow shell: a housing is a wall around air, open where one looks in; what stands inside is its own visual.

Words: shell, hollow, wall thickness, open cavity, housing, compartment, tub, basket, container, chamber,
shelves inside.
"""

from __future__ import annotations

from sdk import (
    ArticulatedObject, BoxGeometry, TestContext, TestReport, hollow, mesh_from_geometry, rounded, slide,
    span_box,
)  # fmt: skip

WIDTH, DEPTH, HEIGHT, WALL = 0.26, 0.20, 0.24, 0.006
BIN = WIDTH - 2 * WALL - 2 * 0.0127  # the rails' room on both sides


def build_object_model() -> ArticulatedObject:
    """A bin cabinet with a shelf, open at the front, and a hollow bin below it that pulls out."""
    model = ArticulatedObject("bin_cabinet")
    case, bin_ = model.part("case"), model.part("bin")
    shell = hollow(BoxGeometry((WIDTH, DEPTH, HEIGHT)), WALL, open_face="-y").translate(0, 0, HEIGHT / 2)
    case.visual(mesh_from_geometry(shell, "shell"), name="shell")
    inner, back = WIDTH / 2 - WALL + 0.001, DEPTH / 2 - WALL + 0.001  # 1 mm into the walls: one casting
    shelf = span_box(x=(-inner, inner), y=(0.01 - DEPTH / 2, back), z=(0.150, 0.155))
    case.visual(mesh_from_geometry(shelf, "shelf"), name="shelf")
    slide(
        model, case, bin_, at=(0, 0, 0.07), axis=(0, -1, 0), travel=0.10, style="drawer", length=0.16,
        spacing=BIN, name="pull",
    )  # fmt: skip
    tub = hollow(rounded((BIN, DEPTH - 0.02, 0.10), 0.004), 0.003, open_face="+z")
    bin_.visual(mesh_from_geometry(tub, "tub"), name="tub")
    model.anchor(case, to="floor")
    return model


def run_tests() -> TestReport:
    """Bin and shelf lie inside the walls; there is air over the bin; it comes out by half its depth."""
    ctx = TestContext(object_model)
    ctx.expect_within("bin", "case", axes="xyz")
    ctx.expect_gap("case", "bin", axis="z", min_gap=0.01, positive_elem="shelf", negative_elem="tub")
    ctx.expect_moves("tub", "pull", "-y", min_distance=0.09)
    return ctx.report()


object_model = build_object_model()
