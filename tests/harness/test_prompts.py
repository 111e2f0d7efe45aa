from __future__ import annotations

import re

import pytest

from harness.errors import ToolError
from harness.images import ReferenceImage
from harness.messages import ImagePart
from harness.prompts import (
    DOCS_HEADING,
    guidance_message,
    opening_messages,
    prompt_in,
    scaffold,
    system_prompt,
)
from harness.resources import resource_dir
from harness.tools import TOOLS
from harness.workspace import Workspace
from tests.harness.fakes import tool_context

SCHEMAS = [tool.schema for tool in TOOLS.values()]
CHARACTERS_PER_TOKEN = 4
"""A usual figure for English prose; the budget of 2,300 tokens has room for its error."""


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
    assert len(text) / CHARACTERS_PER_TOKEN < 2300
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


def test_a_picture_follows_the_words_about_it(workspace):
    image = ReferenceImage(b"...", "image/png")
    _, task = opening_messages("a lamp", workspace=workspace, tools=SCHEMAS, image=image)
    *words, picture = task.parts
    assert picture == ImagePart(image.sha256, "image/png")
    assert "picture below" in words[-1].text


def test_every_guidance_text_can_be_said():
    values = {"names": "a, b", "reason": "Why.", "report": "<compile_signals>"}
    for path in (resource_dir("prompts") / "guidance").glob("*.md"):
        message = guidance_message(path.stem, **values)
        assert message.tag == path.stem
        assert re.fullmatch(rf"<{path.stem}>\n.+\n</{path.stem}>", words_of(message), re.DOTALL)


def test_pages_the_prompt_speaks_of_exist(tmp_path):
    real = Workspace(tmp_path / "model.py", resource_dir("docs/sdk"))
    assert "docs/sdk/quickstart.md" in real.pages
    with pytest.raises(ToolError):
        real.read("docs/sdk/nothing.md")
