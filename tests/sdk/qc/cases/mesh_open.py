"""X_MESH_OPEN. Skins with holes."""

CODE = "X_MESH_OPEN"

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

PASS = {"closed": _MESH.format("")}

FAIL = {"a face missing": _MESH.format("faces = faces[1:]")}
