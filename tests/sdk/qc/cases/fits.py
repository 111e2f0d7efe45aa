"""X_FIT. A declared clearance may be a third of itself or thrice, a press likewise, and is checked in motion."""

CODE = "X_FIT"

_PIN = """
object_model = ArticulatedObject(name="bearing")
base = object_model.part("base")
profile = [(0.01, -0.02), (0.02, -0.02), (0.02, 0.02), (0.01, 0.02)]
base.visual(mesh_from_geometry(LatheGeometry(profile, segments=96), "bushing"), name="bushing")
shaft = object_model.part("shaft")
shaft.visual(Cylinder(radius={radius}, length=0.1), name="pin")
object_model.articulation("spin", "continuous", base, shaft, motion_limits=MotionLimits())
object_model.fit(shaft, base, elem_child="pin", elem_parent="bushing", gap={gap}, kind="{kind}")
"""
_TRAY = """
object_model = ArticulatedObject(name="tray")
base = object_model.part("base")
base.visual(Box((0.1, 0.1, 0.02)), name="rail")
tray = object_model.part("tray")
tray.visual(Box((0.1, 0.1, 0.02)), name="runner", origin=Origin(xyz=(0.0, 0.0, {height})))
object_model.articulation(
    "pull", "prismatic", base, tray, axis=(1, 0, 0), motion_limits=MotionLimits(lower=0.0, upper={travel})
)
object_model.fit(tray, base, elem_child="runner", elem_parent="rail", gap=0.0003, kind="sliding")
"""

PASS = {
    "a running pin, held by nothing else": _PIN.format(radius=0.0098, gap=0.0002, kind="running"),
    "a wide clearance that support alone would not bridge": _PIN.format(
        radius=0.009, gap=0.001, kind="running"
    ),
    "a press no deeper than declared": _PIN.format(radius=0.0105, gap=0.0004, kind="press"),
    "a tray that stays on its rail": _TRAY.format(height=0.0203, travel=0.09),
}

FAIL = {
    "a pin that touches its bore": _PIN.format(radius=0.01, gap=0.0002, kind="running"),
    "a pin too thin, yet near": _PIN.format(radius=0.0097, gap=0.00008, kind="running"),
    "a press without any": _PIN.format(radius=0.00998, gap=0.0004, kind="press"),
    "a tray pulled off its rail": _TRAY.format(height=0.0203, travel=0.2),
}

ALSO = {"a tray pulled off its rail": {"X_INSERTION", "X_SUPPORT_LOST"}}
"""Off its rail it hangs in the air, and has left its guide."""
