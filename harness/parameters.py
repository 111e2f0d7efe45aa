"""What a prompt asks of a library entry in words or figures: what to set, what to refuse, what is left over.

A newcomer's mistake: to move a value into its range. A prompt that asks for 12 drawers where 8 is the most
gets a sentence that says so, and nothing is set.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import radians

from harness.examples.catalogue import Example, FixedCount, Parameter
from harness.quantities import SIZE_WORDS, Quantity, find_quantities, plain, tokens_of
from harness.words import STOP_WORDS, stem, words_of

_FILLERS = frozenset(
    words_of("of is are be to a an the about around approximately roughly some exactly only just")
)
_MARKS_BETWEEN = frozenset(":=~-")
_ENDS = frozenset(".;:()!?,")
_ADJECTIVES = frozenset(words_of("wide tall high deep long thick"))
"""Words of size that follow their figure; all others may also come before it."""
_ANGLES = frozenset(("degre", "degree", "deg"))
"""Stems of what says that a number is an angle."""
_REACH = 2
"""Words that may stand between a number and what it counts: "six shallow, wide drawers"."""


@dataclass(frozen=True)
class Reading:
    """What was understood of one prompt for one entry."""

    settings: Mapping[str, float] = field(default_factory=dict)
    """Parameter name -> value, within its range, different from the default or not."""
    refusals: tuple[str, ...] = ()
    """Sentences on values that cannot be: out of range, contradictory, or another number of fixed things."""
    unmet: tuple[str, ...] = ()
    """Pieces of the prompt with a number that no parameter answers to."""

    @property
    def is_possible(self) -> bool:
        """Whether every value asked for can be honoured."""
        return not self.refusals


def read_prompt(prompt: str, example: Example) -> Reading:
    """The values `prompt` asks of `example`.

    >>> read_prompt("a cabinet with five drawers", cabinet).settings  # doctest: +SKIP
    {'DRAWERS': 5}
    """
    return _Reader(prompt, example).read()


class _Reader:
    """Binds the numbers of one prompt to the parameters of one entry."""

    def __init__(self, prompt: str, example: Example) -> None:
        self.text = plain(prompt)
        self.tokens = tokens_of(prompt)
        self.stems = [stem(token.text) for token in self.tokens]
        self.example = example
        self._countable: list[Parameter | FixedCount] = [
            one for one in example.parameters if one.type == "int"
        ]
        self._countable += example.fixed
        self.settings: dict[str, float] = {}
        self.asked: dict[str, str] = {}
        self.refusals: list[str] = []
        self.unmet: list[str] = []

    def read(self) -> Reading:
        """Everything found, in the order of the prompt."""
        quantities = find_quantities(self.tokens)
        at = 0
        while at < len(quantities):
            if size := self._size_triple(quantities, at):
                at += self._bind_size(size)
            elif self._is_range(quantities, at):
                low, high = quantities[at : at + 2]
                self.unmet.append(self._text(low.first, self._noun_end(high.after)))
                at += 2
            else:
                self._bind(quantities[at])
                at += 1
        self._bind_lone_articles()
        return Reading(dict(self.settings), tuple(self.refusals), tuple(dict.fromkeys(self.unmet)))

    # -- one number --

    def _bind(self, quantity: Quantity) -> None:
        turned = None if quantity.has_unit else self._angle(quantity)
        quantity = turned or quantity
        if quantity.has_unit:
            parameters, end = self._measured(quantity, "rad" if turned else "m")
            asked = self._text(min(quantity.first, end), max(quantity.after, end))
            if not parameters:
                self.unmet.append(asked)
            for parameter in parameters:
                self._set(parameter, quantity.value, asked)
            return
        found = self._counted(quantity)
        if found is None:
            end = self._noun_end(quantity.after)
            if end > quantity.after:
                self.unmet.append(self._text(quantity.first, end))
            return
        for thing, end in found:
            asked = self._text(min(quantity.first, end), max(quantity.after, end))
            if isinstance(thing, FixedCount):
                self._compare(thing, quantity.value, asked)
            else:
                self._set(thing, quantity.value, asked)

    def _angle(self, quantity: Quantity) -> Quantity | None:
        """The number in radians when it is one of degrees, which counts nothing: "a 360-degree hinge"."""
        at = self._skip_marks(quantity.after)
        if at >= len(self.stems) or self.stems[at] not in _ANGLES:
            return None
        return Quantity(radians(quantity.value), has_unit=True, first=quantity.first, after=at + 1)

    def _measured(self, quantity: Quantity, unit: str) -> tuple[list[Parameter], int]:
        """Parameters of that unit a measure belongs to, and the index of the token that says so on its far
        side.
        """
        lengths = [parameter for parameter in self.example.parameters if parameter.unit == unit]
        at = self._skip(quantity.after, 1)
        behind = [
            (parameter, length)
            for parameter in lengths
            if (length := self._phrase_from(parameter.phrases, at))
        ]
        before = self._skip(quantity.first - 1, -1)
        ahead = [
            (parameter, length)
            for parameter in lengths
            if (length := self._phrase_to(parameter.phrases, before))
        ]
        if ahead and self.tokens[before].text not in _ADJECTIVES:
            behind = []  # "width 40 cm height 90 cm": the noun before it, not the one after
        if self._names_other_thing(before):
            behind = []  # "drawers 20 cm deep" is the depth of the drawers, which is nobody's parameter
        for found, step, edge in ((behind, 1, at), (ahead, -1, before)):
            if found:
                most = max(length for _, length in found)
                return [parameter for parameter, length in found if length == most], edge + step * most + (
                    step < 0
                )
        end = (
            at + 1
            if at < len(self.stems) and self.tokens[at].text in SIZE_WORDS
            else self._noun_end(quantity.after)
        )
        return [], end

    def _counted(self, quantity: Quantity) -> list[tuple[Parameter | FixedCount, int]] | None:
        """Things a bare number counts, each with the index after its word; None when it counts nothing
        known.
        """
        counts = self._countable
        at = quantity.after
        for _ in range(_REACH + 1):
            at = self._skip_marks(at)
            found = [(thing, at + n) for thing in counts if (n := self._phrase_from(thing.phrases, at))]
            if found:
                return found
            if at >= len(self.tokens) or not self._may_stand_between(at):
                break
            at += 1
        before = self._skip(quantity.first - 1, -1)
        if before == quantity.first - 1 and self.tokens[max(before, 0)].is_word:
            return None  # "drawers 5" is two words; "drawers: 5" and "number of drawers is 5" are settings
        found = [(thing, before - n + 1) for thing in counts if (n := self._phrase_to(thing.phrases, before))]
        return found or None

    def _bind_lone_articles(self) -> None:
        """Read "a drawer" as one drawer, when nothing else says how many."""
        for parameter in self.example.parameters:
            if parameter.type != "int" or parameter.name in self.settings or parameter.name in self.asked:
                continue
            if parameter.minimum > 1:
                continue  # "a shelf" of a thing that has several is not a number
            singular = {phrase for phrase in parameter.words if not phrase.endswith("s")}
            for at, token in enumerate(self.tokens[:-1]):
                follower = self.tokens[at + 1].text
                after = self.tokens[at + 2].text if at + 2 < len(self.tokens) else "."
                if (
                    token.text in ("a", "an")
                    and follower in singular
                    and (after in STOP_WORDS or after in _ENDS)
                ):
                    self._set(parameter, 1.0, self._text(at, at + 2))
                    return

    # -- sizes such as 40 x 45 x 90 cm --

    def _size_triple(self, quantities: Sequence[Quantity], at: int) -> list[Quantity] | None:
        triple = list(quantities[at : at + 3])
        joined = [
            self.tokens[one.after].text if one.after + 1 == two.first else ""
            for one, two in itertools.pairwise(triple)
        ]
        if len(joined) == 2 and all(mark in ("x", "×", "by", "*") for mark in joined):
            return triple
        return None

    def _bind_size(self, size: Sequence[Quantity]) -> int:
        asked = self._text(size[0].first, size[-1].after)
        factor = 1.0
        for one in reversed(size):
            if one.has_unit:
                token = self.tokens[one.after - 1].text
                factor = (
                    one.value / abs(float(self.tokens[one.first].text.replace(",", "."))) if token else 1.0
                )
                break
        named = [self._length_called(word) for word in ("width", "depth", "height")]
        if None in named or not any(one.has_unit for one in size):
            self.unmet.append(asked)
            return len(size)
        for parameter, one in zip(named, size, strict=True):
            if parameter is not None:
                self._set(parameter, one.value if one.has_unit else one.value * factor, asked)
        return len(size)

    def _length_called(self, word: str) -> Parameter | None:
        lengths = (parameter for parameter in self.example.parameters if parameter.is_length)
        return next((parameter for parameter in lengths if word in parameter.words), None)

    # -- setting --

    def _set(self, parameter: Parameter, value: float, asked: str) -> None:
        earlier = self.settings.get(parameter.name)
        if earlier is not None and earlier != value and parameter.type == "int":
            # "Two doors, and one door carries a hatch" speaks of one of the two.
            if asked.startswith("one "):
                return
            if self.asked[parameter.name].startswith("one "):
                earlier = None
        if earlier is not None and earlier != value:
            self.refusals.append(
                f"{parameter.name}: got two values, “{self.asked[parameter.name]}” and “{asked}”; want one"
            )
            return
        self.asked[parameter.name] = asked
        if parameter.type == "int" and value != int(value):
            self.refusals.append(f"{parameter.name}: got {value:g} from “{asked}”; want a whole number")
        elif not parameter.minimum <= value <= parameter.maximum:
            given = f"{value:g} {parameter.unit}".strip()
            self.refusals.append(f"{parameter.name}: got {given} from “{asked}”; want {parameter.range_text}")
        else:
            self.settings[parameter.name] = int(value) if parameter.type == "int" else round(value, 6)

    def _compare(self, fixed: FixedCount, value: float, asked: str) -> None:
        if value != fixed.count:
            self.refusals.append(
                f"“{asked}”: got {value:g}; this object always has {fixed.count} {fixed.words[0]}"
            )

    # -- looking around --

    def _phrase_from(self, phrases: Sequence[tuple[str, ...]], at: int) -> int:
        """Length of the longest of `phrases` that begins at token `at`; 0 when none does."""
        return next(
            (len(phrase) for phrase in phrases if tuple(self.stems[at : at + len(phrase)]) == phrase), 0
        )

    def _phrase_to(self, phrases: Sequence[tuple[str, ...]], at: int) -> int:
        """Length of the longest of `phrases` that ends with token `at`."""
        if at < 0:
            return 0
        return next(
            (
                len(phrase)
                for phrase in phrases
                if at + 1 >= len(phrase) and tuple(self.stems[at + 1 - len(phrase) : at + 1]) == phrase
            ),
            0,
        )

    def _skip(self, at: int, step: int) -> int:
        """Index of the next token from `at` that is neither a filler nor a mark such as a colon."""
        skipped = _FILLERS | _MARKS_BETWEEN | {"in"}
        while 0 <= at < len(self.tokens) and self.tokens[at].text in skipped:
            at += step
        return at

    def _skip_marks(self, at: int) -> int:
        while at < len(self.tokens) and self.tokens[at].text in ("-", ","):
            at += 1
        return at

    def _may_stand_between(self, at: int) -> bool:
        token = self.tokens[at]
        return token.is_word and token.text not in STOP_WORDS

    def _names_other_thing(self, at: int) -> bool:
        """Whether token `at` is one of several things the object has, and not the end of the object's own
        name.
        """
        counted = any(self._phrase_to(one.phrases, at) for one in self._countable)
        return counted and not self._ends_a_name(at)

    def _ends_a_name(self, at: int) -> bool:
        """Whether a name of the entry of more than one word ends at token `at`: "chest of drawers"."""
        for name in self.example.names:
            words = [stem(word) for word in name.lower().split()]
            if (
                len(words) > 1
                and " with " not in name
                and self.stems[max(0, at + 1 - len(words)) : at + 1] == words
            ):
                return True
        return False

    def _noun_end(self, at: int) -> int:
        """Index after up to three words that follow `at` before a stop word or mark."""
        end = self._skip_marks(at) if at < len(self.tokens) and self.tokens[at].text == "-" else at
        while end < min(at + 3, len(self.tokens)) and self.tokens[end].is_word:
            if self.tokens[end].text in STOP_WORDS:
                break
            end += 1
        return end

    def _is_range(self, quantities: Sequence[Quantity], at: int) -> bool:
        """Whether two numbers stand as "3-5", "3 to 5" or "3 or 5"."""
        if at + 1 >= len(quantities):
            return False
        one, two = quantities[at], quantities[at + 1]
        between = [token.text for token in self.tokens[one.after : two.first]]
        return between in (["-"], ["to"], ["or"]) and (two.has_unit or not one.has_unit)

    def _text(self, first: int, after: int) -> str:
        """The prompt's own words from token `first` up to token `after`."""
        first, after = max(0, first), min(after, len(self.tokens))
        if first >= after:
            return ""
        return " ".join(self.text[self.tokens[first].start : self.tokens[after - 1].end].split())
