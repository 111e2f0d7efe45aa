"""Overlapping elements of different parts, by the reference's boxes or by true volume.

The reference compares boxes and lets skins decide whether the shapes meet, so its depth is that of boxes and
thin or swallowed things escape. A newcomer's mistake: to mix the two rules' depths; `ElementOverlap.is_true`
tells them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from sdk.qc import limits
from sdk.qc.effort import INTERSECTED, MET, TRIANGLE, Effort
from sdk.qc.profiles import Profile, TrueOverlapRule
from sdk.scene import Element, Posed
from sdk.scene.forms import BoxForm
from sdk.scene.overlap import (
    Overlap,
    first_from_second,
    has_volume,
    measure_overlap,
    place_key,
    smallest_move,
)

FLAT = 1.0 - 1e-12
"""Cosine from which two boxes lie along the same axes."""


@dataclass(frozen=True, eq=False)
class ElementOverlap:
    """Two elements of different parts that overlap, the part whose name sorts first leading."""

    posed: Posed
    indices: tuple[int, int]
    depths: tuple[float, float, float]
    """Overlap of the boxes on each world axis, metres."""
    depth: float
    """Least of `depths`, or the thickness of the common volume."""
    volume: float
    """Of the boxes' or of the elements' common volume, cubic metres."""
    limit: float
    """Depth that would have been tolerated, metres."""
    measured: Overlap | None
    """The true overlap; None under the reference's rule or where an element encloses no volume."""
    is_boxed: bool = True
    """Whether the reference's rule sees it too."""

    @property
    def first(self) -> Element:
        """Element of the part whose name sorts first."""
        return self.posed.elements[self.indices[0]]

    @property
    def second(self) -> Element:
        """Element of the other part."""
        return self.posed.elements[self.indices[1]]

    @property
    def pair(self) -> tuple[str, str]:
        """Names of the two parts."""
        return self.first.part, self.second.part

    def separating_move(self) -> np.ndarray | None:
        """Short translation of `second`, (3,) metres, that frees it; None when only boxes were compared."""
        if self.measured is None:
            return None
        return smallest_move(self.posed, *self.indices, self.measured)


@dataclass(frozen=True)
class OverlapRule:
    """How to look for overlaps at one pose."""

    true: TrueOverlapRule | None
    """None compares boxes."""
    least_depth: float
    """Metres; for boxes on every axis."""
    least_volume: float
    """Cubic metres; enough by itself."""
    volume_share: float = 0.0
    """Of the smaller element; enough by itself when positive."""
    box_depth: float = limits.OVERLAP_DEPTH
    """Metres; what the reference's rule asks of the boxes."""
    box_volume: float = limits.OVERLAP_VOLUME
    """Cubic metres; the same."""
    only_boxed: bool = True
    """Whether to leave out what only the truth calls an overlap: those are findings of their own."""

    @classmethod
    def of(
        cls,
        profile: Profile,
        *,
        diagonal: Callable[[], float],
        overlap_tol: float | None = None,
        overlap_volume_tol: float | None = None,
    ) -> OverlapRule:
        """The profile's rule with an author's own tolerances put in; `diagonal` gives the object's size."""
        true = profile.overlap
        box_depth = limits.overlap_depth_tolerance() if overlap_tol is None else overlap_tol
        box_volume = limits.overlap_volume_tolerance() if overlap_volume_tol is None else overlap_volume_tol
        if true is None:
            return cls(None, box_depth, box_volume, box_depth=box_depth, box_volume=box_volume)
        depth = max(true.depth, true.depth_share * diagonal()) if overlap_tol is None else overlap_tol
        volume, share = true.volume, true.volume_share
        if overlap_volume_tol is not None:
            volume, share = overlap_volume_tol, 0.0
        return cls(true, depth, volume, share, box_depth=box_depth, box_volume=box_volume)


def find_overlaps(
    posed: Posed,
    rule: OverlapRule,
    *,
    skip: Callable[[str, str], bool] | None = None,
    effort: Effort | None = None,
) -> list[ElementOverlap]:
    """Every overlapping pair of elements of different parts, in the order of part names; pairs `skip` names
    are left out, and counted as unmeasured those for which there is no `effort` left.
    """
    known: set[tuple[object, ...]] = set()
    boxes = posed.loose_boxes if rule.true is None else posed.boxes
    found = []
    for first, second in _candidates(posed, boxes, least_depth=rule.least_depth):
        if skip is not None and skip(posed.elements[first].part, posed.elements[second].part):
            continue
        if effort is not None and not effort.spend(MET):
            effort.unmeasured += 1
            continue
        if effort is not None and posed.collides(first, second):
            effort.spend(_cost(posed, first, second, known))
        overlap = _compare(posed, first, second, rule)
        if overlap is not None:
            found.append(overlap)
    return sorted(found, key=lambda overlap: (overlap.pair, overlap.indices))


def boxed(overlaps: Iterable[ElementOverlap], rule: OverlapRule) -> list[ElementOverlap]:
    """Those of the overlaps that the reference's rule sees too."""
    return [
        overlap
        for overlap in overlaps
        if overlap.is_boxed
        and (overlap.measured is not None or _boxes_overlap(overlap.posed, *overlap.indices, rule))
    ]


def _cost(posed: Posed, first: int, second: int, known: set[tuple[object, ...]]) -> float:
    """What intersecting the two takes; nothing for two boxes side by side, or forms met before at this place."""
    forms = posed.elements[first].form, posed.elements[second].form
    place = first_from_second(posed, first, second)
    if all(isinstance(form, BoxForm) for form in forms) and np.abs(place[:3, :3]).max(axis=1).min() >= FLAT:
        return 0.0
    key = (*forms, place_key(place))
    if key in known:
        return 0.0
    known.add(key)
    return INTERSECTED + TRIANGLE * sum(len(form.mesh.faces) for form in forms)


def _candidates(posed: Posed, boxes: np.ndarray, *, least_depth: float) -> Iterator[tuple[int, int]]:
    pairs = posed.pairs(boxes, margin=-least_depth)
    rank_of = {name: rank for rank, name in enumerate(sorted(posed.parts))}
    ranks = np.array([rank_of[name] for name in posed.parts], dtype=np.int64)[posed.owners]
    flipped = ranks[pairs[:, 0]] > ranks[pairs[:, 1]]
    pairs[flipped] = pairs[flipped, ::-1]
    posed.look_ahead(pairs)
    yield from pairs.tolist()


def _compare(posed: Posed, first: int, second: int, rule: OverlapRule) -> ElementOverlap | None:
    if rule.true is None:
        return _compare_boxes(posed, first, second, depth=rule.least_depth, volume=rule.least_volume)
    collides = posed.collides(first, second)
    is_boxed = collides and _boxes_overlap(posed, first, second, rule)
    if (rule.only_boxed and not is_boxed) or (not collides and not posed.nested(first, second)):
        return None
    if not (has_volume(posed, first) and has_volume(posed, second)):
        depth, volume = limits.overlap_depth_tolerance(), limits.overlap_volume_tolerance()
        return _compare_boxes(posed, first, second, depth=max(depth, rule.least_depth), volume=volume)
    measured = measure_overlap(posed, first, second)
    if measured is None or measured.depth <= rule.least_depth:
        return None
    smaller = min(posed.elements[first].form.volume, posed.elements[second].form.volume)
    is_share = rule.volume_share > 0.0 and measured.volume > rule.volume_share * smaller
    if not is_share and measured.volume <= rule.least_volume:
        return None
    depths = _box_depths(posed.boxes, first, second)
    return ElementOverlap(
        posed, (first, second), depths, measured.depth, measured.volume, rule.least_depth, measured, is_boxed
    )


def _boxes_overlap(posed: Posed, first: int, second: int, rule: OverlapRule) -> bool:
    depths = _box_depths(posed.loose_boxes, first, second)
    return min(depths) > rule.box_depth and depths[0] * depths[1] * depths[2] > rule.box_volume


def _compare_boxes(
    posed: Posed, first: int, second: int, *, depth: float, volume: float
) -> ElementOverlap | None:
    depths = _box_depths(posed.loose_boxes, first, second)
    common = depths[0] * depths[1] * depths[2]
    is_deep = all(each > depth for each in depths) and common > volume
    if not is_deep or not posed.collides(first, second):
        return None
    return ElementOverlap(posed, (first, second), depths, min(depths), common, depth, None)


def _box_depths(boxes: np.ndarray, first: int, second: int) -> tuple[float, float, float]:
    a, b = boxes[first], boxes[second]
    x, y, z = (np.minimum(a[1], b[1]) - np.maximum(a[0], b[0])).tolist()
    return x, y, z
