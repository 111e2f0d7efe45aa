"""Numbers in plain text: digits, number words and fractions, with units of length turned into metres.

A newcomer's mistake: to take "in" for inches. It is a unit only right after a figure and before a word of
size, a comma, or the end; elsewhere it is the preposition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from harness.words import fold, words_of

METRES_PER_UNIT = {
    **dict.fromkeys(("mm", "millimetre", "millimeter", "millimetres", "millimeters"), 0.001),
    **dict.fromkeys(("cm", "centimetre", "centimeter", "centimetres", "centimeters"), 0.01),
    **dict.fromkeys(("m", "metre", "meter", "metres", "meters"), 1.0),
    **dict.fromkeys(("in", "inch", "inches", '"'), 0.0254),
    **dict.fromkeys(("ft", "foot", "feet", "'"), 0.3048),
}
SIZE_WORDS = frozenset(
    words_of(
        "wide width tall height high deep depth long length thick thickness diameter radius across span big "
        "large"
    )
)
"""Words that say what a length measures."""
_SMALL = words_of(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen"
    " eighteen nineteen"
)
_TENS = {
    word: 10.0 * tens
    for tens, word in enumerate(words_of("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
NUMBER_WORDS: dict[str, float] = {
    **{word: float(value) for value, word in enumerate(_SMALL)},
    **_TENS,
    "single": 1,
    "double": 2,
    "twin": 2,
    "triple": 3,
    "dozen": 12,
    "half": 0.5,
}
_PLAIN_MARKS = str.maketrans(
    {"×": "x", "″": '"', "”": '"', "“": '"', "′": "'", "’": "'", "–": "-", "—": " - ", "½": "0.5"}
)
_GENITIVE = re.compile(r"(?<=[a-z])'s\b")
_JOINED_SIZE = re.compile(r"(?<=\d)(mm|cm|m|in|ft)?x(?=\d)")
_TOKEN = re.compile(r"\b3d\b|(?<![a-z\d.,])-?(?:\d+(?:[.,]\d+)?|\.\d+)|[a-z]+|[^\sa-z\d]")


@dataclass(frozen=True)
class Token:
    """A word, a figure or a mark of the folded text."""

    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters."""
        return self.text.isalpha()

    @property
    def number(self) -> float | None:
        """Its value when it is a figure."""
        if not self.text[-1].isdigit():
            return None
        # "1,200" is one thousand two hundred; "0,4" and "1,25" have decimal commas.
        thousands = re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", self.text)
        return float(self.text.replace(",", "" if thousands else "."))


@dataclass(frozen=True)
class Quantity:
    """A number found in a text, and where its tokens stand: `first` up to, not including, `after`."""

    value: float
    """Metres when it has a unit; a bare number otherwise."""
    has_unit: bool
    first: int
    after: int


def tokens_of(text: str) -> list[Token]:
    """Words, figures and marks of `text` in order; "40cm" gives two tokens, "0,4" one."""
    return [Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(plain(text))]


def plain(text: str) -> str:
    """The folded text that positions refer to: marks made plain, ``60cmx45cm`` parted, ``'s`` gone."""
    return _JOINED_SIZE.sub(r" \1 x ", _GENITIVE.sub("", fold(text.translate(_PLAIN_MARKS))))


def find_quantities(tokens: Sequence[Token]) -> list[Quantity]:
    """Every number in `tokens`, in order.

    >>> [(q.value, q.has_unit) for q in find_quantities(tokens_of("five drawers, 40 cm wide"))]
    [(5.0, False), (0.4, True)]
    """
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        number = _number_at(tokens, at)
        if number is None:
            at += 1
            continue
        value, after = number
        factor, after_unit = _unit_at(tokens, after)
        found.append(Quantity(value * factor if factor else value, factor is not None, at, after_unit))
        at = after_unit
    return found


def _number_at(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    """(value, index after it) of the number starting at token `at`."""
    token = tokens[at]
    if token.number is not None:
        follower = tokens[at + 1] if at + 1 < len(tokens) else None
        glued = follower is not None and follower.start == token.end and follower.is_word
        # "3D" and "4k" are names, not numbers; "40cm" is a number with its unit.
        if glued and follower is not None and follower.text not in METRES_PER_UNIT and follower.text != "x":
            return None
        return token.number, at + 1
    value = NUMBER_WORDS.get(token.text)
    if value is None:
        return None
    after = at + 1
    if token.text in _TENS:
        rest = after + 1 if after < len(tokens) and tokens[after].text == "-" else after
        ones = NUMBER_WORDS.get(tokens[rest].text) if rest < len(tokens) else None
        if ones is not None and 0 < ones < 10 and tokens[rest].text in _SMALL:
            return value + ones, rest + 1
    if token.text == "half":
        # "half a metre" is half of one; any other half is no number we could set.
        rest = after + 1 if after < len(tokens) and tokens[after].text in ("a", "an") else after
        return (value, rest) if _unit_at(tokens, rest)[0] else None
    return value, after


def _unit_at(tokens: Sequence[Token], at: int) -> tuple[float | None, int]:
    """(metres per unit, index after it) of a unit at token `at`; (None, at) without one."""
    if at < len(tokens) and tokens[at].text == "-" and at + 1 < len(tokens) and tokens[at + 1].is_word:
        factor, after = _unit_at(tokens, at + 1)
        return (factor, after) if factor else (None, at)
    if at >= len(tokens) or tokens[at].text not in METRES_PER_UNIT:
        return None, at
    if tokens[at].text == "in" and at > 0 and tokens[at].start > tokens[at - 1].end:
        follower = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if follower.isalpha() and follower not in SIZE_WORDS and follower not in ("x", "by"):
            return None, at
        if follower in SIZE_WORDS and tokens[at - 1].number is None:
            return None, at
    return METRES_PER_UNIT[tokens[at].text], at + 1
