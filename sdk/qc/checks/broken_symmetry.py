"""X_BROKEN_SYMMETRY: what is named left and right is mirrored.

What is wrong: of several pairs of visuals whose names differ by left and right alone, most are mirror images in one
plane and this one is not: it is off, or of another size. Pairs of one part are judged among themselves, since a plane
of a turned part is its own; the others all together. Cranks, a half turn apart, count as mirrored too, and so does
what has its mirror image under another name, as with numbered bolts. Three pairs or more must agree before one is
blamed.

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
OPPOSITE = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]], dtype=bool)
"""World axes along which left and right are opposite: one for a mirror, more for mirrored things turned half round."""


@dataclass(frozen=True)
class _Pair:
    """Indices of a left and a right element, and how far they are from being mirror images."""

    left: int
    right: int
    error: float
    limit: float
    """Metres, like the error."""


def check_symmetry(subject: Subject) -> Outcome:
    """Whether all named pairs mirror each other, or too few do to tell."""
    posed = subject.scene.at_rest()
    pairs = _named_pairs(posed)
    groups: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for left, right in pairs:
        groups.setdefault((posed.elements[left].part, posed.elements[right].part), []).append((left, right))
    blamed: dict[int, _Pair] = {}
    settled: set[int] = set()
    for (one, other), group in groups.items():
        odd = _odd_ones(posed, group)
        if odd is not None:
            blamed |= {pair.left: pair for pair in odd}
            settled |= {left for left, _ in group if one == other}
    if len(groups) > 1:
        for pair in _odd_ones(posed, pairs) or ():
            if pair.left not in settled:
                blamed.setdefault(pair.left, pair)
    findings = tuple(_finding(posed, blamed[left]) for left in sorted(blamed))
    return Outcome(ok=not findings, findings=findings)


def _named_pairs(posed: Posed) -> list[tuple[int, int]]:
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
                found.append((index, other))
    return found


def _odd_ones(posed: Posed, pairs: list[tuple[int, int]]) -> list[_Pair] | None:
    """The pairs that are not as most are; None when too few agree to tell."""
    if len(pairs) <= LEAST_AGREEING:
        return None
    left, right = (posed.boxes[list(side)] for side in zip(*pairs, strict=True))
    limits = np.array([_slack(posed, *pair) for pair in pairs])
    doubled = np.median(0.5 * (left + right).sum(axis=1), axis=0)
    agree = _apart(left, right, doubled) <= limits
    if agree.all(axis=1).any():
        return []
    best = int(np.argmax(agree.sum(axis=1)))
    if agree[best].sum() < AGREEING_SHARE * len(pairs):  # by other names, perhaps
        each = _apart(left[:, None], right[None], doubled) <= limits[:, None]
        best = int(np.argmax(each.any(axis=2).sum(axis=1)))
    lone = np.flatnonzero(~agree[best])
    own = [_has_own_plane(posed, *pairs[one], OPPOSITE[best], float(limits[one])) for one in lone]
    lone = lone[~np.array(own, dtype=bool)]
    matched = _matched(_apart(left[lone, None], right[None, lone], doubled)[best])
    odd = [
        _Pair(pairs[lone[one]][0], pairs[lone[other]][1], error, float(limits[lone[one]]))
        for one, other, error in matched
        if error > limits[lone[one]]
    ]
    agreeing = int(agree[best].sum()) + len(matched) - len(odd)
    return odd if agreeing >= max(LEAST_AGREEING, AGREEING_SHARE * (agreeing + len(odd))) else None


def _apart(left: np.ndarray, right: np.ndarray, doubled: np.ndarray) -> np.ndarray:
    """(7, ...) how far right boxes are from left ones turned round along each of `OPPOSITE`, metres.

    Both are (..., 2, 3); `doubled` is twice the middle, (3,). The largest distance of two sides counts.
    """
    kept = np.abs(left - right).max(axis=-2)
    turned = np.abs(doubled - left[..., ::-1, :] - right).max(axis=-2)
    return np.stack([np.where(axes, turned, kept).max(axis=-1) for axes in OPPOSITE])


def _has_own_plane(posed: Posed, left: int, right: int, axes: np.ndarray, limit: float) -> bool:
    """Whether a pair mirrors itself across another axis than most, or in the middle of the part it belongs to.

    So do the ends of a handle that lies across, and the two handles of a basket that stands to one side.
    """
    apart = posed.boxes[right] - posed.boxes[left]
    for axis in range(3):
        beside = np.delete(apart, axis, axis=1)
        if max(np.abs(beside).max(), abs(apart[1, axis] - apart[0, axis])) > limit:
            continue
        if not axes[axis]:
            return True
        part = posed.elements[left].part
        others = [index for index in posed.of_part(part) if index not in (left, right)]
        if part == posed.elements[right].part and others:
            middle = 0.5 * (posed.boxes[others, 0, axis].min() + posed.boxes[others, 1, axis].max())
            return abs(posed.boxes[[left, right], :, axis].mean() - middle) <= limit
    return False


def _matched(errors: np.ndarray) -> list[tuple[int, int, float]]:
    """(left, right, error) with every left and right once, the best first; `errors` is (k, k) metres."""
    errors, found = errors.copy(), []
    for _ in range(len(errors)):
        left, right = np.unravel_index(int(np.argmin(errors)), errors.shape)
        found.append((int(left), int(right), float(errors[left, right])))
        errors[left], errors[:, right] = np.inf, np.inf
    return found


def _slack(posed: Posed, *pair: int) -> float:
    return max(SLACK, SLACK_SHARE * max(posed.elements[index].size for index in pair))


def _finding(posed: Posed, pair: _Pair) -> Finding:
    left, right = posed.elements[pair.left], posed.elements[pair.right]
    return CODES[CODE].finding(
        summary=(
            f"{left.part}/{left.label} and {right.part}/{right.label} are {millimetres(pair.error)} from mirroring "
            "each other, unlike the other left and right pairs"
        ),
        check=NAME,
        parts=tuple(dict.fromkeys((left.part, right.part))),
        elements=(left.label, right.label),
        pose={},
        measured=pair.error,
        limit=pair.limit,
        line=right.line or left.line,
    )
