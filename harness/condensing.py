"""Decides before each request whether the conversation must get shorter, and makes it so; the loop's only helper
that may ask a provider by itself.

A newcomer's mistake: to let a failed summary end the run. The run goes on with the whole conversation, or, where that
no longer fits, with a list of what was done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.compaction import (
    ENOUGH_SHARE,
    History,
    LastPlateau,
    Pressure,
    limit_of,
    tokens_saved,
    trigger,
)
from harness.errors import ProviderError
from harness.events import Compacted, How
from harness.limits import Budget
from harness.messages import Message, Usage
from harness.pricing import Price, cost_of
from harness.providers.base import Provider, Request
from harness.tokens import request_tokens


@dataclass(frozen=True)
class Summarizer:
    """Who is asked for a summary."""

    provider: Provider
    price: Price | None
    """Of its replies; None when nobody knows."""


class Condenser:
    """Shortens one conversation.

    Args:
        summarizer: who is asked for a summary.
        context_tokens: what the run's model can read; None when nobody knows.
        recorded: turn -> what was done before it, in the part of a run that is repeated from its tape.
        repeated_turns: turns that are repeated, and so are shortened as they were or not at all.
    """

    def __init__(
        self,
        summarizer: Summarizer,
        *,
        budget: Budget,
        context_tokens: int | None,
        recorded: Mapping[int, Compacted] | None = None,
        repeated_turns: int = 0,
    ) -> None:
        self._provider = summarizer.provider
        self._price = summarizer.price
        self._budget = budget
        self._limit_tokens = limit_of(context_tokens)
        self._recorded = recorded or {}
        self._repeated_turns = repeated_turns
        self._last_plateau: LastPlateau | None = None
        self._last_usage = Usage()

    def learn(self, usage: Usage) -> None:
        """Note what the service counted for the latest request."""
        self._last_usage = usage

    async def shortened(
        self, request: Request, *, turn: int, failures_in_row: int, failure: str
    ) -> tuple[Sequence[Message], Compacted] | None:
        """The messages to send from now on and what was done to them; None when nothing need be done.

        Args:
            request: what would be sent.
            turn: the turn about to begin.
            failures_in_row: failing compiles in a row.
            failure: what the last one failed with, as one text.
        """
        if not failures_in_row:
            self._last_plateau = None
        if turn in self._recorded:
            done = self._recorded[turn]
            self._note(done, failure)
            if done.usage.input_tokens or done.usage.output_tokens:
                self._budget.spend_on_upkeep(done.usage, cost_usd=done.cost_usd)
            return apply(request.messages, done.how, done.summary), done
        if turn <= self._repeated_turns:
            return None
        history = History.of(request.messages)
        size = max(self._last_usage.input_tokens, 0) or request_tokens(request)
        pressure = Pressure(
            turn=turn,
            prompt_tokens=size,
            cached_tokens=self._last_usage.cached_tokens,
            limit_tokens=self._limit_tokens,
            failures_in_row=failures_in_row,
            failure=failure,
            items=len(history.middle),
        )
        why = trigger(pressure, self._last_plateau)
        if not why:
            return None
        how, summary, usage, error = await self._attempt(
            history, request.messages, size, is_hard=why == "hard_pressure"
        )
        messages = apply(request.messages, how, summary)
        saved = tokens_saved(request.messages, messages)
        cost_usd = cost_of(usage, self._price)
        if usage != Usage():
            self._budget.spend_on_upkeep(usage, cost_usd=cost_usd)
        done = Compacted(
            turn=turn,
            trigger=why,
            how=how,
            summary=summary,
            before_tokens=size,
            after_tokens=max(0, size - saved),
            usage=usage,
            cost_usd=cost_usd,
            model_id=self._provider.model_id if usage != Usage() else "",
            error=error,
        )
        self._note(done, failure)
        self._last_usage = Usage()
        return messages, done

    def _note(self, done: Compacted, failure: str) -> None:
        if done.trigger == "compile_plateau":
            self._last_plateau = LastPlateau(done.turn, done.before_tokens, failure)

    async def _attempt(
        self, history: History, messages: Sequence[Message], size: int, *, is_hard: bool
    ) -> tuple[How, str, Usage, str]:
        """(what to do, the text that replaces the middle, what it cost, what went wrong)."""
        saved = tokens_saved(messages, history.with_stubs())
        if size - saved < ENOUGH_SHARE * self._limit_tokens:
            return ("stubs" if saved else "nothing"), "", Usage(), ""
        try:
            async with asyncio.timeout(self._budget.seconds_left):
                reply = await self._provider.reply(history.summary_request())
        except (ProviderError, TimeoutError) as error:
            return (
                ("digest", history.digest(), Usage(), str(error))
                if is_hard
                else ("stubs", "", Usage(), str(error))
            )
        text = reply.text.strip()
        if text and reply.stop == "end":
            return "summary", text, reply.usage, ""
        error = f"the summary ended by {reply.stop!r} with {len(text)} characters"
        return (
            ("digest", history.digest(), reply.usage, error) if is_hard else ("stubs", "", reply.usage, error)
        )


def apply(messages: Sequence[Message], how: How, summary: str) -> tuple[Message, ...]:
    """The messages as they are to be sent from now on."""
    if how == "nothing":
        return tuple(messages)
    history = History.of(messages)
    return history.with_stubs() if how == "stubs" else history.with_summary(summary)
