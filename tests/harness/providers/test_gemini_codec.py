from __future__ import annotations

import base64
import json

import pytest

from harness.messages import AssistantMessage, ImagePart, ToolCall, ToolMessage, UserMessage
from harness.providers.base import Request, ToolSchema
from harness.providers.gemini_codec import FEATURES, collect_response, decode_reply, encode_request
from harness.providers.retry import BusyError

TOOL = ToolSchema(
    "f", "Do.", {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False}
)
TASK = UserMessage.text("a box")
SIGNATURE = base64.b64encode(b"\xff\xfe sig").decode()


def encode(*messages, model_id="gemini-3-pro", **options):
    return encode_request(
        Request("system", messages or (TASK,), (TOOL,)), model_id=model_id, images={"p": b"pic"}, **options
    )


def chunk(*parts, reason=None, **more):
    candidate = {"content": {"role": "model", "parts": list(parts)}} | (
        {"finishReason": reason} if reason else {}
    )
    return {"candidates": [candidate], **more}


@pytest.mark.parametrize(
    ("model_id", "effort", "config"),
    [
        ("gemini-3-pro", None, {}),
        ("gemini-3-pro", "low", {"thinking_level": "LOW"}),
        ("gemini-3-pro", "medium", {"thinking_level": "HIGH"}),
        ("gemini-3-flash", "medium", {"thinking_level": "MEDIUM"}),
        ("gemini-3-flash", "xhigh", {"thinking_level": "HIGH"}),
        ("gemini-2.5-flash", "low", {"thinking_budget": 0}),
        ("gemini-2.5-flash-lite", "medium", {"thinking_budget": 12_544}),
        ("gemini-2.5-pro", "low", {"thinking_budget": 128}),
        ("gemini-2.5-pro", "high", {"thinking_budget": 32_768}),
    ],
)
def test_effort_is_a_level_or_a_number(model_id, effort, config):
    found = encode(model_id=model_id, effort=effort)["config"]["thinking_config"]
    assert found == {"include_thoughts": True, **config}


def test_every_feature_can_be_left_out():
    config = encode(seed=3, features=frozenset())["config"]
    assert set(config) == {"system_instruction", "automatic_function_calling", "tools"}
    (declaration,) = config["tools"][0]["function_declarations"]
    assert set(declaration) == {"name", "description", "parameters"}
    assert encode(seed=3)["config"]["seed"] == 3


def test_signatures_are_text_in_the_record_and_bytes_on_the_way_out():
    part = {"functionCall": {"name": "f", "args": {"a": "é"}}, "thoughtSignature": SIGNATURE}
    data = collect_response([chunk({"text": "Hm", "thought": True}), chunk(part), chunk(reason="STOP")])
    reply = decode_reply(data, model_id="gemini-3-pro", call_prefix="call_2")
    json.dumps(reply.extra)
    assert reply.tool_calls == (ToolCall("call_2_1", "f", '{"a": "é"}'),)
    contents = encode(TASK, reply, ToolMessage("call_2_1", "f", '{"result": 1}'))["contents"]
    assert contents[1]["parts"] == [
        {"function_call": {"name": "f", "args": {"a": "é"}}, "thought_signature": b"\xff\xfe sig"}
    ]
    assert contents[2]["parts"] == [{"function_response": {"name": "f", "response": {"result": 1}}}]


def test_calls_of_another_model_carry_a_stand_in_for_the_signature():
    calls = (ToolCall("x", "f", "{}"), ToolCall("y", "f", "not json"))
    image = ImagePart("p", "image/png")
    results = (ToolMessage("x", "f", "plain words"), ToolMessage("y", "f", '{"error": "e"}', images=(image,)))
    _, model, user = encode(TASK, AssistantMessage("", calls), *results)["contents"]
    assert ["thought_signature" in part for part in model["parts"]] == [True, False]
    assert model["parts"][1]["function_call"]["args"] == {"INVALID_JSON": "not json"}
    assert user["parts"][0]["function_response"]["response"] == {"result": "plain words"}
    assert user["parts"][2] == {"inline_data": {"mime_type": "image/png", "data": b"pic"}}


def test_text_in_pieces_is_joined_and_signed_parts_stay_apart():
    signed = {"text": "!", "thoughtSignature": SIGNATURE}
    chunks = [chunk({"text": "a"}), chunk({"text": "b"}), chunk(signed), chunk({"text": ""}, reason="STOP")]
    data = collect_response(chunks)
    assert data["parts"] == [{"text": "ab"}, signed]
    assert decode_reply(data, model_id="m").text == "ab!"


def test_a_stream_without_an_end_was_cut():
    with pytest.raises(BusyError, match="cut"):
        collect_response([chunk({"text": "a"})])
    assert FEATURES
