"""Requests against the vendors' own types: a second reader beside the schemas of the fake servers."""

from __future__ import annotations

import pytest
from anthropic.types.message_create_params import MessageCreateParamsStreaming
from google.genai import types
from openai.types.chat.completion_create_params import CompletionCreateParamsStreaming
from openai.types.responses.response_create_params import ResponseCreateParamsStreaming
from pydantic import ConfigDict, TypeAdapter, with_config

from harness.messages import AssistantMessage, ImagePart, TextPart, ToolCall, ToolMessage, UserMessage
from harness.providers import ProviderOptions, create_provider
from harness.providers.base import Request
from harness.tools import TOOLS

PICTURE = ImagePart("p", "image/png")
CALLS = (
    ToolCall("a", "apply_patch", '{"patch": "*** Begin Patch"}'),
    ToolCall("b", "probe_model", "not json"),
    ToolCall("c", "read_file", '{"path": "model.py"}'),
)
REQUEST = Request(
    "You build things.",
    (
        UserMessage.text("docs", tag="documentation"),
        UserMessage((TextPart("like this"), PICTURE)),
        AssistantMessage("Look:", CALLS),
        *(ToolMessage(call.id, call.name, '{"error": "x"}', images=(PICTURE,)) for call in CALLS),
        AssistantMessage(""),
        UserMessage.text("go on"),
        AssistantMessage("Done?"),
        UserMessage.text("no"),
    ),
    tuple(tool.schema for tool in TOOLS.values()),
)


def encoded(name):
    options = ProviderOptions(
        "m", effort="high", seed=3, images={"p": b"pic"}, name=name, base_url="http://127.0.0.1:9"
    )
    return create_provider(name, options).encode(REQUEST)


def exhausted(value):
    """The value with its lazy parts checked: pydantic looks into an `Iterable` only when it is read."""
    if isinstance(value, dict):
        return {name: exhausted(entry) for name, entry in value.items()}
    if isinstance(value, str | bytes) or not hasattr(value, "__iter__"):
        return value
    return [exhausted(entry) for entry in value]


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("openai", ResponseCreateParamsStreaming),
        ("anthropic", MessageCreateParamsStreaming),
        ("chat", CompletionCreateParamsStreaming),
    ],
)
def test_requests_are_what_the_clients_types_say(name, params):
    payload = encoded(name)
    strict = with_config(ConfigDict(extra="forbid"))(params)
    adapter = TypeAdapter(strict)
    checked = exhausted(adapter.validate_python(payload))
    assert len(checked) == len(payload)


def test_requests_to_gemini_are_what_the_clients_types_say():
    payload = encoded("gemini")
    config = types.GenerateContentConfig.model_validate(payload["config"])
    assert config.thinking_config is not None
    contents = [types.Content.model_validate(content) for content in payload["contents"]]
    assert [content.role for content in contents] == ["user", "model", "user", "model", "user"]
    assert set(payload) == {"model", "contents", "config"}
