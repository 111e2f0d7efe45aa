from __future__ import annotations

import json
from dataclasses import replace

import pytest

from harness.errors import RecordError
from harness.events import (
    CompileFinished,
    CompilePhase,
    GuidanceInjected,
    ModelReplied,
    ReplyPhase,
    RunStarted,
    ToolFinished,
    ToolStarted,
    TurnStarted,
)
from harness.messages import AssistantMessage, ToolCall, ToolMessage, UserMessage
from harness.providers.base import ReplyProgress
from harness.redaction import redactor
from harness.trace import FILE, MAX_INLINE_BYTES, TraceWriter, payload_of, read_trace
from tests.harness.fakes import fake_compile, ticking_clock

LONG = "x" * (2 * MAX_INLINE_BYTES)
CALL = ToolCall("c1", "compile_model", "{}")


def events(folder):
    result = replace(fake_compile('MARK = "broken lid"', workdir=folder / "work"), timings_ms={"total": 1.5})
    return [
        RunStarted("r", "a box", "scripted", "m", {"n": 1}, "system", (), (UserMessage.text("hi"),), "", {}),
        TurnStarted(1, 9),
        ModelReplied(1, AssistantMessage(LONG, (CALL,)), "0" * 64, 0.5, None, None),
        ToolStarted(1, CALL),
        CompilePhase("build", 1.0),
        ReplyPhase(1, ReplyProgress("writing", 9)),
        CompileFinished("tool", "0" * 64, result, 0.25),
        ToolFinished(1, ToolMessage("c1", "compile_model", '{"result": "é"}'), True, 0.25, "0" * 64),
        GuidanceInjected(1, UserMessage.text("go on", tag="compile_required")),
        CompileFinished("final", "0" * 64, result, 0.25),
    ]


def write(folder, written, *, secrets=None):
    writer = TraceWriter(folder, clock=ticking_clock(), redact=redactor(secrets or {}))
    for event in written:
        writer(event)
    writer.close()


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, events(tmp_path))
    return tmp_path


def test_what_is_read_is_what_was_written(folder):
    tape = read_trace(folder)
    kept = [event for event in events(folder) if not isinstance(event, CompilePhase | ReplyPhase)]
    for read, event in zip(tape.events, kept, strict=True):
        assert read.payload == json.loads(json.dumps(payload_of(event)))
    assert [event.seq for event in tape.events] == list(range(8))
    assert not tape.is_torn


def test_each_event_hangs_on_the_one_it_belongs_to(folder):
    tape = read_trace(folder)
    assert [(event.kind, event.parent) for event in tape.events] == [
        ("run_started", None),
        ("turn_started", 0),
        ("model_replied", 1),
        ("tool_started", 2),
        ("compile_finished", 3),
        ("tool_finished", 3),
        ("guidance_injected", 2),
        ("compile_finished", 2),
    ]


def test_large_payloads_lie_in_blobs_and_lines_stay_short(folder):
    lines = (folder / FILE).read_bytes().splitlines()
    assert max(map(len, lines)) < MAX_INLINE_BYTES + 600
    blob = json.loads(lines[2])["payload"]["blob"]
    assert LONG in (folder / "blobs" / blob).read_text()


def test_equal_events_at_equal_times_make_equal_bytes(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    same = events(tmp_path)
    write(tmp_path / "a", same)
    write(tmp_path / "b", same)
    assert (tmp_path / "a" / FILE).read_bytes() == (tmp_path / "b" / FILE).read_bytes()


def test_keys_never_reach_the_disk(tmp_path):
    key = "sk-secret-123456"
    message = ToolMessage("c", "probe_model", json.dumps({"result": f"found {key} and {LONG}"}))
    write(tmp_path, [ToolFinished(1, message, True, 0.0, key)], secrets={key: "OPENAI_API_KEY"})
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or key not in file.read_text()
    (event,) = read_trace(tmp_path).events
    assert event.payload["code_sha256"] == "[redacted OPENAI_API_KEY]"


def test_a_torn_last_line_is_left_out(folder):
    path = folder / FILE
    data = path.read_bytes()
    path.write_bytes(data[:-5])
    tape = read_trace(folder)
    assert tape.is_torn
    assert len(tape.events) == 7


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda lines: lines[1:], "sequence number 1; want 0"),
        (lambda lines: [lines[0], b"{", *lines[1:]], r":2: damaged"),
        (lambda lines: [lines[0].replace(b'"a box"', b'"a car"'), *lines[1:]], "does not match its hash"),
        (lambda lines: [lines[0].replace(b'"schema": 2', b'"schema": 9'), *lines[1:]], "schema 9"),
        (lambda lines: [b"[]", *lines[1:]], "damaged"),
    ],
)
def test_other_damage_is_refused_with_its_place(folder, damage, reason):
    path = folder / FILE
    path.write_bytes(b"".join(line + b"\n" for line in damage(path.read_bytes().splitlines())))
    with pytest.raises(RecordError, match=reason):
        read_trace(folder)


@pytest.mark.parametrize("change", [lambda blob: blob.unlink(), lambda blob: blob.write_text("{}")])
def test_a_blob_that_is_gone_or_changed_is_noticed(folder, change):
    blob = json.loads((folder / FILE).read_bytes().splitlines()[2])["payload"]["blob"]
    change(folder / "blobs" / blob)
    with pytest.raises(RecordError, match=r":3: "):
        read_trace(folder)


def test_a_folder_without_trace_is_no_run(tmp_path):
    with pytest.raises(RecordError, match="want the trace of a run"):
        read_trace(tmp_path)


def test_numbers_that_json_lacks_become_null():
    assert payload_of(CompilePhase("build", float("nan"))) == {"phase": "build", "elapsed_ms": None}
