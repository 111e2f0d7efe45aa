"""Notices when a program has replaced parts of the library that judges it.

A newcomer's mistake: to call this protection. Author code shares the worker's memory, and whoever sets out to
lie can undo its tracks; this catches the program that patches a check instead of mending the object.

To look at a function is to count a reference to it, and so to copy the page of memory it lies on, which a worker
shares with its zygote. So the words of memory that change when something is replaced are compared first.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from ctypes import c_uint64
from functools import lru_cache
from types import FunctionType, MappingProxyType, ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SEALED = ("sdk.", "harness.compiler.")
_KINDS = (FunctionType, type, staticmethod, classmethod, property)
_TABLES = {"sdk.qc.checks": "CHECKS", "sdk.qc.codes": "CODES", "sdk.qc.profiles": "PROFILES"}


_WORD_BYTES = 8


class TamperingError(Exception):
    """The program replaced a part of the library."""


class Seal:
    """What functions, classes and tables the library had at one moment."""

    def __init__(self) -> None:
        spaces: dict[str, tuple[Any, dict[str, Any]]] = {}
        for owner, space, name, value in _entries():
            spaces.setdefault(owner, (space, {}))[1][name] = value
        held = (value for _, content in spaces.values() for value in content.values())
        functions = [value for value in held if isinstance(value, FunctionType)]
        self._spaces = [(owner, space, content) for owner, (space, content) in spaces.items()]
        self._space_words = _Words([_address(space) for _, space, _ in self._spaces], _word_of_changes())
        self._codes = [(function, function.__code__) for function in functions]
        self._code_words = _Words([id(function) for function in functions], _word_of_code())
        self._tables = [(name, table, dict(table)) for name, table in _tables()]

    def broken(self) -> str | None:
        """Dotted name of something that has been replaced since; None when all is as it was."""
        for at in self._space_words.changed():
            owner, space, content = self._spaces[at]
            if content.items() <= space.items():  # functions and classes equal only themselves
                continue
            changed = (name for name, value in content.items() if space.get(name) is not value)
            return f"{owner}.{next(changed, '__dict__')}"
        for at in self._code_words.changed():
            function, code = self._codes[at]
            if function.__code__ is not code:
                return f"{function.__module__}.{function.__qualname__}"
        for name, table, content in self._tables:
            if table != content:
                return name
        return None

    def require_whole(self) -> None:
        """Nothing, when all is as it was.

        Raises:
            TamperingError: something has been replaced.
        """
        if name := self.broken():
            raise TamperingError(f"the program replaced {name}; want the object mended, not what judges it")


class _Words:
    """One word in each of some objects, as it was; all objects count as changed where it is not known."""

    def __init__(self, addresses: Sequence[int], offset: int) -> None:
        self._count = len(addresses)
        first = min(addresses, default=0)
        self._places = (np.array(addresses if offset else [], dtype=np.int64) - first) // _WORD_BYTES
        self._memory = _memory(first + offset, words=int(self._places.max(initial=0)) + 1)
        self._words = self._read()

    def changed(self) -> Iterator[int]:
        """Numbers of the objects whose word is another now."""
        if not self._places.size:
            yield from range(self._count)
        else:
            yield from (self._read() != self._words).nonzero()[0].tolist()

    def _read(self) -> NDArray[np.uint64]:
        return self._memory[self._places]


def _memory(address: int, *, words: int) -> NDArray[np.uint64]:
    """The process's memory from an address on; no page is touched before a word on it is asked for."""
    return np.ctypeslib.as_array((c_uint64 * words).from_address(address))


def _word(address: int) -> int:
    return c_uint64.from_address(address).value


def _address(space: Any) -> int:
    """Where a namespace is in memory; a class shows its own through a proxy."""
    (own,) = gc.get_referents(space) if isinstance(space, MappingProxyType) else (space,)
    return id(own)


def _word_of_changes() -> int:
    """Offset in a dictionary of the word that changes with its values (PEP 509); 0 where there is none."""
    tried = {"name": 1}
    for offset in range(16, tried.__sizeof__(), 8):
        place = id(tried) + offset
        before = _word(place)
        tried["name"] += 1
        after = _word(place)
        if before != after == _word(place):
            return offset
    return 0


def _word_of_code() -> int:
    """Offset in a function of the pointer to its code; 0 where it is not found."""
    place = id(_word)
    offsets = range(16, _word.__sizeof__(), 8)
    return next((offset for offset in offsets if _word(place + offset) == id(_word.__code__)), 0)


@lru_cache(maxsize=1)
def library_seal() -> Seal:
    """The seal of this process, put on when first asked for: before author code exists."""
    return Seal()


def _entries() -> Iterator[tuple[str, Any, str, Any]]:
    """(owner's name, its namespace, name, value) of every function and class, and of what classes hold."""
    for module_name, module in list(sys.modules.items()):
        if not isinstance(module, ModuleType) or not module_name.startswith(_SEALED):
            continue
        for name, value in list(vars(module).items()):
            if not isinstance(value, _KINDS):
                continue
            yield module_name, vars(module), name, value
            if isinstance(value, type) and value.__module__ == module_name:
                for inner, method in list(vars(value).items()):
                    if isinstance(method, _KINDS):
                        yield f"{module_name}.{name}", vars(value), inner, method


def _tables() -> Iterator[tuple[str, dict[Any, Any]]]:
    for module_name, name in _TABLES.items():
        table = getattr(sys.modules.get(module_name), name, None)
        if isinstance(table, dict):
            yield f"{module_name}.{name}", table
