"""X_CONTAINED. Swallowed by a solid; a true cavity holds things by right."""

CODE = "X_CONTAINED"

_STACK = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
base.visual(Box((0.2, 0.2, 0.1)), origin=Origin(xyz=(0.0, 0.0, 0.05)), name="slab")
block = object_model.part("block")
block.visual(Box({size}), name="cube")
object_model.articulation("mount", "fixed", base, block, origin=Origin(xyz=(0.0, 0.0, {height})))
"""

_NEST = """
object_model = ArticulatedObject(name="egg")
shell = object_model.part("shell")
shell.visual({outer}, name="solid")
yolk = object_model.part("yolk")
yolk.visual({inner}, name="core")
object_model.articulation("m", "fixed", "shell", "yolk")
"""
_CUBE_MESH = 'mesh_from_geometry(BoxGeometry(({0}, {0}, {0})), "m{0}")'

PASS = {
    "ball on the floor of a true cavity": """
object_model = ArticulatedObject(name="rattle")
hollow = boolean_difference(BoxGeometry((0.3, 0.3, 0.3)), BoxGeometry((0.2, 0.2, 0.2)))
object_model.part("shell").visual(mesh_from_geometry(hollow, "hollow"), name="walls")
object_model.part("ball").visual(Sphere(0.05), name="pea")
object_model.articulation("m", "fixed", "shell", "ball", origin=Origin(xyz=(0.0, 0.0, -0.05)))
""",
    "half in": """
object_model = ArticulatedObject(name="stud")
base = object_model.part("base")
base.visual(Box((0.2, 0.2, 0.1)), name="slab")
base.visual(Cylinder(radius=0.01, length=0.06), origin=Origin(xyz=(0.0, 0.0, 0.05)), name="stud")
""",
    "flush with the floor of a counterbore": """
object_model = ArticulatedObject(name="bushed")
base = object_model.part("base")
bored = boolean_difference(BoxGeometry((0.1, 0.1, 0.1)), BoxGeometry((0.06, 0.06, 0.04)).translate(0, 0, 0.05))
base.visual(mesh_from_geometry(bored, "bored"), name="block")
base.visual(Cylinder(radius=0.02, length=0.04), origin=Origin((0.0, 0.0, 0.01)), name="bushing")
""",
}

FAIL = {
    "thin plate inside a slab": _STACK.format(size=(0.1, 0.1, 0.004), height=0.05),
    "box swallowed by a mesh": _NEST.format(outer=_CUBE_MESH.format(0.3), inner="Box((0.1, 0.1, 0.1))"),
    "mesh swallowed by a mesh": _NEST.format(outer=_CUBE_MESH.format(0.3), inner=_CUBE_MESH.format(0.1)),
    "buried in its own part": """
object_model = ArticulatedObject(name="buried")
base = object_model.part("base")
base.visual(Box((0.2, 0.2, 0.1)), name="slab")
base.visual(Sphere(radius=0.02), name="core")
""",
    "buried below the floor of a counterbore": """
object_model = ArticulatedObject(name="bushed")
base = object_model.part("base")
bored = boolean_difference(BoxGeometry((0.1, 0.1, 0.1)), BoxGeometry((0.06, 0.06, 0.04)).translate(0, 0, 0.05))
base.visual(mesh_from_geometry(bored, "bored"), name="block")
base.visual(Cylinder(radius=0.02, length=0.04), origin=Origin((0.0, 0.0, 0.005)), name="bushing")
""",
}
