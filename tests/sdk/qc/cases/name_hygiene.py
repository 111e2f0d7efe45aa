"""X_NAME_HYGIENE. Blanks, odd characters and double names. A note in `default`."""

CODE = "X_NAME_HYGIENE"

_ONE = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
{0}
"""

PROFILE = "strict"
_NAMED = _ONE.format(
    'base.visual(Box((0.1, 0.1, 0.1)), name="{0}")\n'
    'base.visual(Box((0.05, 0.05, 0.05)), origin=Origin(xyz=(0.0, 0.0, 0.07)), name="{1}")'
)

PASS = {"plain": _NAMED.format("cube", "cap-1.2_b")}

FAIL = {
    "blank": _NAMED.format("cube ", "cap"),
    "slash": _NAMED.format("a/b", "cap"),
    "twice": _NAMED.format("a", "a"),
}
