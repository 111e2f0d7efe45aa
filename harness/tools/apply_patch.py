"""The tool that changes several places of the program at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from harness.errors import ToolError
from harness.providers.base import Freeform
from harness.tools.base import Answer, NoMatchError, Tool, ToolContext
from harness.tools.matching import find_block, holds_exactly_once
from harness.tools.patches import GRAMMAR, Hunk, parse_patch
from harness.tools.syntax import syntax_of
from harness.workspace import PROGRAM


async def apply_patch(context: ToolContext, patch: str) -> Answer:
    """Change model.py by a patch; all hunks apply or none.

    Format: `*** Begin Patch`, `*** Update File: model.py`, then hunks, then `*** End Patch`. A hunk is `@@`
    or `@@ def some_function`, then lines marked by a leading space (context), `-` (removed) or `+` (added).
    Give two or three context lines so that each hunk fits at one place.

    Args:
        context: The run's files and services.
        patch: The text of the patch.
    """
    code = context.workspace.code
    hunks = parse_patch(patch)
    lines = code.split("\n")
    changes = [_change(lines, hunk, ordinal, len(hunks)) for ordinal, hunk in enumerate(hunks, start=1)]
    updated = "\n".join(_apply(lines, [change for change in changes if change is not None]))
    if updated == code:
        return Answer("Nothing changed: the patch is already applied.", compilation=syntax_of(code))
    context.workspace.write_code(updated)
    return Answer(_told(changes), compilation=syntax_of(updated))


@dataclass(frozen=True)
class _Change:
    """Lines `start` to `stop` of the file become `lines`."""

    start: int
    stop: int
    lines: tuple[str, ...]
    step: str


def _change(lines: Sequence[str], hunk: Hunk, ordinal: int, count: int) -> _Change | None:
    """What the hunk does to the file; None when the file already is as it wants.

    Raises:
        ToolError: it fits nowhere, or at several places.
    """
    scope = _scope(lines, hunk.headers)
    try:
        match = find_block(lines, hunk.old, scope=scope)
    except NoMatchError as error:
        has_evidence = any(mark == "+" and text.strip() for mark, text in hunk.lines) or len(hunk.new) > 1
        if has_evidence and holds_exactly_once(lines, hunk.new, scope=scope):
            return None
        raise NoMatchError(f"hunk {ordinal} of {count}: {error} Nothing was changed.") from None
    except ToolError as error:
        raise ToolError(f"hunk {ordinal} of {count}: {error}. Nothing was changed.") from None
    result, position = [], match.start
    for mark, text in hunk.lines:
        if mark == "+":
            result.append(match.fitted(text))
            continue
        if mark == " ":
            result.append(lines[position])  # as the file has it, not as the model copied it
        position += 1
    return _Change(match.start, position, tuple(result), match.step)


def _scope(lines: Sequence[str], headers: Sequence[str]) -> range:
    """Lines the headers point at: each that names one line narrows to that line and the block under it."""
    scope = range(len(lines))
    for header in headers:
        wanted = re.sub(r"\s*@@$", "", header).rstrip(":").strip()
        places = [i for i in scope if lines[i].strip().rstrip(":").startswith(wanted)]
        if len(places) == 1:
            scope = range(places[0], _end_of_block(lines, places[0], scope.stop))
    return scope


def _end_of_block(lines: Sequence[str], start: int, stop: int) -> int:
    """One past the last line indented deeper than line `start`; a closing bracket belongs to it."""
    depth = len(lines[start]) - len(lines[start].lstrip())
    for index in range(start + 1, stop):
        text = lines[index].strip()
        if text and len(lines[index]) - len(lines[index].lstrip()) <= depth and text[0] not in ")]}":
            return index
    return stop


def _apply(lines: Sequence[str], changes: Sequence[_Change]) -> list[str]:
    ordered = sorted(changes, key=lambda change: change.start)
    for before, after in pairwise(ordered):
        if after.start < before.stop:
            fault = f"two hunks overlap at line {after.start + 1}; want them merged"
            raise ToolError(f"{fault}. Nothing was changed.")
    result = list(lines)
    for change in reversed(ordered):
        result[change.start : change.stop] = change.lines
    return result


def _told(changes: Sequence[_Change | None]) -> str:
    applied = [change for change in changes if change is not None]
    text = f"Applied {len(applied)} of {len(changes)} hunks to {PROGRAM}."
    if len(applied) < len(changes):
        text += " The others were applied already."
    forgiven = Counter(change.step for change in applied if change.step != "exact")
    if forgiven:
        text += f" Matched leniently: {', '.join(f'{step} ({count})' for step, count in forgiven.items())}."
    return text


TOOL = Tool(apply_patch, edits=True, freeform=Freeform("patch", GRAMMAR))
