"""The command line: parse, call, print. One command per file; `main` ties them together.

A newcomer's mistake: to import a run, the compiler or sdk at the top of a command's file. `articraft
--help` loads every command's file, so such imports stand inside the functions.
"""

from __future__ import annotations

import sys
from pathlib import Path

COMPILING = ("compile", "render", "vary")
"""Commands that run a program at once."""


def start_warming(arguments: list[str]) -> None:
    """Have what programs are run in loading beside the commands themselves, if this is such a command."""
    command = arguments[1] if len(arguments) > 1 else ""
    if (
        Path(arguments[0]).stem != "articraft"
        or command not in COMPILING
        or {"-h", "--help"} & set(arguments)
    ):
        return
    from harness.compiler.forking import NURSERY

    NURSERY.start("plain")
    if command == "render" or "--pictures" in arguments:
        NURSERY.start("picture")


start_warming(sys.argv)
