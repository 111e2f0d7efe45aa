"""Names and sentences as words: how checks read what a thing is called.

A newcomer's mistake: to look for a word inside a name. ``cable_guide`` is a guide; the last word says what a thing
is, numbers and sides aside.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
PLACES = frozenset(
    ("left", "right", "front", "rear", "back", "upper", "lower", "top", "bottom", "middle", "inner", "outer")
    + ("main", "first", "second", "third", "l", "r", "a", "b")
)
"""Words that say where a thing is rather than what it is."""


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, in lower case and singular: ``("left", "drawer")`` for ``leftDrawers_2``."""
    return tuple(singular(word.lower()) for word in _WORD.findall(name))


@lru_cache(maxsize=4096)
def last_word(name: str) -> str:
    """What a thing is by its name; empty when no word says."""
    return next((word for word in reversed(words_of(name)) if word not in PLACES), "")


def singular(word: str) -> str:
    """A plural English noun without its ending; other words as they are."""
    if word.endswith("shelves"):
        return "shelf"
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    )
