from __future__ import annotations

import json

import pytest

from harness.errors import ProviderError
from harness.messages import AssistantMessage, ToolCall, ToolMessage, Usage, UserMessage
from harness.providers.base import Freeform, Request, ToolSchema
from harness.providers.openai_codec import (
    FEATURES,
    cache_key,
    decode_reply,
    encode_request,
    strict_schema,
)
from harness.tools import TOOLS

PATCH = ToolSchema(
    "apply_patch",
    "Change it.",
    {"type": "object", "properties": {"patch": {"type": "string"}}, "required": ["patch"]},
    Freeform("patch", "start: /.+/"),
)
TASK = UserMessage.text("a box")


def request(*messages, tools=(PATCH,)):
    return Request("system", messages or (TASK,), tools)


def response(*items, status="completed", **more):
    usage = {
        "input_tokens": 9,
        "input_tokens_details": {"cached_tokens": 4},
        "output_tokens": 5,
        "output_tokens_details": {"reasoning_tokens": 2},
    }
    return {"status": status, "output": list(items), "model": "m-dated", "usage": usage, **more}


REASONING = {
    "type": "reasoning",
    "id": "rs_1",
    "summary": [{"type": "summary_text", "text": "Hm."}],
    "encrypted_content": "gAAA",
    "status": None,
}
CUSTOM = {
    "type": "custom_tool_call",
    "id": "ctc_1",
    "call_id": "c1",
    "name": "apply_patch",
    "input": 'a "b"\n',
}
OUTPUT = ToolMessage("c1", "apply_patch", '{"result": 1}')


def test_a_freeform_call_is_a_json_call_to_us_and_goes_back_as_it_came():
    reply = decode_reply(response(REASONING, CUSTOM), request(), model_id="m")
    assert reply.tool_calls == (ToolCall("c1", "apply_patch", json.dumps({"patch": 'a "b"\n'})),)
    assert (reply.thought, reply.stop, reply.usage) == ("Hm.", "tools", Usage(9, 4, 5, reasoning_tokens=2))
    payload = encode_request(request(TASK, reply, OUTPUT), model_id="m", images={})
    without_null = {name: value for name, value in REASONING.items() if value is not None}
    assert payload["input"][1:] == [
        without_null,
        CUSTOM,
        {"type": "custom_tool_call_output", "call_id": "c1", "output": '{"result": 1}'},
    ]
    assert payload["tools"] == [
        {
            "type": "custom",
            "name": "apply_patch",
            "description": "Change it.",
            "format": {"type": "grammar", "syntax": "lark", "definition": "start: /.+/"},
        }
    ]
    assert (payload["store"], payload["include"]) == (False, ["reasoning.encrypted_content"])


def test_a_reply_of_another_model_is_rebuilt_without_its_reasoning():
    reply = decode_reply(response(REASONING, CUSTOM), request(), model_id="m")
    payload = encode_request(request(TASK, reply, OUTPUT), model_id="other", images={})
    assert [item["type"] for item in payload["input"]] == [
        "message",
        "custom_tool_call",
        "custom_tool_call_output",
    ]
    assert payload["input"][1]["input"] == 'a "b"\n'


def test_every_feature_can_be_left_out():
    reply = decode_reply(response(REASONING, CUSTOM), request(), model_id="m")
    asked = request(TASK, AssistantMessage("", reply.tool_calls), OUTPUT)
    payload = encode_request(asked, model_id="m", images={}, effort="high", features=frozenset())
    assert set(payload) == {"model", "instructions", "input", "store", "tools"}
    (tool,) = payload["tools"]
    assert (tool["type"], tool["strict"]) == ("function", False)
    assert [item["type"] for item in payload["input"][1:]] == ["function_call", "function_call_output"]
    full = encode_request(asked, model_id="m", images={}, effort="high")
    assert full["reasoning"] == {"effort": "high", "summary": "auto"}
    left_out = encode_request(
        request(TASK, reply, OUTPUT), model_id="m", images={}, features=FEATURES - {"encrypted_reasoning"}
    )
    assert [item["type"] for item in left_out["input"]] == [
        "message",
        "custom_tool_call",
        "custom_tool_call_output",
    ]


def test_the_cache_key_is_that_of_the_stable_prefix():
    docs = UserMessage.text("docs", tag="documentation")
    keys = {cache_key(request(docs, UserMessage.text(task)), model_id="m") for task in ("box", "lamp")}
    assert len(keys) == 1
    (key,) = keys
    assert len(key) <= 64
    others = [
        cache_key(request(UserMessage.text("d", tag="documentation")), model_id="m"),
        cache_key(request(docs), model_id="n"),
        cache_key(request(docs, tools=()), model_id="m"),
    ]
    assert len({key, *others}) == 4


def objects_in(schema):
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for entry in schema.values():
            yield from objects_in(entry)
    elif isinstance(schema, list):
        for entry in schema:
            yield from objects_in(entry)


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
def test_schemas_of_our_tools_are_strict(tool):
    strict = strict_schema(tool.schema.parameters)
    for entry in objects_in(strict):
        assert set(entry["required"]) == set(entry["properties"])
        assert entry["additionalProperties"] is False
    assert '"default"' not in json.dumps(strict)
    for name in set(strict["properties"]) - set(tool.schema.parameters["required"]):
        entry = strict["properties"][name]
        assert "null" in entry.get("type", ()) or {"type": "null"} in entry.get("anyOf", ())
        assert tool.parse(json.dumps({**_needed(tool), name: None})) == tool.parse(json.dumps(_needed(tool)))


def _needed(tool):
    return dict.fromkeys(tool.schema.parameters["required"], "x")


def test_items_of_a_reply_that_was_cut_are_not_sent_back():
    cut = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{", "status": "incomplete"}
    data = response(REASONING, cut, status="incomplete", incomplete_details={"reason": "max_output_tokens"})
    reply = decode_reply(data, request(), model_id="m")
    assert (reply.stop, reply.tool_calls, reply.extra) == ("length", (), {})


@pytest.mark.parametrize(
    ("data", "told", "retryable"),
    [
        (None, "no response", True),
        ({"error": {"message": "x"}}, "no response", True),
        ({"status": "completed", "output": [{}]}, "no response", True),
        (
            {"status": "failed", "output": [], "error": {"code": "server_error", "message": "x"}},
            "server_error",
            True,
        ),
        (
            {"status": "failed", "output": [], "error": {"code": "invalid_prompt", "message": "x"}},
            "invalid",
            False,
        ),
    ],
)
def test_what_is_no_reply_is_an_error(data, told, retryable):
    with pytest.raises(ProviderError, match=told) as caught:
        decode_reply(data, request(), model_id="m")
    assert caught.value.retryable is retryable
