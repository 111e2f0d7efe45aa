"""Gear train: meshing wheels whose second joint follows with -z1 / z2 and whose teeth stand in each other's gaps.

Words: gears, gear pair, spur gear, gear ratio, meshing teeth, reduction, pinion, gearbox, transmission.
"""

from __future__ import annotations

from math import isclose

from sdk import ArticulatedObject, Box, Origin, TestContext, TestReport, gear_pair

MODULE, TEETH = 0.003, (16, 32)


def build_object_model() -> ArticulatedObject:
    """A bed with a pinion and a wheel on their shafts."""
    model = ArticulatedObject("gear_train")
    bed, pinion, wheel = model.part("bed"), model.part("pinion"), model.part("wheel")
    bed.visual(Box((0.16, 0.08, 0.012)), origin=Origin((0.026, 0, 0.006)), name="bed")
    gear_pair(
        model, bed, pinion, wheel, at=(-0.01, 0, 0.022), axis=(0, 0, 1), toward=(1, 0, 0), module=MODULE,
        teeth=TEETH, face=0.010, name="mesh",
    )  # fmt: skip
    model.anchor(bed, to="table")
    return model


def run_tests() -> TestReport:
    """The wheel turns the other way at half the speed."""
    ctx = TestContext(object_model)
    driver, follower = object_model.articulations
    mimic = follower.mimic
    ctx.check("the wheel follows the pinion", mimic is not None and mimic.joint == driver.name)
    ratio = mimic.multiplier if mimic else 0.0
    ctx.check("by the numbers of teeth", isclose(ratio, -TEETH[0] / TEETH[1]), f"ratio {ratio:.3f}")
    return ctx.report()


object_model = build_object_model()
