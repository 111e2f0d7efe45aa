"""Two friction wheels of 20 and 40 mm radius: the large one must turn half as fast, the other way."""

from __future__ import annotations

from sdk import ArticulatedObject, Box, Cylinder, Mimic, MotionLimits, Origin, TestContext, TestReport

FAULT = False

object_model = ArticulatedObject("friction_pair")
bed = object_model.part("bed")
bed.visual(Box((0.2, 0.1, 0.01)), origin=Origin((0, 0, 0.005)), name="plate")
wheels = (("small", -0.03, 0.02, None), ("large", 0.03, 0.04, Mimic("spin_small", -2.0 if FAULT else -0.5)))
for name, x, radius, mimic in wheels:
    bed.visual(Cylinder(0.004, 0.02), origin=Origin((x, 0, 0.02)), name=f"stub_{name}")
    wheel = object_model.part(f"wheel_{name}")
    wheel.visual(Cylinder(radius, 0.008), name="rim")
    wheel.visual(Box((0.6 * radius, 0.003, 0.003)), origin=Origin((0.5 * radius, 0, 0.0055)), name="mark")
    object_model.articulation(
        f"spin_{name}",
        "revolute",
        bed,
        wheel,
        origin=Origin((x, 0, 0.034)),
        axis=(0, 0, 1),
        motion_limits=MotionLimits(lower=-3.0, upper=3.0)
        if name == "small"
        else MotionLimits(lower=-6.0, upper=6.0),
        mimic=mimic,
    )


def run_tests() -> TestReport:
    ctx = TestContext(object_model)
    ctx.expect_contact("wheel_large", "wheel_small", contact_tol=1e-4, name="the wheels touch")
    return ctx.report()
