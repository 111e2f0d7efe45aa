"""Any service that speaks chat completions: a vendor, a gateway, or a server on this machine.

A newcomer's mistake: to demand a key, tool calling or a stream. A server may lack each of them: then none is
sent, calls are written as text, and the reply comes in one piece.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import openai

from harness.errors import UsageError
from harness.messages import AssistantMessage
from harness.providers.base import OnProgress, Request, Traits
from harness.providers.chat_codec import (
    FEATURES,
    REFUSALS,
    collect_completion,
    decode_reply,
    encode_request,
)
from harness.providers.client_errors import translated
from harness.providers.content import Meter
from harness.providers.models import facts_of
from harness.providers.options import ProviderOptions
from harness.providers.presets import PRESETS, Preset
from harness.providers.probing import probe
from harness.providers.service import Endpoint, ServiceProvider, endpoint_from
from harness.providers.text_tools import as_text_conversation, read_calls

DEFAULT_BASE_URL = "https://api.openai.com/v1"
_PLACEHOLDER_KEY = "none"
"""The client library insists on a key; servers without one ignore it."""


class ChatProvider(ServiceProvider):
    """Asks a chat-completions service."""

    def __init__(
        self,
        *,
        model_id: str,
        endpoint: Endpoint,
        images: Mapping[str, bytes],
        name: str = "chat",
        preset: Preset = PRESETS["chat"],
        effort: str | None = None,
        seed: int | None = None,
        features: frozenset[str] = FEATURES,
        max_tokens: int | None = None,
        extra_body: Mapping[str, Any] | None = None,
        extra_headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(
            name=name, model_id=model_id, endpoint=endpoint, features=features, refusals=REFUSALS
        )
        self._images = images
        self._preset = preset
        self._effort = effort
        self._seed = seed
        self._max_tokens = max_tokens
        self._extra_body = {**preset.body, **(extra_body or {})}
        self._traits: Traits | None = None
        self._client = openai.AsyncOpenAI(
            api_key=endpoint.api_key or _PLACEHOLDER_KEY,
            base_url=endpoint.base_url or preset.base_url or DEFAULT_BASE_URL,
            max_retries=0,
            timeout=endpoint.idle_timeout_s,
            default_headers=extra_headers,
        )

    def encode(self, request: Request) -> dict[str, Any]:
        """The JSON body of the call."""
        payload = encode_request(
            request if "tools" in self.features else as_text_conversation(request),
            model_id=self.model_id,
            images=self._images,
            effort=self._effort,
            seed=self._seed,
            features=self.features,
            reasoning=self._preset.reasoning,
            max_tokens=self._max_tokens,
        )
        return {**payload, **self._extra_body}

    async def exchange(
        self, request: Request, payload: Mapping[str, Any], on_progress: OnProgress
    ) -> AssistantMessage:
        """The reply, from a stream or in one piece, whichever the server sends."""
        rest = {name: value for name, value in payload.items() if name not in ("model", "messages")}
        call = self._client.chat.completions.with_streaming_response.create(
            model=payload["model"], messages=payload["messages"], extra_body=rest
        )
        with translated(openai, openai.OpenAIError, str(self._client.base_url)):
            async with call as response:
                if "event-stream" in response.headers.get("content-type", ""):
                    data = await _collected(response, Meter(on_progress))
                else:
                    data = json.loads(await response.read())
        self.keep_wire(payload, data)
        prefix = f"call_{len(request.messages)}"
        reply = decode_reply(data, call_prefix=prefix)
        if "tools" in payload or reply.tool_calls or reply.stop == "refusal":
            return reply
        return read_calls(reply, request.tools, call_prefix=prefix)

    async def traits(self) -> Traits:
        """What the table of models and the server say; a server without tool calling is not offered tools."""
        if self._traits is None:
            facts = facts_of(self.name, self.model_id)
            told = await probe(self._client, self._preset, self.model_id)
            images = facts.images if told.accepts_images is None else told.accepts_images
            self._traits = Traits(told.context_tokens or facts.context_tokens, images, told.has_tools)
            if told.has_tools is False:
                self.features -= {"tools"}
        return self._traits

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


def create(options: ProviderOptions) -> ChatProvider:
    """A provider with the key, address and patience that options and environment name.

    Raises:
        UsageError: a setting in the environment cannot be used.
    """
    environ, name = options.environ, options.name or "chat"
    prefix = "OPENAI" if name == "chat" else name.upper()
    wanted = environ.get(f"{prefix}_MAX_TOKENS")
    if wanted and (not wanted.isdecimal() or int(wanted) == 0):
        raise UsageError(f"{prefix}_MAX_TOKENS: got {wanted!r}; want a whole number above 0")
    headers = _json_setting(environ, "ARTICRAFT_EXTRA_HEADERS")
    if name == "openrouter":
        named = {"HTTP-Referer": "OPENROUTER_HTTP_REFERER", "X-OpenRouter-Title": "OPENROUTER_APP_TITLE"}
        headers = {key: environ[value] for key, value in named.items() if environ.get(value)} | headers
    return ChatProvider(
        name=name,
        preset=PRESETS[name],
        model_id=options.model_id,
        endpoint=endpoint_from(environ, prefix, api_key=options.api_key, base_url=options.base_url),
        images=options.images,
        effort=options.effort,
        seed=options.seed,
        max_tokens=int(wanted) if wanted else None,
        extra_body=_json_setting(environ, "ARTICRAFT_EXTRA_BODY"),
        extra_headers={str(key): str(value) for key, value in headers.items()},
    )


def _json_setting(environ: Mapping[str, str], name: str) -> dict[str, Any]:
    try:
        value = json.loads(environ.get(name) or "{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise UsageError(f"{name}: got {environ[name]!r}; want a JSON object")
    return value


async def _collected(response: Any, meter: Meter) -> dict[str, Any]:
    """The completion in a stream of ``data:`` lines."""
    chunks: list[dict[str, Any]] = []
    is_closed = False
    async for line in response.iter_lines():
        name, _, text = line.partition(":")
        if name != "data" or not text.strip():
            continue
        if text.strip() == "[DONE]":
            is_closed = True
            break
        chunks.append(json.loads(text))
        _tell(meter, chunks[-1])
    return collect_completion(chunks, is_closed=is_closed)


def _tell(meter: Meter, chunk: Mapping[str, Any]) -> None:
    """Count what one chunk brings."""
    for choice in chunk.get("choices") or ():
        delta = choice.get("delta") or {}
        thought = delta.get("reasoning_content") or delta.get("reasoning")
        if isinstance(thought, str) and thought:
            meter.add("thinking", thought)
        if isinstance(delta.get("content"), str) and delta["content"]:
            meter.add("writing", delta["content"])
        for call in delta.get("tool_calls") or ():
            function = call.get("function") or {}
            meter.add("calling", str(function.get("arguments") or ""), detail=function.get("name") or "")
