"""What authors may write where we store a triple of floats, a name, or a pose.

A newcomer's mistake: to normalise here. Axes, limits and sizes are kept exactly as written, because programs
compare them with the literals they wrote.
"""

from __future__ import annotations

from typing import Any

from sdk.errors import ValidationError

Triple = tuple[float, float, float]


def as_triple(value: Any, where: str) -> Triple:
    """Three floats from anything with a length of three and integer indices.

    Raises:
        TypeError: the value has no length, e.g. a number or None.
        ValueError: an element that `float` refuses.
        ValidationError: another length.
    """
    if len(value) != 3:
        raise ValidationError.at(where, given=value, wanted="three numbers", code="not-three-numbers")
    return float(value[0]), float(value[1]), float(value[2])


def name_of(reference: Any, where: str) -> str:
    """The stripped name behind a text, or behind any object with a text `name`.

    Raises:
        ValidationError: neither, or blank.
    """
    name = reference if isinstance(reference, str) else getattr(reference, "name", None)
    if not isinstance(name, str) or not name.strip():
        raise ValidationError.at(where, given=reference, wanted="a name or a named object", code="not-a-name")
    return name.strip()


def is_given(value: Any) -> bool:
    """Whether an optional argument was meant: false for None and anything empty; arrays are welcome."""
    if value is None:
        return False
    return len(value) > 0 if hasattr(value, "__len__") else bool(value)


def is_pose(value: Any) -> bool:
    """Whether the value has the two fields of an `Origin`."""
    return hasattr(value, "xyz") and hasattr(value, "rpy")
