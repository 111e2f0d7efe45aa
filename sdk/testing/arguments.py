"""Arguments of authored tests: axes, directions, element aliases.

A newcomer's mistake: to accept ``-z`` or ``(0, 0, -1)`` as an axis. A gap has a direction already; a negative
axis would turn its sign silently, so it is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

AXES = "xyz"
DOMINANT = 1e-12
"""An axis vector's own component must exceed this."""
STRAY = 1e-6
"""Its other components may not."""


class Unmeasurable(Exception):  # noqa: N818 - not a fault of ours: it becomes a recorded failure
    """A check cannot be carried out with what it was given; recorded as its failure."""


def as_axis(axis: Any) -> int:
    """Index of the one axis meant by a letter or a vector along +x, +y or +z.

    Raises:
        Unmeasurable: anything else.
    """
    index, sign = as_signed_axis(axis)
    if sign < 0:
        raise Unmeasurable(f"axis={axis!r}; want a positive direction, 'x', 'y' or 'z'")
    return index


def as_signed_axis(axis: Any) -> tuple[int, int]:
    """Index of the axis and the sign of the direction along it; letters are positive.

    Raises:
        Unmeasurable: neither a letter nor a vector along one axis.
    """
    if isinstance(axis, str):
        letter = axis.strip().lower()
        if len(letter) == 1 and letter in AXES:
            return AXES.index(letter), 1
    else:
        try:
            vector = [float(value) for value in axis]
        except (TypeError, ValueError):
            vector = []
        if len(vector) == 3:
            index = max(range(3), key=lambda at: abs(vector[at]))
            others = [abs(value) for at, value in enumerate(vector) if at != index]
            if abs(vector[index]) > DOMINANT and max(others) <= STRAY:
                return index, 1 if vector[index] > 0.0 else -1
    raise Unmeasurable(f"axis={axis!r}; want 'x', 'y', 'z' or a vector along one of them")


def as_axes(axes: Any) -> list[int]:
    """Indices of the axes meant by letters, in the order given, without repeats.

    Raises:
        Unmeasurable: no letter, or another letter.
    """
    letters = axes if isinstance(axes, str) else "".join(axes) if _is_texts(axes) else ""
    letters = [letter for letter in letters.lower() if letter not in " ,\t\n"]
    if not letters or any(letter not in AXES for letter in letters):
        raise Unmeasurable(f"axes={axes!r}; want letters of 'xyz'")
    return [AXES.index(letter) for letter in dict.fromkeys(letters)]


def axis_label(axis: Any) -> str:
    """The axis as check names show it: its letter, or what was given when it is none."""
    try:
        return AXES[as_axis(axis)]
    except Unmeasurable:
        return str(axis)


def axes_label(axes: Any) -> str:
    """The axes as check names show them: their letters, or what was given when they are none."""
    try:
        return "".join(AXES[index] for index in as_axes(axes))
    except Unmeasurable:
        return str(axes)


def one_of(method: str, own: tuple[str, Any], alias: tuple[str, Any]) -> Any:
    """The value given under either of two keywords.

    Raises:
        TypeError: both were given.
    """
    if own[1] is not None and alias[1] is not None:
        raise TypeError(f"{method}() got both {own[0]}= and {alias[0]}=; they mean the same, give one")
    return own[1] if own[1] is not None else alias[1]


def _is_texts(values: Any) -> bool:
    return isinstance(values, Sequence) and all(isinstance(value, str) for value in values)
