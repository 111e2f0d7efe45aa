"""Reports on two things: distance, gap, overlap, containment, contact, mounting, alignment.

A newcomer's mistake: to read `collided: false` as clear. Mesh skins are hollow to the collider; `nested`
tells whether one lies inside the other's volume.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from harness.compiler.probing.measures import interval
from harness.compiler.probing.view import AXES, Target, View, axes_of, axis_of

CONTACT_TOLERANCE = 1e-6
"""Metres; the contact tolerance of tests."""
MOUNTED_GAP = 0.02
"""Metres above its support at which a child still looks mounted."""
ROUNDING = 1e-9
"""Metres of rounding forgiven where a margin should be at least 0."""


def measure_pair(view: View, first: Target, second: Target) -> dict[str, Any]:
    """Whether two targets collide or nest, their distance, and the gaps between their extents."""
    box_a, box_b = view.solid_box(first), view.solid_box(second)
    nearest = view.posed.nearest(first.indices, second.indices)
    figures: dict[str, Any] = {
        "collided": nearest is not None and nearest.collided,
        "min_distance": 0.0 if nearest is None else max(nearest.distance, 0.0),
        "nested": _nested(view, first, second),
    }
    for axis in AXES:
        figures[f"gap_{axis}"] = signed_gap(box_a, box_b, axis)
    return figures


def signed_gap(box_a: np.ndarray, box_b: np.ndarray, axis: str) -> float:
    """Free length between two boxes along an axis; negative by how much they overlap."""
    column = AXES.index(axis)
    return float(max(box_a[0, column] - box_b[1, column], box_b[0, column] - box_a[1, column]))


def pair_report(view: View, a: Any, b: Any, *, elem_a: Any = None, elem_b: Any = None) -> dict[str, Any]:
    """Everything about two things; `center_delta` is `a`'s centre from `b`'s."""
    first, second = view.target(a, elem=elem_a), view.target(b, elem=elem_b)
    box_a, box_b = view.solid_box(first), view.solid_box(second)
    figures = {
        "metric_kind": "exact_pair",
        "a": first.reference,
        "b": second.reference,
        **measure_pair(view, first, second),
        "intervals": {axis: {"a": interval(box_a, axis), "b": interval(box_b, axis)} for axis in AXES},
        "center_delta": (box_a.mean(axis=0) - box_b.mean(axis=0)).tolist(),
    }
    for axis in AXES:
        figures[f"overlap_{axis}"] = max(0.0, -signed_gap(box_a, box_b, axis))
    return figures


def gap_report(
    view: View,
    positive: Any,
    negative: Any,
    axis: str,
    *,
    positive_elem: Any = None,
    negative_elem: Any = None,
) -> dict[str, Any]:
    """How far `positive` begins beyond the end of `negative` along an axis; negative where they overlap."""
    letter = axis_of(axis)
    far, near = view.target(positive, elem=positive_elem), view.target(negative, elem=negative_elem)
    intervals = {
        "positive": interval(view.solid_box(far), letter),
        "negative": interval(view.solid_box(near), letter),
    }
    return {
        "metric_kind": "projection_gap",
        "axis": letter,
        "positive": far.reference,
        "negative": near.reference,
        "gap": intervals["positive"][0] - intervals["negative"][1],
        "intervals": intervals,
    }


def overlap_report(
    view: View,
    a: Any,
    b: Any,
    *,
    axes: str | Sequence[str] = "xy",
    elem_a: Any = None,
    elem_b: Any = None,
) -> dict[str, Any]:
    """Common length of two extents along each axis, at least 0."""
    first, second = view.target(a, elem=elem_a), view.target(b, elem=elem_b)
    box_a, box_b = view.solid_box(first), view.solid_box(second)
    letters = axes_of(axes)
    overlap = {axis: max(0.0, -signed_gap(box_a, box_b, axis)) for axis in letters}
    return {
        "metric_kind": "projection_overlap",
        "a": first.reference,
        "b": second.reference,
        "axes": letters,
        "overlap": overlap,
        "min_overlap": min(overlap.values()),
    }


def within_report(
    view: View,
    inner: Any,
    outer: Any,
    *,
    axes: str | Sequence[str] = "xy",
    inner_elem: Any = None,
    outer_elem: Any = None,
) -> dict[str, Any]:
    """Whether the extent of `inner` lies within that of `outer`, with the room left at either end."""
    small, large = view.target(inner, elem=inner_elem), view.target(outer, elem=outer_elem)
    box_small, box_large = view.solid_box(small), view.solid_box(large)
    letters = axes_of(axes)
    margins: dict[str, dict[str, Any]] = {}
    for axis in letters:
        column = AXES.index(axis)
        lower = float(box_small[0, column] - box_large[0, column])
        upper = float(box_large[1, column] - box_small[1, column])
        margins[axis] = {
            "lower_margin": lower,
            "upper_margin": upper,
            "within": min(lower, upper) >= -ROUNDING,
        }
    return {
        "metric_kind": "projection_within",
        "inner": small.reference,
        "outer": large.reference,
        "axes": letters,
        "within": all(margin["within"] for margin in margins.values()),
        "margins": margins,
    }


def contact_report(
    view: View,
    a: Any,
    b: Any,
    *,
    elem_a: Any = None,
    elem_b: Any = None,
    contact_tol: float = CONTACT_TOLERANCE,
) -> dict[str, Any]:
    """Whether two things collide or come within the tolerance."""
    first, second = view.target(a, elem=elem_a), view.target(b, elem=elem_b)
    figures = measure_pair(view, first, second)
    return {
        "metric_kind": "exact_contact",
        "a": first.reference,
        "b": second.reference,
        "contact": figures["collided"] or figures["min_distance"] <= contact_tol,
        "contact_tol": contact_tol,
        "min_distance": figures["min_distance"],
        "collided": figures["collided"],
    }


def mount_report(
    view: View, child: Any, parent: Any, *, elem_a: Any = None, elem_b: Any = None
) -> dict[str, Any]:
    """Whether `child` looks mounted on top of `parent`: inside its outline in xy, at most 2 cm above it."""
    upper, lower = view.target(child, elem=elem_a), view.target(parent, elem=elem_b)
    inside = within_report(view, child, parent, inner_elem=elem_a, outer_elem=elem_b)["within"]
    gap = gap_report(view, child, parent, "z", positive_elem=elem_a, negative_elem=elem_b)["gap"]
    return {
        "metric_kind": "mount_review",
        "child": upper.reference,
        "parent": lower.reference,
        "looks_mounted": inside and gap <= MOUNTED_GAP,
        "within_xy": inside,
        "gap_z": gap,
        "pair": pair_report(view, child, parent, elem_a=elem_a, elem_b=elem_b),
    }


def alignment_report(view: View, a: Any, b: Any) -> dict[str, Any]:
    """Centre of `a` from the centre of `b`."""
    first, second = view.target(a), view.target(b)
    delta = (view.solid_box(first).mean(axis=0) - view.solid_box(second).mean(axis=0)).tolist()
    return {
        "metric_kind": "center_alignment",
        "a": first.reference,
        "b": second.reference,
        "delta": delta,
        "abs_delta": [abs(value) for value in delta],
    }


def _nested(view: View, first: Target, second: Target) -> bool:
    """Whether an element of one lies inside the volume of an element of the other."""
    boxes = view.posed.boxes
    for one in first.indices:
        for other in second.indices:
            if one != other and (
                (_holds(boxes[one], boxes[other]) and view.posed.encloses(one, other))
                or (_holds(boxes[other], boxes[one]) and view.posed.encloses(other, one))
            ):
                return True
    return False


def _holds(outer: np.ndarray, inner: np.ndarray) -> bool:
    return bool(np.all(outer[0] <= inner[0]) and np.all(inner[1] <= outer[1]))
