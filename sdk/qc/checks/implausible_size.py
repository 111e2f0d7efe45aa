"""X_IMPLAUSIBLE_SIZE: the object and its elements have sizes that belong together.

What is wrong: the object is smaller than 1 mm or larger than 100 m, or one element is out of all proportion to
the rest: millimetres written as metres, inches as metres. An element counts as slipped when it alone is 10 times
what the others span, or less than a 3000th of the object.

Bad:  ``Cylinder(radius=4.0, length=30.0)`` for a 4 mm screw of a lamp
Good: ``Cylinder(radius=0.004, length=0.030)``; lengths are metres.
"""

from __future__ import annotations

import numpy as np

from sdk.findings import Finding
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject
from sdk.scene import Element

CODE = "X_IMPLAUSIBLE_SIZE"
NAME = "check_plausible_sizes"
SMALLEST, LARGEST = 0.001, 100.0
"""Metres, of the object."""
TOO_LARGE = 10.0
"""Times the diagonal of everything else."""
TOO_SMALL = 1.0 / 3000.0
"""Of the object's diagonal."""
SLIPS = {
    1000.0: "millimetres written as metres?",
    25.4: "inches and millimetres mixed?",
    100.0: "centimetres?",
}


def check_plausible_sizes(subject: Subject) -> Outcome:
    """Whether sizes are plausible."""
    posed = subject.scene.at_rest()
    if not len(posed.elements):
        return Outcome(ok=True)
    findings = []
    largest = int(np.argmax(np.linalg.norm(posed.boxes[:, 1] - posed.boxes[:, 0], axis=1)))
    slipped = [largest] if _dwarfs(posed.boxes, largest) else []
    whole = _diagonal(np.delete(posed.boxes, slipped, axis=0) if slipped else posed.boxes)
    sizes = posed.sizes
    small = [index for index in np.flatnonzero(sizes < TOO_SMALL * whole).tolist() if index not in slipped]
    findings += [_element(posed.elements[index], float(sizes[index]), whole) for index in (*slipped, *small)]
    if not SMALLEST <= whole <= LARGEST:
        findings.append(
            CODES[CODE].finding(
                summary=f"the object measures {whole:.4g} m across; lengths are metres",
                check=NAME,
                measured=whole,
                limit=SMALLEST if whole < SMALLEST else LARGEST,
            )
        )
    return Outcome(ok=not findings, findings=tuple(findings))


def _dwarfs(boxes: np.ndarray, index: int) -> bool:
    """Whether one box is out of proportion to the box around all others."""
    if len(boxes) < 3:
        return False
    size = float(np.linalg.norm(boxes[index, 1] - boxes[index, 0]))
    return size > TOO_LARGE * _diagonal(np.delete(boxes, index, axis=0))


def _diagonal(boxes: np.ndarray) -> float:
    return float(np.linalg.norm(boxes[:, 1].max(axis=0) - boxes[:, 0].min(axis=0)))


def _element(element: Element, size: float, whole: float) -> Finding:
    ratio = size / whole if size > whole else whole / size
    nearest = min(SLIPS, key=lambda factor: abs(np.log(ratio / factor)))
    return CODES[CODE].finding(
        summary=f"{element.part}/{element.label} measures {size:.4g} m in an object of {whole:.4g} m: {SLIPS[nearest]}",
        check=NAME,
        parts=(element.part,),
        elements=(element.label,),
        measured=size,
        limit=TOO_LARGE * whole if size > whole else TOO_SMALL * whole,
        line=element.line,
    )
