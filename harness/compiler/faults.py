"""Turns an exception into the finding that says why the program could not run.

A newcomer's mistake: to report the deepest frame. That is usually inside the library; the author can only
mend lines of the program, so the deepest line of *theirs* is named.
"""

from __future__ import annotations

import errno
import re
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from sdk.findings import Finding
from sdk.qc.codes import CODES

MAX_MESSAGE_LINES = 40
MAX_CALLERS = 5
MAX_LINE_CHARACTERS = 400
"""Of a message; authors put whole objects into their errors."""
MEMORY_HINT = "make fewer or coarser meshes, and keep arrays small"
EXIT_HINT = "a program defines the object and its tests and returns; it does not end the process"

FORBIDDEN_HINT = (
    "the sandbox refuses network, other processes, and files outside the work folder and inputs/; "
    "a program needs none of them"
)
_REFUSALS = (errno.EPERM, errno.EACCES, errno.EROFS, errno.EXDEV)
"""What seccomp, landlock and read-only mounts answer; the last is landlock's word for links across."""

_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
"""Memory addresses differ from run to run and mean nothing to an author."""
_GUESSED_SUBMODULE = re.compile(r"No module named '(sdk\.[\w.]+)'")
_LOFT_WITHOUT_AREA = re.compile(r"(?=.*(?:profile|section))(?=.*\barea\b)", re.IGNORECASE | re.DOTALL)


class ContractError(ValueError):
    """A program lacks what the compiler asks of it; shown under the name of its base, which records know."""

    def __init__(self, message: str, *, line: int | None) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class AuthorFrame:
    """A place in the program: its line and the function it is in."""

    line: int
    name: str


def runtime_finding(
    summary: str,
    message: str,
    *,
    phase: str,
    frames: Sequence[AuthorFrame],
    source: str,
    hints: Sequence[str] = (),
) -> Finding:
    """The finding for a program that could not run.

    Args:
        summary: error type and first line of the message.
        message: everything known; blank and repeated lines and the one in `summary` are dropped, the rest is
            cut at 40 lines.
        phase: where the worker was.
        frames: author frames, outermost first.
        source: text of the program, for the line of code.
        hints: advice, one sentence each.
    """
    details = [line for line in _message_lines(message) if not summary.endswith(f": {line}")]
    details += [f"Hint: {hint}" for hint in hints]
    details.append(f"Phase: {phase}")
    program = source.splitlines()
    line = frames[-1].line if frames else None
    if line is not None:
        if callers := _callers(frames):
            details.append(f"Called from: {callers}")
        details.append(f"Location: model.py:{line}")
        if 0 < line <= len(program) and program[line - 1].strip():
            details.append(f"Code: {program[line - 1].strip()}")
    return CODES["COMPILE_RUNTIME_FAILURE"].finding(summary=summary, details="\n".join(details), line=line)


def finding_from_exception(
    error: BaseException, *, phase: str, program_file: str, source: str, clean: Callable[[str], str] = str
) -> Finding:
    """The finding for an exception that left the program, a check or a builder.

    Args:
        error: the exception.
        phase: where the worker was.
        program_file: path whose frames are the author's.
        source: text of the program.
        clean: takes this machine's folders out of the message.
    """
    kind = _kind_of(error)
    text = _ADDRESS.sub("", text_of(error))
    if isinstance(error, SyntaxError):
        text = error.msg if error.offset is None else f"{error.msg} (column {error.offset})"
    message = clean(text.strip()) or "(the exception carries no text)"
    first = _cut(message.splitlines()[0].removeprefix(f"{kind}: "))
    return runtime_finding(
        f"{kind}: {first}",
        message,
        phase=phase,
        frames=author_frames(error, program_file=program_file),
        source=source,
        hints=_hints(error),
    )


def _kind_of(error: BaseException) -> str:
    """Name the finding gives the error: its type's, unless that says less than the compiler knows."""
    if isinstance(error, ContractError):
        return "ValueError"
    return "ForbiddenCallError" if _is_forbidden(error) else type(error).__name__


def _is_forbidden(error: BaseException) -> bool:
    """Whether the sandbox's refusal of a system call raised it."""
    return isinstance(error, OSError) and error.errno in _REFUSALS


def author_frames(error: BaseException, *, program_file: str) -> list[AuthorFrame]:
    """Frames of the program on the way to `error`, outermost first; for a syntax error, its place."""
    if isinstance(error, ContractError):
        return [] if error.line is None else [AuthorFrame(error.line, "<module>")]
    frames = [
        AuthorFrame(line, frame.f_code.co_name)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == program_file
    ]
    if isinstance(error, SyntaxError) and error.filename == program_file and error.lineno is not None:
        frames.append(AuthorFrame(error.lineno, "<module>"))
    return frames


def text_of(error: BaseException) -> str:
    """The exception's message and notes, even when its own way of telling them fails."""
    return "".join(traceback.format_exception_only(error)).partition(": ")[2].strip()


def _callers(frames: Sequence[AuthorFrame]) -> str:
    """The calls that lead to the last frame, outermost first, recursion folded, at most `MAX_CALLERS`."""
    folded = [(frame, len(list(same))) for frame, same in groupby(frames[:-1])]
    return " > ".join(
        f"line {frame.line} in {frame.name}" + (f" ({count} times)" if count > 1 else "")
        for frame, count in folded[-MAX_CALLERS:]
    )


def _message_lines(message: str) -> list[str]:
    """Lines of a message without blanks and repeats, nothing from a traceback on, cut at the limit."""
    lines: dict[str, None] = {}
    for line in message.splitlines():
        if line.startswith("Traceback (most recent call last)"):
            break
        if line.strip():
            lines.setdefault(_cut(line.rstrip()))
    kept = list(lines)
    if len(kept) > MAX_MESSAGE_LINES:
        kept = [*kept[:MAX_MESSAGE_LINES], f"... and {len(kept) - MAX_MESSAGE_LINES} more lines"]
    return kept


def _cut(line: str) -> str:
    return line if len(line) <= MAX_LINE_CHARACTERS else f"{line[:MAX_LINE_CHARACTERS]}..."


def _hints(error: BaseException) -> list[str]:
    """Advice for mistakes that programs often make."""
    text = text_of(error)
    hints: list[str] = []
    if isinstance(error, ModuleNotFoundError) and (match := _GUESSED_SUBMODULE.search(text)):
        hints.append(f"there is no {match[1]}; import the name from the top level: from sdk import ...")
    if isinstance(error, ValueError) and "zero" in text.lower() and _LOFT_WITHOUT_AREA.search(text):
        hints.append("a profile's area is measured in XY: write it as a closed XY loop, rotate afterwards")
    if _is_forbidden(error):
        hints.append(FORBIDDEN_HINT)
    if isinstance(error, MemoryError):
        hints.append(MEMORY_HINT)
    if isinstance(error, SystemExit):
        hints.append(EXIT_HINT)
    if isinstance(error, EOFError):
        hints.append("a program has no standard input")
    return hints
