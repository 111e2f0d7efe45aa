"""X_EMPTY_BORE: holes drilled through two things that are held together have something in them.

What is wrong: two elements that do not move against each other lie face to face, with round holes in line, and
nothing goes through: the bolts, screws or dowels were forgotten. Only narrow holes count, not the inside of pipes.

Bad:  a bracket with four holes on a plate with the same four holes, and no bolts
Good: a ``Cylinder`` for each shank through both, and a head on it.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np

from sdk.findings import Finding
from sdk.qc.bores import Bore, find_bores, world_bores
from sdk.qc.checks.axis_hardware import rigid_clusters
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome, direction_text, millimetres
from sdk.qc.subject import Subject
from sdk.qc.sweep import Sweeps
from sdk.spatial import apply_transform, invert_rigid

CODE = "X_EMPTY_BORE"
NAME = "check_empty_bores"
WIDEST = 0.012
"""Metres: a wider hole is a passage rather than a bolt's."""
WIDTH_SHARE = 0.2
"""Of the narrower element across the hole: the same for small ones."""
IN_LINE = 0.9998
OFFSET_SHARE = 0.3
"""Of the narrower hole's radius: how far two holes in line may be off."""
FACING = 0.001
"""Metres between the two elements at the hole."""
RADII = 1.8
"""How many times wider one of the two may be: a clearance hole over a thread."""
MOST_HOLES = 16
"""Of one pair: a pattern of more lets air through."""
SAMPLES = np.linspace(0.05, 0.95, 7)

Line = tuple[Bore, Bore, np.ndarray]


def check_empty_bores(subject: Subject) -> Outcome:
    """Whether something goes through every two holes in line."""
    sweeps = Sweeps.of(subject)
    clusters = subject.scene.once("clusters", lambda: rigid_clusters(subject))
    by_cluster: dict[str, list[int]] = defaultdict(list)
    for index, element in enumerate(sweeps.posed.elements):
        if find_bores(element.form):
            by_cluster[clusters[element.part]].append(index)
    findings = [
        finding
        for members in by_cluster.values()
        for first, second in combinations(members, 2)
        if _near(sweeps, first, second) and (finding := _empty(sweeps, first, second)) is not None
    ]
    return Outcome(ok=not findings, findings=tuple(findings))


def _near(sweeps: Sweeps, first: int, second: int) -> bool:
    a, b = sweeps.posed.boxes[first], sweeps.posed.boxes[second]
    return bool((np.maximum(a[0] - b[1], b[0] - a[1]) <= FACING).all())


def _empty(sweeps: Sweeps, first: int, second: int) -> Finding | None:
    lines = [
        (one, other, line)
        for one in world_bores(sweeps, first)
        for other in world_bores(sweeps, second)
        if (line := _in_line(one, other)) is not None
        and not _is_passage(sweeps, first, one)
        and not _is_passage(sweeps, second, other)
    ]
    if len(lines) > MOST_HOLES:
        return None
    empty = [line for line in lines if not _is_filled(sweeps, first, second, line)]
    if not empty:
        return None
    one, other, line = empty[0]
    a, b = sweeps.posed.elements[first], sweeps.posed.elements[second]
    holes = "a hole goes" if len(empty) == 1 else f"{len(empty)} holes go"
    middle = ", ".join(f"{value:.4g}" for value in line.mean(axis=0))
    width = 2.0 * min(one.radius, other.radius)
    return CODES[CODE].finding(
        summary=(
            f"{holes} through {a.part}/{a.label} and {b.part}/{b.label} in line, and nothing is in "
            f"{'it' if len(empty) == 1 else 'them'}; add the bolt, screw or pin, or close the hole"
        ),
        details=f"first at ({middle}), along {direction_text(one.axis)}, {millimetres(width)} wide",
        check=NAME,
        parts=(a.part, b.part),
        elements=(a.label, b.label),
        pose={},
        measured=float(len(empty)),
        limit=0.0,
        line=a.line or b.line,
    )


def _in_line(one: Bore, other: Bore) -> np.ndarray | None:
    """(2, 3) ends of the common axis; None when the two holes are not one passage."""
    narrow, wide = sorted((one.radius, other.radius))
    if wide > RADII * narrow or wide > WIDEST or abs(float(one.axis @ other.axis)) < IN_LINE:
        return None
    apart = other.point - one.point
    along = float(apart @ one.axis)
    if float(np.linalg.norm(apart - along * one.axis)) > OFFSET_SHARE * narrow:
        return None
    if abs(along) - 0.5 * (one.length + other.length) > FACING:
        return None
    low = min(-0.5 * one.length, along - 0.5 * other.length)
    high = max(0.5 * one.length, along + 0.5 * other.length)
    return one.point + np.array([[low], [high]]) * one.axis


def _is_passage(sweeps: Sweeps, index: int, bore: Bore) -> bool:
    """Whether the hole is what the element is there for: a pipe's, a ring's, a bush's."""
    corners = sweeps.corners[index]
    across = corners - (corners @ bore.axis)[:, None] * bore.axis
    spread = across - across.mean(axis=0)
    width = float(np.sqrt(np.linalg.eigvalsh(spread.T @ spread / len(spread))[1])) * 2.0
    if 2.0 * bore.radius > max(WIDTH_SHARE * width, 1e-4):
        return True
    form_from_world = invert_rigid(sweeps.posed.places[index])
    form = sweeps.posed.elements[index].form
    return form.is_round_about(
        apply_transform(form_from_world, bore.point), form_from_world[:3, :3] @ bore.axis
    )


def _is_filled(sweeps: Sweeps, first: int, second: int, found: Line) -> bool:
    one, other, ends = found
    points = ends[0] + SAMPLES[:, None] * (ends[1] - ends[0])
    low, high = sweeps.posed.boxes[:, 0], sweeps.posed.boxes[:, 1]
    reach = max(one.radius, other.radius)
    near = ((low <= ends.max(axis=0) + reach) & (high >= ends.min(axis=0) - reach)).all(axis=1)
    for index in np.flatnonzero(near).tolist():
        if index in (first, second):
            continue
        local = apply_transform(invert_rigid(sweeps.posed.places[index]), points)
        form = sweeps.posed.elements[index].form
        if any(form.contains(point) for point in local):
            return True
        middle = sweeps.posed.boxes[index].mean(axis=0) - ends[0]
        along = float(middle @ one.axis)
        if float(np.linalg.norm(middle - along * one.axis)) < 0.5 * reach:
            return True
    return False
