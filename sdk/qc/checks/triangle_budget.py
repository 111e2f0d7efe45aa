"""X_TRIANGLES: no element costs more triangles than it can show.

What is wrong: an element, or all of them together, has so many triangles that simulators and viewers slow down:
a spring of a hundred facets around its wire, a thread drawn for every pitch of a long rod. Each element counts once,
however many visuals share its mesh.

Bad:  ``spring(0.01, 0.002, 30, 0.1, segments=96, wire_segments=24)``, 138,240 triangles
Good: ``spring(0.01, 0.002, 30, 0.1)``, 11,520; every builder's page says what it costs.
"""

from __future__ import annotations

from sdk.findings import Finding
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject
from sdk.scene import Element

CODE = "X_TRIANGLES"
NAME = "check_triangle_budget"
ELEMENT_BUDGET = 50_000
OBJECT_BUDGET = 400_000


def check_triangle_budget(subject: Subject) -> Outcome:
    """Whether each element, and the object, stays within its budget."""
    posed = subject.scene.at_rest()
    counts = [len(element.mesh.faces) for element in posed.elements]
    findings = []
    seen: set[int] = set()
    for element, count in sorted(zip(posed.elements, counts, strict=True), key=lambda pair: -pair[1]):
        if count <= ELEMENT_BUDGET:
            break
        if id(element.mesh) not in seen:
            seen.add(id(element.mesh))
            findings.append(_element(element, count))
    total = sum(counts)
    if total > OBJECT_BUDGET and not findings:
        findings.append(
            CODES[CODE].finding(
                summary=(
                    f"the object has {total:,} triangles, {OBJECT_BUDGET:,} would do; draw its "
                    f"{len(counts)} elements with fewer segments"
                ),
                check=NAME,
                measured=float(total),
                limit=float(OBJECT_BUDGET),
            )
        )
    return Outcome(ok=not findings, findings=tuple(findings))


def _element(element: Element, count: int) -> Finding:
    share = 2
    while count / share**2 > ELEMENT_BUDGET:
        share *= 2
    word = {2: "half", 4: "a quarter"}.get(share, f"a {share}th")
    return CODES[CODE].finding(
        summary=(
            f"{element.part}/{element.label}: {count:,} triangles, at most {ELEMENT_BUDGET:,} are of use; {word} of "
            f"the segments both ways gives {round(count / share**2):,}"
        ),
        check=NAME,
        parts=(element.part,),
        elements=(element.label,),
        measured=float(count),
        limit=float(ELEMENT_BUDGET),
        line=element.line,
    )
