"""X_TIPS_OVER. What leans too far; what hangs in the frame's middle is not judged."""

CODE = "X_TIPS_OVER"

_ONE = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
{0}
"""

_LAMP = _ONE.format(
    'base.visual(Box((0.1, 0.1, 0.02)), origin=Origin(xyz=(0.0, 0.0, {0})), name="foot")\n'
    'base.visual(Box((0.5, 0.05, 0.05)), origin=Origin(xyz=({1}, 0.0, {0} + 0.035)), name="arm")'
)

PASS = {"centred": _LAMP.format(0.01, 0.0), "not on the floor": _LAMP.format(0.0, 0.22)}

FAIL = {"all to one side": _LAMP.format(0.01, 0.22)}
