"""Values for an entry's parameters: what the command line allows of the ranges, and draws that cover them evenly.

A newcomer's mistake: to draw each value by itself. Values come in blocks in which every parameter meets each
twentieth of its range once, so a few sets already reach both ends; asking for more goes on where fewer ended.
"""

from __future__ import annotations

import itertools
import math
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.errors import UsageError
from harness.examples.catalogue import Example, Parameter
from harness.words import stem, words_of

BLOCK = 20
"""Sets in which every parameter meets each of as many equal shares of its range once."""
DECIMALS = 4
"""Of the lengths drawn, at least: a tenth of a millimetre. Small ranges get more."""
MOST_LISTED = 1000
"""Entries with whole numbers only and no more combinations than this are drawn from the list of them."""
MOST_REPEATED = 20 * BLOCK
"""Sets in a row that were there before, after which there are no others."""
_WISH = re.compile(r"\s*([^=]+?)\s*=\s*(.+?)\s*")
_NUMBER = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*([a-zµ]*)", re.IGNORECASE)
_UNITS = {
    "m": {"": 1.0, "m": 1.0, "cm": 0.01, "mm": 0.001},
    "rad": {"": 1.0, "rad": 1.0, "deg": math.pi / 180.0},
}


@dataclass(frozen=True)
class Range:
    """The values of one parameter that are wanted: both ends are among them."""

    parameter: Parameter
    low: float
    high: float

    @property
    def count(self) -> int | None:
        """How many values there are; None for a stretch of the real numbers."""
        if self.parameter.type == "int":
            return int(self.high) - int(self.low) + 1
        return 1 if self.low == self.high else None

    def value_at(self, share: float) -> float:
        """The value `share` of the way through the range, 0 <= share < 1."""
        if self.parameter.type == "int":
            return int(self.low) + int(share * (int(self.high) - int(self.low) + 1))
        value = self.low + share * (self.high - self.low)
        return min(max(self._rounded(value), self.low), self.high)

    def _rounded(self, value: float) -> float:
        """A value as one would write it: metres, or degrees for an angle, to about a thousandth of the range."""
        span = self.high - self.low
        if self.parameter.unit == "rad":
            degrees = round(math.degrees(value), _decimals(math.degrees(span), 1))
            return round(math.radians(degrees), 6)
        return round(value, _decimals(span, DECIMALS))

    def raised(self, value: float, values: Mapping[str, float]) -> float:
        """`value`, or the least that goes with `values` of the other parameters; never above the range's upper end."""
        if self.parameter.at_least is None:
            return value
        least = self.parameter.at_least.value(values)
        if value >= least:
            return value
        scale = 10 ** _decimals(self.high - self.low, DECIMALS)
        return min(math.ceil(least * scale - 1e-6) / scale, self.high)

    def all_values(self) -> list[float]:
        """Every value of a range that has a `count`."""
        if self.parameter.type == "int":
            return [float(value) for value in range(int(self.low), int(self.high) + 1)]
        return [self.low]


@dataclass(frozen=True)
class Wish:
    """One ``--param`` as it was written."""

    text: str
    name: str
    values: tuple[str, ...]
    """One text, or those of the two ends."""

    def range_of(self, parameter: Parameter, *, entry: str) -> Range:
        """The part of the range that is wanted of a parameter of `entry`.

        Raises:
            UsageError: it is no part of it, or not in its unit.
        """
        ends = [self._number(text, parameter) for text in self.values]
        low, high = ends[0], ends[-1]
        if low > high:
            raise UsageError(f"--param {self.text}: got an empty range; want the smaller value first")
        if low < parameter.minimum or high > parameter.maximum:
            raise UsageError(
                f"--param {self.text}: {parameter.name} of {entry} is {parameter.range_text}; want a part of that"
            )
        return Range(parameter, low, high)

    def _number(self, text: str, parameter: Parameter) -> float:
        units = _UNITS.get(parameter.unit, {"": 1.0})
        match = _NUMBER.fullmatch(text)
        if match is None or match[2].lower() not in units:
            wanted = ", ".join(unit for unit in units if unit) or "none"
            raise UsageError(
                f"--param {self.text}: got {text!r}; want a number (units of {parameter.name}: {wanted})"
            )
        value = float(match[1]) * units[match[2].lower()]
        if parameter.type == "int" and value != int(value):
            raise UsageError(f"--param {self.text}: got {text}; want whole numbers for {parameter.name}")
        return value if parameter.type == "int" else round(value, 6)


def wish_from(text: str) -> Wish:
    """What ``NAME=VALUE`` or ``NAME=LOW..HIGH`` asks for; whether it can be had is for the entry to say.

    Raises:
        UsageError: it is neither.
    """
    match = _WISH.fullmatch(text)
    values = [one.strip() for one in match[2].split("..")] if match else []
    if match is None or len(values) > 2 or not all(values):
        raise UsageError(f"--param {text!r}: want NAME=VALUE or NAME=LOW..HIGH, such as drawers=2..6")
    return Wish(text, match[1], tuple(values))


def ranges_of(example: Example, wishes: Iterable[Wish] = ()) -> tuple[Range, ...]:
    """The range of every parameter, as declared or as wished; wishes for what the entry lacks are passed over.

    Raises:
        UsageError: a wish cannot be had, two are for one parameter, or one could mean several.
    """
    wished: dict[str, Range] = {}
    for wish in wishes:
        parameter = parameter_called(example, wish)
        if parameter is None:
            continue
        if parameter.name in wished:
            raise UsageError(f"--param {wish.text}: {parameter.name} was given before; want it once")
        wished[parameter.name] = wish.range_of(parameter, entry=example.example_id)
    return tuple(wished.get(one.name, Range(one, one.minimum, one.maximum)) for one in example.parameters)


def parameter_called(example: Example, wish: Wish) -> Parameter | None:
    """The parameter of that name in any case, or else the one that prompts call so; None without one.

    Raises:
        UsageError: the words fit several.
    """
    name = re.sub(r"[\s-]+", "_", wish.name).upper()
    exact = [one for one in example.parameters if one.name.upper() == name]
    phrase = tuple(stem(word) for word in words_of(wish.name))
    found = exact or [one for one in example.parameters if phrase in one.phrases]
    if len(found) > 1:
        names = ", ".join(one.name for one in found)
        raise UsageError(f"--param {wish.text}: {wish.name!r} may be any of {names}; want one of these names")
    return found[0] if found else None


def require_known(wishes: Iterable[Wish], examples: Sequence[Example]) -> None:
    """Nothing, when every wish is for a parameter of at least one entry.

    Raises:
        UsageError: one is for none; names what there is.
    """
    for wish in wishes:
        if not any(parameter_called(example, wish) for example in examples):
            known = "; ".join(
                f"{example.example_id} has {', '.join(one.name for one in example.parameters) or 'none'}"
                for example in examples[:3]
            )
            raise UsageError(f"--param {wish.text}: got no parameter {wish.name!r}; {known}")


def distinct_sets(ranges: Iterable[Range]) -> int | None:
    """How many different sets there are; None when a parameter takes real numbers."""
    counts = [one.count for one in ranges]
    if any(count is None for count in counts):
        return None
    return math.prod(count for count in counts if count is not None)


def draw(ranges: Sequence[Range], number: int, *, seed: int, key: str = "") -> list[dict[str, float]]:
    """`number` different sets of values, or all there are; the same for the same seed, and fewer are the first of more.

    A value that is too low for the others by its parameter's `at_least` is raised.

    Args:
        ranges: of each parameter.
        number: how many sets.
        seed: what the draw depends on.
        key: tells draws of one seed apart; the entry's name.

    Source:
        Latin hypercubes (McKay, Beckman, Conover 1979), one after the other.
    """
    known = distinct_sets(ranges)
    wanted = number if known is None else min(number, known)
    chance = random.Random(f"{seed} {key}")
    found: dict[tuple[float, ...], None] = {}
    source = (
        _listed(ranges, chance) if known is not None and known <= MOST_LISTED else _blocks(ranges, chance)
    )
    repeated = 0  # in a row: raised values may all be one, however long the range
    while len(found) < wanted and (known is not None or repeated < MOST_REPEATED):
        before = len(found)
        found.setdefault(_raised(ranges, next(source)))
        repeated = repeated + 1 if len(found) == before else 0
    return [_named(ranges, values) for values in found]


def ends(ranges: Sequence[Range]) -> list[dict[str, float]]:
    """The set of all lower ends, raised where they do not go together, and that of all upper ends."""
    sets = ([one.low for one in ranges], [one.high for one in ranges])
    return [_named(ranges, _raised(ranges, values)) for values in sets]


def settings_text(example: Example, values: Mapping[str, float]) -> str:
    """The values as a person reads them, e.g. ``DRAWERS = 5, WIDTH = 0.4 m``."""
    texts = []
    for name, value in values.items():
        parameter = example.parameter(name)
        texts.append(f"{name} = {parameter.text_of(value)} {parameter.unit}".strip())
    return ", ".join(texts)


def _decimals(span: float, least: int) -> int:
    """How many decimals give a range of this span a hundred steps or more."""
    return max(least, 2 - math.floor(math.log10(span))) if span else least


def _listed(ranges: Sequence[Range], chance: random.Random) -> Iterator[tuple[float, ...]]:
    """Every set there is, in random order."""
    sets = list(itertools.product(*(one.all_values() for one in ranges)))
    chance.shuffle(sets)
    return iter(sets)


def _blocks(ranges: Sequence[Range], chance: random.Random) -> Iterator[tuple[float, ...]]:
    """Sets without end, each `BLOCK` of them a Latin hypercube."""
    while True:
        columns = []
        for one in ranges:
            shares = [(stratum + chance.uniform(0.0, 1.0)) / BLOCK for stratum in range(BLOCK)]
            chance.shuffle(shares)
            columns.append([one.value_at(min(share, math.nextafter(1.0, 0.0))) for share in shares])
        yield from zip(*columns, strict=True)


def _raised(ranges: Sequence[Range], values: Sequence[float]) -> tuple[float, ...]:
    """The values, each raised to the least that goes with the others."""
    named = _named(ranges, values)
    return tuple(one.raised(value, named) for one, value in zip(ranges, values, strict=True))


def _named(ranges: Sequence[Range], values: Iterable[float]) -> dict[str, float]:
    return {
        one.parameter.name: int(value) if one.parameter.type == "int" else value
        for one, value in zip(ranges, values, strict=True)
    }
