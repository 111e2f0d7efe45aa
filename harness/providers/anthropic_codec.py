"""Our messages to and from the Messages format; pure functions.

A newcomer's mistake: to drop or reorder thinking blocks. They are signed: a reply that thought before calling
tools goes back with its blocks exactly as they came, or the service refuses the conversation.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from harness.errors import ProviderError
from harness.messages import (
    DOCUMENTATION,
    AssistantMessage,
    ImagePart,
    Part,
    Stop,
    ToolCall,
    ToolMessage,
    Usage,
    UserMessage,
)
from harness.providers.base import Request
from harness.providers.content import (
    INVALID_JSON,
    arguments_of,
    as_base64,
    failed,
    results_first,
    settled,
    turns,
    whole_calls,
)
from harness.providers.failures import cut_off, stream_failure

EXTRA = "anthropic"
REFUSALS: Mapping[str, re.Pattern[str]] = {
    "display": re.compile(r"thinking\.(?:adaptive\.)?display", re.IGNORECASE),
    "thinking": re.compile(r"\bthinking\b|adaptive", re.IGNORECASE),
    "effort": re.compile(r"output_config|\beffort\b", re.IGNORECASE),
    "cache": re.compile(r"cache_control", re.IGNORECASE),
}
"""Feature of a request -> how services refuse it."""
FEATURES = frozenset(REFUSALS)
_STOPS: Mapping[str, Stop] = {
    "end_turn": "end",
    "stop_sequence": "end",
    "tool_use": "tools",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "pause_turn": "length",
    "refusal": "refusal",
}
_MOST_SAFE_TOKENS = 1024
"""Kept free in the context for what the estimate misses."""


def encode_request(
    request: Request,
    *,
    model_id: str,
    images: Mapping[str, bytes],
    effort: str | None = None,
    features: frozenset[str] = FEATURES,
    max_tokens: int = 32_000,
    context_tokens: int | None = None,
    cache_ttl: str = "5m",
) -> dict[str, Any]:
    """The body of a call.

    Four places are marked for the cache: the last tool, the system prompt, the documentation, and the end.

    Args:
        request: what to ask.
        model_id: as the service knows it.
        images: SHA-256 -> bytes of the pictures in the messages.
        effort: how long to think; None leaves it to the service.
        features: which optional fields may be used.
        max_tokens: longest reply wanted, thinking included.
        context_tokens: size of the model's context, when known; the reply is kept within what is left.
        cache_ttl: how long the service keeps its cache: ``5m`` or ``1h``.
    """
    mark: dict[str, Any] = {}
    if "cache" in features:
        mark = {"cache_control": {"type": "ephemeral"} | ({"ttl": "1h"} if cache_ttl == "1h" else {})}
    payload: dict[str, Any] = {
        "model": model_id,
        "max_tokens": max_tokens,
        "system": [{"type": "text", "text": request.system, **mark}],
        "messages": _encode_messages(request, model_id, images, mark),
    }
    if request.tools:
        tools = [
            {"name": tool.name, "description": tool.description, "input_schema": dict(tool.parameters)}
            for tool in request.tools
        ]
        tools[-1] |= mark
        payload["tools"] = tools
    if "thinking" in features:
        payload["thinking"] = {"type": "adaptive"} | (
            {"display": "summarized"} if "display" in features else {}
        )
    if effort is not None and "effort" in features:
        payload["output_config"] = {"effort": effort}
    if context_tokens is not None:
        left = context_tokens - estimated_tokens(payload) - _MOST_SAFE_TOKENS
        payload["max_tokens"] = max(1, min(max_tokens, left))
    return payload


def estimated_tokens(payload: Mapping[str, Any]) -> int:
    """Tokens of a request, guessed from its length: four characters each, pictures 1,600."""
    texts: list[int] = []
    pictures = 0

    def walk(value: Any) -> None:
        nonlocal pictures
        if isinstance(value, Mapping):
            if value.get("type") == "base64":
                pictures += 1
                return
            for entry in value.values():
                walk(entry)
        elif isinstance(value, list):
            for entry in value:
                walk(entry)
        elif isinstance(value, str):
            texts.append(len(value))

    walk(payload)
    return math.ceil(sum(texts) / 4) + 256 + 24 * len(texts) + 1600 * pictures


def collect_message(events: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The whole message that a stream of events builds up; calls' input stays the text it came as.

    Raises:
        ProviderError: the stream reports a failure, or ends before the message does.
    """
    message: dict[str, Any] = {}
    blocks: dict[int, dict[str, Any]] = {}
    for event in events:
        kind = event["type"]
        if kind == "message_start":
            message = {**event["message"]}
        elif kind == "content_block_start":
            blocks[event["index"]] = {**event["content_block"]}
        elif kind == "content_block_delta":
            _extend(blocks[event["index"]], event["delta"])
        elif kind == "message_delta":
            message |= {name: value for name, value in event["delta"].items() if value is not None}
            told = {name: value for name, value in (event.get("usage") or {}).items() if value is not None}
            message["usage"] = {**(message.get("usage") or {}), **told}
        elif kind == "error":
            fault = event.get("error") or {}
            raise stream_failure(str(fault.get("type")), str(fault.get("message")))
        elif kind == "message_stop":
            return {**message, "content": [blocks[index] for index in sorted(blocks)]}
    raise cut_off()


def _extend(block: dict[str, Any], delta: Mapping[str, Any]) -> None:
    match delta["type"]:
        case "text_delta":
            block["text"] = block.get("text", "") + delta["text"]
        case "thinking_delta":
            block["thinking"] = block.get("thinking", "") + delta["thinking"]
        case "signature_delta":
            block["signature"] = delta["signature"]
        case "input_json_delta":
            sofar = block["input"] if isinstance(block.get("input"), str) else ""
            block["input"] = sofar + delta["partial_json"]
        case _:
            pass


def decode_reply(data: Any, *, model_id: str) -> AssistantMessage:
    """The reply in a whole message.

    Args:
        data: the message object, parsed.
        model_id: as it was asked for; only a request to the same model gets the blocks back.

    Raises:
        ProviderError: it is none; retryable, because gateways under load send such.
    """
    try:
        blocks = [_settled_block(block) for block in data["content"]]
        raw_stop = data.get("stop_reason")
        details = data.get("stop_details") or {}
        usage = _decode_usage(data.get("usage") or {})
        calls = [
            ToolCall(block["id"], block["name"], _text_of_input(block["input"]))
            for block in blocks
            if block["type"] == "tool_use"
        ]
        text = "".join(block["text"] for block in blocks if block["type"] == "text")
        thoughts = [block.get("thinking", "") for block in blocks if block["type"] == "thinking"]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        fault = (data.get("error") if isinstance(data, dict) else None) or f"{type(error).__name__}: {error}"
        raise ProviderError(f"the service sent no message ({fault})", retryable=True) from None
    stop = _STOPS.get(str(raw_stop), "end")
    if stop == "refusal":
        text = text or str(details.get("explanation") or "")
    kept = whole_calls(calls, stop)
    ids = {call.id for call in kept}
    content = [block for block in blocks if block["type"] != "tool_use" or block["id"] in ids]
    return AssistantMessage(
        text=text,
        tool_calls=kept,
        thought="\n\n".join(thought for thought in thoughts if thought),
        usage=usage,
        stop=settled(stop, kept),
        extra={EXTRA: {"model": model_id, "content": content}} if content else {},
    )


def _settled_block(block: Mapping[str, Any]) -> dict[str, Any]:
    """The block as it can be sent back: a call's input as an object, nulls left out."""
    result = {name: value for name, value in block.items() if value is not None}
    if result["type"] == "tool_use" and isinstance(result.get("input"), str):
        result["input"] = arguments_of(ToolCall("", "", result["input"]))
    return result


def _text_of_input(value: Mapping[str, Any]) -> str:
    """A call's arguments as text; what was no object comes out as the model wrote it."""
    if set(value) == {INVALID_JSON}:
        return str(value[INVALID_JSON])
    return json.dumps(value, ensure_ascii=False)


def _encode_messages(
    request: Request, model_id: str, images: Mapping[str, bytes], mark: Mapping[str, Any]
) -> list[dict[str, Any]]:
    encoded: list[dict[str, Any]] = []
    for turn in turns(request.messages):
        if isinstance(turn, AssistantMessage):
            encoded.append({"role": "assistant", "content": _encode_assistant(turn, model_id)})
            continue
        results, others = results_first(turn)
        content = [_encode_result(result, images) for result in results]
        for message in others:
            blocks = _encode_user(message, images)
            if message.tag == DOCUMENTATION and blocks:
                blocks[-1] |= mark
            content += blocks
        encoded.append({"role": "user", "content": content})
    if encoded and encoded[-1]["role"] == "user":
        encoded[-1]["content"][-1] |= mark
    return encoded


def _encode_user(message: UserMessage, images: Mapping[str, bytes]) -> list[dict[str, Any]]:
    return [
        _encode_part(part, images)
        for part in message.parts
        if isinstance(part, ImagePart) or part.text.strip()
    ]


def _encode_part(part: Part, images: Mapping[str, bytes]) -> dict[str, Any]:
    if isinstance(part, ImagePart):
        source = {"type": "base64", "media_type": part.media_type, "data": as_base64(part, images)}
        return {"type": "image", "source": source}
    return {"type": "text", "text": part.text}


def _encode_result(message: ToolMessage, images: Mapping[str, bytes]) -> dict[str, Any]:
    content: Sequence[Any] | str = message.content
    if message.images:
        text = {"type": "text", "text": message.content}
        content = [text, *(_encode_part(image, images) for image in message.images)]
    encoded: dict[str, Any] = {
        "type": "tool_result",
        "tool_use_id": message.call_id,
        "content": content,
    }
    if failed(message):
        encoded["is_error"] = True
    return encoded


def _encode_assistant(message: AssistantMessage, model_id: str) -> list[dict[str, Any]]:
    own = message.extra.get(EXTRA, {})
    if own.get("model") == model_id:
        return [dict(block) for block in own["content"] if block["type"] != "text" or block["text"].strip()]
    blocks: list[dict[str, Any]] = []
    if message.text.strip():
        blocks.append({"type": "text", "text": message.text})
    blocks += [
        {"type": "tool_use", "id": call.id, "name": call.name, "input": arguments_of(call)}
        for call in message.tool_calls
    ]
    return blocks


def _decode_usage(usage: Mapping[str, Any]) -> Usage:
    written = int(usage.get("cache_creation_input_tokens") or 0)
    read = int(usage.get("cache_read_input_tokens") or 0)
    made = usage.get("output_tokens_details") or {}
    return Usage(
        input_tokens=int(usage.get("input_tokens") or 0) + written + read,
        cached_tokens=read,
        output_tokens=int(usage.get("output_tokens") or 0),
        cache_write_tokens=written,
        cache_write_1h_tokens=int((usage.get("cache_creation") or {}).get("ephemeral_1h_input_tokens") or 0),
        reasoning_tokens=int(made.get("thinking_tokens") or made.get("reasoning_tokens") or 0),
    )
