"""An object and its test report as data: what a judge, who never ran the program, is given to judge.

Values of known classes are taken apart into their fields and put together again without calling anything of
theirs. A newcomer's mistake: to use pickle here. Reading a pickle runs what it says, and the program wrote it.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any

import numpy as np

from sdk.assets import AssetContext
from sdk.findings import Finding
from sdk.qc.allowances import AllowedOverlap
from sdk.testing.report import TestFailure, TestReport

_OTHERS = (AssetContext, AllowedOverlap, Finding, TestFailure, TestReport)
"""Classes outside `sdk.model` that an object or a report may hold."""
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
    except (AttributeError, KeyError, IndexError, TypeError, RecursionError) as error:
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

    def pack(self, value: Any) -> Any:
        if value is None or value is True or value is False:
            return value
        kind = type(value)
        if kind is float:
            return value if math.isfinite(value) else {"f": repr(value)}
        if kind is str or kind is int:
            return value
        if kind is tuple:
            return [self.pack(item) for item in value]
        return self._other(value)

    def _other(self, value: Any) -> Any:
        known = _known_base(type(value))
        if known is not None and issubclass(known, Enum):
            return {"e": known.__name__, "v": str(value.value)}
        if isinstance(value, np.ndarray) and value.dtype.kind in _NUMBERS:
            return {
                "n": value.dtype.str,
                "s": list(value.shape),
                "v": self.pack(tuple(value.ravel().tolist())),
            }
        if isinstance(value, np.generic) and value.dtype.kind in _NUMBERS:
            return {"n": value.dtype.str, "s": None, "v": self.pack((value.tolist(),))}
        for plain in (str, int, float):
            if isinstance(value, plain):
                return self.pack(plain(value))
        if isinstance(value, PurePath):
            return {"p": str(value)}
        if isinstance(value, tuple):
            return [self.pack(item) for item in value]
        if known is None and not isinstance(value, list | dict | set | frozenset):
            return {"o": type(value).__name__}
        number = self._number_of.get(id(value))
        if number is not None:
            return {"r": number}
        self._number_of[id(value)] = len(self._kept)
        self._kept.append(value)
        if known is not None:
            names = _field_names(known)
            return {"c": known.__name__, "v": {name: self.pack(getattr(value, name, None)) for name in names}}
        if isinstance(value, list):
            return {"l": [self.pack(item) for item in value]}
        if isinstance(value, dict):
            return {"d": [[self.pack(key), self.pack(item)] for key, item in value.items()]}
        items: Any = value
        return {"t": sorted((self.pack(item) for item in items), key=repr)}


class _Unpacker:
    def __init__(self) -> None:
        self._made: list[Any] = []
        self._forms: dict[str, Callable[[Mapping[str, Any]], Any]] = {
            "f": lambda form: float(form["f"]),
            "e": lambda form: known_classes()[form["e"]](form["v"]),
            "n": self._array,
            "p": lambda form: Path(form["p"]),
            "o": lambda form: type(str(form["o"]), (), {})(),
            "r": lambda form: self._made[form["r"]],
            "c": self._instance,
            "l": self._list,
            "d": self._dict,
            "t": self._set,
        }

    def unpack(self, form: Any) -> Any:
        kind = type(form)
        if kind is list:
            return tuple([self.unpack(item) for item in form])
        if kind is dict:
            return self._forms[next(iter(form), "")](form)
        return form

    def _array(self, form: Mapping[str, Any]) -> Any:
        kind = np.dtype(form["n"])
        if kind.kind not in _NUMBERS:
            raise ValueError(f"handed over: got an array of {kind}; want numbers")
        values = np.array(self.unpack(form["v"]), dtype=kind)
        return values[0] if form["s"] is None else values.reshape(form["s"])

    def _instance(self, form: Mapping[str, Any]) -> Any:
        known = known_classes()[form["c"]]
        made = object.__new__(known)
        self._made.append(made)
        given = form["v"]
        for name in _field_names(known):  # frozen ones too, and nothing of the class is called
            object.__setattr__(made, name, self.unpack(given[name]))
        return made

    def _list(self, form: Mapping[str, Any]) -> list[Any]:
        made: list[Any] = []
        self._made.append(made)
        made += [self.unpack(item) for item in form["l"]]
        return made

    def _dict(self, form: Mapping[str, Any]) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        self._made.append(made)
        for key, item in form["d"]:
            made[self.unpack(key)] = self.unpack(item)
        return made

    def _set(self, form: Mapping[str, Any]) -> set[Any]:
        made: set[Any] = set()
        self._made.append(made)
        made.update(self.unpack(item) for item in form["t"])
        return made
