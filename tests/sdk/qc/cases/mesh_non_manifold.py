"""X_MESH_NON_MANIFOLD. Sheets standing on solids."""

CODE = "X_MESH_NON_MANIFOLD"

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

# Two boxes whose shared wall is modelled once: its four sides lie between three faces, and nothing is open.
FAIL = {
    "two rooms, one wall": """
from sdk import MeshGeometry
object_model = ArticulatedObject(name="sample")
points = [(x, y, z) for x in (0.0, 0.1, 0.2) for y in (0.0, 0.1) for z in (0.0, 0.1)]
number = {point: index for index, point in enumerate(points)}
quads = []
for x, toward in ((0.0, -1), (0.1, 1), (0.2, 1)):
    loop = [(x, 0.0, 0.0), (x, 0.1, 0.0), (x, 0.1, 0.1), (x, 0.0, 0.1)]
    quads.append(loop if toward > 0 else loop[::-1])
for low, high in ((0.0, 0.1), (0.1, 0.2)):
    quads.append([(low, 0.0, 0.0), (high, 0.0, 0.0), (high, 0.0, 0.1), (low, 0.0, 0.1)])
    quads.append([(low, 0.1, 0.1), (high, 0.1, 0.1), (high, 0.1, 0.0), (low, 0.1, 0.0)])
    quads.append([(low, 0.0, 0.1), (high, 0.0, 0.1), (high, 0.1, 0.1), (low, 0.1, 0.1)])
    quads.append([(low, 0.1, 0.0), (high, 0.1, 0.0), (high, 0.0, 0.0), (low, 0.0, 0.0)])
faces = []
for quad in quads:
    a, b, c, d = (number[point] for point in quad)
    faces += [(a, b, c), (a, c, d)]
object_model.part("base").visual(mesh_from_geometry(MeshGeometry(vertices=points, faces=faces), "rooms"), name="rooms")
"""
}
