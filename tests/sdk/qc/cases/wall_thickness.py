"""X_WALL_THICKNESS. Foil; real sheet is sound."""

CODE = "X_WALL_THICKNESS"

_ONE = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
{0}
"""

PASS = {"sheet": _ONE.format('base.visual(Box((0.4, 0.3, 0.0008)), name="sheet")')}

FAIL = {"foil": _ONE.format('base.visual(Box((0.4, 0.3, 0.00002)), name="sheet")')}
