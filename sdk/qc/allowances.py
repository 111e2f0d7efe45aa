"""What an author declared as intended: overlaps, floating parts, coplanar faces.

A newcomer's mistake: to think naming one of the two elements narrows an allowance. Both must be named, or
none; with one alone nothing matches.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

_PIECE = re.compile(r"^(?P<visual>.+)__component_\d+$", re.DOTALL)


@dataclass(frozen=True)
class AllowedOverlap:
    """A declared overlap of two parts, or of one element of each; parts in ascending order."""

    link_a: str
    link_b: str
    reason: str
    elem_a: str | None = None
    elem_b: str | None = None

    def covers(self, pair: Iterable[str], *, first: str | None, second: str | None) -> bool:
        """Whether an overlap of elements `first` and `second` of this pair of parts is the declared one.

        A mesh's own name stands for each of its components. The order of parts and elements does not matter.
        """
        if {self.link_a, self.link_b} != set(pair):
            return False
        if self.elem_a is None and self.elem_b is None:
            return True
        mine, theirs = aliases(first), aliases(second)
        return (self.elem_a in mine and self.elem_b in theirs) or (
            self.elem_b in mine and self.elem_a in theirs
        )


@dataclass
class Allowances:
    """Everything declared so far, in order."""

    overlaps: list[AllowedOverlap] = field(default_factory=list)
    coplanar: list[AllowedOverlap] = field(default_factory=list)
    isolated: dict[str, str] = field(default_factory=dict)
    """Part name -> reason."""

    def covers_overlap(self, pair: Collection[str], *, first: str | None, second: str | None) -> bool:
        """Whether some declared overlap covers this one."""
        return any(allowed.covers(pair, first=first, second=second) for allowed in self.overlaps)

    def covers_group(self, members: Iterable[str]) -> bool:
        """Whether every member of a floating group may float."""
        return all(member in self.isolated for member in members)

    def covers_coplanar(self, pair: Collection[str], names: Collection[str | None]) -> bool:
        """Whether coplanar faces of this pair, on elements of these names, are declared; no aliases here."""
        return any(
            {allowed.link_a, allowed.link_b} == set(pair)
            and (
                (allowed.elem_a is None and allowed.elem_b is None)
                or (allowed.elem_a in names and allowed.elem_b in names)
            )
            for allowed in self.coplanar
        )


def aliases(name: str | None) -> set[str]:
    """Names under which an element may be allowed: its own, and its mesh's when it is a component."""
    own = (name or "").strip()
    if not own:
        return set()
    piece = _PIECE.match(own)
    return {own, piece["visual"]} if piece else {own}


def sorted_overlap(
    link_a: str, link_b: str, *, reason: str, elem_a: str | None, elem_b: str | None
) -> AllowedOverlap:
    """A declaration with its parts in ascending order; the elements stay where they were given."""
    low, high = sorted((link_a, link_b))
    return AllowedOverlap(low, high, reason, elem_a, elem_b)


def declared_text(call: str, allowed: AllowedOverlap) -> str:
    """``allow_overlap('a', 'b'): reason``, with the elements when any is given."""
    pair = f"{allowed.link_a!r}, {allowed.link_b!r}"
    if allowed.elem_a is not None or allowed.elem_b is not None:
        pair += f", elem_a={allowed.elem_a!r}, elem_b={allowed.elem_b!r}"
    return f"{call}({pair}): {allowed.reason}"
