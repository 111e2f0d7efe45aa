from __future__ import annotations

import pytest

from harness.errors import ToolError
from harness.tools.patches import parse_patch


def patch(*lines):
    return "\n".join(["*** Begin Patch", "*** Update File: model.py", *lines, "*** End Patch"])


def test_hunks_headers_and_marks():
    first, second = parse_patch(
        patch("@@ def a():", " x", "-y", "+z", "@@ class B:", "@@ def c(self):", "-q")
    )
    assert first.headers == ["def a():"]
    assert (first.old, first.new) == (["x", "y"], ["x", "z"])
    assert second.headers == ["class B:", "def c(self):"]
    assert (second.old, second.new) == (["q"], [])


def test_what_is_forgiven():
    (hunk,) = parse_patch("\n" + patch(" a", "", "-b", "*** End of File").replace("\n", "\r\n") + "\n")
    assert hunk.old == ["a", "", "b"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("x", "first line is 'x'"),
        ("*** Begin Patch", "last line"),
        ("*** Begin Patch\n@@\n a\n*** End Patch", "before"),
        ("*** Begin Patch\n*** End Patch", "no '\\*\\*\\* Update File"),
        ("*** Begin Patch\n*** Add File: b.py\n+x\n*** End Patch", "line 2.*not allowed"),
        ("*** Begin Patch\n*** Delete File: model.py\n*** End Patch", "not allowed"),
        (patch("*** Move to: b.py"), "not allowed"),
        (patch("@@", "-a", "*** Update File: b.py", "@@", "-b"), "second file"),
        (patch(), "no hunk"),
        (patch("@@"), "hunk 1 has no lines"),
        (patch("@@", "-a", "@@", "+b"), "hunk 2 only adds"),
        (patch("@@", "a"), "line 4.*begins with space"),
    ],
)
def test_what_is_refused_says_why(text, reason):
    with pytest.raises(ToolError, match=f"invalid patch: .*{reason}"):
        parse_patch(text)
