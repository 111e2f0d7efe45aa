"""X_TIPS_OVER. What leans too far, at rest or opened; what a wall or a hand holds is not judged."""

CODE = "X_TIPS_OVER"

_ONE = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
{0}
"""

_LAMP = _ONE.format(
    'base.visual(Box((0.1, 0.1, 0.02)), origin=Origin(xyz=(0.0, 0.0, {0})), name="foot")\n'
    'base.visual(Box((0.5, 0.05, 0.05)), origin=Origin(xyz=({1}, 0.0, {0} + 0.035)), name="arm")\n'
    'object_model.anchor(base, to="{2}")'
)

PASS = {"centred": _LAMP.format(0.01, 0.0, "floor"), "hangs on a wall": _LAMP.format(0.01, 0.22, "wall")}

_CHEST = """
object_model = ArticulatedObject(name="chest")
base = object_model.part("base")
base.visual(Box((0.3, 0.3, 0.02)), origin=Origin(xyz=(0.0, 0.0, 0.01)), name="foot")
drawer = object_model.part("drawer")
drawer.visual(Box((0.3, 0.3, {0})), origin=Origin(xyz=(0.0, 0.0, {0} / 2)), name="box")
object_model.articulation(
    "slide", "prismatic", base, drawer, origin=Origin(xyz=(0.0, 0.0, 0.02)), axis=(1, 0, 0),
    motion_limits=MotionLimits(lower=0.0, upper=0.2),
)
object_model.anchor(base, to="floor")
"""
PASS |= {"a light drawer out": _CHEST.format(0.02)}
FAIL = {"all to one side": _LAMP.format(0.01, 0.22, "table"), "a heavy drawer out": _CHEST.format(0.2)}
