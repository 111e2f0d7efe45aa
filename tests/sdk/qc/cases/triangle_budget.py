"""X_TRIANGLES. A fine wire is within the budget; the same with facets nobody sees is not."""

CODE = "X_TRIANGLES"

_SPRING = """
from sdk import spring

object_model = ArticulatedObject(name="spring")
coil = object_model.part("coil")
coil.visual(mesh_from_geometry(spring(0.01, 0.002, 20, 0.1, segments={0}, wire_segments={1}), "coil"), name="coil")
"""

PASS = {"as the builder draws it": _SPRING.format(24, 8)}
FAIL = {"too fine": _SPRING.format(72, 24)}
