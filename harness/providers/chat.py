"""Any service that speaks chat completions: a vendor, a gateway, or a server on this machine.

A newcomer's mistake: to demand a key. With a server address set, none is needed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import openai

from harness import config
from harness.errors import ProviderError, UsageError
from harness.messages import AssistantMessage
from harness.providers import ProviderOptions
from harness.providers.base import Request
from harness.providers.chat_codec import decode_reply, encode_request
from harness.providers.retry import RETRIED_STATUSES, BusyError, RetryPolicy, with_retries

REQUEST_TIMEOUT_S = 900.0
_PLACEHOLDER_KEY = "none"
"""The client library insists on a key; servers without one ignore it."""
_SHOWN_CHARACTERS = 500


class ChatProvider:
    """Asks a chat-completions service."""

    name = "chat"

    def __init__(
        self,
        *,
        model_id: str,
        api_key: str | None,
        base_url: str | None,
        images: Mapping[str, bytes],
        effort: str | None = None,
        seed: int | None = None,
        retries: RetryPolicy | None = None,
        timeout_s: float = REQUEST_TIMEOUT_S,
    ) -> None:
        self.model_id = model_id
        self._images = images
        self._effort = effort
        self._seed = seed
        self._retries = retries or RetryPolicy()
        self._client = openai.AsyncOpenAI(
            api_key=api_key or _PLACEHOLDER_KEY, base_url=base_url, max_retries=0, timeout=timeout_s
        )

    async def reply(self, request: Request) -> AssistantMessage:
        """The service's reply; passing failures are tried again.

        Raises:
            ProviderError: it failed for good.
        """
        payload = encode_request(
            request, model_id=self.model_id, images=self._images, effort=self._effort, seed=self._seed
        )

        async def attempt() -> AssistantMessage:
            return decode_reply(await self._post(payload), call_prefix=f"call_{len(request.messages)}")

        return await with_retries(attempt, self._retries)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _post(self, payload: Mapping[str, Any]) -> Any:
        try:
            response = await self._client.chat.completions.with_raw_response.create(**payload)
            return json.loads(response.content)
        except openai.APIStatusError as error:
            raise _failure(error) from error
        except openai.APIConnectionError as error:
            cause = f"{error} ({error.__cause__})" if error.__cause__ else str(error)
            raise BusyError(f"{self._client.base_url}: {cause}") from error
        except openai.OpenAIError as error:
            raise ProviderError(str(error)) from error
        except ValueError as error:
            raise BusyError(f"the service sent no JSON ({error})") from error


def create(options: ProviderOptions) -> ChatProvider:
    """A provider with the key and address that the environment names.

    Raises:
        UsageError: a setting in the environment is not a number.
    """
    environ = options.environ
    return ChatProvider(
        model_id=options.model_id,
        api_key=environ.get(config.API_KEY),
        base_url=config.base_url(environ),
        images=options.images,
        effort=options.effort,
        seed=options.seed,
        retries=RetryPolicy(attempts=int(_setting(environ, "OPENAI_MAX_ATTEMPTS", RetryPolicy.attempts))),
        timeout_s=_setting(environ, "OPENAI_REQUEST_TIMEOUT_SECONDS", REQUEST_TIMEOUT_S),
    )


def _failure(error: openai.APIStatusError) -> ProviderError:
    message = f"the service answered {error.status_code}: {str(error.message)[:_SHOWN_CHARACTERS]}"
    if error.status_code not in RETRIED_STATUSES and error.status_code < 500:
        return ProviderError(message)
    try:
        retry_after_s = max(0.0, float(error.response.headers["retry-after"]))
    except (KeyError, ValueError):
        retry_after_s = None
    return BusyError(message, retry_after_s=retry_after_s)


def _setting(environ: Mapping[str, str], name: str, default: float) -> float:
    text = environ.get(name) or str(default)
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if value <= 0:
        raise UsageError(f"{name}: got {text!r}; want a number above 0")
    return value
