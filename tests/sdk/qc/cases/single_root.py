"""QC_SINGLE_ROOT_POLICY. A second root breaks validity too; a nameless part breaks this check alone."""

CODE = "QC_SINGLE_ROOT_POLICY"

PASS = {
    "one part": """
object_model = ArticulatedObject(name="sample")
object_model.part("base").visual(Box((0.2, 0.2, 0.1)))
""",
    "a frame as root": """
object_model = ArticulatedObject(name="sample")
object_model.part("world")
object_model.part("base").visual(Box((0.2, 0.2, 0.1)))
object_model.articulation("mount", "fixed", "world", "base")
""",
}

FAIL = {
    "root without a name": """
object_model = ArticulatedObject(name="sample")
object_model.part("").visual(Box((0.1, 0.1, 0.1)))
""",
    "root named by blanks": """
object_model = ArticulatedObject(name="sample")
object_model.part("  ").visual(Box((0.1, 0.1, 0.1)))
""",
}
