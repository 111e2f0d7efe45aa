"""Every way through the loop, with the true tools and workbench and a scripted model."""

from __future__ import annotations

import asyncio
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.errors import ProviderError
from harness.events import (
    CompileFinished,
    GuidanceInjected,
    LimitReached,
    ModelReplied,
    RunFinished,
    ToolFinished,
    ToolStarted,
    TurnStarted,
)
from harness.messages import AssistantMessage, ToolCall, ToolMessage, Usage
from harness.outcome import Status
from harness.providers.scripted import ScriptedProvider, call, calling, saying
from tests.harness.fakes import CLEAN, DIRTY, run_script

WRITE_CLEAN = calling(call("write_file", content=CLEAN))
WRITE_DIRTY = calling(call("write_file", content=DIRTY))
WRITE_DIRTY_CRLF = calling(call("write_file", content=DIRTY.replace("\n", "\r\n")))
COMPILE = calling(call("compile_model"))
SILENCE = AssistantMessage()
DONE = saying("A box.")


def run(script, tmp_path, **settings):
    """(outcome, events)"""
    events = []
    return run_script(script, tmp_path, events=events, **settings), events


def tags(events):
    return [event.message.tag for event in events if isinstance(event, GuidanceInjected)]


def results(events):
    return [json.loads(event.message.content) for event in events if isinstance(event, ToolFinished)]


def causes(events):
    return [event.cause for event in events if isinstance(event, CompileFinished)]


def test_the_short_way_to_success(tmp_path):
    outcome, events = run([calling(call("write_file", content=CLEAN), call("compile_model")), DONE], tmp_path)
    assert (outcome.status, outcome.reason, outcome.message, outcome.turns) == (
        "success",
        "finished",
        "A box.",
        2,
    )
    assert outcome.tool_calls == 2
    assert causes(events) == ["tool", "final"]
    assert outcome.ok


def test_finishing_with_stale_but_sound_code_is_success_after_one_compile(tmp_path):
    outcome, events = run([WRITE_CLEAN, DONE], tmp_path)
    assert outcome.status == "success"
    assert causes(events) == ["finish", "final"]
    assert tags(events) == []


def test_finishing_with_broken_code_is_answered_by_its_findings(tmp_path):
    outcome, events = run([WRITE_DIRTY, DONE, WRITE_CLEAN, DONE], tmp_path)
    assert outcome.status == "success"
    assert tags(events) == ["compiled_for_you"]
    (told,) = [event.message for event in events if isinstance(event, GuidanceInjected)]
    assert "lid is broken (repeated=False, streak=1)" in told.parts[0].text


def test_the_reminder_of_the_reference_is_a_setting(tmp_path):
    script = [WRITE_CLEAN, DONE, COMPILE, DONE]
    outcome, events = run(script, tmp_path, remind_to_compile=True)
    assert outcome.status == "success"
    assert tags(events) == ["compile_required"]
    assert causes(events) == ["tool", "final"]


@pytest.mark.parametrize(
    ("script", "status", "tag"),
    [
        ([WRITE_CLEAN, COMPILE, SILENCE, SILENCE, SILENCE], "success_at_limit", "final_response_required"),
        ([WRITE_DIRTY, SILENCE, SILENCE, SILENCE], "failed", "compile_required"),
        ([WRITE_DIRTY, DONE, DONE, DONE], "failed", "compiled_for_you"),
        ([AssistantMessage("cut", stop="length")] * 3, "failed", "reply_truncated"),
    ],
)
def test_three_replies_that_lead_nowhere_end_the_run(tmp_path, script, status, tag):
    outcome, events = run(script, tmp_path)
    assert (outcome.status, outcome.reason) == (status, "no_action")
    assert set(tags(events)) == {tag}
    assert outcome.turns == len(script)


def test_a_tool_call_between_them_starts_the_count_again(tmp_path):
    script = [SILENCE, SILENCE, WRITE_DIRTY, SILENCE, SILENCE, WRITE_CLEAN, DONE]
    assert run(script, tmp_path)[0].status == "success"


@pytest.mark.parametrize(
    ("script", "status", "program", "latest"),
    [
        ([WRITE_CLEAN, COMPILE, COMPILE], "success_at_limit", CLEAN, None),
        ([COMPILE, COMPILE, WRITE_CLEAN], "success_at_limit", CLEAN, None),
        ([WRITE_CLEAN, COMPILE, WRITE_DIRTY], "partial", CLEAN, DIRTY),
        ([WRITE_CLEAN, COMPILE, WRITE_DIRTY_CRLF], "partial", CLEAN, DIRTY.replace("\n", "\r\n")),
        ([WRITE_DIRTY, COMPILE, COMPILE], "failed", DIRTY, None),
    ],
)
def test_what_a_limit_makes_of_the_run(tmp_path, script, status, program, latest):
    outcome, events = run(script, tmp_path, max_turns=3)
    assert (outcome.status, outcome.reason) == (status, "turns")
    assert outcome.program.read_bytes().decode() == program
    kept = outcome.run_dir / "model.latest.py"
    assert (kept.read_bytes().decode() if kept.exists() else None) == latest
    assert [event.limit for event in events if isinstance(event, LimitReached)] == ["turns"]
    assert (outcome.urdf is not None) == (status != "failed")


def test_money_ends_it_after_the_tools_that_were_paid_for(tmp_path):
    paid = AssistantMessage("", WRITE_CLEAN.tool_calls, usage=Usage(10, 0, 5, cost_usd=0.3))
    outcome, _ = run([paid, paid, paid], tmp_path, max_cost_usd=0.5)
    assert (outcome.status, outcome.reason, outcome.turns) == ("success_at_limit", "cost_usd", 2)
    assert outcome.cost_usd == pytest.approx(0.6)
    assert outcome.tool_calls == 2
    assert outcome.usage.input_tokens == 20


def test_tokens_end_it(tmp_path):
    reply = AssistantMessage("", COMPILE.tool_calls, usage=Usage(90, 80, 20))
    assert run([reply] * 9, tmp_path, max_tokens=200)[0].reason == "tokens"


def test_a_reply_that_outlasts_the_clock_is_given_up(tmp_path):
    class Slow(ScriptedProvider):
        async def reply(self, request, **watch):
            if len(self.requests) == 1:
                await asyncio.sleep(60)
            return await super().reply(request, **watch)

    outcome = run_script([], tmp_path, provider=Slow([WRITE_CLEAN, DONE]), max_wall_s=0.2)
    assert (outcome.status, outcome.reason, outcome.turns) == ("success_at_limit", "wall_s", 1)


def test_a_refusal_is_declined(tmp_path):
    outcome, _ = run([AssistantMessage("I only know lamps.", stop="refusal")], tmp_path)
    assert (outcome.status, outcome.message, int(outcome.exit_code)) == ("declined", "I only know lamps.", 6)


@pytest.mark.parametrize(("before", "has_urdf"), [([], False), ([WRITE_CLEAN, COMPILE], True)])
def test_a_provider_that_fails_leaves_what_was_sound(tmp_path, before, has_urdf):
    def script():
        yield from before
        raise ProviderError("no credit")

    outcome, _ = run(script(), tmp_path)
    assert (outcome.status, outcome.message) == ("provider_error", "no credit")
    assert (outcome.urdf is not None) is has_urdf


def test_unknown_tools_and_bad_arguments_are_answered_and_the_run_goes_on(tmp_path):
    broken_text = call("replace", old_string="\ud800", new_string="")
    bad = [
        ToolCall("a", "make_coffee", "{}"),
        ToolCall("b", "read_file", "{"),
        call("read_file"),
        broken_text,
    ]
    outcome, events = run([calling(*bad), WRITE_CLEAN, DONE], tmp_path)
    assert outcome.status == "success"
    errors = [answer["error"] for answer in results(events) if "error" in answer]
    assert errors[0].startswith("unknown tool 'make_coffee'; want one of read_file,")
    assert "not valid JSON" in errors[1]
    assert "missing: path" in errors[2]


def test_advice_follows_edits_and_mismatches_once(tmp_path):
    miss = calling(call("replace", old_string="nowhere", new_string="x"))
    repeats = 'MARK = "clean"\ndef run_tests():\n    ctx.check_model_valid()\n'
    script = [WRITE_CLEAN, miss, miss, calling(call("write_file", content=repeats)), DONE]
    outcome, events = run(script, tmp_path)
    assert outcome.status == "success"
    assert tags(events) == ["edit_retry_guidance", "baseline_qc_guidance"]


def test_the_model_sees_the_results_of_its_calls_in_order(tmp_path):
    provider = ScriptedProvider(
        [calling(call("compile_model"), call("probe_model", code="emit(1)")), WRITE_CLEAN, DONE]
    )
    run_script(None, tmp_path, provider=provider)
    asked = provider.requests[1].messages
    assert [message.role for message in asked] == ["user", "user", "assistant", "tool", "tool"]
    first, second = (message for message in asked if isinstance(message, ToolMessage))
    assert (first.name, first.call_id) == ("compile_model", "call_1_1")
    assert json.loads(second.content) == {"result": {"ok": True, "result": 7}}


def test_no_result_holds_a_path_or_a_time(tmp_path):
    script = [calling(call("read_file", path="model.py"), call("compile_model")), WRITE_CLEAN, COMPILE, DONE]
    told = []
    for name in ("a", "b"):
        _, events = run(script, tmp_path / name)
        told.append([event.message.content for event in events if isinstance(event, ToolFinished)])
    assert told[0] == told[1]
    assert str(tmp_path) not in "".join(told[0])


def test_cancelling_gives_every_call_its_one_result(tmp_path):
    hang = calling(
        call("write_file", content='MARK = "hang"\n'), call("compile_model"), call("compile_model")
    )
    events = []

    async def cancel_when_compiling():
        from harness.run import RunSettings, generate
        from tests.harness.fakes import FAKE_SERVICES

        def watch(event):
            events.append(event)
            if isinstance(event, ToolStarted) and event.call.name == "compile_model":
                asyncio.get_running_loop().call_later(0.02, task.cancel)

        task = asyncio.create_task(
            generate(
                "a box",
                RunSettings(runs_dir=tmp_path),
                sinks=[watch],
                provider=ScriptedProvider([hang]),
                services=FAKE_SERVICES,
                environ={},
            )
        )
        return await task

    outcome = asyncio.run(cancel_when_compiling())
    assert (outcome.status, int(outcome.exit_code)) == ("cancelled", 130)
    finished = [event for event in events if isinstance(event, ToolFinished)]
    assert [event.message.call_id for event in finished] == ["call_1_1", "call_1_2", "call_1_3"]
    assert [event.ok for event in finished] == [True, False, False]
    assert outcome.program.read_text() == 'MARK = "hang"\n'


REPLIES = st.sampled_from(
    [WRITE_CLEAN, WRITE_DIRTY, COMPILE, SILENCE, DONE, calling(call("nonsense"), call("compile_model"))]
)


@settings(max_examples=40, deadline=None)
@given(script=st.lists(REPLIES, max_size=8), max_turns=st.integers(1, 6))
def test_whatever_the_model_does(tmp_path_factory, script, max_turns):
    outcome, events = run(script, tmp_path_factory.mktemp("runs"), max_turns=max_turns, pictures=False)
    statuses: tuple[Status, ...] = ("success", "success_at_limit", "partial", "failed", "provider_error")
    assert outcome.status in statuses
    if outcome.ok:
        assert 'MARK = "clean"' in outcome.program.read_text()
    compiled = [event.result.status for event in events if isinstance(event, CompileFinished)]
    assert (outcome.urdf is not None) == ("success" in compiled)
    replied = [event for event in events if isinstance(event, ModelReplied)]
    asked = [call.id for event in replied for call in event.message.tool_calls]
    answered = [event.message.call_id for event in events if isinstance(event, ToolFinished)]
    assert asked == answered
    turns = [event.turn for event in events if isinstance(event, TurnStarted)]
    assert turns == sorted(set(turns))
    assert outcome.turns == len(replied) <= max_turns
    assert isinstance(events[-1], RunFinished)
