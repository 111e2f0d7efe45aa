"""The authored program as the worker holds it: loaded once, its object and its tests asked for by name.

A newcomer's mistake: to run it as a script. Its `__name__` is ``model``, so a main guard does not fire, and
the module stays registered, because dataclasses and type hints look it up there.
"""

from __future__ import annotations

import ast
import inspect
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from harness.compiler.faults import ContractError
from sdk.model import provenance
from sdk.model.object import ArticulatedObject
from sdk.testing.report import TestReport

MODULE_NAME = "model"


class Program:
    """A ``model.py`` in its work folder."""

    def __init__(self, file: Path, *, source: str) -> None:
        self.file = str(file)
        """Absolute path, also the program's `__file__`; frames with this name are the author's."""
        self.source = source
        self._module = ModuleType(MODULE_NAME)
        self._module.__file__ = self.file

    @property
    def namespace(self) -> dict[str, Any]:
        """Globals of the program."""
        return self._module.__dict__

    def load(self) -> None:
        """Execute the module body, in the work folder.

        Raises:
            BaseException: whatever the program raises.
        """
        os.chdir(Path(self.file).parent)
        sys.argv = [self.file]
        provenance.set_program(self.file)
        sys.modules[MODULE_NAME] = self._module
        exec(compile(self.source, self.file, "exec", dont_inherit=True), self.namespace)

    def has_object(self) -> bool:
        """Whether the global `object_model` is there and of the right kind."""
        return isinstance(self.namespace.get("object_model"), ArticulatedObject)

    def object_model(self) -> ArticulatedObject:
        """The global `object_model`.

        Raises:
            ContractError: missing, or not an articulated object.
        """
        value = self.namespace.get("object_model")
        if not isinstance(value, ArticulatedObject):
            raise ContractError(
                f"global 'object_model': got {_kind(value)}; "
                "want an ArticulatedObject, as in object_model = build_object_model()",
                line=self._line_of("object_model"),
            )
        return value

    def run_tests(self) -> TestReport:
        """What the program's `run_tests()` reports.

        Raises:
            ContractError: missing, not callable without arguments, or its answer is no TestReport.
            BaseException: whatever the tests raise.
        """
        tests = self.namespace.get("run_tests")
        if not callable(tests) or not _takes_nothing(tests):
            raise ContractError(
                f"global 'run_tests': got {_kind(tests)}; want a function without arguments, "
                "as in def run_tests() -> TestReport",
                line=self._line_of("run_tests"),
            )
        report = tests()
        if not isinstance(report, TestReport):
            raise ContractError(
                f"run_tests(): got {_kind(report)}; want a TestReport, as in return ctx.report()",
                line=self._line_of("run_tests"),
            )
        return report

    def _line_of(self, name: str) -> int | None:
        """Line of the last top-level statement that binds a name; None when there is none."""
        binding = [
            statement.lineno for statement in ast.parse(self.source).body if name in _names_bound(statement)
        ]
        return binding[-1] if binding else None


def _names_bound(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _takes_nothing(function: Any) -> bool:
    try:
        inspect.signature(function).bind()
    except TypeError:
        return False
    except ValueError:  # a builtin without a signature; calling it will tell
        return True
    return True


def _kind(value: Any) -> str:
    if isinstance(value, bool | int | float | str):
        return f"{value!r:.60}"
    return "nothing" if value is None else type(value).__name__
