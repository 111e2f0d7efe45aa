"""X_INTENT: things do what they are called.

What is wrong: a name alone says how a thing is used, and the joint does otherwise: a trigger is pulled towards the
grip, a button goes into what carries it, as does what slides on a joint called press, a drawer comes out on the side
of its handle. Other names are not judged.

Bad:  a trigger whose rising joint swings it away from the grip
Good: the joint's axis turned round, or ``positive=`` given when the joint is made.
"""

from __future__ import annotations

import numpy as np

from sdk.findings import Finding
from sdk.model.articulation import Articulation, ArticulationType
from sdk.qc.codes import CODES
from sdk.qc.contacts import moved
from sdk.qc.outcome import Outcome, millimetres
from sdk.qc.subject import Subject
from sdk.qc.sweep import Sweeps
from sdk.qc.words import last_word
from sdk.scene.motion import Drive

CODE = "X_INTENT"
NAME = "check_intent"
GRIPS = frozenset(("grip", "handle", "stock", "pistol"))
PULLS = frozenset(("handle", "pull", "knob", "grip", "front", "face"))
PUSHED = frozenset(("button", "pushbutton", "keycap"))
PRESSES = frozenset(("press", "push"))
"""Last words of names of joints, whatever slides on them."""
PLAINLY = 0.3
"""Cosine, or share of a half width, by which a motion must be wrong to be blamed."""


def check_intent(subject: Subject) -> Outcome:
    """Whether triggers, buttons and drawers work."""
    findings = tuple(
        finding
        for drive in subject.scene.drives
        for finding in (_trigger(subject, drive), _button(subject, drive), _drawer(subject, drive))
        if finding is not None
    )
    return Outcome(ok=not findings, findings=findings)


def _way(subject: Subject, drive: Drive) -> tuple[np.ndarray, np.ndarray, float]:
    """Middle of what the joint carries at rest and (3,) its displacement at the far end, with that end."""
    sweeps = Sweeps.of(subject)
    own = sweeps.posed.of_part(drive.joint.child)
    end = max((drive.lower, drive.upper), key=abs)
    there = moved(sweeps.posed, drive, sweeps.groups_of(drive), end)
    rest = sweeps.posed.boxes[own].mean(axis=(0, 1))
    return rest, there.boxes[own].mean(axis=(0, 1)) - rest, end


def _is_called(joint: Articulation, names: frozenset[str]) -> bool:
    return last_word(joint.child) in names


def _middles(subject: Subject, names: frozenset[str], *, without: frozenset[str]) -> list[np.ndarray]:
    """Middles of the elements called so, of other parts."""
    posed = Sweeps.of(subject).posed
    return [
        posed.boxes[index].mean(axis=0)
        for index, element in enumerate(posed.elements)
        if element.part not in without
        and (last_word(element.visual_name or "") in names or last_word(element.part) in names)
    ]


def _trigger(subject: Subject, drive: Drive) -> Finding | None:
    joint = drive.joint
    if not _is_called(joint, frozenset(("trigger",))) or not Sweeps.of(subject).posed.of_part(joint.child):
        return None
    grips = _middles(subject, GRIPS, without=frozenset(drive.moving))
    if not grips:
        return None
    rest, way, end = _way(subject, drive)
    travel = float(np.linalg.norm(way))
    towards = min((grip - rest for grip in grips), key=lambda each: float(np.linalg.norm(each)))
    across = towards.copy()
    own = [screw for path in drive.paths for screw in path if screw.joint is joint]
    if joint.articulation_type.is_angular and own:  # a finger pulls square to the axis and along no lever
        screw = own[0]
        lever = rest - screw.point
        across -= float(across @ screw.axis) * screw.axis
        if (length := float(np.linalg.norm(lever))) > 0.0:
            across -= float(across @ lever) * lever / length**2
    if travel <= 0.0 or float(way @ across) >= -PLAINLY * travel * float(np.linalg.norm(across)):
        return None
    return _wrong_way(subject, drive, end, travel, "swings away from the grip when pulled")


def _button(subject: Subject, drive: Drive) -> Finding | None:
    joint = drive.joint
    is_pressed = _is_called(joint, PUSHED) or last_word(joint.name) in PRESSES
    if not is_pressed or joint.articulation_type is not ArticulationType.PRISMATIC:
        return None
    posed = Sweeps.of(subject).posed
    carrier = posed.of_part(joint.parent)
    if not carrier or not posed.of_part(joint.child):
        return None
    rest, way, end = _way(subject, drive)
    travel = float(np.linalg.norm(way))
    low, high = posed.boxes[carrier, 0].min(axis=0), posed.boxes[carrier, 1].max(axis=0)
    ahead = _ahead_of(rest, low, high, way / (travel or 1.0))
    if travel <= 0.0 or ahead is None or ahead >= 0.0 or min(drive.lower, 0.0) < 0.0 < drive.upper:
        return None
    return _wrong_way(subject, drive, end, travel, f"comes out of {joint.parent!r} when pressed")


def _ahead_of(point: np.ndarray, low: np.ndarray, high: np.ndarray, way: np.ndarray) -> float | None:
    """Metres by which the middle of a box lies ahead along the way; None for a point about its middle."""
    half = 0.5 * float(np.abs(way) @ (high - low))
    ahead = float((0.5 * (low + high) - point) @ way)
    return None if half <= 0.0 or abs(ahead) < PLAINLY * half else ahead


def _drawer(subject: Subject, drive: Drive) -> Finding | None:
    joint = drive.joint
    if (
        not _is_called(joint, frozenset(("drawer",)))
        or joint.articulation_type is not ArticulationType.PRISMATIC
    ):
        return None
    posed = Sweeps.of(subject).posed
    own = posed.of_part(joint.child)
    pulls = [
        posed.boxes[index].mean(axis=0)
        for index in own
        if last_word(posed.elements[index].visual_name or "") in PULLS
    ]
    if not pulls:
        return None
    _, way, end = _way(subject, drive)
    travel = float(np.linalg.norm(way))
    towards = np.mean(pulls, axis=0) - 0.5 * (
        posed.boxes[own, 0].min(axis=0) + posed.boxes[own, 1].max(axis=0)
    )
    if travel <= 0.0 or float(way @ towards) >= -PLAINLY * travel * float(np.linalg.norm(towards)):
        return None
    return _wrong_way(subject, drive, end, travel, "goes in, away from its handle, as it opens")


def _wrong_way(subject: Subject, drive: Drive, end: float, travel: float, what: str) -> Finding:
    joint = drive.joint
    unit = "rad" if joint.articulation_type.is_angular else "m"
    return CODES[CODE].finding(
        summary=(
            f"{joint.child!r} {what} ({millimetres(travel)} at {joint.name} = {end:.4g} {unit}); turn the joint's axis "
            "round"
        ),
        check=NAME,
        parts=(joint.parent, joint.child),
        joint=joint.name,
        pose={joint.name: end},
        measured=-travel,
        limit=0.0,
        line=joint.line,
    )
