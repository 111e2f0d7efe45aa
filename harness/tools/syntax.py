"""Whether the program still parses, said after every edit.

A newcomer's mistake: to undo an edit that breaks the syntax. It is kept, and the answer says where it breaks,
so that a change in several steps stays possible.
"""

from __future__ import annotations

import warnings
from typing import Any

from harness.workspace import PROGRAM


def syntax_of(code: str) -> dict[str, Any]:
    """The ``compilation`` entry of an edit: status, and for an error its message, line and source."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(code, PROGRAM, "exec", dont_inherit=True)
    except SyntaxError as error:
        entry: dict[str, Any] = {"status": "error", "error": f"{type(error).__name__}: {error.msg}"}
        if error.lineno is not None:
            entry |= {"error_line": error.lineno, "source": _marked(code, error.lineno, error.offset)}
        return entry
    except (ValueError, RecursionError, MemoryError) as error:
        return {"status": "error", "error": f"{type(error).__name__}: {error}"}
    return {"status": "success", "error": None}


def _marked(code: str, line_number: int, column: int | None) -> str:
    """The source line with a caret under the place, when both are known."""
    lines = code.split("\n")
    if not 1 <= line_number <= len(lines):
        return ""
    line = lines[line_number - 1]
    if not column or column > len(line) + 1:
        return line
    return f"{line}\n{' ' * (column - 1)}^"
