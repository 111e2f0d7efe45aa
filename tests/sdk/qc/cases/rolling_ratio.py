from __future__ import annotations

CODE = "X_ROLLING_RATIO"

HEAD = """
object_model = ArticulatedObject("pair")
bed = object_model.part("bed")
bed.visual(Box((0.2, 0.1, 0.01)), origin=Origin((0, 0, 0.005)), name="plate")
def wheel(name, x, radius, mimic, axis=(0, 0, 1)):
    bed.visual(Cylinder(0.004, 0.02), origin=Origin((x, 0, 0.02)), name=f"stub_{name}")
    part = object_model.part(name)
    part.visual(Cylinder(radius, 0.008), name="rim")
    reach = MotionLimits(lower=-3.0, upper=3.0)
    object_model.articulation(
        f"spin_{name}", "revolute", bed, part, origin=Origin((x, 0, 0.034)), axis=axis, motion_limits=reach,
        mimic=mimic,
    )
wheel("small", -0.03, 0.02, None)
"""
PASS = {
    "rolling": HEAD + 'wheel("large", 0.03, 0.04, Mimic("spin_small", -0.5))',
    "rolling about a turned axis": HEAD
    + 'wheel("large", 0.03, 0.04, Mimic("spin_small", 0.5), axis=(0, 0, -1))',
    "apart, as a belt would need": HEAD + 'wheel("large", 0.04, 0.04, Mimic("spin_small", 0.5))',
    "no coupling": HEAD + 'wheel("large", 0.03, 0.04, None)',
}
FAIL = {
    "ratio upside down": HEAD + 'wheel("large", 0.03, 0.04, Mimic("spin_small", -0.8))',
    "the same way round": HEAD + 'wheel("large", 0.03, 0.04, Mimic("spin_small", 0.5))',
}
