"""Best of several attempts: which one is best, and that all are kept."""

from __future__ import annotations

import asyncio
import json

import pytest

from harness.candidates import generate_best
from harness.config import RunSettings
from harness.errors import UsageError
from harness.messages import AssistantMessage, ToolCall, Usage
from harness.providers.scripted import ScriptedProvider
from tests.harness.fakes import CLEAN, DIRTY, FAKE_SERVICES


def best_of(tmp_path, scripts, **other):
    return asyncio.run(
        generate_best(
            "a box",
            RunSettings(runs_dir=tmp_path, run_id="box", max_turns=3),
            count=len(scripts),
            maker=lambda number: ScriptedProvider(scripts[number - 1]),
            services=FAKE_SERVICES,
            environ={},
            **other,
        )
    )


def script(code: str, cost_usd: float) -> list[AssistantMessage]:
    call = ToolCall("1", "write_file", json.dumps({"content": code}))
    paid = Usage(10, 0, 10, cost_usd=cost_usd)
    return [AssistantMessage("", (call,), usage=paid), AssistantMessage("Done.", usage=paid)]


def test_the_cleanest_then_the_cheapest_is_best_and_all_are_kept(tmp_path):
    attempts = []
    found = best_of(
        tmp_path,
        [script(DIRTY, 0.0), script(CLEAN, 0.5), script(CLEAN, 0.1)],
        on_attempt=lambda number, count: attempts.append((number, count)),
    )
    assert found.best is found.outcomes[2]
    assert [row["status"] for row in found.table()] == ["provider_error", "success", "success"]
    assert [row["best"] for row in found.table()] == [False, False, True]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["box-1", "box-2", "box-3"]
    assert attempts == [(1, 3), (2, 3), (3, 3)]
    assert found.to_dict()["run_id"] == "box-3"


@pytest.mark.parametrize("count", [0, -1, 33])
def test_a_senseless_count_is_refused(tmp_path, count):
    with pytest.raises(UsageError, match="candidates"):
        asyncio.run(generate_best("a box", RunSettings(runs_dir=tmp_path), count=count, environ={}))
