"""A run killed at any moment is carried on to the same end."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from harness.config import RunSettings
from harness.errors import ProviderError, RecordError, UsageError
from harness.events import ToolStarted
from harness.messages import AssistantMessage
from harness.providers.scripted import ScriptedProvider, call, calling, saying
from harness.records.folder import RunFolder, read_manifest
from harness.replay import replay
from harness.resume import resume
from harness.run import generate
from harness.tape import FILE, lasting_payload, read_trace
from tests.harness.fakes import CLEAN, DIRTY, FAKE_SERVICES, fake_compile, run_script
from tests.harness.tapes import forge, lines_of

SCRIPT = [
    calling(call("read_file", path="model.py"), call("find_examples", query="lid")),
    calling(call("write_file", content=DIRTY), call("compile_model")),
    calling(call("probe_model", code="emit(1)"), call("compile_model")),
    saying("It is done."),
    calling(call("replace", old_string="broken lid", new_string="clean"), call("compile_model")),
    saying("A box."),
]


def by_turn(script):
    """A provider that answers by how far the conversation has come, as a model would."""

    def answer(request):
        turn = sum(isinstance(message, AssistantMessage) for message in request.messages)
        if turn >= len(script):
            raise ProviderError("the script has ended")
        calls = [replace(one, id=f"{turn}.{place}") for place, one in enumerate(script[turn].tool_calls)]
        return replace(script[turn], tool_calls=tuple(calls))

    return ScriptedProvider(answer)


def carry_on(run_dir, *, script=SCRIPT, services=FAKE_SERVICES, **options):
    return asyncio.run(resume(run_dir, provider=by_turn(script), services=services, environ={}, **options))


def story(run_dir):
    return [(event.kind, lasting_payload(event.payload)) for event in read_trace(run_dir).events]


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch):
    """A kill, unlike a power cut, loses nothing that was written; syncing would take most of the time."""
    monkeypatch.setattr("os.fsync", lambda _: None)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A run that nothing disturbed."""
    return run_script([], tmp_path_factory.mktemp("whole"), provider=by_turn(SCRIPT)).run_dir


def killed_copy(whole, target, size):
    """The run as a kill would have left it when its tape had `size` bytes."""
    shutil.copytree(whole, target)
    data = (target / FILE).read_bytes()
    (target / FILE).write_bytes(data[:size])
    manifest = json.loads((target / "run.json").read_text())
    kept = ("schema", "run_id", "created_at", "provider", "model_id", "settings", "image", "price")
    opening = {name: manifest[name] for name in (*kept, "versions", "hashes", "lineage")}
    (target / "run.json").write_text(json.dumps({**opening, "status": "running", "run_id": target.name}))
    (target / "model.py").write_text("whatever the kill left")
    shutil.rmtree(target / "export")
    return data[:size]


def same_end(whole, run_dir):
    assert read_manifest(run_dir)["hashes"]["model_py"] == read_manifest(whole)["hashes"]["model_py"]
    assert read_manifest(run_dir)["artifacts"] == read_manifest(whole)["artifacts"]
    assert read_manifest(run_dir)["counts"] == read_manifest(whole)["counts"]
    assert (run_dir / "model.py").read_bytes() == (whole / "model.py").read_bytes()
    first, *rest = story(run_dir)
    assert first[0] == "run_started"
    assert rest == story(whole)[1:]


def resume_after_kill(whole, target, size):
    kept = killed_copy(whole, target, size)
    if size == (whole / FILE).stat().st_size:
        with pytest.raises(UsageError, match="has ended"):
            carry_on(target)
        return
    outcome = carry_on(target)
    assert outcome.status == "success"
    assert (target / FILE).read_bytes().startswith(kept)  # nothing is ever truncated
    same_end(whole, target)


def test_a_kill_at_every_event(whole, tmp_path):
    size = 0
    for number, line in enumerate([b"", *lines_of(whole)]):
        size += len(line)
        resume_after_kill(whole, tmp_path / f"at{number}", size)


@pytest.mark.parametrize("kills", [50, pytest.param(180, marks=pytest.mark.slow)])
def test_a_kill_at_any_byte(whole, tmp_path, kills):
    chance, total = random.Random(5), (whole / FILE).stat().st_size
    for number in range(kills):
        resume_after_kill(whole, tmp_path / f"byte{number}", chance.randrange(total))


def test_a_run_killed_again_and_again_gets_to_its_end(whole, tmp_path):
    chance, run_dir = random.Random(6), tmp_path / "r"
    killed_copy(whole, run_dir, 2500)
    for _ in range(12):
        before = (run_dir / FILE).read_bytes()
        carry_on(run_dir)
        after = (run_dir / FILE).read_bytes()
        assert after.startswith(before)
        (run_dir / FILE).write_bytes(after[: chance.randrange(len(before), len(after) - 1)])
    carry_on(run_dir)
    same_end(whole, run_dir)
    report = replay(run_dir, services=FAKE_SERVICES)
    assert (report.is_identical, report.is_complete) == (True, True)


def test_a_kill_just_before_the_last_event_is_mended(whole, tmp_path):
    target = tmp_path / whole.name
    shutil.copytree(whole, target)
    (target / FILE).write_bytes(b"".join(lines_of(target)[:-1]))
    assert read_manifest(target)["status"] == "success"
    assert carry_on(target).status == "success"
    same_end(whole, target)


@pytest.mark.parametrize("written", range(1, 30, 3))
def test_a_full_disk_loses_nothing_that_was_written(whole, tmp_path, monkeypatch, written):
    write, counted = os.write, []

    def full(descriptor, data):
        if Path(f"/proc/self/fd/{descriptor}").readlink().name == FILE:
            counted.append(data)
            if len(counted) == written:
                write(descriptor, bytes(data)[: len(data) // 2])
            if len(counted) >= written:
                raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, data)

    with monkeypatch.context() as patch:
        patch.setattr("os.write", full)
        with pytest.raises(RecordError, match=r"No space left|could not be written"):
            run_script([], tmp_path, provider=by_turn(SCRIPT), run_id="r")
    before = (tmp_path / "r" / FILE).read_bytes()
    assert read_trace(tmp_path / "r").is_torn
    assert carry_on(tmp_path / "r").status == "success"
    assert (tmp_path / "r" / FILE).read_bytes().startswith(before)
    same_end(whole, tmp_path / "r")


def test_the_model_is_not_asked_again_for_what_it_has_said(whole, tmp_path):
    target = tmp_path / "r"
    killed_copy(whole, target, sum(map(len, lines_of(whole)[:-3])))
    provider, compiled = by_turn(SCRIPT), []

    def compile_source(source, **options):
        compiled.append(source)
        return fake_compile(source, **options)

    services = replace(FAKE_SERVICES, compile=compile_source)
    asyncio.run(resume(target, provider=provider, services=services, environ={}))
    assert len(provider.requests) == 1
    assert compiled == [CLEAN]  # the last one, for its files


def test_an_interrupted_run_goes_on_with_the_call_it_was_at(tmp_path):
    hang = 'MARK = "hang"\n'
    script = [calling(call("write_file", content=hang), call("compile_model")), saying("Done.")]

    async def cancelled():
        def watch(event):
            if isinstance(event, ToolStarted) and event.call.name == "compile_model":
                asyncio.get_running_loop().call_later(0.02, task.cancel)

        given = {"sinks": [watch], "services": FAKE_SERVICES, "environ": {}}
        settings = RunSettings(runs_dir=tmp_path)
        task = asyncio.create_task(generate("a box", settings, provider=by_turn(script), **given))
        return await task

    run_dir = asyncio.run(cancelled()).run_dir

    def compile_source(source, **options):
        return fake_compile(source.replace("hang", "clean"), **options)

    services = replace(FAKE_SERVICES, compile=compile_source)
    assert carry_on(run_dir, script=script, services=services).status == "success"
    assert read_trace(run_dir).events[-1].payload["status"] == "success"
    assert [event.kind for event in read_trace(run_dir).written].count("run_finished") == 2


def test_a_failed_provider_is_asked_again(tmp_path):
    broken = run_script([], tmp_path, provider=by_turn(SCRIPT[:2]))
    assert broken.status == "provider_error"
    assert carry_on(broken.run_dir).status == "success"


def test_a_higher_limit_carries_a_run_on(tmp_path):
    short = run_script([], tmp_path, provider=by_turn(SCRIPT), max_turns=3)
    assert short.status == "failed"
    with pytest.raises(UsageError, match="max-turns"):
        carry_on(short.run_dir)
    assert carry_on(short.run_dir, limits={"max_turns": 4}).reason == "turns"
    assert carry_on(short.run_dir, limits={"max_turns": 9}).status == "success"
    assert replay(short.run_dir, services=FAKE_SERVICES).is_identical


def test_runs_that_cannot_be_carried_on(whole, tmp_path):
    with pytest.raises(RecordError, match="no such folder"):
        carry_on(tmp_path / "nowhere")
    target = tmp_path / "changed"
    killed_copy(whole, target, sum(map(len, lines_of(whole)[:-3])))

    def other_answer(entries):
        entry = next(entry for entry in entries if entry["kind"] == "guidance_injected")
        entry["kind"] = "limit_reached_once"
        return entries

    forge(target, other_answer)
    with pytest.raises(RecordError, match="does not come out the same again"):
        carry_on(target)
    held = RunFolder.reopen(target, redact=str)
    with pytest.raises(RecordError, match="in use"):
        carry_on(target)
    held.release()


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.harness.fakes import run_script
from tests.harness.test_resume import SCRIPT, by_turn

class Killer(list):
    def append(self, event):
        super().append(event)
        if len(self) == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)

run_script([], Path(sys.argv[1]), provider=by_turn(SCRIPT), run_id="r", events=Killer())
"""


@pytest.mark.parametrize("number", [1, 14, 38])
def test_a_real_kill(whole, tmp_path, number):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), str(number)], cwd=Path(__file__).parents[2], check=False
    )
    assert done.returncode == -signal.SIGKILL
    before = (tmp_path / "r" / FILE).read_bytes()
    assert carry_on(tmp_path / "r").status == "success"
    assert (tmp_path / "r" / FILE).read_bytes().startswith(before)
    same_end(whole, tmp_path / "r")
