"""Which runs are wanted: ``rating>=4 and status=success and joints>2``, read without evaluating anything.

A newcomer's mistake: to let an unknown figure pass. A run without a rating is not one rated 4 or more.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from harness.errors import UsageError

FIELDS: Mapping[str, type] = {
    "run_id": str,
    "prompt": str,
    "category": str,
    "tags": str,
    "provider": str,
    "model_id": str,
    "provider_terms": str,
    "licence": str,
    "status": str,
    "reason": str,
    "profile": str,
    "created_at": str,
    "rating": float,
    "parts": float,
    "joints": float,
    "turns": float,
    "tool_calls": float,
    "failures": float,
    "warnings": float,
    "cost_usd": float,
}
"""What can be asked for. Words are compared without regard to case; dates as text, so ``created_at>=2030-02``."""
_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "!=": operator.ne,
    "=": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
    "~": lambda text, piece: piece in text,
}
_CONDITION = re.compile(r"\s*([a-z_]+)\s*(>=|<=|!=|==|=|>|<|~)\s*(\"[^\"]*\"|'[^']*'|[^\s]+)\s*")
_AND = re.compile(r"\s*and\s", re.IGNORECASE)


@dataclass(frozen=True)
class Condition:
    """One comparison."""

    field: str
    operator: str
    value: str | float

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Whether it is true of a run; unknown facts are only unequal to everything."""
        known = facts.get(self.field)
        if known is None or known == []:
            return self.operator == "!="
        compare = _OPERATORS[self.operator]
        values = known if isinstance(known, list) else [known]
        folded = [value.lower() if isinstance(value, str) else value for value in values]
        combine = all if self.operator == "!=" else any
        return combine(compare(value, self.value) for value in folded)


def conditions(text: str) -> tuple[Condition, ...]:
    """The comparisons of `text`, joined by ``and``; empty text asks for nothing.

    Raises:
        UsageError: it cannot be read; says where, and which fields and signs there are.
    """
    found: list[Condition] = []
    position = 0
    while text[position:].strip():
        if found:
            joint = _AND.match(text, position)
            if joint is None:
                raise _unreadable(text[position:], "and")
            position = joint.end()
        match = _CONDITION.match(text, position)
        if match is None or match[1] not in FIELDS:
            raise _unreadable(text[position:], "FIELD SIGN VALUE")
        found.append(_condition(match[1], match[2], match[3].strip("\"'")))
        position = match.end()
    return tuple(found)


def _condition(field: str, sign: str, text: str) -> Condition:
    sign = "=" if sign == "==" else sign
    if FIELDS[field] is str:
        return Condition(field, sign, text.lower())
    try:
        return Condition(field, sign, float(text))
    except ValueError:
        raise UsageError(f"where: {field} {sign} {text!r}; want a number") from None


def _unreadable(rest: str, wanted: str) -> UsageError:
    return UsageError(
        f"where: got {rest.strip()!r}; want {wanted}, fields {', '.join(FIELDS)}, signs "
        f"{' '.join(_OPERATORS)}, joined by and"
    )
