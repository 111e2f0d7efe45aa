"""X_MESH_SELF_CROSSING. A tube that runs through itself."""

CODE = "X_MESH_SELF_CROSSING"

_TUBE = """
from math import cos, hypot, sin, tau
from sdk import MeshGeometry
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
rings, sides, radius = 60, 16, 0.02
vertices, faces = [], []
for i in range(rings):
    turn = tau * i / rings
    middle = (0.15 * cos(turn), 0.1 * sin({0} * turn))
    along = (-0.15 * sin(turn), 0.1 * {0} * cos({0} * turn))
    across = (along[1] / hypot(*along), -along[0] / hypot(*along))
    for j in range(sides):
        roll = tau * j / sides
        reach = radius * cos(roll)
        vertices.append((middle[0] + reach * across[0], middle[1] + reach * across[1], radius * sin(roll)))
        a, b = i * sides + j, i * sides + (j + 1) % sides
        c, d = ((i + 1) % rings) * sides + j, ((i + 1) % rings) * sides + (j + 1) % sides
        faces += [(a, c, d), (a, d, b)]
base.visual(mesh_from_geometry(MeshGeometry(vertices=vertices, faces=faces), "tube"), name="tube")
"""

PASS = {"an oval": _TUBE.format(1)}

FAIL = {"a figure of eight": _TUBE.format(2)}
