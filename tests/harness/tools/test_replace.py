from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import ToolError
from harness.tools import TOOLS, NoMatchError
from tests.harness.fakes import tool_context

CODE = "def a():\n    x = 1\n    return x\n\n\ndef b():\n    x = 1\n    return -x\n"


def replace(context, old, new, **arguments):
    return asyncio.run(TOOLS["replace"].function(context, old, new, **arguments))


def test_one_occurrence_is_replaced(tmp_path):
    context = tool_context(tmp_path, CODE)
    answer = replace(context, "return -x", "return +x", instruction="sign")
    assert answer.result == "Replaced 1 occurrence in model.py."
    assert context.workspace.code == CODE.replace("-x", "+x")


def test_several_need_permission_and_their_lines_are_told(tmp_path):
    context = tool_context(tmp_path, CODE)
    with pytest.raises(ToolError, match=r"occurs 2 times in model.py \(lines 2, 7\)") as caught:
        replace(context, "x = 1", "x = 2")
    assert not isinstance(caught.value, NoMatchError)
    assert context.workspace.code == CODE
    assert replace(context, "x = 1", "x = 2", allow_multiple=True).result == "Replaced 2 occurrences."
    assert context.workspace.code == CODE.replace("x = 1", "x = 2")


def test_a_mismatch_shows_the_nearest_text(tmp_path):
    context = tool_context(tmp_path, CODE)
    with pytest.raises(NoMatchError, match=r"lines 6-7; first difference in line 7: expected '    x = 2'"):
        replace(context, "def b():\n    x = 2", "pass")


def test_an_empty_old_text_only_fits_a_blank_program(tmp_path):
    context = tool_context(tmp_path, CODE)
    with pytest.raises(NoMatchError, match="not blank"):
        replace(context, "", "A = 1\n")
    context = tool_context(tmp_path, "\n \n")
    replace(context, "", "A = 1\n")
    assert context.workspace.code == "A = 1\n"


def test_windows_line_ends_are_kept(tmp_path):
    context = tool_context(tmp_path, CODE.replace("\n", "\r\n"))
    replace(context, "def b():\n    x = 1", "def b():\n    x = 3\n    y = 4")
    expected = CODE.replace("def b():\n    x = 1", "def b():\n    x = 3\n    y = 4").replace("\n", "\r\n")
    assert context.workspace.program_path.read_bytes().decode() == expected


def test_no_change_is_said_and_nothing_is_written(tmp_path):
    context = tool_context(tmp_path, CODE)
    assert replace(context, "return -x", "return -x").result.startswith("Nothing changed")


@given(parts=st.lists(st.text(alphabet="ab\n ", min_size=1, max_size=6), min_size=3, max_size=3))
def test_it_does_what_str_replace_does_or_nothing(tmp_path_factory, parts):
    before, old, new = parts
    context = tool_context(tmp_path_factory.mktemp("w"), f"{before}#{old}#")
    code = context.workspace.code
    try:
        replace(context, old, new)
    except ToolError:
        assert context.workspace.code == code
    else:
        assert context.workspace.code == code.replace(old, new)
        assert code.count(old) == 1


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("def b():  \n    x = 1\n", "def b():\n    x = 2\n", "trailing whitespace"),
        ("x = 1\nreturn -x", "x = 2\nreturn -x", "indentation"),
    ],
)
def test_whole_lines_that_differ_in_whitespace_are_found_and_keep_the_indentation(tmp_path, old, new, step):
    context = tool_context(tmp_path, CODE)
    assert step in replace(context, old, new).result
    assert context.workspace.code == CODE.replace("    x = 1\n    return -x", "    x = 2\n    return -x")


def test_lines_found_so_at_two_places_are_refused(tmp_path):
    context = tool_context(tmp_path, CODE)
    with pytest.raises(ToolError, match="2 places"):
        replace(context, "x = 1   ", "x = 2")
    with pytest.raises(NoMatchError):
        replace(context, "   \n \n   \n \n", "x")
    assert context.workspace.code == CODE


def test_lines_found_so_can_be_deleted(tmp_path):
    context = tool_context(tmp_path, CODE)
    replace(context, "    return x  ", "")
    assert context.workspace.code == CODE.replace("    return x\n", "")
