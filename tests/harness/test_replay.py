from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from harness.config import RunSettings
from harness.errors import ProviderError, RecordError, UsageError
from harness.events import ToolStarted
from harness.messages import AssistantMessage
from harness.providers.scripted import ScriptedProvider, call, calling, saying
from harness.records.folder import RunFolder
from harness.replay import replay
from harness.run import generate
from harness.trace import FILE, read_trace
from tests.harness.fakes import CLEAN, DIRTY, FAKE_SERVICES, fake_compile, run_script
from tests.harness.tapes import rewrite_event

WRITE_CLEAN = calling(call("write_file", content=CLEAN))
WRITE_DIRTY = calling(call("write_file", content=DIRTY))
WRITE_CRLF = calling(call("write_file", content=CLEAN.replace("\n", "\r\n")))
COMPILE = calling(call("compile_model"))
LOOK = calling(
    call("read_file", path="model.py"),
    call("find_examples", query="lid"),
    call("probe_model", code="emit(1)"),
)
DONE = saying("A box.")


def failing():
    yield WRITE_CLEAN
    yield COMPILE
    raise ProviderError("no credit")


WAYS = {
    "success": ([LOOK, WRITE_DIRTY, COMPILE, COMPILE, WRITE_CLEAN, DONE], {}),
    "compiled at the finish": ([WRITE_DIRTY, DONE, WRITE_CLEAN, COMPILE, DONE], {}),
    "partial": ([WRITE_CLEAN, COMPILE, WRITE_DIRTY, COMPILE], {"max_turns": 4}),
    "at the limit": ([WRITE_CLEAN, COMPILE], {"max_turns": 1}),
    "failed": ([WRITE_DIRTY, COMPILE], {"max_turns": 2}),
    "idle": ([WRITE_DIRTY, AssistantMessage(), AssistantMessage(), AssistantMessage()], {}),
    "declined": ([AssistantMessage("no", stop="refusal")], {}),
    "provider error": (failing, {}),
    "windows line ends": (
        [WRITE_CRLF, COMPILE, DONE],
        {},
    ),
}


def record(tmp_path, way):
    script, settings = WAYS[way]
    return run_script(script() if callable(script) else script, tmp_path, **settings)


@pytest.mark.parametrize("tools", [False, True])
@pytest.mark.parametrize("way", WAYS)
def test_every_ending_comes_out_the_same_again(tmp_path, way, tools):
    outcome = record(tmp_path, way)
    before = {path: path.read_bytes() for path in outcome.run_dir.rglob("*") if path.is_file()}
    report = replay(outcome.run_dir, tools=tools, services=FAKE_SERVICES)
    assert report.divergence is None
    assert report.is_identical
    assert report.is_complete
    assert report.recorded_status == report.replayed_status == outcome.status
    assert report.compared >= 1
    assert report.changed == ()
    assert {path: path.read_bytes() for path in outcome.run_dir.rglob("*") if path.is_file()} == before
    json.dumps(report.to_dict())


def with_compile(change):
    def compile_source(source, **options):
        return change(fake_compile(source, **options))

    return replace(FAKE_SERVICES, compile=compile_source)


@pytest.mark.parametrize(
    ("services", "what"),
    [
        (
            with_compile(lambda result: replace(result, tests=replace(result.tests, run=2))),
            "findings of compile (tool)",
        ),
        (with_compile(lambda result: replace(result, artifacts={})), "findings of compile (tool)"),
        (replace(FAKE_SERVICES, render_signals=lambda *_, **__: "fine"), "result of compile_model"),
        (replace(FAKE_SERVICES, search=lambda *_: []), "result of find_examples"),
        (replace(FAKE_SERVICES, probe=lambda *_, **__: {"ok": True, "result": 8}), "result of probe_model"),
    ],
)
def test_the_first_difference_is_named(tmp_path, services, what):
    outcome = record(tmp_path, "success")
    report = replay(outcome.run_dir, services=services)
    assert not report.is_identical
    assert report.divergence.what == what
    assert report.divergence.expected != report.divergence.found


@pytest.mark.parametrize(
    "change",
    [
        lambda result: replace(result, timings_ms={"total": 1e9}),
        lambda result: replace(result, isolation=("another",)),
    ],
)
def test_time_and_machine_do_not_count(tmp_path, change):
    outcome = record(tmp_path, "success")
    assert replay(outcome.run_dir, services=with_compile(change)).is_identical


def test_a_clean_compile_that_fails_now_diverges_and_says_how_it_ends(tmp_path):
    outcome = record(tmp_path, "success")
    report = replay(outcome.run_dir, services=with_compile(lambda result: replace(result, status="failure")))
    assert not report.is_identical
    assert report.recorded_status == "success"
    assert report.replayed_status != "success"


@pytest.mark.parametrize("lines", range(1, 18))
def test_a_tape_that_breaks_off_anywhere_is_compared_as_far_as_it_goes(tmp_path, lines):
    outcome = record(tmp_path, "success")
    path = outcome.run_dir / FILE
    kept = path.read_bytes().splitlines(keepends=True)[:lines]
    path.write_bytes(b"".join(kept) + b'{"torn')
    report = replay(outcome.run_dir, services=FAKE_SERVICES)
    assert report.is_identical
    assert not report.is_complete
    assert report.recorded_status == "unfinished"


def test_an_interrupted_run_is_compared_up_to_where_it_was_interrupted(tmp_path):
    hang = calling(
        call("write_file", content='MARK = "hang"\n'), call("compile_model"), call("compile_model")
    )

    async def cancelled_run():
        def watch(event):
            if isinstance(event, ToolStarted) and event.call.name == "compile_model":
                asyncio.get_running_loop().call_later(0.02, task.cancel)

        given = {"sinks": [watch], "services": FAKE_SERVICES, "environ": {}}
        provider = ScriptedProvider([WRITE_DIRTY, COMPILE, hang])
        task = asyncio.create_task(
            generate("a box", RunSettings(runs_dir=tmp_path), provider=provider, **given)
        )
        return await task

    def compile_source(source, **options):
        return fake_compile(source.replace("hang", "clean"), **options)

    outcome = asyncio.run(cancelled_run())
    report = replay(outcome.run_dir, services=replace(FAKE_SERVICES, compile=compile_source))
    assert report.recorded_status == "cancelled"
    assert (report.is_identical, report.is_complete) == (True, False)


def test_a_program_the_tape_does_not_know_ends_a_taped_replay(tmp_path):
    outcome = record(tmp_path, "success")
    payload = dict(read_trace(outcome.run_dir).first("compile_finished").payload)
    rewrite_event(outcome.run_dir, "compile_finished", {**payload, "code_sha256": "0" * 64})
    report = replay(outcome.run_dir, tools=True)
    assert not report.is_identical
    assert report.replayed_status == "failed"


def test_a_sound_object_is_not_lost_for_want_of_a_picture(tmp_path):
    def compile_source(source, *, pictures=False, **options):
        result = fake_compile(source, pictures=False, **options)
        return replace(result, status="failure") if pictures else result

    services = replace(FAKE_SERVICES, compile=compile_source)
    outcome = run_script([WRITE_CLEAN, COMPILE, DONE], tmp_path, services=services)
    assert (outcome.status, outcome.preview) == ("success", None)
    assert outcome.urdf is not None
    assert replay(outcome.run_dir, services=services).is_identical
    assert replay(outcome.run_dir, services=services, tools=True).is_identical


def test_versions_and_prompts_that_changed_are_listed(tmp_path, monkeypatch):
    outcome = record(tmp_path, "success")
    monkeypatch.setattr("harness.replay.versions", dict)
    monkeypatch.setattr("harness.replay.system_prompt", lambda _: "other words")
    report = replay(outcome.run_dir, services=FAKE_SERVICES)
    assert report.is_identical
    assert {"python", "sdk_sha256", "system prompt"} <= set(report.changed)


def test_runs_that_cannot_be_replayed(tmp_path):
    with pytest.raises(RecordError, match="want the trace"):
        replay(tmp_path)
    held = RunFolder.create(tmp_path, "r", redact=str)
    with pytest.raises(RecordError, match="still going on"):
        replay(held.path)
    held.release()
    outcome = record(tmp_path / "runs", "success")
    path = outcome.run_dir / FILE
    path.write_bytes(path.read_bytes().replace(b'"reason": "finished"', b'"reason": "guessed"'))
    with pytest.raises(RecordError, match="hash"):
        replay(outcome.run_dir, services=FAKE_SERVICES)


@pytest.mark.parametrize("until", [0, 4, 9])
def test_only_the_beginning_is_compared_when_that_is_asked(tmp_path, until):
    outcome = record(tmp_path, "success")
    whole = replay(outcome.run_dir, services=FAKE_SERVICES)
    part = replay(outcome.run_dir, until=until, services=FAKE_SERVICES)
    assert (part.is_identical, part.is_complete) == (True, False)
    assert part.compared < whole.compared
    with pytest.raises(UsageError, match="no such event"):
        replay(outcome.run_dir, until=999, services=FAKE_SERVICES)


def test_a_strict_replay_compares_what_was_asked_too(tmp_path, monkeypatch):
    outcome = record(tmp_path, "success")
    plain = replay(outcome.run_dir, services=FAKE_SERVICES)
    strict = replay(outcome.run_dir, strict=True, services=FAKE_SERVICES)
    assert strict.is_identical
    assert strict.compared == plain.compared + 2 + outcome.turns
    monkeypatch.setattr("harness.replay.system_prompt", lambda _: "other words")
    assert replay(outcome.run_dir, services=FAKE_SERVICES).is_identical
    report = replay(outcome.run_dir, strict=True, services=FAKE_SERVICES)
    assert (report.divergence.what, report.divergence.kind) == ("system prompt", "prompt")


@pytest.mark.parametrize(
    ("result", "kind"),
    [(8, "numbers"), (9.5e-3, "numbers"), ("eight", "structure"), ([7], "structure")],
)
def test_the_kind_of_a_difference(tmp_path, result, kind):
    outcome = record(tmp_path, "success")
    services = replace(FAKE_SERVICES, probe=lambda *_, **__: {"ok": True, "result": result})
    assert replay(outcome.run_dir, services=services).divergence.kind == kind


@pytest.mark.parametrize("position", range(0, 20_000, 397))
def test_no_byte_of_a_tape_can_be_changed_unnoticed(tmp_path, position):
    outcome = record(tmp_path, "success")
    path = outcome.run_dir / FILE
    data = bytearray(path.read_bytes())
    data[position % len(data)] ^= 1
    path.write_bytes(bytes(data))
    try:
        report = replay(outcome.run_dir, tools=True, services=FAKE_SERVICES)
    except RecordError:
        return
    assert not (report.is_identical and report.is_complete)
