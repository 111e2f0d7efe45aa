"""Whatever a model does, its row passes the schema, renders everywhere, and cleans to the same program."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from harness.digests import sha256_of
from harness.messages import AssistantMessage
from harness.providers.scripted import call
from harness.records.training.columns import MESSAGES, TOOLS
from harness.records.training.dialogue import Manner, messages_of, tools_of
from harness.records.training.programs import programs_of
from harness.records.training.rerun import cleaned
from harness.tape import read_trace
from tests.harness.fakes import CLEAN, DIRTY
from tests.harness.records.training.chat_templates import RENDERERS
from tests.harness.records.training.recorded import DONE, SERVICES, calling, recorded, story_in

CALLS = [
    call("write_file", content=CLEAN),
    call("write_file", content=DIRTY),
    call("replace", old_string="broken lid", new_string="clean"),
    call("replace", old_string="clean", new_string="broken lid"),
    call("replace", old_string="MARK", new_string="MARK"),
    call("compile_model"),
    call("probe_model", code="emit(1)"),
    call("find_examples", query="lid"),
    call("read_file", path="model.py"),
    call("read_file", path="docs/sdk/errors.md"),
    call("read_file", path="../secret"),
    call("nonsense"),
]
REPLIES = st.one_of(
    st.lists(st.sampled_from(CALLS), min_size=1, max_size=3).map(lambda calls: calling(*calls, text="So.")),
    st.sampled_from([AssistantMessage(), AssistantMessage("cut", stop="length"), AssistantMessage("Done.")]),
)


@settings(max_examples=8, deadline=None)
@given(script=st.lists(REPLIES, max_size=8))
def test_any_run(script):
    with tempfile.TemporaryDirectory() as folder:
        ending = [calling(call("write_file", content=CLEAN), call("compile_model")), DONE]
        outcome = recorded([*script, *ending], Path(folder))
        story, tape = story_in(outcome.run_dir), read_trace(outcome.run_dir)
        if outcome.ok:
            told = [cleaned(story, tape, services=SERVICES, taped=taped)[0] for taped in (False, True)]
            assert messages_of(told[0], Manner()) == messages_of(told[1], Manner())
            (last,) = {programs_of(one)[one.final_sha256] for one in (*told, story)}
            assert sha256_of(last) == sha256_of(outcome.program.read_bytes())
            story = told[0]
        row = {"messages": messages_of(story, Manner()), "tools": tools_of(story.tools)}
        Draft202012Validator(dict(MESSAGES)).validate(row["messages"])
        Draft202012Validator(dict(TOOLS)).validate(row["tools"])
        for render in RENDERERS.values():
            assert render(row)
