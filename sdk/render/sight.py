"""What the camera sees: the first surface along each ray, and the panes of glass before it.

A newcomer's mistake: to follow rays through solids and panes together. A pane that touches a solid would
let the ray start again inside it; solids are met first, and panes only count before them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdk.render.grid import chunks
from sdk.render.raycast import RayCaster
from sdk.render.stage import Stage

LIFT = 4e-4
"""Stage units by which a ray starts beyond the surface it leaves."""
MOST_PANES = 6
"""See-through surfaces followed along one ray."""


@dataclass(frozen=True)
class Seen:
    """The surface each of n rays meets first; rows whose `body` is -1 met none and mean nothing."""

    body: np.ndarray
    point: np.ndarray
    normal: np.ndarray
    """Smooth, on the camera's side."""
    flat: np.ndarray
    """Of the triangle itself, on the camera's side."""
    depth: np.ndarray
    """From the camera; infinite where nothing was met."""


@dataclass(frozen=True)
class Pane:
    """One layer of see-through surface: which samples look through it, and what they meet there."""

    sample: np.ndarray
    seen: Seen


def first_surface(
    stage: Stage, caster: RayCaster, start: np.ndarray, looking: np.ndarray, *, first_triangle: int
) -> Seen:
    """What each ray meets; `caster` holds the stage's triangles from `first_triangle` on."""
    count = len(looking)
    seen = Seen(
        body=np.full(count, -1, dtype=np.int32),
        point=np.zeros((count, 3), dtype=np.float32),
        normal=np.zeros((count, 3), dtype=np.float32),
        flat=np.zeros((count, 3), dtype=np.float32),
        depth=np.full(count, np.inf, dtype=np.float32),
    )
    start = np.broadcast_to(start, (count, 3))
    for chunk in chunks(count):
        towards, origin = looking[chunk], start[chunk]
        hits = caster.first_hits(origin, towards)
        met = np.flatnonzero(hits.triangle >= 0)
        if not len(met):
            continue
        triangle, distance = hits.triangle[met] + first_triangle, hits.distance[met]
        towards, origin = towards[met], origin[met]
        flat, normal = stage.flat[triangle], stage.smooth_normals(triangle, hits.u[met], hits.v[met])
        turned_away = np.einsum("ij,ij->i", flat, towards) > 0.0
        side = np.where(turned_away, np.float32(-1.0), np.float32(1.0))[:, None]
        met += chunk.start
        seen.body[met] = stage.body[triangle]
        seen.depth[met] = distance
        seen.point[met] = origin + towards * distance[:, None]
        seen.normal[met] = normal * side
        seen.flat[met] = flat * side
    return seen


def panes_before(
    stage: Stage, caster: RayCaster, position: np.ndarray, looking: np.ndarray, end: np.ndarray
) -> list[Pane]:
    """The see-through layers before `end` along each ray, nearest first."""
    panes: list[Pane] = []
    sample = np.arange(len(looking))
    start, travelled = np.broadcast_to(position, looking.shape), np.zeros(len(looking), dtype=np.float32)
    for _ in range(MOST_PANES):
        seen = first_surface(stage, caster, start, looking[sample], first_triangle=stage.opaque_count)
        depth = travelled + seen.depth
        # A pane lying on the solid behind it would be drawn or not by rounding: leave it out.
        before = depth < end[sample] - LIFT
        if not before.any():
            break
        sample = sample[before]
        seen = Seen(
            seen.body[before], seen.point[before], seen.normal[before], seen.flat[before], depth[before]
        )
        panes.append(Pane(sample, seen))
        start, travelled = seen.point + looking[sample] * np.float32(LIFT), seen.depth + np.float32(LIFT)
    return panes
