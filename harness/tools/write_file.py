"""The tool that writes the whole program."""

from __future__ import annotations

from harness.errors import ToolError
from harness.tools.base import Answer, Tool, ToolContext
from harness.tools.syntax import syntax_of
from harness.workspace import PROGRAM


async def write_file(context: ToolContext, content: str, path: str = PROGRAM) -> Answer:
    """Replace the whole of model.py; for the first version or a rewrite on purpose. Else prefer small edits.

    Args:
        context: The run's files and services.
        content: The complete new text of model.py.
        path: model.py; no other file can be written.
    """
    context.workspace.require_program(path)
    if not content.strip():
        raise ToolError("content: got blank text; want the complete program")
    context.workspace.write_code(content)
    lines = content.removesuffix("\n").count("\n") + 1
    return Answer(f"Wrote {PROGRAM} ({lines} lines).", compilation=syntax_of(content))


TOOL = Tool(write_file, edits=True)
