from __future__ import annotations

import asyncio

import pytest

from harness.errors import ProviderError
from harness.providers.retry import BusyError, RetryPolicy, with_retries


def run(failures, **policy):
    """(result or error, pauses) of a call that fails so before it succeeds."""
    pauses, left = [], list(failures)

    async def sleep(seconds):
        pauses.append(seconds)

    async def call():
        if left:
            raise left.pop(0)
        return "answer"

    chosen = RetryPolicy(sleep=sleep, chance=lambda: 1.0, **policy)
    try:
        return asyncio.run(with_retries(call, chosen)), pauses
    except ProviderError as error:
        return error, pauses


def test_pauses_double_up_to_the_cap():
    assert run([BusyError("x")] * 4, attempts=5, base_s=1.0, cap_s=3.0) == ("answer", [1.0, 2.0, 3.0, 3.0])


def test_the_service_may_say_when_up_to_the_cap():
    busy = [BusyError("x", retry_after_s=7.0), BusyError("x", retry_after_s=600.0)]
    assert run(busy, cap_s=20.0) == ("answer", [7.0, 20.0])


def test_attempts_are_counted_and_the_last_error_is_told():
    errors = [BusyError(str(i)) for i in range(9)]
    error, pauses = run(errors, attempts=3)
    assert str(error) == "2"
    assert len(pauses) == 2


@pytest.mark.parametrize("attempts", [1, 5])
def test_a_lasting_failure_is_not_tried_again(attempts):
    error, pauses = run([ProviderError("no such model")], attempts=attempts)
    assert str(error) == "no such model"
    assert pauses == []
