"""An object and its test report as data: what a judge, who never ran the program, is given to judge.

Values of known classes are taken apart into their fields and put together again without calling anything of
theirs. A newcomer's mistake: to use pickle here. Reading a pickle runs what it says, and the program wrote it.

The text is made of columns: the names of all visuals are one list, which takes a fraction of the time of a
visit to each visual. Lists, dictionaries, sets and instances are numbered and told in tables, things of one
kind in one; where they occur, a column has their numbers.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache, partial
from itertools import chain, islice
from pathlib import Path, PurePath
from types import NoneType
from typing import Any

import numpy as np

from sdk.assets import AssetContext
from sdk.findings import Finding
from sdk.qc.allowances import AllowedOverlap
from sdk.testing.report import TestFailure, TestReport

_OTHERS = (AssetContext, AllowedOverlap, Finding, TestFailure, TestReport)
"""Classes outside `sdk.model` that an object or a report may hold."""
_PLAIN = frozenset({NoneType, bool, int, float, str})
"""Types of values that stand in the text as they are; Python's JSON has NaN and infinities."""
_CONTAINERS: Mapping[str, type[Any]] = {"list": list, "dict": dict, "set": set}
_HASHED = ("dict", "set")
"""Filled last: what is hashed must be complete."""
_NUMBERS = "biuf"
"""Kinds of numpy's types that are taken."""


def packed(value: Any) -> str:
    """JSON text of a value: plain data, numpy arrays, and dataclasses and enums of the object's model.

    An instance of a derived class becomes one of the known class. Of anything else only the name of its type
    is kept. Whatever occurs twice, or within itself, stays one thing.
    """
    return json.dumps(_Packer().pack(value), separators=(",", ":"))


def unpacked(text: str) -> Any:
    """The value behind text of `packed`; what is of no known class comes back as an empty object of a class
    with that name.

    Raises:
        ValueError: the text is not of that form.
    """
    try:
        return _Unpacker().unpack(json.loads(text))
    except (ArithmeticError, AttributeError, LookupError, TypeError, RecursionError, StopIteration) as error:
        raise ValueError(f"handed over: got {type(error).__name__}: {error}; want packed data") from error


@lru_cache(maxsize=1)
def known_classes() -> Mapping[str, type[Any]]:
    """Name -> class of everything that is taken apart by fields, and of the enums."""
    found: dict[str, type[Any]] = {kind.__name__: kind for kind in _OTHERS}
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith("sdk.model."):
            own = (kind for kind in vars(module).values() if isinstance(kind, type))
            for kind in own:
                if kind.__module__ == module_name and _is_known(kind):
                    found[kind.__name__] = kind
    return found


def _is_known(kind: type[Any]) -> bool:
    return is_dataclass(kind) or issubclass(kind, Enum)


def _known_base(kind: type[Any]) -> type[Any] | None:
    """The nearest known class that `kind` is derived from."""
    known = known_classes()
    return next((base for base in kind.__mro__ if known.get(base.__name__) is base), None)


@lru_cache(maxsize=256)
def _field_names(known: type[Any]) -> tuple[str, ...]:
    return tuple(entry.name for entry in fields(known))


class _Packer:
    def __init__(self) -> None:
        self._number_of: dict[int, int] = {}
        self._kept: list[Any] = []
        """Keeps what was numbered alive, so that no other thing takes over its address."""
        self._waiting: defaultdict[str, list[Any]] = defaultdict(list)
        """What was numbered but is in no table yet, by kind."""

    def pack(self, value: Any) -> list[Any]:
        """The column that holds the value, and tables of everything with a number."""
        root, tables = self._column([value]), []
        while self._waiting:
            kind, things = self._waiting.popitem()
            numbers = [self._number_of[id(thing)] for thing in things]
            tables.append([kind, numbers, self._content(kind, things)])
        return [root, tables]

    def _content(self, kind: str, things: Sequence[Any]) -> list[Any]:
        """The columns of a table."""
        if kind == "dict":
            mappings = [dict(thing) for thing in things]
            return [self._rows(mappings), self._rows([mapping.values() for mapping in mappings])]
        if kind in _CONTAINERS:
            return [self._rows([list(thing) for thing in things])]
        names = _field_names(known_classes()[kind])
        return [self._column([getattr(thing, name, None) for thing in things]) for name in names]

    def _column(self, values: Sequence[Any]) -> list[Any]:
        kinds = {*map(type, values)}
        if kinds <= _PLAIN:
            return ["plain", values]
        if len(kinds) == 1:
            return self._alike(kinds.pop(), values)
        groups: defaultdict[type[Any], list[Any]] = defaultdict(list)
        for value in values:
            groups[type(value)].append(value)
        place = {kind: at for at, kind in enumerate(groups)}
        turns = [place[type(value)] for value in values]
        return ["mixed", turns, [self._column(group) for group in groups.values()]]

    def _rows(self, rows: Sequence[Any]) -> list[Any]:
        """How long each row is, and the column of all their items."""
        return ["rows", [len(row) for row in rows], self._column([*chain.from_iterable(rows)])]

    def _alike(self, kind: type[Any], values: Sequence[Any]) -> list[Any]:
        """The column of values of one type that is not plain."""
        if kind is tuple:
            return self._rows(values)
        known = _known_base(kind)
        if known is not None and issubclass(known, Enum):
            return ["enum", known.__name__, [str(value.value) for value in values]]
        if issubclass(kind, np.ndarray) or (issubclass(kind, np.generic) and np.dtype(kind).kind in _NUMBERS):
            return ["numpy", [_taken_apart(value) for value in values]]
        for plain in (str, int, float):
            if issubclass(kind, plain):
                return ["plain", [plain(value) for value in values]]
        if issubclass(kind, PurePath):
            return ["path", [str(value) for value in values]]
        if issubclass(kind, tuple):
            return self._rows([tuple(value) for value in values])
        if known is not None:
            return ["numbered", self._numbers(known.__name__, values)]
        for name, container in _CONTAINERS.items():
            if issubclass(kind, container) or (container is set and issubclass(kind, frozenset)):
                return ["numbered", self._numbers(name, values)]
        return ["other", [kind.__name__ for _ in values]]

    def _numbers(self, kind: str, things: Sequence[Any]) -> list[int]:
        """Numbers of things; those that had none wait for a table."""
        numbers: list[int] = []
        for thing in things:
            number = self._number_of.get(id(thing))
            if number is None:
                number = self._number_of[id(thing)] = len(self._kept)
                self._kept.append(thing)
                self._waiting[kind].append(thing)
            numbers.append(number)
        return numbers


class _Unpacker:
    def __init__(self) -> None:
        self._made: dict[int, Any] = {}
        self._forms: dict[str, Callable[..., Sequence[Any]]] = {
            "plain": lambda values: values,
            "mixed": self._mixed,
            "rows": self._rows,
            "enum": _members,
            "numpy": lambda forms: [_put_together(*form) for form in forms],
            "path": lambda names: [Path(name) for name in names],
            "numbered": lambda numbers: [self._made[number] for number in numbers],
            "other": lambda names: [_unknown(name) for name in names],
        }

    def unpack(self, form: Any) -> Any:
        """The value; everything with a number is made first, and filled afterwards."""
        root, tables = form
        for kind, numbers, _ in tables:
            make = (
                _CONTAINERS[kind] if kind in _CONTAINERS else partial(object.__new__, known_classes()[kind])
            )
            self._made |= {number: make() for number in numbers}
        for kind, numbers, content in sorted(tables, key=lambda table: table[0] in _HASHED):
            self._fill(kind, [self._made[number] for number in numbers], content)
        (value,) = self._values(root)
        return value

    def _fill(self, kind: str, things: Sequence[Any], content: Sequence[Any]) -> None:
        columns = [self._values(column) for column in content]
        if kind == "dict":
            for thing, keys, items in zip(things, *columns, strict=True):
                thing.update(zip(keys, items, strict=True))
        elif kind in _CONTAINERS:
            for thing, items in zip(things, *columns, strict=True):
                (thing.extend if kind == "list" else thing.update)(items)
        else:
            for name, column in zip(_field_names(known_classes()[kind]), columns, strict=True):
                for thing, value in zip(things, column, strict=True):
                    object.__setattr__(thing, name, value)  # frozen ones too; nothing of the class is called

    def _values(self, column: Any) -> Sequence[Any]:
        form, *content = column
        return self._forms[form](*content)

    def _mixed(self, turns: Sequence[int], columns: Sequence[Any]) -> list[Any]:
        groups = [iter(self._values(column)) for column in columns]
        return [next(groups[turn]) for turn in turns]

    def _rows(self, lengths: Sequence[int], column: Any) -> list[tuple[Any, ...]]:
        items = iter(self._values(column))
        return [tuple(islice(items, length)) for length in lengths]


def _members(name: str, values: Sequence[Any]) -> list[Any]:
    kind = known_classes()[name]
    if not issubclass(kind, Enum):
        raise ValueError(f"handed over: got {name!r}; want an enum")
    return [kind(value) for value in values]


def _taken_apart(value: Any) -> list[Any]:
    """Type, shape and numbers of an array, or of a single number, which has None for a shape; of an array of
    other things only the name of its type.
    """
    if value.dtype.kind not in _NUMBERS:
        return [type(value).__name__]
    shape = list(value.shape) if isinstance(value, np.ndarray) else None
    return [value.dtype.str, shape, np.ravel(value).tolist()]


def _put_together(name: str, shape: Any = None, numbers: Any = None) -> Any:
    if numbers is None:
        return _unknown(name)
    kind = np.dtype(name)
    if kind.kind not in _NUMBERS:
        raise ValueError(f"handed over: got an array of {kind}; want numbers")
    values = np.array(numbers, dtype=kind)
    return values[0] if shape is None else values.reshape(shape)


def _unknown(name: Any) -> Any:
    return type(str(name), (), {})()
