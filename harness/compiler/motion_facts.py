"""What each joint does, in numbers: which way and how far it carries its part, how near things come, what is free.

It is for those who cannot see a picture, and for telling whether a lid opens upward. A newcomer's mistake: to take the
clearance for a proof. It is the least over a few poses; the checks follow the whole way.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sdk.qc.checks.swept_collision import entries_of, usable_range
from sdk.qc.profiles import Profile
from sdk.qc.subject import Subject
from sdk.scene import Posed, Scene
from sdk.scene.motion import Drive
from sdk.spatial import unite_bounds

MOST_JOINTS = 24
"""Joints measured; an object of more has rows of equal ones."""
POSES = 5
MOST_LOOKS = 12
"""Exact distances taken for one joint."""
MOST_FACES = 6_000
"""Faces of a mesh from which a distance costs too much to be taken in passing."""
FITTED = 5e-4
"""Metres up to which two elements are fitted at rest, as a pin is in its bore: they have no clearance to lose."""


def size_at_rest(scene: Scene) -> list[float] | None:
    """Extents of the object along x, y and z at rest, metres; None without geometry."""
    box = unite_bounds(scene.at_rest().boxes)
    return None if box is None else [round(float(extent), 6) for extent in box[1] - box[0]]


def motion_facts(
    scene: Scene, *, swept_under: Profile | None, is_sound: bool = True
) -> dict[str, dict[str, Any]]:
    """Joint name -> what was measured of it; joints that carry no geometry or cannot be driven are not in it.

    ``travel`` is the way of the middle of what the joint carries, from rest to the far end of its range, (x, y, z) in
    metres; ``away`` how much farther from the middle of its carrier it then is; ``clearance`` the least
    ``distance`` of two elements, ``between`` which, ``at`` which value, or None; ``usable`` the part of the range
    that is free of collisions.

    Args:
        scene: the object.
        swept_under: the profile whose checks swept this scene; None when none did, and nothing is said of use.
        is_sound: False leaves out clearances: what collides has other things to be told first.
    """
    rest = scene.at_rest()
    facts: dict[str, dict[str, Any]] = {}
    for drive in scene.drives[:MOST_JOINTS]:
        own, carrier = rest.of_part(drive.joint.child), rest.of_part(drive.joint.parent)
        if not own:
            continue
        end = max((drive.lower, drive.upper), key=abs) if not drive.is_cyclic else 0.5 * np.pi
        before, after = _middle(rest, own), _middle(scene.at(drive.configuration(end)), own)
        centre = _middle(rest, carrier) if carrier else rest.world_from_part[drive.joint.parent][:3, 3]
        facts[drive.joint.name] = {
            "travel": [round(float(value), 6) for value in after - before],
            "away": round(float(np.linalg.norm(after - centre) - np.linalg.norm(before - centre)), 6),
            "clearance": _clearance(scene, drive) if is_sound else None,
        }
        if swept_under is not None:
            usable = usable_range(drive, entries_of(Subject(scene, swept_under), drive))
            facts[drive.joint.name]["usable"] = [round(float(value), 6) for value in usable]
    return facts


def _middle(posed: Posed, indices: list[int]) -> np.ndarray:
    """(3,) middle of the boxes of some elements."""
    boxes = posed.boxes[indices]
    return 0.5 * (boxes[:, 0].min(axis=0) + boxes[:, 1].max(axis=0))


def _clearance(scene: Scene, drive: Drive) -> dict[str, Any] | None:
    """The least distance between what moves and what does not move along, over a few poses."""
    rest = scene.at_rest()
    groups = np.array([drive.group_of_part[rest.parts[owner]] for owner in rest.owners])
    light = np.array(
        [element.form.is_solid or len(element.form.mesh.faces) <= MOST_FACES for element in rest.elements]
    )
    moving = np.flatnonzero((groups > 0) & light)
    others = np.flatnonzero(light)
    best: tuple[float, int, int, float] | None = None
    fitted: dict[tuple[int, int], bool] = {}
    looks = 0
    for value in np.linspace(drive.lower, drive.upper, POSES):
        posed = scene.at(drive.configuration(float(value)))
        for gap, first, second in _near_pairs(posed.boxes, moving, others, groups):
            if (best is not None and gap >= best[0]) or looks >= MOST_LOOKS:
                break
            if (first, second) not in fitted:
                fitted[first, second] = rest.distance(first, second) <= FITTED
                looks += 1
            if fitted[first, second]:
                continue
            looks += 1
            distance = posed.distance(first, second)
            if best is None or distance < best[0]:
                best = (distance, first, second, float(value))
    if best is None:
        return None
    distance, first, second, at = best
    labels = [f"{rest.elements[index].part}/{rest.elements[index].label}" for index in (first, second)]
    return {"distance": round(max(0.0, float(distance)), 6), "between": labels, "at": round(at, 6)}


def _near_pairs(
    boxes: np.ndarray, moving: np.ndarray, others: np.ndarray, groups: np.ndarray
) -> list[tuple[float, int, int]]:
    """(gap of boxes, moving element, element of another group), nearest first."""
    low, high = boxes[:, 0], boxes[:, 1]
    apart = np.maximum(low[moving][:, None] - high[others][None], low[others][None] - high[moving][:, None])
    gaps = np.linalg.norm(np.maximum(apart, 0.0), axis=2)
    gaps[groups[moving][:, None] == groups[others][None]] = np.inf
    order = np.argsort(gaps, axis=None, kind="stable")[: 4 * MOST_LOOKS]
    rows, columns = np.unravel_index(order, gaps.shape)
    return [
        (float(gaps[row, column]), int(moving[row]), int(others[column]))
        for row, column in zip(rows, columns, strict=True)
        if np.isfinite(gaps[row, column])
    ]
