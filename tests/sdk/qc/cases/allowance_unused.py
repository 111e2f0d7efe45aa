"""X_ALLOWANCE_UNUSED. Allowances that hide nothing."""

CODE = "X_ALLOWANCE_UNUSED"

_STACK = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
base.visual(Box((0.2, 0.2, 0.1)), origin=Origin(xyz=(0.0, 0.0, 0.05)), name="slab")
block = object_model.part("block")
block.visual(Box({size}), name="cube")
object_model.articulation("mount", "fixed", base, block, origin=Origin(xyz=(0.0, 0.0, {height})))
"""

PROFILE = "strict"
_SUNK = _STACK.format(size=(0.1, 0.1, 0.1), height=0.1)
_STANDING = _STACK.format(size=(0.1, 0.1, 0.1), height=0.15)
_ALLOW = 'ALLOW = lambda ctx: ctx.allow_overlap(base, block, {0}reason="press fit")\n'
_BOTH = 'elem_a="slab", elem_b="cube", '

PASS = {"used": _SUNK + _ALLOW.format(""), "used, exactly": _SUNK + _ALLOW.format(_BOTH)}

FAIL = {"touching needs none": _STANDING + _ALLOW.format("")}
