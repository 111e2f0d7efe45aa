from __future__ import annotations

import asyncio

import pytest

from harness.errors import ProviderError, RecordError
from harness.messages import AssistantMessage
from harness.outcome import LimitHit, RunEnd
from harness.providers import ProviderOptions, create_provider
from harness.providers.base import Request
from harness.providers.scripted import call, calling, saying
from tests.harness.fakes import CLEAN, run_script

REQUEST = Request("", (), ())
WRITE = calling(call("write_file", content=CLEAN))
DONE = saying("A box.")


def failing():
    yield WRITE
    raise ProviderError("no credit")


@pytest.mark.parametrize(
    ("script", "settings", "replies", "ending", "words"),
    [
        ([WRITE, DONE], {}, 2, RunEnd, "had ended before"),
        ([WRITE, WRITE], {"max_turns": 1}, 1, LimitHit, "limit of 1 turns"),
        (failing(), {}, 1, ProviderError, "no credit"),
    ],
)
def test_replies_come_in_order_and_then_the_recorded_ending(
    tmp_path, script, settings, replies, ending, words
):
    outcome = run_script(script, tmp_path, **settings)
    provider = create_provider("replay", ProviderOptions(str(outcome.run_dir)))
    assert (provider.name, provider.model_id) == ("replay", outcome.run_id)
    answers = [asyncio.run(provider.reply(REQUEST)) for _ in range(replies)]
    assert answers[0].tool_calls[0].arguments == WRITE.tool_calls[0].arguments
    assert all(isinstance(answer, AssistantMessage) for answer in answers)
    with pytest.raises(ending, match=words):
        asyncio.run(provider.reply(REQUEST))


def test_a_folder_without_a_tape(tmp_path):
    with pytest.raises(RecordError, match="want the trace"):
        create_provider("replay", ProviderOptions(str(tmp_path)))
