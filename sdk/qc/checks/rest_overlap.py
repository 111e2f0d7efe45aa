"""QC_REAL_OVERLAP: no two parts share space at rest.

What is wrong: two parts occupy the same space, joint neighbours and fixed mounts included, and both the truth
(the common volume) and the public rule (the boxes) say so. Touching is contact, not overlap; so is less than
0.2 mm or a thousandth of the object's size. What only the truth calls an overlap is X_TRUE_OVERLAP; profile
`reference` compares boxes alone: see `sdk.qc.overlaps`.

Bad:  a cube of 0.1 whose centre lies on the top of a slab
Good: the cube 0.05 higher, standing on the slab; a press fit is declared with ``model.fit(pin, base,
elem_child="shaft", elem_parent="socket", gap=0.00005, kind="press")``, a deeper one with
``ctx.allow_overlap("base", "pin", elem_a="socket", elem_b="shaft", reason="pressed 2 mm into its socket")``.
"""

from __future__ import annotations

import numpy as np

from sdk.findings import Finding
from sdk.qc.codes import CODES
from sdk.qc.fitting import is_fitted
from sdk.qc.outcome import Outcome, direction_text, millimetres, pose_data, pose_text, shown
from sdk.qc.overlaps import ElementOverlap, OverlapRule, boxed, find_overlaps
from sdk.qc.resting import overlaps_at_rest
from sdk.qc.subject import Subject
from sdk.scene import Element

CODE = "QC_REAL_OVERLAP"
NAME = "fail_if_parts_overlap_in_current_pose()"
MOST_SHOWN = 8


def check_overlap(
    subject: Subject, *, overlap_tol: float | None = None, overlap_volume_tol: float | None = None
) -> Outcome:
    """Whether all parts are clear of each other at the subject's configuration."""
    scene = subject.scene
    rule = OverlapRule.of(
        subject.profile,
        diagonal=lambda: scene.diagonal,
        overlap_tol=overlap_tol,
        overlap_volume_tol=overlap_volume_tol,
    )
    if (
        rule.true is not None
        and overlap_tol is None
        and overlap_volume_tol is None
        and not subject.configuration
    ):
        found = boxed(overlaps_at_rest(subject).found, rule)
    else:
        posed = scene.at(subject.configuration, granularity=subject.profile.granularity)
        found = find_overlaps(posed, rule)
    open_overlaps = [overlap for overlap in found if not is_allowed(subject, overlap)]
    if open_overlaps:
        worst = worst_of_each_pair(open_overlaps)
        tolerances = f"overlap_tol={rule.least_depth:.4g} overlap_volume_tol={rule.least_volume:.4g}"
        lines = shown((overlap_line(overlap) for overlap in worst), most=MOST_SHOWN)
        details = "\n".join([f"Part overlaps detected: {tolerances}", *lines])
        return Outcome(ok=False, details=details, findings=overlap_findings(worst))
    if found:
        pairs = len({overlap.pair for overlap in found})
        head = f"Overlaps detected but allowed by justification: pairs={pairs} elements={len(found)}"
        lines = shown((overlap_line(overlap) for overlap in worst_of_each_pair(found)), most=MOST_SHOWN)
        return Outcome(ok=True, notices=("\n".join([head, *lines]),))
    return Outcome(ok=True)


def is_allowed(subject: Subject, overlap: ElementOverlap) -> bool:
    """Whether the author declared this overlap, or a fit that goes so deep."""
    return is_fitted(subject.scene.model, overlap) or subject.allowances.covers_overlap(
        overlap.pair, first=overlap.first.name, second=overlap.second.name
    )


def worst_of_each_pair(overlaps: list[ElementOverlap]) -> list[ElementOverlap]:
    """For each pair of parts the overlap of the largest depth, then volume; in pair order."""
    worst: dict[tuple[str, str], ElementOverlap] = {}
    for overlap in overlaps:
        known = worst.get(overlap.pair)
        if known is None or (overlap.depth, overlap.volume) > (known.depth, known.volume):
            worst[overlap.pair] = overlap
    return [worst[pair] for pair in sorted(worst)]


def overlap_line(overlap: ElementOverlap) -> str:
    """One overlap as a line of a report."""
    who = f"pair=({overlap.pair[0]!r},{overlap.pair[1]!r})"
    where = f"elem_a={_element_text(overlap.first)} elem_b={_element_text(overlap.second)}"
    pose = f"pose={pose_text(overlap.posed.configuration)}"
    if overlap.measured is None:
        depths = ",".join(f"{depth:.4g}" for depth in overlap.depths)
        return f"{who} depth=({depths}) min_depth={overlap.depth:.4g} vol={overlap.volume:.4g} {where} {pose}"
    return f"{who} depth={millimetres(overlap.depth)} vol={_cubic_millimetres(overlap.volume)} {where} {pose}"


def overlap_findings(overlaps: list[ElementOverlap]) -> tuple[Finding, ...]:
    """One finding for each overlap; the deepest ones say which move frees them."""
    deepest = sorted(overlaps, key=lambda overlap: -overlap.depth)[:MOST_SHOWN]
    return tuple(_finding(overlap, advise=overlap in deepest) for overlap in overlaps)


def _finding(overlap: ElementOverlap, *, advise: bool) -> Finding:
    first, second = overlap.first, overlap.second
    move = overlap.separating_move() if advise else None
    advice = "" if move is None else f"; {_move_text(second.part, move)}"
    return CODES[CODE].finding(
        summary=(
            f"{first.part}/{first.label} and {second.part}/{second.label} overlap "
            f"{millimetres(overlap.depth)}{advice}"
        ),
        details=overlap_line(overlap),
        check=NAME,
        parts=overlap.pair,
        elements=tuple(element.label for element in (first, second)),
        pose=pose_data(overlap.posed.configuration),
        measured=overlap.depth,
        limit=overlap.limit,
        move=None if move is None else (float(move[0]), float(move[1]), float(move[2])),
        line=second.line or first.line,
    )


def _move_text(part: str, move: np.ndarray) -> str:
    length = float(np.linalg.norm(move))
    return f"moving {part!r} {millimetres(length)} along {direction_text(move)} frees them"


def _element_text(element: Element) -> str:
    return f"#{element.index} {element.name or '<unnamed>'!r}:{type(element.geometry).__name__}"


def _cubic_millimetres(volume: float) -> str:
    return f"{volume * 1e9:.3g} mm3"
