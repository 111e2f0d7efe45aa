"""What a service's failure means: try again, give up, ask for less, or leave out what it does not know.

A newcomer's mistake: to decide by the exception class of a client library. Status and words are the same for
all of them, and stand in this one place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from harness.errors import ProviderError
from harness.providers.retry import BusyError

RETRIED_STATUSES = frozenset({408, 409, 425, 429})
"""Besides every status from 500 up."""
_LASTING = re.compile(r"insufficient_quota|exceeded your current quota|billing|credit balance", re.IGNORECASE)
"""A 429 that no waiting mends."""
_TOO_LONG = re.compile(
    r"context[_ ]length|context window|maximum context|prompt is too long|too many tokens"
    r"|input token count|exceeds? the (?:available )?context|request too large|request_too_large",
    re.IGNORECASE,
)
_UNSUPPORTED = re.compile(r"requires --\w|does not support", re.IGNORECASE)
"""Servers that answer 500 to what they were not started for."""
_RETRY_DELAY = re.compile(r"retryDelay['\"]?\s*:\s*['\"]?([0-9.]+)s|retry in ([0-9.]+) ?s", re.IGNORECASE)
_SHOWN_CHARACTERS = 500


class RejectedError(ProviderError):
    """The service does not accept the request as it is; leaving something out may help."""


class ContextExceededError(ProviderError):
    """The conversation no longer fits the model's context."""


def failure(status: int, message: str, headers: Mapping[str, str] | None = None) -> ProviderError:
    """The error that an answer with this status means.

    Args:
        status: of the HTTP answer.
        message: what the service says.
        headers: of the answer, lower-case names; ``retry-after`` is read in seconds.
    """
    text = f"the service answered {status}: {' '.join(message.split())[:_SHOWN_CHARACTERS]}"
    if status == 413 or (status in (400, 422) and _TOO_LONG.search(message)):
        return ContextExceededError(text)
    if status == 501 or (status >= 500 and _UNSUPPORTED.search(message)):
        return RejectedError(text)
    if status in RETRIED_STATUSES or status >= 500:
        if status == 429 and _LASTING.search(message):
            return ProviderError(text)
        return BusyError(text, retry_after_s=_retry_after_s(message, headers or {}))
    if status in (400, 404, 422):
        return RejectedError(text)
    if status in (401, 403):
        return ProviderError(f"{text} (is the key right, and allowed to use this model?)")
    return ProviderError(text)


def stream_failure(kind: str, message: str) -> ProviderError:
    """The error that a failure reported inside a stream, under status 200, means.

    Args:
        kind: the service's own name for it, such as ``overloaded_error``.
        message: what it says.
    """
    words = f"{kind} {message}".strip()
    text = f"the service broke off: {' '.join(words.split())[:_SHOWN_CHARACTERS]}"
    if _TOO_LONG.search(words):
        return ContextExceededError(text)
    lasting = re.search(r"invalid|authentication|permission|not_found|unsupported|quota|billing", kind)
    return ProviderError(text) if lasting else BusyError(text)


def cut_off() -> BusyError:
    """The error of a stream that ends before its reply does."""
    return BusyError("the connection was cut before the reply was complete")


def _retry_after_s(message: str, headers: Mapping[str, str]) -> float | None:
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers[name]) * unit)
        except (KeyError, ValueError):
            continue
    found = _RETRY_DELAY.search(message)
    return float(found[1] or found[2]) if found else None
