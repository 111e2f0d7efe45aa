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

_CARRIER = _ONE.format(
    """from sdk import Inertia, Inertial
base.visual(Box((0.1, 0.1, 0.1)), name="cube")
carrier, lid = object_model.part("carrier"), object_model.part("lid")
carrier.inertial = Inertial(MASS, Inertia(1e-9, 0.0, 0.0, 1e-9, 0.0, 1e-9))
lid.visual(Cylinder(0.03, 0.01), origin=Origin((0, 0, 0.055)), name="plate")
object_model.articulation("lean", "fixed", base, carrier)
object_model.articulation(
    "turn", "continuous", carrier, lid, motion_limits=MotionLimits(effort=1.0, velocity=1.0)
)"""
)

PASS = {"wood": _HEAVY.replace("{0}", "0.7"), "a link between joints": _CARRIER.replace("MASS", "1e-4")}

FAIL = {
    "neutron star": _HEAVY.replace("{0}", "700.0"),
    "vacuum": _HEAVY.replace("{0}", "0.0000007"),
    "a link in grams": _CARRIER.replace("MASS", "0.1"),
}
