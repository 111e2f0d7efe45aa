"""Trying a call of a service again after a failure that may pass.

A newcomer's mistake: to retry in the client library as well. Its own retries are switched off, or the two
multiply.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from harness.errors import ProviderError

T = TypeVar("T")


class BusyError(ProviderError):
    """A failure that may pass; the service may have said when."""

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message, retryable=True)
        self.retry_after_s = retry_after_s


@dataclass(frozen=True)
class RetryPolicy:
    """How often and after what pauses to try again: full jitter under a doubling ceiling."""

    attempts: int = 4
    base_s: float = 0.5
    cap_s: float = 20.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.Random().random
    """Uniform in [0, 1)."""

    def pause_s(self, attempt: int, error: ProviderError) -> float:
        """Seconds to wait after failed attempt number `attempt`; what the service asks for, up to the cap."""
        asked = error.retry_after_s if isinstance(error, BusyError) else None
        if asked is not None:
            return min(asked, self.cap_s)
        return self.chance() * min(self.cap_s, self.base_s * 2 ** (attempt - 1))


def _unheard(_: ProviderError) -> None:
    """Nobody listens."""


async def with_retries(
    call: Callable[[], Awaitable[T]],
    policy: RetryPolicy,
    *,
    on_failure: Callable[[ProviderError], None] = _unheard,
) -> T:
    """What `call` returns, at the first attempt that succeeds.

    Args:
        call: one attempt.
        policy: how often, and after what pauses.
        on_failure: told of every failure that is followed by another attempt.

    Raises:
        ProviderError: the failure is lasting, or the attempts are used up.
    """
    attempt = 1
    while True:
        try:
            return await call()
        except ProviderError as error:
            if not error.retryable or attempt >= policy.attempts:
                raise
            on_failure(error)
            await policy.sleep(policy.pause_s(attempt, error))
            attempt += 1
