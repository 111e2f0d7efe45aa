"""WARN_DISCONNECTED_GEOMETRY: all pieces of one part touch each other.

What is wrong: a visual, or a piece of a mesh, hangs in the air beside the part it belongs to; a printed part
would fall apart. The largest group of touching pieces is the body, the others are islands.

Bad:  ``base.visual(Box((0.05, 0.05, 0.05)), origin=Origin(xyz=(0, 0, 0.2)))`` above a slab that ends at 0.1
Good: the same box at ``z=0.125``, standing on the slab.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdk.findings import Finding
from sdk.qc.codes import CODES
from sdk.qc.groups import Groups
from sdk.qc.outcome import Outcome, millimetres, refused, shown
from sdk.qc.profiles import Profile
from sdk.qc.subject import Subject
from sdk.scene import Element, Scene

CODE = "WARN_DISCONNECTED_GEOMETRY"
DEFAULT_TOLERANCE = 1e-6
NAME = "warn_if_part_contains_disconnected_geometry_islands(tol=1e-06)"
MOST_SHOWN = 10


@dataclass(frozen=True)
class Islands:
    """Elements of one part that do not touch its body."""

    part: str
    count: int
    """Elements in all."""
    apart: tuple[Element, ...]
    gap: float
    """Metres from the body to the nearest of them."""
    tolerance: float
    """Metres that would still have counted as touching, for the nearest."""


def find_islands(scene: Scene, part: str, *, profile: Profile, tol: float | None = None) -> Islands | None:
    """The part's islands, or None when it is in one piece; `tol` None takes the profile's support rule."""
    count = len(scene.elements(part, granularity=profile.granularity))
    if count < 2:
        return None
    posed = scene.in_part_frame(part, granularity=profile.granularity)
    reach = profile.support.reach(posed.sizes) if tol is None else np.full(count, tol)
    groups = Groups(count)
    pairs = posed.cheapest_first(posed.pairs(posed.boxes, margin=reach, same_part=True))
    sure = posed.surely_meet(pairs) if profile.filled else np.zeros(len(pairs), dtype=bool)
    order = np.argsort(~sure, kind="stable")
    for (first, second), do_meet in zip(pairs[order].tolist(), sure[order].tolist(), strict=True):
        near = float(min(reach[first], reach[second]))
        if groups.of(first) != groups.of(second) and (
            do_meet or posed.meets(first, second, tolerance=near, filled=profile.filled)
        ):
            groups.join(first, second)
    listed = groups.listed()
    if len(listed) == 1:
        return None
    body = max(listed, key=len)
    apart = [index for index in range(count) if index not in set(body)]
    nearest = posed.nearest(body, apart)
    assert nearest is not None
    return Islands(
        part=part,
        count=count,
        apart=tuple(posed.elements[index] for index in apart),
        gap=max(nearest.distance, 0.0),
        tolerance=float(min(reach[nearest.first], reach[nearest.second])),
    )


def check_islands(subject: Subject, *, tol: float = DEFAULT_TOLERANCE) -> Outcome:
    """Whether each part is in one piece; the default tolerance stands for the profile's support rule."""
    if tol < 0.0:
        return refused("tol", given=tol, wanted="at least 0")
    own = None if tol == DEFAULT_TOLERANCE and subject.profile.filled else tol
    found = [
        islands
        for name in subject.scene.part_names
        if (islands := find_islands(subject.scene, name, profile=subject.profile, tol=own)) is not None
    ]
    if not found:
        return Outcome(ok=True)
    head = f"Disconnected geometry islands detected: tol={tol:.4g}"
    details = "\n".join([head, *shown((_line(islands) for islands in found), most=MOST_SHOWN)])
    return Outcome(ok=False, details=details, findings=tuple(_finding(islands) for islands in found))


def _line(islands: Islands) -> str:
    apart = ", ".join(f"{element.label}:{type(element.geometry).__name__}" for element in islands.apart)
    connected = islands.count - len(islands.apart)
    return f"part={islands.part!r} connected={connected}/{islands.count} disconnected=[{apart}]"


def _finding(islands: Islands) -> Finding:
    labels = ", ".join(element.label for element in islands.apart[:MOST_SHOWN])
    return CODES[CODE].finding(
        summary=(
            f"part {islands.part!r}: {len(islands.apart)} of {islands.count} pieces do not touch its body "
            f"({labels}); nearest gap {millimetres(islands.gap)}"
        ),
        details=_line(islands),
        check=NAME,
        parts=(islands.part,),
        elements=tuple(element.name for element in islands.apart if element.name),
        measured=islands.gap,
        limit=islands.tolerance,
        line=next((element.line for element in islands.apart if element.line), None),
    )
