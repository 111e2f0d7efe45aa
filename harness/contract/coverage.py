"""How far an object meets a checklist, by the names of its parts and the types of its joints.

A newcomer's mistake: to fail a run on it. Words may be misread and parts named otherwise, so a miss is a hint
to the model, which can mend the object or leave it with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import pi
from typing import Any

from harness.contract.brief import Brief, matching
from harness.contract.requirement import Answer, Requirement, State
from harness.contract.vocabulary import VAGUE_HEADS, Motion, Way
from harness.words import identifiers_of, stem

SIZE_SLACK = 0.1
"""Share by which an overall size may differ from the one asked for."""
PLAINLY = 0.3
"""Cosine by which a motion must be wrong to be called so."""
WHOLE_TURN = 2.0 * pi - 1e-6
NO_BRIEF = Brief()
_UPWARD = frozenset({"tall", "high"})
_TYPES: Mapping[Motion, frozenset[str]] = {
    "slide": frozenset({"prismatic"}),
    "turn": frozenset({"revolute", "continuous"}),
    "spin": frozenset({"continuous", "revolute"}),
    "screw": frozenset({"revolute", "continuous", "prismatic"}),
}


def coverage(
    requirements: Iterable[Requirement], described: Mapping[str, Any], *, brief: Brief = NO_BRIEF
) -> tuple[Answer, ...]:
    """How far the object of a compile meets each requirement.

    Args:
        requirements: of the prompt.
        described: ``object`` of the compile's result: ``parts``, ``joints`` with ``child`` and ``type``, and where
            they were measured ``size``, metres along x, y and z at rest, and each joint's ``travel`` and ``away``.
        brief: what the program corrects.
    """
    parts = {name: frozenset(identifiers_of(name)) for name in described.get("parts", ())}
    joints = tuple(described.get("joints", ()))
    size = tuple(described.get("size") or ())
    answers = []
    for requirement in requirements:
        reason = brief.drop_reason(requirement)
        if reason is not None:
            answers.append(
                Answer(requirement, "dropped", f"{requirement.name}: {reason or 'no reason given'}")
            )
        elif requirement.size_m is not None:
            answers.append(_size_answer(requirement, size))
        else:
            answers.append(_answer(requirement, parts, joints, brief.patterns_for(requirement)))
    return tuple(answers)


def missing_in(answers: Iterable[Answer]) -> tuple[str, ...]:
    """Notes on what is missing, in order."""
    return tuple(answer.note for answer in answers if answer.state == "missing")


def _answer(
    requirement: Requirement,
    parts: Mapping[str, frozenset[str]],
    joints: Sequence[Mapping[str, Any]],
    patterns: Sequence[str],
) -> Answer:
    name, motion = requirement.name, requirement.motion
    named = matching(patterns, parts) if patterns else _named(name, parts)
    if motion is None and requirement.way is None:
        return _counted_answer(requirement, len(named), is_told=bool(patterns))
    movers = {joint["child"]: joint for joint in joints if joint["type"] != "fixed"}
    spoken_of = (
        () if patterns else (part for part, joint in movers.items() if _speaks_of(name, joint["name"]))
    )
    candidates = {*named, *spoken_of}
    if not candidates:
        told = f"no part is named {', '.join(patterns)}" if patterns else "no part or joint is named for it"
        return Answer(requirement, "missing", f"{requirement.text!r}: {told}")
    moving = [part for part in candidates if part in movers and _moves(movers[part], motion)]
    wanted = requirement.count or 1
    does = f"{motion}s" if motion else "moves"
    if len(moving) < wanted:
        if moving:
            note = f"asked for {wanted} {_plural(name)} that {motion or 'move'}, found {len(moving)}"
        else:
            types = sorted({movers[part]["type"] for part in candidates if part in movers}) or ["no joint"]
            note = f"{name}: asked that it {does}; it is on {', '.join(types)}"
        return Answer(requirement, "missing", note)
    if requirement.way is not None:
        ways = {_goes(movers[part], requirement.way) for part in moving}
        if True not in ways:
            state: State = "missing" if ways == {False} else "met" if motion else "unclear"
            told = "it goes the other way" if state == "missing" else "not measured"
            return Answer(requirement, state, f"{name}: asked that it goes {requirement.way}; {told}")
        does = f"{does} {requirement.way}"
    return Answer(requirement, "met", f"{name}: {does}")


def _moves(joint: Mapping[str, Any], motion: Motion | None) -> bool:
    if motion is None or joint["type"] == "floating":
        return True
    lower, upper = joint.get("lower"), joint.get("upper")
    if motion == "spin" and joint["type"] == "revolute" and lower is not None and upper is not None:
        return upper - lower >= WHOLE_TURN
    return joint["type"] in _TYPES[motion]


def _goes(joint: Mapping[str, Any], way: Way) -> bool | None:
    """Whether what the joint carries goes that way as it leaves rest; None where nobody measured, or both ways."""
    travel, away = joint.get("travel"), joint.get("away")
    if travel is None or away is None or (joint.get("lower") or 0.0) < 0.0 < (joint.get("upper") or 0.0):
        return None
    length = sum(value * value for value in travel) ** 0.5
    if length <= 0.0:
        return None
    ahead = away if way == "out" else travel[2] * (1.0 if way == "up" else -1.0)
    return ahead >= -PLAINLY * length


def _counted_answer(requirement: Requirement, found: int, *, is_told: bool) -> Answer:
    """Things that only were counted may be pieces of one part, so none found says nothing, unless the program
    names them.
    """
    wanted = requirement.count or 1
    if found >= wanted:
        return Answer(requirement, "met", f"{found} {_plural(requirement.name)}")
    if found < 2 and not is_told:
        return Answer(requirement, "unclear", f"{wanted} {_plural(requirement.name)}: not told by part names")
    return Answer(requirement, "missing", f"asked for {wanted} {_plural(requirement.name)}, found {found}")


def _size_answer(requirement: Requirement, size: Sequence[float]) -> Answer:
    """A height is measured along z, any other size along x or y; a tenth more or less is as asked."""
    wanted = requirement.size_m
    if not size or wanted is None:
        return Answer(requirement, "unclear", f"{requirement.text}: not measured")
    found = size[2:] if requirement.name in _UPWARD else size[:2]
    nearest = min(found, key=lambda extent: abs(extent - wanted))
    measured = f"{requirement.text}: it is {nearest * 1000:.0f} mm {requirement.name}"
    return Answer(requirement, "met" if abs(nearest - wanted) <= SIZE_SLACK * wanted else "missing", measured)


def _named(name: str, parts: Mapping[str, frozenset[str]]) -> list[str]:
    """Parts whose names speak of `name`; those with both its words when there are any."""
    stems = [stem(word) for word in name.split()]
    both = [part for part, words in parts.items() if words.issuperset(stems)]
    if both:
        return both
    head = [part for part, words in parts.items() if stems[-1] in words]
    if head or stems[-1] not in VAGUE_HEADS:
        return head
    return [part for part, words in parts.items() if stems[0] in words]


def _speaks_of(name: str, label: str) -> bool:
    words = set(identifiers_of(label))
    stems = [stem(word) for word in name.split()]
    return stems[-1] in words or (stems[-1] in VAGUE_HEADS and stems[0] in words)


def _plural(name: str) -> str:
    return name if name.endswith("s") else f"{name}s"
