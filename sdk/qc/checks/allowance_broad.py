"""X_ALLOWANCE_BROAD: an allowance names what it is for.

What is wrong: all of two parts may overlap, though only one pair of their elements does. Whatever else of the two
comes to overlap later goes unnoticed.

Bad:  ``ctx.allow_overlap("lid", "box", reason="the pin is pressed in")``
Good: ``ctx.allow_overlap("lid", "box", elem_a="pin", elem_b="lug", reason="the pin is pressed in")``
"""

from __future__ import annotations

from sdk.findings import Finding
from sdk.qc.allowances import AllowedOverlap, declared_text
from sdk.qc.checks.true_overlap import true_overlaps
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome, millimetres
from sdk.qc.subject import Subject

CODE = "X_ALLOWANCE_BROAD"
NAME = "check_allowance_breadth"
MOST_NAMED = 2
"""Pairs of elements that are better named than left to an allowance for everything."""


def check_allowance_breadth(subject: Subject) -> Outcome:
    """Whether no allowance for two whole parts could name the elements instead."""
    found = (_broad(subject, allowed) for allowed in subject.declared)
    findings = tuple(finding for finding in found if finding is not None)
    return Outcome(ok=not findings, findings=findings)


def _broad(subject: Subject, allowed: AllowedOverlap) -> Finding | None:
    if allowed.elem_a is not None or allowed.elem_b is not None:
        return None
    sizes = [
        len(subject.scene.elements(name))
        for name in (allowed.link_a, allowed.link_b)
        if name in subject.scene.part_names
    ]
    if len(sizes) < 2 or max(sizes) < 2:
        return None
    pairs: dict[tuple[str, str], float] = {}
    for overlap in true_overlaps(subject):
        if set(overlap.pair) == {allowed.link_a, allowed.link_b}:
            one, other = overlap.first, overlap.second
            if one.part != allowed.link_a:
                one, other = other, one
            if one.visual_name and other.visual_name:
                key = (one.visual_name, other.visual_name)
                pairs[key] = max(overlap.depth, pairs.get(key, 0.0))
    if not 0 < len(pairs) <= MOST_NAMED:
        return None
    wanted = " and ".join(
        f"elem_a={first!r}, elem_b={second!r} ({millimetres(depth)})"
        for (first, second), depth in pairs.items()
    )
    return CODES[CODE].finding(
        summary=f"{declared_text('allow_overlap', allowed)} covers both parts whole; name {wanted}",
        check=NAME,
        parts=(allowed.link_a, allowed.link_b),
        measured=max(pairs.values()),
    )
