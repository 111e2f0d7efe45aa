"""X_GROUND: what is anchored to the floor or a table stands on it.

What is wrong: at rest the lowest point of the object is not at z = 0, or a joint drives something through the
floor.

Bad:  ``model.anchor(base, to="floor")`` with the base centred on its own origin
Good: its feet drawn from z = 0 upwards.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sdk.findings import Finding
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome, millimetres, pose_data, pose_text
from sdk.qc.subject import Subject
from sdk.scene import Posed
from sdk.scene.sampling import generate_pose_samples

CODE = "X_GROUND"
NAME = "warn_if_not_on_the_ground()"
STANDING = ("floor", "table")
TOLERANCE = 0.001
"""How far from z = 0 the lowest point may be, metres."""
MOST_POSES = 32


def has_ground(model: Any) -> bool:
    """Whether the object is anchored to something flat below it."""
    anchor = getattr(model, "anchored", None)
    return anchor is not None and anchor.to in STANDING


def check_ground(subject: Subject) -> Outcome:
    """Whether the object stands on z = 0 at rest, and stays above it as its joints move."""
    scene = subject.scene
    deepest: Finding | None = None
    for number, pose in enumerate(generate_pose_samples(scene.model, max_samples=MOST_POSES)):
        posed = scene.at(pose)
        if not len(posed.boxes):
            return Outcome(ok=True)
        height = float(posed.boxes[:, 0, 2].min())
        if number == 0 and abs(height) > TOLERANCE:
            way = "above" if height > 0.0 else "below"
            text = f"{millimetres(abs(height))} {way} the {_ground(subject)}; want z = 0"
            return _failed(_finding(subject, posed, height, text))
        if height < -TOLERANCE and (deepest is None or height < (deepest.measured or 0.0)):
            text = f"{millimetres(-height)} through the {_ground(subject)} at {pose_text(pose)}"
            deepest = _finding(subject, posed, height, text)
    return Outcome(ok=True) if deepest is None else _failed(deepest)


def _failed(finding: Finding) -> Outcome:
    return Outcome(ok=False, details=finding.summary, findings=(finding,))


def _ground(subject: Subject) -> str:
    anchor = subject.scene.model.anchored
    assert anchor is not None
    return anchor.to


def _finding(subject: Subject, posed: Posed, height: float, text: str) -> Finding:
    anchor = subject.scene.model.anchored
    lowest = posed.elements[int(np.argmin(posed.boxes[:, 0, 2]))]
    return CODES[CODE].finding(
        summary=f"{lowest.part}/{lowest.label}, the lowest point, is {text}",
        check=NAME,
        parts=(lowest.part,),
        elements=(lowest.label,),
        pose=pose_data(posed.configuration),
        measured=height,
        limit=TOLERANCE,
        line=lowest.line or (anchor.line if anchor else None),
    )
