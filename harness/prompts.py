"""The texts a model reads, assembled from the prompts folder: system prompt, opening messages, guidance.

A newcomer's mistake: to type a tool's name or a limit into a prompt. They are filled in from where they are
defined, and a missing one is an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from string import Template

from harness.contract import Answer, checklist
from harness.images import ReferenceImage
from harness.messages import DOCUMENTATION, ImagePart, Message, TextPart, UserMessage
from harness.providers.base import ToolSchema
from harness.resources import resource_dir
from harness.workspace import DOCS, PROGRAM, Workspace

PRELOADED = (f"{DOCS}/quickstart.md",)
"""Pages given whole at the start; the others are named and read when needed."""
DOCS_HEADING = "# Workspace documentation (read-only)"
SCAFFOLD = "scaffold.py"
SUMMARY = "summary_of_earlier_turns"
"""Tag of the message that stands for turns left out."""


def scaffold() -> str:
    """The text of model.py before the first edit."""
    return _text(SCAFFOLD)


def system_prompt(tools: Iterable[ToolSchema]) -> str:
    """The standing orders, with the names of `tools` filled in.

    Raises:
        KeyError: the text speaks of a tool that is not among them.
    """
    return _filled("system.md", **{tool.name: tool.name for tool in tools})


def opening_messages(
    prompt: str,
    *,
    workspace: Workspace,
    tools: Iterable[ToolSchema],
    image: ReferenceImage | None = None,
    preload: bool = True,
) -> tuple[UserMessage, ...]:
    """The two messages before the first reply: the documentation, then the task.

    Without `preload` the documentation is a table of contents only, for models with a small context.
    """
    task = _filled("task.md", **{tool.name: tool.name for tool in tools})
    parts = [TextPart(task.strip()), TextPart(prompt.strip())]
    if items := [requirement.wish for requirement in checklist(prompt)]:
        parts.append(
            TextPart(_filled("checklist.md", items="\n".join(f"- {item}" for item in items)).strip())
        )
    if image is not None:
        parts += [TextPart(_text("image.md").strip()), ImagePart(image.sha256, image.media_type)]
    return UserMessage.text(_documentation(workspace, preload=preload), tag=DOCUMENTATION), UserMessage(
        tuple(parts)
    )


def prompt_in(messages: Iterable[Message]) -> str:
    """The user's own words, as `opening_messages` placed them; empty when there is no task message."""
    untagged = (one for one in messages if isinstance(one, UserMessage) and not one.tag)
    task = next(untagged, UserMessage(()))
    texts = [part.text for part in task.parts if isinstance(part, TextPart)]
    return texts[1] if len(texts) > 1 else "".join(texts)


def compaction_prompt() -> str:
    """The orders of whoever writes a summary of a conversation."""
    return _text("compaction.md")


def summary_message(text: str) -> UserMessage:
    """A summary of earlier turns, as the message that stands for them."""
    note = "Earlier turns in short, written by the harness; this is no new request."
    return UserMessage.text(f"<{SUMMARY}>\n{note}\n\n{text.strip()}\n</{SUMMARY}>", tag=SUMMARY)


def coverage_report(answers: Iterable[Answer]) -> str:
    """How far the object meets the checklist, to follow a compile's report; empty without a checklist."""
    found = tuple(answers)
    if not found:
        return ""
    met = sum(answer.state == "met" for answer in found)
    lines = [f"{met} of {len(found)} things that the request names are there by name."]
    lines += [
        f"- {answer.state}: {answer.note}" for answer in found if answer.state in ("missing", "unclear")
    ]
    return "\n".join(["", "<coverage>", *lines, "</coverage>"])


def guidance_message(rule: str, **values: str) -> UserMessage:
    """What the harness says by `rule`, wrapped in a tag of that name."""
    text = _filled(f"guidance/{rule}.md", **values).strip()
    return UserMessage.text(f"<{rule}>\n{text}\n</{rule}>", tag=rule)


def _documentation(workspace: Workspace, *, preload: bool) -> str:
    pages = workspace.pages
    preloaded = [page for page in PRELOADED if preload and page in pages]
    listed = "\n".join(f"- {page}" for page in pages if page not in preloaded)
    opening = _filled("documentation.md", program=PROGRAM, heading=DOCS_HEADING, pages=listed or "- none")
    sections = [opening.strip()]
    for page in preloaded:
        sections.append(f"## {page}\n\n````markdown\n{workspace.read(page).strip()}\n````")
    return "\n\n".join(sections) + "\n"


def _text(name: str) -> str:
    return (resource_dir("prompts") / name).read_text(encoding="utf-8")


def _filled(name: str, **values: str) -> str:
    return Template(_text(name)).substitute(values)
