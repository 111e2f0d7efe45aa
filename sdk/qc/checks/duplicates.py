"""X_DUPLICATE: no shape is shown twice in the same place.

What is wrong: two elements have the same geometry at the same place; they flicker, double the mass, and one was
meant to be elsewhere (a copied line without its new origin).

Bad:  ``base.visual(foot, name="foot_left")`` and ``base.visual(foot, name="foot_right")``
Good: an ``origin=`` for each.
"""

from __future__ import annotations

import numpy as np

from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject

CODE = "X_DUPLICATE"
NAME = "check_duplicates"
SAME_PLACE = 5
"""Decimals of a metre to which boxes agree."""


def check_duplicates(subject: Subject) -> Outcome:
    """Whether every element has a place of its own."""
    posed = subject.scene.at_rest()
    first: dict[tuple[int, bytes], int] = {}
    findings = []
    rounded = np.round(posed.boxes, SAME_PLACE) + 0.0
    for index, (element, box) in enumerate(zip(posed.elements, rounded, strict=True)):
        original = first.setdefault((id(element.form), box.tobytes()), index)
        if original == index:
            continue
        other = posed.elements[original]
        findings.append(
            CODES[CODE].finding(
                summary=(
                    f"{element.part}/{element.label} lies exactly where {other.part}/{other.label} is, with the "
                    "same shape; move or remove one"
                ),
                check=NAME,
                parts=tuple(dict.fromkeys((other.part, element.part))),
                elements=(other.label, element.label),
                pose={},
                line=element.line,
            )
        )
    return Outcome(ok=not findings, findings=tuple(findings))
