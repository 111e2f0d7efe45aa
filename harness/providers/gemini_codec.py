"""Our messages to and from Gemini's generateContent format; pure functions.

A newcomer's mistake: to keep thought signatures as the bytes the client library wants. A record is JSON, so
they stand there in base64 and become bytes only on the way out.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from harness.errors import ProviderError
from harness.messages import (
    AssistantMessage,
    ImagePart,
    Part,
    Stop,
    ToolCall,
    ToolMessage,
    Usage,
)
from harness.providers.base import Request, ToolSchema
from harness.providers.content import arguments_of, results_first, settled, turns, whole_calls
from harness.providers.failures import cut_off

EXTRA = "gemini"
REFUSALS: Mapping[str, re.Pattern[str]] = {
    "thinking": re.compile(r"thinking|include_?thoughts", re.IGNORECASE),
    "json_schema": re.compile(r"parameters_?json_?schema", re.IGNORECASE),
    "seed": re.compile(r"\bseed\b", re.IGNORECASE),
}
"""Feature of a request -> how services refuse it."""
FEATURES = frozenset(REFUSALS)
_REFUSED = frozenset(
    {
        "SAFETY",
        "RECITATION",
        "LANGUAGE",
        "BLOCKLIST",
        "PROHIBITED_CONTENT",
        "SPII",
        "ESCALATION",
        "MODEL_ARMOR",
        "PUP_LIMITED_DISABLED",
        "IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT",
        "IMAGE_RECITATION",
    }
)
_CUT = frozenset({"MAX_TOKENS", "CONTINUATION"})
_UNSIGNED = "skip_thought_signature_validator"
"""What the service accepts in place of a signature for calls it did not make itself."""
_BUDGETS: Mapping[str, tuple[int, int]] = {
    "flash-lite": (512, 24_576),
    "flash": (0, 24_576),
    "": (128, 32_768),
}
"""Thinking tokens, least and most, of the models that take a number, by what their name holds."""
_LEFT_OUT_OF_SCHEMAS = ("additionalProperties", "title", "default")


def encode_request(
    request: Request,
    *,
    model_id: str,
    images: Mapping[str, bytes],
    effort: str | None = None,
    seed: int | None = None,
    features: frozenset[str] = FEATURES,
) -> dict[str, Any]:
    """The arguments of the client library's call: ``model``, ``contents`` and ``config``.

    Args:
        request: what to ask.
        model_id: as the service knows it.
        images: SHA-256 -> bytes of the pictures in the messages.
        effort: how long to think; None leaves it to the service.
        seed: sent when given.
        features: which optional fields may be used.
    """
    config: dict[str, Any] = {
        "system_instruction": request.system,
        "automatic_function_calling": {"disable": True},
    }
    if request.tools:
        declarations = [_encode_tool(tool, features) for tool in request.tools]
        config["tools"] = [{"function_declarations": declarations}]
    if "thinking" in features:
        config["thinking_config"] = {"include_thoughts": True, **_thinking(model_id, effort)}
    if seed is not None and "seed" in features:
        config["seed"] = seed
    return {"model": model_id, "contents": _encode_contents(request, model_id, images), "config": config}


def collect_response(chunks: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The whole response that a stream of chunks builds up: parts in order, the last word on the rest.

    Pieces of one text are joined; parts with a signature stay as they are.

    Raises:
        ProviderError: the stream ends before the reply does.
    """
    parts: list[dict[str, Any]] = []
    response: dict[str, Any] = {}
    reason = None
    for chunk in chunks:
        response |= {name: value for name, value in chunk.items() if name != "candidates"}
        for candidate in (chunk.get("candidates") or ())[:1]:
            reason = candidate.get("finishReason") or reason
            response["finishMessage"] = candidate.get("finishMessage") or response.get("finishMessage")
            for part in (candidate.get("content") or {}).get("parts") or ():
                _append(parts, part)
    is_blocked = bool((response.get("promptFeedback") or {}).get("blockReason"))
    if reason is None and not is_blocked:
        raise cut_off()
    return {**response, "parts": parts, "finishReason": reason}


def _append(parts: list[dict[str, Any]], part: Mapping[str, Any]) -> None:
    last = parts[-1] if parts else {}
    joins = (
        set(part) <= {"text", "thought"}
        and set(last) <= {"text", "thought"}
        and "text" in last
        and part.get("thought") == last.get("thought")
    )
    if joins:
        last["text"] += part.get("text") or ""
    elif part != {"text": ""}:
        parts.append(dict(part))


def decode_reply(data: Mapping[str, Any], *, model_id: str, call_prefix: str = "call") -> AssistantMessage:
    """The reply in a collected response.

    Args:
        data: as `collect_response` gives it.
        model_id: as it was asked for; only a request to the same model gets the parts back.
        call_prefix: begins the ids of calls that the service left without one.

    Raises:
        ProviderError: a part is none; retryable.
    """
    texts: list[str] = []
    thoughts: list[str] = []
    calls: list[ToolCall] = []
    try:
        for part in data["parts"]:
            if "functionCall" in part:
                call = part["functionCall"]
                call_id = call.get("id") or f"{call_prefix}_{len(calls) + 1}"
                arguments = json.dumps(call.get("args") or {}, ensure_ascii=False)
                calls.append(ToolCall(call_id, call["name"], arguments))
            elif "text" in part:
                (thoughts if part.get("thought") else texts).append(part["text"])
        usage = _decode_usage(data.get("usageMetadata") or {})
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        fault = f"{type(error).__name__}: {error}"
        raise ProviderError(f"the service sent no reply ({fault})", retryable=True) from None
    text, reason = "".join(texts), str(data.get("finishReason") or "")
    stop: Stop = "refusal" if reason in _REFUSED else "length" if reason in _CUT else "end"
    blocked = (data.get("promptFeedback") or {}).get("blockReason")
    if blocked:
        stop, text = "refusal", text or f"the service blocked the prompt ({blocked})"
    elif stop == "refusal":
        text = text or str(data.get("finishMessage") or f"the service stopped the reply ({reason})")
    kept = whole_calls(calls, stop)
    return AssistantMessage(
        text=text,
        tool_calls=kept,
        thought="".join(thoughts),
        usage=usage,
        stop=settled(stop, kept),
        extra={EXTRA: {"model": model_id, "parts": data["parts"]}} if data["parts"] else {},
    )


def _thinking(model_id: str, effort: str | None) -> dict[str, Any]:
    """How much to think: a number of tokens for the 2.5 models, a level for later ones."""
    if effort is None:
        return {}
    if "2.5" not in model_id:
        level = "high" if effort == "xhigh" else effort
        if "flash" not in model_id and level == "medium":
            level = "high"  # the larger models know two levels
        return {"thinking_level": level.upper()}
    least, most = next(budget for word, budget in _BUDGETS.items() if word in model_id)
    return {"thinking_budget": {"low": least, "medium": (least + most) // 2}.get(effort, most)}


def _encode_tool(tool: ToolSchema, features: frozenset[str]) -> dict[str, Any]:
    schema = {name: value for name, value in tool.parameters.items() if name not in _LEFT_OUT_OF_SCHEMAS}
    field = "parameters_json_schema" if "json_schema" in features else "parameters"
    encoded = {"name": tool.name, "description": tool.description}
    return encoded | ({field: schema} if schema.get("properties") else {})


def _encode_contents(request: Request, model_id: str, images: Mapping[str, bytes]) -> list[dict[str, Any]]:
    contents: list[dict[str, Any]] = []
    given: set[str] = set()
    for turn in turns(request.messages):
        if isinstance(turn, AssistantMessage):
            parts = _encode_assistant(turn, model_id)
            given |= {part["function_call"].get("id", "") for part in parts if "function_call" in part}
            contents.append({"role": "model", "parts": parts})
            continue
        results, others = results_first(turn)
        parts = [_encode_result(result, with_id=result.call_id in given) for result in results]
        parts += [_encode_part(image, images) for result in results for image in result.images]
        parts += [_encode_part(part, images) for message in others for part in message.parts]
        contents.append({"role": "user", "parts": parts})
    return contents


def _encode_part(part: Part, images: Mapping[str, bytes]) -> dict[str, Any]:
    if isinstance(part, ImagePart):
        return {"inline_data": {"mime_type": part.media_type, "data": images[part.sha256]}}
    return {"text": part.text}


def _encode_result(message: ToolMessage, *, with_id: bool) -> dict[str, Any]:
    try:
        content = json.loads(message.content)
    except ValueError:
        content = None
    response = content if isinstance(content, dict) else {"result": message.content}
    encoded: dict[str, Any] = {"name": message.name, "response": response}
    if with_id:
        encoded["id"] = message.call_id
    return {"function_response": encoded}


def _encode_assistant(message: AssistantMessage, model_id: str) -> list[dict[str, Any]]:
    own = message.extra.get(EXTRA, {})
    if own.get("model") == model_id:
        sent = [part for part in own["parts"] if not part.get("thought") or part.get("thoughtSignature")]
        return [_as_sent(part) for part in sent]
    parts: list[dict[str, Any]] = [{"text": message.text}] if message.text.strip() else []
    for call in message.tool_calls:
        part: dict[str, Any] = {"function_call": {"name": call.name, "args": arguments_of(call)}}
        if call is message.tool_calls[0]:
            part["thought_signature"] = _UNSIGNED.encode()
        parts.append(part)
    return parts


def _as_sent(part: Mapping[str, Any]) -> dict[str, Any]:
    """A part of a reply as the client library takes it: its own names, signatures as bytes."""
    sent: dict[str, Any] = {}
    for name, value in part.items():
        if name == "thoughtSignature":
            sent["thought_signature"] = base64.b64decode(value)
        elif name == "functionCall":
            sent["function_call"] = dict(value)
        else:
            sent[name] = value
    return sent


def _decode_usage(usage: Mapping[str, Any]) -> Usage:
    thought = int(usage.get("thoughtsTokenCount") or 0)
    return Usage(
        input_tokens=int(usage.get("promptTokenCount") or 0) + int(usage.get("toolUsePromptTokenCount") or 0),
        cached_tokens=int(usage.get("cachedContentTokenCount") or 0),
        output_tokens=int(usage.get("candidatesTokenCount") or 0) + thought,
        reasoning_tokens=thought,
    )
