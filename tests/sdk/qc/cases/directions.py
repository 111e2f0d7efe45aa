"""X_DIRECTION. What `positive=` promised is looked at again once the object is whole."""

CODE = "X_DIRECTION"

_LID = """
from math import pi

from sdk import hinge

object_model = ArticulatedObject(name="box")
box = object_model.part("box")
box.visual(Box((0.2, 0.2, 0.1)), name="body")
lid = object_model.part("lid")
lid.visual(Box((0.2, 0.2, 0.04)), name="plate", origin=Origin(xyz=(0.1037, 0.0, 0.02)))
swing = hinge(
    object_model, box, lid, at=(-0.1037, 0.0, 0.05), axis=(0, 1, 0), length=0.06, pin_diameter=0.004,
    thickness=0.0015, leaf_side=(0, 0, -1), leaf_face=(1, 0, 0), rest_angle=pi, upper=1.5, positive="{way}",
    positive_elem="plate", name="hinge",
).joint
"""

PASS = {
    "up": _LID.format(way="up"),
    "open": _LID.format(way="open"),
}

FAIL = {
    "turned round afterwards": _LID.format(way="up") + "swing.axis = (0, 1, 0)\n",
    "turned across afterwards": _LID.format(way="up") + "swing.axis = (1, 0, 0)\n",
}

ALSO = {
    "turned round afterwards": {"X_SWEPT_COLLISION"},
    "turned across afterwards": {"X_SWEPT_COLLISION", "X_FIT"},
}
"""The lid now goes through the box, and the knuckles off their pin."""
