from __future__ import annotations

import json
from dataclasses import replace

import pytest
from jinja2.exceptions import TemplateError

from harness.messages import AssistantMessage, ImagePart, TextPart, UserMessage
from harness.providers.base import Freeform, ToolSchema
from harness.providers.scripted import call, calling
from harness.records.training.dialogue import IMAGE, Manner, messages_of, pictures_in, tools_of
from harness.records.training.rerun import cleaned
from harness.tape import read_trace
from tests.harness.fakes import CLEAN
from tests.harness.records.training.chat_templates import RENDERERS
from tests.harness.records.training.recorded import (
    DONE,
    SERVICES,
    WAYS,
    recorded,
    recorded_way,
    story_in,
    swap,
    write,
)

PORTABLE, FAITHFUL = Manner(), Manner(shape="faithful")


def row_of(story, manner=PORTABLE):
    return {"messages": messages_of(story, manner), "tools": tools_of(story.tools)}


@pytest.mark.parametrize("is_clean", [False, True])
@pytest.mark.parametrize("way", WAYS)
def test_every_run_renders_under_every_template_with_all_that_was_said(tmp_path, way, is_clean):
    run_dir = recorded_way(way, tmp_path).run_dir
    story = story_in(run_dir)
    if is_clean:
        story, _ = cleaned(story, read_trace(run_dir), services=SERVICES, taped=True)
    row = row_of(story)
    for name, render in RENDERERS.items():
        text, position = render(row), 0
        for message in row["messages"]:
            if name == "instruct" and message["role"] == "tool":
                content = json.dumps(message["content"], ensure_ascii=False)
            else:
                content = message["content"]
            position = text.index(content, position)
            for one in message.get("tool_calls", ()):
                position = text.index(json.dumps(one["function"]["arguments"], ensure_ascii=False), position)
        assert all(tool["function"]["name"] in text for tool in row["tools"])


def test_a_faithful_dialogue_is_what_strict_templates_refuse(tmp_path):
    story = story_in(recorded_way("several calls", tmp_path).run_dir)
    with pytest.raises(TemplateError, match="single tool calls"):
        RENDERERS["headers"](row_of(story, FAITHFUL))
    told = [message["role"] for message in messages_of(story, FAITHFUL)]
    assert told[:7] == ["system", "user", "user", "assistant", "tool", "tool", "assistant"]
    portable = [message["role"] for message in messages_of(story, PORTABLE)]
    assert portable[:6] == ["system", "user", "assistant", "tool", "assistant", "tool"]


def said(messages):
    return "\n".join(message["content"] for message in messages)


@pytest.mark.parametrize("way", WAYS)
def test_both_shapes_say_the_same(tmp_path, way):
    story = story_in(recorded_way(way, tmp_path).run_dir)
    portable, faithful = (messages_of(story, manner) for manner in (PORTABLE, FAITHFUL))
    assert said(portable).split() == said(faithful).split() or len(story.turns[0].done) > 1
    calls = [
        [one for message in told for one in message.get("tool_calls", ())] for told in (portable, faithful)
    ]
    assert calls[0] == calls[1]
    assert all(message["loss"] is False for message in portable if message["role"] != "assistant")
    assert portable[-1]["role"] == faithful[-1]["role"] == "assistant"
    answered = [message["tool_call_id"] for message in portable if message["role"] == "tool"]
    asked = [one["id"] for one in calls[0]]
    assert len(set(asked)) == len(asked)
    assert answered == asked[: len(answered)]
    assert all(len(one) == 9 and one.isalnum() for one in asked)


def learnt(story, manner=PORTABLE):
    return [
        (message.get("tool_calls", [{"function": {"name": "-"}}])[0]["function"]["name"], message["loss"])
        for message in messages_of(story, manner)
        if message["role"] == "assistant"
    ]


def test_only_what_worked_is_learnt_from(tmp_path):
    assert learnt(story_in(recorded_way("roundabout", tmp_path).run_dir)) == [
        ("read_file", True),
        ("find_examples", True),
        ("write_file", True),
        ("compile_model", True),
        ("replace", False),
        ("replace", True),
        ("probe_model", True),
        ("replace", True),
        ("compile_model", True),
        ("replace", True),
        ("probe_model", True),
        ("compile_model", True),
        ("nonsense", False),
        ("-", True),
    ]
    cut_off = story_in(recorded_way("cut off", tmp_path).run_dir)
    assert learnt(cut_off) == [("-", False), ("-", False), ("write_file", True), ("-", True)]
    at_finish = story_in(recorded_way("compiled at the finish", tmp_path).run_dir)
    assert learnt(at_finish) == [("write_file", True), ("-", False), ("replace", True), ("-", True)]
    without_effect = story_in(recorded([write(CLEAN), swap("clean", "clean"), DONE], tmp_path).run_dir)
    assert learnt(without_effect) == [("write_file", True), ("replace", False), ("-", True)]


@pytest.mark.parametrize(("last_k", "count"), [(1, 1), (3, 3), (100, 4)])
def test_the_last_replies_alone(tmp_path, last_k, count):
    story = story_in(recorded_way("rewritten", tmp_path).run_dir)
    everything = [loss for _, loss in learnt(story)]
    last = [loss for _, loss in learnt(story, Manner(last_k=last_k))]
    assert sum(last) == min(last_k, sum(everything))
    assert last == [False] * (len(last) - sum(last)) + [True] * sum(last)
    assert count <= sum(everything)


def test_remarks_join_the_result_before_them_and_are_named(tmp_path):
    story = story_in(recorded_way("roundabout", tmp_path).run_dir)
    told = next(
        message
        for message in messages_of(story, PORTABLE)
        if message["role"] == "tool" and "told_by" in message
    )
    assert told["told_by"] == ["edit_retry_guidance"]
    assert json.loads(told["content"].split("\n\n<edit_retry_guidance>")[0])["error"]
    apart = messages_of(story, FAITHFUL)
    assert any(
        message["role"] == "user" and message.get("told_by") == ["edit_retry_guidance"] for message in apart
    )


def test_arguments_are_objects_or_the_text_as_written(tmp_path):
    broken = calling(call("compile_model"), call("write_file", content=CLEAN))
    malformed = AssistantMessage(
        tool_calls=(type(broken.tool_calls[0])("", "write_file", '{"content": '),), stop="tools"
    )
    story = story_in(recorded([malformed, broken, DONE], tmp_path).run_dir)
    for manner, first, last in (
        (PORTABLE, '{"content": ', {"content": CLEAN}),
        (Manner(arguments_as_text=True), '{"content": ', json.dumps({"content": CLEAN})),
    ):
        calls = [one for message in messages_of(story, manner) for one in message.get("tool_calls", ())]
        assert calls[0]["function"]["arguments"] == first
        assert calls[-1]["function"]["arguments"] == last


def test_thoughts_are_kept_on_demand(tmp_path):
    thinking = AssistantMessage("Writing.", write(CLEAN).tool_calls, thought="A box is enough.", stop="tools")
    story = story_in(recorded([thinking, DONE], tmp_path).run_dir)
    assert "A box is enough." not in json.dumps(messages_of(story, PORTABLE))
    kept = [message.get("reasoning_content") for message in messages_of(story, Manner(reasoning=True))]
    assert [thought for thought in kept if thought] == ["A box is enough."]


def test_pictures_stand_in_the_text_and_in_a_list(tmp_path):
    story = story_in(recorded_way("straight", tmp_path).run_dir)
    picture = ImagePart("ab" * 32, "image/png")
    task = UserMessage((TextPart("like this"), picture))
    shown = replace(story, opening=(*story.opening, task))
    message = messages_of(shown, PORTABLE)[1]
    assert message["content"].endswith(f"like this\n\n{IMAGE}")
    assert message["images"] == [
        {"path": f"images/{'ab' * 32}.png", "sha256": "ab" * 32, "media_type": "image/png"}
    ]
    assert pictures_in([message]) == {f"images/{'ab' * 32}.png": "ab" * 32}


def test_a_freeform_tool_is_a_function():
    tool = ToolSchema("patch", "Patches.", {"type": "object"}, Freeform("patch"))
    assert tools_of([tool]) == [
        {
            "type": "function",
            "function": {"name": "patch", "description": "Patches.", "parameters": {"type": "object"}},
        }
    ]
