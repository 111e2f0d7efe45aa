"""One picture of one stage: backdrop, floor, solids, edges and glass, laid over each other.

Visibility, colour and edges are found for every sample. Shadow and sky rays are dear and their answers
smooth, so `shadows` casts them once per pixel. A newcomer's mistake: to average pixels after turning to
sRGB; samples are light.
"""

from __future__ import annotations

import numpy as np

from sdk.render import studio
from sdk.render.camera import Camera
from sdk.render.edges import edge_shares
from sdk.render.grid import SAMPLES, chunks, gathered, spread
from sdk.render.raycast import RayCaster
from sdk.render.shadows import floor_light, lamps_seen
from sdk.render.sight import Pane, Seen, first_surface, panes_before
from sdk.render.stage import Stage

PANE_EDGE = 0.55
"""Part of an edge's darkness drawn on see-through surfaces."""


def render_frame(
    stage: Stage | None, camera: Camera, lamps: studio.Lamps, *, size: tuple[int, int], floor: float | None
) -> np.ndarray:
    """(height, width, 3) sRGB picture of `size` = (width, height); `floor` is its height, None for none."""
    width, height = size
    canvas = studio.backdrop(width, height)
    if stage is None:
        return _as_bytes(canvas)
    corners = stage.seen_from(camera.position)
    solids = RayCaster(corners[: stage.opaque_count])
    if floor is not None:
        canvas *= floor_light(solids, camera, lamps, size=size, floor=floor)[..., None]
    rows, columns = _window(stage, camera, size)
    tall, wide = (rows.stop - rows.start) * SAMPLES, (columns.stop - columns.start) * SAMPLES
    if tall <= 0 or wide <= 0:
        return _as_bytes(canvas)
    looking = camera.directions(
        width * SAMPLES,
        height * SAMPLES,
        rows=slice(rows.start * SAMPLES, rows.stop * SAMPLES),
        columns=slice(columns.start * SAMPLES, columns.stop * SAMPLES),
    ).reshape(-1, 3)
    position = camera.position.astype(np.float32)
    seen = first_surface(stage, solids, position, looking, first_triangle=0)
    light = spread(canvas[rows, columns])
    _lay_solids(light, seen, stage, solids, looking, lamps, shape=(tall, wide))
    if stage.opaque_count < len(corners):
        panes = panes_before(stage, RayCaster(corners[stage.opaque_count :]), position, looking, seen.depth)
        for pane in reversed(panes):
            _lay_pane(light, pane, stage, looking, lamps)
        _draw_pane_outlines(light, panes, stage, shape=(tall, wide))
    canvas[rows, columns] = gathered(light, (tall, wide))
    return _as_bytes(canvas)


def _lay_solids(
    light: np.ndarray,
    seen: Seen,
    stage: Stage,
    solids: RayCaster,
    looking: np.ndarray,
    lamps: studio.Lamps,
    *,
    shape: tuple[int, int],
) -> None:
    """Paint the opaque surfaces and their edges over `light`, in place."""
    shares = lamps_seen(solids, lamps, seen, shape=shape)
    every_hit = np.flatnonzero(seen.body >= 0)
    for chunk in chunks(len(every_hit)):
        hit = every_hit[chunk]
        light[hit] = studio.shade(
            stage.albedo[seen.body[hit]],
            seen.normal[hit],
            looking[hit],
            lamps=lamps,
            key_seen=shares[hit, 0],
            sky_seen=shares[hit, 1],
        )
    light *= 1.0 - edge_shares(stage, seen.body, seen.normal, seen.depth, shape=shape)[:, None]


def _lay_pane(light: np.ndarray, pane: Pane, stage: Stage, looking: np.ndarray, lamps: studio.Lamps) -> None:
    """Cover `light` with one see-through layer, in place; glass is more opaque where it is seen edge on."""
    body = pane.seen.body
    towards = looking[pane.sample]
    everything = np.ones(len(body), dtype=np.float32)
    own = studio.shade(
        stage.albedo[body], pane.seen.normal, towards, lamps=lamps, key_seen=everything, sky_seen=everything
    )
    facing = np.clip(-np.einsum("ij,ij->i", pane.seen.normal, towards), 0.0, 1.0)
    # A pane is a solid: the ray meets its front and its back, and the two together hide what its opacity says.
    opacity = 1.0 - np.sqrt(1.0 - stage.opacity[body])
    opacity = (opacity + (1.0 - opacity) * 0.4 * (1.0 - facing) ** 3)[:, None]
    light[pane.sample] = light[pane.sample] * (1.0 - opacity) + own * opacity


def _draw_pane_outlines(
    light: np.ndarray, panes: list[Pane], stage: Stage, *, shape: tuple[int, int]
) -> None:
    """Darken, in place, the edges of the nearest see-through layer, fainter than those of solids."""
    if not panes:
        return
    nearest = panes[0]
    body = np.full(len(light), -1, dtype=np.int32)
    normal = np.zeros((len(light), 3), dtype=np.float32)
    depth = np.full(len(light), np.inf, dtype=np.float32)
    body[nearest.sample] = nearest.seen.body
    normal[nearest.sample] = nearest.seen.normal
    depth[nearest.sample] = nearest.seen.depth
    light *= 1.0 - PANE_EDGE * edge_shares(stage, body, normal, depth, shape=shape)[:, None]


def _window(stage: Stage, camera: Camera, size: tuple[int, int]) -> tuple[slice, slice]:
    """Rows and columns of pixels the stage can touch."""
    width, height = size
    across, up = camera.project(stage.points).T
    left, right = (across.min() + 1.0) / 2.0 * width, (across.max() + 1.0) / 2.0 * width
    top, bottom = (1.0 - up.max()) / 2.0 * height, (1.0 - up.min()) / 2.0 * height
    rows = slice(max(int(top) - 2, 0), min(int(bottom) + 3, height))
    columns = slice(max(int(left) - 2, 0), min(int(right) + 3, width))
    return rows, columns


def _as_bytes(light: np.ndarray) -> np.ndarray:
    return np.round(studio.srgb_from_linear(light) * 255.0).astype(np.uint8)
