"""X_TIPS_OVER: what stands on the floor stays standing.

What is wrong: the centre of mass is not above the area the object stands on, at rest or with one joint at an end of
its range: a drawer pulled out, a door opened, a boom swung aside. Only objects whose lowest point is at z = 0 are
taken to stand there, and none that ``anchor`` gives to a wall, a ceiling or a hand; of those without an anchor it is
only noted, as nothing says that they stand free. Masses are the declared ones if every part has one, else volumes.

Bad:  a lamp with a 0.1 kg base and a 0.5 kg shade 0.4 m out
Good: a base of 2.6 kg, or a wider one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from sdk.findings import Finding
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome, millimetres
from sdk.qc.subject import Subject
from sdk.qc.sweep import Sweeps
from sdk.scene import Posed
from sdk.scene.motion import Drive, motions_about
from sdk.spatial import apply_transform

CODE = "X_TIPS_OVER"
NAME = "check_tips_over"
ON_FLOOR = 0.001
"""Metres from z = 0, and from the lowest point, that still stand on the floor."""
SAME = 1e-9
"""Metres that margins worked out in two ways may differ."""


def check_tips_over(subject: Subject) -> Outcome:
    """Whether the object stands at rest, and with each joint at its ends; the worst of those."""
    anchor = subject.scene.model.anchored
    margin = standing_margin(subject, Sweeps.of(subject).posed)
    if margin is None or (anchor is not None and anchor.to not in ("floor", "table")):
        return Outcome(ok=True)
    if margin < 0.0:
        return Outcome(ok=False, findings=(_finding(subject, margin),))
    worst = min(_open_margins(subject), key=lambda each: each[2], default=None)
    if worst is None or worst[2] >= 0.0:
        return Outcome(ok=True)
    return Outcome(ok=False, findings=(_finding(subject, worst[2], at=(worst[0], worst[1])),))


def _open_margins(subject: Subject) -> Iterator[tuple[Drive, float, float]]:
    """(drive, end, margin) for every joint whose motion leaves what stands on the floor where it is."""
    sweeps = Sweeps.of(subject)
    posed = sweeps.posed
    weighed = _weights(subject, posed)
    corners = convex_hull(_ground_points(posed))
    if weighed is None or len(corners) < 3:
        return
    masses, centres, owners = weighed
    standing = np.flatnonzero(posed.boxes[:, 0, 2] <= ON_FLOOR)
    free = [each for each in subject.scene.drives if not sweeps.groups_of(each)[standing].any()]
    asked = [(each, end) for each in free for end in each.ends]
    for drive, end in _perhaps_worst(asked, weighed, corners):
        groups = np.array([drive.group_of_part[name] for name in owners])
        moves = drive.motions(np.array([end]))[:, 0][groups]
        placed = np.einsum("nij,nj->ni", moves[:, :3, :3], centres) + moves[:, :3, 3]
        yield drive, end, margin_in(corners, masses @ placed / masses.sum())


def _perhaps_worst(
    asked: list[tuple[Drive, float]], weighed: tuple[np.ndarray, np.ndarray, list[str]], corners: np.ndarray
) -> list[tuple[Drive, float]]:
    """Those ends that may leave the smallest margin; joints that move alone are weighed together."""
    ends = [(drive.only_screw, drive, end) for drive, end in asked]
    alone = [(screw, drive, end) for screw, drive, end in ends if screw is not None]
    if len(alone) < 2:
        return asked
    masses, centres, owners = weighed
    numbers = {name: number for number, name in enumerate(dict.fromkeys(owners))}
    of_part = np.array([numbers[name] for name in owners])
    sums = np.stack([np.bincount(of_part, each) for each in (masses, *(masses * centres.T))], axis=1)
    moves = np.array([[drive.group_of_part[name] for name in numbers] for _, drive, _ in alone], dtype=float)
    moments = moves @ sums
    motions = motions_about([screw for screw, *_ in alone], np.array([[end] for *_, end in alone]))[:, 0, :2]
    shifts = (motions[:, :, :3] @ moments[:, 1:, None])[..., 0] + motions[:, :, 3] * moments[:, :1]
    middles = (masses @ centres[:, :2] + shifts - moments[:, 1:3]) / masses.sum()
    margins = ((middles[:, None] - corners) * _inward(corners)).sum(axis=2).min(axis=1)
    worst = {
        (drive, end)
        for (_, drive, end), margin in zip(alone, margins, strict=True)
        if margin <= min(float(margins.min()) + SAME, SAME)
    }
    return [each for each, (screw, *_) in zip(asked, ends, strict=True) if screw is None or each in worst]


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
    return margin_in(corners, centre)


def margin_in(corners: np.ndarray, centre: np.ndarray) -> float:
    """Metres from a point inwards to the nearest edge of a hull (k, 2), counter-clockwise; negative outside."""
    return float(np.einsum("ij,ij->i", centre[:2] - corners, _inward(corners)).min())


def _inward(corners: np.ndarray) -> np.ndarray:
    """(k, 2) unit vectors across the edges of a hull, from each corner on."""
    edges = np.concatenate([corners[1:], corners[:1]]) - corners
    lengths = np.linalg.norm(edges, axis=1)
    return np.stack([-edges[:, 1], edges[:, 0]], axis=1) / lengths[:, None]


def _ground_points(posed: Posed) -> np.ndarray:
    """(n, 2) points that stand on the floor."""
    low = np.flatnonzero(posed.boxes[:, 0, 2] <= ON_FLOOR)
    points = [
        apply_transform(posed.places[index], posed.elements[index].mesh.vertices) for index in low.tolist()
    ]
    every = np.concatenate(points) if points else np.zeros((0, 3))
    return every[every[:, 2] <= ON_FLOOR][:, :2]


def _centre_of_mass(subject: Subject, posed: Posed) -> np.ndarray | None:
    weighed = _weights(subject, posed)
    if weighed is None:
        return None
    masses, centres, _ = weighed
    return masses @ centres / masses.sum()


def _weights(subject: Subject, posed: Posed) -> tuple[np.ndarray, np.ndarray, list[str]] | None:
    """Masses (n,), their centres (n, 3) in the world and the parts they belong to; None when nothing weighs."""
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
        owners = [part.name for part in parts if part.inertial]
    else:
        masses = posed.of_forms(lambda form: form.volume)
        centres = posed.boxes.mean(axis=1)
        owners = [element.part for element in posed.elements]
    return (masses, centres, owners) if float(masses.sum()) > 0.0 else None


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


def _finding(subject: Subject, margin: float, *, at: tuple[Drive, float] | None = None) -> Finding:
    roots = list(subject.scene.model.root_parts())
    joint = at[0].joint if at else None
    where = f" at {joint.name} = {at[1]:.4g}" if at and joint else ""
    advice = f"widen or weigh down the base{', or shorten the range' if where else ''}"
    is_free = subject.scene.model.anchored is not None
    finding = CODES[CODE].finding(
        summary=(
            f"the centre of mass lies {millimetres(-margin)} outside the area the object stands on{where}; "
            + (advice if is_free else f"say what holds it, object_model.anchor(part, to=...), or {advice}")
        ),
        check=NAME,
        parts=tuple(part.name for part in roots),
        joint=joint.name if joint else None,
        pose=at[0].configuration(at[1]) if at else {},
        measured=margin,
        limit=0.0,
        line=roots[0].line if roots else None,
    )
    return finding if is_free else replace(finding, severity="note")
