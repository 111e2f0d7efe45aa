"""Rays against triangles; the only importer of embreex.

A newcomer's mistake: to cast in the object's own units. The kernel works in float32, so callers bring the
scene to about unit size first; every offset in this package assumes that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene


@dataclass(frozen=True)
class Hits:
    """First hit of each ray, n of them."""

    triangle: np.ndarray
    """Index of the triangle, -1 where the ray met nothing."""
    distance: np.ndarray
    u: np.ndarray
    """Weight of the triangle's second corner at the hit; `v` of the third, the rest of the first."""
    v: np.ndarray


class RayCaster:
    """Triangles that answer rays; directions may be (n, 3), or (1, 3) to share one among all origins."""

    def __init__(self, triangles: np.ndarray) -> None:
        """Take (m, 3, 3) corner positions; m may be 0."""
        self._scene: EmbreeScene | None = None
        if len(triangles):
            self._scene = EmbreeScene()
            corners = np.ascontiguousarray(triangles.reshape(-1, 3), dtype=np.float32)
            TriangleMesh(self._scene, corners, np.arange(len(corners), dtype=np.int32).reshape(-1, 3))

    def first_hits(self, origins: np.ndarray, directions: np.ndarray) -> Hits:
        """The nearest triangle along each ray."""
        count = len(origins)
        if self._scene is None or not count:
            nothing = np.zeros(count, dtype=np.float32)
            return Hits(np.full(count, -1, dtype=np.int32), nothing, nothing, nothing)
        found = self._scene.run(_plain(origins), _plain(directions), output=True)
        return Hits(found["primID"], found["tfar"], found["u"], found["v"])

    def occluded(self, origins: np.ndarray, directions: np.ndarray, *, reach: float = 1e6) -> np.ndarray:
        """Whether anything stands within `reach` along each ray."""
        if self._scene is None or not len(origins):
            return np.zeros(len(origins), dtype=bool)
        return self._scene.run(_plain(origins), _plain(directions), dists=reach, query="OCCLUDED") != -1


def _plain(rays: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(rays, dtype=np.float32)
