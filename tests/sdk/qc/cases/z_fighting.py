"""X_Z_FIGHTING. Flush faces of two colours; a disc in a hole, and faces in contact, are sound."""

CODE = "X_Z_FIGHTING"

_ONE = """
object_model = ArticulatedObject(name="sample")
base = object_model.part("base")
{0}
"""

_LABEL = _ONE.format(
    'base.visual(Box((0.2, 0.2, 0.02)), color=(0.8, 0.8, 0.8), name="panel")\n'
    'base.visual(Box((0.05, 0.05, 0.002)), origin=Origin(xyz=(0.0, 0.0, {0})), color={1}, name="label")'
)

PASS = {
    "proud": _LABEL.format(0.0095, (0.9, 0.1, 0.1)),
    "on top": _LABEL.format(0.011, (0.9, 0.1, 0.1)),
    "same colour": _LABEL.format(0.0091, (0.8, 0.8, 0.8)),
}

FAIL = {"flush": _LABEL.format(0.009, (0.9, 0.1, 0.1))}
PASS["same colour"] = PASS["proud"].replace("0.9, 0.1, 0.1", "0.8, 0.8, 0.8")
