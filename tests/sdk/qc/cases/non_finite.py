"""X_NON_FINITE. Numbers that are none, wherever they stand."""

CODE = "X_NON_FINITE"

_ONE = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
{0}
"""

_BOX = 'base.visual(Box((0.1, 0.1, 0.1)), origin=Origin(xyz=({0}, 0.0, 0.0)), name="cube")'

PASS = {"numbers": _ONE.format(_BOX.format(0.1))}

FAIL = {
    "origin": _ONE.format(_BOX.format('float("nan")')),
    "size": _ONE.format('base.visual(Box((float("inf"), 0.1, 0.1)), name="cube")'),
    "limit": _ONE.format(
        _BOX.format(0.0)
        + """
arm = object_model.part("arm")
arm.visual(Cylinder(radius=0.01, length=0.2), name="shaft")
limits = MotionLimits(lower=0.0, upper=float("nan"))
object_model.articulation("turn", "revolute", base, arm, motion_limits=limits)
ALLOW = lambda ctx: ctx.allow_overlap(base, arm, reason="set in")
"""
    ),
}
