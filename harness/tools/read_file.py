"""The tool that shows a file, in pieces a conversation can bear."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from harness.errors import ToolError
from harness.tools.base import Answer, Tool, ToolContext

MAX_LINES = 400
MAX_BYTES = 32 * 1024


async def read_file(
    context: ToolContext,
    path: str,
    offset: Annotated[int, Field(ge=1)] = 1,
    limit: Annotated[int, Field(ge=1)] = MAX_LINES,
) -> Answer:
    """Show a file with its line numbers, each line as `L{n}: {text}`; the prefix is not part of the file.

    A long file comes in pieces of at most 400 lines or 32 KiB; the last line then says how to go on.

    Args:
        context: The run's files and services.
        path: model.py, or a page such as docs/sdk/quickstart.md.
        offset: First line to show, counted from 1.
        limit: Number of lines to show, at most 400.
    """
    text = context.workspace.read(path)
    if not text:
        return Answer("")
    lines = text.removesuffix("\n").split("\n")
    if offset > len(lines):
        raise ToolError(f"offset: got {offset}, but {path} ends at line {len(lines)}")
    shown, size = [], 0
    for number, line in enumerate(lines[offset - 1 : offset - 1 + min(limit, MAX_LINES)], start=offset):
        entry = f"L{number}: {line}"
        if len(entry.encode()) > MAX_BYTES:
            entry = entry.encode()[:MAX_BYTES].decode("utf-8", "ignore") + " [line cut]"
        size += len(entry.encode()) + 1
        if shown and size > MAX_BYTES:
            break
        shown.append(entry)
    last = offset + len(shown) - 1
    if last < len(lines):
        shown.append(f"[lines {offset}-{last} of {len(lines)}; continue with offset={last + 1}]")
    return Answer("\n".join(shown))


TOOL = Tool(read_file)
