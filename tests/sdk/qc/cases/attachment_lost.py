from __future__ import annotations

CODE = "X_ATTACHMENT_LOST"

PUSHED = """
object_model = ArticulatedObject("pusher")
rail = object_model.part("rail")
rail.visual(Box((0.6, 0.1, 0.01)), origin=Origin((0.1, 0, -0.005)), name="table")
for name, x, mimic in (("pusher", 0.0, None), ("plunger", 0.05, Mimic("push", RATIO))):
    part = object_model.part(name)
    part.visual(Box((0.05, 0.05, 0.05)), origin=Origin((0, 0, 0.025)), name="block")
    object_model.articulation(
        "push" if mimic is None else "give", "prismatic", rail, part, origin=Origin((x, 0, 0)), axis=(1, 0, 0),
        motion_limits=MotionLimits(lower=0.0, upper=0.1 if mimic is None else 0.2), mimic=mimic,
    )
"""
ROPE = """
object_model = ArticulatedObject("hoist")
frame = object_model.part("frame")
frame.visual(Box((0.02, 0.02, 0.5)), origin=Origin((-0.03, 0, 0.25)), name="guide")
frame.visual(Box((0.1, 0.02, 0.02)), origin=Origin((0, 0, 0.51)), name="beam")
load = object_model.part("load")
load.visual(Box((0.04, 0.04, 0.04)), name="crate")
object_model.articulation(
    "lower", "prismatic", frame, load, origin=Origin((0, 0, 0.2)), axis=(0, 0, -1),
    motion_limits=MotionLimits(lower=0.0, upper=0.1),
)
"""
PIN = """
object_model = ArticulatedObject("pinned")
frame = object_model.part("frame")
frame.visual(Box((0.3, 0.1, 0.01)), origin=Origin((0.1, 0, -0.005)), name="table")
frame.visual(Cylinder(0.005, 0.03), origin=Origin((0.05, 0, 0.015)), name="pin")
cart = object_model.part("cart")
bar = boolean_difference(BoxGeometry((0.08, 0.04, 0.02)), SLOT)
cart.visual(mesh_from_geometry(bar, "bar"), origin=Origin((0.05, 0, 0.01)), name="bar")
object_model.articulation(
    "glide", "prismatic", frame, cart, axis=AXIS, motion_limits=MotionLimits(lower=0.0, upper=0.008)
)
"""
EYE = "__import__('sdk').CylinderGeometry(0.0051, 0.1)"
PASS = {
    "the plunger is pushed along": PUSHED.replace("RATIO", "1.0"),
    "a rope that moves along": ROPE
    + 'load.visual(Box((0.005, 0.005, 0.2)), origin=Origin((0, 0, 0.12)), name="rope")',
    "a pin drawn out lengthwise": PIN.replace("SLOT", EYE).replace("AXIS", "(0, 0, 1)"),
    "a pin in a slot": PIN.replace("SLOT", "BoxGeometry((0.04, 0.0102, 0.1))").replace("AXIS", "(1, 0, 0)"),
}
FAIL = {
    "the plunger runs ahead": PUSHED.replace("RATIO", "1.5"),
    "a rope that stays behind": ROPE
    + 'frame.visual(Box((0.005, 0.005, 0.28)), origin=Origin((0, 0, 0.36)), name="rope")',
    "a pin that leaves its eye sideways": PIN.replace("SLOT", EYE).replace("AXIS", "(1, 0, 0)"),
}
ALSO = {"a pin that leaves its eye sideways": {"X_SWEPT_COLLISION"}}
