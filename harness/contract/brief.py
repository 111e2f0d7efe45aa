"""How a model corrects the checklist: comment lines of its program.

    # brief: drawer = tray_*              parts that are the drawers, by name
    # brief: drop drawer: it is one tray  not meant, with the reason

A newcomer's mistake: to trust a correction like an answer. It stands in the record beside the list, and a reader
sees both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from harness.contract.requirement import Requirement
from harness.words import stem, words_of

_LINE = re.compile(r"^[ \t]*#[ \t]*brief:[ \t]*(?P<text>\S.*?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_DROP = re.compile(r"drop\s+(?P<name>[^:]+?)\s*(?::\s*(?P<reason>.*))?", re.IGNORECASE)
_ALIAS = re.compile(r"(?P<name>[^=]+?)\s*=\s*(?P<patterns>.+)")


@dataclass(frozen=True)
class Brief:
    """What a program says about the checklist of its prompt."""

    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name of a requirement -> patterns of part names, as in ``tray_*``."""
    dropped: Mapping[str, str] = field(default_factory=dict)
    """Name of a requirement -> why it is not meant; empty where no reason is given."""
    unread: tuple[str, ...] = ()
    """Lines that are neither."""

    def patterns_for(self, requirement: Requirement) -> tuple[str, ...]:
        """Patterns of the parts that are what `requirement` asks for; none where the program does not say."""
        return next((patterns for name, patterns in self.aliases.items() if _means(name, requirement)), ())

    def drop_reason(self, requirement: Requirement) -> str | None:
        """Why `requirement` is not meant; None where the program does not say so."""
        return next((why for name, why in self.dropped.items() if _means(name, requirement)), None)

    def to_dict(self) -> dict[str, object]:
        """JSON form."""
        aliases = {name: list(patterns) for name, patterns in self.aliases.items()}
        return {"aliases": aliases, "dropped": dict(self.dropped), "unread": list(self.unread)}


def brief_of(code: str) -> Brief:
    """The corrections in a program's comment lines; of two for one name the later counts.

    >>> brief_of("# brief: drawer = tray_*").aliases
    {'drawer': ('tray_*',)}
    """
    aliases: dict[str, tuple[str, ...]] = {}
    dropped: dict[str, str] = {}
    unread = []
    for line in _LINE.finditer(code):
        text = line["text"]
        if drop := _DROP.fullmatch(text):
            dropped[drop["name"]] = (drop["reason"] or "").strip()
        elif alias := _ALIAS.fullmatch(text):
            aliases[alias["name"]] = tuple(re.split(r"[\s,]+", alias["patterns"].strip(" ,")))
        else:
            unread.append(text)
    return Brief(aliases, dropped, tuple(unread))


def matching(patterns: Iterable[str], names: Iterable[str]) -> list[str]:
    """The names that fit any of the patterns, in their order."""
    wanted = tuple(patterns)
    return [name for name in names if any(fnmatchcase(name, pattern) for pattern in wanted)]


def _means(name: str, requirement: Requirement) -> bool:
    """Whether every word of `name` is one of the requirement's."""
    stems = {stem(word) for word in words_of(name)}
    return bool(stems) and stems <= {
        stem(word) for word in words_of(f"{requirement.name} {requirement.text}")
    }
