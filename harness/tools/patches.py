"""The patch text a model writes, read into hunks: the single-file subset of the ``*** Begin Patch`` format.

A newcomer's mistake: to take the file name in the patch at its word. There is one file to patch, and it is
that one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.errors import ToolError

BEGIN, END = "*** Begin Patch", "*** End Patch"
_UPDATE = "*** Update File: "
_REFUSED = ("*** Add File: ", "*** Delete File: ", "*** Move to: ")
_END_OF_FILE = "*** End of File"

GRAMMAR = r"""start: begin file hunk+ end
begin: "*** Begin Patch" LF
file: "*** Update File: " NAME LF
hunk: header+ line+ last?
header: "@@" (" " NAME)? LF
line: ("+" | "-" | " ") REST? LF
last: "*** End of File" LF
end: "*** End Patch" LF?
NAME: /[^\n]+/
REST: /[^\n]+/
LF: /\n/
"""
"""The format in Lark's notation, for services that hold a model to a grammar: no more than `parse_patch`
takes."""


@dataclass
class Hunk:
    """One change: lines marked by a space (kept), ``-`` (removed) or ``+`` (added)."""

    headers: list[str] = field(default_factory=list)
    """Texts after ``@@``, outermost first; they narrow where the hunk may apply."""
    lines: list[tuple[str, str]] = field(default_factory=list)
    """(mark, text) in order."""

    @property
    def old(self) -> list[str]:
        """Lines as the file should have them."""
        return [text for mark, text in self.lines if mark != "+"]

    @property
    def new(self) -> list[str]:
        """Lines as the file will have them."""
        return [text for mark, text in self.lines if mark != "-"]


def parse_patch(text: str) -> list[Hunk]:
    """The hunks of a patch, in order.

    Raises:
        ToolError: it is not this format, touches more than one file, or has a hunk without context.
    """
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    if not text.strip():
        raise ToolError("invalid patch: it is empty")
    if lines[0].strip() != BEGIN:
        raise ToolError(f"invalid patch: first line is {lines[0]!r}; want {BEGIN!r}")
    if len(lines) < 2 or lines[-1].strip() != END:
        raise ToolError(f"invalid patch: last line is {lines[-1]!r}; want {END!r}")
    hunks: list[Hunk] = []
    has_file = False
    for number, line in enumerate(lines[1:-1], start=2):
        if line.startswith(_REFUSED):
            raise ToolError(
                f"invalid patch: line {number}: {line!r} is not allowed; want one {_UPDATE.strip()!r} block"
            )
        if line.startswith(_UPDATE):
            if has_file:
                raise ToolError(f"invalid patch: line {number}: a second file; want one update block")
            has_file = True
        elif not has_file:
            raise ToolError(f"invalid patch: line {number}: {line!r} before '{_UPDATE}model.py'")
        elif line.strip() == _END_OF_FILE:
            continue
        else:
            _read_line(hunks, line, number)
    if not has_file:
        raise ToolError(f"invalid patch: no '{_UPDATE}model.py' line")
    _require_sound(hunks)
    return hunks


def _read_line(hunks: list[Hunk], line: str, number: int) -> None:
    if line.startswith("@@"):
        if not hunks or hunks[-1].lines:
            hunks.append(Hunk())
        if line[2:].strip():
            hunks[-1].headers.append(line[2:].strip())
        return
    mark, text = (line[0], line[1:]) if line else (" ", "")
    if mark not in " +-":
        raise ToolError(
            f"invalid patch: line {number}: {line!r}; want a line that begins with space, '+', '-' or '@@'"
        )
    if not hunks:
        hunks.append(Hunk())
    hunks[-1].lines.append((mark, text))


def _require_sound(hunks: list[Hunk]) -> None:
    if not hunks:
        raise ToolError("invalid patch: it has no hunk")
    for ordinal, hunk in enumerate(hunks, start=1):
        if not hunk.lines:
            raise ToolError(f"invalid patch: hunk {ordinal} has no lines")
        if not any(line.strip() for line in hunk.old):
            raise ToolError(f"invalid patch: hunk {ordinal} only adds; want context lines that show where")
