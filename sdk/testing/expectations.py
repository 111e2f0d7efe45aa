"""What `expect_*` decide: contact, gaps, overlaps of shadows, enclosure, distances of origins.

Gaps, overlaps and enclosure compare true extents along world axes, not shapes: two parts may overlap on every
axis and not touch. A newcomer's mistake: to read a negative gap as penetration.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome, pose_data, pose_text
from sdk.testing.arguments import AXES, Unmeasurable, as_axes, as_axis
from sdk.testing.measures import Measures

BOUNDS_AGREE = 1e-9
"""Two ways of giving the lower bound of a gap may differ by this much."""


def contact(
    measures: Measures,
    parts: tuple[str, str],
    elements: Sequence[str | None],
    *,
    tolerance: float,
    slack: float,
) -> Outcome:
    """Whether two parts, or elements of them, touch within the tolerance; any penetration touches."""
    if tolerance < 0.0:
        raise Unmeasurable(f"contact_tol={tolerance!r}; want at least 0")
    nearest = measures.nearest(*parts, elem_a=elements[0], elem_b=elements[1])
    distance = 0.0 if nearest is None else nearest.distance
    if nearest is None or nearest.collided or distance <= tolerance + slack:
        return Outcome(ok=True)
    details = f"min_distance={distance:.4g} contact_tol={tolerance:.4g}"
    return _failed(measures, parts, elements, details, measured=distance, limit=tolerance)


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
    """Whether the first part lies beyond the second along an axis by a distance within bounds."""
    index = as_axis(axis)
    positive = measures.interval(parts[0], elements[0])[:, index]
    negative = measures.interval(parts[1], elements[1])[:, index]
    return between(
        measures,
        parts,
        elements,
        float(positive[0] - negative[1]),
        label=f"axis={AXES[index]} gap",
        bounds=(lower, upper),
        slack=slack,
    )


def overlap(
    measures: Measures,
    parts: tuple[str, str],
    elements: Sequence[str | None],
    *,
    axes: Any,
    least: float,
    slack: float,
) -> Outcome:
    """Whether the extents of both share at least `least` metres on each axis."""
    indices = as_axes(axes)
    a, b = measures.interval(parts[0], elements[0]), measures.interval(parts[1], elements[1])
    return shared_extents(measures, parts, elements, boxes=(a, b), axes=indices, least=least, slack=slack)


def shared_extents(
    measures: Measures,
    parts: tuple[str, str],
    elements: Sequence[str | None],
    *,
    boxes: tuple[np.ndarray, np.ndarray],
    axes: Sequence[int],
    least: float,
    slack: float,
) -> Outcome:
    """Whether two boxes (2, 3) share at least `least` metres on each axis."""
    a, b = boxes
    shared = np.minimum(a[1], b[1]) - np.maximum(a[0], b[0])
    worst = min(axes, key=lambda index: shared[index])
    if shared[worst] >= least - slack:
        return Outcome(ok=True)
    figures = " ".join(f"overlap_{AXES[index]}={shared[index]:.4g}" for index in axes)
    details = f"{figures} min_overlap={least:.4g}"
    return _failed(measures, parts, elements, details, measured=float(shared[worst]), limit=least)


def within(
    measures: Measures,
    parts: tuple[str, str],
    elements: Sequence[str | None],
    *,
    axes: Any,
    margin: float,
    slack: float,
) -> Outcome:
    """Whether the first part's extent lies inside the second's, give or take the margin, on each axis."""
    indices = as_axes(axes)
    inner, outer = measures.interval(parts[0], elements[0]), measures.interval(parts[1], elements[1])
    return enclosed_extents(
        measures, parts, elements, boxes=(inner, outer), axes=indices, margin=margin, slack=slack
    )


def enclosed_extents(
    measures: Measures,
    parts: tuple[str, str],
    elements: Sequence[str | None],
    *,
    boxes: tuple[np.ndarray, np.ndarray],
    axes: Sequence[int],
    margin: float,
    slack: float,
) -> Outcome:
    """Whether the first box (2, 3) lies inside the second, give or take the margin, on each axis."""
    inner, outer = boxes
    below, above = outer[0] - margin - inner[0], inner[1] - (outer[1] + margin)
    outside = np.maximum(below, above)
    worst = max(axes, key=lambda index: outside[index])
    if outside[worst] <= slack:
        return Outcome(ok=True)
    figures = " ".join(
        f"{AXES[index]}: inner=({inner[0][index]:.4g},{inner[1][index]:.4g}) "
        f"outer=({outer[0][index]:.4g},{outer[1][index]:.4g})"
        for index in axes
    )
    details = f"{figures} margin={margin:.4g} outside_by={outside[worst]:.4g}"
    return _failed(measures, parts, elements, details, measured=float(outside[worst]), limit=0.0)


def origin_distance(
    measures: Measures, parts: tuple[str, str], *, axes: Any, least: float, most: float | None, slack: float
) -> Outcome:
    """Whether the distance of the part frames over the axes lies within bounds."""
    indices = as_axes(axes)
    if least < 0.0:
        raise Unmeasurable(f"min_dist={least!r}; want at least 0")
    apart = measures.origin(parts[0]) - measures.origin(parts[1])
    distance = float(np.sqrt(sum(apart[index] ** 2 for index in indices)))
    return between(measures, parts, (), distance, label="distance", bounds=(least, most), slack=slack)


def origin_gap(
    measures: Measures, parts: tuple[str, str], *, axis: Any, least: float, most: float | None, slack: float
) -> Outcome:
    """Whether the first part frame lies beyond the second along an axis by a distance within bounds."""
    index = as_axis(axis)
    apart = float(measures.origin(parts[0])[index] - measures.origin(parts[1])[index])
    return between(
        measures, parts, (), apart, label=f"axis={AXES[index]} gap", bounds=(least, most), slack=slack
    )


def gap_bounds(min_gap: float | None, max_penetration: float | None) -> tuple[float, str]:
    """The lower bound of a gap, and a warning when two different ones were given."""
    if min_gap is None:
        return (0.0 if max_penetration is None else -float(max_penetration)), ""
    if max_penetration is not None and abs(-max_penetration - min_gap) > BOUNDS_AGREE:
        return float(
            min_gap
        ), f"min_gap={min_gap:.4g} wins over max_penetration={max_penetration:.4g}; give one of them"
    return float(min_gap), ""


def between(
    measures: Measures,
    parts: tuple[str, str],
    elements: Sequence[str | None],
    value: float,
    *,
    label: str,
    bounds: tuple[float, float | None],
    slack: float,
) -> Outcome:
    """Whether a length lies within bounds; a reversed pair of bounds is refused.

    Raises:
        Unmeasurable: the upper bound is below the lower one.
    """
    lower, upper = bounds
    if upper is not None and upper < lower:
        raise Unmeasurable(f"{label}: most={upper:.4g} is below least={lower:.4g}; want it at least as large")
    if value >= lower - slack and (upper is None or value <= upper + slack):
        return Outcome(ok=True)
    limit = lower if not value >= lower - slack else upper
    most = "none" if upper is None else f"{upper:.4g}"
    return _failed(
        measures,
        parts,
        elements,
        f"{label}={value:.4g} min={lower:.4g} max={most}",
        measured=value,
        limit=limit,
    )


def _failed(
    measures: Measures,
    parts: tuple[str, str],
    elements: Sequence[str | None],
    details: str,
    *,
    measured: float,
    limit: float | None,
) -> Outcome:
    named = "".join(f" elem_{side}={name!r}" for side, name in zip("ab", elements, strict=False) if name)
    finding = CODES["TEST_FAILURE"].finding(
        parts=parts,
        elements=tuple(name for name in elements if name),
        pose=pose_data(measures.configuration),
        measured=measured,
        limit=limit,
    )
    text = f"{details} a={parts[0]!r} b={parts[1]!r}{named} pose={pose_text(measures.configuration)}"
    return Outcome(ok=False, details=text, findings=(finding,))
