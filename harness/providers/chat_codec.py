"""Our messages to and from the chat-completions format; pure functions.

A newcomer's mistake: to send two user messages in a row. Some servers' templates refuse that, so neighbours
are merged into one.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from harness.errors import ProviderError
from harness.messages import (
    AssistantMessage,
    ImagePart,
    Message,
    Part,
    TextPart,
    ToolCall,
    ToolMessage,
    Usage,
    UserMessage,
)
from harness.providers.base import Request

EXTRA = "chat"
_ECHOED = ("reasoning", "reasoning_details", "reasoning_content")
"""Fields some services want back unchanged with the reply they came in."""
_STOPS: Mapping[str, Literal["end", "tools", "length", "refusal"]] = {
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
) -> dict[str, Any]:
    """The JSON body of a call.

    Args:
        request: what to ask.
        model_id: as the service knows it.
        images: SHA-256 -> bytes of the pictures in the messages.
        effort: sent as ``reasoning_effort`` when given.
        seed: sent when given.
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
    if effort is not None:
        payload["reasoning_effort"] = effort
    if seed is not None:
        payload["seed"] = seed
    return payload


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
    elif calls and stop == "end":
        stop = "tools"
    thought = message.get("reasoning_content") or message.get("reasoning") or ""
    echoed = {name: message[name] for name in _ECHOED if message.get(name)}
    return AssistantMessage(
        text=text,
        tool_calls=calls,
        thought=thought if isinstance(thought, str) else "",
        usage=usage,
        stop=stop,
        extra={EXTRA: echoed} if echoed else {},
    )


def _encode_messages(messages: Sequence[Message], images: Mapping[str, bytes]) -> list[dict[str, Any]]:
    encoded: list[dict[str, Any]] = []
    waiting: list[Part] = []
    for message in messages:
        if isinstance(message, UserMessage):
            waiting += message.parts
            continue
        if waiting:
            encoded.append({"role": "user", "content": _encode_parts(waiting, images)})
            waiting = []
        encoded.append(
            _encode_tool(message) if isinstance(message, ToolMessage) else _encode_assistant(message)
        )
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
    data = base64.b64encode(images[part.sha256]).decode()
    return {
        "type": "image_url",
        "image_url": {"url": f"data:{part.media_type};base64,{data}", "detail": "high"},
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
    cached = (usage.get("prompt_tokens_details") or {}).get("cached_tokens")
    cost = usage.get("cost")
    return Usage(
        input_tokens=int(usage.get("prompt_tokens") or 0),
        cached_tokens=int(cached or 0),
        output_tokens=int(usage.get("completion_tokens") or 0),
        cost_usd=None if cost is None else float(cost),
    )
