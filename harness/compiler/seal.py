"""Notices when a program has replaced parts of the library that judges it.

A newcomer's mistake: to call this protection. Author code shares the worker's memory, and whoever sets out to
lie can undo its tracks; this catches the program that patches a check instead of mending the object.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

_SEALED = ("sdk.", "harness.compiler.")
_KINDS = (FunctionType, type, staticmethod, classmethod, property)
_TABLES = {"sdk.qc.checks": "CHECKS", "sdk.qc.codes": "CODES", "sdk.qc.profiles": "PROFILES"}


class TamperingError(Exception):
    """The program replaced a part of the library."""


class Seal:
    """What functions, classes and tables the library had at one moment."""

    def __init__(self) -> None:
        self._spaces: dict[str, tuple[Any, dict[str, Any]]] = {}
        self._codes: list[tuple[FunctionType, CodeType]] = []
        for owner, space, name, value in _entries():
            self._spaces.setdefault(owner, (space, {}))[1][name] = value
            if isinstance(value, FunctionType):
                self._codes.append((value, value.__code__))
        self._tables = [(name, table, dict(table)) for name, table in _tables()]

    def broken(self) -> str | None:
        """Dotted name of something that has been replaced since; None when all is as it was."""
        for owner, (space, content) in self._spaces.items():
            if content.items() <= space.items():  # functions and classes equal only themselves
                continue
            changed = (name for name, value in content.items() if space.get(name) is not value)
            return f"{owner}.{next(changed, '__dict__')}"
        for function, code in self._codes:
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
