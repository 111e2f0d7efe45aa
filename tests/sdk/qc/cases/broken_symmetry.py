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

_CART = _ONE.format(
    """base.visual(Box((0.4, 0.5, 0.02)), origin=Origin(xyz=(0.0, 0.0, 0.11)), name="top")
for side, label in ((1, "left"), (-1, "right")):
    for number, beside in enumerate((-0.02, 0.02)):
        for place, x in (("front", 0.15), ("rear", -0.15)):
            x += OFF if (place, label, number) == ("rear", "left", 1) else 0.0
            where = Origin(xyz=(x, side * 0.2 + beside, 0.09))
            base.visual(Box((0.04, 0.005, 0.02)), origin=where, name=f"cheek_{place}_{label}_{number}")
    base.visual(Box((0.005, 0.04, 0.06)), origin=Origin(xyz=(0.08 * side, 0, 0.15)), name=f"grip_post_{label}")"""
)
_CRANKS = _ONE.format(
    """base.visual(Cylinder(0.01, 0.2), origin=Origin(rpy=(pi / 2, 0, 0)), name="axle")
for side, label in ((1, "left"), (-1, "right")):
    for number in range(4):
        x = side * (0.02 + 0.04 * number) + (OFF if (number, label) == (1, "left") else 0.0)
        name = f"web_{label}_{number}"
        base.visual(Box((0.044, 0.01, 0.02)), origin=Origin(xyz=(x, 0.09 * side, 0.0)), name=name)"""
)

PASS = {
    "mirrored": _TABLE.replace("OFF", "0.0"),
    "numbered the same way on both sides": _CART.replace("OFF", "0.0"),
    "half a turn apart": "from math import pi" + _CRANKS.replace("OFF", "0.0"),
}

FAIL = {
    "one off": _TABLE.replace("OFF", "0.006"),
    "one off of those numbered alike": _CART.replace("OFF", "0.006"),
    "one off of those half a turn apart": "from math import pi" + _CRANKS.replace("OFF", "0.004"),
}
