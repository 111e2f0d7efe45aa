from __future__ import annotations

import asyncio

import pytest

from harness.errors import ToolError
from harness.tools import TOOLS
from tests.harness.fakes import tool_context


def write(context, **arguments):
    return asyncio.run(TOOLS["write_file"].function(context, **arguments))


def test_the_program_is_replaced_and_its_syntax_reported(tmp_path):
    context = tool_context(tmp_path)
    answer = write(context, content="A = 1\nB = 2\n").to_dict()
    assert answer == {
        "result": "Wrote model.py (2 lines).",
        "compilation": {"status": "success", "error": None},
    }
    assert context.workspace.code == "A = 1\nB = 2\n"


def test_broken_syntax_is_kept_and_pointed_at(tmp_path):
    context = tool_context(tmp_path)
    answer = write(context, content="A = 1\nB = (2 +\n")
    assert answer.ok
    assert answer.compilation == {
        "status": "error",
        "error": "SyntaxError: '(' was never closed",
        "error_line": 2,
        "source": "B = (2 +\n    ^",
    }
    assert context.workspace.code == "A = 1\nB = (2 +\n"


@pytest.mark.parametrize("arguments", [{"content": "  \n"}, {"content": "A = 1", "path": "docs/sdk/a.md"}])
def test_refusals_leave_the_program(tmp_path, arguments):
    context = tool_context(tmp_path)
    before = context.workspace.code_sha256
    with pytest.raises(ToolError):
        write(context, **arguments)
    assert context.workspace.code_sha256 == before
