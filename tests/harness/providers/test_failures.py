from __future__ import annotations

import pytest

from harness.errors import ProviderError
from harness.providers.failures import (
    ContextExceededError,
    RejectedError,
    cut_off,
    failure,
    stream_failure,
)
from harness.providers.retry import BusyError


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (400, "unknown field", RejectedError),
        (422, "unknown field", RejectedError),
        (404, "no such model", RejectedError),
        (400, "This model's maximum context length is 8192 tokens", ContextExceededError),
        (400, "prompt is too long: 210000 tokens > 200000 maximum", ContextExceededError),
        (400, "The input token count exceeds the maximum number of tokens", ContextExceededError),
        (400, "the request exceeds the available context size", ContextExceededError),
        (413, "", ContextExceededError),
        (401, "bad key", ProviderError),
        (402, "pay", ProviderError),
        (429, "You exceeded your current quota", ProviderError),
        (429, "slow down", BusyError),
        (408, "", BusyError),
        (500, "", BusyError),
        (529, "overloaded", BusyError),
        (500, "tools param requires --jinja flag", RejectedError),
        (501, "not implemented", RejectedError),
    ],
)
def test_what_a_status_means(status, message, kind):
    error = failure(status, message)
    assert type(error) is kind
    assert error.retryable is (kind is BusyError)
    assert f"answered {status}" in str(error)


@pytest.mark.parametrize(
    ("headers", "message", "seconds"),
    [
        ({"retry-after": "7"}, "", 7.0),
        ({"retry-after-ms": "250", "retry-after": "7"}, "", 0.25),
        ({"retry-after": "-3"}, "", 0.0),
        ({"retry-after": "Fri, 31 Dec 1999 23:59:59 GMT"}, "", None),
        ({}, "{'retryDelay': '31s'}", 31.0),
        ({}, "Please retry in 2.5s.", 2.5),
        ({}, "", None),
    ],
)
def test_when_to_come_back(headers, message, seconds):
    error = failure(429, message, headers)
    assert isinstance(error, BusyError)
    assert error.retry_after_s == seconds


@pytest.mark.parametrize(
    ("kind", "retryable"),
    [("overloaded_error", True), ("server_error", True), ("", True), ("invalid_request_error", False)],
)
def test_failures_inside_a_stream(kind, retryable):
    assert stream_failure(kind, "x").retryable is retryable
    assert isinstance(stream_failure(kind, "prompt is too long"), ContextExceededError)


def test_long_messages_are_cut_and_a_cut_is_worth_another_try():
    assert len(str(failure(400, "x" * 10_000))) < 600
    assert cut_off().retryable
