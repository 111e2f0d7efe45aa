"""When a conversation gets shorter, and what is left of it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.compaction import History, LastPlateau, Pressure, limit_of, tokens_saved, trigger
from harness.messages import AssistantMessage, ImagePart, Message, ToolCall, ToolMessage, UserMessage
from harness.prompts import SUMMARY

FULL = Pressure(
    turn=9,
    prompt_tokens=90_000,
    cached_tokens=0,
    limit_tokens=100_000,
    failures_in_row=0,
    failure="",
    items=8,
)


def plateau(share: float, streak: int, **other) -> Pressure:
    return replace(FULL, prompt_tokens=int(share * 100_000), failures_in_row=streak, failure="lid", **other)


@pytest.mark.parametrize(
    ("pressure", "why"),
    [
        (FULL, "hard_pressure"),
        (replace(FULL, prompt_tokens=89_999), ""),
        (replace(FULL, turn=2), ""),
        (replace(FULL, items=0), ""),
        (plateau(0.85, 3), "compile_plateau"),
        (plateau(0.85, 2), ""),
        (plateau(0.85, 3, items=1), ""),
        (plateau(0.84, 3), ""),
        (plateau(0.70, 4), "compile_plateau"),
        (plateau(0.55, 4), ""),
        (plateau(0.55, 5), "compile_plateau"),
        (plateau(0.55, 5, items=2), ""),
        (plateau(0.54, 9), ""),
        (plateau(0.85, 3, cached_tokens=60_000), ""),
        (plateau(0.85, 4, cached_tokens=60_000), "compile_plateau"),
        (replace(plateau(0.85, 3), failure=""), ""),
    ],
)
def test_when(pressure: Pressure, why: str) -> None:
    assert trigger(pressure, None) == why


def test_one_plateau_is_a_reason_once_and_another_only_after_a_pause() -> None:
    now = plateau(0.85, 3)
    assert trigger(now, LastPlateau(3, 85_000, "lid")) == ""
    assert trigger(now, LastPlateau(7, 85_000, "door")) == "compile_plateau"
    assert trigger(now, LastPlateau(8, 85_000, "door")) == ""
    assert trigger(now, LastPlateau(8, 70_000, "door")) == "compile_plateau"


def test_an_unknown_context_counts_as_a_usual_one_and_a_vast_one_as_an_affordable_one() -> None:
    assert (limit_of(None), limit_of(32_000), limit_of(1_000_000)) == (128_000, 32_000, 272_000)


def call(number: int, name: str, **arguments) -> list[Message]:
    one = ToolCall(str(number), name, json.dumps(arguments))
    content = json.dumps({"result": f"{name} {number} " + "word " * 60})
    images = (ImagePart(str(number), "image/jpeg"),) if name == "compile_model" else ()
    return [AssistantMessage(f"turn {number}", (one,)), ToolMessage(one.id, name, content, images)]


OPENING = [UserMessage.text("pages", tag="documentation"), UserMessage.text("a lamp")]
NAMES = ["read_file", "find_examples", "compile_model", "write_file", "compile_model", "compile_model"]
TALK = [
    *OPENING,
    *(message for number, name in enumerate(NAMES) for message in call(number, name, path="a.md")),
]


def contents(messages) -> list[str]:
    return [message.content for message in messages if isinstance(message, ToolMessage)]


def test_old_pages_examples_and_reports_become_one_line() -> None:
    stubbed = History.of(TALK).with_stubs()
    assert [len(text) < 120 for text in contents(stubbed)] == [True, True, True, False, False, False]
    assert "a file shown earlier (a.md)" in contents(stubbed)[0]
    pictures = [bool(one.images) for one in stubbed if isinstance(one, ToolMessage)]
    assert pictures == [False, False, False, False, True, True]
    assert tokens_saved(TALK, stubbed) > 100
    assert History.of(stubbed).with_stubs() == stubbed


def pairs_are_whole(messages) -> bool:
    called = [
        one.id for message in messages if isinstance(message, AssistantMessage) for one in message.tool_calls
    ]
    return called == [message.call_id for message in messages if isinstance(message, ToolMessage)]


def test_a_summary_stands_between_the_opening_and_the_last_reply() -> None:
    shorter = History.of(TALK).with_summary("State: nothing yet.")
    assert list(shorter[:2]) == OPENING
    assert shorter[2].tag == SUMMARY
    assert list(shorter[3:]) == TALK[-2:]
    assert pairs_are_whole(shorter)


@given(st.lists(st.sampled_from(NAMES), max_size=8), st.integers(0, 3))
def test_calls_and_results_stay_together_and_nothing_is_lost_at_the_ends(names, opening) -> None:
    talk = [UserMessage.text(f"m{i}") for i in range(opening)]
    for number, name in enumerate(names):
        talk += call(number, name)
    history = History.of(talk)
    assert [*history.opening, *history.middle, *history.tail] == talk
    for shorter in (history.with_stubs(), history.with_summary("x")):
        assert pairs_are_whole(shorter)
        assert shorter[len(shorter) - len(history.tail) :] == history.tail


def test_the_request_for_a_summary_holds_the_task_and_the_record_in_words() -> None:
    request = History.of(TALK).summary_request()
    (message,) = request.messages
    text = message.parts[0].text
    assert request.tools == ()
    assert "a lamp" in text and "pages" not in text
    assert "[call of write_file]" in text and "[result of compile_model]" in text


def test_a_digest_names_every_call() -> None:
    lines = History.of(TALK).digest().splitlines()
    assert [line.split(":")[0] for line in lines[1:]] == [f"- {name}" for name in NAMES[:-1]]
