"""What every provider must do the same way, each against a fake of its service that checks every request."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from pathlib import Path

import pytest

from harness.config import RunSettings
from harness.errors import ProviderError
from harness.messages import (
    ImagePart,
    TextPart,
    ToolMessage,
    Usage,
    UserMessage,
    message_from_dict,
    message_to_dict,
)
from harness.providers.base import Request
from harness.providers.failures import ContextExceededError
from harness.providers.retry import BusyError
from harness.providers.scripted import ScriptedProvider, call, calling, saying
from harness.run import generate
from harness.trace import read_trace
from tests.harness.fakes import CLEAN, DIRTY, FAKE_SERVICES
from tests.harness.providers.fake_servers.moves import Break, Call, Fail, Raw, Say
from tests.harness.providers.fake_servers.server import serving
from tests.harness.providers.families import FAMILIES, KEY, SCHEMAS, talking

READ = Call("read_file", '{"path": "model.py", "limit": 5}')
COMPILE = Call("compile_model")
PATCH_TEXT = '*** Begin Patch\n*** Update File: model.py\n@@\n-a = "x\\n"\n+b = 1\n*** End Patch\n'
PATCH = Call("apply_patch", json.dumps({"patch": PATCH_TEXT}))
TASK = UserMessage.text("a box with a lid")
DONE = Say("A box.")

every_family = pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)


def arguments(reply):
    return [(one.name, json.loads(one.arguments)) for one in reply.tool_calls]


@every_family
def test_a_round_through_a_tool(family):
    async def work(talk):
        first = await talk.ask(TASK)
        return first, await talk.answer(first)

    with talking(family, [Say("Let me look.", (READ,)), DONE]) as (run, fake):
        first, second = run(work)
    assert (first.text, first.stop) == ("Let me look.", "tools")
    assert arguments(first) == [("read_file", {"path": "model.py", "limit": 5})]
    assert all(one.id for one in first.tool_calls)
    assert (second.text, second.stop, second.tool_calls) == ("A box.", "end", ())
    assert len(fake.requests) == 2


@every_family
def test_several_calls_in_one_reply_and_some_fail(family):
    async def work(talk):
        first = await talk.ask(TASK)
        second = await talk.answer(first, '{"result": "L1: x"}', '{"error": "no match"}', '{"result": 3}')
        return first, await talk.answer(second)

    moves = [Say("", (READ, PATCH, COMPILE)), Say("Again.", (COMPILE,)), DONE]
    with talking(family, moves) as (run, _):
        first, last = run(work)
    assert arguments(first) == [
        ("read_file", {"path": "model.py", "limit": 5}),
        ("apply_patch", {"patch": PATCH_TEXT}),
        ("compile_model", {}),
    ]
    assert len({one.id for one in first.tool_calls}) == 3
    assert last.text == "A box."


@every_family
def test_pictures_in_the_task_and_in_results(family):
    picture, view = b"\x89PNG picture", b"\xff\xd8 view"

    async def work(talk):
        talk.images |= {"p": picture, "v": view}
        task = UserMessage((TextPart("like this"), ImagePart("p", "image/png")))
        first = await talk.ask(task)
        seen = ToolMessage(
            first.tool_calls[0].id,
            "compile_model",
            '{"result": "ok"}',
            images=(ImagePart("v", "image/jpeg"),),
        )
        return await talk.ask(seen)

    with talking(family, [Say("", (COMPILE,)), DONE]) as (run, fake):
        run(work)
    sent = json.dumps(fake.requests[-1])
    for data in (picture, view):
        spellings = (base64.b64encode(data).decode(), base64.urlsafe_b64encode(data).decode())
        assert any(json.dumps(text)[1:-1] in sent for text in spellings)
    assert "image/png" in sent
    assert "image/jpeg" in sent


@every_family
def test_thinking_is_shown_and_goes_back_unchanged_also_after_a_resume(family):
    async def work(talk):
        first = await talk.ask(TASK)
        talk.messages = [message_from_dict(json.loads(json.dumps(message_to_dict(m)))) for m in talk.messages]
        second = await talk.answer(first)
        return first, second, await talk.answer(second)

    moves = [
        Say("Look.", (READ,), thought="A box has six sides."),
        Say("", (PATCH, COMPILE), thought="Cut the lid."),
        DONE,
    ]
    with talking(family, moves) as (run, _):
        first, second, last = run(work)
    assert (first.thought, second.thought, last.thought) == ("A box has six sides.", "Cut the lid.", "")


@every_family
def test_another_models_conversation_can_be_taken_over(family):
    async def work(talk):
        foreign = calling(
            call("apply_patch", patch=PATCH_TEXT), call("read_file", path="model.py"), text="Hm."
        )
        calls = [one.__class__(f"x{i}", one.name, one.arguments) for i, one in enumerate(foreign.tool_calls)]
        foreign = foreign.__class__("Hm.", tuple(calls), thought="foreign", extra={"other": {"a": 1}})
        return await talk.ask(TASK, foreign, *(ToolMessage(c.id, c.name, '{"result": 1}') for c in calls))

    with talking(family, [DONE]) as (run, fake):
        assert run(work).text == "A box."
    assert "foreign" not in json.dumps(fake.requests[-1])


@every_family
def test_tokens_are_accounted_for(family):
    usage = Usage(1000, 600, 90, reasoning_tokens=40)
    if family.provider in ("openai", "anthropic", "chat"):
        usage = Usage(1000, 600, 90, cache_write_tokens=300, reasoning_tokens=40)
    if family.provider == "anthropic":
        usage = Usage(1000, 600, 90, cache_write_tokens=300, cache_write_1h_tokens=100, reasoning_tokens=40)

    with talking(family, [Say("Hi.", usage=usage)]) as (run, _):
        assert run(lambda talk: talk.ask(TASK)).usage == usage


STOPS = {
    "openai": {
        "completed": "end",
        "max_output_tokens": "length",
        "content_filter": "refusal",
        "max_messages": "length",
    },
    "anthropic": {
        "end_turn": "end",
        "stop_sequence": "end",
        "max_tokens": "length",
        "model_context_window_exceeded": "length",
        "pause_turn": "length",
        "refusal": "refusal",
        "something_new": "end",
    },
    "gemini": {
        "STOP": "end",
        "MAX_TOKENS": "length",
        "SAFETY": "refusal",
        "RECITATION": "refusal",
        "PROHIBITED_CONTENT": "refusal",
        "BLOCKLIST": "refusal",
        "SPII": "refusal",
        "LANGUAGE": "refusal",
        "MALFORMED_FUNCTION_CALL": "end",
        "UNEXPECTED_TOOL_CALL": "end",
        "OTHER": "end",
        "blocked:PROHIBITED_CONTENT": "refusal",
    },
    "chat": {"stop": "end", "length": "length", "content_filter": "refusal", "something_new": "end"},
}


@pytest.mark.parametrize(
    ("name", "reason", "stop"),
    [(name, reason, stop) for name, stops in STOPS.items() for reason, stop in stops.items()],
)
def test_every_reason_to_stop(name, reason, stop):
    with talking(FAMILIES[name], [Say("So far", stop=reason)]) as (run, _):
        assert run(lambda talk: talk.ask(TASK)).stop == stop


@every_family
def test_a_refusal_says_why(family):
    with talking(family, [Say(refusal="I will not build that.")]) as (run, _):
        reply = run(lambda talk: talk.ask(TASK))
    words = (
        "SAFETY" if family.provider == "gemini" else "I will not build that."
    )  # its client drops the words
    assert reply.stop == "refusal"
    assert words in reply.text


@every_family
def test_too_many_requests_waits_as_long_as_it_is_told(family):
    moves = [Fail(429, "slow down", headers={"retry-after": "7"}), Fail(529, "overloaded"), DONE]

    async def work(talk):
        reply = await talk.ask(TASK)
        return reply, talk.pauses, talk.progress

    with talking(family, [*moves[:2], DONE]) as (run, fake):
        reply, pauses, progress = run(work)
    assert reply.text == "A box."
    assert pauses == [7.0, 0.0]
    assert [step.attempt for step in progress if step.doing == "waiting"] == [1, 2]
    assert len(fake.requests) == 3


@every_family
@pytest.mark.parametrize("status", [408, 409, 500, 502, 503, 504])
def test_passing_failures_are_tried_again_and_no_longer_than_allowed(family, status):
    with talking(family, [Fail(status, "busy")]) as (run, fake), pytest.raises(BusyError, match=str(status)):
        run(lambda talk: talk.ask(TASK, tools=()))
    assert len(fake.requests) == 4


@every_family
@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_lasting_failures_are_told_at_once_without_the_key(family, status, caplog):
    caplog.set_level(logging.DEBUG)
    message = f"no such model m-1 for key {KEY}"
    with talking(family, [Fail(status, message)]) as (run, fake), pytest.raises(ProviderError) as caught:
        run(lambda talk: talk.ask(TASK, tools=()))
    assert f"answered {status}" in str(caught.value)
    assert "no such model" in str(caught.value)
    assert KEY not in str(caught.value) + caplog.text
    assert len(fake.requests) == 1


@every_family
def test_a_quota_that_is_used_up_is_not_waited_for(family):
    moves = [Fail(429, "You exceeded your current quota, check your plan and billing", "insufficient_quota")]
    with talking(family, moves) as (run, fake), pytest.raises(ProviderError, match="quota"):
        run(lambda talk: talk.ask(TASK, tools=()))
    assert len(fake.requests) == 1


@every_family
def test_a_conversation_that_no_longer_fits_has_an_error_of_its_own(family):
    moves = [
        Fail(400, "prompt is too long: maximum context length is 200000 tokens, input token count exceeds")
    ]
    with talking(family, moves) as (run, _), pytest.raises(ContextExceededError, match="too long"):
        run(lambda talk: talk.ask(TASK, tools=()))


@every_family
def test_a_stream_cut_anywhere_is_never_taken_for_a_reply(family):
    say = Say("Words, then", (READ, COMPILE))
    pieces = len(family.dialect().pieces(say, {"model": "m", "stream_options": {"include_usage": True}}))
    if family.provider == "vllm":
        pieces = 1
    for cut in range(pieces):
        cut_say = Say(say.text, say.calls, cut_after=cut)
        with talking(family, [cut_say, cut_say, cut_say, DONE]) as (run, _):
            assert run(lambda talk: talk.ask(TASK)).text == "A box.", cut


@every_family
def test_a_failure_inside_a_stream_is_tried_again(family):
    if family.provider == "vllm":
        pytest.skip("there is no stream")
    with talking(family, [Break("overloaded_error", "Overloaded"), DONE]) as (run, _):
        assert run(lambda talk: talk.ask(TASK, tools=())).text == "A box."


@every_family
@pytest.mark.parametrize(
    "raw",
    [
        Raw(b"<html>gateway</html>", "text/html"),
        Raw(b"", "application/json"),
        Raw(b'{"error": {"message": "overloaded"}}'),
        Raw(b"data: {broken\n\n", "text/event-stream"),
        Raw(b"", "text/event-stream"),
    ],
    ids=["html", "nothing", "error with 200", "broken event", "empty stream"],
)
def test_answers_that_are_none_are_tried_again(family, raw):
    with talking(family, [raw, DONE]) as (run, _):
        assert run(lambda talk: talk.ask(TASK, tools=())).text == "A box."


@every_family
def test_malformed_arguments_reach_the_tool_as_written(family):
    if not family.can_malform:
        pytest.skip("its format has objects only")
    broken = '{"path": "model.py", "offset": '

    async def work(talk):
        first = await talk.ask(TASK)
        return first, await talk.answer(first, '{"error": "not valid JSON"}')

    with talking(family, [Say("", (Call("read_file", broken),)), DONE]) as (run, fake):
        first, last = run(work)
    assert first.tool_calls[0].arguments.strip() == broken.strip()
    assert last.text == "A box."
    assert json.dumps(broken.strip())[1:-1] in json.dumps(json.dumps(fake.requests[-1])) or (
        broken.strip() in json.dumps(fake.requests[-1]).replace('\\"', '"')
    )


@every_family
def test_a_call_that_was_cut_off_is_dropped_and_the_cut_is_told(family):
    if not family.can_malform or family.provider == "ollama":
        pytest.skip("its format has whole calls only")
    stop = {"openai": "max_output_tokens", "anthropic": "max_tokens"}.get(family.provider, "length")

    async def work(talk):
        first = await talk.ask(TASK)
        return first, await talk.ask(UserMessage.text("your reply was cut"))

    moves = [Say("I write", (Call("write_file", '{"content": "import'),), stop=stop), DONE]
    with talking(family, moves) as (run, _):
        first, last = run(work)
    assert (first.stop, first.tool_calls, first.text) == ("length", (), "I write")
    assert last.text == "A box."


@every_family
def test_empty_replies_can_be_answered(family):
    async def work(talk):
        first = await talk.ask(TASK)
        return first, await talk.ask(UserMessage.text("please go on"))

    with talking(family, [Say(), DONE]) as (run, _):
        first, last = run(work)
    assert (first.text, first.tool_calls, first.stop) == ("", (), "end")
    assert last.text == "A box."


@every_family
def test_wrong_tool_names_can_be_answered(family):
    async def work(talk):
        first = await talk.ask(TASK)
        return first, await talk.answer(first, '{"error": "unknown tool"}')

    with talking(family, [Say("", (Call("frobnicate", '{"x": 1}'),)), DONE]) as (run, _):
        first, last = run(work)
    assert first.tool_calls[0].name == "frobnicate"
    assert last.text == "A box."


@every_family
def test_contexts_of_two_hundred_thousand_tokens(family):
    async def work(talk):
        for number in range(40):
            reply = calling(call("read_file", path="model.py"), text=f"turn {number}")
            reply = reply.__class__(
                reply.text,
                tuple(one.__class__(f"id{number}", one.name, one.arguments) for one in reply.tool_calls),
            )
            text = json.dumps({"result": f"{number} " + "x" * 20_000})
            talk.messages += [TASK, reply, ToolMessage(f"id{number}", "read_file", text)]
        return await talk.ask()

    with talking(family, [DONE]) as (run, fake):
        assert run(work).text == "A box."
    assert len(json.dumps(fake.requests[-1])) > 800_000


@every_family
def test_a_server_that_falls_silent_is_given_up(family):
    slow = Say("never", pause_s=0.4)
    if family.provider == "vllm":
        pytest.skip("its fake does not wait")
    environ = {"IDLE_TIMEOUT_SECONDS": "0.1", "MAX_ATTEMPTS": "2"}
    with talking(family, [slow], environ=environ) as (run, fake), pytest.raises(BusyError):
        run(lambda talk: talk.ask(TASK, tools=()))
    assert len(fake.requests) == 2


@every_family
def test_a_server_that_dawdles_is_given_up(family):
    slow = Say("word " * 40, pause_s=0.06)
    if family.provider == "vllm":
        pytest.skip("its fake does not wait")
    environ = {"REQUEST_TIMEOUT_SECONDS": "0.15", "IDLE_TIMEOUT_SECONDS": "5", "MAX_ATTEMPTS": "1"}
    with talking(family, [slow], environ=environ) as (run, _), pytest.raises(BusyError, match=r"0\.15 s"):
        run(lambda talk: talk.ask(TASK, tools=()))


@every_family
def test_progress_is_told_where_there_is_a_stream(family):
    async def work(talk):
        await talk.ask(TASK)
        return talk.progress

    with talking(family, [Say("Words " * 100, (READ,), thought="Thinking.")]) as (run, _):
        progress = run(work)
    doing = [step.doing for step in progress]
    if family.provider == "vllm":
        assert doing == []
        return
    assert doing[0] == "thinking"
    assert "writing" in doing
    assert progress[-1].characters > 500
    if family.provider != "ollama":
        assert ("calling", "read_file") in [(step.doing, step.detail) for step in progress]


@every_family
@pytest.mark.parametrize("effort", ["low", "medium", "high", "xhigh"])
def test_every_effort_is_something_the_service_knows(family, effort):
    with talking(family, [DONE], effort=effort, seed=7) as (run, _):
        assert run(lambda talk: talk.ask(TASK)).text == "A box."


@every_family
def test_the_stable_prefix_is_the_same_whatever_the_task(family):
    async def work(talk):
        requests = [
            Request("sys", (UserMessage.text("docs", tag="documentation"), UserMessage.text(task)), SCHEMAS)
            for task in ("a box", "a lamp")
        ]
        return [json.dumps(talk.provider.encode(request), default=str) for request in requests]

    with talking(family, [DONE]) as (run, _):
        first, second = run(work)
    assert first.replace("a box", "TASK") == second.replace("a lamp", "TASK")


@every_family
def test_the_key_is_sent_to_the_address_given_and_nowhere_else(family):
    with talking(family, [DONE]) as (run, fake):
        run(lambda talk: talk.ask(TASK))
    (headers, *_) = fake.headers
    sent = [name for name, value in headers.items() if KEY in value]
    assert sent in (["authorization"], ["x-api-key"], ["x-goog-api-key"])


MENDING = f"*** Begin Patch\n*** Update File: model.py\n@@\n-{DIRTY}+{CLEAN}*** End Patch"
CONVERSATION = [
    ("Let me see.", [("read_file", {"path": "model.py"}), ("find_examples", {"query": "box", "limit": 1})]),
    ("", [("write_file", {"content": DIRTY + "# quotes \" ' and\n\ttabs \\ é\n"}), ("compile_model", {})]),
    (
        "Mending.",
        [
            (
                "apply_patch",
                {"patch": MENDING},
            )
        ],
    ),
    ("", [("frobnicate", {}), ("replace", {"old_string": "nowhere", "new_string": "x"})]),
    ("", [("probe_model", {"code": "emit(1)"}), ("compile_model", {})]),
    ("A clean box.", []),
]


def canonical(run_dir: Path) -> list:
    """The trace without what a provider may differ in: ids, usage, thoughts, clocks, run folder."""
    events = []
    for event in read_trace(run_dir).events:
        payload = json.loads(json.dumps(event.payload))
        if event.kind == "model_replied":
            message = payload["message"]
            calls = [(one["name"], json.loads(one["arguments"])) for one in message["tool_calls"]]
            events.append((event.kind, payload["turn"], message["text"], calls, message["stop"]))
        elif event.kind == "tool_finished":
            message = payload["message"]
            events.append((event.kind, message["name"], message["content"], payload["code_sha256"]))
        elif event.kind == "guidance_injected":
            events.append((event.kind, payload["message"]))
        elif event.kind == "compile_finished":
            events.append((event.kind, payload["cause"], payload["code_sha256"], payload["result"]["status"]))
        elif event.kind == "run_started":
            events.append(
                (event.kind, payload["prompt"], payload["system"], payload["tools"], payload["opening"])
            )
        elif event.kind == "run_finished":
            events.append((event.kind, payload["status"], payload["reason"], payload["message"]))
    return events


@every_family
def test_a_scripted_conversation_leaves_the_same_trace_through_every_provider(family, tmp_path):
    script = [
        calling(*(call(name, **given) for name, given in calls), text=text) if calls else saying(text)
        for text, calls in CONVERSATION
    ]
    moves = [
        Say(text, tuple(Call(name, json.dumps(given)) for name, given in calls))
        for text, calls in CONVERSATION
    ]
    wanted = asyncio.run(
        generate(
            "a box",
            RunSettings(runs_dir=tmp_path, run_id="wanted"),
            provider=ScriptedProvider(script),
            services=FAKE_SERVICES,
            environ={},
        )
    )
    assert wanted.status == "success"
    with serving(family.dialect(), moves, prefix=family.prefix) as fake:
        settings = RunSettings(
            provider=f"{family.provider}:{family.model_id}",
            base_url=fake.address,
            runs_dir=tmp_path,
            run_id="found",
        )
        names = ("OPENAI", "ANTHROPIC", "GEMINI", "VLLM", "OLLAMA")
        environ = {f"{name}_API_KEY": KEY for name in names}
        found = asyncio.run(generate("a box", settings, services=FAKE_SERVICES, environ=environ))
    assert canonical(found.run_dir) == canonical(wanted.run_dir)


@every_family
def test_a_run_that_is_out_of_time_gives_up_the_reply_under_way(family, tmp_path):
    if family.provider == "vllm":
        pytest.skip("its fake does not wait")
    with serving(family.dialect(), [Say("word " * 9, pause_s=0.3)], prefix=family.prefix) as fake:
        settings = RunSettings(
            provider=f"{family.provider}:{family.model_id}",
            base_url=fake.address,
            runs_dir=tmp_path,
            max_wall_s=0.4,
        )
        outcome = asyncio.run(generate("a box", settings, services=FAKE_SERVICES, environ={}))
    assert (outcome.reason, outcome.turns) == ("wall_s", 0)


@every_family
def test_the_key_is_written_nowhere(family, tmp_path, capfd):
    leaky = Fail(401, f"Incorrect API key provided: {KEY}")
    echo = Say(f"my key is {KEY}", (Call("write_file", json.dumps({"content": f"# {KEY}\n"})),), thought=KEY)
    with serving(family.dialect(), [echo, leaky], prefix=family.prefix) as fake:
        settings = RunSettings(
            provider=f"{family.provider}:{family.model_id}",
            base_url=fake.address,
            runs_dir=tmp_path,
            run_id="leaky",
        )
        environ = {f"{name}_API_KEY": KEY for name in ("OPENAI", "ANTHROPIC", "GEMINI", "VLLM", "OLLAMA")}
        outcome = asyncio.run(generate("a box", settings, services=FAKE_SERVICES, environ=environ))
    assert outcome.status == "provider_error"
    assert KEY not in outcome.message
    told = capfd.readouterr()
    assert KEY not in told.out + told.err
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name not in ("model.py", "model.latest.py"):  # what the model itself wrote
            assert KEY.encode() not in path.read_bytes(), path
