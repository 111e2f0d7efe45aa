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

_SCREWED = """
screw = object_model.part("screw")
screw.visual(Box((0.01, 0.01, 0.03)), origin=Origin((0.04, 0.0, 0.02)), name="rack")
base.visual(Box((0.005, 0.01, 0.06)), origin=Origin((0.0475, 0.0, 0.035)), name="rail")
object_model.articulation("rise", "prismatic", base, screw, motion_limits=MotionLimits(lower=0.0, upper=0.012))
object_model.couple("rise", "turn", {0})
"""
_BY_RATIO = _SCREWED.format("ratio=0.001")
_BY_CURVE = _SCREWED.format("table=[(0.0, 0.0), (0.5, 0.004), (1.0, 0.008), (1.5, 0.004), (2.0, 0.0)]")
_THEN = """
object_model.get_articulation("{0}").motion_limits = MotionLimits(lower=0.0, upper={1})
"""

PASS = {
    "a quarter": _TURN.format(0.0, 1.57),
    "a fair follower": _TURN.format(0.0, 2.0) + _FOLLOW.format(0.5),
    "a screw of two turns": _TURN.format(0.0, 12.0) + _BY_RATIO,
    "a cam": _TURN.format(0.0, 2.0) + _BY_CURVE,
}

FAIL = {
    "degrees": _TURN.format(0.0, 90.0),
    "no motion": _TURN.format(0.0, 0.0),
    "rest left out": _TURN.format(0.5, 1.5),
    "follower past its limit": _TURN.format(0.0, 2.0) + _FOLLOW.format(1.0),
    "a screw turned in degrees": _TURN.format(0.0, 12.0) + _BY_RATIO + _THEN.format("turn", 90.0),
    "a cam higher than its foot may go": _TURN.format(0.0, 2.0) + _BY_CURVE + _THEN.format("rise", 0.006),
}
