from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import ProviderError
from harness.messages import AssistantMessage, ImagePart, TextPart, ToolCall, ToolMessage, UserMessage
from harness.providers.anthropic_codec import (
    FEATURES,
    collect_message,
    decode_reply,
    encode_request,
    estimated_tokens,
)
from harness.providers.base import Request, ToolSchema

TOOL = ToolSchema("read_file", "Show.", {"type": "object", "properties": {}})
DOCS = UserMessage.text("docs", tag="documentation")
TASK = UserMessage.text("a box")
MARK = {"cache_control": {"type": "ephemeral"}}


def encode(*messages, **options):
    return encode_request(
        Request("system", messages, (TOOL, TOOL)), model_id="m", images={"p": b"pic"}, **options
    )


def test_four_places_are_marked_for_the_cache():
    payload = encode(DOCS, TASK)
    assert payload["system"] == [{"type": "text", "text": "system", **MARK}]
    assert [MARK.items() <= tool.items() for tool in payload["tools"]] == [False, True]
    (user,) = payload["messages"]
    assert [MARK.items() <= block.items() for block in user["content"]] == [True, True]
    longer = encode(DOCS, TASK, AssistantMessage("Hm."), UserMessage.text("go on"))
    assert json.dumps(longer).count("cache_control") == 4
    assert "cache_control" not in json.dumps(encode(DOCS, TASK, features=FEATURES - {"cache"}))
    assert encode(DOCS, cache_ttl="1h")["system"][0]["cache_control"]["ttl"] == "1h"


def test_results_come_first_and_errors_are_marked():
    calls = (ToolCall("a", "f", "{}"), ToolCall("b", "f", "{"))
    payload = encode(
        TASK,
        AssistantMessage("", calls),
        ToolMessage("a", "f", '{"error": "no"}'),
        UserMessage((TextPart("hint"), TextPart(" "))),
        ToolMessage("b", "f", '{"result": 1}', images=(ImagePart("p", "image/png"),)),
        features=frozenset(),
    )
    _, assistant, user = payload["messages"]
    assert assistant["content"][1] == {
        "type": "tool_use",
        "id": "b",
        "name": "f",
        "input": {"INVALID_JSON": "{"},
    }
    first, second, hint = user["content"]
    assert first == {
        "type": "tool_result",
        "tool_use_id": "a",
        "content": '{"error": "no"}',
        "is_error": True,
    }
    assert "is_error" not in second
    assert [part["type"] for part in second["content"]] == ["text", "image"]
    assert hint == {"type": "text", "text": "hint"}


def test_a_reply_is_kept_within_what_is_left_of_the_context():
    assert encode(TASK)["max_tokens"] == 32_000
    assert encode(TASK, max_tokens=100)["max_tokens"] == 100
    full = encode(TASK, UserMessage.text("x" * 400_000), context_tokens=120_000)
    assert 0 < full["max_tokens"] < 20_000
    assert encode(TASK, UserMessage.text("x" * 400_000), context_tokens=1000)["max_tokens"] == 1


def test_a_picture_counts_as_a_picture_not_as_its_letters():
    words = encode(TASK)
    seen = encode_request(
        Request("system", (UserMessage((ImagePart("p", "image/png"),)),), ()),
        model_id="m",
        images={"p": b"x" * 10**6},
    )
    assert abs(estimated_tokens(seen) - estimated_tokens(words)) < 2000


def stream(*deltas, start, stop="end_turn"):
    yield {"type": "message_start", "message": {"model": "m", "content": [], "usage": {"input_tokens": 3}}}
    yield {"type": "content_block_start", "index": 0, "content_block": start}
    for delta in deltas:
        yield {"type": "content_block_delta", "index": 0, "delta": delta}
    yield {"type": "content_block_stop", "index": 0}
    yield {"type": "message_delta", "delta": {"stop_reason": stop}, "usage": {"output_tokens": 7}}
    yield {"type": "message_stop"}


@given(
    value=st.dictionaries(st.text(), st.text() | st.integers() | st.none()),
    cuts=st.lists(st.integers(0, 200)),
)
def test_arguments_arrive_whole_however_they_are_cut_up(value, cuts):
    text = json.dumps(value)
    places = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    parts = [text[a:b] for a, b in pairwise(places)]
    start = {"type": "tool_use", "id": "c", "name": "f", "input": {}}
    deltas = [{"type": "input_json_delta", "partial_json": part} for part in parts]
    reply = decode_reply(collect_message(stream(*deltas, start=start, stop="tool_use")), model_id="m")
    assert json.loads(reply.tool_calls[0].arguments) == value
    assert reply.extra["anthropic"]["content"][0]["input"] == value
    assert (reply.usage.input_tokens, reply.usage.output_tokens) == (3, 7)


def test_unknown_blocks_and_deltas_travel_along():
    start = {"type": "server_thing", "data": 1, "note": None}
    data = collect_message(stream({"type": "strange_delta", "x": 1}, start=start))
    reply = decode_reply(data, model_id="m")
    assert reply.extra["anthropic"]["content"] == [{"type": "server_thing", "data": 1}]


def test_redacted_thinking_goes_back_as_it_came():
    block = {"type": "redacted_thinking", "data": "EmwK"}
    call = {"type": "tool_use", "id": "c", "name": "f", "input": {}}
    reply = decode_reply({"content": [block, call], "stop_reason": "tool_use"}, model_id="m")
    payload = encode(TASK, reply, ToolMessage("c", "f", "{}"))
    assert payload["messages"][1]["content"] == [block, call]
    other = encode_request(
        Request("", (TASK, reply, ToolMessage("c", "f", "{}")), ()), model_id="other", images={}
    )
    assert [entry["type"] for entry in other["messages"][1]["content"]] == ["tool_use"]


@pytest.mark.parametrize("data", [None, {}, {"content": [{}]}, {"content": 3}, {"error": {"message": "x"}}])
def test_what_is_no_reply_is_an_error_worth_another_try(data):
    with pytest.raises(ProviderError, match="no message") as caught:
        decode_reply(data, model_id="m")
    assert caught.value.retryable
