"""Side loft: a long body given by its side view, as rows of (y, lower edge, upper edge, width), skinned smoothly.

Words: side loft, silhouette, side profile, vehicle body, streamlined, hull, car body, shoe, handle grip,
superellipse loft.
"""

from __future__ import annotations

from sdk import (
    ArticulatedObject, TestContext, TestReport, mesh_from_geometry, superellipse_side_loft, wheel_on,
)  # fmt: skip

WHEEL, AXLES, HALF = 0.034, (-0.055, 0.055), 0.041
SIDE = [(-0.11, 0.016, 0.036, 0.050), (-0.09, 0.010, 0.044, 0.062), (-0.04, 0.009, 0.062, 0.066),
        (0.02, 0.009, 0.064, 0.066), (0.06, 0.009, 0.046, 0.066), (0.10, 0.011, 0.038, 0.060),
        (0.115, 0.016, 0.030, 0.048)]  # fmt: skip


def build_object_model() -> ArticulatedObject:
    """A toy car: one lofted body and four wheels outside it."""
    model = ArticulatedObject("toy_car")
    body = model.part("body")
    red = model.material("red", rgba=(0.80, 0.14, 0.12, 1.0))
    skin = superellipse_side_loft(SIDE, exponents=3.0, segments=28)
    body.visual(mesh_from_geometry(skin, "skin"), material=red, name="skin")
    for y, where in zip(AXLES, ("front", "rear"), strict=True):
        for side, label in ((1, "left"), (-1, "right")):
            wheel = model.part(f"wheel_{where}_{label}")
            wheel_on(
                model, body, wheel, at=(side * HALF, y, WHEEL / 2), axis=(1, 0, 0), diameter=WHEEL, width=0.010,
                overhang=0.004, positive="-y", name=f"roll_{where}_{label}",
            )  # fmt: skip
    model.anchor(body, to="floor")
    return model


def run_tests() -> TestReport:
    """The body keeps to its side view and clears the ground; the wheels stand on it."""
    ctx = TestContext(object_model)
    low, high = ctx.part_element_world_aabb("body", elem="skin")
    ctx.check("as long as its side view", abs(high[1] - low[1] - 0.225) < 1e-4, f"{high[1] - low[1]:.4f}")
    ctx.check("clears the ground", 0.005 < low[2] < 0.012, f"{low[2]:.4f}")
    wheel = ctx.part_world_aabb("wheel_front_left")[0][2]
    ctx.check("wheels stand on the ground", abs(wheel) < 1e-3, f"{wheel:.5f}")
    return ctx.report()


object_model = build_object_model()
