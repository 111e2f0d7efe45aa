"""Google's Gemini service.

A newcomer's mistake: to let the client library choose its HTTP client. It takes whichever is installed, and
their errors differ; ours is handed to it.
"""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx2
from google import genai
from google.genai import errors, types

from harness.messages import AssistantMessage
from harness.providers.base import OnProgress, Request, Traits
from harness.providers.content import Meter
from harness.providers.failures import failure, stream_failure
from harness.providers.gemini_codec import (
    FEATURES,
    REFUSALS,
    collect_response,
    decode_reply,
    encode_request,
)
from harness.providers.models import facts_of, traits_of_model
from harness.providers.options import ProviderOptions
from harness.providers.retry import BusyError
from harness.providers.service import Endpoint, ServiceProvider, endpoint_from

DEFAULT_BASE_URL = "https://generativelanguage.googleapis.com"


class GeminiProvider(ServiceProvider):
    """Asks a Gemini service."""

    def __init__(
        self,
        *,
        model_id: str,
        endpoint: Endpoint,
        images: Mapping[str, bytes],
        effort: str | None = None,
        seed: int | None = None,
        features: frozenset[str] = FEATURES,
    ) -> None:
        super().__init__(
            name="gemini", model_id=model_id, endpoint=endpoint, features=features, refusals=REFUSALS
        )
        self._images = images
        self._effort = effort
        self._seed = seed
        self._base_url = endpoint.base_url or DEFAULT_BASE_URL
        self._http = httpx2.AsyncClient(timeout=endpoint.idle_timeout_s)
        self._client = genai.Client(
            api_key=endpoint.api_key or "none",
            enterprise=False,
            http_options=types.HttpOptions(
                base_url=self._base_url,
                timeout=int(endpoint.idle_timeout_s * 1000),
                httpx_async_client=self._http,
            ),
        )

    def encode(self, request: Request) -> dict[str, Any]:
        """The arguments of ``models.generate_content_stream``."""
        return encode_request(
            request,
            model_id=self.model_id,
            images=self._images,
            effort=self._effort,
            seed=self._seed,
            features=self.features,
        )

    async def exchange(
        self, request: Request, payload: Mapping[str, Any], on_progress: OnProgress
    ) -> AssistantMessage:
        """The reply, built up from the stream of chunks."""
        meter, chunks = Meter(on_progress), []
        async for chunk in self._chunks(payload):
            chunks.append(_with_plain_base64(chunk))
            _tell(meter, chunks[-1])
        prefix = f"call_{len(request.messages)}"
        data = collect_response(chunks)
        self.keep_wire(payload, data)
        return decode_reply(data, model_id=self.model_id, call_prefix=prefix)

    async def _chunks(self, payload: Mapping[str, Any]) -> AsyncIterator[dict[str, Any]]:
        """The stream as JSON, the library's errors in our terms."""
        try:
            stream = await self._client.aio.models.generate_content_stream(**payload)
            async for chunk in stream:
                yield chunk.model_dump(mode="json", by_alias=True, exclude_none=True)
        except errors.APIError as error:
            words = f"{error.status or ''} {error.message or ''} {error.details}"
            if error.code is None or error.code < 400:
                raise stream_failure(str(error.status or ""), words) from error
            headers = getattr(error.response, "headers", None) or {}
            raise failure(error.code, words, headers) from error
        except httpx2.HTTPError as error:
            raise BusyError(f"{self._base_url}: {type(error).__name__} {error}") from error
        except (errors.UnknownApiResponseError, ValueError, TypeError) as error:  # of bodies it cannot read
            raise BusyError(f"the service sent no reply ({error})") from error

    async def traits(self) -> Traits:
        """What the table of models says."""
        return traits_of_model(self.name, self.model_id)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aio.aclose()
        await self._http.aclose()


def create(options: ProviderOptions) -> GeminiProvider:
    """A provider with the key, address and patience that options and environment name.

    Raises:
        UsageError: a setting in the environment is not a number.
    """
    return GeminiProvider(
        model_id=options.model_id,
        endpoint=endpoint_from(options.environ, "GEMINI", api_key=options.api_key, base_url=options.base_url),
        images=options.images,
        effort=options.effort,
        seed=options.seed,
        features=FEATURES - facts_of("gemini", options.model_id).lacks,
    )


def _with_plain_base64(data: dict[str, Any]) -> dict[str, Any]:
    """The chunk with signatures in ordinary base64; the library writes the URL alphabet."""
    for candidate in data.get("candidates") or ():
        for part in (candidate.get("content") or {}).get("parts") or ():
            if "thoughtSignature" in part:
                raw = base64.urlsafe_b64decode(part["thoughtSignature"])
                part["thoughtSignature"] = base64.b64encode(raw).decode()
    return data


def _tell(meter: Meter, data: Mapping[str, Any]) -> None:
    """Count what one chunk brings."""
    for candidate in data.get("candidates") or ():
        for part in (candidate.get("content") or {}).get("parts") or ():
            if "functionCall" in part:
                arguments = str(part["functionCall"].get("args") or "")
                meter.add("calling", arguments, detail=part["functionCall"].get("name") or "")
            elif "text" in part:
                meter.add("thinking" if part.get("thought") else "writing", part["text"])
