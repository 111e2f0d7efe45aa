from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.messages import AssistantMessage, ImagePart, ToolCall, ToolMessage, UserMessage
from harness.providers.base import Request
from harness.providers.scripted import call, calling
from harness.providers.text_tools import as_text_conversation, read_calls
from harness.tools import TOOLS

SCHEMAS = tuple(tool.schema for tool in TOOLS.values())
REQUEST = Request("system", (UserMessage.text("a box"),), SCHEMAS)


def read(text):
    reply = read_calls(AssistantMessage(text), SCHEMAS, call_prefix="call_3")
    calls = [(one.name, one.arguments) for one in reply.tool_calls]
    return reply.text, reply.stop, calls


def test_every_tool_and_argument_is_described():
    system = as_text_conversation(REQUEST).system
    assert system.startswith("system\n\n# Calling tools")
    for schema in SCHEMAS:
        assert f"## {schema.name}\n" in system
        for name, entry in schema.parameters["properties"].items():
            assert f"- {name} (" in system
            assert entry["description"] in system
    assert as_text_conversation(Request("s", (), ())) == Request("s", (), ())


texts = st.text(st.characters(exclude_characters="<>\r", exclude_categories=["Cs"]), max_size=80)


@given(old=texts, new=texts, both=st.booleans())
def test_what_is_written_is_read_back(old, new, both):
    made = calling(call("replace", old_string=old, new_string=new, allow_multiple=both), text="Look:")
    (_, message) = as_text_conversation(Request("", (UserMessage.text("t"), made), SCHEMAS)).messages
    text, stop, calls = read(message.text)
    assert (text, stop) == ("Look:", "tools")
    ((name, arguments),) = calls
    found = json.loads(arguments)
    assert name == "replace"
    assert found["allow_multiple"] is both
    assert (found["old_string"], found["new_string"]) == (old, new)


def test_results_and_pictures_become_what_the_user_says():
    image = ImagePart("p", "image/png")
    messages = (ToolMessage("c", "compile_model", '{"result": "ok"}', images=(image,)),)
    (message,) = as_text_conversation(Request("", messages, SCHEMAS)).messages
    assert message.parts[0].text == '<tool_result name="compile_model">\n{"result": "ok"}\n</tool_result>'
    assert message.parts[1] == image


PROGRAM = 'a = "</x>"\nif a < 1:\n    b = {"c": \'d\'}'


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ('<tool name="compile_model"></tool>', [("compile_model", {})]),
        ("<tool name='compile_model'>\n</tool>", [("compile_model", {})]),
        (
            f'<tool name="write_file">\n<content>\n{PROGRAM}\n</content>\n</tool>',
            [("write_file", {"content": PROGRAM})],
        ),
        (
            '<tool name="read_file">\n<path>model.py</path>\n<limit>5</limit>\n</tool>\n'
            '<tool name="compile_model">\n</tool>',
            [("read_file", {"path": "model.py", "limit": 5}), ("compile_model", {})],
        ),
        ('<tool name="read_file"><path>model.py</path>', [("read_file", {"path": "model.py"})]),
        ('<tool name="read_file">{"path": "model.py"}</tool>', [("read_file", {"path": "model.py"})]),
        (
            '<tool_call>\n{"name": "read_file", "arguments": {"path": "model.py"}}\n</tool_call>',
            [("read_file", {"path": "model.py"})],
        ),
        (
            '```json\n{"name": "read_file", "parameters": {"path": "model.py"}}\n```',
            [("read_file", {"path": "model.py"})],
        ),
        ('<tool_call>{"name": "other", "arguments": "{}"}</tool_call>', [("other", {})]),
        ('<tool name="frobnicate"><x>1</x></tool>', [("frobnicate", {"x": "1"})]),
    ],
)
def test_ways_to_write_a_call(text, calls):
    found_text, stop, found = read(f"I do this:\n{text}")
    assert (found_text, stop) == ("I do this:", "tools")
    assert [(name, json.loads(arguments)) for name, arguments in found] == calls


@pytest.mark.parametrize(
    "text",
    [
        "All done.",
        'Such a table:\n```json\n{"name": "Alice", "arguments": 3}\n```',
        "```python\nprint({1: 2})\n```",
    ],
)
def test_words_stay_words(text):
    assert read(text) == (text, "end", [])


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ('<tool name="read_file">model.py</tool>', ("read_file", "model.py")),
        (
            '<tool_call>{"name": "read_file", "arguments": {"path": }}</tool_call>',
            ("read_file", '{"name": "read_file", "arguments": {"path": }}'),
        ),
        ('<tool name="read_file"><limit>many</limit></tool>', ("read_file", '{"limit": "many"}')),
    ],
)
def test_what_cannot_be_read_reaches_the_tool_which_says_so(text, call):
    assert read(text)[2] == [call]


def test_calls_get_ids():
    reply = read_calls(AssistantMessage('<tool name="compile_model"></tool>' * 2), SCHEMAS, call_prefix="c_9")
    assert reply.tool_calls == (
        ToolCall("c_9_1", "compile_model", "{}"),
        ToolCall("c_9_2", "compile_model", "{}"),
    )
