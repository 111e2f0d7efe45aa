from __future__ import annotations

CODE = "X_EMPTY_BORE"
PROFILE = "default"

HEAD = """
from sdk import CylinderGeometry, BoxGeometry

object_model = ArticulatedObject("bolted")
base = object_model.part("base")


def drilled(size, name, radius=0.003):
    plate = BoxGeometry(size)
    for x in (-0.03, 0.03):
        plate = boolean_difference(plate, CylinderGeometry(radius, 0.05).translate(x, 0, 0))
    return mesh_from_geometry(plate, name)


base.visual(drilled((0.2, 0.1, 0.01), "plate"), name="plate")
base.visual(drilled((0.1, 0.06, 0.006), "foot"), origin=Origin((0, 0, 0.008)), name="foot")
"""
BOLTS = """
for number, x in enumerate((-0.03, 0.03)):
    base.visual(Cylinder(0.003, 0.015), origin=Origin((x, 0, 0.004)), name=f"bolt_{number}")
"""
PASS = {
    "bolts in both": HEAD + BOLTS,
    "holes in one plate only": HEAD.replace('drilled((0.1, 0.06, 0.006), "foot")', "Box((0.1, 0.06, 0.006))"),
    "holes apart": HEAD.replace("(-0.03, 0.03)", "(-0.03, 0.03) if len(base.visuals) else (-0.04, 0.04)"),
    "a pipe on a pipe": """
object_model = ArticulatedObject("pipes")
base = object_model.part("base")
pipe = mesh_from_geometry(LatheGeometry([(0.008, 0), (0.012, 0), (0.012, 0.1), (0.008, 0.1)]), "pipe")
base.visual(pipe, name="lower_pipe")
base.visual(pipe, origin=Origin((0, 0, 0.1)), name="upper_pipe")
""",
}
FAIL = {
    "two bolts forgotten": HEAD,
    "one bolt forgotten": HEAD + BOLTS.replace("(-0.03, 0.03)", "(-0.03,)"),
}
