"""X_NO_HARDWARE_AT_AXIS. A lid on an edge, a hinge without its pin; a pin, a shaft or nested rings carry."""

CODE = "X_NO_HARDWARE_AT_AXIS"

_HINGE = """
object_model = ArticulatedObject(name="hinge")
leaf = object_model.part("leaf")
leaf.visual(Box((0.05, 0.1, 0.003)), origin=Origin(xyz=(-0.0301, 0.0, 0.0)), name="plate")
door = object_model.part("door")
door.visual(Box((0.05, 0.1, 0.003)), origin=Origin(xyz=(0.0301, 0.0, 0.0)), name="panel")
for part, start in ((leaf, -0.05), (door, -0.0166), (leaf, 0.0168)):
    ring = LatheGeometry([(0.0021, 0.0), (0.005, 0.0), (0.005, 0.0332), (0.0021, 0.0332)], segments=32)
    ring.rotate_x(-1.5707963267948966).translate(0.0, start, 0.0)
    part.visual(mesh_from_geometry(ring, f"knuckle_{{start}}"), name=f"knuckle_{{len(part.visuals)}}")
{pin}
object_model.articulation(
    "swing", "revolute", leaf, door, axis=(0, 1, 0), motion_limits=MotionLimits(lower=0.0, upper=0.5)
)
"""
_PIN = 'leaf.visual(Cylinder(radius=0.002, length=0.1), origin=Origin(rpy=(1.5707963, 0.0, 0.0)), name="pin")'

PASS = {
    "pin through knuckles": _HINGE.format(pin=_PIN),
    "wheel on its axle": """
object_model = ArticulatedObject(name="wheel")
fork = object_model.part("fork")
fork.visual(Cylinder(radius=0.01, length=0.05), name="axle")
wheel = object_model.part("wheel")
tyre = LatheGeometry([(0.0102, -0.02), (0.1, -0.02), (0.1, 0.02), (0.0102, 0.02)], segments=64)
wheel.visual(mesh_from_geometry(tyre, "tyre"), name="tyre")
collar = Cylinder(radius=0.015, length=0.005)
fork.visual(collar, origin=Origin(xyz=(0.0, 0.0, 0.0225)), name="collar")
object_model.articulation("roll", "continuous", fork, wheel, motion_limits=MotionLimits())
""",
}

FAIL = {
    "knuckles without a pin": _HINGE.format(pin=""),
    "lid on an edge": """
object_model = ArticulatedObject(name="box")
base = object_model.part("base")
base.visual(Box((0.2, 0.2, 0.1)), origin=Origin(xyz=(0.1, 0.0, -0.05)), name="body")
lid = object_model.part("lid")
lid.visual(Box((0.2, 0.2, 0.01)), origin=Origin(xyz=(0.1, 0.0, 0.005)), name="board")
object_model.articulation(
    "swing", "revolute", base, lid, axis=(0, -1, 0), motion_limits=MotionLimits(lower=0.0, upper=1.0)
)
""",
}
