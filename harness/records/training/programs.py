"""The text of every state that the program of a run went through, by doing the recorded edits again.

A newcomer's mistake: to trust the edits. A state whose hash is not the recorded one means that the tools have
changed since, and the run is refused rather than told wrongly.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from harness.digests import sha256_of
from harness.errors import RecordError
from harness.records.training.story import Story
from harness.tools import TOOLS
from harness.tools.base import CompileReport, ToolContext
from harness.workspace import PROGRAM, Workspace

EDITS = frozenset(name for name, tool in TOOLS.items() if tool.edits)
"""Tools that can change the program."""


def programs_of(story: Story) -> dict[str, str]:
    """SHA-256 -> text of each state of model.py.

    Raises:
        RecordError: an edit no longer does what it did.
    """
    return asyncio.run(_programs(story))


async def _programs(story: Story) -> dict[str, str]:
    states = {sha256_of(story.scaffold): story.scaffold}
    with tempfile.TemporaryDirectory(prefix="articraft-export-") as folder:
        path = Path(folder) / PROGRAM
        path.write_text(story.scaffold, encoding="utf-8", newline="")
        workspace = Workspace(path)
        context = ToolContext(workspace, _no_compile, _no_probe, _no_search)
        for number, turn in enumerate(story.turns, start=1):
            for done in turn.done:
                if not done.ok or done.after == done.before or done.call.name not in EDITS:
                    continue
                await TOOLS[done.call.name].run(done.call.arguments, context)
                if workspace.code_sha256 != done.after:
                    raise RecordError(f"turn {number}: {done.call.name} does not come out the same again")
                states[done.after] = workspace.exact_code
    return states


async def _no_compile() -> CompileReport:
    raise AssertionError("an edit compiles nothing")


async def _no_probe(code: str, timeout_s: float | None, include_stdout: bool) -> Mapping[str, Any]:
    raise AssertionError("an edit probes nothing")


def _no_search(query: str, limit: int, shown: frozenset[str]) -> Sequence[Mapping[str, Any]]:
    raise AssertionError("an edit searches nothing")
