"""X_ALLOWANCE_UNKNOWN. Allowances for names that are not there."""

CODE = "X_ALLOWANCE_UNKNOWN"

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

PASS = {"both there": _SUNK + _ALLOW.format(_BOTH)}

FAIL = {
    "misspelt": _SUNK
    + _ALLOW.format(_BOTH)
    + """
_first = ALLOW
ALLOW = lambda ctx: (_first(ctx), ctx.allow_overlap(base, block, elem_a="slap", elem_b="cube", reason="fit"))
"""
}
