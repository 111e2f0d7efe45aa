from __future__ import annotations

import asyncio
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.tools import TOOLS
from harness.tools.read_file import MAX_BYTES, MAX_LINES
from tests.harness.fakes import tool_context


def read(folder, code, **arguments):
    context = tool_context(folder, code, docs={"quickstart.md": "# Start\nline\n"})
    return asyncio.run(TOOLS["read_file"].function(context, **{"path": "model.py", **arguments}))


def error(folder, code, **arguments):
    import json

    context = tool_context(folder, code)
    text = json.dumps({"path": "model.py", **arguments})
    return asyncio.run(TOOLS["read_file"].call(text, context))["error"]


def test_lines_are_numbered_from_one(tmp_path):
    assert read(tmp_path, "a\n\nb\n").result == "L1: a\nL2: \nL3: b"
    assert read(tmp_path, "a").result == "L1: a"
    assert read(tmp_path, "").result == ""
    assert read(tmp_path, "", path="docs/sdk/quickstart.md").result == "L1: # Start\nL2: line"


def test_a_piece_says_how_to_go_on(tmp_path):
    answer = read(tmp_path, "a\nb\nc\nd\n", offset=2, limit=2).result
    assert answer == "L2: b\nL3: c\n[lines 2-3 of 4; continue with offset=4]"
    assert read(tmp_path, "a\nb\nc\nd\n", offset=4, limit=2).result == "L4: d"


@pytest.mark.parametrize("arguments", [{"offset": 0}, {"offset": -1}, {"limit": 0}])
def test_positions_begin_at_one(tmp_path, arguments):
    assert "greater than or equal to 1" in error(tmp_path, "a\n", **arguments)


def test_an_offset_beyond_the_end_is_told_where_the_end_is(tmp_path):
    assert "ends at line 2" in error(tmp_path, "a\nb\n", offset=3)


@settings(max_examples=30, deadline=None)
@given(
    lines=st.lists(st.text(alphabet="ab é\x0c\u2028", max_size=400), min_size=1, max_size=900),
    limit=st.integers(1, 1000),
)
def test_following_the_hints_shows_every_line_once(tmp_path_factory, lines, limit):
    folder = tmp_path_factory.mktemp("w")
    text = "\n".join([*lines, "end"])
    seen, offset = [], 1
    while offset:
        *_, last = shown = read(folder, text, offset=offset, limit=limit).result.split("\n")
        assert len(shown) <= MAX_LINES + 1
        assert len("\n".join(shown).encode()) <= MAX_BYTES + 100
        hint = re.fullmatch(r"\[lines .* continue with offset=(\d+)\]", last)
        body = shown[:-1] if hint else shown
        seen += [line.split(": ", 1)[1] for line in body]
        offset = int(hint[1]) if hint else 0
    assert seen == [*lines, "end"]


def test_one_endless_line_is_cut(tmp_path):
    answer = read(tmp_path, "x" * (2 * MAX_BYTES) + "\nend\n").result
    assert "[line cut]" in answer
    assert "continue with offset=2" in answer
