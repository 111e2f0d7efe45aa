from __future__ import annotations

import asyncio
import json

from harness.tools import TOOLS
from tests.harness.fakes import tool_context


def probe(folder, **arguments):
    return asyncio.run(TOOLS["probe_model"].call(json.dumps(arguments), tool_context(folder)))


def test_arguments_reach_the_probe_with_seconds_for_milliseconds(tmp_path):
    answer = probe(tmp_path, code="emit(1)", timeout_ms=1500, include_stdout=True)
    assert answer == {"result": {"ok": True, "result": ["emit(1)", 1.5, True]}}
    assert probe(tmp_path, code="emit(1)")["result"]["result"] == ["emit(1)", None, False]


def test_a_tenth_of_a_second_is_the_least(tmp_path):
    assert "timeout_ms (" in probe(tmp_path, code="emit(1)", timeout_ms=99)["error"]
