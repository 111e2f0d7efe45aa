"""X_TIPS_OVER: what stands on the floor stays standing.

What is wrong: the centre of mass, at rest, is not above the area the object stands on. Only objects whose lowest
point is at z = 0 are taken to stand there. Masses are the declared ones if every part has one, else volumes.

Bad:  a lamp with a 0.1 kg base and a 0.5 kg shade 0.4 m out
Good: a base of 2.6 kg, or a wider one.
"""

from __future__ import annotations

import numpy as np

from sdk.findings import Finding
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome, millimetres
from sdk.qc.subject import Subject
from sdk.qc.sweep import Sweeps
from sdk.scene import Posed
from sdk.spatial import apply_transform

CODE = "X_TIPS_OVER"
NAME = "check_tips_over"
ON_FLOOR = 0.001
"""Metres from z = 0, and from the lowest point, that still stand on the floor."""


def check_tips_over(subject: Subject) -> Outcome:
    """Whether the object stands at rest."""
    margin = standing_margin(subject, Sweeps.of(subject).posed)
    if margin is None or margin >= 0.0:
        return Outcome(ok=True)
    return Outcome(ok=False, findings=(_finding(subject, margin),))


def standing_margin(subject: Subject, posed: Posed) -> float | None:
    """Metres from the centre of mass inwards to the nearest edge of the ground area; None if not on the floor."""
    if not len(posed.elements) or abs(float(posed.boxes[:, 0, 2].min())) > ON_FLOOR:
        return None
    ground = _ground_points(posed)
    centre = _centre_of_mass(subject, posed)
    if centre is None or len(ground) < 3:
        return None
    corners = convex_hull(ground)
    if len(corners) < 3:
        return None
    edges = np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(edges, axis=1)
    inward = np.stack([-edges[:, 1], edges[:, 0]], axis=1) / lengths[:, None]
    return float(np.einsum("ij,ij->i", centre[:2] - corners, inward).min())


def _ground_points(posed: Posed) -> np.ndarray:
    """(n, 2) points that stand on the floor."""
    low = np.flatnonzero(posed.boxes[:, 0, 2] <= ON_FLOOR)
    points = [
        apply_transform(posed.places[index], posed.elements[index].mesh.vertices) for index in low.tolist()
    ]
    every = np.concatenate(points) if points else np.zeros((0, 3))
    return every[every[:, 2] <= ON_FLOOR][:, :2]


def _centre_of_mass(subject: Subject, posed: Posed) -> np.ndarray | None:
    parts = subject.scene.model.parts
    if parts and all(part.inertial is not None for part in parts):
        masses = np.array([part.inertial.mass for part in parts if part.inertial])
        centres = np.array(
            [
                apply_transform(posed.world_from_part[part.name], np.array(part.inertial.origin.xyz))
                for part in parts
                if part.inertial
            ]
        )
    else:
        masses = np.array([element.form.volume for element in posed.elements])
        centres = posed.boxes.mean(axis=1)
    total = float(masses.sum())
    return masses @ centres / total if total > 0.0 else None


def convex_hull(points: np.ndarray) -> np.ndarray:
    """(k, 2) corners of the hull of (n, 2) points, counter-clockwise.

    Source:
        Andrew, "Another efficient algorithm for convex hulls in two dimensions", 1979.
    """
    ordered = sorted(set(map(tuple, np.round(points, 7).tolist())))
    if len(ordered) < 3:
        return np.array(ordered)

    def half(sequence: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
        chain: list[tuple[float, ...]] = []
        for x, y in sequence:
            while len(chain) > 1:
                (ax, ay), (bx, by) = chain[-2], chain[-1]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0.0:
                    break
                chain.pop()
            chain.append((x, y))
        return chain[:-1]

    return np.array(half(ordered) + half(ordered[::-1]))


def _finding(subject: Subject, margin: float) -> Finding:
    roots = list(subject.scene.model.root_parts())
    return CODES[CODE].finding(
        summary=(
            f"the centre of mass lies {millimetres(-margin)} outside the area the object stands on; widen or "
            "weigh down the base"
        ),
        check=NAME,
        parts=tuple(part.name for part in roots),
        pose={},
        measured=margin,
        limit=0.0,
        line=roots[0].line if roots else None,
    )
