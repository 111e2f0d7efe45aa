"""A posed object made ready for rays: triangles in one array, brought to about unit size around the origin.

A newcomer's mistake: to give each pose its own framing. Rest and opened pose share one `Framing`, or the two
pictures could not be compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sdk.render.bodies import Body
from sdk.render.studio import linear_from_srgb

SEE_THROUGH_BELOW = 0.99
"""Opacity under which a body lets rays on."""
COPLANAR_HAIR, COPLANAR_MOST = 4e-6, 1e-3
"""Share of the way to the camera by which a body stands before the one listed before it, and the sum's bound.
Hits in float32 at the camera's distance scatter by about 1e-6."""


@dataclass(frozen=True)
class Framing:
    """Shift and scale that bring metres to stage units."""

    centre: np.ndarray
    scale: float


class Stage:
    """Bodies at their world places in stage units; opaque triangles come first, then see-through ones."""

    def __init__(
        self, bodies: Sequence[Body], world_from_part: Mapping[str, np.ndarray], framing: Framing
    ) -> None:
        bodies = sorted(bodies, key=lambda body: body.rgba[3] < SEE_THROUGH_BELOW)
        points, placed, turned = [], [], []
        for body in bodies:
            world_from_body = world_from_part[body.part]
            turn, shift = world_from_body[:3, :3].T, world_from_body[:3, 3] - framing.centre
            points.append((body.points @ turn + shift) * framing.scale)
            placed.append((body.corners @ turn + shift) * framing.scale)
            turned.append(body.normals @ turn)
        self.points: np.ndarray = np.concatenate(points)
        """(n, 3) places of all vertices"""
        self.corners: np.ndarray = np.concatenate(placed).astype(np.float32)
        """(m, 3, 3)"""
        self.normals: np.ndarray = np.concatenate(turned).astype(np.float32)
        """(m, 3, 3) at the corners"""
        self.flat: np.ndarray = _flat_normals(self.corners)
        """(m, 3) of the triangles themselves"""
        self.body: np.ndarray = np.repeat(
            np.arange(len(bodies), dtype=np.int32), [len(body.corners) for body in bodies]
        )
        """(m,) body of each triangle"""
        paint = np.array([body.rgba for body in bodies], dtype=np.float32)
        self.albedo: np.ndarray = linear_from_srgb(paint[:, :3])
        self.opacity: np.ndarray = paint[:, 3]
        self.opaque_count = int((self.opacity[self.body] >= SEE_THROUGH_BELOW).sum())
        """Triangles before this one are opaque, from it on see-through."""
        numbers = {name: number for number, name in enumerate(dict.fromkeys(body.part for body in bodies))}
        self.part = np.array([numbers[body.part] for body in bodies], dtype=np.int32)
        """(b,) part of each body"""

    def smooth_normals(self, triangle: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        """(n, 3) unit normals at barycentric places on triangles, between their corners' normals."""
        corners = self.normals[triangle]
        normal = corners[:, 0] * (1.0 - u - v)[:, None]
        normal += corners[:, 1] * u[:, None]
        normal += corners[:, 2] * v[:, None]
        return normal / np.maximum(np.sqrt(np.einsum("ij,ij->i", normal, normal)), 1e-12)[:, None]

    @property
    def lowest(self) -> float:
        """Height of the lowest point."""
        return float(self.points[:, 2].min())

    def seen_from(self, position: np.ndarray) -> np.ndarray:
        """The corners, each body drawn towards `position` by its number times a hair.

        Of two faces in one plane the later body's then wins everywhere, where rounding would mix them.
        Drawing towards the pinhole moves nothing in the picture.
        """
        hair = np.float32(min(COPLANAR_HAIR, COPLANAR_MOST / max(len(self.part), 1)))
        away = self.corners - position.astype(np.float32)
        return self.corners - away * (self.body * hair)[:, None, None]


def framing_of(bodies: Sequence[Body], poses: Sequence[Mapping[str, np.ndarray]]) -> Framing:
    """Centre and scale of everything the bodies reach in any of the poses; the half diagonal becomes 1."""
    low, high = np.full(3, np.inf), np.full(3, -np.inf)
    for world_from_part in poses:
        for body in bodies:
            world_from_body = world_from_part[body.part]
            points = body.points @ world_from_body[:3, :3].T + world_from_body[:3, 3]
            low, high = np.minimum(low, points.min(axis=0)), np.maximum(high, points.max(axis=0))
    half_diagonal = float(np.linalg.norm(high - low)) / 2.0
    return Framing((low + high) / 2.0, 1.0 / half_diagonal if half_diagonal > 0 else 1.0)


def _flat_normals(corners: np.ndarray) -> np.ndarray:
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(across, axis=1, keepdims=True)
    return np.divide(across, lengths, out=np.zeros_like(across), where=lengths > 0)
