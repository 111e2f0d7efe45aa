"""QC_MODEL_VALIDITY: the object keeps the rules of the authoring library.

What is wrong: a joint without the limits its type needs, a part with two parents, a box with a zero side, an
unknown material, a mimic that follows itself, and the like. Under profile `reference` only the first is told.

Bad:  ``model.articulation("hinge", "revolute", base, lid)``
Good: ``model.articulation("hinge", "revolute", base, lid, motion_limits=MotionLimits(lower=0.0, upper=1.2))``
"""

from __future__ import annotations

from sdk.errors import SDKError
from sdk.findings import Finding
from sdk.model.validation import Violation, violations
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject

CODE = "QC_MODEL_VALIDITY"
NAME = "check_model_valid"


def check_model_validity(subject: Subject) -> Outcome:
    """Whether `validate(strict=True)` passes; one finding for each broken rule."""
    model = subject.scene.model
    validate = getattr(model, "validate", None)
    if not callable(validate):
        return Outcome(
            ok=False, details=f"{type(model).__name__} has no validate(); want an ArticulatedObject"
        )
    try:
        validate(strict=True)
    except (SDKError, TypeError, ValueError, AttributeError) as error:
        details = f"{type(error).__name__}: {error}"
        broken = list(violations(model, strict=True)) if isinstance(error, SDKError) else []
        return Outcome(ok=False, details=details, findings=tuple(_finding(violation) for violation in broken))
    return Outcome(ok=True)


def _finding(violation: Violation) -> Finding:
    error = violation.to_error()
    return CODES[CODE].finding(summary=str(error), details=violation.code, check=NAME, line=violation.line)
