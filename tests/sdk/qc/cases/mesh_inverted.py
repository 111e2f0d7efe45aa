"""X_MESH_INVERTED. Inside out, or half so."""

CODE = "X_MESH_INVERTED"

_MESH = """
import numpy as np
from sdk import MeshGeometry
object_model = ArticulatedObject(name="sample")
shape = BoxGeometry((0.1, 0.1, 0.1))
vertices, faces = [tuple(v) for v in shape.vertices], [tuple(f) for f in shape.faces]
{0}
part = object_model.part("base")
part.visual(mesh_from_geometry(MeshGeometry(vertices=vertices, faces=faces), "shape"), name="shape")
"""

PASS = {
    "outward": _MESH.format(""),
    "a cavity": """
object_model = ArticulatedObject(name="sample")
hollow = boolean_difference(BoxGeometry((0.3, 0.3, 0.3)), BoxGeometry((0.2, 0.2, 0.2)))
object_model.part("base").visual(mesh_from_geometry(hollow, "hollow"), name="walls")
""",
}

FAIL = {
    "inside out": _MESH.format("faces = [f[::-1] for f in faces]"),
    "one face turned": _MESH.format("faces[0] = faces[0][::-1]"),
}
