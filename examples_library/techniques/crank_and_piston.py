"""Crank and slider: turning becomes a stroke by the exact law of the connecting rod, in one call.

Words: crank, piston, slider crank, connecting rod, reciprocating, stroke, engine, pump, rotary to linear.
"""

from __future__ import annotations

from math import isclose, pi, sqrt

from sdk import ArticulatedObject, Box, Origin, TestContext, TestReport, crank_slider

CRANK, ROD = 0.03, 0.10


def build_object_model() -> ArticulatedObject:
    """Bed, crank, rod and piston, lying."""
    model = ArticulatedObject("crank_engine")
    bed, crank, rod, piston = (model.part(name) for name in ("bed", "crank", "rod", "piston"))
    bed.visual(Box((0.24, 0.12, 0.02)), origin=Origin((0.06, 0, 0.01)), name="base")
    crank_slider(
        model, bed, crank, rod, piston, at=(0, 0, 0.0268), axis=(0, 0, 1), along=(1, 0, 0), crank_length=CRANK,
        rod_length=ROD, name="drive",
    )  # fmt: skip
    model.anchor(bed, to="table")
    return model


def run_tests() -> TestReport:
    """Half a turn is a stroke of two cranks; a quarter turn stands where Pythagoras says."""
    ctx = TestContext(object_model)
    driver = object_model.articulations[0].name
    x = {}
    for angle in (0.0, pi / 2, pi):
        with ctx.pose({driver: angle}):
            x[angle] = ctx.part_world_position("piston")[0]
    ctx.check("stroke", isclose(x[0.0] - x[pi], 2 * CRANK, abs_tol=1e-5), f"{x[0.0] - x[pi]:.5f}")
    quarter = CRANK + ROD - sqrt(ROD**2 - CRANK**2)
    ctx.check("quarter turn", isclose(x[0.0] - x[pi / 2], quarter, abs_tol=1e-4), f"{x[0.0] - x[pi / 2]:.5f}")
    return ctx.report()


object_model = build_object_model()
