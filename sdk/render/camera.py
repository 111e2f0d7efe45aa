"""Where the picture is taken from: a perspective camera that steps back until everything fits.

A newcomer's mistake: to take azimuth for the direction the camera looks in. It is where the camera stands,
seen from the object: azimuth 0 is on +X, 90 on +Y, and elevation lifts it towards +Z.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import radians, tan

import numpy as np

FIELD_OF_VIEW_DEG = 24.0
"""Full vertical angle; a long lens keeps parallel edges nearly parallel without flattening depth."""


@dataclass(frozen=True)
class Camera:
    """A pinhole at `position` whose rows of `camera_from_world` are right, up and forward in the world."""

    position: np.ndarray
    camera_from_world: np.ndarray
    """(3, 3) rotation; rows right, up, forward."""
    tan_half_width: float
    tan_half_height: float

    def directions(
        self, width: int, height: int, *, rows: slice = slice(None), columns: slice = slice(None)
    ) -> np.ndarray:
        """(rows, columns, 3) unit directions through the cells of a `width` × `height` grid, or of a part."""
        right = (((np.arange(width) + 0.5) / width * 2.0 - 1.0) * self.tan_half_width)[columns, None]
        up = ((1.0 - (np.arange(height) + 0.5) / height * 2.0) * self.tan_half_height)[rows, None, None]
        axis_right, axis_up, axis_forward = self.camera_from_world
        grid = (axis_forward + right * axis_right).astype(np.float32) + (up * axis_up).astype(np.float32)
        return grid / np.sqrt(np.einsum("ijk,ijk->ij", grid, grid))[..., None]

    def project(self, points: np.ndarray) -> np.ndarray:
        """(n, 2) picture coordinates of (n, 3) points: -1 to 1 rightwards and upwards inside the frame."""
        seen = (points - self.position) @ self.camera_from_world.T
        return seen[:, :2] / seen[:, 2:] / (self.tan_half_width, self.tan_half_height)


def standing_direction(azimuth_deg: float, elevation_deg: float) -> np.ndarray:
    """Unit vector from the object to a camera at these angles."""
    azimuth, elevation = radians(azimuth_deg), radians(elevation_deg)
    return np.array(
        [np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation), np.sin(elevation)]
    )


def fit_camera(
    points: np.ndarray,
    *,
    azimuth_deg: float,
    elevation_deg: float,
    aspect: float,
    margin: float = 0.12,
) -> Camera:
    """The nearest camera at these angles that sees every point, with `margin` of the half frame left free.

    The fit is exact, not around a sphere: each side of the frame is a plane through the pinhole, and the
    pinhole stands where the four planes, pushed out until they touch the points, meet. `aspect` is width
    over height.
    """
    camera_from_world = _looking_rotation(azimuth_deg, elevation_deg)
    tan_half_height = tan(radians(FIELD_OF_VIEW_DEG / 2))
    tan_half_width = tan_half_height * aspect
    axes, forward = camera_from_world[:2], camera_from_world[2]
    slopes = np.array([tan_half_width, tan_half_height]) * (1.0 - margin)
    leaning = slopes[:, None] * forward
    low, high = (points @ (axes - leaning).T).max(axis=0), (points @ (-axes - leaning).T).max(axis=0)
    depth = float((-(low + high) / (2.0 * slopes)).min())
    across = (low - high) / 2.0
    # One point, or several in line with the lens, would put the pinhole on the object itself.
    depth = min(depth, float((points @ forward).min()) - 1e-3)
    position = np.array([across[0], across[1], depth]) @ camera_from_world
    return Camera(position, camera_from_world, tan_half_width, tan_half_height)


def _looking_rotation(azimuth_deg: float, elevation_deg: float) -> np.ndarray:
    forward = -standing_direction(azimuth_deg, elevation_deg)
    azimuth = radians(azimuth_deg)
    # Taken from the azimuth alone, so that looking straight down keeps a right-hand side.
    right = np.array([-np.sin(azimuth), np.cos(azimuth), 0.0])
    return np.stack([right, np.cross(right, forward), forward])
