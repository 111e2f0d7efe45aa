"""The library provider against hand-made tool answers, and once through the true loop and compiler."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from harness.config import RunSettings
from harness.examples import ExampleLibrary
from harness.messages import (
    AssistantMessage,
    ImagePart,
    Message,
    TextPart,
    ToolCall,
    ToolMessage,
    UserMessage,
    message_from_dict,
    message_to_dict,
)
from harness.providers.base import Request
from harness.providers.library import LibraryProvider
from harness.records.folder import read_manifest
from harness.run import generate

LIBRARY = ExampleLibrary.load()
CLEAN = {"result": "clean", "compilation": {"status": "success", "error": None}}
Answers = Callable[[ToolCall], Mapping[str, Any]]


def all_is_well(call: ToolCall) -> Mapping[str, Any]:
    return CLEAN if call.name == "compile_model" else {"result": "done"}


def converse(prompt: str, answer: Answers = all_is_well, *, task: UserMessage | None = None) -> list[Message]:
    """The whole conversation, a fresh provider for every reply: nothing may be remembered."""
    messages: list[Message] = [
        UserMessage.text("# docs", tag="documentation"),
        task or UserMessage.text(prompt),
    ]
    for _ in range(12):
        reply = asyncio.run(LibraryProvider().reply(Request("", tuple(messages), ())))
        messages.append(message_from_dict(json.loads(json.dumps(message_to_dict(reply)))))
        if not reply.tool_calls:
            return messages
        messages += [ToolMessage(call.id, call.name, json.dumps(answer(call))) for call in reply.tool_calls]
    raise AssertionError("the provider never concluded")


def calls(messages: list[Message]) -> list[ToolCall]:
    return [call for one in messages if isinstance(one, AssistantMessage) for call in one.tool_calls]


def names(messages: list[Message]) -> list[str]:
    return [call.name for call in calls(messages)]


def last(messages: list[Message]) -> AssistantMessage:
    assert isinstance(messages[-1], AssistantMessage)
    return messages[-1]


def program_after(messages: list[Message]) -> str:
    """model.py after the writes and replacements of the conversation, each replacement matching once."""
    program = ""
    for call in calls(messages):
        arguments = json.loads(call.arguments)
        if call.name == "write_file":
            program = arguments["content"]
        elif call.name == "replace":
            assert program.count(arguments["old_string"]) == 1
            program = program.replace(arguments["old_string"], arguments["new_string"])
    return program


def test_an_entry_that_fits_is_written_and_compiled() -> None:
    messages = converse("a folding drone")
    assert names(messages) == ["find_examples", "write_file", "compile_model"]
    assert json.loads(calls(messages)[0].arguments)["query"] == "a folding drone"
    assert program_after(messages) == LIBRARY.get("folding_drone").program
    assert last(messages).stop == "end"
    assert "“Folding drone” (folding_drone)" in last(messages).text
    assert last(messages).extra["library"]["entry"] == "folding_drone"


def test_parameters_are_set_by_replacing_their_lines() -> None:
    messages = converse("a cabinet with five drawers, 40 cm wide")
    assert names(messages) == ["find_examples", "write_file", "replace", "replace", "compile_model"]
    wanted = {"DRAWERS": 5, "WIDTH": 0.4}
    assert program_after(messages) == LIBRARY.get("drawer_cabinet").with_values(wanted)
    assert last(messages).extra["library"]["parameters"] == wanted
    assert "Set as asked: DRAWERS = 5, WIDTH = 0.4 m" in last(messages).text


def test_a_value_that_is_already_there_is_not_replaced() -> None:
    messages = converse("a cabinet with four drawers")
    assert "replace" not in names(messages)
    assert "Set as asked: DRAWERS = 4" in last(messages).text


def test_ids_of_calls_are_distinct() -> None:
    ids = [call.id for call in calls(converse("a cabinet with five drawers, 40 cm wide"))]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("prompt", ["a violin", "a drone landing pad", ""])
def test_nothing_that_fits_is_a_refusal_with_a_way_on(prompt: str) -> None:
    messages = converse(prompt)
    assert names(messages) == ["find_examples"]
    reply = last(messages)
    assert reply.stop == "refusal"
    for needed in ("Nearest entries:\n- ", "OPENAI_API_KEY", "ARTICRAFT_BASE_URL", "--provider chat"):
        assert needed in reply.text
    assert reply.extra["library"] == {"entry": None}


def test_values_out_of_range_are_refused_not_moved() -> None:
    messages = converse("a cabinet with twelve drawers")
    assert names(messages) == ["find_examples"]
    assert last(messages).stop == "refusal"
    assert "DRAWERS: got 12 from “twelve drawers”; want 1 to 8" in last(messages).text


def test_what_is_not_honoured_is_said() -> None:
    text = last(converse("a red desk lamp, 50 cm tall")).text
    assert "Could not be honoured, for want of a parameter: “50 cm tall”." in text
    assert "Words of the prompt that had no influence: “red”." in text


def test_what_stands_in_for_another_thing_says_so() -> None:
    reply = last(converse("a pipe vise"))
    assert "The library has no “pipe vise”" in reply.text
    assert "“Bench vise” (bench_vise)" in reply.text
    assert reply.extra["library"]["stands_in_for"] == "pipe vise"
    assert last(converse("a bench vise")).extra["library"]["stands_in_for"] is None


def test_a_long_prompt_is_served_and_what_had_no_influence_is_told_in_short() -> None:
    strange = " ".join(f"with a {word}flap and" for word in "abcdefghijklmnopqrstuvwxyz")
    reply = last(converse(f"a desk lamp {strange}"))
    assert reply.extra["library"]["entry"] == "desk_lamp"
    assert len(reply.extra["library"]["unread"]) == 26
    assert "and 10 more." in reply.text


def test_a_picture_is_not_pretended_to_be_seen() -> None:
    task = UserMessage((TextPart("a desk lamp"), ImagePart("0" * 64, "image/png")))
    assert "The picture was not looked at" in last(converse("", task=task)).text


def test_the_rules_around_the_prompt_are_not_taken_for_it() -> None:
    rules, prompt = "<task_rules>\na violin\n</task_rules>\n\nBuild this object:", "a desk lamp"
    task = UserMessage((TextPart(rules), TextPart(prompt)))
    assert last(converse("", task=task)).extra["library"]["entry"] == "desk_lamp"


def fails_first(error: str) -> Answers:
    compiles = iter([{"result": "bad", "compilation": {"status": "error", "error": error}}, CLEAN])
    return lambda call: next(compiles) if call.name == "compile_model" else {"result": "done"}


def test_values_that_do_not_compile_fall_back_to_the_programs_own_and_say_so() -> None:
    messages = converse("a cabinet with 8 drawers, 40 cm tall", fails_first("fronts of 30 mm"))
    assert names(messages)[-4:] == ["replace", "compile_model", "write_file", "compile_model"]
    assert program_after(messages) == LIBRARY.get("drawer_cabinet").program
    reply = last(messages)
    assert reply.stop == "end"
    assert "does not compile with DRAWERS = 8, HEIGHT = 0.4 m" in reply.text
    assert "fronts of 30 mm" in reply.text
    assert reply.extra["library"]["parameters"] == {}


def test_an_entry_that_never_compiles_is_not_passed_off() -> None:
    broken = {"result": "bad", "compilation": {"status": "error", "error": "no kernel"}}
    reply = last(
        converse("a desk lamp", lambda call: broken if call.name == "compile_model" else {"result": ""})
    )
    assert reply.stop == "end"  # the loop answers with a compile, and the run fails
    assert "does not compile here" in reply.text
    assert "no kernel" in reply.text


def test_a_failed_write_ends_it() -> None:
    reply = last(
        converse("a desk lamp", lambda call: {"error": "disk full"} if call.name == "write_file" else CLEAN)
    )
    assert reply.stop == "refusal"
    assert "disk full" in reply.text


def test_a_true_run_ends_with_the_object_asked_for(tmp_path: Path) -> None:
    settings = RunSettings(runs_dir=tmp_path, provider="library", profile="strict", pictures=False)
    outcome = asyncio.run(generate("a cabinet with five drawers, 40 cm wide", settings, environ={}))
    assert outcome.status == "success"
    manifest = read_manifest(outcome.run_dir)
    assert manifest["library"]["entry"] == "drawer_cabinet"
    assert manifest["library"]["parameters"] == {"DRAWERS": 5, "WIDTH": 0.4}
    assert [joint["type"] for joint in manifest["compile"]["object"]["joints"]] == ["prismatic"] * 5


def test_a_true_run_declines_what_it_does_not_have(tmp_path: Path) -> None:
    settings = RunSettings(runs_dir=tmp_path, provider="library", profile="strict", pictures=False)
    outcome = asyncio.run(generate("a violin", settings, environ={}))
    assert outcome.status == "declined"
    assert outcome.exit_code == 5
