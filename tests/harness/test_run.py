"""What a run leaves behind, whatever happens to it."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from harness.config import RunSettings
from harness.digests import sha256_of
from harness.errors import RecordError, UsageError
from harness.events import ToolFinished
from harness.messages import AssistantMessage, ImagePart, Usage
from harness.providers.base import Traits
from harness.providers.scripted import ScriptedProvider, call, calling, saying
from harness.records.folder import RunFolder, is_locked, read_manifest
from harness.run import generate
from harness.trace import read_trace
from tests.harness.fakes import CLEAN, DIRTY, FAKE_SERVICES, run_script, ticking_clock

SCRIPT = [calling(call("write_file", content=CLEAN), call("compile_model")), saying("A box.")]


def start(tmp_path, prompt="a box", *, script=None, environ=None, **settings):
    provider = None if script is None else ScriptedProvider(script)
    return asyncio.run(
        generate(
            prompt,
            RunSettings(runs_dir=tmp_path / "runs", **settings),
            provider=provider,
            services=FAKE_SERVICES,
            environ=environ or {},
        )
    )


def files_of(folder):
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "blobs"
    )


def test_the_record_of_a_good_run(tmp_path):
    outcome = run_script(SCRIPT, tmp_path)
    assert files_of(outcome.run_dir) == [
        "export/assets/meshes/a.obj",
        "export/model.urdf",
        "model.py",
        "preview.png",
        "prompt.txt",
        "run.json",
        "trace.jsonl",
    ]
    assert outcome.urdf.read_text() == f"<robot name='{len(CLEAN)}'/>"
    assert outcome.preview.exists()
    manifest = read_manifest(outcome.run_dir)
    assert (manifest["status"], manifest["reason"], manifest["exit_code"]) == ("success", "finished", 0)
    assert manifest["counts"] == {"turns": 2, "tool_calls": 2, "compiles": 2}
    assert manifest["hashes"]["model_py"] == sha256_of(CLEAN)
    assert manifest["hashes"]["prompt"] == sha256_of("a box")
    assert manifest["versions"]["python"]
    assert manifest["compile"]["status"] == "success"
    for path, digest in manifest["artifacts"].items():
        assert sha256_of((outcome.run_dir / path).read_bytes()) == digest
    assert json.loads(json.dumps(outcome.to_dict()))["urdf"] == str(outcome.urdf)


def test_the_record_of_a_failed_run_keeps_its_evidence(tmp_path):
    outcome = run_script(
        [calling(call("write_file", content=DIRTY), call("compile_model"))] * 2, tmp_path, max_turns=2
    )
    assert outcome.status == "failed"
    assert outcome.findings == {"failure": 1}
    assert outcome.urdf is None
    assert outcome.preview is not None
    assert (outcome.run_dir / "work" / "model.urdf").exists()
    assert not (outcome.run_dir / "export").exists()


def test_the_trace_tells_it_all(tmp_path):
    outcome = run_script(SCRIPT, tmp_path, prompt="a box\nwith a lid")
    tape = read_trace(outcome.run_dir)
    assert [event.kind for event in tape.events] == [
        "run_started",
        "turn_started",
        "model_replied",
        "tool_started",
        "tool_finished",
        "tool_started",
        "compile_finished",
        "tool_finished",
        "turn_started",
        "model_replied",
        "compile_finished",
        "run_finished",
    ]
    started = tape.events[0].payload
    assert started["prompt"] == "a box\nwith a lid"
    assert {tool["name"] for tool in started["tools"]} >= {"write_file", "compile_model"}
    assert tape.events[-1].payload["code_sha256"] == sha256_of(CLEAN)


def test_the_model_py_is_there_and_whole_at_every_moment(tmp_path):
    seen = []

    def look(_):
        (folder,) = tmp_path.iterdir()
        seen.append((folder / "model.py").read_text())
        assert read_manifest(folder)["status"] in ("running", "success")

    asyncio.run(
        generate(
            "a box",
            RunSettings(runs_dir=tmp_path),
            sinks=[look],
            provider=ScriptedProvider(SCRIPT),
            services=FAKE_SERVICES,
            environ={},
        )
    )
    assert {text for text in seen if text != CLEAN} == {seen[0]}
    assert "def build_object_model" in seen[0]


def test_run_ids_tell_time_and_prompt_and_never_meet(tmp_path):
    provider = [saying("x")] * 3
    ids = []
    for _ in range(2):
        outcome = asyncio.run(
            generate(
                "  Ein Klappstuhl, größer! ",
                RunSettings(runs_dir=tmp_path),
                provider=ScriptedProvider(provider),
                services=FAKE_SERVICES,
                environ={},
                clock=ticking_clock(),
            )
        )
        ids.append(outcome.run_id)
    assert all(name.startswith("20300131-120000-ein-klappstuhl-groer-") for name in ids)
    assert ids[0] != ids[1]


@pytest.mark.parametrize(
    ("prompt", "settings", "reason"),
    [
        (" \n", {}, "prompt: got nothing"),
        ("a box", {"image": "missing.png"}, "cannot be read"),
        ("a box", {"provider": "chat"}, "OPENAI_API_KEY"),
        ("a box", {"provider": "oracle"}, "got 'oracle'"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_is_made(tmp_path, prompt, settings, reason):
    if "image" in settings:
        settings = {"image": tmp_path / settings["image"]}
    with pytest.raises(UsageError, match=reason):
        start(tmp_path, prompt, **settings)
    assert not (tmp_path / "runs").exists()


def test_a_cap_in_money_needs_a_price(tmp_path):
    environ = {"ARTICRAFT_BASE_URL": "http://127.0.0.1:9/v1"}
    with pytest.raises(UsageError, match="price is unknown"):
        start(tmp_path, provider="chat:m", max_cost_usd=1.0, environ=environ)
    assert not (tmp_path / "runs").exists()


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(RecordError, match="runs"):
        start(tmp_path, script=SCRIPT)


def test_a_run_id_is_used_once(tmp_path):
    assert start(tmp_path, script=SCRIPT, run_id="mine").run_dir == tmp_path / "runs" / "mine"
    with pytest.raises(RecordError, match="there already"):
        start(tmp_path, script=SCRIPT, run_id="mine")
    assert read_manifest(tmp_path / "runs" / "mine")["status"] == "success"


def test_a_run_in_progress_is_locked(tmp_path):
    held = RunFolder.create(tmp_path / "runs", "mine", redact=str)
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        assert pool.apply(is_locked, (held.path,))
    with pytest.raises(RecordError, match="in use"):
        start(tmp_path, script=SCRIPT, run_id="mine")
    held.release()
    assert not is_locked(held.path)


def test_a_picture_goes_to_inputs_blobs_and_the_model(tmp_path):
    picture = tmp_path / "chair.png"
    Image.new("RGB", (4, 4), "red").save(picture)
    provider = ScriptedProvider(SCRIPT)
    outcome = run_script(None, tmp_path / "runs", provider=provider, image=picture)
    digest = sha256_of(picture.read_bytes())
    assert (outcome.run_dir / "inputs" / f"{digest}.png").read_bytes() == picture.read_bytes()
    assert (outcome.run_dir / "blobs" / digest).read_bytes() == picture.read_bytes()
    assert provider.requests[0].messages[1].parts[-1] == ImagePart(digest, "image/png")
    assert read_manifest(outcome.run_dir)["image"] == {"sha256": digest, "media_type": "image/png"}


def test_keys_in_the_environment_are_nowhere_in_the_folder(tmp_path):
    key = "sk-very-secret-1"
    leak = AssistantMessage(f"my key is {key}", SCRIPT[0].tool_calls)
    outcome = start(tmp_path, f"a box {key}", script=[leak, saying(key)], environ={"OPENAI_API_KEY": key})
    for path in outcome.run_dir.rglob("*"):
        assert path.is_dir() or key not in path.read_text(errors="replace")


def test_what_the_library_chose_is_in_the_record(tmp_path):
    extra = {"library": {"entry": "desk_lamp", "parameters": {"ARM": 0.3}}}
    script = [AssistantMessage("", SCRIPT[0].tool_calls, extra=extra), saying("done")]
    outcome = run_script(script, tmp_path)
    assert outcome.library == extra["library"]
    assert read_manifest(outcome.run_dir)["library"] == extra["library"]


def test_a_bug_ends_the_run_loudly_and_the_record_says_so(tmp_path):
    def bug(*_, **__):
        raise ZeroDivisionError("a bug")

    broken = type(FAKE_SERVICES)(bug, FAKE_SERVICES.probe, FAKE_SERVICES.render_signals, FAKE_SERVICES.search)
    with pytest.raises(ZeroDivisionError):
        run_script(SCRIPT, tmp_path, services=broken)
    (folder,) = tmp_path.iterdir()
    assert read_manifest(folder)["reason"] == "crash"
    assert read_trace(folder).events[-1].kind == "run_finished"
    assert not is_locked(folder)


def test_a_full_disk_is_an_error_of_the_record(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    def fill(event):
        if isinstance(event, ToolFinished):
            monkeypatch.setattr("harness.trace.os.fsync", full)

    with pytest.raises(RecordError, match="No space left"):
        asyncio.run(
            generate(
                "a box",
                RunSettings(runs_dir=tmp_path),
                sinks=[fill],
                provider=ScriptedProvider(SCRIPT),
                services=FAKE_SERVICES,
                environ={},
            )
        )


INTERRUPTED = """
import asyncio, signal, sys
from pathlib import Path
from harness.config import RunSettings
from harness.providers.scripted import ScriptedProvider, call, calling
from harness.run import generate
from tests.harness.fakes import FAKE_SERVICES

signal.signal(signal.SIGINT, signal.default_int_handler)  # a job of a script in the background starts deaf to it
script = [calling(call("write_file", content='MARK = "hang"'), call("compile_model"))]
outcome = asyncio.run(generate("a box", RunSettings(runs_dir=Path(sys.argv[1]), run_id="r"),
                               provider=ScriptedProvider(script), services=FAKE_SERVICES, environ={}))
sys.exit(outcome.exit_code)
"""


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, "cancelled"), (signal.SIGKILL, "running")])
def test_interrupted_and_killed_runs_leave_a_readable_record(tmp_path, sent, status):
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        start_new_session=True,
    )
    trace = tmp_path / "r" / "trace.jsonl"
    deadline = time.monotonic() + 30
    while not (trace.exists() and trace.read_bytes().count(b"tool_started") == 2):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(sent)
    assert process.wait(timeout=20) == (130 if sent is signal.SIGINT else -signal.SIGKILL)
    assert read_manifest(tmp_path / "r")["status"] == status
    assert (tmp_path / "r" / "model.py").read_text() == 'MARK = "hang"'
    kinds = [event.kind for event in read_trace(tmp_path / "r").events]
    assert ("run_finished" in kinds) == (status == "cancelled")
    assert not is_locked(tmp_path / "r")


class Described(ScriptedProvider):
    """A scripted provider that says what its model can do."""

    def __init__(self, script, traits):
        super().__init__(script)
        self._traits = traits

    async def traits(self):
        return self._traits


def test_a_small_context_gets_a_table_of_contents(tmp_path):
    large, small = (
        Described([saying("x")] * 3, Traits(context_tokens=tokens)) for tokens in (200_000, 8_192)
    )
    for provider in (large, small):
        run_script([], tmp_path, provider=provider)
    words = [provider.requests[0].messages[0].parts[0].text for provider in (large, small)]
    assert len(words[1]) < 0.3 * len(words[0])
    assert "docs/sdk/quickstart.md" in words[1]


def test_a_picture_is_refused_for_a_model_that_cannot_see(tmp_path):
    path = tmp_path / "a.png"
    Image.new("RGB", (4, 4)).save(path)
    provider = Described([saying("x")], Traits(accepts_images=False))
    with pytest.raises(UsageError, match="does not see pictures"):
        run_script([], tmp_path / "runs", provider=provider, image=path)
    assert not (tmp_path / "runs").exists()


def test_the_record_keeps_the_rates_of_the_day(tmp_path):
    prices = tmp_path / "prices.toml"
    prices.write_text('[[price]]\nprovider = "scripted"\nmodel = "script"\ninput = 1.0\noutput = 2.0\n')
    usage = Usage(1_000_000, 0, 500_000)
    script = [calling(call("write_file", content=CLEAN)), AssistantMessage("Done.", usage=usage)]
    outcome = start(tmp_path, script=script, environ={"ARTICRAFT_PRICES": str(prices)})
    assert outcome.cost_usd == pytest.approx(2.0)
    kept = read_manifest(outcome.run_dir)["price"]
    assert (kept["currency"], kept["rates"]["output"], kept["source"]) == ("USD", 2.0, "prices.toml")
