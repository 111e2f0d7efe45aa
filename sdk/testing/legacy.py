"""What the superseded helpers decide: the same questions asked of conservative boxes, and joint directions.

Older programs still call them, and their verdicts must stay. A newcomer's mistake: to improve the boxes; a
turned part's is inflated on purpose here.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import pi
from typing import Any

import numpy as np

from sdk.errors import ValidationError
from sdk.model.articulation import Articulation, ArticulationType
from sdk.qc.outcome import Outcome, pose_text
from sdk.testing.arguments import AXES, Unmeasurable, as_axes, as_axis, as_signed_axis
from sdk.testing.expectations import between
from sdk.testing.measures import Measures

SAME_VALUE = 1e-12
"""A joint whose two values are this near does not move."""
REPLACEMENTS = {
    "expect_aabb_within": "expect_within()",
    "expect_aabb_gap": "expect_gap()",
    "expect_aabb_overlap": "expect_overlap()",
    "expect_aabb_contact": "expect_contact()",
    "expect_joint_motion_axis": "pose() with expect_gap() or part_world_position()",
    "check_mesh_files_exist": "check_mesh_assets_ready()",
}


def deprecation(method: str) -> str:
    """The warning a superseded helper leaves once."""
    return f"DEPRECATED: {method}() keeps legacy AABB-envelope semantics; use {REPLACEMENTS[method]}"


def deprecation_as_default(method: str) -> str:
    """The warning a check leaves once that should not be run as a matter of course."""
    return f"DEPRECATED AS DEFAULT: {method}() is a broad sensor; use it to investigate, not in every run"


def box(measures: Measures, part: str, elem: str | None = None) -> np.ndarray:
    """Conservative world box (2, 3).

    Raises:
        Unmeasurable: nothing there.
    """
    found = measures.loose_box(part, elem)
    if found is None:
        raise Unmeasurable(f"no AABB for part={part!r} elem={elem!r}; want an existing part with visuals")
    return found


def gap(
    measures: Measures,
    parts: tuple[str, str],
    elements: Sequence[str | None],
    *,
    axis: Any,
    lower: float,
    upper: float | None,
    slack: float,
) -> Outcome:
    """Whether the first box begins beyond the end of the second along an axis, within bounds."""
    index = as_axis(axis)
    positive, negative = box(measures, parts[0], elements[0]), box(measures, parts[1], elements[1])
    apart = float(positive[0][index] - negative[1][index])
    label = f"axis={AXES[index]} AABB gap"
    return between(measures, parts, elements, apart, label=label, bounds=(lower, upper), slack=slack)


def contact(measures: Measures, parts: tuple[str, str], *, axes: Any, tolerance: float) -> Outcome:
    """Whether the boxes come within the tolerance on every axis."""
    indices = as_axes(axes)
    if tolerance < 0.0:
        raise Unmeasurable(f"contact_tol={tolerance!r}; want at least 0")
    a, b = box(measures, parts[0]), box(measures, parts[1])
    apart = np.maximum(np.maximum(a[0] - b[1], b[0] - a[1]), 0.0)
    if all(apart[index] <= tolerance for index in indices):
        return Outcome(ok=True)
    figures = " ".join(f"separation_{AXES[index]}={apart[index]:.4g}" for index in indices)
    return Outcome(
        ok=False, details=f"AABB {figures} tol={tolerance:.4g} pose={pose_text(measures.configuration)}"
    )


def motion_axis(
    measures: Measures,
    joint: str,
    link: str,
    *,
    world_axis: Any,
    direction: Any,
    least: float,
    values: Sequence[float | None],
) -> Outcome:
    """Whether the middle of the link's box moves along the axis in the given direction between two joint
    values.
    """
    index, sign = signed_direction(world_axis, direction)
    if least < 0.0:
        raise Unmeasurable(f"min_delta={least!r}; want at least 0")
    start, end = _joint_range(_scalar_joint(measures, joint), values)
    middles = []
    for value in (start, end):
        with measures.pose(measures.configuration | {joint: value}):
            middles.append(box(measures, link).mean(axis=0)[index])
    moved = float(middles[1] - middles[0])
    if (moved >= least) if sign > 0 else (moved <= -least):
        return Outcome(ok=True)
    want = f">={least:.4g}" if sign > 0 else f"<={-least:.4g}"
    return Outcome(
        ok=False,
        details=f"joint={joint!r} q0={start:.4g} q1={end:.4g} delta_{AXES[index]}={moved:.4g} want {want}",
    )


def signed_direction(world_axis: Any, direction: Any) -> tuple[int, int]:
    """Index of the axis, and the sign wanted along it; a negative axis vector turns the sign.

    Raises:
        Unmeasurable: no axis, or a direction that is neither a word nor a number other than zero.
    """
    index, axis_sign = as_signed_axis(world_axis)
    words = {"positive": 1, "negative": -1}
    text = direction.strip().lower() if isinstance(direction, str) else direction
    if text in words:
        return index, words[text] * axis_sign
    try:
        number = float(text)
    except (TypeError, ValueError):
        number = 0.0
    if not abs(number) > 0.0:
        raise Unmeasurable(f"direction={direction!r}; want 'positive', 'negative' or a number other than 0")
    return index, (1 if number > 0.0 else -1) * axis_sign


def motion_label(world_axis: Any, direction: Any) -> str:
    """Axis and direction as check names show them, or what was given when they mean nothing."""
    try:
        index, sign = signed_direction(world_axis, direction)
    except Unmeasurable:
        return f"{_raw_axis(world_axis)},{direction}"
    return f"{AXES[index]},{'positive' if sign > 0 else 'negative'}"


def _raw_axis(world_axis: Any) -> str:
    try:
        return AXES[as_axis(world_axis)]
    except Unmeasurable:
        return str(world_axis)


def _scalar_joint(measures: Measures, name: str) -> Articulation:
    try:
        joint: Articulation = measures.model.get_articulation(name)
    except ValidationError as error:
        raise Unmeasurable(str(error)) from error
    if joint.law is not None:
        raise Unmeasurable(f"joint {name!r} follows {joint.law.joint!r}; want a joint that can be driven")
    if joint.articulation_type in (ArticulationType.FIXED, ArticulationType.FLOATING):
        raise Unmeasurable(f"joint {name!r} is {joint.articulation_type.value}; want one that takes a number")
    return joint


def _joint_range(joint: Articulation, values: Sequence[float | None]) -> tuple[float, float]:
    limits = joint.motion_limits
    if joint.articulation_type == ArticulationType.CONTINUOUS:
        known: tuple[float | None, float | None] = (0.0, pi / 2)
    else:
        known = (None, None) if limits is None else (limits.lower, limits.upper)
    start, end = (own if own is not None else other for own, other in zip(values, known, strict=True))
    if start is None or end is None:
        raise Unmeasurable(f"joint {joint.name!r} has no limits; want q0 and q1")
    if abs(float(end) - float(start)) <= SAME_VALUE:
        raise Unmeasurable(f"q0={start:.4g} q1={end:.4g}; want two different values")
    return float(start), float(end)
