"""Text as comparable words: folded, split and reduced to stems, the same way for programs, pages and prompts.

A newcomer's mistake: to compare raw words. "Drawers", "drawer" and "Drawer's" are one stem here, on both
sides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[a-z0-9]+")
STOP_WORDS = frozenset(
    _WORD.findall(
        "a an and as at by for from in into is it its of on onto or that the their this to which with without"
    )
)
"""Words that carry no subject."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_IRREGULAR = {
    "knives": "knife",
    "shelves": "shelf",
    "leaves": "leaf",
    "halves": "half",
    "wolves": "wolf",
    "feet": "foot",
    "teeth": "tooth",
    "mice": "mouse",
    "men": "man",
    "women": "woman",
}
_INVARIANT = frozenset(
    _WORD.findall("series species gas lens chess brass glass canvas bus atlas axis chassis")
)


def fold(text: str) -> str:
    """`text` in lower-case ASCII; accents are dropped.

    >>> fold("Kommode für Übergröße")
    'kommode fur ubergrosse'
    """
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return plain.encode("ascii", "ignore").decode().lower()


def words_of(text: str) -> list[str]:
    """The words of `text` in order, folded."""
    return _WORD.findall(fold(text))


def stem(word: str) -> str:
    """The part of a folded word that its plural and its verb forms share.

    Crude on purpose: it only has to be the same on both sides of a comparison.

    >>> [stem(word) for word in ("drawers", "boxes", "bodies", "folding", "folded", "foldable", "glass")]
    ['drawer', 'box', 'body', 'fold', 'fold', 'fold', 'glass']
    >>> [stem(word) for word in ("knives", "teeth", "shelves")] == [stem("knife"), stem("tooth"), stem("shelf")]
    True
    """
    word = _IRREGULAR.get(word, word)
    if word in _INVARIANT or len(word) < 4 or word.isdigit():
        return word
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    for ending in ("able", "ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return _undoubled(word[: -len(ending)])
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def stems_of(text: str) -> list[str]:
    """Stems of the words of `text` in order, stop words left out."""
    return [stem(word) for word in words_of(text) if word not in STOP_WORDS]


def identifiers_of(code: str) -> list[str]:
    """Stems of the pieces of every identifier in `code`: ``LatheGeometry`` gives lathe and geometry.

    >>> identifiers_of("base_yaw = LatheGeometry(points)")
    ['base', 'yaw', 'lath', 'geometry', 'point']
    """
    return stems_of(" ".join(_CAMEL.sub(" ", name) for name in re.findall(r"[A-Za-z][A-Za-z0-9]*", code)))


def holds_phrase(stems: list[str], phrase: Iterable[str]) -> bool:
    """Whether the stems of `phrase` occur in `stems` side by side."""
    wanted = list(phrase)
    return any(stems[at : at + len(wanted)] == wanted for at in range(len(stems) - len(wanted) + 1))


def _undoubled(word: str) -> str:
    """`word` without one of two equal last consonants, so that "planning" and "plans" agree."""
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        return word[:-1]
    return word
