"""Say here what the object is and which of its parts move."""

from __future__ import annotations

from sdk import ArticulatedObject, TestContext, TestReport


def build_object_model() -> ArticulatedObject:
    """The object with its parts, visuals and joints."""
    return ArticulatedObject(name="draft_model")


def run_tests() -> TestReport:
    """What must be true of this object in particular.

    The compiler itself checks that the model is valid, has one root and readable meshes, and that nothing
    floats, falls apart or overlaps. Test here what the request asks for, at telling poses, and declare each
    intended overlap by a scoped allowance with a reason and a proof.
    """
    ctx = TestContext(object_model)
    return ctx.report()


object_model = build_object_model()
