"""The provider of given values: one program, one compile, one closing sentence."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from harness.examples.catalogue import load_example
from harness.messages import ToolMessage, UserMessage
from harness.providers.base import Request
from harness.providers.variation import VariationProvider
from tests.harness.examples.families import BOOKCASE, write_family


def test_it_writes_the_program_with_the_values_then_says_what_it_is(tmp_path: Path) -> None:
    write_family(tmp_path / "bookcase", BOOKCASE)
    example = load_example(tmp_path / "bookcase")
    provider = VariationProvider(example, {"SHELVES": 7, "WIDTH": 0.4}, record={"seed": 3})
    asked = UserMessage.text("bookcase: 7 shelves, 0.4 m wide")
    first = asyncio.run(provider.reply(Request("", (asked,), ())))
    assert [call.name for call in first.tool_calls] == ["write_file", "compile_model"]
    written = json.loads(first.tool_calls[0].arguments)["content"]
    assert written == example.with_values({"SHELVES": 7, "WIDTH": 0.4})
    assert "SHELVES = 7  # counted from below\nWIDTH = 0.4\n" in written

    answers = tuple(ToolMessage(call.id, call.name, "{}") for call in first.tool_calls)
    last = asyncio.run(provider.reply(Request("", (asked, first, *answers), ())))
    assert last.tool_calls == ()
    assert last.text == "This is the library's “Bookcase” (bookcase) with SHELVES = 7, WIDTH = 0.4 m."
    assert first.extra == last.extra
    assert first.extra["library"] == {
        "entry": "bookcase",
        "title": "Bookcase",
        "parameters": {"SHELVES": 7, "WIDTH": 0.4},
        "seed": 3,
    }
