"""X_ALLOWANCE_UNKNOWN: an allowance names parts and elements that exist.

What is wrong: an allowed overlap names a part or a visual the object does not have; it allows nothing, and was
probably meant for something that has been renamed.

Bad:  ``ctx.allow_overlap("base", "pin", elem_a="scoket", elem_b="shaft", reason="pressed in")``
Good: ``elem_a="socket"``, as the visual is called.
"""

from __future__ import annotations

from collections.abc import Iterator

from sdk.qc.allowances import AllowedOverlap, declared_text
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject

CODE = "X_ALLOWANCE_UNKNOWN"
NAME = "check_allowance_names"


def check_allowance_names(subject: Subject) -> Outcome:
    """Whether every allowance names what is there."""
    findings = tuple(
        CODES[CODE].finding(
            summary=f"{declared_text('allow_overlap', allowed)} names {unknown}, which the object does not have",
            check=NAME,
            parts=(allowed.link_a, allowed.link_b),
            elements=tuple(name for name in (allowed.elem_a, allowed.elem_b) if name),
        )
        for allowed in subject.declared
        for unknown in unknown_names(subject, allowed)
    )
    return Outcome(ok=not findings, findings=findings)


def unknown_names(subject: Subject, allowed: AllowedOverlap) -> Iterator[str]:
    """What an allowance names that is not there: ``part 'x'`` or ``visual 'y'``."""
    parts = {part.name: part for part in subject.scene.model.parts}
    for name in (allowed.link_a, allowed.link_b):
        if name not in parts:
            yield f"part {name!r}"
    visuals = {
        str(visual.name).strip()
        for name in (allowed.link_a, allowed.link_b)
        if name in parts
        for visual in parts[name].visuals
        if visual.name
    }
    for name in (allowed.elem_a, allowed.elem_b):
        if name is not None and str(name).strip().partition("__component_")[0] not in visuals:
            yield f"visual {name!r}"
