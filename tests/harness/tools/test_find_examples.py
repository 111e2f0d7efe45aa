from __future__ import annotations

import asyncio

from harness.tools import TOOLS
from tests.harness.fakes import tool_context


def test_an_example_is_shown_once(tmp_path):
    context = tool_context(tmp_path)
    find = TOOLS["find_examples"].function
    first = asyncio.run(find(context, "hinge", 1)).result
    second = asyncio.run(find(context, "hinge", 2)).result
    assert [match["content"] for match in first] == ["# lamp for hinge"]
    assert [match["content"] for match in second] == ["", "# drone for hinge"]
    assert context.shown_examples == {"lamp", "drone"}
