"""X_GROUND. One millimetre is forgiven; only floors and tables are flat and below."""

CODE = "X_GROUND"

_STAND = """
object_model = ArticulatedObject(name="stand")
base = object_model.part("base")
base.visual(Box((0.2, 0.2, 0.1)), name="foot", origin=Origin(xyz=(0.0, 0.0, {height})))
arm = object_model.part("arm")
arm.visual(Box((0.02, 0.02, 0.1)), name="bar", origin=Origin(xyz=(0.0, 0.0, -0.05)))
object_model.articulation(
    "drop", "prismatic", base, arm, origin=Origin(xyz=(0.11, 0.0, 0.11)), axis=(0, 0, -1),
    motion_limits=MotionLimits(lower=0.0, upper={travel}),
)
object_model.anchor(base, to="{to}")
"""

PASS = {
    "on its foot": _STAND.format(height=0.05, travel=0.01, to="floor"),
    "within a millimetre": _STAND.format(height=0.0508, travel=0.01, to="table"),
    "on a wall": _STAND.format(height=0.06, travel=0.05, to="wall"),
}

FAIL = {
    "sunk to its middle": _STAND.format(height=0.04, travel=0.01, to="floor"),
    "lifted": _STAND.format(height=0.06, travel=0.01, to="table"),
    "an arm that goes through the floor": _STAND.format(height=0.05, travel=0.05, to="floor"),
}
