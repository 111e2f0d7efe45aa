"""Twenty runs of different shapes, recorded with the real tools, replay to the same bytes with the network cut off."""

from __future__ import annotations

import socket

import pytest

from harness.messages import AssistantMessage, Usage
from harness.providers.scripted import call, calling, saying
from harness.replay import replay
from tests.harness.fakes import CLEAN, DIRTY, FAKE_SERVICES, run_script

WRITE, BREAK = calling(call("write_file", content=CLEAN)), calling(call("write_file", content=DIRTY))
COMPILE, DONE = calling(call("compile_model")), saying("Done.")
MEND = calling(call("replace", old_string="broken lid", new_string="clean"))
PATCH = '*** Begin Patch\n*** Update File: model.py\n@@\n-MARK = "broken lid"\n+MARK = "clean"\n*** End Patch'
LONG = "# " + "é漢" * 4000 + "\n" + CLEAN
SHAPES = {
    "straight": ([WRITE, COMPILE, DONE], {}),
    "without a compile": ([WRITE, DONE], {}),
    "all in one reply": ([calling(*WRITE.tool_calls, *COMPILE.tool_calls), DONE], {}),
    "mended by replace": ([BREAK, COMPILE, MEND, COMPILE, DONE], {}),
    "mended by patch": ([BREAK, COMPILE, calling(call("apply_patch", patch=PATCH)), COMPILE, DONE], {}),
    "the same failure again and again": ([BREAK, *[COMPILE] * 4, MEND, COMPILE, DONE], {}),
    "text that is not there": (
        [BREAK, calling(call("replace", old_string="nowhere", new_string="x")), MEND, COMPILE, DONE],
        {},
    ),
    "unknown tool": ([calling(call("fly", high=True)), WRITE, COMPILE, DONE], {}),
    "broken arguments": ([calling(call("write_file", text="x")), WRITE, DONE], {}),
    "reading pages": ([calling(call("read_file", path="docs/sdk/quickstart.md")), WRITE, DONE], {}),
    "no such page": ([calling(call("read_file", path="docs/sdk/nowhere.md")), WRITE, DONE], {}),
    "examples twice": ([*[calling(call("find_examples", query="lamp"))] * 2, WRITE, DONE], {}),
    "probing": ([WRITE, calling(call("probe_model", code="emit(1)")), COMPILE, DONE], {}),
    "finished too early": ([BREAK, DONE, MEND, DONE], {}),
    "nothing said": ([WRITE, AssistantMessage(), COMPILE, DONE], {}),
    "cut short": ([WRITE, AssistantMessage("and th", stop="length"), COMPILE, DONE], {}),
    "ended by turns": ([BREAK, COMPILE, MEND, COMPILE, WRITE], {"max_turns": 4}),
    "ended by turns, not clean": ([WRITE, COMPILE, BREAK, COMPILE], {"max_turns": 4}),
    "ended by tokens": (
        [AssistantMessage("", WRITE.tool_calls, usage=Usage(50, 0, 60)), DONE],
        {"max_tokens": 100},
    ),
    "refused": ([AssistantMessage("No.", stop="refusal")], {}),
    "large and not ASCII": ([calling(call("write_file", content=LONG)), COMPILE, DONE], {}),
    "going round in circles": ([BREAK, MEND, BREAK, MEND, BREAK, COMPILE, MEND, COMPILE, DONE], {}),
    "reminded": ([WRITE, DONE, COMPILE, DONE], {"remind_to_compile": True}),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_run_comes_out_the_same_again(tmp_path, monkeypatch, shape):
    script, settings = SHAPES[shape]
    run_dir = run_script(script, tmp_path, **settings).run_dir

    def no_network(*_, **__):
        raise AssertionError("a replay needs no network")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    for tools in (False, True):
        report = replay(run_dir, tools=tools, strict=True, services=FAKE_SERVICES)
        assert report.divergence is None
        assert report.is_complete
        assert report.replayed_status == report.recorded_status
