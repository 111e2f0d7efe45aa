"""X_INSERTION. A tongue that leaves its slot, though something else still touches."""

CODE = "X_INSERTION"

_SLIDE = """
object_model = ArticulatedObject(name="slide")
base = object_model.part("base")
base.visual(Box((0.6, 0.1, 0.01)), origin=Origin(xyz=(0.15, 0.0, -0.025)), name="table")
base.visual(Box((0.2, 0.04, 0.02)), origin=Origin(xyz=(0.0, 0.0, -0.01)), name="rail")
tray = object_model.part("tray")
tray.visual(Box((0.2, 0.03, 0.01)), origin=Origin(xyz=(0.0, 0.0, 0.005)), name="runner")
tray.visual(Box((0.02, 0.08, 0.03)), origin=Origin(xyz=(0.11, 0.0, -0.005)), name="front")
object_model.articulation(
    "pull", "prismatic", base, tray, axis=(1, 0, 0), motion_limits=MotionLimits(lower=0.0, upper={upper})
)
"""

PASS = {
    "half kept": _SLIDE.format(upper=0.1),
    "a face on a face is no guide": """
object_model = ArticulatedObject(name="press")
base = object_model.part("base")
wall = LatheGeometry([(0.0051, 0.0), (0.03, 0.0), (0.03, 0.02), (0.0051, 0.02)])
base.visual(mesh_from_geometry(wall, "ring"), name="ring")
key = object_model.part("key")
key.visual(Cylinder(radius=0.005, length=0.03), origin=Origin(xyz=(0.0, 0.0, 0.015)), name="stem")
key.visual(Cylinder(radius=0.008, length=0.004), origin=Origin(xyz=(0.0, 0.0, 0.032)), name="cap")
object_model.articulation(
    "push", "prismatic", base, key, axis=(0, 0, -1), motion_limits=MotionLimits(lower=0.0, upper=0.008)
)
""",
}

FAIL = {"runner out of its rail": _SLIDE.format(upper=0.205), "a sliver kept": _SLIDE.format(upper=0.195)}
