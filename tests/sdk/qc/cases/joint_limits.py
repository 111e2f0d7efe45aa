"""X_JOINT_LIMITS. Degrees for radians, no motion, rest left out, a follower driven too far."""

CODE = "X_JOINT_LIMITS"

_TURN = """
object_model = ArticulatedObject(name="dial")
base = object_model.part("base")
base.visual(Box((0.1, 0.1, 0.01)), name="plate")
dial = object_model.part("dial")
dial.visual(Cylinder(radius=0.02, length=0.01), origin=Origin(xyz=(0.0, 0.0, 0.01)), name="cap")
object_model.articulation(
    "turn", "revolute", base, dial, motion_limits=MotionLimits(lower={0}, upper={1})
)
"""
_FOLLOW = """
second = object_model.part("second")
second.visual(Cylinder(radius=0.02, length=0.01), origin=Origin(xyz=(0.0, 0.0, 0.02)), name="lid")
object_model.articulation(
    "follow", "revolute", dial, second, motion_limits=MotionLimits(lower=0.0, upper=1.0), mimic=Mimic("turn", {0})
)
"""

PASS = {"a quarter": _TURN.format(0.0, 1.57), "a fair follower": _TURN.format(0.0, 2.0) + _FOLLOW.format(0.5)}

FAIL = {
    "degrees": _TURN.format(0.0, 90.0),
    "no motion": _TURN.format(0.0, 0.0),
    "rest left out": _TURN.format(0.5, 1.5),
    "follower past its limit": _TURN.format(0.0, 2.0) + _FOLLOW.format(1.0),
}
