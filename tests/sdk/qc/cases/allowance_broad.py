from __future__ import annotations

CODE = "X_ALLOWANCE_BROAD"

HEAD = """
object_model = ArticulatedObject("stand")
base = object_model.part("base")
base.visual(Box((0.2, 0.2, 0.02)), name="plate")
base.visual(Box((0.02, 0.02, 0.05)), origin=Origin((0.09, 0.09, 0.035)), name="post")
top = object_model.part("top")
top.visual(Cylinder(0.01, 0.1), origin=Origin((0, 0, 0.05)), name="stem")
top.visual(Box((0.05, 0.05, 0.01)), origin=Origin((0, 0, 0.105)), name="table")
object_model.articulation("mount", "fixed", base, top)
"""
PASS = {
    "named": HEAD
    + """
ALLOW = lambda ctx: ctx.allow_overlap(base, top, elem_a="plate", elem_b="stem", reason="pressed in")
"""
}
FAIL = {"whole parts": HEAD + 'ALLOW = lambda ctx: ctx.allow_overlap(base, top, reason="pressed in")\n'}
