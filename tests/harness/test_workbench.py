from __future__ import annotations

import asyncio
import time

import pytest

from harness.events import CompileFinished, CompilePhase, EventBus
from harness.workbench import Workbench
from harness.workspace import Workspace
from tests.harness.fakes import CLEAN, DIRTY, FAKE_SERVICES, ticking_clock


@pytest.fixture
def events():
    return []


@pytest.fixture
def bench(tmp_path, events):
    (tmp_path / "model.py").write_text(DIRTY)
    return Workbench(
        Workspace(tmp_path / "model.py"),
        services=FAKE_SERVICES,
        workdir=tmp_path / "work",
        profile="strict",
        timeout_s=5.0,
        bus=EventBus([events.append]),
        clock=ticking_clock(),
    )


def compiled(bench, code=None):
    if code is not None:
        bench.workspace.write_code(code)
    return asyncio.run(bench.compile())


def test_a_failing_compile_is_told_and_remembered(bench, events):
    answer = compiled(bench)
    assert answer.text == "failure: lid is broken (repeated=False, streak=1)"
    assert (answer.is_clean, answer.error, bench.is_fresh, bench.last_clean) == (
        False,
        "lid is broken",
        False,
        None,
    )
    assert [type(event) for event in events] == [CompilePhase, CompileFinished]
    assert events[-1].code_sha256 == bench.workspace.code_sha256


def test_streaks_and_repetitions_are_by_what_failed_not_by_its_words(bench):
    texts = [
        compiled(bench, code).text.split(" ", 1)[1]
        for code in (
            DIRTY,
            DIRTY + "# again\n",
            'MARK = "broken arm"\n',
            CLEAN,
            'MARK = "broken arm"  # new\n',
        )
    ]
    assert [text.rsplit("(")[-1] for text in texts] == [
        "repeated=False, streak=1)",
        "repeated=True, streak=2)",
        "repeated=False, streak=3)",
        "repeated=False, streak=1)",
        "repeated=False, streak=1)",
    ]


def test_a_clean_revision_is_not_compiled_twice_also_when_edited_back_to(bench):
    first = compiled(bench, CLEAN)
    compiled(bench, DIRTY)
    assert not bench.is_fresh
    bench.workspace.write_code(CLEAN)
    assert bench.is_fresh
    again = compiled(bench)
    assert bench.compiles == 2
    assert again.result is first.result
    assert "has compiled clean before" in again.text
    assert again.text.endswith(first.text)


def test_the_final_compile_always_runs(bench, events):
    compiled(bench, CLEAN)
    result = asyncio.run(bench.compile_final(pictures=True))
    assert "preview.png" in result.artifacts
    assert [event.cause for event in events if isinstance(event, CompileFinished)] == ["tool", "final"]


def test_cancelling_stops_the_compile_at_once_and_waits_for_it(bench):
    bench.workspace.write_code('MARK = "hang"\n')

    async def cancel_soon():
        task = asyncio.create_task(bench.compile())
        await asyncio.sleep(0.05)
        started = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return time.monotonic() - started

    assert asyncio.run(cancel_soon()) < 2.0
    assert bench.compiles == 0


def test_a_probe_sees_the_program_and_its_limits(tmp_path, bench):
    seen = {}

    def probe(source, code, **options):
        seen.update(options, source=source, code=code)
        return {"ok": True}

    bench._services = type(FAKE_SERVICES)(
        FAKE_SERVICES.compile, probe, FAKE_SERVICES.render_signals, FAKE_SERVICES.search
    )
    assert asyncio.run(bench.probe("emit(1)", 600.0, True)) == {"ok": True}
    assert (seen["source"], seen["code"], seen["timeout_s"], seen["include_stdout"]) == (
        DIRTY,
        "emit(1)",
        5.0,
        True,
    )
    assert not seen["cancel"].is_set()
