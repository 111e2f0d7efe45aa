"""X_MASS. Grams for kilograms, and air."""

CODE = "X_MASS"

_ONE = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
{0}
"""

_HEAVY = _ONE.format(
    """from sdk import Inertial
base.visual(Box((0.1, 0.1, 0.1)), name="cube")
base.inertial = Inertial.from_geometry(Box((0.1, 0.1, 0.1)), mass={0})"""
)

PASS = {"wood": _HEAVY.replace("{0}", "0.7")}

FAIL = {"neutron star": _HEAVY.replace("{0}", "700.0"), "vacuum": _HEAVY.replace("{0}", "0.0000007")}
