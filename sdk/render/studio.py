"""The light the objects stand in: colours of lamps, sky and ground, and how a surface answers them.

A newcomer's mistake: to add up sRGB values. Light adds up in linear colour: `linear_from_srgb` comes first
and `srgb_from_linear` last.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdk.render.camera import standing_direction

SKY = np.array([0.60, 0.62, 0.66], dtype=np.float32)
BOUNCE = np.array([0.30, 0.29, 0.28], dtype=np.float32)
KEY = np.array([0.96, 0.93, 0.88], dtype=np.float32)
FILL = np.array([0.22, 0.23, 0.25], dtype=np.float32)
GLOSS = 0.10
GLOSS_EXPONENT = 36.0
RIM = 0.10
"""Sky mirrored at grazing angles; Schlick's fifth power, softened to the fourth to show on matt parts."""
SHOULDER = 0.80
"""Linear brightness above which highlights are rolled off instead of cut."""

BACKDROP_MIDDLE = np.array([0.965, 0.968, 0.975], dtype=np.float32)
BACKDROP_CORNER = np.array([0.865, 0.875, 0.895], dtype=np.float32)
"""sRGB. Floor and wall are one seamless sheet, so the backdrop belongs to the picture, not to the world."""


@dataclass(frozen=True)
class Lamps:
    """Unit directions towards the lamps; they move with the camera, so every view is lit alike."""

    key: np.ndarray
    fill: np.ndarray
    key_softness: float = 0.07
    """Radius of the key lamp's disc seen from one unit away."""


def lamps_for(azimuth_deg: float) -> Lamps:
    """Key lamp high over the viewer's left shoulder, fill lamp low on the right."""
    return Lamps(
        key=standing_direction(azimuth_deg - 30.0, 48.0).astype(np.float32),
        fill=standing_direction(azimuth_deg + 65.0, 18.0).astype(np.float32),
    )


def shade(
    albedo: np.ndarray,
    normals: np.ndarray,
    looking: np.ndarray,
    *,
    lamps: Lamps,
    key_seen: np.ndarray,
    sky_seen: np.ndarray,
) -> np.ndarray:
    """(n, 3) linear light leaving surfaces towards the camera, highlights rolled off.

    Args:
        albedo: (n, 3) linear colour.
        normals: (n, 3) unit, on the camera's side.
        looking: (n, 3) unit, from the camera.
        lamps: where the light comes from.
        key_seen: (n,) share of the key lamp in view.
        sky_seen: (n,) share of the sky in view.
    """
    upward = (normals[:, 2:] + 1.0) * 0.5
    ambient = (BOUNCE + (SKY - BOUNCE) * upward) * (0.25 + 0.75 * sky_seen[:, None])
    key = np.maximum(normals @ lamps.key, 0.0) * key_seen
    fill = np.maximum(normals @ lamps.fill, 0.0) * sky_seen
    light = ambient
    light += key[:, None] * KEY
    light += fill[:, None] * FILL
    light *= albedo
    facing = np.clip(-np.einsum("ij,ij->i", normals, looking), 0.0, 1.0)
    halfway = lamps.key - looking
    halfway /= np.linalg.norm(halfway, axis=1, keepdims=True)
    gloss = np.maximum(np.einsum("ij,ij->i", normals, halfway), 0.0) ** GLOSS_EXPONENT * GLOSS * key_seen
    rim = (1.0 - facing) ** 4 * RIM * sky_seen
    light += gloss[:, None]
    light += rim[:, None] * SKY
    return _rolled_off(light)


def backdrop(width: int, height: int) -> np.ndarray:
    """(height, width, 3) linear colour of the empty studio: bright in the middle, greyer in the corners."""
    across = (np.arange(width, dtype=np.float32) + 0.5) / width * 2.0 - 1.0
    down = (np.arange(height, dtype=np.float32) + 0.5) / height * 2.0 - 1.0
    away = np.minimum((across[None, :] ** 2 + down[:, None] ** 2) / 2.0, 1.0)[..., None]
    return linear_from_srgb(BACKDROP_MIDDLE + (BACKDROP_CORNER - BACKDROP_MIDDLE) * away)


def hemisphere(count: int) -> np.ndarray:
    """(count, 3) directions about +Z, dense where a matt surface gathers most light (cosine weighted).

    Points of a Fibonacci lattice on the disc, lifted to the hemisphere (Malley's method).
    """
    disc = _fibonacci_disc(count)
    return np.column_stack([disc, np.sqrt(1.0 - (disc**2).sum(axis=1))]).astype(np.float32)


def lamp_directions(lamps: Lamps, count: int) -> np.ndarray:
    """(count, 3) unit directions over the key lamp's disc."""
    side = np.cross(lamps.key, np.array([0.0, 0.0, 1.0], dtype=np.float32))
    side /= np.linalg.norm(side)
    disc = _fibonacci_disc(count) * lamps.key_softness
    spread = lamps.key + disc[:, :1] * side + disc[:, 1:] * np.cross(side, lamps.key)
    return (spread / np.linalg.norm(spread, axis=1, keepdims=True)).astype(np.float32)


def turned_to(normals: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """(n, 3): `direction`, given about +Z as (3,) or (n, 3), turned so that +Z becomes each normal.

    Source:
        Duff et al., "Building an orthonormal basis, revisited", JCGT 6(1), 2017.
    """
    x, y, z = normals.T
    sign = np.where(z >= 0.0, np.float32(1.0), np.float32(-1.0))
    a = -1.0 / (sign + z)
    b = x * y * a
    dx, dy, dz = np.moveaxis(direction, -1, 0)
    return np.stack(
        [
            (1.0 + sign * x * x * a) * dx + b * dy + x * dz,
            sign * b * dx + (sign + y * y * a) * dy + y * dz,
            -sign * x * dx - y * dy + z * dz,
        ],
        axis=1,
    )


def linear_from_srgb(colours: np.ndarray) -> np.ndarray:
    """Linear light of sRGB values 0 to 1 (IEC 61966-2-1)."""
    colours = np.asarray(colours, dtype=np.float32)
    return np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4).astype(
        np.float32
    )


def srgb_from_linear(light: np.ndarray) -> np.ndarray:
    """SRGB values 0 to 1 of linear light, cut to that range."""
    light = np.clip(light, 0.0, 1.0)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055).astype(np.float32)


def _rolled_off(light: np.ndarray) -> np.ndarray:
    """Light whose highlights above `SHOULDER` lean towards 1 instead of being cut there."""
    room = 1.0 - SHOULDER
    over = np.maximum(light - SHOULDER, 0.0)
    return np.minimum(light, SHOULDER) + room * (1.0 - np.exp(-over / room))


def _fibonacci_disc(count: int) -> np.ndarray:
    number = np.arange(count) + 0.5
    radius = np.sqrt(number / count)
    angle = np.pi * (3.0 - np.sqrt(5.0)) * number
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
