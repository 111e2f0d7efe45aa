"""X_TEST_CANNOT_FAIL. Checks whose outcome is written down."""

CODE = "X_TEST_CANNOT_FAIL"

_ONE = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
{0}
"""

PROFILE = "strict"
_CUBE = _ONE.format('base.visual(Box((0.1, 0.1, 0.1)), name="cube")')

PASS = {"can": _CUBE + 'ALLOW = lambda ctx: ctx.check("one part", len(object_model.parts) == 1)\n'}

FAIL = {
    "true": _CUBE + 'ALLOW = lambda ctx: ctx.check("ok", True)\n',
    "itself": _CUBE + 'ALLOW = lambda ctx: ctx.check("same", base.name == base.name)\n',
    "length": _CUBE + 'ALLOW = lambda ctx: ctx.check("some", len(base.visuals) >= 0)\n',
    "or true": _CUBE + 'ALLOW = lambda ctx: ctx.check("some", len(base.visuals) == 7 or True)\n',
}
