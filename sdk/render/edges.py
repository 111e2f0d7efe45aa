"""Drawn edges: where neighbouring samples show other parts, other elements, a bend or a jump in depth.

A newcomer's mistake: to darken both sides. An edge belongs to the nearer surface, or thin parts would grow.
"""

from __future__ import annotations

import numpy as np

from sdk.render.grid import overlap
from sdk.render.stage import Stage

PART_EDGE, BODY_EDGE, CREASE, STEP = 0.62, 0.40, 0.26, 0.34
"""Share of light taken away along edges between parts, between elements, at bends, and at jumps in depth."""
CREASE_COSINE = 0.87
STEP_DEPTH = 0.03


def edge_shares(
    stage: Stage, body: np.ndarray, normal: np.ndarray, depth: np.ndarray, *, shape: tuple[int, int]
) -> np.ndarray:
    """(n,) share of light that edges take from each sample.

    `body` (n,) is -1 and `depth` (n,) infinite where nothing is seen; `shape` is rows and columns, n in all.
    """
    bodies, depths, normals = body.reshape(shape), depth.reshape(shape), normal.reshape(*shape, 3)
    parts = np.where(bodies >= 0, stage.part[bodies], -1)
    strength = np.zeros(shape, dtype=np.float32)
    for axis in (0, 1):
        here, there = overlap(axis, 1, shape[axis])
        with np.errstate(invalid="ignore"):
            jump = np.abs(depths[here] - depths[there]) > STEP_DEPTH
        bend = np.einsum("ijk,ijk->ij", normals[here], normals[there]) < CREASE_COSINE
        cases = {
            PART_EDGE: parts[here] != parts[there],
            BODY_EDGE: bodies[here] != bodies[there],
            0.0: bodies[here] < 0,
            STEP: jump,
            CREASE: bend,
        }
        edge = np.select(list(cases.values()), [np.float32(share) for share in cases], np.float32(0.0))
        nearer = depths[here] <= depths[there]
        np.maximum(strength[here], np.where(nearer, edge, np.float32(0)), out=strength[here])
        np.maximum(strength[there], np.where(nearer, np.float32(0), edge), out=strength[there])
    return strength.reshape(-1)
