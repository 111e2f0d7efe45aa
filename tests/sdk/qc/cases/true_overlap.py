"""X_TRUE_OVERLAP. Thin and small things that cross; boxes alone would not tell."""

CODE = "X_TRUE_OVERLAP"

_STACK = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
base.visual(Box((0.2, 0.2, 0.1)), origin=Origin(xyz=(0.0, 0.0, 0.05)), name="slab")
block = object_model.part("block")
block.visual(Box({size}), name="cube")
object_model.articulation("mount", "fixed", base, block, origin=Origin(xyz=(0.0, 0.0, {height})))
"""

_ALLOW = 'ALLOW = lambda ctx: ctx.allow_overlap(base, block, {elements}reason="press fit")\n'

PASS = {
    "touching": _STACK.format(size=(0.1, 0.1, 0.1), height=0.15),
    "a tenth of a millimetre": _STACK.format(size=(0.1, 0.1, 0.1), height=0.1499),
    "declared": _STACK.format(size=(0.1, 0.1, 0.1), height=0.146) + _ALLOW.format(elements=""),
}

FAIL = {
    "4 mm sunk": _STACK.format(size=(0.1, 0.1, 0.1), height=0.146),
    "small peg": _STACK.format(size=(0.006, 0.006, 0.04), height=0.114),
    "crossed thin vanes": """
object_model = ArticulatedObject(name="vanes")
object_model.part("a").visual(Box((0.2, 0.003, 0.1)), name="vane_a")
object_model.part("b").visual(Box((0.003, 0.2, 0.1)), name="vane_b")
object_model.articulation("m", "fixed", "a", "b")
""",
}
