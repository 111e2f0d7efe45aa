"""`gear` and `addGear`: a gear at every point of a workplane's stack.

A newcomer's mistake: to pass build options by position; `build` takes keywords only.
"""

from __future__ import annotations

from typing import Any

import cadquery as cq


def gear(workplane: cq.Workplane, gear_: Any, *build_args: Any, **build_kv: Any) -> cq.Workplane:
    """A workplane with the gear, built once, placed at every point of the stack in local coordinates.

    Args:
        workplane: its stack points say where.
        gear_: any gear or set of gears with a `build` method.
        build_args: none; there to give the same error as `build` does.
        build_kv: build options.

    Raises:
        TypeError: an option given by position.
    """
    body = gear_.build(*build_args, **build_kv)
    return workplane.eachpoint(lambda location: body.moved(location), True)


def addGear(workplane: cq.Workplane, gear_: Any, *build_args: Any, **build_kv: Any) -> cq.Workplane:
    """A workplane with the gears of `gear` united with the solids it already holds; same arguments and errors."""
    gears = gear(workplane, gear_, *build_args, **build_kv)
    return workplane.union(gears)


def install() -> None:
    """Teach `cq.Workplane` both methods."""
    for method in (gear, addGear):
        setattr(cq.Workplane, method.__name__, method)
