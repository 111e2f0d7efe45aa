"""Faces of different parts that lie in one plane and would flicker; authors opt in.

Boxes of whole visuals stand for the shapes. A newcomer's mistake: to take low risk for no finding; joint
neighbours are always low, and low becomes a note.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import isfinite
from typing import Any

import numpy as np

from sdk.findings import Finding
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome, pose_data, pose_text, refused, shown
from sdk.qc.subject import Subject
from sdk.scene import Element, Posed
from sdk.scene.sampling import generate_pose_samples
from sdk.testing.sampled_overlap import skip_neighbours

MOST_SHOWN = 8
RISKS = ("low", "medium", "high")
SMALLEST_AREA = 1e-9
THIN = 0.12
"""A box is thin on an axis when its thickness is at most this share of its smaller side across it."""


@dataclass(frozen=True)
class CoplanarLimits:
    """When faces count as coplanar and overlapping."""

    plane_tol: float
    """Metres between the planes."""
    min_overlap: float
    """Metres shared on both axes in the plane."""
    min_overlap_ratio: float
    """Of the smaller face's area."""


@dataclass(frozen=True)
class Coplanar:
    """Two faces in one plane."""

    first: Element
    second: Element
    axis: int
    risk: str
    plane_distance: float
    ratio: float
    area: float
    configuration: Mapping[str, Any]

    @property
    def rank(self) -> tuple[int, float, float, float]:
        """Larger for the more telling of two findings."""
        return RISKS.index(self.risk), -self.plane_distance, self.ratio, self.area


def check_coplanar(
    subject: Subject,
    *,
    limits: CoplanarLimits,
    max_pose_samples: int,
    ignore_adjacent: bool,
    ignore_fixed: bool,
    seed: int,
) -> Outcome:
    """Whether no two parts have coplanar faces at sampled poses; the worst of each pair and pose is told."""
    if max_pose_samples < 1:
        return refused("max_pose_samples", given=max_pose_samples, wanted="at least 1")
    for name in ("plane_tol", "min_overlap", "min_overlap_ratio"):
        value = getattr(limits, name)
        if not isfinite(value) or value < 0.0 or (name == "min_overlap_ratio" and value > 1.0):
            return refused(name, given=value, wanted="a finite number of at least 0; a ratio of at most 1")
    model = subject.scene.model
    skip = skip_neighbours(model, adjacent=ignore_adjacent, fixed=ignore_fixed)
    neighbours = {frozenset((joint.parent, joint.child)) for joint in model.articulations}
    found: list[Coplanar] = []
    for pose in generate_pose_samples(model, max_samples=max_pose_samples, seed=seed):
        posed = subject.scene.at(pose)
        for pair, best in _best_of_pairs(posed, limits, skip=skip, neighbours=neighbours).items():
            if not subject.allowances.covers_coplanar(pair, (best.first.name, best.second.name)):
                found.append(best)
    if not found:
        return Outcome(ok=True)
    worst = max(found, key=lambda coplanar: coplanar.rank)
    head = f"Potential coplanar surfaces: max_risk={worst.risk} count={len(found)}"
    details = "\n".join([head, *shown(map(_line, found), most=MOST_SHOWN)])
    return Outcome(ok=False, details=details, findings=(_finding(worst),))


def _best_of_pairs(
    posed: Posed, limits: CoplanarLimits, *, skip: Any, neighbours: set[frozenset[str]]
) -> dict[tuple[str, str], Coplanar]:
    best: dict[tuple[str, str], Coplanar] = {}
    for first, second in posed.pairs(posed.loose_boxes, margin=limits.plane_tol).tolist():
        a, b = posed.elements[first], posed.elements[second]
        if skip(a.part, b.part):
            continue
        if a.part > b.part:
            first, second, a, b = second, first, b, a
        is_neighbour = frozenset((a.part, b.part)) in neighbours
        for axis in range(3):
            coplanar = _compare(posed, first, second, axis, limits, is_neighbour=is_neighbour)
            known = best.get((a.part, b.part))
            if coplanar is not None and (known is None or coplanar.rank > known.rank):
                best[a.part, b.part] = coplanar
    return dict(sorted(best.items()))


def _compare(
    posed: Posed, first: int, second: int, axis: int, limits: CoplanarLimits, *, is_neighbour: bool
) -> Coplanar | None:
    a, b = posed.loose_boxes[first], posed.loose_boxes[second]
    across = [other for other in range(3) if other != axis]
    shared = (np.minimum(a[1], b[1]) - np.maximum(a[0], b[0]))[across]
    distance = min(abs(float(a[i, axis] - b[j, axis])) for i, j in product(range(2), repeat=2))
    if shared.min() < limits.min_overlap or distance > limits.plane_tol:
        return None
    area = float(shared.prod())
    smaller = min(float((box[1] - box[0])[across].prod()) for box in (a, b))
    ratio = area / max(smaller, SMALLEST_AREA)
    if ratio < limits.min_overlap_ratio:
        return None
    risk = (
        "low"
        if is_neighbour
        else _risk(distance, ratio, limits, thin=all(_is_thin(box, axis) for box in (a, b)))
    )
    return Coplanar(
        posed.elements[first], posed.elements[second], axis, risk, distance, ratio, area, posed.configuration
    )


def _risk(distance: float, ratio: float, limits: CoplanarLimits, *, thin: bool) -> str:
    strong_plane = distance <= max(limits.plane_tol / 4.0, 1e-5)
    strong = ratio >= max(limits.min_overlap_ratio + 0.25, 0.75)
    moderate = ratio >= max(limits.min_overlap_ratio + 0.1, 0.5)
    if strong_plane and strong and thin:
        return "high"
    return "medium" if (strong_plane and moderate) or (strong and thin) else "low"


def _is_thin(box: np.ndarray, axis: int) -> bool:
    size = box[1] - box[0]
    return bool(size[axis] <= THIN * min(size[other] for other in range(3) if other != axis))


def _line(coplanar: Coplanar) -> str:
    a, b = coplanar.first, coplanar.second
    return (
        f"pair=({a.part!r},{b.part!r}) axis={'xyz'[coplanar.axis]} risk={coplanar.risk} "
        f"plane_distance={coplanar.plane_distance:.4g} ratio={coplanar.ratio:.4g} area={coplanar.area:.4g} "
        f"elem_a={a.label} elem_b={b.label} pose={pose_text(coplanar.configuration)}"
    )


def _finding(coplanar: Coplanar) -> Finding:
    a, b = coplanar.first, coplanar.second
    return CODES["WARN_COPLANAR_SURFACE"].finding(
        summary=f"{a.part}/{a.label} and {b.part}/{b.label} have faces in one plane",
        details=_line(coplanar),
        parts=(a.part, b.part),
        elements=(a.label, b.label),
        pose=pose_data(coplanar.configuration),
        measured=coplanar.plane_distance,
        line=b.line or a.line,
    )
