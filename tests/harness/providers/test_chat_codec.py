from __future__ import annotations

import base64
import json

import pytest

from harness.errors import ProviderError
from harness.messages import (
    AssistantMessage,
    ImagePart,
    TextPart,
    ToolCall,
    ToolMessage,
    Usage,
    UserMessage,
)
from harness.providers.base import Request, ToolSchema
from harness.providers.chat_codec import FEATURES, collect_completion, decode_reply, encode_request
from harness.providers.retry import BusyError

TOOL = ToolSchema("read_file", "Show a file.", {"type": "object", "properties": {}})
CALL = ToolCall("c1", "read_file", '{"path": "model.py"}')


def encode(*messages, images=None, tools=(), **options):
    request = Request("system", messages, tools)
    return encode_request(request, model_id="m", images=images or {}, **options)


def reply(finish_reason="stop", **message):
    usage = {"prompt_tokens": 10, "completion_tokens": 5, "prompt_tokens_details": {"cached_tokens": 4}}
    message = {"role": "assistant", "content": "hi", **message}
    return {"choices": [{"message": message, "finish_reason": finish_reason}], "usage": usage}


def test_a_whole_conversation():
    messages = (
        UserMessage.text("docs"),
        UserMessage.text("task"),
        AssistantMessage("", (CALL,), stop="tools"),
        ToolMessage("c1", "read_file", '{"result": ""}'),
        UserMessage.text("compile"),
        AssistantMessage("done"),
    )
    payload = encode(*messages, tools=(TOOL,))
    function = {"name": "read_file", "arguments": '{"path": "model.py"}'}
    assert payload == {
        "model": "m",
        "messages": [
            {"role": "system", "content": "system"},
            {"role": "user", "content": "docs\n\ntask"},
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [{"id": "c1", "type": "function", "function": function}],
            },
            {"role": "tool", "tool_call_id": "c1", "content": '{"result": ""}'},
            {"role": "user", "content": "compile"},
            {"role": "assistant", "content": "done"},
        ],
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": "read_file",
                    "description": "Show a file.",
                    "parameters": {"type": "object", "properties": {}},
                },
            }
        ],
    }
    json.dumps(payload)


def test_options_are_sent_only_when_given():
    assert encode(effort="high", seed=7) | {"messages": []} == {
        "model": "m",
        "messages": [],
        "reasoning_effort": "high",
        "seed": 7,
    }


def test_thinking_and_length_are_asked_for_as_the_service_knows_them():
    assert encode(effort="high", reasoning="object")["reasoning"] == {"effort": "high"}
    assert not {"reasoning", "reasoning_effort"} & set(encode(effort="high", reasoning="none"))
    assert encode(max_tokens=9)["max_completion_tokens"] == 9
    assert encode(max_tokens=9, features=frozenset())["max_tokens"] == 9
    streamed = encode(features=FEATURES)
    assert (streamed["stream"], streamed["stream_options"]) == (True, {"include_usage": True})


def piece(**delta):
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]}


END = {"choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]}


def function(name="", arguments="", **more):
    return {"function": {"name": name, "arguments": arguments}, **more}


@pytest.mark.parametrize(
    "pieces",
    [
        [
            [function("f", "", index=0, id="a")],
            [function("", '{"x"', index=0)],
            [function("", ": 1}", index=0)],
        ],
        [[function("f", '{"x"', index=0, id="a")], [function("", ": 1}", index=0, id="a")]],
        [[function("f", '{"x"', id="a")], [function("", ": 1}")]],
        [[function("f", {"x": 1}, index=0, id="a")]],
    ],
    ids=["as documented", "id repeated", "no index", "arguments as an object"],
)
def test_calls_in_pieces_are_put_together(pieces):
    chunks = [piece(tool_calls=calls) for calls in pieces]
    second = piece(tool_calls=[function("g", "{}", index=1, id="b")])
    reply = decode_reply(collect_completion([*chunks, second, END], is_closed=True))
    assert reply.tool_calls == (ToolCall("a", "f", '{"x": 1}'), ToolCall("b", "g", "{}"))


def test_whole_calls_that_share_a_position_are_told_apart():
    chunks = [piece(tool_calls=[function(name, "{}", index=0, id=name)]) for name in ("f", "g")]
    reply = decode_reply(collect_completion([*chunks, END], is_closed=True))
    assert [call.name for call in reply.tool_calls] == ["f", "g"]


def test_reasoning_in_pieces_goes_back_joined():
    details = [
        {"type": "reasoning.text", "index": 0, "text": "Hm"},
        {"type": "reasoning.text", "index": 0, "text": ", so", "signature": "s"},
        {"type": "reasoning.encrypted", "index": 1, "data": "x"},
    ]
    chunks = [piece(reasoning="h", reasoning_details=[detail]) for detail in details]
    reply = decode_reply(collect_completion([*chunks, piece(content="hi"), END], is_closed=True))
    assert reply.extra["chat"]["reasoning_details"] == [
        {"type": "reasoning.text", "index": 0, "text": "Hm, so", "signature": "s"},
        {"type": "reasoning.encrypted", "index": 1, "data": "x"},
    ]
    assert reply.thought == "hhh"


def test_the_closing_mark_may_stand_for_a_reason():
    assert collect_completion([piece(content="hi")], is_closed=True)["choices"][0]["finish_reason"] is None
    for chunks, is_closed in (([piece(content="hi")], False), ([], True)):
        with pytest.raises(BusyError, match="cut"):
            collect_completion(chunks, is_closed=is_closed)


def test_cache_hits_by_another_name():
    usage = {"prompt_tokens": 10, "completion_tokens": 5, "prompt_cache_hit_tokens": 8}
    assert decode_reply({**reply(), "usage": usage}).usage.cached_tokens == 8


def test_pictures_become_data_urls():
    message = UserMessage((TextPart("look"), ImagePart("abc", "image/png")))
    (_, user) = encode(message, images={"abc": b"bytes"})["messages"]
    url = f"data:image/png;base64,{base64.b64encode(b'bytes').decode()}"
    assert user["content"] == [
        {"type": "text", "text": "look"},
        {"type": "image_url", "image_url": {"url": url, "detail": "high"}},
    ]


def test_words_and_tokens_of_a_reply():
    decoded = decode_reply(reply())
    assert (decoded.text, decoded.stop) == ("hi", "end")
    assert decoded.usage == Usage(10, 4, 5, None)
    priced = {**reply(), "usage": {"prompt_tokens": 1, "cost": 0.25}}
    assert decode_reply(priced).usage == Usage(1, 0, 0, 0.25)
    assert decode_reply({**reply(), "usage": None}).usage == Usage()


@pytest.mark.parametrize("arguments", ['{"a": 1}', {"a": 1}])
def test_calls_with_ids_missing_and_arguments_as_objects(arguments):
    calls = [{"function": {"name": "f", "arguments": arguments}}, {"id": "x", "function": {"name": "g"}}]
    decoded = decode_reply(reply(content=None, tool_calls=calls), call_prefix="call_7")
    assert decoded.tool_calls == (ToolCall("call_7_1", "f", '{"a": 1}'), ToolCall("x", "g", "{}"))
    assert decoded.stop == "tools"


@pytest.mark.parametrize(
    ("data", "stop", "text"),
    [
        (reply("length"), "length", "hi"),
        (reply("content_filter"), "refusal", "hi"),
        (reply(content=None, refusal="I will not."), "refusal", "I will not."),
        (reply("something new"), "end", "hi"),
        (reply(content=[{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]), "end", "ab"),
    ],
)
def test_why_it_stopped(data, stop, text):
    decoded = decode_reply(data)
    assert (decoded.stop, decoded.text) == (stop, text)


def test_reasoning_is_shown_and_goes_back_as_it_came():
    details = [{"type": "reasoning.encrypted", "data": "x"}]
    decoded = decode_reply(reply(reasoning="hm", reasoning_details=details))
    assert decoded.thought == "hm"
    (_, assistant) = encode(decoded)["messages"]
    assert assistant == {
        "role": "assistant",
        "content": "hi",
        "reasoning": "hm",
        "reasoning_details": details,
    }


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "busy",
        {},
        {"choices": []},
        {"choices": [{}]},
        {"choices": [{"message": {"tool_calls": [{}]}}]},
        {"error": {"message": "overloaded"}},
        {**reply(), "usage": {"prompt_tokens": "many"}},
    ],
)
def test_anything_else_is_an_error_worth_another_try(data):
    with pytest.raises(ProviderError, match="no chat completion") as caught:
        decode_reply(data)
    assert caught.value.retryable
