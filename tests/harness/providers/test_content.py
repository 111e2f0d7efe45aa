from __future__ import annotations

import pytest

from harness.messages import AssistantMessage, ToolCall, ToolMessage, UserMessage
from harness.providers.content import (
    Meter,
    arguments_of,
    failed,
    results_first,
    settled,
    turns,
    whole_calls,
)

ASKED, ANSWERED = UserMessage.text("a"), AssistantMessage("b")
RESULT = ToolMessage("c", "f", "{}")


def test_turns_leave_out_replies_that_hold_nothing():
    messages = [ASKED, AssistantMessage(" \n"), ASKED, ANSWERED, RESULT, ASKED]
    assert list(turns(messages)) == [[ASKED, ASKED], ANSWERED, [RESULT, ASKED]]
    assert list(turns([])) == []
    assert results_first([ASKED, RESULT, ASKED]) == ([RESULT], [ASKED, ASKED])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": "line\nbreak"}', {"a": "line\nbreak"}),
        ("", {}),
        ("[1]", {"INVALID_JSON": "[1]"}),
        ('{"a": ', {"INVALID_JSON": '{"a": '}),
        ("[" * 100_000, {"INVALID_JSON": "[" * 100_000}),
    ],
)
def test_arguments_are_always_an_object(text, value):
    assert arguments_of(ToolCall("c", "f", text)) == value


@pytest.mark.parametrize(
    ("content", "is_failure"),
    [
        ('{"error": "x"}', True),
        ('{"error": ""}', False),
        ('{"result": 1}', False),
        ("[]", False),
        ("x", False),
    ],
)
def test_results_that_are_errors(content, is_failure):
    assert failed(ToolMessage("c", "f", content)) is is_failure


def test_calls_that_were_cut():
    whole, cut = ToolCall("a", "f", "{}"), ToolCall("b", "f", '{"x')
    assert whole_calls([whole, cut], "length") == (whole,)
    assert whole_calls([whole, cut], "tools") == (whole, cut)
    assert [settled(stop, [whole]) for stop in ("end", "length", "refusal")] == ["tools", "tools", "refusal"]
    assert [settled(stop, []) for stop in ("tools", "length", "end")] == ["end", "length", "end"]


def test_progress_is_told_now_and_then():
    told = []
    meter = Meter(told.append)
    for _ in range(500):
        meter.add("thinking", "x")
    meter.add("calling", "", detail="write_file")
    for _ in range(500):
        meter.add("calling", "x")
    meter.add("writing", "end")
    assert len(told) < 12
    assert [step.doing for step in (told[0], told[-1])] == ["thinking", "writing"]
    assert told[-2].detail == "write_file"
    assert (told[-1].characters, told[-1].detail) == (1003, "")
