"""X_WALL_THICKNESS: nothing is thinner than sheet that could be handled.

What is wrong: an element is thinner than 0.2 mm, or than a thousandth of the object where that is less: it could
not be made, flickers when drawn and is jumped over by contact solvers. The thickness of a hollow mesh is twice
its volume over its area.

Bad:  ``Box((0.4, 0.3, 0.00002))`` as the door of a cabinet
Good: ``Box((0.4, 0.3, 0.018))``.
"""

from __future__ import annotations

from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome, millimetres
from sdk.qc.subject import Subject

CODE = "X_WALL_THICKNESS"
NAME = "check_wall_thickness"
THINNEST = 0.0002
"""Metres."""
THINNEST_SHARE = 0.001
"""Of the object's diagonal; the smaller of the two counts."""


def check_wall_thickness(subject: Subject) -> Outcome:
    """Whether every element is thick enough to exist."""
    limit = min(THINNEST, THINNEST_SHARE * subject.scene.diagonal)
    findings = [
        CODES[CODE].finding(
            summary=(
                f"{element.part}/{element.label} is {millimetres(element.form.thickness)} thick; "
                f"want {millimetres(limit)} or more"
            ),
            check=NAME,
            parts=(element.part,),
            elements=(element.label,),
            measured=element.form.thickness,
            limit=limit,
            line=element.line,
        )
        for element in subject.scene.at_rest().elements
        if element.form.thickness < limit
    ]
    return Outcome(ok=not findings, findings=tuple(findings))
