"""X_TEST_CANNOT_FAIL: the program's tests can tell a good object from a bad one.

What is wrong: a check of `run_tests` has an outcome that is written down: ``ctx.check("ok", True)``,
a comparison of a thing with itself, a length that is at least zero, ``or True``.

Bad:  ``ctx.check("lid opens", True)``
Good: ``ctx.check("lid opens", ctx.part_world_aabb("lid")[1][2] > 0.2)`` inside ``with ctx.pose(hinge=1.2):``
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from sdk.model.provenance import program_source
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject

CODE = "X_TEST_CANNOT_FAIL"
NAME = "check_tests_can_fail"


def check_tests_can_fail(subject: Subject) -> Outcome:
    """Whether every check could come out the other way."""
    findings = [
        CODES[CODE].finding(
            summary=f"the check {name!r} cannot fail: {why}", check=NAME, elements=(name,), line=line
        )
        for name, why, line in idle_checks(program_source() or "")
    ]
    return Outcome(ok=not findings, findings=tuple(findings))


@lru_cache(maxsize=8)
def idle_checks(source: str) -> tuple[tuple[str, str, int], ...]:
    """(name, why, line) of each ``check(name, ok)`` in a program that always passes."""
    return tuple(_idle_checks(source))


def _idle_checks(source: str) -> Iterator[tuple[str, str, int]]:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):  # the build tells of it
        return
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "check"
        ):
            continue
        given = [*node.args[1:2], *(word.value for word in node.keywords if word.arg == "ok")]
        why = _always_true(given[0]) if given else None
        if why:
            name = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else "?"
            yield str(name), why, node.lineno


def _always_true(test: ast.expr) -> str | None:
    if isinstance(test, ast.Constant):
        return f"its outcome is written as {test.value!r}" if test.value else None
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return next((why for value in test.values if (why := _always_true(value))), None)
    if isinstance(test, ast.BoolOp):
        reasons = [_always_true(value) for value in test.values]
        return reasons[0] if all(reasons) else None
    if (
        isinstance(test, ast.Call)
        and isinstance(test.func, ast.Name)
        and test.func.id == "bool"
        and test.args
    ):
        return _always_true(test.args[0])
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    left, right, operator = test.left, test.comparators[0], test.ops[0]
    if isinstance(operator, (ast.Eq, ast.GtE, ast.LtE, ast.Is)) and ast.dump(left) == ast.dump(right):
        return "it compares a thing with itself"
    is_length = (
        isinstance(left, ast.Call) and isinstance(left.func, ast.Name) and left.func.id in ("len", "abs")
    )
    if is_length and isinstance(operator, ast.GtE) and isinstance(right, ast.Constant) and right.value == 0:
        return "a length is never below zero"
    return None
