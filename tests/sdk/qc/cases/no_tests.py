"""X_NO_TESTS. The cases' own frame makes a check, so these put theirs after it."""

from __future__ import annotations

CODE = "X_NO_TESTS"

BOX = """
object_model = ArticulatedObject("box")
object_model.part("base").visual(Box((0.1, 0.1, 0.1)), name="block")
"""
PASS = {"a check": BOX}
FAIL = {
    "no check": BOX
    + """
class Silent(TestContext):
    def check(self, name, ok, details=""):
        return True
TestContext = Silent
"""
}
