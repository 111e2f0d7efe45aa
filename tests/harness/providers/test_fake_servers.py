"""The fakes themselves: a client that does wrong must be found out, or the conformance suite proves nothing."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import pytest

from harness.errors import ProviderError
from harness.messages import AssistantMessage, ToolMessage, UserMessage
from tests.harness.providers.fake_servers.moves import Call, Say
from tests.harness.providers.families import FAMILIES, talking

TASK = UserMessage.text("a box")
FIRST = Say("Look.", (Call("read_file", '{"path": "model.py"}'), Call("compile_model")), thought="Hm.")
every_family = pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)


def faults_of(family, spoil):
    """What the fake finds wrong with the second request, after `spoil` had the conversation in hand."""

    async def work(talk):
        first = await talk.ask(TASK)
        talk.messages += [ToolMessage(one.id, one.name, "{}") for one in first.tool_calls]
        talk.messages = spoil(talk.messages)
        return await talk.ask()

    with (
        talking(family, [FIRST, Say("Done.")], strict=False) as (run, fake),
        contextlib.suppress(ProviderError),
    ):
        run(work)
    return " ".join(fake.faults)


def test_a_sound_conversation_has_no_faults():
    for family in FAMILIES.values():
        assert faults_of(family, list) == ""


@every_family
def test_thinking_that_does_not_come_back_is_noticed(family):
    def forget(messages):
        return [replace(one, extra={}) if isinstance(one, AssistantMessage) else one for one in messages]

    told = faults_of(family, forget)
    assert "did not come back" in told or "came back as []" in told


@every_family
def test_a_call_without_a_result_is_noticed(family):
    if family.provider == "ollama":
        pytest.skip("in words there is no such rule")
    assert faults_of(family, lambda messages: messages[:-1]) != ""


@pytest.mark.parametrize("name", ["openai", "anthropic", "chat"])
def test_a_result_for_another_call_is_noticed(name):
    def mistake(messages):
        return [*messages[:-1], replace(messages[-1], call_id="elsewhere")]

    assert "elsewhere" in faults_of(FAMILIES[name], mistake)


def test_changed_thinking_is_noticed():
    def improve(messages):
        changed = []
        for one in messages:
            if isinstance(one, AssistantMessage):
                blocks = [
                    {**block, "thinking": "Better."} if block["type"] == "thinking" else block
                    for block in one.extra["anthropic"]["content"]
                ]
                one = replace(one, extra={"anthropic": {**one.extra["anthropic"], "content": blocks}})
            changed.append(one)
        return changed

    assert "came back changed" in faults_of(FAMILIES["anthropic"], improve)
