"""X_ALLOWANCE_ONE_SIDED: an allowance names both elements, or neither.

What is wrong: with one of the two elements named, an allowance matches nothing at all.

Bad:  ``ctx.allow_overlap("base", "pin", elem_a="socket", reason="pressed in")``
Good: ``elem_a="socket", elem_b="shaft"``.
"""

from __future__ import annotations

from sdk.qc.allowances import declared_text
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject

CODE = "X_ALLOWANCE_ONE_SIDED"
NAME = "check_allowance_sides"


def check_allowance_sides(subject: Subject) -> Outcome:
    """Whether no allowance names just one element."""
    findings = tuple(
        CODES[CODE].finding(
            summary=f"{declared_text('allow_overlap', allowed)} names one element only and so allows nothing",
            check=NAME,
            parts=(allowed.link_a, allowed.link_b),
            elements=tuple(name for name in (allowed.elem_a, allowed.elem_b) if name),
        )
        for allowed in subject.declared
        if (allowed.elem_a is None) != (allowed.elem_b is None)
    )
    return Outcome(ok=not findings, findings=findings)
