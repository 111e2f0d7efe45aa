"""How much of the lamp and of the sky each surface point has in view.

A newcomer's mistake: to draw random numbers for soft light. Directions repeat over TILE × TILE pixels and a
filter of that size gathers them all, so pictures are the same to the last bit and free of grain.
"""

from __future__ import annotations

import numpy as np
from scipy.ndimage import uniform_filter

from sdk.render.camera import Camera
from sdk.render.grid import SAMPLES, overlap, spread, tile_numbers
from sdk.render.raycast import RayCaster
from sdk.render.sight import LIFT, Seen
from sdk.render.studio import Lamps, hemisphere, lamp_directions, turned_to

SKY_REACH = 0.8
"""How far, in stage units, a neighbour still darkens a surface; unbounded, every inside would be black."""
SKY_RAYS, KEY_RAYS, TILE = 3, 2, 4
"""Rays per pixel, and the side of the tile their directions repeat over."""
LONE_SKY_RAYS, LONE_KEY_RAYS = 6, 3
"""Rays of a sample that has no neighbour to share with."""
ALIKE_COSINE = 0.9
"""Flat normals nearer than this belong to one smooth surface, whose neighbours share light."""
FLOOR_FADE, FLOOR_REACH, FLOOR_TILE = 1.4, 3.2, 8
"""Stage units from the middle where the floor's shadows begin to fade and where they end; its own tile."""
FLOOR_KEY, FLOOR_SKY = 0.40, 0.56
"""How much of the floor's light goes when lamp or sky is hidden."""


def lamps_seen(blockers: RayCaster, lamps: Lamps, seen: Seen, *, shape: tuple[int, int]) -> np.ndarray:
    """(n, 2) share of key lamp and of sky in view; pixels lend theirs to samples on the same surface."""
    body = seen.body
    owner = np.arange(len(body)).reshape(shape)[::SAMPLES, ::SAMPLES]
    chosen = np.flatnonzero(body[owner.ravel()] >= 0)
    at = owner.ravel()[chosen]
    lit = np.ones((owner.size, 2), dtype=np.float32)
    lit[chosen] = _cast_light(
        blockers,
        lamps,
        seen.point[at],
        seen.flat[at],
        tile_numbers(owner.shape, TILE).ravel()[chosen],
        tile_count=TILE**2,
        key_rays=KEY_RAYS,
        sky_rays=SKY_RAYS,
        reach=SKY_REACH,
    )
    lit = _gathered(lit.reshape(*owner.shape, 2), body[owner], seen.flat[owner])

    lender, shares = spread(owner), spread(lit)
    alike = (body == body[lender]) & (np.einsum("ij,ij->i", seen.flat, seen.flat[lender]) > ALIKE_COSINE)
    alone = np.flatnonzero(~alike & (body >= 0))
    shares[alone] = _cast_light(
        blockers,
        lamps,
        seen.point[alone],
        seen.flat[alone],
        alone % TILE**2,
        tile_count=TILE**2,
        key_rays=LONE_KEY_RAYS,
        sky_rays=LONE_SKY_RAYS,
        reach=SKY_REACH,
    )
    return shares


def floor_light(
    blockers: RayCaster, camera: Camera, lamps: Lamps, *, size: tuple[int, int], floor: float
) -> np.ndarray:
    """(height, width) share of light left on the floor under each pixel."""
    width, height = size
    light = np.ones((height, width), dtype=np.float32)
    above = float(camera.position[2]) - floor
    if above <= 0.0:
        return light
    looking = camera.directions(width, height)
    falling = np.maximum(-looking[..., 2], np.float32(1e-3))
    points = camera.position.astype(np.float32) + looking * (np.float32(above) / falling)[..., None]
    away = np.hypot(points[..., 0], points[..., 1])
    near = (looking[..., 2] < -1e-3) & (away < FLOOR_REACH)
    up = np.zeros((np.count_nonzero(near), 3), dtype=np.float32)
    up[:, 2] = 1.0
    shares = np.ones((height, width, 2), dtype=np.float32)
    shares[near] = _cast_light(
        blockers,
        lamps,
        points[near],
        up,
        tile_numbers((height, width), FLOOR_TILE)[near],
        tile_count=FLOOR_TILE**2,
        key_rays=1,
        sky_rays=1,
        reach=1e6,
    )
    # The floor is one surface, so a plain wide filter does; the sky's soft shade can take it twice.
    hidden = 1.0 - uniform_filter(shares, size=FLOOR_TILE, axes=(0, 1), mode="nearest")
    hidden[..., 1] = uniform_filter(hidden[..., 1], size=FLOOR_TILE, mode="nearest")
    hidden *= np.clip((FLOOR_REACH - away) / (FLOOR_REACH - FLOOR_FADE), 0.0, 1.0)[..., None]
    return (1.0 - FLOOR_KEY * hidden[..., 0]) * (1.0 - FLOOR_SKY * hidden[..., 1])


def _cast_light(
    blockers: RayCaster,
    lamps: Lamps,
    points: np.ndarray,
    normals: np.ndarray,
    tile: np.ndarray,
    *,
    tile_count: int,
    key_rays: int,
    sky_rays: int,
    reach: float,
) -> np.ndarray:
    """(n, 2): share of `key_rays` and of `sky_rays` that get away; `tile` picks each point's directions."""
    shares = np.zeros((len(points), 2), dtype=np.float32)
    starts = points + normals * np.float32(LIFT)
    lamp = lamp_directions(lamps, key_rays * tile_count)
    for ray in range(key_rays):
        shares[:, 0] += ~blockers.occluded(starts, lamp[ray * tile_count + tile])
    sky = hemisphere(sky_rays * tile_count)
    for ray in range(sky_rays):
        directions = turned_to(normals, sky[ray * tile_count + tile])
        shares[:, 1] += ~blockers.occluded(starts, directions, reach=reach)
    return shares / np.array([key_rays, sky_rays], dtype=np.float32)


def _gathered(lit: np.ndarray, body: np.ndarray, normals: np.ndarray) -> np.ndarray:
    """Mean over TILE pixels across, then down, of neighbours on the same body facing the same way."""
    for axis in (0, 1):
        total, weight = lit.copy(), np.ones(lit.shape[:2], dtype=np.float32)
        for shift in (*range(1, TILE // 2 + 1), *range(1 - TILE // 2, 0)):
            here, there = overlap(axis, shift, lit.shape[axis])
            alike = np.einsum("ijk,ijk->ij", normals[here], normals[there]) > ALIKE_COSINE
            alike &= body[here] == body[there]
            total[here] += lit[there] * alike[..., None]
            weight[here] += alike
        lit = total / weight[..., None]
    return lit
