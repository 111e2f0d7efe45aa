"""QC_SINGLE_ROOT_POLICY: exactly one named part is no joint's child.

What is wrong: a part was made but never joined to the rest, or every part is some joint's child (a loop).

Bad:  ``model.part("lamp")`` and no joint with ``child="lamp"``
Good: ``model.articulation("lamp_mount", "fixed", "base", "lamp")``
"""

from __future__ import annotations

from sdk.errors import SDKError
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject

CODE = "QC_SINGLE_ROOT_POLICY"
NAME = "check_single_root_part"


def check_single_root(subject: Subject) -> Outcome:
    """Whether there is one root part with a name."""
    try:
        roots = subject.scene.model.root_parts()
        names = tuple(root.name for root in roots if str(root.name).strip())
    except (SDKError, TypeError, AttributeError) as error:
        return Outcome(ok=False, details=f"{type(error).__name__}: {error}")
    if len(names) == 1:
        return Outcome(ok=True)
    details = f"roots={list(names)} count={len(names)}; want exactly one part that is no joint's child"
    lines = [root.line for root in roots[1:] if root.line is not None]
    finding = CODES[CODE].finding(
        summary=f"{len(names)} root parts {list(names)}; want one",
        check=NAME,
        parts=names,
        measured=float(len(names)),
        limit=1.0,
        line=lines[0] if lines else None,
    )
    return Outcome(ok=False, details=details, findings=(finding,))
