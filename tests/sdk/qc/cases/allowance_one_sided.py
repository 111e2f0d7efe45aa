"""X_ALLOWANCE_ONE_SIDED. Allowances that name one element."""

CODE = "X_ALLOWANCE_ONE_SIDED"

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

PASS = {"both": _SUNK + _ALLOW.format(_BOTH)}

FAIL = {"one": _STANDING + _ALLOW.format('elem_a="slab", ')}
