"""Objects for the probe's tests, and a view of them."""

from __future__ import annotations

from collections.abc import Sequence

from harness.compiler.probing.view import ProbeContext, View
from sdk import ArticulatedObject, ArticulationType, Box, MotionLimits, Origin

Triple = tuple[float, float, float]


def blocks(places: Sequence[Triple], *, size: Triple = (0.1, 0.1, 0.1)) -> View:
    """Blocks ``b0, b1, ...`` centred at the places; the first is the root, the others slide in x."""
    model = ArticulatedObject(name="blocks")
    root = None
    for number, place in enumerate(places):
        part = model.part(f"b{number}")
        if root is None:
            part.visual(Box(size), origin=Origin(xyz=place), name="cube")
            root = part
            continue
        part.visual(Box(size), name="cube")
        model.articulation(
            f"j{number}",
            ArticulationType.PRISMATIC,
            root,
            part,
            origin=Origin(xyz=place),
            axis=(1.0, 0.0, 0.0),
            motion_limits=MotionLimits(lower=0.0, upper=1.0),
        )
    return View(ProbeContext(model))
