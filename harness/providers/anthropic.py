"""The Messages service of Anthropic, and others that speak it.

A newcomer's mistake: to ask without streaming. The client library refuses long replies then, and nobody sees
that the model is at work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

import anthropic

from harness.errors import UsageError
from harness.messages import AssistantMessage
from harness.providers.anthropic_codec import (
    FEATURES,
    REFUSALS,
    collect_message,
    decode_reply,
    encode_request,
)
from harness.providers.base import OnProgress, Request, Traits
from harness.providers.client_errors import translated
from harness.providers.content import Meter
from harness.providers.models import facts_of, traits_of_model
from harness.providers.options import ProviderOptions
from harness.providers.service import Endpoint, ServiceProvider, endpoint_from

DEFAULT_BASE_URL = "https://api.anthropic.com"
MAX_TOKENS = 32_000
CACHE_TTLS = ("5m", "1h")
_LONGEST_REPLY = re.compile(r"max_tokens: \d+ > (\d+)")
_DOING: Mapping[str, Literal["thinking", "writing", "calling"]] = {
    "thinking": "thinking",
    "text": "writing",
    "partial_json": "calling",
}


class AnthropicProvider(ServiceProvider):
    """Asks a Messages service."""

    def __init__(
        self,
        *,
        model_id: str,
        endpoint: Endpoint,
        images: Mapping[str, bytes],
        effort: str | None = None,
        features: frozenset[str] = FEATURES,
        max_tokens: int = MAX_TOKENS,
        cache_ttl: str = "5m",
    ) -> None:
        super().__init__(
            name="anthropic", model_id=model_id, endpoint=endpoint, features=features, refusals=REFUSALS
        )
        self._images = images
        self._effort = effort
        self._max_tokens = max_tokens
        self._cache_ttl = cache_ttl
        self._client = anthropic.AsyncAnthropic(
            api_key=endpoint.api_key or "none",
            base_url=endpoint.base_url or DEFAULT_BASE_URL,
            max_retries=0,
            timeout=endpoint.idle_timeout_s,
        )

    def encode(self, request: Request) -> dict[str, Any]:
        """The arguments of ``messages.create``."""
        payload = encode_request(
            request,
            model_id=self.model_id,
            images=self._images,
            effort=self._effort,
            features=self.features,
            max_tokens=self._max_tokens,
            context_tokens=facts_of(self.name, self.model_id).context_tokens,
            cache_ttl=self._cache_ttl,
        )
        return {**payload, "stream": True}

    async def exchange(
        self, request: Request, payload: Mapping[str, Any], on_progress: OnProgress
    ) -> AssistantMessage:
        """The reply, built up from the stream of events."""
        meter = Meter(on_progress)
        events: list[Mapping[str, Any]] = []
        with translated(anthropic, anthropic.AnthropicError, str(self._client.base_url)):
            async with await self._client.messages.create(**payload) as stream:
                async for event in stream:
                    events.append(event.to_dict(mode="json"))
                    _tell(meter, events[-1])
        data = collect_message(events)
        self.keep_wire(payload, data)
        return decode_reply(data, model_id=self.model_id)

    def adapt(self, words: str) -> bool:
        """Ask for shorter replies when the service names the longest its model gives."""
        named = _LONGEST_REPLY.search(words)
        if named is None or int(named[1]) >= self._max_tokens:
            return False
        self._max_tokens = int(named[1])
        return True

    async def traits(self) -> Traits:
        """What the table of models says."""
        return traits_of_model(self.name, self.model_id)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


def create(options: ProviderOptions) -> AnthropicProvider:
    """A provider with the key, address and patience that options and environment name.

    Raises:
        UsageError: a setting in the environment cannot be used.
    """
    environ, facts = options.environ, facts_of("anthropic", options.model_id)
    wanted = environ.get("ANTHROPIC_MAX_TOKENS") or str(MAX_TOKENS)
    if not wanted.isdecimal() or int(wanted) == 0:
        raise UsageError(f"ANTHROPIC_MAX_TOKENS: got {wanted!r}; want a whole number above 0")
    ttl = environ.get("ANTHROPIC_PROMPT_CACHE_TTL") or "5m"
    if ttl not in CACHE_TTLS:
        raise UsageError(f"ANTHROPIC_PROMPT_CACHE_TTL: got {ttl!r}; want one of {', '.join(CACHE_TTLS)}")
    return AnthropicProvider(
        model_id=options.model_id,
        endpoint=endpoint_from(environ, "ANTHROPIC", api_key=options.api_key, base_url=options.base_url),
        images=options.images,
        effort=options.effort,
        features=FEATURES - facts.lacks,
        max_tokens=min(int(wanted), facts.max_output_tokens or int(wanted)),
        cache_ttl=ttl,
    )


def _tell(meter: Meter, event: Mapping[str, Any]) -> None:
    """Count what one event of the stream brings."""
    if event["type"] == "content_block_start" and event["content_block"]["type"] == "tool_use":
        meter.add("calling", "", detail=event["content_block"]["name"])
    elif event["type"] == "content_block_delta":
        delta = event["delta"]
        for field, doing in _DOING.items():
            if field in delta:
                meter.add(doing, delta[field])
