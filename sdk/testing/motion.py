"""What `expect_moves` decides: whether a joint's rising value moves an element a stated way.

A newcomer's mistake: to compare the two ends of the range. The element must set off that way; how far it gets
is asked separately, by a least distance.
"""

from __future__ import annotations

from math import pi
from typing import Any

import numpy as np

from sdk.errors import ValidationError
from sdk.mechanisms.directions import LEAST_COSINE, as_direction, middle_of
from sdk.model.articulation import Articulation, ArticulationType
from sdk.model.coercion import name_of
from sdk.model.part import Part, Visual
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome, pose_data, pose_text
from sdk.spatial import Array, apply_transform
from sdk.testing.arguments import Unmeasurable
from sdk.testing.measures import Measures

FIRST_MOVE = 1e-3
"""Share of the range by which setting off is judged."""
UNLIMITED = 2.0 * pi
"""Range looked at of a joint without limits: a turn, or as many metres."""
STEPS = 24
STILL = 1e-9
"""An element that moves less than this at first does not move, metres."""


def element_label(elem: Any) -> str:
    """The element as check names show it."""
    return name_of(elem, "elem")


def moves(
    measures: Measures, elem: Any, joint: str, direction: Any, *, least: float, slack: float
) -> Outcome:
    """Whether the element sets off that way from the current pose, and gets at least `least` metres there."""
    try:
        driven: Articulation = measures.model.get_articulation(joint)
        wanted = as_direction(direction, "direction")
    except ValidationError as error:
        raise Unmeasurable(str(error)) from error
    if not driven.articulation_type.is_scalar or driven.law is not None:
        why = f"follows {driven.law.joint!r}" if driven.law else f"is {driven.articulation_type.value}"
        raise Unmeasurable(f"joint {joint!r} {why}; want a joint that one number drives")
    part, visual = _find(measures, elem, driven)
    carrier = measures.model.get_part(driven.parent)
    start, values = _values(driven, float(measures.configuration.get(joint, 0.0)))
    places, middles = [], []
    for value in (start, *values):
        with measures.pose({**measures.configuration, joint: value}):
            world = measures.world_from_part
            places.append(_middle(measures, part, visual, world[part.name]))
            middles.append(None if wanted.vector else _middle(measures, carrier, None, world[carrier.name]))
    towards = wanted.towards(places[0], middles[0])
    if towards is None:
        raise Unmeasurable(
            f"direction={direction!r}: the element lies in the middle of part {carrier.name!r}"
        )
    first = places[1] - places[0]
    length = float(np.linalg.norm(first))
    cosine = float(first @ towards) / length if length > STILL else 0.0
    farthest = max(float((place - places[0]) @ towards) for place in places)
    if cosine >= LEAST_COSINE and farthest >= least - slack:
        return Outcome(ok=True)
    label = part.name if visual is None else f"{part.name}/{visual}"
    how = "does not move" if length <= STILL else "goes against it" if cosine < 0.0 else "goes across it"
    if cosine >= LEAST_COSINE:
        how = f"gets {farthest:.4g} m that way, wanted {least:.4g} m"
    details = f"{label} with rising {joint!r}, wanted {wanted.text!r}: {how}; pose={pose_text(measures.configuration)}"
    finding = CODES["TEST_FAILURE"].finding(
        parts=(part.name,),
        elements=() if visual is None else (visual,),
        joint=joint,
        pose=pose_data(measures.configuration),
        measured=farthest,
        limit=least,
    )
    return Outcome(ok=False, details=details, findings=(finding,))


def _values(joint: Articulation, start: float) -> tuple[float, list[float]]:
    """Where to start, and rising values from there; a joint at its upper limit starts a little below it."""
    limits = joint.motion_limits
    lower = None if limits is None else limits.lower
    upper = None if limits is None else limits.upper
    if joint.articulation_type is ArticulationType.CONTINUOUS or lower is None or upper is None:
        end, span = start + UNLIMITED, UNLIMITED
    else:
        end, span = max(upper, start), max(upper - lower, STILL)
    step = FIRST_MOVE * span
    if end - start < step:
        start = end - step
    return start, [start + step, *np.linspace(start + step, end, STEPS)[1:].tolist()]


def _middle(measures: Measures, part: Part, visual: str | None, world_from_part: Array) -> Array:
    middle = middle_of(part, elem=visual, asset_root=measures.scene.asset_root)
    if middle is None:
        raise Unmeasurable(f"missing exact geometry: part={part.name!r} has no visual")
    return apply_transform(world_from_part, middle)


def _find(measures: Measures, elem: Any, joint: Articulation) -> tuple[Part, str | None]:
    """The part, and the visual of it, that an element means."""
    parts: list[Part] = measures.model.parts
    if isinstance(elem, Visual):
        for part in parts:
            if any(own is elem for own in part.visuals):
                return part, elem.name
        raise Unmeasurable(f"elem={elem.name!r} belongs to no part of the object")
    name = name_of(elem, "elem")
    owner, _, visual = name.rpartition("/")
    for part in parts:
        if owner == part.name and any(own.name == visual for own in part.visuals):
            return part, visual
    child: Part = measures.model.get_part(joint.child)
    if not isinstance(elem, Part) and any(own.name == name for own in child.visuals):
        return child, name
    named = next((part for part in parts if part.name == name), None)
    if named is not None:
        return named, None
    known = [own.name for own in child.visuals if own.name]
    raise Unmeasurable(
        f"missing exact geometry: elem={name!r}; want a visual of {child.name!r} {known}, a part, or 'part/visual'"
    )
