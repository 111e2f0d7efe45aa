from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import ToolError
from harness.tools import TOOLS, NoMatchError
from tests.harness.fakes import tool_context

CODE = """\
def base():
    size = 1
    return size


def lid(
    width,
):
    size = 1
    return size
"""


def patch(*lines):
    return "\n".join(["*** Begin Patch", "*** Update File: model.py", *lines, "*** End Patch"])


def apply(context, *lines):
    return asyncio.run(TOOLS["apply_patch"].function(context, patch(*lines)))


@pytest.fixture
def context(tmp_path):
    return tool_context(tmp_path, CODE)


def test_several_places_at_once(context):
    answer = apply(context, "@@", "-def base():", "+def foot():", "@@", "     width,", "+    depth,", " ):")
    assert answer.result == "Applied 2 of 2 hunks to model.py."
    expected = CODE.replace("def base", "def foot").replace("width,\n", "width,\n    depth,\n")
    assert context.workspace.code == expected
    assert answer.compilation == {"status": "success", "error": None}


@pytest.mark.parametrize(
    ("header", "occurrence"), [("@@ def base():", 0), ("@@ def lid(", 1), ("@@ def lid", 1)]
)
def test_a_header_tells_equal_places_apart(context, header, occurrence):
    apply(context, header, "-    size = 1", "+    size = 2")
    pieces = CODE.split("    size = 1")
    expected = pieces[0] + ("    size = 2", "    size = 1")[occurrence] + pieces[1]
    assert context.workspace.code == expected + ("    size = 1", "    size = 2")[occurrence] + pieces[2]


def test_without_a_header_equal_places_are_refused(context):
    with pytest.raises(ToolError, match=r"hunk 1 of 1: .*2 places \(lines 2, 9"):
        apply(context, "@@", "-    size = 1", "+    size = 2")
    assert context.workspace.code == CODE


def test_all_or_nothing(context):
    with pytest.raises(NoMatchError, match=r"hunk 2 of 2: not found\..*Nothing was changed"):
        apply(context, "@@", "-def base():", "+def foot():", "@@", "-def roof():", "+def top():")
    assert context.workspace.code == CODE


def test_applying_it_again_changes_nothing(context):
    lines = ("@@ def base():", " def base():", "-    size = 1", "+    size = 2")
    apply(context, *lines)
    once = context.workspace.code
    assert apply(context, *lines).result == "Nothing changed: the patch is already applied."
    assert context.workspace.code == once
    both = apply(context, *lines, "@@ def lid(", "-    size = 1", "+    size = 3")
    assert both.result == "Applied 1 of 2 hunks to model.py. The others were applied already."


def test_context_lines_stay_as_the_file_has_them(tmp_path):
    context = tool_context(tmp_path, "a = 'x — y'   \nb = 1\n")
    answer = apply(context, "@@", " a = 'x - y'", "-b = 1", "+b = 2")
    assert context.workspace.code == "a = 'x — y'   \nb = 2\n"
    assert answer.result.endswith("Matched leniently: punctuation (1).")


def test_a_block_without_its_indentation_is_put_where_it_belongs(context):
    apply(context, "@@ def lid(", "-size = 1", "+if width:", "+    size = 2", " return size")
    assert context.workspace.code.endswith("    if width:\n        size = 2\n    return size\n")


def test_hunks_that_overlap_are_refused(context):
    with pytest.raises(ToolError, match="overlap at line 2"):
        apply(
            context,
            "@@ def base",
            " def base():",
            "-    size = 1",
            "@@ def base",
            "-    size = 1",
            "+    s = 1",
        )


def test_line_ends_and_a_missing_last_newline_are_kept(tmp_path):
    context = tool_context(tmp_path, "a = 1\r\nb = 2\r\nc = 3")
    apply(context, "@@", " b = 2", "-c = 3", "+c = 4")
    assert context.workspace.program_path.read_bytes() == b"a = 1\r\nb = 2\r\nc = 4"


def test_form_feeds_are_not_line_ends(tmp_path):
    context = tool_context(tmp_path, "a = 1\n\x0cb = '\u2028'\nc = 3\n")
    apply(context, "@@", "-c = 3", "+c = 4")
    assert context.workspace.code == "a = 1\n\x0cb = '\u2028'\nc = 4\n"


@given(
    before=st.lists(st.sampled_from(["a", "b", "c", "    d"]), min_size=1, max_size=8),
    after=st.lists(st.sampled_from(["x", "    y", "z"]), max_size=4),
    data=st.data(),
)
def test_a_patch_made_from_two_texts_turns_one_into_the_other(tmp_path_factory, before, after, data):
    start = data.draw(st.integers(0, len(before) - 1))
    stop = data.draw(st.integers(start + 1, len(before)))
    wanted = [*before[:start], *after, *before[stop:]]
    lines = [f" {line}" for line in before[:start]] + [f"-{line}" for line in before[start:stop]]
    lines += [f"+{line}" for line in after] + [f" {line}" for line in before[stop:]]
    context = tool_context(tmp_path_factory.mktemp("w"), "\n".join(before) + "\n")
    apply(context, "@@", *lines)
    assert context.workspace.code == "".join(f"{line}\n" for line in wanted)
