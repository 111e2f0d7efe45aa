"""X_NAME_HYGIENE: names survive every file format and name one thing.

What is wrong: a part, joint or visual name has a character other than letters, digits, ``_``, ``.`` and ``-``, or
blanks around it, or two visuals of one part share a name, so that a test cannot tell them apart.

Bad:  ``model.part("left arm ")``
Good: ``model.part("left_arm")``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdk.findings import Finding
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject

CODE = "X_NAME_HYGIENE"
NAME = "check_name_hygiene"
SOUND = re.compile(r"[A-Za-z0-9_.\-]+")


def check_name_hygiene(subject: Subject) -> Outcome:
    """Whether every name is portable, and every visual's its own."""
    findings = tuple(_faults(subject))
    return Outcome(ok=not findings, findings=findings)


def _faults(subject: Subject) -> Iterator[Finding]:
    wanted = "want letters, digits, '_', '.' and '-'"
    for joint in subject.scene.model.articulations:
        if not SOUND.fullmatch(str(joint.name)):
            yield _finding(f"joint name {joint.name!r}: {wanted}", joint=joint.name, line=joint.line)
    for part in subject.scene.model.parts:
        if not SOUND.fullmatch(str(part.name)):
            yield _finding(f"part name {part.name!r}: {wanted}", parts=(part.name,), line=part.line)
        seen: set[str] = set()
        for visual in part.visuals:
            if visual.name is None:
                continue
            fields = {"parts": (part.name,), "elements": (visual.name,), "line": visual.line}
            if not SOUND.fullmatch(str(visual.name)):
                yield _finding(f"visual name {visual.name!r} of part {part.name!r}: {wanted}", **fields)
            if visual.name in seen:
                yield _finding(
                    f"part {part.name!r} has two visuals named {visual.name!r}; rename one", **fields
                )
            seen.add(visual.name)


def _finding(summary: str, **fields: object) -> Finding:
    return CODES[CODE].finding(summary=summary, check=NAME, **fields)
