"""One thing that a prompt asks for, and what became of it.

A newcomer's mistake: to read "missing" as proved. Parts are recognised by their names.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from harness.contract.vocabulary import Motion, Way

State = Literal["met", "missing", "unclear", "dropped"]
"""``dropped``: the program says that it is not meant."""


@dataclass(frozen=True)
class Requirement:
    """One thing a prompt asks for."""

    text: str
    """The prompt's own words."""
    name: str
    """What it is about, e.g. ``drawer front``."""
    count: int | None = None
    """How many there shall be; None where the prompt does not say."""
    motion: Motion | None = None
    """How it moves; None for a thing that is only counted."""
    way: Way | None = None
    """Where it goes as it leaves rest; ``out`` is away from what carries it."""
    size_m: float | None = None
    """Overall size, where `name` is the word that says which: ``wide``, ``tall``."""

    @property
    def wish(self) -> str:
        """What is asked for in a few words: ``3 drawer: slide out``."""
        if self.size_m is not None:
            return f"{self.size_m:g} m {self.name}"
        thing = self.name if self.count is None else f"{self.count} {self.name}"
        does = " ".join(word for word in (self.motion or (self.way and "go"), self.way) if word)
        return f"{thing}: {does}" if does else thing

    def to_dict(self) -> dict[str, Any]:
        """JSON form."""
        return asdict(self)


@dataclass(frozen=True)
class Answer:
    """How far an object meets one requirement."""

    requirement: Requirement
    state: State
    note: str
    """What was found, for a reader: ``asked for three drawers that slide, found two``."""

    def to_dict(self) -> dict[str, Any]:
        """JSON form."""
        return {**self.requirement.to_dict(), "state": self.state, "note": self.note}
