"""The tool that replaces an exact piece of the program."""

from __future__ import annotations

from harness.errors import ToolError
from harness.tools.base import Answer, NoMatchError, Tool, ToolContext
from harness.tools.matching import find_block, nearest_text
from harness.tools.syntax import syntax_of
from harness.workspace import PROGRAM, Workspace


async def replace(
    context: ToolContext,
    old_string: str,
    new_string: str,
    instruction: str = "",
    allow_multiple: bool = False,
) -> Answer:
    """Replace an exact piece of model.py.

    The old text must occur exactly once, without the `L{n}: ` prefixes of the read tool; take in a neighbouring
    line to make it unique.

    Args:
        context: The run's files and services.
        old_string: Text as it stands in model.py. Empty only while model.py is blank.
        new_string: Text to stand there instead; empty deletes.
        instruction: What the change is for; not used.
        allow_multiple: Replace every occurrence.
    """
    workspace = context.workspace
    code = workspace.code
    old, new = old_string.replace("\r\n", "\n"), new_string.replace("\r\n", "\n")
    if not old:
        if code.strip():
            raise NoMatchError(
                f"old_string: got nothing, but {PROGRAM} is not blank; want text copied from it"
            )
        updated, count = new, 1
    else:
        count = code.count(old)
        if count == 0:
            return _replace_lines(workspace, code, old, new)
        if count > 1 and not allow_multiple:
            lines = ", ".join(map(str, _lines_of(code, old)))
            raise ToolError(
                f"old_string: occurs {count} times in {PROGRAM} (lines {lines}); want a longer piece that "
                "occurs once, or allow_multiple"
            )
        updated = code.replace(old, new)
    if updated == code:
        return Answer("Nothing changed: old and new text are equal.", compilation=syntax_of(code))
    workspace.write_code(updated)
    told = f"Replaced {count} occurrences." if count > 1 else f"Replaced 1 occurrence in {PROGRAM}."
    return Answer(told, compilation=syntax_of(updated))


def _replace_lines(workspace: Workspace, code: str, old: str, new: str) -> Answer:
    """Replace whole lines that differ from `old` in whitespace or typographic signs only.

    Raises:
        ToolError: there are none, or several such places.
    """
    lines, block = code.split("\n"), old.strip("\n").split("\n")
    try:
        match = find_block(lines, block, scope=range(len(lines) if old.strip() else 0))
    except NoMatchError:
        raise NoMatchError(f"old_string: not found in {PROGRAM}. {nearest_text(code, old)}") from None
    except ToolError as error:
        raise ToolError(f"old_string: {error}") from None
    fitted = [match.fitted(line) for line in new.strip("\n").split("\n")] if new.strip("\n") else []
    updated = "\n".join([*lines[: match.start], *fitted, *lines[match.start + len(block) :]])
    workspace.write_code(updated)
    told = f"Replaced lines {match.start + 1}-{match.start + len(block)}, found by ignoring {match.step}."
    return Answer(told, compilation=syntax_of(updated))


def _lines_of(code: str, piece: str) -> list[int]:
    """Line numbers at which `piece` begins."""
    found, start = [], code.find(piece)
    while start >= 0:
        found.append(code.count("\n", 0, start) + 1)
        start = code.find(piece, start + len(piece))
    return found


TOOL = Tool(replace, edits=True)
