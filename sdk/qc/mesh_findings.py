"""One finding for each visual whose mesh is faulty; the measurement is made once per mesh.

A newcomer's mistake: to measure per visual. A mesh may be shown many times, and its faults are one fault.
"""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

from sdk.facts import recalled
from sdk.findings import Finding
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject
from sdk.scene import Element, MeshData
from sdk.scene.forms import MeshForm

Fault = tuple[float, str]
"""A measured figure, and the rest of the sentence that begins with the visual."""
Measure = Callable[[MeshData], Fault | None]

_known: WeakKeyDictionary[MeshForm, dict[str, Fault | None]] = WeakKeyDictionary()


def find_by_mesh(subject: Subject, code: str, name: str, measure: Measure) -> Outcome:
    """The outcome of a check that looks at each mesh by itself."""
    findings = []
    told: set[MeshForm] = set()
    for element in subject.scene.at_rest().elements:
        form = element.form
        if not isinstance(form, MeshForm) or form in told:
            continue
        faults = _known.setdefault(form, {})
        if code not in faults:
            found = recalled(
                lambda form=form: measure(form.mesh), f"fault {code}", lambda form=form: (form.digest,)
            )
            faults[code] = None if found is None else (found[0], found[1])
        fault = faults[code]
        if fault is None:
            continue
        told.add(form)
        findings.append(_finding(element, code, name, fault))
    return Outcome(ok=not findings, findings=tuple(findings))


def _finding(element: Element, code: str, name: str, fault: Fault) -> Finding:
    return CODES[code].finding(
        summary=f"the mesh of {element.part}/{element.label} {fault[1]}",
        check=name,
        parts=(element.part,),
        elements=(element.label,),
        measured=fault[0],
        limit=0.0,
        line=element.line,
    )
