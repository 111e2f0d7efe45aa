"""WARN_DISCONNECTED_GEOMETRY."""

CODE = "WARN_DISCONNECTED_GEOMETRY"

_BASE = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
base.visual(Box((0.2, 0.2, 0.1)), origin=Origin(xyz=(0.0, 0.0, 0.05)), name="slab")
"""

PASS = {
    "touching boxes": _BASE + "base.visual(Box((0.05, 0.05, 0.05)), origin=Origin(xyz=(0.0, 0.0, 0.125)))\n",
    "core in a closed mesh": """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
base.visual(mesh_from_geometry(BoxGeometry((0.3, 0.3, 0.3)), "shell"), name="shell")
base.visual(Box((0.05, 0.05, 0.05)), name="core")
""",
    "cubes of one mesh sharing a face": """
object_model = ArticulatedObject(name="sample")
twin = BoxGeometry((0.1, 0.1, 0.1))
twin.merge(BoxGeometry((0.1, 0.1, 0.1)).translate(0.1, 0.0, 0.0))
object_model.part("base").visual(mesh_from_geometry(twin, "twin"), name="twin")
""",
    "walls around a cavity": """
object_model = ArticulatedObject(name="sample")
hollow = boolean_difference(BoxGeometry((0.3, 0.3, 0.3)), BoxGeometry((0.2, 0.2, 0.2)))
object_model.part("shell").visual(mesh_from_geometry(hollow, "hollow"), name="walls")
""",
}

FAIL = {
    "box in the air": _BASE
    + 'base.visual(Box((0.05, 0.05, 0.05)), origin=Origin(xyz=(0.0, 0.0, 0.2)), name="stray")\n',
    "mesh in two pieces": """
object_model = ArticulatedObject(name="sample")
twin = BoxGeometry((0.1, 0.1, 0.1))
twin.merge(BoxGeometry((0.05, 0.05, 0.05)).translate(0.3, 0.0, 0.0))
object_model.part("base").visual(mesh_from_geometry(twin, "twin"), name="twin")
""",
    "loose in a true cavity of its own part": """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
hollow = boolean_difference(BoxGeometry((0.3, 0.3, 0.3)), BoxGeometry((0.2, 0.2, 0.2)))
base.visual(mesh_from_geometry(hollow, "hollow"), name="walls")
base.visual(Sphere(0.05), name="pea")
""",
}

ALSO = {"core in a closed mesh": {"X_CONTAINED"}}
