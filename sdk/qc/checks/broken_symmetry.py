"""X_BROKEN_SYMMETRY: what is named left and right is mirrored.

What is wrong: of several pairs of visuals or parts whose names differ by left and right alone, most mirror each
other in one plane and this one does not: it is off, or of another size. Three pairs or more must agree before one
is blamed.

Bad:  feet at y = 0.2 and y = -0.19 among others at 0.2 and -0.2
Good: one helper called for each side with ``side`` of 1 and -1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from sdk.findings import Finding
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome, millimetres
from sdk.qc.subject import Subject
from sdk.scene import Posed

CODE = "X_BROKEN_SYMMETRY"
NAME = "check_symmetry"
WORDS = re.compile(r"(?<![A-Za-z])(left|right)(?![A-Za-z])")
LEAST_AGREEING = 3
AGREEING_SHARE = 0.75
"""Of the pairs, that must mirror each other before the rest is blamed."""
SLACK = 0.0005
"""Metres."""
SLACK_SHARE = 0.005
"""Of the pair's own size; the larger counts."""


@dataclass(frozen=True, eq=False)
class _Pair:
    left: int
    right: int


def check_symmetry(subject: Subject) -> Outcome:
    """Whether all named pairs mirror each other, or too few do to tell."""
    posed = subject.scene.at_rest()
    pairs = _named_pairs(posed)
    if len(pairs) <= LEAST_AGREEING:
        return Outcome(ok=True)
    axis, plane = _mirror(posed, pairs)
    errors = [_error(posed, pair, axis, plane) for pair in pairs]
    limits = [_slack(posed, pair) for pair in pairs]
    wrong = [index for index, error in enumerate(errors) if error > limits[index]]
    agreeing = len(pairs) - len(wrong)
    if not wrong or agreeing < max(LEAST_AGREEING, AGREEING_SHARE * len(pairs)):
        return Outcome(ok=True)
    return Outcome(
        ok=False,
        findings=tuple(_finding(posed, pairs[index], errors[index], limits[index]) for index in wrong),
    )


def _named_pairs(posed: Posed) -> list[_Pair]:
    names = [f"{element.part}/{element.name or ''}" for element in posed.elements]
    where = {name: index for index, name in enumerate(names)}
    found = []
    for index, name in enumerate(names):
        if "left" in name and posed.elements[index].name:
            mirrored = WORDS.sub(
                lambda match: "right" if match[0] == "left" else "left", name.replace("_", " ")
            )
            other = where.get(mirrored.replace(" ", "_"))
            if other is not None and other != index:
                found.append(_Pair(index, other))
    return found


def _mirror(posed: Posed, pairs: list[_Pair]) -> tuple[int, float]:
    """World axis across the mirror plane, and the plane's place on it: what most pairs have."""
    middles = posed.boxes.mean(axis=1)
    apart = np.abs(np.array([middles[pair.left] - middles[pair.right] for pair in pairs]))
    axis = int(np.bincount(apart.argmax(axis=1), minlength=3).argmax())
    halves = np.array([0.5 * (middles[pair.left, axis] + middles[pair.right, axis]) for pair in pairs])
    return axis, float(np.median(halves))


def _error(posed: Posed, pair: _Pair, axis: int, plane: float) -> float:
    """Largest distance of the right box's sides from those of the mirrored left one, metres."""
    mirrored = posed.boxes[pair.left].copy()
    mirrored[:, axis] = 2.0 * plane - mirrored[::-1, axis]
    return float(np.abs(mirrored - posed.boxes[pair.right]).max())


def _slack(posed: Posed, pair: _Pair) -> float:
    return max(SLACK, SLACK_SHARE * max(posed.elements[index].size for index in (pair.left, pair.right)))


def _finding(posed: Posed, pair: _Pair, error: float, limit: float) -> Finding:
    left, right = posed.elements[pair.left], posed.elements[pair.right]
    return CODES[CODE].finding(
        summary=(
            f"{left.part}/{left.label} and {right.part}/{right.label} are {millimetres(error)} from mirroring each "
            "other, unlike the other left and right pairs"
        ),
        check=NAME,
        parts=tuple(dict.fromkeys((left.part, right.part))),
        elements=(left.label, right.label),
        pose={},
        measured=error,
        limit=limit,
        line=right.line or left.line,
    )
