from __future__ import annotations

import re

import pytest

from harness.contract import checklist, coverage
from harness.errors import ToolError
from harness.images import ReferenceImage
from harness.messages import ImagePart
from harness.prompts import (
    DOCS_HEADING,
    coverage_report,
    guidance_message,
    opening_messages,
    prompt_in,
    scaffold,
    system_prompt,
)
from harness.resources import resource_dir
from harness.tokens import message_tokens, token_estimate
from harness.tools import TOOLS
from harness.workspace import Workspace
from tests.harness.fakes import tool_context

SCHEMAS = [tool.schema for tool in TOOLS.values()]
SYSTEM_TOKENS = 2_300
PACKET_TOKENS = 6_000
"""All of the first request but the user's own words and the tools' schemas, by an estimate that errs upwards."""


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    pages = {"quickstart.md": "# Start\n", "geometry/lathe.md": "# Lathe\n"}
    return tool_context(tmp_path, scaffold(), docs=pages).workspace


def words_of(message):
    return "\n".join(part.text for part in message.parts if not isinstance(part, ImagePart))


def test_the_assembled_prompt_is_the_reviewed_one(workspace, golden):
    docs, task = opening_messages("a folding chair", workspace=workspace, tools=SCHEMAS)
    golden("prompt.txt", "\n=====\n".join([system_prompt(SCHEMAS), words_of(docs), words_of(task)]))


def test_the_system_prompt_is_short_and_names_every_tool():
    text = system_prompt(SCHEMAS)
    assert token_estimate(text) <= SYSTEM_TOKENS
    assert all(f"`{name}`" in text for name in TOOLS)
    assert "${" not in text


def test_a_prompt_that_names_a_missing_tool_is_an_error():
    with pytest.raises(KeyError):
        system_prompt(SCHEMAS[:3])


def test_the_documentation_comes_first_and_lists_what_is_not_shown(workspace):
    docs, task = opening_messages("a lamp, $5 or ${less}", workspace=workspace, tools=SCHEMAS)
    text = words_of(docs)
    assert text.startswith(DOCS_HEADING)
    assert "## docs/sdk/quickstart.md\n\n````markdown\n# Start\n````" in text
    assert "- docs/sdk/geometry/lathe.md" in text
    assert words_of(task).endswith("a lamp, $5 or ${less}")
    assert prompt_in((docs, task)) == "a lamp, $5 or ${less}"


def test_a_small_context_gets_a_table_of_contents(workspace):
    docs, _ = opening_messages("a lamp", workspace=workspace, tools=SCHEMAS, preload=False)
    text = words_of(docs)
    assert "- docs/sdk/quickstart.md" in text
    assert "# Start" not in text


def test_a_picture_follows_the_words_about_it(workspace):
    image = ReferenceImage(b"...", "image/png")
    _, task = opening_messages("a lamp", workspace=workspace, tools=SCHEMAS, image=image)
    *words, picture = task.parts
    assert picture == ImagePart(image.sha256, "image/png")
    assert "picture below is the primary truth" in words[-1].text


def test_the_first_packet_is_within_its_budget(tmp_path):
    prompt = "a lamp"
    workspace = Workspace(tool_context(tmp_path).workspace.program_path, resource_dir("docs/sdk"))
    image = ReferenceImage(b"...", "image/png")
    opening = opening_messages(prompt, workspace=workspace, tools=SCHEMAS)
    pictured = opening_messages(prompt, workspace=workspace, tools=SCHEMAS, image=image)
    words = token_estimate(words_of(pictured[1])) - token_estimate(words_of(opening[1]))
    packet = token_estimate(system_prompt(SCHEMAS)) + sum(map(message_tokens, opening)) + words
    assert packet - token_estimate(prompt) <= PACKET_TOKENS


def test_all_before_the_task_is_the_same_in_every_run(tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    spaces = [
        Workspace(tool_context(folder).workspace.program_path, resource_dir("docs/sdk")) for folder in folders
    ]
    prompts = ["a lamp", "a cabinet with three drawers"]
    packets = [
        opening_messages(prompt, workspace=workspace, tools=SCHEMAS)
        for prompt, workspace in zip(prompts, spaces, strict=True)
    ]
    assert packets[0][0] == packets[1][0]
    assert packets[0][1] != packets[1][1]
    assert system_prompt(SCHEMAS) == system_prompt(tool.schema for tool in TOOLS.values())


def test_the_checklist_of_a_prompt_comes_after_its_words(workspace):
    prompt = "a cabinet whose three drawers slide out"
    messages = opening_messages(prompt, workspace=workspace, tools=SCHEMAS)
    words = messages[1].parts
    assert [part.text for part in words[1:2]] == [prompt]
    assert "- 3 drawer: slide out" in words[2].text
    assert "# brief: drop drawer: reason" in words[2].text
    assert prompt_in(messages) == prompt


def test_what_met_the_checklist_is_counted_and_what_did_not_is_named():
    answers = coverage(
        checklist("a box with a hinged lid and three drawers that slide"), {"parts": ["lid"], "joints": []}
    )
    text = coverage_report(answers)
    assert text.startswith("\n<coverage>\n0 of 2 things")
    assert "- missing: lid: asked that it turns; it is on no joint" in text
    assert coverage_report(()) == ""


def test_every_guidance_text_can_be_said():
    values = {
        "names": "a, b",
        "reason": "Why.",
        "report": "<compile_signals>",
        "count": "3",
        "left": "2 turns",
    }
    for path in (resource_dir("prompts") / "guidance").glob("*.md"):
        message = guidance_message(path.stem, **values)
        assert message.tag == path.stem
        assert re.fullmatch(rf"<{path.stem}>\n.+\n</{path.stem}>", words_of(message), re.DOTALL)


def test_pages_the_prompt_speaks_of_exist(tmp_path):
    real = Workspace(tmp_path / "model.py", resource_dir("docs/sdk"))
    assert "docs/sdk/quickstart.md" in real.pages
    with pytest.raises(ToolError):
        real.read("docs/sdk/nothing.md")
