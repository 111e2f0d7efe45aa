"""Who shortens a conversation: what is asked, what it costs, and what becomes of a summary that fails."""

from __future__ import annotations

import asyncio
import json

import pytest

from harness.condensing import Condenser, Summarizer, apply
from harness.errors import ProviderError
from harness.limits import Budget, Limits
from harness.messages import AssistantMessage, ToolCall, ToolMessage, Usage, UserMessage
from harness.pricing import Price, Rates
from harness.providers.base import Request
from tests.harness.fakes import ticking_clock

PRICE = Price(Rates(input=1.0, cached=0.1, cache_write=1.0, cache_write_1h=1.0, output=10.0))


class Writer:
    """Writes summaries, or fails to."""

    name = "writer"
    model_id = "short"

    def __init__(self, *replies) -> None:
        self.replies = list(replies)
        self.requests: list[Request] = []

    async def reply(self, request, *, on_progress=None):
        self.requests.append(request)
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply

    async def close(self) -> None:
        """Nothing to close."""


def conversation(turns: int, *, name: str = "probe_model") -> Request:
    messages = [UserMessage.text("pages"), UserMessage.text("a lamp")]
    for number in range(turns):
        call = ToolCall(str(number), name, "{}")
        messages += [
            AssistantMessage("", (call,)),
            ToolMessage(call.id, name, json.dumps({"result": "word " * 500})),
        ]
    return Request("system", tuple(messages), ())


def condenser(writer: Writer, *, budget: Budget | None = None, **other) -> Condenser:
    made = budget or Budget(Limits(), clock=ticking_clock())
    given = Condenser(Summarizer(writer, PRICE), budget=made, context_tokens=10_000, **other)
    given.learn(Usage(9_500))
    return given


def shorten(given: Condenser, request: Request, **other):
    told = {"turn": 9, "failures_in_row": 0, "failure": ""} | other
    return asyncio.run(given.shortened(request, **told))


def test_a_summary_takes_the_place_of_old_turns_and_is_paid_for_without_being_a_turn():
    budget = Budget(Limits(), clock=ticking_clock())
    writer = Writer(AssistantMessage("State: ok.", usage=Usage(1_000_000, 0, 100_000)))
    request = conversation(10)
    messages, event = shorten(condenser(writer, budget=budget), request)
    assert (event.trigger, event.how, event.summary) == ("hard_pressure", "summary", "State: ok.")
    assert len(messages) == 5
    assert event.before_tokens == 9_500 > event.after_tokens
    assert (budget.turns, budget.cost_usd, event.cost_usd) == (0, 2.0, 2.0)
    assert len(writer.requests) == 1
    assert len(request.messages) == 22


def test_stubs_suffice_where_most_is_old_reports():
    writer = Writer()
    messages, event = shorten(condenser(writer), conversation(12, name="compile_model"))
    assert (event.how, event.model_id) == ("stubs", "")
    assert len(messages) == 26
    assert writer.requests == []


@pytest.mark.parametrize(
    "reply", [ProviderError("down"), AssistantMessage(""), AssistantMessage("cut", stop="length")]
)
def test_a_failed_summary_never_ends_the_run(reply):
    messages, event = shorten(condenser(Writer(reply)), conversation(10))
    assert event.how == "digest"
    assert event.error
    assert "- probe_model:" in messages[2].parts[0].text


def test_a_failed_summary_on_a_plateau_leaves_the_turns_and_is_not_tried_again():
    given = condenser(Writer(ProviderError("down")))
    given.learn(Usage(8_600))
    told = {"failures_in_row": 5, "failure": "lid"}
    messages, event = shorten(given, conversation(10), **told)
    assert (event.trigger, event.how, len(messages)) == ("compile_plateau", "stubs", 22)
    given.learn(Usage(8_600))
    assert shorten(given, conversation(10), turn=20, **told) is None


def test_what_was_done_is_done_again_from_the_tape_without_asking():
    writer = Writer(AssistantMessage("State: ok.", usage=Usage(10, 0, 5)))
    request = conversation(10)
    messages, event = shorten(condenser(writer), request)
    budget = Budget(Limits(), clock=ticking_clock())
    again = condenser(Writer(), budget=budget, recorded={9: event}, repeated_turns=12)
    assert shorten(again, request) == (messages, event)
    assert budget.usage.output_tokens == 5
    assert shorten(again, request, turn=10) is None
    assert apply(request.messages, "nothing", "") == request.messages


def test_small_conversations_are_left_alone():
    given = Condenser(
        Summarizer(Writer(), None), budget=Budget(Limits(), clock=ticking_clock()), context_tokens=None
    )
    assert shorten(given, conversation(3)) is None
