"""The errors of the vendors' client libraries in our terms.

A newcomer's mistake: to expect a library to wrap everything. Some let the HTTP client's own exceptions through
once a stream has begun, so those are named here as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2

from harness.errors import ProviderError
from harness.providers.failures import failure, stream_failure
from harness.providers.retry import BusyError


@contextmanager
def translated(library: Any, base_error: type[Exception], address: str) -> Iterator[None]:
    """Raises what happens inside as a `ProviderError`.

    Args:
        library: the module ``openai`` or ``anthropic``, whose exceptions have the same names.
        base_error: the root of its exceptions.
        address: of the service, to name it when nobody answers.
    """
    try:
        yield
    except library.APIStatusError as error:
        words = _words(error)
        if error.status_code < 400:  # reported inside a stream that had begun well
            raise stream_failure(str(getattr(error, "type", "") or ""), words) from error
        raise failure(error.status_code, words, error.response.headers) from error
    except library.APIConnectionError as error:
        cause = f"{error} ({error.__cause__})" if error.__cause__ else str(error)
        raise BusyError(f"{address}: {cause}") from error
    except library.APIError as error:
        kind = getattr(error, "code", None) or getattr(error, "type", None) or ""
        raise stream_failure(str(kind), str(error.message)) from error
    except base_error as error:
        raise ProviderError(str(error)) from error
    except httpx2.HTTPError as error:
        raise BusyError(f"{address}: {type(error).__name__} {error}") from error
    except json.JSONDecodeError as error:
        raise BusyError(f"the service sent no JSON ({error})") from error


def _words(error: Any) -> str:
    """What the service says, with the code and the parameter it names."""
    named = [str(word) for word in (getattr(error, "code", None), getattr(error, "param", None)) if word]
    said = getattr(error, "api_message", None) or error.message
    return " ".join([str(said), *(f"[{word}]" for word in named)])
