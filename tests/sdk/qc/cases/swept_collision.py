"""X_SWEPT_COLLISION. Clear at rest, in the way while moving; posts thinner than nine samples can see."""

CODE = "X_SWEPT_COLLISION"

_DOOR = """
object_model = ArticulatedObject(name="door")
frame = object_model.part("frame")
frame.visual(Box((0.02, 0.06, 0.4)), origin=Origin(xyz=(-0.0207, 0.0, 0.2)), name="jamb")
frame.visual(Cylinder(radius=0.006, length=0.4), origin=Origin(xyz=(0.0, 0.0, 0.2)), name="pin")
frame.visual(Box((0.03, 0.012, 0.01)), origin=Origin(xyz=(0.0, 0.0, -0.005)), name="foot")
frame.visual({obstacle}, origin=Origin(xyz={at}), name="post")
frame.visual(Box((1.0, 1.0, 0.01)), origin=Origin(xyz=(0.0, 0.0, -0.015)), name="floor")
door = object_model.part("door")
door.visual({knuckle}, name="knuckle", origin=Origin(xyz=(0.0, 0.0, 0.2)))
door.visual(Box((0.3, 0.012, 0.4)), origin=Origin(xyz=(0.16, 0.0, 0.2)), name="leaf")
{extra}
object_model.articulation(
    "hinge", "revolute", frame, door, axis=(0, 0, 1), motion_limits=MotionLimits(lower={lower}, upper=1.6)
)
"""
_KNUCKLE = (
    "mesh_from_geometry(LatheGeometry([(0.0061, -0.2), (0.0105, -0.2), (0.0105, 0.2), (0.0061, 0.2)], "
    'segments=48), "knuckle")'
)


def door(obstacle="Box((0.02, 0.02, 0.2))", at=(0.4, 0.3, 0.09), extra="", lower=0.0):
    return _DOOR.format(obstacle=obstacle, at=at, extra=extra, lower=lower, knuckle=_KNUCKLE)


_TONGUE = 'door.visual(Box((0.012, 0.006, 0.01)), origin=Origin(xyz=(0.316, 0.0, 0.2)), name="tongue")'

PASS = {
    "free over its range": door(),
    "tongue past an open strike": door("Box((0.004, 0.03, 0.22))", (0.335, 0.03, 0.1), _TONGUE),
    "declared": door("Box((0.02, 0.004, 0.22))", (0.2, 0.16, 0.1))
    + 'ALLOW = lambda ctx: ctx.allow_overlap(frame, door, elem_a="post", elem_b="leaf", reason="swing stop")\n',
}

FAIL = {
    "post in the way": door("Box((0.02, 0.02, 0.22))", (0.2, 0.16, 0.1)),
    "thin wire in the way": door("Cylinder(radius=0.002, length=0.22)", (0.15, 0.19, 0.1)),
    "locked strike just ahead": door("Box((0.02, 0.004, 0.22))", (0.32, 0.0095, 0.1), _TONGUE),
    "two that meet only together": """
object_model = ArticulatedObject(name="flaps")
base = object_model.part("base")
base.visual(Box((0.5, 0.1, 0.01)), origin=Origin(xyz=(0.0, 0.0, -0.015)), name="floor")
for side, name in ((-1, "left"), (1, "right")):
    post = Cylinder(radius=0.004, length=0.03)
    base.visual(post, origin=Origin(xyz=(side * 0.1, 0.0, 0.005), rpy=(1.5707963, 0.0, 0.0)), name=f"pin_{name}")
    base.visual(Box((0.01, 0.01, 0.016)), origin=Origin(xyz=(side * 0.1, 0.0, -0.003)), name=f"post_{name}")
    arm = object_model.part(f"arm_{name}")
    ring = LatheGeometry([(0.0042, 0.012), (0.008, 0.012), (0.008, 0.02), (0.0042, 0.02)], segments=48)
    arm.visual(mesh_from_geometry(ring.rotate_x(-1.5707963), f"ring_{name}"), name="ring")
    bar = Box((0.14, 0.006, 0.006))
    arm.visual(bar, origin=Origin(xyz=(0.0, 0.016, 0.077), rpy=(0.0, 1.5707963, 0.0)), name="bar")
    object_model.articulation(
        f"swing_{name}", "revolute", base, arm, origin=Origin(xyz=(side * 0.1, 0.0, 0.005)),
        axis=(0, -side, 0), motion_limits=MotionLimits(lower=0.0, upper=1.2),
    )
""",
}
