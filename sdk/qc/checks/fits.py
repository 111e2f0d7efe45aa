"""X_FIT: declared fits have the clearance, or press, they were declared with.

What is wrong: two elements of a declared fit are farther apart than three times its gap, nearer than 0.3 of it,
or pressed deeper than three times a press; at rest, or at the ends of the joints. The lower bound counts only
where both elements are named, since whole parts may well touch elsewhere.

Bad:  ``model.fit(door, frame, elem_child="pin", elem_parent="lug", gap=0.0002)`` with a pin 2 mm too thin
Good: the pin thinner than its bore by 0.4 mm, 0.2 mm on each side.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sdk.findings import Finding
from sdk.model.declarations import Fit
from sdk.qc.codes import CODES
from sdk.qc.fitting import FitState, measure_fit
from sdk.qc.outcome import Outcome, direction_text, millimetres, pose_data, pose_text, shown
from sdk.qc.subject import Subject
from sdk.scene import Posed
from sdk.scene.sampling import generate_pose_samples
from sdk.spatial import invert_rigid

CODE = "X_FIT"
NAME = "warn_if_fits_differ()"
MOST_SHOWN = 10
MOST_POSES = 24
SLACK = 2e-5
"""What the facets of round surfaces may take off a clearance, metres."""
PLACE_DECIMALS = 9
"""Relative places that agree this far are one place."""


def has_fits(model: Any) -> bool:
    """Whether the object declares any."""
    return bool(getattr(model, "fits", None))


def check_fits(subject: Subject) -> Outcome:
    """Whether every declared fit holds at rest and at the ends of the joints; the first pose it fails at."""
    scene, fits = subject.scene, subject.scene.model.fits
    seen: set[tuple[int, bytes]] = set()
    found: dict[int, tuple[FitState, Posed]] = {}
    for pose in generate_pose_samples(scene.model, max_samples=MOST_POSES):
        posed = scene.at(pose, granularity=subject.profile.granularity)
        for number, fit in enumerate(fits):
            key = (number, _relative_place(posed, fit))
            if number in found or key in seen:
                continue
            seen.add(key)
            state = measure_fit(posed, fit)
            if state is not None and not _holds(state):
                found[number] = (state, posed)
    if not found:
        return Outcome(ok=True)
    lines = shown((_line(state, posed.configuration) for state, posed in found.values()), most=MOST_SHOWN)
    return Outcome(
        ok=False,
        details="\n".join(["Declared fits differ:", *lines]),
        findings=tuple(_finding(state, posed) for state, posed in found.values()),
    )


def _relative_place(posed: Posed, fit: Fit) -> bytes:
    parent_from_child = invert_rigid(posed.world_from_part[fit.parent]) @ posed.world_from_part[fit.child]
    return (np.round(parent_from_child, PLACE_DECIMALS) + 0.0).tobytes()


def _least(fit: Fit) -> float:
    is_named = fit.elem_child is not None and fit.elem_parent is not None
    return fit.least if is_named or fit.kind == "press" else -np.inf


def _holds(state: FitState) -> bool:
    return _least(state.fit) - SLACK <= state.clearance <= state.fit.most + SLACK


def _line(state: FitState, configuration: Mapping[str, Any]) -> str:
    fit = state.fit
    return (
        f"fit=({fit.label!r}) kind={fit.kind} clearance={state.clearance:.4g} "
        f"least={fit.least:.4g} most={fit.most:.4g} pose={pose_text(configuration)}"
    )


def _finding(state: FitState, posed: Posed) -> Finding:
    fit = state.fit
    child, parent = (posed.elements[index] for index in state.indices)
    is_loose = state.clearance > fit.most
    limit = fit.most if is_loose else fit.least
    move = None if state.direction is None else state.direction * _needed(state)
    return CODES[CODE].finding(
        summary=f"{fit.label}: {_stands(state)}; {_wanted(fit)}{_advice(state)}",
        details=_line(state, posed.configuration),
        check=NAME,
        parts=(fit.parent, fit.child),
        elements=(parent.label, child.label),
        pose=pose_data(posed.configuration),
        measured=state.clearance,
        limit=limit,
        move=None if move is None else (float(move[0]), float(move[1]), float(move[2])),
        line=fit.line or child.line or parent.line,
    )


def _stands(state: FitState) -> str:
    if state.clearance < 0.0:
        return f"overlaps by {millimetres(-state.clearance)}"
    return f"{millimetres(state.clearance)} apart" if state.clearance > 0.0 else "touches"


def _wanted(fit: Fit) -> str:
    if fit.kind == "press":
        room = f"{millimetres(-fit.most)} to {millimetres(-fit.least)}"
        return f"a press of {millimetres(fit.gap)} wants {room} of overlap"
    return f"a {fit.kind} fit wants {millimetres(fit.least)} to {millimetres(fit.most)} of clearance"


def _advice(state: FitState) -> str:
    """The move along the gap that restores the declared figure; for a gap all round, none."""
    if state.direction is None:
        return ""
    move = _needed(state)
    way = direction_text(state.direction * np.sign(move))
    return f"; move {state.fit.child!r} {millimetres(abs(move))} along {way}"


def _needed(state: FitState) -> float:
    """Metres that the child must move away from the parent for the declared figure; negative towards it."""
    wanted = -state.fit.gap if state.fit.kind == "press" else state.fit.gap
    return wanted - state.clearance
