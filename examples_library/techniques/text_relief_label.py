"""Text relief: letters stand out of a face, or are engraved by subtracting them.

`text_relief` draws in the XY plane, read from +z: turn it so that +z is the face's normal and sink it a
little.

Words: text, letters, label, engraving, engraved, emboss, embossed, numerals, marking, lettering, logo, scale
marks.
"""

from __future__ import annotations

from math import pi

from sdk import (
    ArticulatedObject, TestContext, TestReport, boolean_difference, button, mesh_from_geometry, rounded,
    text_relief,
)  # fmt: skip

WIDTH, DEPTH, HEIGHT = 0.12, 0.06, 0.05


def build_object_model() -> ArticulatedObject:
    """A box with raised letters in front, an engraved figure on top, and a button."""
    model = ArticulatedObject("labelled_box")
    body, cap = model.part("body"), model.part("cap")
    dark = model.material("dark", rgba=(0.10, 0.10, 0.12, 1.0))
    block = rounded((WIDTH, DEPTH, HEIGHT), 0.006).translate(0, 0, HEIGHT / 2)
    engraved = text_relief("2", 0.016, 0.004).translate(-0.03, 0, HEIGHT - 0.001)  # 1 mm deep
    body.visual(mesh_from_geometry(boolean_difference(block, engraved), "block"), name="block")
    raised = text_relief("START", 0.012, 0.002).rotate_x(pi / 2)  # +z now looks to -y, the front
    raised.translate(0, 0.0005 - DEPTH / 2, HEIGHT / 2)  # half a millimetre lies in the wall
    body.visual(mesh_from_geometry(raised, "label"), material=dark, name="label")
    button(model, body, cap, at=(0.02, 0, HEIGHT), diameter=0.018, travel=0.002, name="press")
    model.anchor(body, to="table")
    return model


def run_tests() -> TestReport:
    """The letters stand 1.5 mm proud of the front and have the height asked for."""
    ctx = TestContext(object_model)
    low, high = ctx.part_element_world_aabb("body", elem="label")
    ctx.check("proud of the front", abs(low[1] + DEPTH / 2 + 0.0015) < 1e-5, f"{low[1]:.4f}")
    ctx.check("12 mm high", abs(high[2] - low[2] - 0.012) < 2e-4, f"{high[2] - low[2]:.4f}")
    ctx.expect_moves("press_cap", "press", "down")
    return ctx.report()


object_model = build_object_model()
