"""Ends of ranges that depend on other parameters: a text such as ``0.134 + 0.064 * DRAWERS``, checked and worked out.

A newcomer's mistake: to hand such a text to ``eval``. Sheets are data that anyone may write; only numbers, names,
``+ - * /`` and parentheses are read here.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from harness.errors import UsageError

_OPERATIONS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_SIGNS: Mapping[type[ast.unaryop], Callable[[float], float]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}
_WANTED = "numbers, names of other parameters, + - * / and parentheses"


@dataclass(frozen=True)
class Expression:
    """A number that follows from the values of parameters; made by `expression_from`."""

    text: str

    @cached_property
    def _tree(self) -> ast.expr:
        return ast.parse(self.text, mode="eval").body

    @property
    def names(self) -> frozenset[str]:
        """The parameters that it asks for."""
        return frozenset(node.id for node in ast.walk(self._tree) if isinstance(node, ast.Name))

    def value(self, values: Mapping[str, float]) -> float:
        """The number, for these values of all its `names`.

        Raises:
            UsageError: they make a divisor zero.
        """
        try:
            return _value(self._tree, values)
        except ZeroDivisionError:
            given = ", ".join(f"{name} = {values[name]}" for name in sorted(self.names))
            raise UsageError(f"{self.text!r}: got a divisor of zero for {given}; want another one") from None


def expression_from(text: str, known: Collection[str]) -> Expression:
    """The expression that `text` writes.

    Args:
        text: as it stands in a sheet.
        known: names it may ask for.

    Raises:
        ValueError: it holds anything else than numbers, these names, ``+ - * /`` and parentheses.
    """
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, TypeError, ValueError):
        raise ValueError(f"got {text!r}; want {_WANTED}") from None
    for node in _terms(tree):
        if not isinstance(node, ast.Name | ast.Constant):
            raise ValueError(f"got {ast.unparse(node)!r} in {text!r}; want {_WANTED}")
        if isinstance(node, ast.Name) and node.id not in known:
            names = ", ".join(sorted(known)) or "none"
            raise ValueError(
                f"got {node.id!r} in {text!r}; want a parameter that has no such end itself: {names}"
            )
        if isinstance(node, ast.Constant) and type(node.value) not in (int, float):
            raise ValueError(f"got {node.value!r} in {text!r}; want {_WANTED}")
    return Expression(text)


def _terms(node: ast.expr) -> list[ast.expr]:
    """What stands between the operations and signs."""
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        return _terms(node.left) + _terms(node.right)
    if isinstance(node, ast.UnaryOp) and type(node.op) in _SIGNS:
        return _terms(node.operand)
    return [node]


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    """The number that a checked syntax tree stands for."""
    match node:
        case ast.BinOp():
            return _OPERATIONS[type(node.op)](_value(node.left, values), _value(node.right, values))
        case ast.UnaryOp():
            return _SIGNS[type(node.op)](_value(node.operand, values))
        case ast.Name():
            return float(values[node.id])
        case ast.Constant():
            return float(str(node.value))
        case _:
            raise AssertionError(f"{ast.unparse(node)} was not checked")
