"""The command line: parse, call, print. One command per file; `main` ties them together.

A newcomer's mistake: to import a run, the compiler or sdk at the top of a command's file. `articraft
--help` loads every command's file, so such imports stand inside the functions.
"""

from __future__ import annotations

import sys
from pathlib import Path

COMPILING = ("compile", "render")
"""Commands that run a program at once."""


def start_warming(arguments: list[str]) -> None:
    """Have what programs are run in loading beside the commands themselves, if this is such a command."""
    if Path(arguments[0]).stem == "articraft" and arguments[1:2] and arguments[1] in COMPILING:
        from harness.compiler.forking import NURSERY

        NURSERY.start("plain")


start_warming(sys.argv)
