"""X_DUPLICATE. The same shape twice in one place."""

CODE = "X_DUPLICATE"

_ONE = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
{0}
"""

_FEET = _ONE.format(
    'base.visual(Box((0.2, 0.2, 0.02)), name="board")\n'
    'base.visual(Box((0.02, 0.02, 0.02)), origin=Origin(xyz=(0.05, 0.0, 0.02)), name="foot_a")\n'
    'base.visual(Box((0.02, 0.02, 0.02)), origin=Origin(xyz=({0}, 0.0, 0.02)), name="foot_b")'
)

PASS = {"apart": _FEET.format(-0.05)}

FAIL = {"copied": _FEET.format(0.05)}
