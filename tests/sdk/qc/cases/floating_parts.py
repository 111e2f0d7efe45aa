"""QC_ISOLATED_PART. Half a millimetre still holds, or half a per cent of a small part."""

CODE = "QC_ISOLATED_PART"

_STACK = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
base.visual(Box((0.2, 0.2, 0.1)), origin=Origin(xyz=(0.0, 0.0, 0.05)), name="slab")
block = object_model.part("block")
block.visual(Box(({size}, {size}, {size})), name="cube")
object_model.articulation("mount", "fixed", base, block, origin=Origin(xyz=(0.0, 0.0, {height})))
"""
_BUSHING = """
object_model = ArticulatedObject(name="bushing")
tube = object_model.part("tube")
profile = [(0.03, -0.05), (0.05, -0.05), (0.05, 0.05), (0.03, 0.05)]
tube.visual(mesh_from_geometry(LatheGeometry(profile, segments=64), "tube"), name="wall")
pin = object_model.part("pin")
pin.visual(Cylinder(radius=0.028, length=0.2), name="shaft")
object_model.articulation("spin", "continuous", tube, pin, motion_limits=MotionLimits())
"""

PASS = {
    "touching": _STACK.format(size=0.1, height=0.15),
    "a gap nobody sees": _STACK.format(size=0.1, height=0.1504),
    "declared": _STACK.format(size=0.1, height=0.2)
    + 'ALLOW = lambda ctx: ctx.allow_isolated_part("block", reason="held by a magnet")\n',
    "pin with a collar": _BUSHING
    + 'pin.visual(Cylinder(radius=0.04, length=0.01), origin=Origin(xyz=(0.0, 0.0, 0.055)), name="collar")\n',
    "held by a sibling": _STACK.format(size=0.1, height=0.15)
    + 'hat = object_model.part("hat")\n'
    + "hat.visual(Box((0.05, 0.05, 0.05)))\n"
    + 'object_model.articulation("hat_mount", "fixed", base, hat, origin=Origin(xyz=(0.0, 0.0, 0.225)))\n',
}

FAIL = {
    "5 mm above": _STACK.format(size=0.1, height=0.155),
    "0.4 mm above, on a grain of 3 mm": _STACK.format(size=0.003, height=0.1019),
    "another part allowed": _STACK.format(size=0.1, height=0.2)
    + 'ALLOW = lambda ctx: ctx.allow_isolated_part("base", reason="wrong one")\n',
    "half of a floating pair allowed": _STACK.format(size=0.1, height=0.2)
    + 'cap = object_model.part("cap")\n'
    + "cap.visual(Box((0.1, 0.1, 0.02)), origin=Origin(xyz=(0.0, 0.0, 0.06)))\n"
    + 'object_model.articulation("cap_mount", "fixed", block, cap)\n'
    + 'ALLOW = lambda ctx: ctx.allow_isolated_part("cap", reason="half of the group")\n',
    "pin in a wide bore": _BUSHING,
    "loose in a true cavity": """
object_model = ArticulatedObject(name="rattle")
shell = object_model.part("shell")
hollow = boolean_difference(BoxGeometry((0.3, 0.3, 0.3)), BoxGeometry((0.2, 0.2, 0.2)))
shell.visual(mesh_from_geometry(hollow, "hollow"), name="walls")
object_model.part("ball").visual(Sphere(0.05), name="pea")
object_model.articulation("free", "fixed", "shell", "ball")
""",
}

ALSO = {"pin in a wide bore": {"X_NO_HARDWARE_AT_AXIS"}}
