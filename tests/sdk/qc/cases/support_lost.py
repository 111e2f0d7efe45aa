"""X_SUPPORT_LOST. What only rests, or leaves its guide, is held no more."""

CODE = "X_SUPPORT_LOST"

_LID = """
object_model = ArticulatedObject(name="box")
base = object_model.part("base")
base.visual(Box((0.2, 0.2, 0.1)), origin=Origin(xyz=(0.0, 0.0, 0.05)), name="body")
lid = object_model.part("lid")
lid.visual(Box((0.2, 0.2, 0.01)), origin=Origin(xyz=(0.0, 0.0, 0.005)), name="board")
{more}
object_model.articulation(
    "lift", "prismatic", base, lid, origin=Origin(xyz=(0.0, 0.0, 0.1)), axis=(0, 0, 1),
    motion_limits=MotionLimits(lower=0.0, upper=0.05),
)
"""
_BUSHED = """
base.visuals.clear()
wall = [(0.0101, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0101, 0.1)]
base.visual(mesh_from_geometry(LatheGeometry(wall, segments=48), "bushed"), name="body")
lid.visual(Cylinder(radius=0.01, length=0.09), origin=Origin(xyz=(0.0, 0.0, -0.045)), name="stem")
"""

PASS = {"stem in a bushing": _LID.format(more=_BUSHED)}

FAIL = {"lid that only rests": _LID.format(more="")}
