"""Programs for the compiler's tests: one sound object, and the same with something done in a phase."""

from __future__ import annotations

HEAD = """from sdk import ArticulatedObject, ArticulationType, Box, BoxGeometry, MotionLimits, Origin, Sphere
from sdk import TestContext, TestReport, mesh_from_geometry

object_model = ArticulatedObject(name="chest")
base = object_model.part("base")
base.visual(Box((0.2, 0.2, 0.1)), origin=Origin(xyz=(0.0, 0.0, 0.05)), name="body")
lid = object_model.part("lid")
panel = mesh_from_geometry(BoxGeometry((0.2, 0.2, 0.02)), "panel")
lid.visual(panel, origin=Origin(xyz=(0.1, 0.0, 0.01)), name="panel")
object_model.articulation("hinge", ArticulationType.REVOLUTE, base, lid, origin=Origin(xyz=(-0.1, 0.0, 0.1)),
    axis=(0.0, -1.0, 0.0), motion_limits=MotionLimits(lower=0.0, upper=1.2))
"""

TESTS = """

def run_tests() -> TestReport:
    ctx = TestContext(object_model)
    {statement}
    return ctx.report()
"""

SOUND = HEAD + TESTS.format(statement='ctx.expect_contact("base", "lid", contact_tol=1e-4)')


def at_import(statements: str) -> str:
    """The sound object, then statements at the end of the module body."""
    return f"{SOUND}\n{statements}\n"


def in_tests(statement: str) -> str:
    """The sound object, with one statement inside `run_tests`."""
    return HEAD + TESTS.format(statement=statement)


def line_of(source: str, text: str) -> int:
    """Number of the last line that holds `text`."""
    return max(number for number, line in enumerate(source.splitlines(), start=1) if text in line)
