"""Control panel: buttons that press in, knobs that turn clockwise, a rocker and a lever, each a part with its joint.

Give `at` on the panel's surface and its `normal`; wells are cut where the panel is a closed solid.

Words: control panel, button, push button, knob, dial, rocker switch, toggle, lever, controls, keypad, user
interface.
"""

from __future__ import annotations

from math import pi

from sdk import (
    ArticulatedObject, TestContext, TestReport, button, knob, lever, mesh_from_geometry, rounded, switch,
)  # fmt: skip

BUTTONS, PITCH, THICK = 4, 0.022, 0.04


def build_object_model() -> ArticulatedObject:
    """A desk console that looks up: four buttons, a knob, a rocker and a lever."""
    model = ArticulatedObject("console")
    panel = model.part("panel")
    case = rounded((0.24, 0.12, THICK), 0.012).translate(0, 0, THICK / 2)
    panel.visual(mesh_from_geometry(case, "case"), name="case")
    for number in range(BUTTONS):
        x = (number - (BUTTONS - 1) / 2) * PITCH
        key = model.part(f"key_{number}")
        button(model, panel, key, at=(x, -0.035, THICK), diameter=0.014, name=f"press_{number}")
    dial = model.part("dial")
    knob(model, panel, dial, at=(-0.08, 0.01, THICK), zero=(-1, -1, 0), diameter=0.036, name="set")
    switch(model, panel, model.part("rocker"), at=(0, 0.02, THICK), along=(0, 1, 0), name="power")
    lever(model, panel, model.part("stick"), at=(0.08, 0.01, THICK), axis=(1, 0, 0), length=0.06, name="lean")
    model.anchor(panel, to="table")
    return model


def run_tests() -> TestReport:
    """Every control moves the way its kind does."""
    ctx = TestContext(object_model)
    for number in range(BUTTONS):
        ctx.expect_moves(f"press_{number}_cap", f"press_{number}", "down")
    ctx.expect_moves("set_pointer", "set", (-1, 1, 0), name="the knob turns clockwise")
    limits = object_model.get_articulation("set").motion_limits
    ctx.check("three quarters of a turn", abs(limits.upper - 1.5 * pi) < 1e-9, f"{limits.upper}")
    return ctx.report()


object_model = build_object_model()
