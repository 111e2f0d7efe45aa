"""`Material`: a named colour.

A newcomer's mistake: to read `color`. It is only another word for `rgba` when a material is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sdk.errors import ValidationError

Rgba = tuple[float, ...]


@dataclass
class Material:
    """A name and red, green, blue, alpha, usually between 0 and 1; three values get alpha 1.

    Raises:
        ValidationError: an empty name, both `rgba` and `color`, or another count than three or four values.
    """

    name: str
    rgba: Rgba | None
    texture: Any

    def __init__(
        self,
        name: str,
        rgba: Iterable[float] | None = None,
        texture: Any = None,
        *,
        color: Iterable[float] | None = None,
    ) -> None:
        self.name = str(name)
        if not self.name:
            raise ValidationError.at("Material.name", given=name, wanted="a name that is not empty")
        if rgba is not None and color is not None:
            raise ValidationError.at(
                f"material {self.name!r}", given=(rgba, color), wanted="rgba or color, not both"
            )
        given = color if rgba is None else rgba
        self.rgba = None if given is None else as_rgba(given, f"material {self.name!r}.rgba")
        self.texture = texture


def as_rgba(values: Iterable[float], where: str) -> Rgba:
    """Four floats from three or four numbers.

    Raises:
        ValidationError: another count.
    """
    rgba = tuple(float(value) for value in values)
    if len(rgba) not in (3, 4):
        raise ValidationError.at(where, given=rgba, wanted="three or four numbers such as (0.8, 0.1, 0.1)")
    return rgba if len(rgba) == 4 else (*rgba, 1.0)
