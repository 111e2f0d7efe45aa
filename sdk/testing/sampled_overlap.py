"""Overlaps looked for at sampled poses; authors opt in, no compile runs it.

A newcomer's mistake: to take a clean result for a proof. Only each joint's ends and middle are visited, and
beyond the sample budget combinations are drawn at random.
"""

from __future__ import annotations

from collections.abc import Callable

from sdk.model.articulation import ArticulationType
from sdk.model.object import ArticulatedObject
from sdk.qc.checks.rest_overlap import is_allowed, overlap_findings, overlap_line, worst_of_each_pair
from sdk.qc.outcome import Outcome, shown
from sdk.qc.overlaps import ElementOverlap, OverlapRule, find_overlaps
from sdk.qc.subject import Subject
from sdk.scene.sampling import generate_pose_samples

MOST_SHOWN = 8
MOVING = (ArticulationType.REVOLUTE, ArticulationType.PRISMATIC, ArticulationType.CONTINUOUS)

Skip = Callable[[str, str], bool]


def skip_neighbours(model: ArticulatedObject, *, adjacent: bool, fixed: bool) -> Skip:
    """A rule that leaves out parent–child pairs: all of them, or those joined rigidly."""
    ignored = {
        frozenset((joint.parent, joint.child))
        for joint in model.articulations
        if adjacent or (fixed and joint.articulation_type == ArticulationType.FIXED)
    }
    return lambda a, b: frozenset((a, b)) in ignored


def skip_all_but_moving_neighbours(model: ArticulatedObject) -> Skip:
    """A rule that keeps only the two sides of a revolute, prismatic or continuous joint."""
    kept = {
        frozenset((joint.parent, joint.child))
        for joint in model.articulations
        if joint.articulation_type in MOVING
    }
    return lambda a, b: frozenset((a, b)) not in kept


def check_sampled_overlap(
    subject: Subject,
    *,
    skip: Skip,
    max_pose_samples: int,
    seed: int,
    overlap_tol: float | None = None,
    overlap_volume_tol: float | None = None,
) -> Outcome:
    """Whether parts are clear of each other at sampled poses.

    Raises:
        ValidationError: `max_pose_samples` below 1.
    """
    scene = subject.scene
    rule = OverlapRule.of(
        subject.profile,
        diagonal=lambda: scene.diagonal,
        overlap_tol=overlap_tol,
        overlap_volume_tol=overlap_volume_tol,
    )
    poses = generate_pose_samples(scene.model, max_samples=max_pose_samples, seed=seed)
    relations = _relations(scene.model)
    lines: list[str] = []
    worst: dict[tuple[str, str], ElementOverlap] = {}
    allowed = 0
    for number, pose in enumerate(poses):
        posed = scene.at(pose, granularity=subject.profile.granularity)
        found = find_overlaps(posed, rule, skip=skip)
        open_overlaps = [overlap for overlap in found if not is_allowed(subject, overlap)]
        allowed += len(found) - len(open_overlaps)
        for overlap in open_overlaps:
            relation = relations.get(frozenset(overlap.pair), "unrelated")
            lines.append(f"pose_index={number} relation={relation} {overlap_line(overlap)}")
        for overlap in worst_of_each_pair(open_overlaps):
            known = worst.get(overlap.pair)
            if known is None or overlap.depth > known.depth:
                worst[overlap.pair] = overlap
    if lines:
        head = f"Overlaps detected: samples={len(poses)} overlap_tol={rule.least_depth:.4g}"
        return Outcome(
            ok=False,
            details="\n".join([head, *shown(lines, most=MOST_SHOWN)]),
            findings=overlap_findings([worst[pair] for pair in sorted(worst)]),
        )
    if allowed:
        return Outcome(
            ok=True, notices=(f"Overlaps detected but allowed by justification: elements={allowed}",)
        )
    return Outcome(ok=True)


def _relations(model: ArticulatedObject) -> dict[frozenset[str], str]:
    return {
        frozenset((joint.parent, joint.child)): f"adjacent-{joint.articulation_type.value}"
        for joint in model.articulations
    }
