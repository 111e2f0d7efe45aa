"""X_INERTIA. Moments of no real body, a centre far outside."""

CODE = "X_INERTIA"

_ONE = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
{0}
"""

_BODY = _ONE.format(
    """from sdk import Inertia, Inertial
base.visual(Box((0.1, 0.1, 0.1)), name="cube")
base.inertial = Inertial(1.0, Inertia({0}), Origin(xyz=(0.0, 0.0, {1})))"""
)

PASS = {"a cube": _BODY.replace("{0}", "0.0017, 0, 0, 0.0017, 0, 0.0017").replace("{1}", "0.0")}

FAIL = {
    "triangle": _BODY.replace("{0}", "0.001, 0, 0, 0.001, 0, 0.009").replace("{1}", "0.0"),
    "negative": _BODY.replace("{0}", "0.001, 0.005, 0, 0.001, 0, 0.0015").replace("{1}", "0.0"),
    "far away": _BODY.replace("{0}", "0.0017, 0, 0, 0.0017, 0, 0.0017").replace("{1}", "0.4"),
}
