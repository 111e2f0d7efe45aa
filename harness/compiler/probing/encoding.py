"""A snippet's value as JSON, or a sentence that says what in it cannot be one.

A newcomer's mistake: to let NaN through. It is not JSON; a probe that emits one is told where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

MOST_LEVELS = 50


class NotSerializableError(TypeError):
    """An emitted value holds something that JSON has no form for."""


def encode(value: Any, *, where: str = "value", level: int = 0) -> Any:
    """`value` in JSON types: tuples become arrays, keys become strings, an origin its ``xyz`` and ``rpy``.

    Raises:
        NotSerializableError: another type, NaN or an infinity, or nesting without end.
    """
    if level > MOST_LEVELS:
        raise NotSerializableError(f"{where}: got more than {MOST_LEVELS} levels; want a flatter value")
    if isinstance(value, float):
        if not isfinite(value):
            raise NotSerializableError(f"{where}: got {value!r}; want a finite number, or None")
        return float(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        return {
            str(key): encode(item, where=f"{where}[{key!r}]", level=level + 1) for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [encode(item, where=f"{where}[{index}]", level=level + 1) for index, item in enumerate(value)]
    if hasattr(value, "xyz") and hasattr(value, "rpy"):
        return {
            field: encode(tuple(getattr(value, field)), where=f"{where}.{field}") for field in ("xyz", "rpy")
        }
    raise NotSerializableError(
        f"{where}: got {type(value).__name__}; want plain values, lists, dicts or an Origin"
    )
