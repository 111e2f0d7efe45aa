"""X_IMPLAUSIBLE_SIZE. Slips of unit; large and small things that belong together are sound."""

CODE = "X_IMPLAUSIBLE_SIZE"

_ONE = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
{0}
"""

_PAIR = _ONE.format(
    'base.visual(Box((0.4, 0.3, 0.02)), name="board")\n'
    'base.visual(Box((0.4, 0.3, 0.02)), origin=Origin(xyz=(0.0, 0.0, 0.02)), name="second")\n'
    'base.visual(Cylinder(radius={0}, length={1}), origin=Origin(xyz=(0.0, 0.0, 0.03 + {1} / 2)), name="knob")'
)

PASS = {"a knob on a board": _PAIR.format(0.01, 0.02), "a mast on a board": _PAIR.format(0.01, 2.0)}

FAIL = {
    "millimetres as metres": _PAIR.format(10.0, 20.0),
    "a house-high object of kilometres": _ONE.format('base.visual(Box((900.0, 300.0, 200.0)), name="hull")'),
}
