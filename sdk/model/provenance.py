"""Which line of the running program made a thing.

The host names the program file once; constructors ask for the line. A newcomer's mistake: to expect the line
of the whole statement that starts a chain of helpers; it is the innermost line *in the program's own file*.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_program: str | None = None


def set_program(path: str | os.PathLike[str] | None) -> None:
    """Name the program file, spelt as its code was compiled; None forgets it."""
    global _program
    _program = None if path is None else os.fspath(path)


def program_source() -> str | None:
    """Text of the running program; None outside a program, or where its file cannot be read."""
    if _program is None:
        return None
    try:
        return Path(_program).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def author_line() -> int | None:
    """Line of the innermost running frame that belongs to the program; None outside a program."""
    if _program is None:
        return None
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == _program:
            return frame.f_lineno
        frame = frame.f_back
    return None
