"""QC_REAL_OVERLAP. Touching, scraping and fits are no overlap; thin, small and swallowed things are."""

CODE = "QC_REAL_OVERLAP"

_STACK = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
base.visual(Box((0.2, 0.2, 0.1)), origin=Origin(xyz=(0.0, 0.0, 0.05)), name="slab")
block = object_model.part("block")
block.visual(Box({size}), name="cube")
object_model.articulation("mount", "fixed", base, block, origin=Origin(xyz=(0.0, 0.0, {height})))
"""
_PIN = """
object_model = ArticulatedObject(name="bushing")
tube = object_model.part("tube")
profile = [(0.03, -0.05), (0.05, -0.05), (0.05, 0.05), (0.03, 0.05)]
tube.visual(mesh_from_geometry(LatheGeometry(profile, segments=64), "tube"), name="wall")
pin = object_model.part("pin")
pin.visual(Cylinder(radius={radius}, length=0.2), name="shaft")
object_model.articulation("spin", "continuous", tube, pin, motion_limits=MotionLimits())
"""
_NEST = """
object_model = ArticulatedObject(name="egg")
shell = object_model.part("shell")
shell.visual({outer}, name="solid")
yolk = object_model.part("yolk")
yolk.visual({inner}, name="core")
object_model.articulation("m", "fixed", shell, yolk)
"""
_CUBE_MESH = 'mesh_from_geometry(BoxGeometry(({0}, {0}, {0})), "m{0}")'
_ALLOW = 'ALLOW = lambda ctx: ctx.allow_overlap(base, block, {elements}reason="press fit")\n'

PASS = {
    "touching": _STACK.format(size=(0.1, 0.1, 0.1), height=0.15),
    "a tenth of a millimetre": _STACK.format(size=(0.1, 0.1, 0.1), height=0.1499),
    "pin that scrapes its bore": _PIN.format(radius=0.0301),
    "bar grazed by a corner": """
object_model = ArticulatedObject(name="cross")
a = object_model.part("a")
a.visual(Box((0.3, 0.02, 0.02)), origin=Origin(rpy=(0.0, 0.0, 0.7853981633974483)), name="bar")
b = object_model.part("b")
b.visual(Box((0.1, 0.1, 0.02)), origin=Origin(xyz=(0.107, -0.007, 0.0)), name="plate")
object_model.articulation("m", "fixed", a, b)
""",
    "ball resting in a cup": """
object_model = ArticulatedObject(name="cup")
cup = object_model.part("cup")
profile = [(0.0, 0.0), (0.05, 0.0), (0.05, 0.1), (0.045, 0.1), (0.045, 0.005), (0.0, 0.005)]
cup.visual(mesh_from_geometry(LatheGeometry(profile, segments=48), "cup"), name="wall")
object_model.part("ball").visual(Sphere(radius=0.02), name="pearl")
object_model.articulation("m", "fixed", "cup", "ball", origin=Origin(xyz=(0.0, 0.0, 0.02499)))
""",
    "ball on the floor of a true cavity": """
object_model = ArticulatedObject(name="rattle")
hollow = boolean_difference(BoxGeometry((0.3, 0.3, 0.3)), BoxGeometry((0.2, 0.2, 0.2)))
object_model.part("shell").visual(mesh_from_geometry(hollow, "hollow"), name="walls")
object_model.part("ball").visual(Sphere(0.05), name="pea")
object_model.articulation("m", "fixed", "shell", "ball", origin=Origin(xyz=(0.0, 0.0, -0.05)))
""",
    "declared for the pair": _STACK.format(size=(0.1, 0.1, 0.1), height=0.1) + _ALLOW.format(elements=""),
    "declared for the elements": _STACK.format(size=(0.1, 0.1, 0.1), height=0.1)
    + _ALLOW.format(elements='elem_a="cube", elem_b="slab", '),
}

FAIL = {
    "half sunk": _STACK.format(size=(0.1, 0.1, 0.1), height=0.1),
    "pin a millimetre too thick": _PIN.format(radius=0.031),
    "box in a box": _NEST.format(outer="Box((0.3, 0.3, 0.3))", inner="Box((0.1, 0.1, 0.1))"),
    "one of two elements declared": _STACK.format(size=(0.1, 0.1, 0.1), height=0.1)
    + _ALLOW.format(elements='elem_a="slab", '),
    "masked by a check of the same name": _STACK.format(size=(0.1, 0.1, 0.1), height=0.1)
    + 'ALLOW = lambda ctx: ctx.check("fail_if_parts_overlap_in_current_pose()", True)\n',
}
