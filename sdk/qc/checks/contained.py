"""X_CONTAINED: no part is swallowed whole by the matter of another, and no element of a part is buried in it.

What is wrong: an element lies wholly inside the solid of another one. Nobody can see it, and in the world it
could not be there. A hollow mesh with a true cavity may hold things; a box cannot.

Bad:  a battery inside a solid ``Box`` that stands for a housing
Good: the housing hollowed (`boolean_difference`), or the battery in a bay cut into it.
"""

from __future__ import annotations

import numpy as np

from sdk.facts import recalled
from sdk.findings import Finding
from sdk.geometry.triangles import face_normals
from sdk.qc.checks.rest_overlap import is_allowed
from sdk.qc.checks.true_overlap import is_whole, true_overlaps
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome
from sdk.qc.overlaps import ElementOverlap
from sdk.qc.subject import Subject
from sdk.scene import Posed
from sdk.scene.forms import Form
from sdk.scene.overlap import sticks_out, volume_in_common
from sdk.spatial import apply_transform, invert_rigid

CODE = "X_CONTAINED"
NAME = "check_contained"
BURIED = 1.0 - 1e-6
"""Of an element's volume inside another element of its part."""
SEEN = 2e-5
"""Metres: an element that reaches so near to the surface of the one around it may show there."""


def check_contained(subject: Subject) -> Outcome:
    """Whether everything has its own space or a cavity around it."""
    between = [
        _between(overlap)
        for overlap in true_overlaps(subject)
        if is_whole(overlap) and not overlap.is_boxed and not is_allowed(subject, overlap)
    ]
    posed = subject.scene.at_rest()
    within = [_within(posed, inner, outer) for inner, outer in _buried(posed)]
    return Outcome(ok=not (between or within), findings=(*between, *within))


def _between(overlap: ElementOverlap) -> Finding:
    move = overlap.separating_move()
    return CODES[CODE].finding(
        summary=(
            f"{overlap.first.part}/{overlap.first.label} and {overlap.second.part}/{overlap.second.label}: "
            "one lies wholly inside the other; hollow the outer one or move the inner one out"
        ),
        check=NAME,
        parts=overlap.pair,
        elements=(overlap.first.label, overlap.second.label),
        pose={},
        measured=overlap.depth,
        limit=overlap.limit,
        move=None if move is None else (float(move[0]), float(move[1]), float(move[2])),
        line=overlap.second.line or overlap.first.line,
    )


def _buried(posed: Posed) -> list[tuple[int, int]]:
    """(inner, outer) elements of one part, the first within the matter of the second."""
    low, high = posed.boxes[:, 0], posed.boxes[:, 1]
    near = posed.pairs(posed.boxes, same_part=True)
    pairs = np.concatenate([near, near[:, ::-1]])
    inner, outer = pairs[:, 0], pairs[:, 1]
    around = (low[outer] < low[inner] - SEEN).all(axis=1) & (high[outer] > high[inner] + SEEN).all(axis=1)
    pairs = pairs[around]
    found: dict[int, int] = {}
    for inner, outer in pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].tolist():
        a, b = posed.elements[inner].form, posed.elements[outer].form
        if inner in found or a.volume >= b.volume * BURIED:
            continue
        if _is_within(a, b, invert_rigid(posed.places[outer]) @ posed.places[inner]):
            found[inner] = outer
    return list(found.items())


def _is_within(inner: Form, outer: Form, place: np.ndarray) -> bool:
    """Whether the matter of one form lies in that of another; `place` is outer_from_inner."""

    def measure() -> bool:
        return (
            not sticks_out(inner, outer, place, share=1.0 - BURIED)
            and inner.encloses_volume
            and outer.encloses_volume
            and volume_in_common(outer, inner, place) >= BURIED * inner.mesh.volume
            and not _shows(inner, outer, place)
        )

    if inner.is_solid and outer.is_solid:
        return measure()
    return recalled(measure, "buried", lambda: (inner.digest, outer.digest, place.tobytes()))


def _shows(inner: Form, outer: Form, outer_from_inner: np.ndarray) -> bool:
    """Whether a face of the inner form is flush with the outer one's surface, as a bushing in a counterbore is."""
    normals = face_normals(inner.mesh.vertices, inner.mesh.faces)
    lengths = np.linalg.norm(normals, axis=1)
    real = lengths > 0.0
    middles = inner.mesh.vertices[inner.mesh.faces[real]].mean(axis=1)
    above = middles + SEEN * normals[real] / lengths[real, None]
    return not outer.contains_each(apply_transform(outer_from_inner, above)).all()


def _within(posed: Posed, inner: int, outer: int) -> Finding:
    a, b = posed.elements[inner], posed.elements[outer]
    return CODES[CODE].finding(
        summary=f"{a.part}/{a.label} lies wholly inside {b.label} and is never seen; remove it or hollow {b.label}",
        check=NAME,
        parts=(a.part,),
        elements=(a.label, b.label),
        pose={},
        measured=a.form.volume,
        limit=0.0,
        line=a.line,
    )
