"""X_BROKEN_SYMMETRY. One of many pairs is off."""

CODE = "X_BROKEN_SYMMETRY"

_ONE = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
{0}
"""

_TABLE = _ONE.format(
    """base.visual(Box((0.4, 0.5, 0.02)), origin=Origin(xyz=(0.0, 0.0, 0.11)), name="top")
for number in range(4):
    for side, label in ((1, "left"), (-1, "right")):
        y = side * 0.2 + (OFF if (number, label) == (1, "left") else 0.0)
        where = Origin(xyz=(-0.15 + 0.1 * number, y, 0.05))
        base.visual(Cylinder(radius=0.01, length=0.1), origin=where, name=f"leg_{label}_{number}")"""
)

PASS = {"mirrored": _TABLE.replace("OFF", "0.0")}

FAIL = {"one off": _TABLE.replace("OFF", "0.006")}
