"""QC_MODEL_VALIDITY, with the root sound."""

CODE = "QC_MODEL_VALIDITY"

_BASE = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
base.visual(Box((0.2, 0.2, 0.1)), origin=Origin(xyz=(0.0, 0.0, 0.05)), name="slab")
lid = object_model.part("lid")
lid.visual(Box((0.2, 0.2, 0.02)), origin=Origin(xyz=(0.0, 0.0, 0.01)), name="panel")
"""
_HINGE = """
object_model.articulation(
    "hinge", "{kind}", base, lid, origin=Origin(xyz=(0.0, 0.0, 0.1)), axis={axis}, {more}
)
"""

PASS = {
    "limits the type needs": _BASE
    + _HINGE.format(kind="revolute", axis=(0, 1, 0), more="motion_limits=MotionLimits(lower=0.0, upper=1.2)"),
    "no bounds on a continuous joint": _BASE
    + _HINGE.format(kind="continuous", axis=(0, 0, 1), more="motion_limits=MotionLimits()"),
}

FAIL = {
    "revolute without limits": _BASE + _HINGE.format(kind="revolute", axis=(0, 1, 0), more=""),
    "continuous with bounds": _BASE
    + _HINGE.format(
        kind="continuous", axis=(0, 1, 0), more="motion_limits=MotionLimits(lower=0.0, upper=1.0)"
    ),
    "axis of no length": _BASE
    + _HINGE.format(kind="revolute", axis=(0, 0, 0), more="motion_limits=MotionLimits(lower=0.0, upper=1.0)"),
    "flat box": _BASE
    + _HINGE.format(kind="fixed", axis=(0, 0, 1), more="")
    + "base.visual(Box((0.1, 0.0, 0.1)), origin=Origin(xyz=(0.0, 0.0, 0.1)))\n",
    "material nobody registered": _BASE
    + _HINGE.format(kind="fixed", axis=(0, 0, 1), more="")
    + 'base.visual(Box((0.1, 0.1, 0.01)), material="velvet")\n',
    "mimic of itself": _BASE
    + _HINGE.format(
        kind="revolute",
        axis=(0, 1, 0),
        more='motion_limits=MotionLimits(lower=0.0, upper=1.0), mimic=Mimic(joint="hinge")',
    ),
}

ALSO = {"limits the type needs": {"X_SWEPT_COLLISION"}}
