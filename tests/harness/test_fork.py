"""Children of runs: they repeat their parent as far as they should, and say where they come from."""

from __future__ import annotations

import asyncio

import pytest

from harness.audit import audit
from harness.config import RunSettings
from harness.errors import RecordError, UsageError
from harness.fork import Surroundings, edit, fork, inherited_settings, rerun
from harness.messages import AssistantMessage, Usage
from harness.prompts import prompt_in
from harness.providers.scripted import ScriptedProvider, call, calling, saying
from harness.records.folder import RunFolder, read_manifest
from harness.replay import replay
from harness.tape import lasting_payload, read_trace
from tests.harness.fakes import CLEAN, DIRTY, FAKE_SERVICES, run_script

SCRIPT = [
    AssistantMessage("", calling(call("write_file", content=DIRTY)).tool_calls, usage=Usage(9, 0, 9, 1.0)),
    calling(call("compile_model")),
    calling(call("replace", old_string="broken lid", new_string="clean"), call("compile_model")),
    saying("A box."),
]
OTHER = [calling(call("write_file", content=CLEAN + "# other\n"), call("compile_model")), saying("Another.")]


@pytest.fixture
def parent(tmp_path):
    return run_script(SCRIPT, tmp_path / "runs", run_id="parent").run_dir


def around(script):
    return Surroundings(provider=ScriptedProvider(script), services=FAKE_SERVICES, environ={})


def settings(parent, **given):
    return RunSettings(runs_dir=parent.parent, **given)


def test_a_fork_repeats_its_parent_and_then_goes_its_own_way(parent):
    tape = read_trace(parent)
    at = tape.all("turn_started")[2].seq
    given = around(OTHER)
    child = asyncio.run(fork(parent, at=at, settings=settings(parent), surroundings=given))
    assert child.status == "success"
    assert child.program.read_text() == CLEAN + "# other\n"
    own = read_trace(child.run_dir)
    strip = [(event.kind, lasting_payload(event.payload)) for event in tape.events[1 : at + 1]]
    for _, payload in strip:
        payload.get("message", {}).pop("usage", None)
    mine = [(event.kind, lasting_payload(event.payload)) for event in own.events[1 : at + 1]]
    for _, payload in mine:
        payload.get("message", {}).pop("usage", None)
    assert mine == strip
    assert len(given.provider.requests) == 2
    assert child.usage.input_tokens == 0  # the parent paid for its own replies
    lineage = read_manifest(child.run_dir)["lineage"]
    assert (lineage["how"], lineage["parent"], lineage["after"]) == ("fork", "parent", at)
    assert replay(child.run_dir, strict=True, services=FAKE_SERVICES).is_identical
    assert audit(child.run_dir, services=FAKE_SERVICES).failed == ()


@pytest.mark.parametrize("at", range(14))
def test_a_fork_at_any_event_of_the_same_model_comes_to_the_same_end(parent, at):
    def answer(request):
        return SCRIPT[sum(isinstance(message, AssistantMessage) for message in request.messages)]

    child = asyncio.run(fork(parent, at=at, settings=settings(parent), surroundings=around(answer)))
    assert child.program.read_bytes() == (parent / "model.py").read_bytes()


def test_a_fork_with_other_words_is_told_them(parent):
    given = around(OTHER)
    child = asyncio.run(fork(parent, at=0, settings=settings(parent), prompt="a chest", surroundings=given))
    assert prompt_in(given.provider.requests[0].messages) == "a chest"
    assert (child.run_dir / "prompt.txt").read_text() == "a chest"


def test_an_edit_begins_with_the_program_it_changes(parent):
    given = around([calling(call("read_file", path="model.py")), *OTHER])
    before = {path: path.read_bytes() for path in parent.rglob("*") if path.is_file()}
    child = asyncio.run(edit(parent, "make it longer", settings=settings(parent), surroundings=given))
    assert {path: path.read_bytes() for path in parent.rglob("*") if path.is_file()} == before
    asked = prompt_in(given.provider.requests[0].messages)
    assert "a box" in asked
    assert "make it longer" in asked
    first = read_trace(child.run_dir).first("tool_finished")
    assert 'MARK = \\"clean\\"' in first.payload["message"]["content"]
    grandchild = asyncio.run(rerun(child.run_dir, settings=settings(parent), surroundings=around(OTHER)))
    start = read_trace(grandchild.run_dir).events[0].payload
    assert start["scaffold"] == (parent / "model.py").read_text()
    assert start["prompt"] == (child.run_dir / "prompt.txt").read_text()


def test_a_rerun_asks_the_same_anew(parent):
    given = around(OTHER)
    child = asyncio.run(rerun(parent, settings=settings(parent), surroundings=given))
    assert child.status == "success"
    parent_start, start = (read_trace(run).events[0].payload for run in (parent, child.run_dir))
    assert start["opening"] == parent_start["opening"]
    assert start["lineage"]["how"] == "rerun"


def test_children_inherit_settings(tmp_path):
    parent = run_script(SCRIPT, tmp_path, profile="default", seed=4).run_dir
    inherited = inherited_settings(parent)
    assert (inherited["profile"], inherited["seed"]) == ("default", 4)


def test_children_that_cannot_be(parent):
    with pytest.raises(UsageError, match="no such event"):
        asyncio.run(fork(parent, at=999, settings=settings(parent), surroundings=around(OTHER)))
    with pytest.raises(UsageError, match="what to change"):
        asyncio.run(edit(parent, " ", settings=settings(parent), surroundings=around(OTHER)))
    held = RunFolder.reopen(parent, redact=str)
    with pytest.raises(RecordError, match="still going on"):
        asyncio.run(rerun(parent, settings=settings(parent), surroundings=around(OTHER)))
    held.release()
