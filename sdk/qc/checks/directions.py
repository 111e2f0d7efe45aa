"""X_DIRECTION: joints whose author stated a positive direction move that way.

What is wrong: after the joint was made with ``positive=``, an edit of its axis, of what carries it or of the
element turned the motion round, or across.

Bad:  ``hinge = model.articulation(..., positive="up")`` and then ``hinge.axis = (0, 1, 0)`` by hand
Good: the axis left to the library, or a `positive` that says what the axis does.
"""

from __future__ import annotations

from typing import Any

from sdk.errors import ValidationError
from sdk.mechanisms.directions import LEAST_COSINE, as_direction, setting_of
from sdk.model.articulation import Articulation
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome, shown
from sdk.qc.subject import Subject

CODE = "X_DIRECTION"
NAME = "warn_if_joints_move_otherwise()"
MOST_SHOWN = 10


def has_directions(model: Any) -> bool:
    """Whether any joint states one."""
    return any(getattr(joint, "positive", None) for joint in getattr(model, "articulations", ()))


def check_directions(subject: Subject) -> Outcome:
    """Whether every joint with a stated direction sets off that way from rest."""
    found = []
    for joint in subject.scene.model.articulations:
        if joint.positive is None:
            continue
        cosine = _cosine(subject, joint)
        if cosine is None or cosine < LEAST_COSINE:
            how = (
                "does not move"
                if cosine is None
                else "moves against it"
                if cosine < 0.0
                else "moves across it"
            )
            found.append((joint, cosine, f"joint {joint.name!r}: {joint.positive.text}, but now {how}"))
    if not found:
        return Outcome(ok=True)
    return Outcome(
        ok=False,
        details="\n".join(shown((text for *_, text in found), most=MOST_SHOWN)),
        findings=tuple(
            CODES[CODE].finding(
                summary=text,
                check=NAME,
                parts=(joint.child,),
                elements=(joint.positive.elem,) if joint.positive and joint.positive.elem else (),
                joint=joint.name,
                pose={},
                measured=cosine,
                limit=LEAST_COSINE,
                line=joint.line,
            )
            for joint, cosine, text in found
        ),
    )


def _cosine(subject: Subject, joint: Articulation) -> float | None:
    """Between the stated direction and the motion; None where there is no motion to speak of."""
    assert joint.positive is not None
    scene = subject.scene
    try:
        setting = setting_of(scene.model, joint, elem=joint.positive.elem, asset_root=scene.asset_root)
    except ValidationError:  # the element is gone
        return None
    return setting.cosine(as_direction(joint.positive.direction, f"articulation {joint.name!r}.positive"))
