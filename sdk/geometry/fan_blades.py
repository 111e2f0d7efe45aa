"""One fan blade: its planform, and the sections that the surface runs through.

Sections lie across X; y is chordwise, z axial. A newcomer's mistake: to think of the blade as a thin sheet with a
constant twist. Chord, pitch, thickness and sweep each follow their own curve along the span.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdk.geometry.section_surface import sampled_rings, through_sections
from sdk.geometry.skin import lid
from sdk.geometry.triangles import Floats, Ints, outward

STATIONS = np.array([0.0, 0.18, 0.42, 0.70, 1.0])
"""Where along its span a blade's sections lie, as fractions."""

CHORD_PLACES = np.array([0.0, 0.10, 0.24, 0.42, 0.62, 0.82, 1.0])
"""Where along its chord a section has points, as fractions."""

LARGEST_STEP = 0.2
"""Most turn of the surface between neighbouring rings, radians."""

BURIED = 0.012
"""How much deeper the root is set, as a part of its radius: a hub's cap ends exactly where the first section lies,
and solids that only touch there make no sound union."""


@dataclass(frozen=True)
class Planform:
    """A blade seen whole; lengths in metres, angles in radians."""

    shape: str
    """``straight``, ``scimitar``, ``broad`` or ``narrow``."""
    root: float
    """x of the first section."""
    tip: float
    """x of the last."""
    root_chord: float
    tip_chord: float
    root_pitch: float
    tip_pitch: float
    root_thickness: float
    tip_thickness: float
    sweep: float
    """Angle the tip trails by."""
    camber: float


def blade_mesh(planform: Planform, *, tolerance: float) -> tuple[Floats, Ints]:
    """Vertices and outward faces of a blade along +X, closed by flat ends, within `tolerance` metres."""
    moving = through_sections(blade_sections(planform), degree=3, ruled=False, parametrization="uniform")
    rings = sampled_rings(moving, tolerance=tolerance, angular_tolerance=LARGEST_STEP)
    rings[0, :, 0] -= BURIED * planform.root
    vertices = rings.reshape(-1, 3)
    last = len(vertices) - rings.shape[1]
    faces = np.concatenate([_walls(*rings.shape[:2]), lid(rings[0])[:, ::-1], lid(rings[-1]) + last])
    return vertices, outward(vertices, faces)


def blade_sections(planform: Planform) -> Floats:
    """(5, 12, 3) rings across X at the stations: 7 points over the top, 5 back below."""
    f = STATIONS
    outward = np.sin(np.pi * f)
    chord_factor, thickness_factor, sweep_share, skew_share = {
        "straight": (np.ones_like(f), 1.0, f, np.zeros_like(f)),
        "scimitar": (
            1.08 - 0.16 * f + 0.05 * outward,
            0.94,
            np.minimum(1.25, 0.52 * f + 0.76 * f**2),
            0.05 + 0.08 * f,
        ),
        "broad": (
            1.05 + 0.10 * outward - 0.03 * f,
            1.08,
            np.minimum(1.08, 0.82 * f + 0.22 * outward),
            0.03 * f,
        ),
        "narrow": (0.92 - 0.12 * f, 0.88, 0.82 * f, -0.04 * f),
    }[planform.shape]
    chord = _between(planform.root_chord, planform.tip_chord, f) * chord_factor
    pitch = _between(planform.root_pitch, planform.tip_pitch, f**0.82)
    thickness = _between(planform.root_thickness, planform.tip_thickness, f**0.78) * thickness_factor
    span = planform.tip - planform.root
    sweep = span * np.sin(planform.sweep) * 0.34 * sweep_share

    chord, half = chord[:, None], np.maximum(thickness / 2.0, 0.011 * chord)[:, None]
    u = CHORD_PLACES
    bulge = np.sin(np.pi * u).clip(0.0)
    y = (u - 0.5) * chord + (skew_share[:, None] * chord) * bulge * (u - 0.20)
    middle = 0.060 * planform.camber * chord * bulge
    fullness = np.maximum(0.12, bulge**0.82)
    upper, lower = middle + half * fullness, middle - 0.9 * half * fullness
    y = np.concatenate([y, y[:, -2:0:-1]], axis=1)
    z = np.concatenate([upper, lower[:, -2:0:-1]], axis=1)
    cosine, sine = np.cos(pitch)[:, None], np.sin(pitch)[:, None]
    x = np.broadcast_to((planform.root + span * f)[:, None], y.shape)
    return np.stack([x, y * cosine - z * sine + sweep[:, None], y * sine + z * cosine], axis=2)


def _walls(ring_count: int, points: int) -> Ints:
    """(k, 3) triangles between neighbouring rings, split along alternating diagonals.

    Twisted strips split all one way would bulge or hollow the whole blade by 2 % of its volume.
    """
    ring, here = np.meshgrid(np.arange(ring_count - 1), np.arange(points), indexing="ij")
    ahead = (here + 1) % points
    a, b = ring * points + here, ring * points + ahead
    c, d = b + points, a + points
    even = ((ring + here) % 2 == 0)[..., None]
    halves = np.where(even, np.stack([a, b, c, a, c, d], axis=2), np.stack([a, b, d, b, c, d], axis=2))
    return halves.reshape(-1, 3)


def _between(root: float, tip: float, share: Floats) -> Floats:
    return root + (tip - root) * share
