"""Our messages to and from the Responses format; pure functions.

A newcomer's mistake: to rebuild an earlier reply from its words. The service keeps nothing (``store`` is false),
so its own items go back as they came, the encrypted reasoning among them; only replies of another model, or
cut ones, are rebuilt.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from harness.digests import canonical_json, sha256_of
from harness.errors import ProviderError
from harness.messages import (
    DOCUMENTATION,
    AssistantMessage,
    ImagePart,
    Part,
    Stop,
    TextPart,
    ToolCall,
    ToolMessage,
    Usage,
    UserMessage,
)
from harness.providers.base import Request, ToolSchema
from harness.providers.content import (
    arguments_of,
    as_data_url,
    results_first,
    settled,
    turns,
    whole_calls,
)
from harness.providers.failures import stream_failure

EXTRA = "openai"
REFUSALS: Mapping[str, re.Pattern[str]] = {
    "summary": re.compile(r"reasoning\.(?:generate_)?summary|reasoning summary", re.IGNORECASE),
    "encrypted_reasoning": re.compile(r"encrypted[ _]content", re.IGNORECASE),
    "effort": re.compile(r"reasoning[._ ]effort|'reasoning'|\breasoning\b.*not supported", re.IGNORECASE),
    "freeform": re.compile(r"custom tool|'custom'|tools\[\d+\]\.(?:type|format)|grammar", re.IGNORECASE),
    "cache_key": re.compile(r"prompt_cache_key", re.IGNORECASE),
    "parallel": re.compile(r"parallel_tool_calls", re.IGNORECASE),
    "strict": re.compile(r"\bstrict\b|invalid schema for function", re.IGNORECASE),
}
"""Feature of a request -> how services refuse it."""
FEATURES = frozenset(REFUSALS)
_CALLS = {"function_call": "arguments", "custom_tool_call": "input"}


def encode_request(
    request: Request,
    *,
    model_id: str,
    images: Mapping[str, bytes],
    effort: str | None = None,
    features: frozenset[str] = FEATURES,
) -> dict[str, Any]:
    """The body of a call.

    Args:
        request: what to ask.
        model_id: as the service knows it.
        images: SHA-256 -> bytes of the pictures in the messages.
        effort: how long to think; None leaves it to the service.
        features: which optional fields may be used.
    """
    tools = [_encode_tool(tool, features) for tool in request.tools]
    payload: dict[str, Any] = {
        "model": model_id,
        "instructions": request.system,
        "input": _encode_input(request, model_id, images, features),
        "store": False,
    }
    if tools:
        payload["tools"] = tools
        if "parallel" in features:
            payload["parallel_tool_calls"] = True
    if "encrypted_reasoning" in features:
        payload["include"] = ["reasoning.encrypted_content"]
    reasoning: dict[str, Any] = {}
    if effort is not None and "effort" in features:
        reasoning["effort"] = effort
    if "summary" in features:
        reasoning["summary"] = "auto"
    if reasoning:
        payload["reasoning"] = reasoning
    if "cache_key" in features:
        payload["prompt_cache_key"] = cache_key(request, model_id=model_id)
    return payload


def cache_key(request: Request, *, model_id: str) -> str:
    """At most 64 characters that are the same for all runs that share their stable prefix.

    The prefix is the system prompt, the tools and the documentation; the task is not part of it.
    """
    documents = [
        part.text
        for message in request.messages
        if isinstance(message, UserMessage) and message.tag == DOCUMENTATION
        for part in message.parts
        if isinstance(part, TextPart)
    ]
    tools = [[tool.name, tool.description, tool.parameters] for tool in request.tools]
    parts = {"model": model_id, "system": request.system, "documents": documents, "tools": tools}
    digest = bytes.fromhex(sha256_of(canonical_json(parts)))
    return "ac1:" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def decode_reply(data: Any, request: Request, *, model_id: str) -> AssistantMessage:
    """The reply in a finished response.

    Args:
        data: the response object, parsed.
        request: what it answers; its freeform tools are needed to read calls of them.
        model_id: as it was asked for; only a request to the same model gets the items back.

    Raises:
        ProviderError: the response failed, or is none.
    """
    try:
        status, items = data["status"], list(data["output"])
        if status == "failed":
            fault = data.get("error") or {}
            raise stream_failure(str(fault.get("code")), str(fault.get("message")))
        return _decode(status, items, data, request, model_id)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        fault = (data.get("error") if isinstance(data, dict) else None) or f"{type(error).__name__}: {error}"
        raise ProviderError(f"the service sent no response ({fault})", retryable=True) from None


def _decode(
    status: str, items: Sequence[Mapping[str, Any]], data: Mapping[str, Any], request: Request, model_id: str
) -> AssistantMessage:
    texts: list[str] = []
    thoughts: list[str] = []
    refusals: list[str] = []
    calls: list[ToolCall] = []
    freeform = {tool.name: tool.freeform.argument for tool in request.tools if tool.freeform}
    for item in items:
        kind = item["type"]
        if kind == "reasoning":
            thoughts += [part["text"] for part in item.get("summary") or ()]
        elif kind == "message":
            for part in item.get("content") or ():
                (refusals if part["type"] == "refusal" else texts).append(
                    part.get("refusal") or part.get("text") or ""
                )
        elif kind in _CALLS and item.get("status") != "incomplete":
            arguments = item.get(_CALLS[kind]) or ""
            if kind == "custom_tool_call":
                arguments = json.dumps({freeform.get(item["name"], "input"): arguments})
            calls.append(ToolCall(item["call_id"], item["name"], arguments or "{}"))
    reason = (data.get("incomplete_details") or {}).get("reason")
    stop: Stop = "end" if status == "completed" else "refusal" if reason == "content_filter" else "length"
    if refusals:
        texts, stop = refusals, "refusal"
    kept = whole_calls(calls, stop)
    is_whole = status == "completed" and len(kept) == len(calls)
    echoed = [_without_nulls(item) for item in items]
    return AssistantMessage(
        text="".join(texts),
        tool_calls=kept,
        thought="\n\n".join(thoughts),
        usage=_decode_usage(data.get("usage") or {}),
        stop=settled(stop, kept),
        extra={EXTRA: {"model": model_id, "items": echoed}} if is_whole and echoed else {},
    )


def _encode_tool(tool: ToolSchema, features: frozenset[str]) -> dict[str, Any]:
    if tool.freeform is not None and "freeform" in features:
        encoded: dict[str, Any] = {"type": "custom", "name": tool.name, "description": tool.description}
        if tool.freeform.grammar:
            encoded["format"] = {"type": "grammar", "syntax": "lark", "definition": tool.freeform.grammar}
        return encoded
    is_strict = "strict" in features
    return {
        "type": "function",
        "name": tool.name,
        "description": tool.description,
        "parameters": strict_schema(tool.parameters) if is_strict else dict(tool.parameters),
        "strict": is_strict,
    }


def strict_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema in the strict dialect: every property required, those that were not may be null.

    Defaults are not part of the dialect; they move into the description.
    """
    result = {name: value for name, value in schema.items() if name not in ("default", "title")}
    for name in ("anyOf", "allOf", "oneOf"):
        if name in result:
            result[name] = [strict_schema(entry) for entry in result[name]]
    if isinstance(result.get("items"), Mapping):
        result["items"] = strict_schema(result["items"])
    if "$defs" in result:
        result["$defs"] = {name: strict_schema(entry) for name, entry in result["$defs"].items()}
    if result.get("type") == "object":
        required = set(result.get("required", ()))
        properties = {}
        for name, entry in result.get("properties", {}).items():
            properties[name] = strict_schema(entry)
            if name not in required:
                properties[name] = _or_null(properties[name])
                if entry.get("default") is not None:
                    told = f"{entry.get('description', '')} Default: {json.dumps(entry['default'])}."
                    properties[name]["description"] = told.strip()
        result |= {"properties": properties, "required": list(properties), "additionalProperties": False}
    return result


def _or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    if "anyOf" in schema:
        choices = list(schema["anyOf"])
        return {**schema, "anyOf": choices if {"type": "null"} in choices else [*choices, {"type": "null"}]}
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return dict(schema)


def _encode_input(
    request: Request, model_id: str, images: Mapping[str, bytes], features: frozenset[str]
) -> list[dict[str, Any]]:
    freeform: dict[str, str] = {}
    if "freeform" in features:
        freeform = {tool.name: tool.freeform.argument for tool in request.tools if tool.freeform}
    items: list[dict[str, Any]] = []
    custom: set[str] = set()
    for turn in turns(request.messages):
        if isinstance(turn, AssistantMessage):
            encoded = _encode_assistant(turn, model_id, freeform, features)
            custom |= {item["call_id"] for item in encoded if item.get("type") == "custom_tool_call"}
            items += encoded
            continue
        results, others = results_first(turn)
        items += [_encode_result(result, images, is_custom=result.call_id in custom) for result in results]
        items += [
            {"type": "message", "role": "user", "content": [_encode_part(part, images) for part in one.parts]}
            for one in others
        ]
    return items


def _encode_assistant(
    message: AssistantMessage, model_id: str, freeform: Mapping[str, str], features: frozenset[str]
) -> list[dict[str, Any]]:
    own = message.extra.get(EXTRA, {})
    if own.get("model") == model_id:
        items = [dict(item) for item in own["items"]]
        if "encrypted_reasoning" not in features:
            items = [item for item in items if item["type"] != "reasoning"]
        return items
    items: list[dict[str, Any]] = []
    if message.text.strip():
        items.append({"type": "message", "role": "assistant", "content": message.text})
    for call in message.tool_calls:
        bare = arguments_of(call).get(freeform.get(call.name, ""))
        if isinstance(bare, str):
            item = {"type": "custom_tool_call", "call_id": call.id, "name": call.name, "input": bare}
        else:
            item = {
                "type": "function_call",
                "call_id": call.id,
                "name": call.name,
                "arguments": call.arguments,
            }
        items.append(item)
    return items


def _encode_result(message: ToolMessage, images: Mapping[str, bytes], *, is_custom: bool) -> dict[str, Any]:
    output: Any = message.content
    if message.images:
        parts = (TextPart(message.content), *message.images)
        output = [_encode_part(part, images) for part in parts]
    kind = "custom_tool_call_output" if is_custom else "function_call_output"
    return {"type": kind, "call_id": message.call_id, "output": output}


def _encode_part(part: Part, images: Mapping[str, bytes]) -> dict[str, Any]:
    if isinstance(part, ImagePart):
        return {"type": "input_image", "image_url": as_data_url(part, images), "detail": "high"}
    return {"type": "input_text", "text": part.text}


def _without_nulls(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_nulls(entry) for name, entry in value.items() if entry is not None}
    if isinstance(value, list):
        return [_without_nulls(entry) for entry in value]
    return value


def _decode_usage(usage: Mapping[str, Any]) -> Usage:
    read = usage.get("input_tokens_details") or {}
    made = usage.get("output_tokens_details") or {}
    return Usage(
        input_tokens=int(usage.get("input_tokens") or 0),
        cached_tokens=int(read.get("cached_tokens") or 0),
        output_tokens=int(usage.get("output_tokens") or 0),
        cache_write_tokens=int(read.get("cache_write_tokens") or 0),
        reasoning_tokens=int(made.get("reasoning_tokens") or 0),
    )
