"""What all services over the network have in common: one retry loop, time limits, learning what they refuse.

A newcomer's mistake: to keep a list of what each model understands. Every optional field of a request is a
feature; a service that refuses one by name is asked again without it, and is not offered it a second time. So
unknown model ids work.
"""

from __future__ import annotations

import asyncio
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from harness.errors import ProviderError, UsageError
from harness.messages import AssistantMessage
from harness.providers.base import OnProgress, ReplyProgress, Request, Traits, Wire, unwatched
from harness.providers.failures import RejectedError
from harness.providers.retry import BusyError, RetryPolicy, with_retries
from harness.redaction import redactor

REQUEST_TIMEOUT_S = 900.0
IDLE_TIMEOUT_S = 300.0
_CONVERSATION = frozenset(
    {"messages", "input", "contents", "instructions", "system", "system_instruction", "tools"}
)
"""Fields of a request that hold what the tape tells anyway, whatever the service calls them."""


@dataclass(frozen=True)
class Endpoint:
    """Where a service is, and how patiently it is asked."""

    api_key: str | None = None
    base_url: str | None = None
    retries: RetryPolicy = field(default_factory=RetryPolicy)
    timeout_s: float = REQUEST_TIMEOUT_S
    """For a whole reply."""
    idle_timeout_s: float = IDLE_TIMEOUT_S
    """Without a sign of life in between."""


def endpoint_from(
    environ: Mapping[str, str], prefix: str, *, api_key: str | None, base_url: str | None
) -> Endpoint:
    """The endpoint, with patience as the environment's ``<prefix>_...`` variables say.

    Raises:
        UsageError: one of them is not a number above 0.
    """

    def setting(name: str, default: float) -> float:
        text = environ.get(f"{prefix}_{name}") or str(default)
        try:
            value = float(text)
        except ValueError:
            value = 0.0
        if not 0 < value < float("inf"):
            raise UsageError(f"{prefix}_{name}: got {text!r}; want a number above 0")
        return value

    policy = RetryPolicy(
        attempts=max(1, int(setting("MAX_ATTEMPTS", RetryPolicy.attempts))),
        base_s=setting("RETRY_BASE_SECONDS", RetryPolicy.base_s),
        cap_s=setting("RETRY_MAX_SECONDS", RetryPolicy.cap_s),
    )
    timeout_s = setting("REQUEST_TIMEOUT_SECONDS", REQUEST_TIMEOUT_S)
    idle_s = setting("IDLE_TIMEOUT_SECONDS", min(IDLE_TIMEOUT_S, timeout_s))
    return Endpoint(api_key, base_url, policy, timeout_s, idle_s)


class ServiceProvider(ABC):
    """Asks a service; a subclass knows the format and the client library.

    Args:
        name: under which PROVIDERS knows it.
        model_id: as the service knows it.
        endpoint: where and how patiently.
        features: what requests may hold, each a key of `refusals`.
        refusals: feature -> pattern of the words by which services refuse it.
    """

    def __init__(
        self,
        *,
        name: str,
        model_id: str,
        endpoint: Endpoint,
        features: frozenset[str] = frozenset(),
        refusals: Mapping[str, re.Pattern[str]] | None = None,
    ) -> None:
        self.name = name
        self.model_id = model_id
        self.endpoint = endpoint
        self.features = features
        self._refusals = refusals or {}
        secrets = {endpoint.api_key: "key"} if endpoint.api_key else {}
        self._redact = redactor(secrets)
        self.wire: Wire | None = None

    @abstractmethod
    def encode(self, request: Request) -> dict[str, Any]:
        """What would be sent now: the exact arguments of the client library's call."""

    @abstractmethod
    async def exchange(
        self, request: Request, payload: Mapping[str, Any], on_progress: OnProgress
    ) -> AssistantMessage:
        """The reply to one sending of `payload`.

        Raises:
            ProviderError: of a kind that `harness.providers.failures` gives.
        """

    @abstractmethod
    async def close(self) -> None:
        """Close the connections."""

    def keep_wire(self, payload: Mapping[str, Any], response: Any) -> None:
        """Remember one exchange for the record."""
        self.wire = Wire(_parameters(payload), json.loads(json.dumps(response, default=str)))

    def adapt(self, words: str) -> bool:
        """Whether something was changed after a refusal in these words, so that asking again makes sense."""
        return False

    async def traits(self) -> Traits:
        """Nothing is known, unless a subclass knows better."""
        return Traits()

    async def reply(self, request: Request, *, on_progress: OnProgress = unwatched) -> AssistantMessage:
        """The service's reply; passing failures are tried again.

        Raises:
            ProviderError: it failed for good; the key is not in its words.
        """
        attempt = 0

        def watch(progress: ReplyProgress) -> None:
            on_progress(replace(progress, attempt=attempt))

        async def once() -> AssistantMessage:
            nonlocal attempt
            attempt += 1
            try:
                async with asyncio.timeout(self.endpoint.timeout_s):
                    return await self._without_what_is_refused(request, watch)
            except TimeoutError:
                raise BusyError(f"no complete reply within {self.endpoint.timeout_s:g} s") from None

        def failed(error: ProviderError) -> None:
            watch(ReplyProgress("waiting", detail=self._redact(str(error))))

        try:
            return await with_retries(once, self.endpoint.retries, on_failure=failed)
        except ProviderError as error:
            error.args = (self._redact(str(error)),)
            raise

    async def _without_what_is_refused(self, request: Request, watch: OnProgress) -> AssistantMessage:
        while True:
            try:
                return await self.exchange(request, self.encode(request), watch)
            except RejectedError as error:
                refused = self._refused(str(error))
                if refused is not None:
                    self.features -= {refused}
                elif not self.adapt(str(error)):
                    raise

    def _refused(self, words: str) -> str | None:
        """The first feature in use that these words refuse."""
        matches = (name for name, pattern in self._refusals.items() if pattern.search(words))
        return next((name for name in matches if name in self.features), None)


def _parameters(payload: Any) -> Any:
    """A request without the conversation, as JSON values."""
    if isinstance(payload, Mapping):
        return {str(name): _parameters(value) for name, value in payload.items() if name not in _CONVERSATION}
    return json.loads(json.dumps(payload, default=str))
