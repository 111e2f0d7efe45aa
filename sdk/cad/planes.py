"""Named planes made one at a time, where CadQuery makes all twelve to give one.

Every step of a workplane asks for one, so that a third of the time an ordinary chain takes went into planes that
nobody looks at. A newcomer's mistake: to write the directions down here. They are CadQuery's, and are asked of it.
"""

from __future__ import annotations

from typing import Any

_NAMES = ("XY", "YZ", "ZX", "XZ", "YX", "ZY", "front", "back", "left", "right", "top", "bottom")


def make_planes_singly(plane: Any) -> None:
    """Have CadQuery's class `Plane` make no more than the plane that is asked for by name; the same, bit by bit."""
    as_made = plane.named
    if as_made.__func__.__module__ == __name__:
        return
    directions = {}
    for name in _NAMES:
        known = as_made(name)
        directions[name] = known.xDir.toTuple(), known.zDir.toTuple()

    def named(cls: Any, stdName: str, origin: Any = (0, 0, 0)) -> Any:
        if stdName in directions:
            return plane(origin, *directions[stdName])
        return as_made(stdName, origin)

    plane.named = classmethod(named)
