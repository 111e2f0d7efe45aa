"""The Responses service of OpenAI, and others that speak it.

A newcomer's mistake: to take the last event of the stream for granted. A stream that ends without its closing
event was cut, and what came of it is thrown away.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import openai

from harness.messages import AssistantMessage
from harness.providers.base import OnProgress, Request, Traits
from harness.providers.client_errors import translated
from harness.providers.content import Meter
from harness.providers.failures import cut_off, stream_failure
from harness.providers.models import traits_of_model
from harness.providers.openai_codec import FEATURES, REFUSALS, decode_reply, encode_request
from harness.providers.options import ProviderOptions
from harness.providers.service import Endpoint, ServiceProvider, endpoint_from

DEFAULT_BASE_URL = "https://api.openai.com/v1"
_ENDS = ("response.completed", "response.incomplete", "response.failed")


class OpenAIProvider(ServiceProvider):
    """Asks a Responses service."""

    def __init__(
        self,
        *,
        model_id: str,
        endpoint: Endpoint,
        images: Mapping[str, bytes],
        effort: str | None = None,
        features: frozenset[str] = FEATURES,
    ) -> None:
        super().__init__(
            name="openai", model_id=model_id, endpoint=endpoint, features=features, refusals=REFUSALS
        )
        self._images = images
        self._effort = effort
        self._client = openai.AsyncOpenAI(
            api_key=endpoint.api_key or "none",
            base_url=endpoint.base_url or DEFAULT_BASE_URL,
            max_retries=0,
            timeout=endpoint.idle_timeout_s,
        )

    def encode(self, request: Request) -> dict[str, Any]:
        """The arguments of ``responses.create``."""
        payload = encode_request(
            request,
            model_id=self.model_id,
            images=self._images,
            effort=self._effort,
            features=self.features,
        )
        return {**payload, "stream": True}

    async def exchange(
        self, request: Request, payload: Mapping[str, Any], on_progress: OnProgress
    ) -> AssistantMessage:
        """The reply, read from the stream of events."""
        with translated(openai, openai.OpenAIError, str(self._client.base_url)):
            async with await self._client.responses.create(**payload) as events:
                data = await _finished(events, Meter(on_progress))
        self.keep_wire(payload, data)
        return decode_reply(data, request, model_id=self.model_id)

    async def traits(self) -> Traits:
        """What the table of models says."""
        return traits_of_model(self.name, self.model_id)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


def create(options: ProviderOptions) -> OpenAIProvider:
    """A provider with the key, address and patience that options and environment name.

    Raises:
        UsageError: a setting in the environment is not a number.
    """
    return OpenAIProvider(
        model_id=options.model_id,
        endpoint=endpoint_from(options.environ, "OPENAI", api_key=options.api_key, base_url=options.base_url),
        images=options.images,
        effort=options.effort,
    )


async def _finished(events: Any, meter: Meter) -> Mapping[str, Any]:
    """The response object at the end of the stream."""
    done: list[Mapping[str, Any]] = []
    async for event in events:
        kind = event.type
        if kind in _ENDS:
            data = event.response.to_dict(mode="json")
            return data if data.get("output") or not done else {**data, "output": done}
        if kind == "error":
            raise stream_failure(str(event.code), event.message)
        if kind == "response.output_item.added":
            if event.item.type in ("function_call", "custom_tool_call"):
                meter.add("calling", "", detail=event.item.name)
        elif kind == "response.output_item.done":
            done.append(event.item.to_dict(mode="json"))
        elif kind.endswith(".delta") and isinstance(getattr(event, "delta", None), str):
            is_thought = "reasoning" in kind
            is_call = "arguments" in kind or "input" in kind
            meter.add("thinking" if is_thought else "calling" if is_call else "writing", event.delta)
    raise cut_off()
