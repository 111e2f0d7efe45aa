"""X_INERTIA: declared moments belong to a body that could exist, and its centre of mass lies in the part.

What is wrong: the tensor is not positive definite, one principal moment exceeds the sum of the other two, or the
centre of mass lies outside the part's box. A simulator refuses the first two or becomes unstable.

Bad:  ``Inertia(ixx=1e-3, ixy=0, ixz=0, iyy=1e-3, iyz=0, izz=9e-3)``
Good: ``Inertial.from_geometry(Box((0.2, 0.1, 0.05)), mass=0.8)``.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sdk.model.inertial import Inertial
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome, millimetres
from sdk.qc.subject import Subject
from sdk.spatial import unite_bounds

CODE = "X_INERTIA"
NAME = "check_inertia"
SLACK = 1e-6
"""Relative, for moments that were rounded."""
OUTSIDE = 0.05
"""Of the part's diagonal: how far out of its box the centre of mass may lie."""


def check_inertia(subject: Subject) -> Outcome:
    """Whether every declared inertial is that of a real body."""
    findings = [
        CODES[CODE].finding(
            summary=f"part {part.name!r}: {text}",
            check=NAME,
            parts=(part.name,),
            measured=measured,
            limit=limit,
            line=part.line,
        )
        for part in subject.scene.model.parts
        if part.inertial is not None
        for text, measured, limit in [
            *_of_tensor(part.inertial),
            *_of_centre(subject, part.name, part.inertial),
        ]
    ]
    return Outcome(ok=not findings, findings=tuple(findings))


def _of_tensor(inertial: Inertial) -> Iterator[tuple[str, float, float]]:
    low, middle, high = np.linalg.eigvalsh(np.array(inertial.inertia.tensor)).tolist()
    if low <= 0.0:
        yield f"smallest principal moment {low:.3g} kg m2; want more than 0", low, 0.0
    elif high > (low + middle) * (1.0 + SLACK):
        yield (
            f"principal moment {high:.3g} exceeds the sum of the others, {low + middle:.3g} kg m2",
            high,
            low + middle,
        )


def _of_centre(subject: Subject, part: str, inertial: Inertial) -> Iterator[tuple[str, float, float]]:
    box = unite_bounds(element.bounds_in_part for element in subject.scene.elements(part))
    if box is None:
        return
    centre = np.asarray(inertial.origin.xyz, dtype=float)
    out = float(np.linalg.norm(np.maximum(np.maximum(box[0] - centre, centre - box[1]), 0.0)))
    limit = OUTSIDE * float(np.linalg.norm(box[1] - box[0]))
    if out > limit:
        yield f"centre of mass {millimetres(out)} outside its box", out, limit
