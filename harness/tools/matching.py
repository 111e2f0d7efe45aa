"""Finding a block of lines in a program although the model copied it a little wrong.

A newcomer's mistake: to relax whitespace until something fits. Indentation means something in Python, so it
may only shift as a whole, and every step demands that the block fits at exactly one place.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harness.errors import ToolError
from harness.tools.base import NoMatchError

_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000", " "),
        "…": "...",
        "×": "x",
    }
)
_SHOWN_CHARACTERS = 160
_SHOWN_PLACES = 8


@dataclass(frozen=True)
class Match:
    """Where a block lies and what had to be forgiven."""

    start: int
    """Index of its first line."""
    step: str
    """``exact``, ``trailing whitespace``, ``punctuation`` or ``indentation``."""
    added_indent: str = ""
    """What the file has in front of every line and the block has not."""
    surplus_indent: str = ""
    """What the block has in front of every line and the file has not."""

    def fitted(self, line: str) -> str:
        """A line that goes with the block, at the file's indentation."""
        if not line.strip():
            return line
        return self.added_indent + line.removeprefix(self.surplus_indent)


def find_block(lines: Sequence[str], block: Sequence[str], *, scope: range) -> Match:
    """The one place of `block` among `lines[scope]`, by the mildest step that finds any.

    Raises:
        NoMatchError: no step finds it; the nearest text is shown.
        ToolError: it fits at several places; their line numbers are listed.
    """
    for step, starts, fit in _steps(lines, block, scope):
        if len(starts) > 1:
            places = ", ".join(str(start + 1) for start in starts[:_SHOWN_PLACES])
            raise ToolError(
                f"the block fits at {len(starts)} places (lines {places}; step: {step}); want more "
                "context lines or a header such as '@@ def build_object_model'"
            )
        if starts:
            added, surplus = fit(starts[0])
            return Match(starts[0], step, added, surplus)
    raise NoMatchError(f"not found. {nearest_text(chr(10).join(lines), chr(10).join(block))}")


def holds_exactly_once(lines: Sequence[str], block: Sequence[str], *, scope: range) -> bool:
    """Whether `block` stands in `lines[scope]` at one place, character for character."""
    return len(_starts(lines, block, scope, str)) == 1


def nearest_text(code: str, wanted: str) -> str:
    """A sentence on where `code` comes closest to `wanted`, with the first line that differs."""
    lines, block = code.split("\n"), wanted.strip("\n").split("\n")
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        places.setdefault(line.strip(), []).append(index)
    votes = Counter(
        place - offset
        for offset, line in enumerate(block)
        if line.strip()
        for place in places.get(line.strip(), ())
    )
    if votes:
        start = max(0, min(votes, key=lambda place: (-votes[place], place)))
    else:
        first = next((line.strip() for line in block if line.strip()), "")
        close = difflib.get_close_matches(first, list(places), n=1, cutoff=0.5)
        if not close:
            return "Nothing like it is there; read the file again."
        start = places[close[0]][0]
    end = min(start + len(block), len(lines))
    differing = next((i for i in range(end - start) if lines[start + i] != block[i]), None)
    span = f"lines {start + 1}-{end}" if end > start + 1 else f"line {start + 1}"
    if differing is None:
        return f"Nearest text: {span}, which differs in the line ends or breaks off."
    return (
        f"Nearest text: {span}; first difference in line {start + differing + 1}: "
        f"expected {_shown(block[differing])}, found {_shown(lines[start + differing])}."
    )


def _steps(
    lines: Sequence[str], block: Sequence[str], scope: range
) -> list[tuple[str, list[int], Callable[[int], tuple[str, str]]]]:
    def unshifted(_: int) -> tuple[str, str]:
        return "", ""

    def shifted(start: int) -> tuple[str, str]:
        shift = _shift(lines[start : start + len(block)], block)
        return shift or ("", "")

    found: list[tuple[str, list[int], Callable[[int], tuple[str, str]]]] = []
    for step, key in (("exact", str), ("trailing whitespace", str.rstrip), ("punctuation", _folded)):
        found.append((step, _starts(lines, block, scope, key), unshifted))
        if found[-1][1]:
            return found
    anchor = next((i for i, line in enumerate(block) if line.strip()), None)
    if anchor is not None:
        wanted = block[anchor].strip()
        starts = [
            start
            for start in _windows(scope, len(block))
            if lines[start + anchor].strip() == wanted and _shift(lines[start : start + len(block)], block)
        ]
        found.append(("indentation", starts, shifted))
    return found


def _windows(scope: range, length: int) -> range:
    return range(scope.start, scope.stop - length + 1)


def _starts(lines: Sequence[str], block: Sequence[str], scope: range, key: Callable[[str], str]) -> list[int]:
    wanted = [key(line) for line in block]
    keyed = [key(line) for line in lines[scope.start : scope.stop]]
    return [
        scope.start + i
        for i in range(len(keyed) - len(wanted) + 1)
        if keyed[i] == wanted[0] and keyed[i : i + len(wanted)] == wanted
    ]


def _shift(found: Sequence[str], block: Sequence[str]) -> tuple[str, str] | None:
    """(added, surplus) indentation when every line that is not blank shifts by the same amount."""
    shifts = set()
    for have, want in zip(found, block, strict=True):
        if not have.strip() and not want.strip():
            continue
        if have.strip() != want.strip():
            return None
        have_indent, want_indent = _indent(have), _indent(want)
        if have_indent.endswith(want_indent):
            shifts.add((have_indent.removesuffix(want_indent), ""))
        elif want_indent.endswith(have_indent):
            shifts.add(("", want_indent.removesuffix(have_indent)))
        else:
            return None
    return shifts.pop() if len(shifts) == 1 else None


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _folded(line: str) -> str:
    return line.rstrip().translate(_PUNCTUATION)


def _shown(line: str) -> str:
    return repr(line if len(line) <= _SHOWN_CHARACTERS else line[:_SHOWN_CHARACTERS] + "…")
