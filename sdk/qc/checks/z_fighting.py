"""X_Z_FIGHTING: no two faces of different colour lie in one plane, looking the same way, over each other.

What is wrong: two flat faces share a plane and overlap there; which colour is seen is chance, and it flickers.
Faces along the world axes at the extremes of their elements are compared. A face on a face, looking opposite
ways, is contact and sound.

Bad:  a label of 1 mm let 1 mm deep into its panel, flush with it
Good: the label 0.2 mm proud of the panel.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np

from sdk.findings import Finding
from sdk.geometry.triangles import face_normals
from sdk.qc.codes import CODES
from sdk.qc.outcome import Outcome, millimetres
from sdk.qc.subject import Subject
from sdk.scene import Posed
from sdk.scene.forms import BoxForm, Form
from sdk.scene.pruning import overlapping
from sdk.spatial import apply_transform

CODE = "X_Z_FIGHTING"
NAME = "check_z_fighting"
SAME_PLANE = 2e-5
"""Metres."""
FLAT = 1.0 - 1e-6
FILLED = 0.7
"""Of its footprint that a face must fill, so that footprints that overlap are faces that overlap."""
LEAST_SHARE = 0.02
"""Of the smaller face, shared, that shows."""
GRID = np.linspace(0.08, 0.92, 7)
LEAST_POINTS = 3
"""Of the points of the grid over the common footprint that both faces must cover."""
LEAST_SIDE = 0.001
"""Metres of overlap on both sides that show."""

_flat_sides: WeakKeyDictionary[Form, dict[bytes, np.ndarray]] = WeakKeyDictionary()


def check_z_fighting(subject: Subject) -> Outcome:
    """Whether no faces fight for one plane."""
    posed = subject.scene.at_rest()
    colours = [_colour(element.visual.material) for element in posed.elements]
    numbers: dict[object, int] = {}
    colour = np.array([numbers.setdefault(each, len(numbers)) for each in colours], dtype=np.int64)
    findings = [
        _finding(posed, first, second, side)
        for first, second, side in _same_plane(posed, colour)
        if _really_share(posed, first, second, side)
    ]
    return Outcome(ok=not findings, findings=tuple(findings))


def _same_plane(posed: Posed, colour: np.ndarray) -> list[tuple[int, int, int]]:
    """(element, element, side) of faces in one plane whose footprints overlap and whose colours differ; sides
    are -x, +x, -y, +y, -z, +z.
    """
    if len(np.unique(colour)) < 2:
        return []
    found = []
    flat = np.array([_flat(posed, index) for index in range(len(posed.elements))]).reshape(-1, 6)
    for side in range(6):
        axis, end = divmod(side, 2)
        members = np.flatnonzero(flat[:, side])
        order = members[np.argsort(posed.boxes[members, end, axis], kind="stable")]
        boxes = posed.boxes[order]
        across = [other for other in range(3) if other != axis]
        areas = np.prod(boxes[:, 1, across] - boxes[:, 0, across], axis=1)
        plates = boxes.copy()
        plates[:, :, axis] = boxes[:, None, end, axis] + (0.0, SAME_PLANE)
        pairs = overlapping(plates, plates)
        pairs = pairs[
            (pairs[:, 0] < pairs[:, 1]) & (colour[order][pairs[:, 0]] != colour[order][pairs[:, 1]])
        ]
        first, second = pairs.T
        shared = np.minimum(boxes[first, 1], boxes[second, 1]) - np.maximum(boxes[first, 0], boxes[second, 0])
        fights = (shared[:, across] > LEAST_SIDE).all(axis=1)
        fights &= np.prod(shared[:, across], axis=1) > LEAST_SHARE * np.minimum(areas[first], areas[second])
        found += [(*pair, side) for pair in order[pairs[fights]].tolist()]
    return found


def _really_share(posed: Posed, first: int, second: int, side: int) -> bool:
    """Whether both faces cover some of the same points: a disc in a hole shares its ring's footprint only."""
    axis = side // 2
    across = [other for other in range(3) if other != axis]
    boxes = posed.boxes[[first, second]][:, :, across]
    low, high = boxes[:, 0].max(axis=0), boxes[:, 1].min(axis=0)
    steps = [low[each] + GRID * (high[each] - low[each]) for each in (0, 1)]
    points = np.stack(np.meshgrid(*steps), axis=-1).reshape(-1, 2)
    covered = np.ones(len(points), dtype=bool)
    for index in (first, second):
        covered &= _covers(_face(posed, index, side)[:, :, across], points)
    return int(covered.sum()) >= LEAST_POINTS


def _face(posed: Posed, index: int, side: int) -> np.ndarray:
    """(k, 3, 3) triangles, in the world, of the element's face on a side."""
    axis, end = divmod(side, 2)
    mesh = posed.elements[index].mesh
    corners = apply_transform(posed.places[index], mesh.vertices)[mesh.faces]
    lies = (np.abs(corners[:, :, axis] - posed.boxes[index, end, axis]) <= SAME_PLANE).all(axis=1)
    return corners[lies]


def _covers(triangles: np.ndarray, points: np.ndarray) -> np.ndarray:
    """(n,) whether each of the (n, 2) points lies in one of the (k, 3, 2) triangles."""
    sides = np.roll(triangles, -1, axis=1) - triangles
    towards = points[:, None, None, :] - triangles[None]
    turns = sides[None, ..., 0] * towards[..., 1] - sides[None, ..., 1] * towards[..., 0]
    inside = (turns.min(axis=2) >= 0.0) | (turns.max(axis=2) <= 0.0)
    return np.any(inside, axis=1)


def _flat(posed: Posed, index: int) -> np.ndarray:
    """(6,) whether the element's extreme on each side is a flat face that fills its footprint."""
    form, rotation = posed.elements[index].form, posed.places[index, :3, :3]
    if np.abs(rotation).max(axis=1).min() < FLAT:
        return np.zeros(6, dtype=bool)
    if isinstance(form, BoxForm):
        return np.ones(6, dtype=bool)
    known = _flat_sides.setdefault(form, {})
    key = np.round(rotation).astype(np.int8).tobytes()
    if key not in known:
        known[key] = _flat_sides_of(form, np.round(rotation))
    return known[key]


def _flat_sides_of(form: Form, rotation: np.ndarray) -> np.ndarray:
    vertices, faces = form.mesh.vertices @ rotation.T, form.mesh.faces
    normals = face_normals(vertices, faces)
    areas = np.linalg.norm(normals, axis=1)
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    corners = vertices[faces]
    found = np.zeros(6, dtype=bool)
    for side in range(6):
        axis, end = divmod(side, 2)
        sign, extreme = (1.0, high[axis]) if end else (-1.0, low[axis])
        lies = (np.abs(corners[:, :, axis] - extreme) <= SAME_PLANE).all(axis=1)
        lies &= normals[:, axis] * sign >= FLAT * areas
        footprint = float(np.prod(np.delete(high - low, axis)))
        found[side] = 0.5 * float(areas[lies].sum()) >= FILLED * footprint > 0.0
    return found


def _colour(material: object) -> object:
    return getattr(material, "rgba", material) if material is not None else None


def _finding(posed: Posed, first: int, second: int, side: int) -> Finding:
    a, b = posed.elements[first], posed.elements[second]
    axis, end = divmod(side, 2)
    direction = ("-", "+")[end] + "xyz"[axis]
    height = float(posed.boxes[first, end, axis])
    return CODES[CODE].finding(
        summary=(
            f"{a.part}/{a.label} and {b.part}/{b.label} show faces toward {direction} in one plane at "
            f"{millimetres(height)}; raise one by 0.2 mm"
        ),
        check=NAME,
        parts=tuple(dict.fromkeys((a.part, b.part))),
        elements=(a.label, b.label),
        pose={},
        measured=abs(float(posed.boxes[second, end, axis]) - height),
        limit=SAME_PLANE,
        line=b.line or a.line,
    )
