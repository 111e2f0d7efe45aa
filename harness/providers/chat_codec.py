"""Our messages to and from the chat-completions format; pure functions.

A newcomer's mistake: to send two user messages in a row. Some servers' templates refuse that, so neighbours
are merged into one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from harness.errors import ProviderError
from harness.messages import (
    AssistantMessage,
    ImagePart,
    Message,
    Part,
    Stop,
    TextPart,
    ToolCall,
    ToolMessage,
    Usage,
    UserMessage,
)
from harness.providers.base import Request
from harness.providers.content import as_data_url, settled, whole_calls
from harness.providers.failures import cut_off, stream_failure

EXTRA = "chat"
_ECHOED = ("reasoning", "reasoning_details", "reasoning_content")
"""Fields some services want back unchanged with the reply they came in."""
REFUSALS: Mapping[str, re.Pattern[str]] = {
    "stream_options": re.compile(r"stream_options", re.IGNORECASE),
    "max_completion_tokens": re.compile(r"max_completion_tokens", re.IGNORECASE),
    "tools": re.compile(
        r"tools?\b.*(?:not support|unsupported|not available|requires? --)|support tool|tool.choice.*requires"
        r"|does not support (?:tools|function)|function calling is not",
        re.IGNORECASE,
    ),
    "effort": re.compile(r"\breasoning(?:_effort)?\b|\bthinking\b", re.IGNORECASE),
    "seed": re.compile(r"\bseed\b", re.IGNORECASE),
    "stream": re.compile(
        r"\bstream(?:ing)?\b.*(?:not support|unsupported)|not support.*stream", re.IGNORECASE
    ),
}
"""Feature of a request -> how services refuse it."""
FEATURES = frozenset(REFUSALS)
_STOPS: Mapping[str, Stop] = {
    "stop": "end",
    "tool_calls": "tools",
    "function_call": "tools",
    "length": "length",
    "content_filter": "refusal",
}


def encode_request(
    request: Request,
    *,
    model_id: str,
    images: Mapping[str, bytes],
    effort: str | None = None,
    seed: int | None = None,
    features: frozenset[str] = FEATURES - {"stream"},
    reasoning: Literal["effort", "object", "none"] = "effort",
    max_tokens: int | None = None,
) -> dict[str, Any]:
    """The JSON body of a call.

    Args:
        request: what to ask.
        model_id: as the service knows it.
        images: SHA-256 -> bytes of the pictures in the messages.
        effort: how long to think; None leaves it to the service.
        seed: sent when given.
        features: which optional fields may be used.
        reasoning: as which field `effort` is sent.
        max_tokens: longest reply wanted; None leaves it to the service.
    """
    payload: dict[str, Any] = {
        "model": model_id,
        "messages": [
            {"role": "system", "content": request.system},
            *_encode_messages(request.messages, images),
        ],
    }
    if request.tools:
        payload["tools"] = [
            {
                "type": "function",
                "function": {
                    "name": tool.name,
                    "description": tool.description,
                    "parameters": dict(tool.parameters),
                },
            }
            for tool in request.tools
        ]
    if effort is not None and "effort" in features:
        if reasoning == "effort":
            payload["reasoning_effort"] = effort
        elif reasoning == "object":
            payload["reasoning"] = {"effort": effort}
    if seed is not None and "seed" in features:
        payload["seed"] = seed
    if max_tokens is not None:
        is_new = "max_completion_tokens" in features
        payload["max_completion_tokens" if is_new else "max_tokens"] = max_tokens
    if "stream" in features:
        payload["stream"] = True
        if "stream_options" in features:
            payload["stream_options"] = {"include_usage": True}
    return payload


def collect_completion(chunks: Iterable[Mapping[str, Any]], *, is_closed: bool) -> dict[str, Any]:
    """The whole completion that a stream of chunks builds up.

    Args:
        chunks: in order.
        is_closed: whether the stream ended by its closing mark; some servers send that instead of a reason.

    Raises:
        ProviderError: the stream reports a failure, or ends before the reply does.
    """
    completion: dict[str, Any] = {}
    message: dict[str, Any] = {"role": "assistant", "content": ""}
    calls: list[dict[str, Any]] = []
    reason = None
    for chunk in chunks:
        fault = chunk.get("error")
        if fault:
            fault = fault if isinstance(fault, Mapping) else {"message": fault}
            raise stream_failure(str(fault.get("code") or fault.get("type") or ""), str(fault.get("message")))
        completion |= {name: chunk[name] for name in ("id", "model", "usage") if chunk.get(name)}
        for choice in (chunk.get("choices") or ())[:1]:
            reason = choice.get("finish_reason") or reason
            delta = choice.get("delta") or choice.get("message") or {}
            for name in ("content", "refusal", "reasoning", "reasoning_content"):
                if isinstance(delta.get(name), str):
                    message[name] = message.get(name, "") + delta[name]
            for detail in delta.get("reasoning_details") or ():
                _join_detail(message.setdefault("reasoning_details", []), detail)
            for piece in delta.get("tool_calls") or ():
                _join_call(calls, piece)
    if reason is None and not (is_closed and (message["content"] or calls)):
        raise cut_off()
    if calls:
        message["tool_calls"] = [
            {name: value for name, value in call.items() if name != "index"} for call in calls
        ]
    return {**completion, "choices": [{"message": message, "finish_reason": reason}]}


def _join_call(calls: list[dict[str, Any]], piece: Mapping[str, Any]) -> None:
    """Add a piece to the call it continues; one with an id of its own, or a new position, begins a call."""
    function = piece.get("function") or {}
    known = [call for call in calls if call["index"] == piece.get("index")]
    call = known[-1] if known else calls[-1] if calls and not (piece.get("id") or "index" in piece) else None
    if call is None or (piece.get("id") and call["id"] and piece["id"] != call["id"]):
        call = {
            "index": piece.get("index"),
            "id": piece.get("id"),
            "function": {"name": "", "arguments": ""},
        }
        calls.append(call)
    call["id"] = call["id"] or piece.get("id")
    call["function"]["name"] = call["function"]["name"] or function.get("name") or ""
    arguments = function.get("arguments") or ""
    call["function"]["arguments"] += arguments if isinstance(arguments, str) else json.dumps(arguments)


def _join_detail(details: list[dict[str, Any]], piece: Mapping[str, Any]) -> None:
    """Add a piece to the detail it continues: the same kind at the same position, both of words."""
    last = details[-1] if details else {}
    field = "summary" if "summary" in piece else "text"
    keys = ("type", "index")
    if last and all(last.get(key) == piece.get(key) for key in keys) and field in last and field in piece:
        joined = (last.get(field) or "") + (piece.get(field) or "")
        last |= {name: value for name, value in piece.items() if value is not None} | {field: joined}
    else:
        details.append(dict(piece))


def decode_reply(data: Any, *, call_prefix: str = "call") -> AssistantMessage:
    """The reply in a response's JSON body.

    Args:
        data: the parsed body.
        call_prefix: begins the ids of tool calls that the service left without one.

    Raises:
        ProviderError: the body is not a chat completion; retryable, because servers under load send such.
    """
    try:
        choice = data["choices"][0]
        message = choice["message"]
        text, refusal = _text_of(message.get("content")), message.get("refusal")
        calls = tuple(
            _decode_call(call, f"{call_prefix}_{position}")
            for position, call in enumerate(message.get("tool_calls") or (), start=1)
        )
        usage = _decode_usage(data.get("usage") or {})
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        fault = (data.get("error") if isinstance(data, dict) else None) or f"{type(error).__name__}: {error}"
        raise ProviderError(f"the service sent no chat completion ({fault})", retryable=True) from None
    stop = _STOPS.get(str(choice.get("finish_reason")), "end")
    if refusal:
        text, stop = str(refusal), "refusal"
    calls = whole_calls(calls, stop)
    thought = message.get("reasoning_content") or message.get("reasoning") or ""
    echoed = {name: message[name] for name in _ECHOED if message.get(name)}
    return AssistantMessage(
        text=text,
        tool_calls=calls,
        thought=thought if isinstance(thought, str) else "",
        usage=usage,
        stop=settled(stop, calls),
        extra={EXTRA: echoed} if echoed else {},
    )


def _encode_messages(messages: Sequence[Message], images: Mapping[str, bytes]) -> list[dict[str, Any]]:
    encoded: list[dict[str, Any]] = []
    waiting: list[Part] = []
    for message in messages:
        if isinstance(message, UserMessage):
            waiting += message.parts
            continue
        if isinstance(message, ToolMessage):
            encoded.append(_encode_tool(message))
            waiting += message.images  # a tool's message holds words only
        elif message.text.strip() or message.tool_calls:
            if waiting:
                encoded.append({"role": "user", "content": _encode_parts(waiting, images)})
                waiting = []
            encoded.append(_encode_assistant(message))
    if waiting:
        encoded.append({"role": "user", "content": _encode_parts(waiting, images)})
    return encoded


def _encode_parts(parts: Sequence[Part], images: Mapping[str, bytes]) -> str | list[dict[str, Any]]:
    """One string when there are only words, as the plainest servers want it."""
    if not any(isinstance(part, ImagePart) for part in parts):
        return "\n\n".join(part.text for part in parts if isinstance(part, TextPart))
    return [_encode_part(part, images) for part in parts]


def _encode_part(part: Part, images: Mapping[str, bytes]) -> dict[str, Any]:
    if isinstance(part, TextPart):
        return {"type": "text", "text": part.text}
    return {
        "type": "image_url",
        "image_url": {"url": as_data_url(part, images), "detail": "high"},
    }


def _encode_tool(message: ToolMessage) -> dict[str, Any]:
    return {"role": "tool", "tool_call_id": message.call_id, "content": message.content}


def _encode_assistant(message: AssistantMessage) -> dict[str, Any]:
    encoded: dict[str, Any] = {"role": "assistant", "content": message.text, **message.extra.get(EXTRA, {})}
    if message.tool_calls:
        encoded["content"] = message.text or None
        encoded["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in message.tool_calls
        ]
    return encoded


def _decode_call(call: Mapping[str, Any], fallback_id: str) -> ToolCall:
    arguments = call["function"].get("arguments") or "{}"
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return ToolCall(str(call.get("id") or fallback_id), str(call["function"]["name"]), text)


def _text_of(content: Any) -> str:
    """Content as text, whether a string, nothing, or a list of parts."""
    if content is None or isinstance(content, str):
        return content or ""
    return "".join(part.get("text", "") for part in content if part.get("type") == "text")


def _decode_usage(usage: Mapping[str, Any]) -> Usage:
    read = usage.get("prompt_tokens_details") or {}
    made = usage.get("completion_tokens_details") or {}
    cached = read.get("cached_tokens") or usage.get("prompt_cache_hit_tokens")
    cost = usage.get("cost")
    return Usage(
        input_tokens=int(usage.get("prompt_tokens") or 0),
        cached_tokens=int(cached or 0),
        output_tokens=int(usage.get("completion_tokens") or 0),
        cost_usd=None if cost is None else float(cost),
        cache_write_tokens=int(read.get("cache_write_tokens") or 0),
        reasoning_tokens=int(made.get("reasoning_tokens") or 0),
    )
