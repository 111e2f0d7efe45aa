"""X_MESH_SELF_CROSSING: the skin of a body does not pass through itself.

What is wrong: a single closed skin overlaps itself, as a sweep does in a bend tighter than its profile; its
volume counts twice there. Just outside some of its faces lies, by winding number, more of the same body.
Several shells merged into one mesh may overlap each other; those are united wherever a volume is needed.

Bad:  a tube of radius 0.01 along a path that bends at radius 0.004
Good: a bend radius larger than the tube's.
"""

from __future__ import annotations

import numpy as np

from sdk.geometry.triangles import face_normals
from sdk.qc.mesh_findings import find_by_mesh
from sdk.qc.outcome import Outcome
from sdk.qc.subject import Subject
from sdk.scene import MeshData

CODE = "X_MESH_SELF_CROSSING"
NAME = "check_mesh_self_crossing"
EVALUATIONS = 60_000
"""Point and triangle pairs looked at in one mesh."""
LEAST_POINTS, MOST_POINTS = 8, 48
LIFT = 1e-4
"""Of the mesh's diagonal: how far above a face a point is taken."""
CLEAR_OF_CREASES = 4.0
"""In lifts: the inradius of a face that is looked at. Beside a sliver, a crease is nearer than the point is high."""
LEAST_SHARE = 0.02
"""Of the points that must disagree: a few may stand at a crease."""


def check_mesh_self_crossing(subject: Subject) -> Outcome:
    """Whether no single skin overlaps itself."""
    return find_by_mesh(subject, CODE, NAME, _crossing)


def _crossing(mesh: MeshData) -> tuple[float, str] | None:
    if not mesh.is_closed or mesh.volume <= 0.0 or len(mesh.components) != 1:
        return None
    count = int(np.clip(EVALUATIONS // len(mesh.faces), LEAST_POINTS, MOST_POINTS))
    chosen = mesh.faces[np.unique(np.linspace(0, len(mesh.faces) - 1, count).astype(np.int64))]
    normals = face_normals(mesh.vertices, chosen)
    lengths = np.linalg.norm(normals, axis=1)
    lift = LIFT * float(np.linalg.norm(mesh.bounds[1] - mesh.bounds[0]))
    edges = np.linalg.norm(mesh.vertices[chosen] - mesh.vertices[np.roll(chosen, 1, axis=1)], axis=2)
    usable = lengths > CLEAR_OF_CREASES * lift * edges.sum(
        axis=1
    )  # twice the area is the inradius times this sum
    if not usable.any():
        return None
    points = mesh.vertices[chosen].mean(axis=1)[usable] + normals[usable] / lengths[usable, None] * lift
    above = mesh.windings(points)
    below = mesh.windings(points - normals[usable] / lengths[usable, None] * (2.0 * lift))
    wrong = int(((above > 0.5) | (below < 0.5)).sum())
    if wrong <= LEAST_SHARE * len(points):
        return None
    return wrong / len(
        points
    ), f"passes through itself ({wrong} of {len(points)} faces looked at lie in its own body)"
