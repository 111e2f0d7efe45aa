"""When the harness itself speaks to the model, and what about; the words are in the prompts folder.

A newcomer's mistake: to repeat advice. Each text is given once per run, or once per distinct set of names.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from harness.messages import UserMessage
from harness.prompts import guidance_message

if TYPE_CHECKING:
    from harness.compiler.result import CompileResult

_ELEMENT_ARGUMENTS = frozenset(
    {"elem_a", "elem_b", "positive_elem", "negative_elem", "inner_elem", "outer_elem"}
)
_BASELINE_CHECKS = frozenset(
    {
        "check_model_valid",
        "check_mesh_assets_ready",
        "fail_if_isolated_parts",
        "warn_if_part_contains_disconnected_geometry_islands",
        "fail_if_parts_overlap_in_current_pose",
    }
)


SAME_FINDING = 3
"""Compiles in a row with one finding from which it is said that small changes do not help."""
PLATEAU = 6
"""Failing compiles in a row, none with fewer failures than the first of them, that make a plateau."""
_MOST_NAMED = 3


class Adviser:
    """Looks at what a turn did and says what the model should hear, if anything."""

    def __init__(self) -> None:
        self._told: set[tuple[str, tuple[str, ...]]] = set()
        self._rows: Counter[tuple[str, ...]] = Counter()
        self._failures: list[int] = []
        self._compiled = ""

    def after_compile(self, result: CompileResult, *, code_sha256: str) -> list[UserMessage]:
        """Messages to add after a compile; one of the program compiled last says nothing new.

        Args:
            result: what it found.
            code_sha256: the program.
        """
        if code_sha256 == self._compiled:
            return []
        self._compiled = code_sha256
        failures = [signal for signal in result.signals if signal.severity == "failure"]
        now = {signal.identity: signal.summary for signal in failures}
        self._rows = Counter({identity: self._rows[identity] + 1 for identity in now})
        self._failures = [*self._failures, len(failures)] if failures else []
        messages = []
        stuck = [identity for identity, count in self._rows.items() if count == SAME_FINDING]
        if stuck:
            names = "; ".join(now[identity] for identity in stuck[:_MOST_NAMED])
            messages.append(guidance_message("same_finding", count=str(SAME_FINDING), names=names))
        recent = self._failures[-PLATEAU:]
        if len(recent) == PLATEAU and min(recent) >= recent[0]:
            messages.append(guidance_message("plateau", count=str(PLATEAU)))
            self._failures = []
        return messages

    def after_tools(self, *, edited: bool, mismatched: bool, code: str) -> list[UserMessage]:
        """Messages to add after the tool results of a turn.

        Args:
            edited: whether an edit succeeded.
            mismatched: whether an edit failed because its text was not found.
            code: the program now.
        """
        messages = []
        if mismatched:
            messages += self._once("edit_retry_guidance", ())
        if edited:
            missing, baseline = contract_faults(code)
            if missing:
                messages += self._once("exact_geometry_contract", missing)
            if baseline:
                messages += self._once("baseline_qc_guidance", baseline)
        return messages

    def _once(self, rule: str, names: tuple[str, ...]) -> list[UserMessage]:
        if (rule, names) in self._told:
            return []
        self._told.add((rule, names))
        return [guidance_message(rule, names=", ".join(names))]


def contract_faults(code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(visual names that tests refer to and nothing makes, baseline checks that tests repeat), both sorted.

    Only literal names count. A program that makes a visual's name by computation is not judged on names at
    all, and a program that does not parse is not judged.
    """
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return (), ()
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    given = [_argument(call, "name") for call in calls if _called(call) == "visual"]
    made = {name.value for name in given if isinstance(name, ast.Constant)}
    is_computed = any(name is not None and not isinstance(name, ast.Constant) for name in given)
    in_tests = [
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and function.name == "run_tests"
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
    ]
    used = {
        keyword.value.value
        for call in in_tests
        for keyword in call.keywords
        if keyword.arg in _ELEMENT_ARGUMENTS
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
    }
    baseline = {
        _called(call)
        for call in in_tests
        if _called(call) in _BASELINE_CHECKS and not call.args and not call.keywords
    }
    return () if is_computed else _sorted(used - made), _sorted(baseline)


def _argument(call: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _called(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _sorted(names: Iterable[object]) -> tuple[str, ...]:
    return tuple(sorted(map(str, names)))
